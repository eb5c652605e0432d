"""The roll of a joint statement: which organizations stand on it, in which order, and what each name comes to."""

from django.db.models import Exists, OuterRef

from petitions import collation, organization_names
from petitions.models import Consent, SignOn
from petitions.states import RevisionState, SignOnState


def derived(name, *, articles, pk):
    """The columns of a SignOn that follow from its name. Order: Unicode collation without articles, then the key."""
    plain = organization_names.without_article(name, articles)
    return {
        "sort_key": collation.sort_key(plain, pk.bytes),
        "likeness": organization_names.likeness(name),
        "look": organization_names.look(name),
    }


def listed(statement, *, agreed=True):
    """Listed sign-ons in order that stand behind the text in force; agreed=False: those that have not said so."""
    said = Consent.objects.filter(sign_on=OuterRef("pk"), revision__state=RevisionState.CURRENT)
    rows = SignOn.objects.filter(statement=statement, state=SignOnState.LISTED)
    return rows.filter(Exists(said) if agreed else ~Exists(said)).order_by("sort_key")


def grouped(rows):
    """[(row, [its affiliates])]: parents in order, affiliates beneath theirs; whose parent is not here stands alone."""
    rows = list(rows)
    here = {row.pk for row in rows}
    beneath = {}
    for row in rows:
        if row.parent_id in here:
            beneath.setdefault(row.parent_id, []).append(row)
    return [(row, beneath.get(row.pk, [])) for row in rows if row.parent_id not in here]


def in_order(rows):
    """The same flat: each affiliate after its parent."""
    return [one for row, affiliates in grouped(rows) for one in (row, *affiliates)]


def countries(rows):
    """[(code, how many)] of the countries that are named, the most frequent first."""
    counts = {}
    for row in rows:
        if row.country:
            counts[row.country] = counts.get(row.country, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
