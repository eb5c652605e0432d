"""A resolution from the idea to the company's door, and every step after it that needs no papers of its own."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize.models import Company
from organize.models.row import new_slug
from organize.moves import leave_trail
from organize.refusals import Refusal
from shareholder import days
from shareholder.actions.meetings import edit_meeting
from shareholder.actions.steps import hold, move_filing, move_resolution, note_step
from shareholder.models import Lineage, Resolution, Seat
from shareholder.queries import lead_of
from shareholder.rulebook import wording
from shareholder.states import FILING_MOVES, Part, Rung

NO_LEAD = _("Nobody is its lead filer yet.")
NO_TEXT = _("It has no text yet.")
TOO_LONG = _("It has more than 500 words however they are counted.")
LEAD_MAY_NOT = _("Its lead filer has found that the holding is not enough.")
SAY_WHY = _("That is after the deadline. Say in the note why it was sent all the same.")
SAY_REASON = _("Say in the note why.")
EDITORS_MOVE = _("Only somebody who edits in the group moves a meeting: other resolutions hang on its day.")
NOT_IN_COURT = _("No court has it: record the complaint first.")
WORDS_DOUBTFUL, LEAD_UNKNOWN, PAPERS_MISSING = "words_doubtful", "lead_unknown", "papers_missing"


def create_resolution(*, campaign, company, title, by, at):
    """An idea in one of the group's campaigns. Whoever has it coordinates it, and nobody else of the group does yet."""
    if company.group_id != campaign.group_id:
        raise ValueError("A resolution and its company belong to one group.")
    with transaction.atomic():
        row = Resolution.objects.create(group_id=campaign.group_id, campaign=campaign, company=company, title=title)
        Seat.objects.create(group_id=row.group_id, resolution=row, user=by, part=Part.COORDINATOR)
        note_step(resolution=row, verb="create", by=by, at=at)
        leave_trail(row, "create", by=by, at=at)
    return row


def edit_resolution(*, resolution, title, meeting, signup_ends_on, planned_on, listed, by, at):
    """Its name, meeting, last day for co-filers, the day on which it is to be sent, and whether the public page tells
    of it once it is filed.
    """
    if meeting is not None and meeting.company_id != resolution.company_id:
        raise ValueError("A resolution and its meeting belong to one company.")
    with transaction.atomic():
        resolution.title, resolution.meeting, resolution.listed = title, meeting, listed
        resolution.signup_ends_on, resolution.planned_on = signup_ends_on, planned_on
        if listed and resolution.address is None:
            resolution.address = new_slug()
        resolution.save(update_fields=["title", "meeting", "listed", "address", "signup_ends_on", "planned_on"])
        note_step(resolution=resolution, verb="edit", by=by, at=at)
    return resolution


def link_lineage(*, resolution, title, by, at):
    """Say that it is about the same matter as the other proposals of the lineage `title` (made when it is new).

    An empty title takes the link away.
    """
    with transaction.atomic():
        # One after another: two people who name a new matter at once mean one, and its votes are counted together.
        company = Company.objects.select_for_update().get(pk=resolution.company_id)
        owners = {"group_id": resolution.group_id, "company_id": company.pk, "title": title}
        resolution.lineage = None
        if title:
            resolution.lineage = Lineage.objects.filter(**owners).first() or Lineage.objects.create(**owners)
        resolution.linked_by = by if title else None
        resolution.save(update_fields=["lineage", "linked_by"])
        note_step(resolution=resolution, verb="link" if title else "unlink", by=by, at=at)
    return resolution


def freeze_text(*, resolution, on, by, at, note=""):
    """Fix the newest version as the one that is filed; the Step. Refusal with all reasons at once."""
    with transaction.atomic():
        resolution = hold(resolution.pk)
        lead, version = lead_of(resolution), resolution.versions.first()
        reasons, odd = [], []
        if lead is None:
            reasons.append(NO_LEAD)
        elif lead.eligibility == "no":
            reasons.append(LEAD_MAY_NOT)
        elif lead.eligibility == "unknown":
            odd.append(LEAD_UNKNOWN)
        if lead and not all((lead.intent_on, lead.available_on, lead.proof_on)):
            odd.append(PAPERS_MISSING)
        if version is None:
            reasons.append(NO_TEXT)
        else:
            verdict = words_of(version.title, version.body, version.notes, days.rules_for(resolution)).verdict
            if verdict == wording.TOO_LONG:
                reasons.append(TOO_LONG)
            elif verdict == wording.DOUBTFUL:
                odd.append(WORDS_DOUBTFUL)
        if reasons:
            raise Refusal(" ".join(str(reason) for reason in reasons), 409)
        return move_resolution(
            resolution=resolution, verb="freeze text", on=on, by=by, at=at, note=note, odd=odd, frozen=version.number
        )


def words_of(title, body, notes, rules):
    """The Count of a version: everything that a company may count."""
    return wording.count([title, body, notes], rules)


def send(*, resolution, on, by, at, note="", document=""):
    """It was sent to the company on `on`, with the lead's papers; the Step. After the deadline, the note says why."""
    if days.AFTER_DEADLINE in days.warnings("send", resolution, on) and not note:
        raise Refusal(SAY_WHY)
    with transaction.atomic():
        step = move_resolution(
            resolution=resolution, verb="send", on=on, by=by, at=at, note=note, document=document, sent_on=on
        )
        _with_lead(resolution, "send papers", on=on, by=by, at=at, sent_on=on)
    return step


def confirm_receipt(*, resolution, on, by, at, note="", document=""):
    """The company received it on `on`: its fourteen days begin; the Step."""
    with transaction.atomic():
        step = move_resolution(
            resolution=resolution, verb="confirm receipt", on=on, by=by, at=at, note=note, document=document,
            received_on=on,
        )  # fmt: skip
        _with_lead(resolution, "receive papers", on=on, by=by, at=at, received_on=on)
    return step


def _with_lead(resolution, verb, **facts):
    """The lead's own filing goes along where it is still behind: what was recorded of it before stays."""
    lead = lead_of(resolution)
    if lead is not None and lead.state in FILING_MOVES[verb][0]:
        move_filing(filing=lead, verb=verb, **facts)


def record_step(*, resolution, verb, on, by, at, note="", document="", is_told=True, **fields):
    """Any step that needs nothing but a day, and for some `fields`: item_number, board_says, rung, or meeting_on.

    Verbs with an action of their own are not taken here. is_told: False for whoever may not change the group's
    meetings, on whose days other resolutions hang: they move none.
    """
    if verb not in PLAIN:
        raise ValueError("That step has an action of its own.")
    if verb in NEEDS_REASON and not note.strip():
        raise Refusal(SAY_REASON)
    moves = verb == "postpone meeting" and resolution.meeting_id and fields.get("meeting_on")
    if moves and not is_told:
        raise Refusal(EDITORS_MOVE, 403)
    columns = {}
    if verb in ("win in court", "lose in court"):
        if not resolution.in_litigation:
            raise Refusal(NOT_IN_COURT, 409)
        columns["in_litigation"] = False
    if verb == "sue":
        columns["in_litigation"] = True
    if verb == "engage":
        columns["in_dialogue"] = True
    if verb == "put on ballot":
        columns |= {"item_number": fields.get("item_number", ""), "board_says": fields.get("board_says", "")}
    if verb == "escalate":
        columns["rung"] = fields.get("rung", "")
        note = "\n".join(part for part in (str(Rung(columns["rung"]).label), note) if part)  # which it was stays told
    with transaction.atomic():
        step = move_resolution(
            resolution=resolution, verb=verb, on=on, by=by, at=at, note=note, document=document,
            **columns | _end(verb, on),
        )  # fmt: skip
        if moves:  # the meeting's trail is the group's, and would tell who works on this: it names nobody
            edit_meeting(meeting=resolution.meeting, on=fields["meeting_on"], by=None, at=at)
    return step


def _end(verb, on):
    return {"ended_on": on} if verb in ENDING else {}


PLAIN = frozenset(
    {
        "begin text", "open sign-up", "thaw text", "abandon", "leave out for a defect", "engage", "answer challenge",
        "sue", "win in court", "lose in court", "put on ballot", "leave out without a notice", "note advice",
        "name presenter", "postpone meeting", "cancel meeting", "not presented", "hold vote", "follow up", "escalate",
        "close", "moot",
    }
)  # fmt: skip
NEEDS_REASON = frozenset({"abandon", "leave out for a defect", "not presented", "moot"})
ENDING = frozenset({"abandon", "leave out for a defect", "lose in court", "leave out without a notice",
                    "cancel meeting", "not presented", "close", "moot"})  # fmt: skip
