"""What the organizers' desk reads. Callers have been through a door; counts are those of the last checkpoint only."""

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Subquery, Sum, When

from organize.models import Trail
from petitions import name_rules, names, queries
from petitions.models import (
    Checkpoint,
    Demand,
    Dispute,
    Erratum,
    Letter,
    Printout,
    Proposal,
    PublishedName,
    ReleaseFile,
    Trustee,
    Wave,
)
from petitions.sealing.trustee import key_fingerprint
from petitions.states import LIVE_WAVE, DisputeState, LetterState, PassMode, ProposalState, WaveState

LONG_BUT_ANSWER = ("body", "manifest", "letter_md", "issuer_spki")
LONG = (*LONG_BUT_ANSWER, "answer")  # columns that no list shows
# States in which a letter can want something from its organizers
IN_HAND = (LetterState.INVITING, LetterState.CODED, LetterState.FROZEN, LetterState.OPEN, LetterState.CLOSED,
           LetterState.DELIVERED)  # fmt: skip


def _last_counts():
    return Subquery(Checkpoint.objects.filter(letter=OuterRef("pk")).order_by("-size").values("counts")[:1])


def letters_of(campaign):
    """A campaign's letters by title, each with `counts` (last checkpoint) and `opened` envelopes, None before any."""
    opened = Wave.objects.filter(letter=OuterRef("pk"), state=WaveState.COMPLETE).order_by().values("letter")
    return (
        Letter.objects.filter(campaign=campaign)
        .defer(*LONG)
        .annotate(counts=_last_counts(), opened=Subquery(opened.annotate(total=Sum("due")).values("total")))
        .order_by("title", "id")
    )


def titles_of(group):
    """The group's letters by title, with nothing but what a link needs; at most a hundred."""
    return Letter.objects.filter(group=group).only("slug", "title").order_by("title", "id")[:NAMES_SHOWN]


def letters_in_hand(group):
    """A group's letters on their way, with `counts`, `.seated` (trustees) and `.wave_rows`.

    A wave has `.received` (release files) and `.is_asked`: whether its opening waits for a second person.
    """
    asked = Proposal.objects.filter(wave=OuterRef("pk"), state=ProposalState.ASKED)
    waves = Wave.objects.annotate(received=Count("files"), is_asked=Exists(asked))
    return (
        Letter.objects.filter(group=group, state__in=IN_HAND)
        .defer(*LONG)
        .annotate(counts=_last_counts())
        .prefetch_related(
            Prefetch("trustees", Trustee.objects.defer("xwing"), to_attr="seated"),
            Prefetch("waves", waves.defer("notice"), to_attr="wave_rows"),
        )
        .order_by("closes_on", "title", "id")
    )


def letters_with_demands(campaign):
    """A campaign's letters by title, each with its demands in order as `.asked`."""
    demands = Prefetch("demands", Demand.objects.order_by("number"), to_attr="asked")
    return Letter.objects.filter(campaign=campaign).defer(*LONG).prefetch_related(demands).order_by("title", "id")


def listed_letters(campaign):
    """The letters that a campaign's public page leads to: `counts`, `counted_on`, `opened`, `.wave_rows`, `.asked`."""
    last = Checkpoint.objects.filter(letter=OuterRef("pk")).order_by("-size")
    waves = Prefetch("waves", Wave.objects.defer("notice", "complaints"), to_attr="wave_rows")
    demands = Prefetch("demands", Demand.objects.order_by("number"), to_attr="asked")
    found = letters_of(campaign).filter(listed=True, address__isnull=False).defer(None).defer(*LONG_BUT_ANSWER)
    return list(found.annotate(counted_on=Subquery(last.values("day")[:1])).prefetch_related(waves, demands))


def disputed_letters(group):
    """A group's letters with names that wait to be struck or left, each with how many disputes as `.waiting`."""
    waiting = Count("disputes", filter=Q(disputes__state=DisputeState.OPEN))
    found = Letter.objects.filter(group=group).defer(*LONG).annotate(waiting=waiting)
    return found.filter(waiting__gt=0).order_by("title", "id")


def seats(letter):
    """The letter's trustees in order, each with `.key_fingerprint`: what they read aloud, "" before they made a key."""
    found = queries.trustees_of(letter)
    for seat in found:
        has_key = seat.ed25519 is not None and seat.xwing is not None
        spoken = key_fingerprint(bytes(seat.ed25519), bytes(seat.xwing)) if has_key else ""
        seat.key_fingerprint = spoken.replace(" ", "")
    return found


def demands_of(letter):
    return list(letter.demands.values_list("text", flat=True))


def addressees_of(letter):
    """[(name, title), …] in order."""
    return list(letter.addressees.values_list("name", "title"))


def words_of(letter):
    """What is written of a letter, as keywords of petitions.forms.letters.as_posted."""
    return {
        "title": letter.title,
        "body": letter.body,
        "demands": demands_of(letter),
        "language": letter.language,
        "filled": addressees_of(letter),
    }


def waves_of(letter):
    """Its waves in order, each with `.received`: how many release files are here."""
    return list(letter.waves.annotate(received=Count("files")).defer("notice"))


def live_wave(waves):
    """The wave that is under way among `waves`, or None: there is never more than one."""
    return next((wave for wave in waves if wave.state in LIVE_WAVE), None)


def files_of(wave):
    """Release files without their content, by trustee."""
    return list(ReleaseFile.objects.filter(wave=wave).defer("content"))


def opened_by(waves):
    """How many envelopes complete waves have opened: none of them can change any more."""
    return sum(wave.due for wave in waves if wave.state == WaveState.COMPLETE)


def tier_due(letter, counts, waves):
    """The tier that the last public counts (None before any) reach and no complete wave has opened, or None.

    None for a letter with passes by work mail: it opens names only after its last day.
    """
    if letter.mode == PassMode.EMAIL:
        return None
    reached = counts["k"] if counts else 0
    opened = max((wave.k or 0 for wave in waves if wave.state == WaveState.COMPLETE), default=0)
    return reached if reached > opened else None


NAMES_SHOWN = 100


def names_page(letter, *, after=None):
    """(rows, leaf to go on after or None): published names in their order, `NAMES_SHOWN` at a time.

    `after` is the 32-byte leaf of the last name of the page before.
    """
    names = PublishedName.objects.filter(letter=letter, identity__isnull=False)
    if after is not None:
        last = names.filter(leaf=after).values_list("sort_key", flat=True).first()
        if last is not None:
            names = names.filter(sort_key__gt=bytes(last))
    rows = list(names.order_by("sort_key")[: NAMES_SHOWN + 1])
    more = len(rows) > NAMES_SHOWN
    rows = rows[:NAMES_SHOWN]
    return rows, bytes(rows[-1].leaf) if more else None


def open_disputes(letter):
    """[(Dispute, names.Shown)] that wait for the organizers, by day; a name that was withdrawn since is left out."""
    waiting = list(Dispute.objects.filter(letter=letter, state=DisputeState.OPEN)[:NAMES_SHOWN])
    leaves = [bytes(one.leaf) for one in waiting]
    rows = list(PublishedName.objects.filter(letter=letter, leaf__in=leaves, identity__isnull=False)) if leaves else []
    shown = names.shown(queries.letter_facts(letter.address), rows) if rows else []
    found = {one.leaf: one for one in shown}
    return [(one, found[bytes(one.leaf).hex()]) for one in waiting if bytes(one.leaf).hex() in found]


def published_name(letter, leaf):
    """The published name with this leaf, or None."""
    return PublishedName.objects.filter(letter=letter, leaf=leaf, identity__isnull=False).first()


def errata_by_leaf(letter):
    """{leaf: erratum} of the names that were struck."""
    return {bytes(row.leaf): row for row in letter.errata.all()}


DISPUTES_SHOWN = 500


def disputes_of(letters):
    """Disputes about names of `letters` (a queryset), open ones first, then newest first; at most DISPUTES_SHOWN.

    Each has .letter, .leaf_hex, .name (None when it is no longer published), .erratum (the strike, or None) and
    .answered (the trail's entry of the decision, or None). Four statements, however many there are.
    """
    is_open = Case(When(state=DisputeState.OPEN, then=0), default=1)
    found = Dispute.objects.filter(letter__in=letters).select_related("letter", "letter__campaign")
    rows = list(found.defer(*(f"letter__{name}" for name in LONG)).order_by(is_open, "-day", "id")[:DISPUTES_SHOWN])
    keys = {"letter__in": {row.letter_id for row in rows}, "leaf__in": {bytes(row.leaf) for row in rows}}
    public = PublishedName.objects.filter(identity__isnull=False, **keys).values_list("letter_id", "leaf", "identity")
    named = {(letter, bytes(leaf)): name_rules.shown(identity["name"]) for letter, leaf, identity in public}
    struck = {(one.letter_id, bytes(one.leaf)): one for one in Erratum.objects.filter(**keys)}
    decided = {one.object_id: one for one in _decisions(rows, struck.values())}
    for row in rows:
        key = (row.letter_id, bytes(row.leaf))
        row.name, row.erratum, row.leaf_hex = named.get(key), struck.get(key), bytes(row.leaf).hex()
        row.answered = decided.get(row.erratum.pk if row.state == DisputeState.STRUCK and row.erratum else row.pk)
    return rows


def _decisions(disputes, errata):
    """The trail's entries that say who declined which dispute, and who struck which name."""
    about = [row.pk for row in (*disputes, *errata)]
    return Trail.objects.filter(object_id__in=about, verb__in=("decline", "strike name")).select_related("actor")


def printout_of(letter):
    """The letter's Printout, or None."""
    return Printout.objects.filter(letter=letter).first()
