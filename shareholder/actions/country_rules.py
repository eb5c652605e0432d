"""What a group writes down of the rules of other countries: over the rulebook's rows, or beside them."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import leave_trail, move
from organize.refusals import Refusal
from shareholder.models import CountryRule
from shareholder.rule_queries import free_id
from shareholder.rule_states import COUNTRY_RULE_MOVES, RuleState

MEANWHILE = _("Somebody has changed this rule in the meantime. Look at it again.")
AMERICAN = _("The rules of the United States are not written here.")
TIMING = ("form", "days", "first_days", "last_days")  # as the rulebook names them


def add_rule(*, group, country, title, cite, counted, days, first_days, last_days, numbers, starts, source, by, at):
    """A rule that the rulebook lacks; the CountryRule, unverified. numbers: {name of terms.RULE_NUMBERS: value}."""
    if country == "US":
        raise Refusal(AMERICAN)
    row = CountryRule(group=group, country=country, rule=free_id(group, country))
    said = {"title": title, "cite": cite, "numbers": numbers, "starts": starts, "source": source}
    timing = {"counted": counted, "days": days, "first_days": first_days, "last_days": last_days}
    with transaction.atomic():
        _write(row, said | timing, at=at)
        leave_trail(row, "create", by=by, at=at)
    return row


def write_rule(
    *, entry, base, title, cite, counted, days, first_days, last_days, numbers, starts, source, group, by, at
):
    """Say anew what a rule is; the group's CountryRule, unverified again. entry: as the door gave it; base: as read."""
    said = {"title": title, "cite": cite, "numbers": numbers, "starts": starts, "source": source}
    timing = {"counted": counted, "days": days, "first_days": first_days, "last_days": last_days}
    with transaction.atomic():
        row = _own(group, entry, base)
        _write(row, said | timing, at=at)
        leave_trail(row, "write", by=by, at=at)
    return row


def check_rule(*, entry, base, source, group, by, at):
    """Somebody has compared it with `source`, as it was when they read it (`base`); the group's CountryRule, seen.

    The rulebook's own row becomes one of the group's by it.
    """
    with transaction.atomic():
        row = _own(group, entry, base)
        if base == 0:
            rule = entry.ours
            said = {"title": rule.title, "cite": rule.cite, "starts": rule.starts, "source": rule.source}
            timing = {name: rule.numbers.get(name) for name in TIMING[1:]} | {"counted": rule.numbers.get("form", "")}
            rest = {name: value for name, value in rule.numbers.items() if name not in TIMING}
            _write(row, said | timing | {"numbers": rest}, at=at)
        seen = {"source": source, "checked_by": by, "checked_on": at.date()}
        move(row, "check", moves=COUNTRY_RULE_MOVES, by=by, at=at, **seen)
    return row


def drop_rule(*, entry, by, at):
    """Go back to the rulebook's row; a rule that it lacks is gone."""
    with transaction.atomic():
        leave_trail(entry.own, "drop", by=by, at=at)
        entry.own.delete()


def _own(group, entry, base):
    """The group's row, locked, or a new one for the rulebook's; Refusal where it is not the one that was read."""
    rule = entry.rule
    row = CountryRule.objects.select_for_update().filter(group=group, rule=rule.id).first()
    if (row.revision if row else 0) != base or (row is None and entry.ours is None):
        raise Refusal(MEANWHILE, 409)
    return row or CountryRule(group=group, rule=rule.id, country=rule.country)


def _write(row, fields, *, at):
    for name, value in fields.items():
        setattr(row, name, value)
    row.state, row.checked_on, row.checked_by = RuleState.UNVERIFIED, None, None
    row.revision, row.written_on = row.revision + 1, at.date()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refusal(MEANWHILE, 409) from None
