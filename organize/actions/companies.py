"""Those who decide: named, described, and taken in from a list."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organize.models import Company
from organize.moves import leave_trail
from organize.refusals import Refusal

FIELDS = ("name", "kind", "aliases", "domains", "ticker", "cik")


def name_company(*, group, name, by, at):
    """The company of that name in `group`, made if it is new there."""
    with transaction.atomic():
        company, made = Company.objects.get_or_create(group=group, name=name)
        if made:
            leave_trail(company, "create", by=by, at=at)
    return company


def edit_company(*, company, by, at, **fields):
    """Write any of FIELDS; Refusal (409) when the group has another of that name."""
    try:
        with transaction.atomic():
            _write(company, fields)
            leave_trail(company, "edit", by=by, at=at)
    except IntegrityError:
        raise Refusal(_("Your group has named another one so already."), 409) from None
    return company


def take_in_companies(*, group, rows, by, at):
    """Make or edit a company for each of `rows` ({"name": …, any other of FIELDS}), all or none; (made, changed).

    A company that the group knows by this name keeps what its row leaves out.
    """
    made = changed = 0
    with transaction.atomic():
        for row in rows:
            company, is_new = Company.objects.select_for_update().get_or_create(group=group, name=row["name"])
            if not is_new and not differs(company, row):
                continue
            _write(company, row)
            leave_trail(company, "create" if is_new else "edit", by=by, at=at)
            made, changed = made + is_new, changed + (not is_new)
    return made, changed


def differs(company, row):
    """Whether `row` says anything of `company` that is not written there already."""
    return any(getattr(company, name) != value for name, value in row.items())


def _write(company, fields):
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"no fields of a company: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(company, name, value)
    company.save(update_fields=[*fields])
