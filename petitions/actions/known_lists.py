"""A known list of organizations is taken in at once: those that agreed elsewhere. Nothing is sent to anybody."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.refusals import Refusal
from petitions import organization_names
from petitions.actions.joint_statements import locked
from petitions.actions.sign_ons import record_sign_on
from petitions.models import SignOn
from petitions.states import Authority, SignOnState

MOST = 2000


def take_in_list(*, statement, rows, evidence, by, at):
    """List each of `rows` ({"name", "country", "domain", "parent"}), all or none; (taken, known already).

    parent: "", another row's name, or a listed organization's. What stands on the list under its name stays as it is.
    """
    if len(rows) > MOST:
        raise Refusal(_("At most 2,000 organizations at once, please."), 413)
    with transaction.atomic():
        held = locked(statement)
        listed = SignOn.objects.filter(statement=held, state=SignOnState.LISTED)
        by_likeness = {bytes(row.likeness): row for row in listed}
        taken = known = 0
        # Parents first, whatever order the list has.
        for row in sorted(rows, key=lambda row: bool(row["parent"])):
            key = organization_names.likeness(row["name"])
            if key in by_likeness:
                known += 1
                continue
            parent = by_likeness.get(organization_names.likeness(row["parent"])) if row["parent"] else None
            if row["parent"] and parent is None:
                raise Refusal(_("A parent is neither in the list nor on it already."))
            by_likeness[key] = record_sign_on(
                statement=held, name=row["name"], country=row["country"], domain=row["domain"], parent=parent,
                evidence=evidence, authority=Authority.KNOWN, by=by, at=at,
            )  # fmt: skip
            taken += 1
    return taken, known
