"""Who files: invited with a code, papers ticked off, a holding judged on a page of their own, filed, cured, dropped."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from organize import offers
from organize.actions import typed
from organize.actions.accounts import open_account
from organize.moves import leave_trail
from organize.queries import has_account
from organize.refusals import Refusal
from shareholder.actions.steps import MOVED_ON, hold, move_filing, move_resolution, note_step
from shareholder.models import Filing, Resolution, Seat
from shareholder.queries import able_to_lead, lead_of, seats_of
from shareholder.states import (
    FOLLOWED,
    IN_PLAY,
    LIVE,
    RESOLUTION_MOVES,
    TAKING_PART,
    WITHDRAWN,
    Eligibility,
    FilingRole,
    FilingState,
    Part,
    ResolutionState,
)

KNOWN = _("This investor is on the list already, or there is a lead filer.")
OVER = _("This resolution has ended.")
TWICE = _("You take part in this resolution already.")
NOT_A_LEAD = _("Only a filer who takes part can lead.")
LEADS_ALREADY = _("There is a lead filer. It leads until its part has ended.")
PLACE = "filer"  # what a mailed code is for
HAS_ACCOUNT = _("This mailbox has an account. Sign in with it, and type the code of the place again.")
PAPERS = ("authorised_on", "intent_on", "available_on", "proof_on")


def invite_filer(*, resolution, goes_by, role, code, by, at):
    """A place for one investor; whoever types `code` takes it. The Filing. Refusal (409) for a second of that name."""
    try:
        with transaction.atomic():
            held = hold(resolution.pk)  # nobody is promoted meanwhile
            if held.state not in LIVE:
                raise Refusal(OVER, 409)
            row = Filing.objects.create(
                group_id=resolution.group_id, resolution=resolution, goes_by=goes_by, role=role,
                proof=offers.proof(code),
            )  # fmt: skip
            note_step(resolution=resolution, filing=row, verb="invite", by=by, at=at)
    except IntegrityError:
        raise Refusal(KNOWN, 409) from None
    return row


def renew_code(*, filing, code, by, at):
    """A new code for a place that nobody has taken: the one before, lost or seen, works no more. The Filing."""
    with transaction.atomic():
        held = hold(filing.resolution_id)
        if held.state not in LIVE:
            raise Refusal(OVER, 409)
        place = Filing.objects.filter(pk=filing.pk, state=FilingState.INVITED)
        if place.update(proof=offers.proof(code)) != 1:
            raise Refusal(MOVED_ON, 409)
        filing.refresh_from_db()
        note_step(resolution=held, filing=filing, verb="renew code", by=by, at=at)
    return filing


def accept_place(*, filing, by, at):
    """`by` takes the place whose code was typed: the code is spent. The Filing."""
    try:
        with transaction.atomic():
            move_filing(filing=filing, verb="accept", on=at.date(), by=by, at=at, user=by, proof=None)
    except IntegrityError:
        raise Refusal(TWICE, 409) from None
    return filing


def ask_newcomer(*, filing, mailbox, at):
    """Mail a code to whoever wants to take the place without being signed in. Nobody learns who asked."""
    return typed.ask(purpose=PLACE, subject=filing.pk, address=mailbox, payload={}, at=at)


def join_as_newcomer(*, filing, code, by, at):
    """Make the account of the mailbox that the mailed `code` was sent to, and take the place; the User. by: None.

    Refusal (409) when that mailbox has an account: whoever reads it signs in first, and takes the place then.
    """
    with transaction.atomic():
        mailbox, _nothing = typed.redeem(purpose=PLACE, subject=filing.pk, code=code, at=at)
        if has_account(mailbox):
            raise Refusal(HAS_ACCOUNT, 409)
        user = open_account(mailbox=mailbox, by=by, at=at)
        accept_place(filing=filing, by=user, at=at)
    return user


def keep_papers_for(*, filing, by, at):
    """The coordinator keeps this filer's papers: nobody accepts with a code any more. The Filing."""
    move_filing(filing=filing, verb="accept", on=at.date(), by=by, at=at, proof=None, is_kept=True)
    return filing


def tick_papers(*, filing, by, at, slots=None, representative="", **days):
    """Which papers are in the filer's hands since when: `days` is any of PAPERS → a date or None. The Filing."""
    columns = {name: days[name] for name in PAPERS if name in days} | {"representative": representative}
    if slots is not None:
        columns["slots"] = slots
    with transaction.atomic():
        hold(filing.resolution_id)
        if Filing.objects.filter(pk=filing.pk, state__in=TAKING_PART).update(**columns) != 1:
            raise Refusal(MOVED_ON, 409)
        filing.refresh_from_db()
        note_step(resolution=filing.resolution, filing=filing, verb="tick papers", by=by, at=at)
    return filing


def keep_judgement(*, filing, is_eligible, tier, by, at):
    """Keep of a holding that was judged: yes or no, the tier and the day. Nothing else comes here. The Filing."""
    with transaction.atomic():
        hold(filing.resolution_id)
        kept = {"eligibility": Eligibility.YES if is_eligible else Eligibility.NO, "judged_on": at.date()}
        kept["tier"] = tier if is_eligible else ""
        if Filing.objects.filter(pk=filing.pk, state__in=TAKING_PART).update(**kept) != 1:
            raise Refusal(MOVED_ON, 409)
        filing.refresh_from_db()
        note_step(resolution=filing.resolution, filing=filing, verb="judge holding", by=by, at=at)
    return filing


def declare_band(*, filing, band, by, at):
    """The band in which a filer says the holding lies: it counts for the sum alone. The Filing.

    It leaves no step, though it changes something: the trail would tell those who work on the resolution who declared
    one and when, and so whom a sum that moves is about.
    """
    with transaction.atomic():
        hold(filing.resolution_id)  # nothing is weighed meanwhile
        rows = Filing.objects.filter(pk=filing.pk, state__in=TAKING_PART)
        if not rows.exists():
            raise Refusal(MOVED_ON, 409)
        rows.exclude(band=band).update(band=band, is_moved=True)
        filing.refresh_from_db()
    return filing


def step_filing(*, filing, verb, on, by, at, note="", document="", defects="", only=None):
    """Take one filing along; the resolution follows where it is the lead's. The Step. only: as move_filing has it."""
    column = {"send papers": "sent_on", "receive papers": "received_on", "notice defects": "noticed_on",
              "cure defects": "cured_on"}.get(verb)  # fmt: skip
    columns = ({column: on} if column else {}) | ({"defects": defects} if verb == "notice defects" else {})
    if verb == "withdraw":  # after the resolution itself, or alone
        columns["stays"] = filing.resolution.state in WITHDRAWN | FOLLOWED
    with transaction.atomic():
        given = {"on": on, "by": by, "at": at, "note": note, "document": document, "only": only}
        step = move_filing(filing=filing, verb=verb, **given, **columns)
        if filing.role == FilingRole.LEAD:
            _follow(filing.resolution, verb, on=on, by=by, at=at)
    return step


def _follow(resolution, verb, *, on, by, at):
    """What the lead's papers mean for the resolution itself, where it is in the state that this is about."""
    resolution.refresh_from_db()
    if verb == "notice defects" and resolution.state == ResolutionState.FILED:
        move_resolution(resolution=resolution, verb=verb, on=on, by=by, at=at, noticed_on=on)
    if verb == "cure defects" and resolution.state == ResolutionState.DEFICIENT:
        move_resolution(resolution=resolution, verb=verb, on=on, by=by, at=at)


def promote(*, filing, on, by, at, note=""):
    """Another filer leads from now on, because the lead's part has ended; the Filing.

    What is filed follows its days. It goes on where the new lead's papers stand, and waits where they have defects.
    """
    with transaction.atomic():
        resolution = hold(filing.resolution_id)
        if lead_of(resolution) is not None:
            raise Refusal(LEADS_ALREADY, 409)
        try:
            with transaction.atomic():
                changed = able_to_lead(resolution).filter(pk=filing.pk).update(role=FilingRole.LEAD)
        except IntegrityError:
            raise Refusal(LEADS_ALREADY, 409) from None
        if changed != 1:
            raise Refusal(NOT_A_LEAD, 409)
        filing.refresh_from_db()
        note_step(resolution=resolution, filing=filing, verb="promote", by=by, at=at, on=on, note=note)
        if resolution.state in IN_PLAY:
            _follow_new_lead(resolution, filing, on=on, by=by, at=at)
    return filing


def _follow_new_lead(resolution, lead, **given):
    """The resolution's days are its lead's from now on, and so is whether defects are waited for."""
    days = {name: getattr(lead, name) for name in ("received_on", "noticed_on")}
    days["sent_on"] = lead.sent_on or resolution.sent_on
    Resolution.objects.filter(pk=resolution.pk).update(**days)
    has_defects = lead.state == FilingState.DEFICIENT
    if resolution.state == ResolutionState.DEFICIENT and not has_defects:
        move_resolution(resolution=resolution, verb="go on with another lead", **given)
    elif resolution.state in RESOLUTION_MOVES["wait for another lead"][0] and has_defects:
        move_resolution(resolution=resolution, verb="wait for another lead", **given)


def seat_person(*, resolution, user, part, by, at):
    """Somebody of the group works on the resolution from now on, and reads who files; the Seat."""
    try:
        with transaction.atomic():
            row = Seat.objects.create(group_id=resolution.group_id, resolution=resolution, user=user, part=part)
            note_step(resolution=resolution, verb="seat", by=by, at=at)
    except IntegrityError:
        raise Refusal(_("This person has a seat already."), 409) from None
    return row


def leave_seat(*, seat, by, at):
    """A seat ends, by its person or by a coordinator. The group's trail does not say whose, or by whom.

    The last coordinator stays: a resolution without one could be moved by nobody.
    """
    with transaction.atomic():
        resolution = hold(seat.resolution_id)
        others = seats_of(resolution).filter(part=Part.COORDINATOR).exclude(pk=seat.pk)
        if seat.part == Part.COORDINATOR and not others.exists():
            raise Refusal(_("The last coordinator stays. Give somebody else a seat first."), 409)
        note_step(resolution=resolution, verb="leave seat" if seat.user == by else "take seat", by=by, at=at)
        leave_trail(resolution, "leave seat", by=None, at=at)
        seat.delete()
