"""The letter's public pages, rendered once and served as files: every visitor gets the same bytes."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from organize import text
from organize.languages import spoken
from petitions import clients, desk_queries, queries
from petitions import names as published
from petitions.states import LIVE_WAVE, LetterState, PassMode, WaveState

SHOWN_NAMES = 60  # on the letter itself; the rest is a page of its own


def sheet(letter_md):
    """(title, HTML) of the canonical text `letter_md`: people read what the fingerprint covers."""
    first, _, rest = letter_md.decode().partition("\n")
    return first.removeprefix("# "), text.render(rest)


def tiers(letter, counts, waves, named=0):
    """One row a tier for the meters: {tier, goal, ready, opened, reached, named}. `ready`: who accepts that tier.

    named: how many names anyone can read, which is what an opened tier has come to.
    """
    opened = max((wave.k for wave in waves if wave.state == WaveState.COMPLETE), default=0)
    rows = []
    for tier in letter.tiers:
        ready = counts["at"].get(str(tier), 0) if counts else 0
        goal = tier + letter.margin
        row = {"tier": tier, "goal": goal, "ready": ready, "opened": tier <= opened, "reached": ready >= goal}
        rows.append(row | {"named": named})
    return rows


def text_in_language(letter, language):
    """(bytes to read, their language) on a page in `language`: a frozen translation where there is one."""
    row = letter.translations.filter(language=language).first()
    return (bytes(letter.letter_md), letter.language) if row is None else (bytes(row.letter_md), language)


def letter_context(letter, language):
    """Everything the letter's public page says in an interface language. `letter` is frozen."""
    facts = queries.letter_facts(letter.address)
    checkpoint = letter.checkpoints.order_by("-size").first()
    counts = checkpoint.counts if checkpoint else None
    waves = list(letter.waves.order_by("number"))
    letter_md, written_in = text_in_language(letter, language)
    title, html = sheet(letter_md)
    named_total = queries.named_total(letter.pk)
    names, _following = queries.published_names(facts, after="", size=SHOWN_NAMES)
    return {
        "letter": letter,
        "state": letter.state,
        "address": letter.address,
        "manifest": facts.manifest,
        "title": title,
        "html": html,
        "written_in": written_in,
        "in_language": language,
        "others": [row.lang for row in facts.manifest.translations],
        "counts": counts,
        "counted_on": checkpoint.day if checkpoint else None,
        "still_sealed": max(counts["sealed"] - desk_queries.opened_by(waves), 0) if counts else 0,
        "opened": desk_queries.opened_by(waves),
        "tiers": tiers(letter, counts, waves, named_total),
        "live_wave": next((wave for wave in waves if wave.state in LIVE_WAVE), None),
        "names": names,
        "named_total": named_total,
        "struck_total": letter.errata.count(),
        "groups": published.groups(facts),
        "offices": facts.lists[0],
        "roles": facts.lists[1],
        "by_mail": letter.mode == PassMode.EMAIL,
        "domains": letter.domains,
        "trustees": facts.manifest.trustees,
        "is_open": letter.state == LetterState.OPEN,
        "takes_passes": letter.state in (LetterState.APPROVED, LetterState.OPEN),
        "takes_withdrawals": letter.state in (LetterState.OPEN, LetterState.CLOSED),
        "clients": clients.named(facts.manifest),
        "seats": desk_queries.seats(letter),
        "script": reverse("petitions:client-file", args=[letter.address, letter.client_sha256]),
        "client_sri": queries.subresource_integrity(letter.client_sha256),
    }


def render_safety(letter, language):
    """What stands before the letter, as bytes. It holds nothing of the letter but its address."""
    path = reverse("petitions:letter-safety", args=[letter.address])
    context = {
        "address": letter.address,
        "language": language if language != settings.LANGUAGE_CODE else "",
        "in_language": language,
        "public": settings.PUBLIC_ORIGIN + path,
        "onion": f"http://{settings.ONION}{path}" if settings.ONION else "",
        "is_laptop": settings.IS_LAPTOP,
    }
    with translation.override(spoken(language)):
        return render_to_string("petitions/letter_safety.html", context).encode()


def render_letter(letter, language):
    """The letter's page in an interface language, as bytes. Only for a letter that has its public address."""
    with translation.override(spoken(language)):
        return render_to_string("petitions/letter_show.html", letter_context(letter, language)).encode()


def render_verify(letter, language):
    """The page that says how to check the letter, as bytes: its fingerprints, checkpoints, waves and files."""
    facts = queries.letter_facts(letter.address)
    context = {
        "letter": letter,
        "address": letter.address,
        "manifest": facts.manifest,
        "letter_id": facts.letter_id.hex(),
        "clients": clients.named(facts.manifest),
        "checkpoints": list(letter.checkpoints.order_by("-size")),
        "waves": list(letter.waves.order_by("-number").prefetch_related("files")),
        "trustees": desk_queries.seats(letter),
    }
    with translation.override(spoken(language)):
        return render_to_string("petitions/letter_verify.html", context).encode()
