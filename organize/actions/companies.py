from django.db import transaction

from organize.models import Company
from organize.moves import leave_trail


def name_company(*, group, name, by, at):
    """The company of that name in `group`, made if it is new there."""
    with transaction.atomic():
        company, made = Company.objects.get_or_create(group=group, name=name)
        if made:
            leave_trail(company, "create", by=by, at=at)
    return company
