"""An organization signs a joint statement: asked for by a typed code, decided about by the group, withdrawn by either.

Who asked is enclosed (petitions.contacts) and erased as the statement's policy says. Whether a mailbox asked before, or
an organization stands on the list already, changes nothing in what is answered: repeats meet at the desk.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organize import mailbox
from organize.actions import typed
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from petitions import contacts, rolls, statement_queries
from petitions.actions.joint_statements import locked
from petitions.actions.revisions import NO_ADDRESS, consent_to, is_of_domain, own_sign_on
from petitions.letter_text import clean_line
from petitions.models import Contact, SignOn
from petitions.name_rules import tidy
from petitions.states import SIGN_ON_MOVES, Authority, KeptContact, RevisionState, SignOnState, StatementState

SIGN, WITHDRAW = "sign on", "withdraw sign-on"
CHANGING = (StatementState.OPEN, StatementState.CLOSED)  # what was delivered says how many stand behind it
MOST_WAITING, MOST_OF_ONE_DOMAIN = 1000, 5
MILESTONES = (10, 25, 50, 100, 250, 500, 1000, 2500)

NOT_OPEN = _("This statement takes no sign-ons now.")
OVER = _("This statement has ended: its list stays as it is. Write to the organizers.")
NAME = _("The name of an organization is one line of at most 200 characters.")
FOREIGN = _(
    "The mailbox has to be on the organization’s own domain. If it has none, the organizers can confirm it themselves: "
    "write to them."
)
ANYBODYS = _(
    "Anybody can have a mailbox there, or beneath it. Use one on the organization’s own domain, or write to the "
    "organizers."
)
NOT_OWN = _("Anybody can have a mailbox there, or beneath it, and could answer for the organization. Leave it empty.")
CHANGED = _("The text has changed since you asked. Read it, and ask for another code.")
FULL = _("Very many organizations wait for a decision at this moment. Please try again in some days.")
TWICE = _("An organization of that name stands on the list already.")
EVIDENCE = _("Say in at most 500 characters what shows that the organization agrees.")
ASSETS = ("assets", "assets_on", "may_count")


def ask_sign_on(*, statement, name, country, domain, part_of, representative, role, typed_address, at, **money):
    """Have a code mailed with which a representative signs their organization on.

    domain: the organization's own, canonical; the mailbox must be there. money: ASSETS, for a statement of investors
    (assets in whole units of its currency). What is refused depends on what was typed alone.
    """
    address = mailbox.canonical(typed_address)
    if address is None:
        raise Refusal(NO_ADDRESS)
    said = {"name": name, "country": country, "domain": domain, "part_of": part_of}
    payload = _checked(address, **said, representative=representative, role=role, **money)
    if statement.state != StatementState.OPEN:
        raise Refusal(NOT_OPEN, 409)
    payload["text"] = _text_now(statement)
    return typed.ask(purpose=SIGN, subject=statement.pk, address=address, payload=payload, at=at)


def _checked(address, *, name, country, domain, part_of, representative, role, **money):
    """What a representative says, as it waits for a code; Refusal unless the mailbox may speak for the domain."""
    if mailbox.is_anybodys(domain):
        raise Refusal(ANYBODYS)
    if not is_of_domain(address, domain):
        raise Refusal(FOREIGN)
    return {
        "name": _name(name), "country": country, "domain": domain, "part_of": part_of and _name(part_of),
        "representative": representative, "role": role,
        "assets": str(money["assets"]) if money.get("assets") else None,
        "assets_on": money["assets_on"].isoformat() if money.get("assets") else None,
        "may_count": bool(money.get("assets") and money.get("may_count")),
    }  # fmt: skip


def _name(name):
    line = clean_line(tidy(name), most=200, sentence=NAME)
    if not line:
        raise Refusal(NAME)
    return line


def _texts(statement):
    """The revisions that whoever signs now stands behind: the one in force, and one that is proposed."""
    current, way = statement_queries.texts_of(statement)
    return [one for one in (current, way) if one is not None and one.state != RevisionState.DRAFT]


def _text_now(statement):
    return statement_queries.fingerprint(*_texts(statement))


def sign_on_by_code(*, statement, code, said=None, at):
    """The SignOn that waits for the group's decision from now on. No trail: no member of the group did anything.

    said: the fields of ask_sign_on but for the mailbox, as they stand beside the code. They win over what waited for
    it: whoever has the code has the mailbox, and somebody else may have filled in the form for it first.
    A repeat for the same organization by the same domain renews what waits; whoever typed the code is told the same.
    """
    with transaction.atomic():
        held = locked(statement)
        address, given = typed.redeem(purpose=SIGN, subject=statement.pk, code=code, at=at)
        if said is not None:
            given |= _checked(address, **said)
        if held.state != StatementState.OPEN:
            raise Refusal(NOT_OPEN, 409)
        if _text_now(held) != given["text"]:
            raise Refusal(CHANGED, 409)
        row = _waiting(held, given, at)
        said = {"name": given["representative"], "role": given["role"], "mailbox": address}
        kept = {"group_id": held.group_id, "enclosed": contacts.keep_contact(**said)}
        Contact.objects.update_or_create(sign_on=row, defaults=kept)
        for revision in _texts(held):
            consent_to(revision, row, Authority.CODE, at=at)
    return row


def _waiting(statement, given, at):
    fields = {name: given[name] for name in ("name", "country", "domain", "part_of", *ASSETS)}
    row = SignOn(group_id=statement.group_id, statement=statement, authority=Authority.CODE, asked_on=at.date())
    for name, value in (fields | rolls.derived(given["name"], articles=statement.articles, pk=row.pk)).items():
        setattr(row, name, value)
    waiting = SignOn.objects.filter(statement=statement, state=SignOnState.WAITING)
    before = waiting.filter(domain=row.domain, likeness=row.likeness).first()
    if before is not None:
        row.pk = before.pk
        row.sort_key = rolls.derived(row.name, articles=statement.articles, pk=row.pk)["sort_key"]
        row.save(force_update=True, update_fields=[*fields, "look", "sort_key"])
        return row
    own = mailbox.registered(row.domain)  # or one organization could fill the desk from as many names beneath its own
    of_one = waiting.filter(Q(domain=own) | Q(domain__endswith=f".{own}"))
    if of_one.count() >= MOST_OF_ONE_DOMAIN or waiting.count() >= MOST_WAITING:
        raise Refusal(FULL, 409)
    row.save(force_insert=True)
    return row


def _going(statement):
    """The statement, held, while its list may change; Refusal once it was delivered or cancelled."""
    held = locked(statement)
    if held.state not in CHANGING:
        raise Refusal(OVER, 409)
    return held


def edit_sign_on(*, sign_on, name, country, parent, counted_with=None, by, at):
    """Correct how an organization stands on the list, and beneath whom (parent: a listed SignOn, or None)."""
    with transaction.atomic():
        statement = _going(sign_on.statement)
        held = SignOn.objects.get(pk=sign_on.pk)
        _check_parent(held, parent)
        _check_parent(held, counted_with, is_deep=True)
        held.name = _name(name)
        held.country, held.parent, held.counted_with = country, parent, counted_with
        for column, value in rolls.derived(held.name, articles=statement.articles, pk=held.pk).items():
            setattr(held, column, value)
        try:
            with transaction.atomic():
                held.save()
        except IntegrityError:
            raise Refusal(TWICE, 409) from None
        leave_trail(held, "edit", by=by, at=at)
    return held


def _check_parent(row, other, *, is_deep=False):
    """Refusal unless `other` may stand above `row`: on the same list, not itself, and (but is_deep) itself on top."""
    if other is None:
        return
    if other.statement_id != row.statement_id or other.pk == row.pk or other.state != SignOnState.LISTED:
        raise Refusal(_("Choose another organization of this list."))
    if not is_deep and (other.parent_id is not None or SignOn.objects.filter(parent=row.pk).exists()):
        raise Refusal(_("A parent has no parent itself: lists have two levels."))


def list_sign_on(*, sign_on, by, at):
    """Put an organization that waits on the public list."""
    with transaction.atomic():
        statement = _going(sign_on.statement)
        try:
            with transaction.atomic():
                move(sign_on, "list", moves=SIGN_ON_MOVES, by=by, at=at, decided_on=at.date())
        except IntegrityError:
            raise Refusal(TWICE, 409) from None
        if statement.contacts == KeptContact.DECISION:
            _forget(sign_on)
        note_milestones(statement, at)
    return sign_on


def decline_sign_on(*, sign_on, by, at):
    """Leave it off the list, and erase who asked."""
    with transaction.atomic():
        locked(sign_on.statement)
        _forget(sign_on)
        return move(sign_on, "decline", moves=SIGN_ON_MOVES, by=by, at=at, decided_on=at.date())


def reconsider_sign_on(*, sign_on, by, at):
    """Let a declined organization wait again. Who asked is gone."""
    with transaction.atomic():
        _going(sign_on.statement)
        return move(sign_on, "reconsider", moves=SIGN_ON_MOVES, by=by, at=at, decided_on=None)


def withdraw_sign_on(*, sign_on, by, at):
    """Take an organization off at its own wish, told to an organizer: at any time, also after the delivery."""
    with transaction.atomic():
        locked(sign_on.statement)
        return _withdraw(sign_on, by, at)


def _withdraw(sign_on, by, at):
    _forget(sign_on)
    SignOn.objects.filter(parent=sign_on).update(parent=None)
    SignOn.objects.filter(counted_with=sign_on).update(counted_with=None)
    gone = {"assets": None, "assets_on": None, "may_count": False, "evidence": "", "part_of": ""}
    return move(sign_on, "withdraw", moves=SIGN_ON_MOVES, by=by, at=at, decided_on=at.date(), **gone)


def _forget(sign_on):
    Contact.objects.filter(sign_on=sign_on).delete()


def ask_withdrawal(*, statement, sign_on, typed_address, at):
    """Have a code mailed with which a listed organization withdraws. Its domain is compared when the code is typed."""
    address = mailbox.canonical(typed_address)
    if address is None:
        raise Refusal(NO_ADDRESS)
    if statement.state not in CHANGING:
        raise Refusal(OVER, 409)
    payload = {"sign_on": sign_on.pk.hex}
    return typed.ask(purpose=WITHDRAW, subject=statement.pk, address=address, payload=payload, at=at)


def withdraw_by_code(*, statement, code, sign_on=None, at):
    """Take the organization off whose code this is, at once; the SignOn. The trail names no account.

    sign_on: the one chosen beside the code, which wins over the one that waited for it.
    """
    with transaction.atomic():
        held = _going(statement)
        address, payload = typed.redeem(purpose=WITHDRAW, subject=statement.pk, code=code, at=at)
        return _withdraw(own_sign_on(held, sign_on.pk if sign_on else payload["sign_on"], address), None, at)


def record_sign_on(*, statement, name, country, domain, parent, evidence, by, at, authority=Authority.HAND, **money):
    """Put an organization on the list that an organizer has confirmed. evidence: what was seen; no names of people."""
    evidence = clean_line(evidence, most=500, sentence=EVIDENCE)
    if not evidence:
        raise Refusal(EVIDENCE)
    if domain and mailbox.is_anybodys(domain):
        raise Refusal(NOT_OWN)
    name = _name(name)
    with transaction.atomic():
        held = locked(statement)
        if held.state not in CHANGING:
            raise Refusal(NOT_OPEN, 409)
        row = SignOn(
            group_id=held.group_id, statement=held, state=SignOnState.LISTED, name=name, country=country, domain=domain,
            authority=authority, evidence=evidence, asked_on=at.date(), decided_on=at.date(), **money,
        )  # fmt: skip
        _check_parent(row, parent)
        row.parent = parent
        for column, value in rolls.derived(name, articles=held.articles, pk=row.pk).items():
            setattr(row, column, value)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise Refusal(TWICE, 409) from None
        for revision in _texts(held):
            consent_to(revision, row, authority, at=at, evidence=evidence)
        leave_trail(row, "record", by=by, at=at)
        note_milestones(held, at)
    return row


def note_milestones(statement, at):
    """Write down the day on which a round number of organizations was listed for the first time."""
    number = rolls.listed(statement).count()
    fresh = {str(one): at.date().isoformat() for one in MILESTONES if one <= number} | statement.milestones
    if fresh != statement.milestones:
        type(statement).objects.filter(pk=statement.pk).update(milestones=fresh)
        statement.milestones = fresh
