"""What pages of joint statements read. Callers have been through a door."""

import hashlib
import json

from django.db.models import Count, Exists, OuterRef, Q

from petitions import letter_text, organization_names, rolls
from petitions.contacts import read_contact
from petitions.models import Consent, JointStatement, Revision, SignOn
from petitions.states import STATEMENT_ON_SHOW, RevisionState, SignOnState

ON_ITS_WAY = (RevisionState.DRAFT, RevisionState.PROPOSED)
MANY = 5000  # sign-ons of one statement


def statements_of(campaign):
    """A campaign's statements by title, each with how many are `.signed` and how many `.waiting`."""
    signed = Q(sign_ons__state=SignOnState.LISTED, sign_ons__consents__revision__state=RevisionState.CURRENT)
    return (
        JointStatement.objects.filter(campaign=campaign)
        .annotate(
            signed=Count("sign_ons", filter=signed, distinct=True),
            waiting=Count("sign_ons", filter=Q(sign_ons__state=SignOnState.WAITING), distinct=True),
        )
        .order_by("title", "id")
    )


def listed_statements(campaign):
    """Those that the campaign's public page leads to, each with `.signed` and its revision in force `.in_force`."""
    found = list(statements_of(campaign).filter(listed=True, state__in=STATEMENT_ON_SHOW))
    texts = Revision.objects.filter(statement__in=found, state=RevisionState.CURRENT).prefetch_related("wordings")
    by_statement = {revision.statement_id: revision for revision in texts}
    for statement in found:
        statement.in_force = by_statement[statement.pk]
    return found


def texts_in_force(campaign):
    """The revisions in force of a campaign's statements, with statement and wordings, by title."""
    rows = Revision.objects.filter(statement__campaign=campaign, state=RevisionState.CURRENT)
    return rows.select_related("statement").prefetch_related("wordings").order_by("statement__title", "pk")


def waiting_statements(group):
    """A group's statements on which somebody waits, each with `.waiting`."""
    waiting = Count("sign_ons", filter=Q(sign_ons__state=SignOnState.WAITING))
    found = JointStatement.objects.filter(group=group).annotate(waiting=waiting)
    return found.filter(waiting__gt=0).order_by("title", "id")


def texts_of(statement):
    """(the revision in force or None, the one on its way or None), with their wordings; before publication both are
    the same."""
    found = {row.state: row for row in statement.revisions.exclude(state=RevisionState.DROPPED)
             .exclude(state=RevisionState.PAST).prefetch_related("wordings")}  # fmt: skip
    way = next((found[state] for state in ON_ITS_WAY if state in found), None)
    return found.get(RevisionState.CURRENT), way


def editable(statement):
    """The revision whose words may be changed now: one that is being written, or the one in force that nobody signed.

    None when everything is frozen.
    """
    current, way = texts_of(statement)
    if way is not None and way.state == RevisionState.DRAFT:
        return way
    if current is not None and current.frozen_on is None and way is None:
        return current
    return None


def wording_in(revision, *languages):
    """The wording of a revision in the first of `languages` that it has, else in any."""
    rows = {row.language: row for row in revision.wordings.all()}
    return next((rows[code] for code in languages if code in rows), None) or next(iter(rows.values()))


def md_of(revision, wording):
    """The bytes of the text of a revision in one language, as people read it."""
    return letter_text.letter_md(
        title=wording.title, body=wording.body, demands=wording.demands,
        addressees=[tuple(pair) for pair in revision.addressees], language=wording.language,
    )  # fmt: skip


def words_of(revision):
    """[[language, text]] of a revision: every word that is signed with it."""
    return [[row.language, md_of(revision, row).decode()] for row in revision.wordings.all()]


def fingerprint(*revisions):
    """64 hexadecimal characters that stand for every word of these revisions (None: of none) in every language."""
    whole = [[one.number, words_of(one)] for one in revisions if one is not None]
    return hashlib.sha256(json.dumps(whole).encode()).hexdigest()


def desk_rows(statement):
    """{state: [SignOn in order]} of a statement, each with its `.contact_said`, `.agreed` and `.agreed_next`.

    contact_said: {"name", "role", "mailbox"} while it is kept, else None. Two statements, however many there are.
    """

    def said(*states):
        return Exists(Consent.objects.filter(sign_on=OuterRef("pk"), revision__state__in=states))

    rows = SignOn.objects.filter(statement=statement).select_related("contact", "parent", "counted_with")
    rows = rows.annotate(agreed=said(RevisionState.CURRENT), agreed_next=said(RevisionState.PROPOSED))
    found = {state: [] for state in SignOnState.values}
    for row in rows.order_by("sort_key")[:MANY]:
        row.contact_said = read_contact(row)
        found[row.state].append(row)
    return found


def numbers_of(statement):
    """{"signed", "not_agreed", "waiting"}: on the roll, listed but not behind the text in force, and not decided."""
    current = Consent.objects.filter(sign_on=OuterRef("pk"), revision__state=RevisionState.CURRENT)
    rows = SignOn.objects.filter(statement=statement).annotate(agreed=Exists(current)).order_by()
    listed = Q(state=SignOnState.LISTED)
    return rows.aggregate(
        signed=Count("pk", filter=listed & Q(agreed=True)),
        not_agreed=Count("pk", filter=listed & Q(agreed=False)),
        waiting=Count("pk", filter=Q(state=SignOnState.WAITING)),
    )


def flags(rows, others):
    """{pk: [(kind, other SignOn)]} for `rows`: what each is like among all of them and `others`."""
    everyone = [*others, *rows]  # where very many are alike, each is told of the first: better one that is listed
    asked = {row.pk for row in rows}
    found = {row.pk: [] for row in rows}
    for kind, i, j in organization_names.findings([row.name for row in everyone]):
        for here, other in ((i, j), (j, i)):
            if everyone[here].pk in asked:
                found[everyone[here].pk].append((kind, everyone[other]))
    return found


def possible_parents(row, listed):
    """The listed sign-ons that may be the parent of `row`: the one its representative named first."""
    others = [one for one in listed if one.pk != row.pk and one.parent_id is None]
    by_name = {one.name: one for one in others}
    found = [by_name[name] for name in organization_names.parents(row.name, by_name)]
    if row.part_of:
        key = organization_names.likeness(row.part_of)
        named = [
            one for one in others if bytes(one.likeness) == key or row.part_of in organization_names.acronyms(one.name)
        ]
        found = [*named, *(one for one in found if one not in named)]
    return found


def on_list(statement, *, without=None):
    """Listed sign-ons in order, but for one."""
    rows = SignOn.objects.filter(statement=statement, state=SignOnState.LISTED)
    return rows.exclude(pk=without.pk if without is not None else None).order_by("sort_key")


def tops(statement, *, without=None):
    """Those that others may stand beneath: listed, and beneath nobody."""
    return on_list(statement, without=without).filter(parent=None)


def contact_of(row):
    """{"name", "role", "mailbox"} of who asked, while it is kept; None after."""
    return read_contact(row)


def listed_names(statement):
    return list(SignOn.objects.filter(statement=statement, state=SignOnState.LISTED).values_list("name", flat=True))


def agreeing(statement):
    """Listed sign-ons that can be asked by code: those with a domain, by name."""
    return SignOn.objects.filter(statement=statement, state=SignOnState.LISTED).exclude(domain="").order_by("sort_key")


def agreed_to(revision):
    """The keys of the sign-ons that stand behind a revision."""
    return set(Consent.objects.filter(revision=revision).values_list("sign_on_id", flat=True))


def behind_no_text(statement):
    """Names of listed organizations that have not agreed to the text in force, in order. None before any change."""
    return rolls.listed(statement, agreed=False).values_list("name", flat=True)


def roll_of(statement, country=""):
    """(grouped rows to show, how many stand on the whole roll, [(country, n)])."""
    rows = list(rolls.listed(statement)[:MANY])
    shown = [row for row in rows if not country or row.country == country]
    return rolls.grouped(shown), len(rows), rolls.countries(rows)
