"""A new text for a statement that organizations have signed: written, proposed, agreed to, put in force or dropped.

Nobody is moved to a text they did not agree to: once it is in force, whoever has not agreed stands on the roll no more.
"""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from organize import mailbox
from organize.actions import typed
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from petitions import statement_queries
from petitions.actions.joint_statements import locked
from petitions.letter_text import clean_line
from petitions.models import Consent, JointStatement, Revision, SignOn, Wording
from petitions.states import REVISION_MOVES, Authority, RevisionState, SignOnState, StatementState

AGREE = "agree to text"
WHY = _("Say in at most 500 characters what changed and why: those who signed read it.")
NOT_PROPOSED = _("No new text is proposed now.")
NO_ADDRESS = _("This is not a plain mail address. Type it without a name, spaces or a plus sign.")
OTHER_DOMAIN = _("This mailbox is not on the domain that the organization signed with. The organizers can help.")


def begin_revision(*, statement, by, at):
    """A copy of the text in force, to be changed; the Revision."""
    with transaction.atomic():
        held = locked(statement)
        current, way = statement_queries.texts_of(held)
        if held.state not in (StatementState.OPEN, StatementState.CLOSED) or current is None or way is not None:
            raise Refusal(_("A new text can be begun once the statement is published, one at a time."), 409)
        if current.frozen_on is None:
            raise Refusal(_("Nobody has signed yet: change the text itself."), 409)
        number = held.revisions.aggregate(latest=Max("number"))["latest"] + 1
        own = {"group_id": held.group_id}
        made = Revision.objects.create(statement=held, number=number, addressees=current.addressees, **own)
        for row in current.wordings.all():
            words = {"title": row.title, "body": row.body, "demands": row.demands}
            Wording.objects.create(revision=made, language=row.language, **words, **own)
        leave_trail(made, "begin", by=by, at=at)
    return made


def propose_revision(*, revision, why, by, at):
    """Show the new text to everybody, and ask those who signed whether they agree. From here on it is frozen."""
    why = clean_line(why, most=500, sentence=WHY)
    if not why:
        raise Refusal(WHY)
    with transaction.atomic():
        statement = locked(revision.statement)
        current, way = statement_queries.texts_of(statement)
        if way is None or way.pk != revision.pk or current is None:
            raise Refusal(NOT_PROPOSED, 409)
        if statement_queries.words_of(current) == statement_queries.words_of(way):
            raise Refusal(_("The new text is the same as the old one."), 409)
        days = {"proposed_on": at.date(), "frozen_on": at.date(), "why": why}
        return move(revision, "propose", moves=REVISION_MOVES, by=by, at=at, **days)


def drop_revision(*, revision, by, at):
    """Give the new text up. What was agreed to is of no effect, and the text in force stays."""
    with transaction.atomic():
        locked(revision.statement)
        if revision.number == 1:
            raise Refusal(_("The first text cannot be dropped: cancel the statement."), 409)
        return move(revision, "drop", moves=REVISION_MOVES, by=by, at=at)


def adopt_revision(*, revision, by, at):
    """Put the proposed text in force. Whoever has not agreed to it leaves the roll, and returns by agreeing."""
    with transaction.atomic():
        statement = locked(revision.statement)
        current, way = statement_queries.texts_of(statement)
        if way is None or way.pk != revision.pk or way.state != RevisionState.PROPOSED:
            raise Refusal(NOT_PROPOSED, 409)
        move(current, "replace", moves=REVISION_MOVES, by=by, at=at)
        move(revision, "adopt", moves=REVISION_MOVES, by=by, at=at, adopted_on=at.date())
        title = statement_queries.wording_in(way, statement.language).title
        JointStatement.objects.filter(pk=statement.pk).update(title=title)
    return revision


def asked_about(statement):
    """The revision to which consent is asked now: the proposed one, else the one in force; None before any."""
    current, way = statement_queries.texts_of(statement)
    return way if way is not None and way.state == RevisionState.PROPOSED else current


def ask_agreement(*, statement, sign_on, typed_address, at):
    """Have a code mailed with which a listed organization agrees to the text that is asked about.

    Whether the mailbox is one of its domain is asked when the code is typed: nobody else learns it.
    """
    address = mailbox.canonical(typed_address)
    if address is None:
        raise Refusal(NO_ADDRESS)
    revision = asked_about(statement)
    if revision is None or statement.state not in (StatementState.OPEN, StatementState.CLOSED):
        raise Refusal(NOT_PROPOSED, 409)
    payload = {"sign_on": sign_on.pk.hex, "revision": revision.pk.hex}
    return typed.ask(purpose=AGREE, subject=statement.pk, address=address, payload=payload, at=at)


def agree_by_code(*, statement, code, sign_on=None, at):
    """Record that the organization whose code this is agrees; the Consent. No trail: no member of the group did it.

    sign_on: the one chosen beside the code, which wins over the one that waited for it.
    """
    with transaction.atomic():
        held = locked(statement)
        address, payload = typed.redeem(purpose=AGREE, subject=statement.pk, code=code, at=at)
        if held.state not in (StatementState.OPEN, StatementState.CLOSED):
            raise Refusal(NOT_PROPOSED, 409)
        sign_on = own_sign_on(held, sign_on.pk if sign_on else payload["sign_on"], address)
        revision = asked_about(held)
        if revision is None or revision.pk.hex != payload["revision"]:
            raise Refusal(_("The text has changed since you asked. Read it, and ask for another code."), 409)
        return consent_to(revision, sign_on, Authority.CODE, at=at)


def own_sign_on(statement, key, address):
    """The listed sign-on with this key, when the mailbox is one of its domain; Refusal (403) otherwise."""
    row = SignOn.objects.filter(statement=statement, pk=key, state=SignOnState.LISTED).first()
    if row is None or not row.domain or not is_of_domain(address, row.domain):
        raise Refusal(OTHER_DOMAIN, 403)
    return row


def is_of_domain(address, domain):
    """Whether a mailbox is at the domain or beneath it."""
    own = mailbox.domain_of(address)
    return own == domain or own.endswith(f".{domain}")


def consent_to(revision, sign_on, authority, *, at, evidence=""):
    """Write once that `sign_on` stands behind `revision`, and freeze the text with the first."""
    Revision.objects.filter(pk=revision.pk, frozen_on=None).update(frozen_on=at.date())
    made = {"authority": authority, "evidence": evidence, "on": at.date(), "group_id": sign_on.group_id}
    return Consent.objects.get_or_create(sign_on=sign_on, revision=revision, defaults=made)[0]


def record_agreement(*, sign_on, evidence, by, at):
    """An organizer has seen that the organization agrees; evidence: what was seen."""
    evidence = clean_line(evidence, most=500, sentence=_("Say in at most 500 characters what you have seen."))
    if not evidence:
        raise Refusal(_("Say in at most 500 characters what you have seen."))
    with transaction.atomic():
        statement = locked(sign_on.statement)
        revision = asked_about(statement)
        if statement.state not in (StatementState.OPEN, StatementState.CLOSED):
            raise Refusal(NOT_PROPOSED, 409)
        if revision is None or not SignOn.objects.filter(pk=sign_on.pk, state=SignOnState.LISTED).exists():
            raise Refusal(NOT_PROPOSED, 409)
        made = consent_to(revision, sign_on, Authority.HAND, at=at, evidence=evidence)
        leave_trail(sign_on, "record agreement", by=by, at=at)
    return made
