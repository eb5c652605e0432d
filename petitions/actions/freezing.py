"""The freeze: from here on a letter is its manifest, and its manifest is its address."""

import hashlib
import os
import secrets
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize import marks
from organize.moves import move
from organize.queue import enqueue
from organize.refusals import Refusal
from petitions import clients, queries, terms, vault
from petitions.letter_text import text_in, text_of
from petitions.sealing import manifest
from petitions.sealing.encoding import sha256
from petitions.states import LETTER_MOVES, LetterState, PassMode, TrusteeState, TrusteeWay

_EPOCH = date(1970, 1, 1)


def _day(day):
    return (day - _EPOCH).days


def _missing(letter, trustees, today):
    """Every reason why this letter cannot be frozen yet, as sentences."""
    if any(getattr(letter, name) is None for name in ("opens_on", "closes_on", "destroy_by")):
        yield _("Set the terms first: the days are missing.")
    else:
        yield from (sentence for _field, sentence in terms.problems_of(letter, seats=len(trustees)))
        if letter.closes_on < today:
            yield _("The last day to sign is over already.")
    if not letter.body:
        yield _("The letter has no text yet.")
    texts = [text_of(letter), *(text for _row, text in _translated(letter))]
    if any(mark.kind in marks.REFUSED for text in texts for mark in marks.find(text.decode())):
        yield _("The letter's text holds marks that nobody can see. Edit it, or its translation, to remove them.")
    if not letter.addressees.exists():
        yield _("Say whom the letter is written to.")
    demands = letter.demands.count()
    if any(len(row.demands) != demands for row in letter.translations.all()):
        yield _("A translation has another number of demands than the letter.")
    if any(trustee.state != TrusteeState.KEYED for trustee in trustees):
        yield _("Not every trustee has made a key yet.")
    if any(not trustee.contact or not trustee.url for trustee in trustees):
        yield _("A trustee's contact or page is missing.")
    if sum(trustee.way == TrusteeWay.SERVED for trustee in trustees) >= letter.needed:
        yield _("Too many trustees use the page of this site: it could open the names alone.")


def keep_clients():
    """Copy what browsers run, as it is now, to where frozen letters keep theirs; the hex SHA-256 of each, in order.

    A letter serves these very bytes until it is destroyed, whatever is deployed since. The order is the one of
    `client_sha256` in the manifest: names of it are in petitions.clients.
    """
    return [_keep(name) for name in clients.NAMES]


def _keep(name):
    try:
        content = clients.deployed(name)
    except FileNotFoundError:
        raise Refusal(_("The pages for signing have not been built on this server. Ask its operator."), 409) from None
    digest = hashlib.sha256(content).hexdigest()
    kept = clients.place(name, digest)
    folder = kept.parent
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{secrets.token_hex(8)}.draft"
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(kept)
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    if hashlib.sha256(kept.read_bytes()).hexdigest() != digest:
        raise ValueError("a kept client file is not the one its folder names")
    return digest


def _translated(letter):
    """[(Translation, its bytes)] by language."""
    addressees = list(letter.addressees.values_list("name", "title"))
    return [(row, text_in(row, addressees)) for row in letter.translations.all()]


def _manifest(letter, trustees, text, translated, kept):
    return manifest.build(
        scope=bytes(letter.scope),
        letter_sha256=sha256(text),
        tiers=letter.tiers,
        margin=letter.margin,
        count_public=letter.count_public,
        deliver_at=letter.deliver_at,
        t=letter.needed,
        trustees=[
            {
                "name": trustee.name,
                "contact": trustee.contact,
                "url": trustee.url,
                "ed25519": bytes(trustee.ed25519),
                "xwing": bytes(trustee.xwing),
            }
            for trustee in trustees
        ],
        issuer_spki=bytes(letter.issuer_spki),
        eligibility={
            "mode": letter.mode,
            "roster_root": None if letter.mode == PassMode.EMAIL else bytes(letter.roster_root),
            "roster_size": letter.roster_size,
            "domains": letter.domains,
        },
        log={"origin": f"{settings.ORIGIN_HOST}/undersigned", "ed25519": vault.log_public()},
        client_sha256=[bytes.fromhex(digest) for digest in kept],
        opens=_day(letter.opens_on),
        closes=_day(letter.closes_on),
        notice_hours=letter.notice_hours,
        destroy_by=_day(letter.destroy_by),
        batch={"min": letter.batch_min, "every_hours": letter.batch_hours},
        **_other_languages(translated),
        **({"groups": {"offices": letter.offices, "roles": letter.roles}} if letter.offices or letter.roles else {}),
    )


def _other_languages(translated):
    rows = [{"lang": row.language, "sha256": sha256(text), "title": row.title} for row, text in translated]
    return {"translations": rows} if rows else {}


def freeze_letter(*, letter, by, at):
    """Make letter.md, the manifest, letter_id and the public address. Nothing of the letter is ever edited after.

    One Refusal holds every reason why it cannot be frozen yet.
    """
    with transaction.atomic():
        held = queries.locked_letter(letter)
        if held.state != LetterState.CODED:
            raise Refusal(_("A letter is frozen once: after its codes were made, and before it is approved."), 409)
        trustees = queries.trustees_of(held)
        reasons = list(_missing(held, trustees, at.date()))
        if reasons:
            raise Refusal(" ".join(str(reason) for reason in reasons), 409)
        text, translated = text_of(held), _translated(held)
        kept = keep_clients()
        read = manifest.parse(_manifest(held, trustees, text, translated, kept), complete=True)
        columns = {
            "letter_id": read.letter_id,
            "address": read.address,
            "manifest": read.raw,
            "letter_md": text,
            "client_sha256": kept[0],
            "frozen_on": at.date(),
        }
        move(letter, "freeze", moves=LETTER_MOVES, by=by, at=at, **columns)
        for row, content in translated:
            held.translations.filter(pk=row.pk).update(letter_md=content)
        held.versions.all().delete()
        enqueue("petitions.jobs.publish_pages", letter.pk)
    return letter
