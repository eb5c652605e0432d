"""What a group records and can correct: people in office, contested contracts, responses. One row, one trail entry."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.models import Contract, Officeholder, Response
from organize.moves import leave_trail
from organize.refusals import Refusal


def name_officeholder(*, company, by, at, **fields):
    """`fields`: name, title, from_on, until_on."""
    return _record(Officeholder(group_id=company.group_id, company=company, **fields), "create", by=by, at=at)


def add_contract(*, company, by, at, **fields):
    """`fields`: kind, what, for_whom, value, currency, from_on, until_on, source, source_url."""
    return _record(Contract(group_id=company.group_id, company=company, **fields), "create", by=by, at=at)


def take_in(*, company, action, rows, by, at):
    """Write each of `rows` (fields of `action`, one of the two above) for the company, all or none; the new rows."""
    with transaction.atomic():
        return [action(company=company, by=by, at=at, **fields) for fields in rows]


def record_response(*, campaign, company, by, at, **fields):
    """`fields`: kind, on, grain, text, source, source_url. Refusal for a day that has not come."""
    own_company(campaign, company)
    not_ahead(fields["on"], at)
    row = Response(group_id=campaign.group_id, campaign=campaign, company=company, **fields)
    return _record(row, "record", by=by, at=at)


def edit_record(*, row, by, at, **fields):
    """Write `fields` of an officeholder, a contract or a response."""
    if isinstance(row, Response):
        own_company(row.campaign, fields["company"])
        not_ahead(fields["on"], at)
    for name, value in fields.items():
        setattr(row, name, value)
    return _record(row, "edit", by=by, at=at)


def remove_record(*, row, by, at):
    """Delete it. The trail keeps that it was there."""
    with transaction.atomic():
        leave_trail(row, "remove", by=by, at=at)
        row.delete()


def own_company(campaign, company):
    """ValueError unless both belong to one group: a form offers nothing else."""
    if company.group_id != campaign.group_id:
        raise ValueError("A record and its company belong to one group.")


def not_ahead(on, at):
    """Refusal when the day `on` has not begun anywhere that counts: records are of what happened."""
    if on > at.date():
        raise Refusal(_("That day has not come yet."))


def _record(row, verb, *, by, at):
    with transaction.atomic():
        row.save()
        leave_trail(row, verb, by=by, at=at)
    return row
