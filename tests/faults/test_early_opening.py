"""P46: nobody alone opens or releases before the notice has ended and t trustees have answered."""

import os

import pytest
from django.conf import settings
from django.db import connection

from organize.refusals import Refusal
from petitions import jobs
from petitions.actions import batches, life, release, waves
from petitions.models import Blob, Hold, LogEntry, PublishedName, ReleaseFile, Wave
from petitions.sealing import entries, envelope, xwing
from petitions.sealing import release as wire
from petitions.sealing.errors import SealingError
from petitions.states import WaveState
from tests.personas import PERSONAS
from tests.petitions import desk, letters
from tests.petitions.signatories import SMALL, at, crowd, due_items, opened, release_file

pytestmark = pytest.mark.django_db


def announced(**parts):
    made = opened(**parts)
    people = crowd(made, 4, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    return made, people, waves.announce_wave(letter=made.letter, by=made.by, at=at(1))


def collecting(**parts):
    made, people, wave = announced(**parts)
    return made, people, waves.take_snapshot(wave=wave, at=at(5))


def nothing_is_open():
    return not PublishedName.objects.exists() and not Wave.objects.filter(state=WaveState.COMPLETE).exists()


def refused(work, kind=Refusal):
    """Whether `work` was refused, and whatever it did, nothing is open."""
    try:
        work()
    except kind:
        return nothing_is_open()
    return False


def test_p46_every_role_of_the_desk_tries_and_opens_nothing(reach, on_the_first_day):
    _owner, made, people = desk.scene("approved", terms=SMALL)
    life.open_letter(letter=made.letter, at=at(0))
    crowd(made, 4, 3)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(0), forced=True)
    wave = waves.announce_wave(letter=made.letter, by=people.owner, at=at(0))
    tries = 0
    for state in (WaveState.ANNOUNCED, WaveState.COLLECTING):
        if state == WaveState.COLLECTING:
            wave = waves.take_snapshot(wave=wave, at=at(5))
            file = release_file(made, wave, 1)  # one trustee's: fewer than t
            release.take_release_file(wave=wave, content=file, by=people.owner, at=at(5))
        for persona in PERSONAS:
            for data in ({}, {"despite": "on"}, {"confirm": "on", "despite": "1"}):
                client = people.client(persona)
                answer = client.post(desk.url("wave-open", made.letter, 1), data)
                assert answer.status_code in ((400, 409) if persona in desk.EDITORS else (302, 404)), persona
                assert nothing_is_open()
                tries += 1
            client.post(desk.url("release-take", made.letter, 1), {"file": desk.upload("1-1.bin", os.urandom(400))})
            client.post(desk.url("letter-close", made.letter), {})
            client.post(desk.url("letter-deliver", made.letter), {})
            jobs.tick(at=at(1) if state == WaveState.ANNOUNCED else at(6))
            assert nothing_is_open()
            tries += 3
    reach.reached(f"0 of {tries} requests of {len(PERSONAS)} roles opened anything")


def test_p46_a_trustee_alone_opens_nothing(reach):
    """Before the notice ends no file is taken; after it one file is too few, also sent as if from another trustee."""
    made, _people, wave = announced()
    early = wire.make_release(
        made.trustees[0].identity, letter_id=made.facts.letter_id, size=4, root=bytes(wave.root), k=3, trustee=1,
        ok={}, bad=[],
    )  # fmt: skip
    take = {"by": made.by, "at": at(2)}
    assert refused(lambda: release.take_release_file(wave=wave, content=early, **take))
    wave = waves.take_snapshot(wave=wave, at=at(5))
    own = release_file(made, wave, 1)
    release.take_release_file(wave=wave, content=own, **take)
    forged = own[:71] + b"\2" + own[72:]
    resigned = wire.make_release(
        made.trustees[0].identity, letter_id=made.facts.letter_id, size=wave.snapshot_size,
        root=bytes(wave.snapshot_root), k=wave.k, trustee=2, bad=[],
        ok=wire.parse_release(own, manifest=made.facts.manifest).ok,
    )  # fmt: skip
    for content in (own, forged, resigned):
        assert refused(lambda content=content: release.take_release_file(wave=wave, content=content, **take))
    for despite in (False, True):
        assert refused(lambda despite=despite: release.start_opening(wave=wave, by=made.by, at=at(6), despite=despite))
    # With their key they read their own boxes, which say nothing: fewer than t shares open no body.
    for entry, blob in due_items(wave):
        parsed, signed = envelope.parse(blob, n=3, t=2), entries.parse(entry)
        bound = {key: getattr(signed, key) for key in ("letter_id", "spk", "tier", "seq")}
        share = envelope.open_share(parsed, 1, xwing.private(made.trustees[0].seed), **bound)
        assert envelope.open_body(parsed, [share, share], **bound) is None
    reach.reached("one trustee of two that are needed: 0 of 7 ways opened anything")


def test_p46_an_operator_with_shell_and_database_opens_nothing(reach):
    """All rows may be written and all files of the server read: what is missing are the trustees' keys."""
    made, _people, wave = collecting()
    opened_by_force = 0
    own = [os.urandom(32) for _trustee in range(3)]
    for position, identity in enumerate(own[:2], 1):
        raw = wire.make_release(
            identity, letter_id=made.facts.letter_id, size=wave.snapshot_size, root=bytes(wave.snapshot_root),
            k=wave.k, trustee=position, ok={leaf: os.urandom(33) for leaf in due_leaves(wave)}, bad=[],
        )  # fmt: skip
        ReleaseFile.objects.create(wave=wave, trustee=position, sha256=bytes(32), opened=4, failed=0, content=raw)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE petitions_wave SET state = 'opening', despite = %s", [True])
    assert refused(lambda: release.open_wave(wave_pk=wave.pk, at=at(6), processes=1), SealingError)
    ReleaseFile.objects.all().delete()
    wave = release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)  # by force, and with no file at all
    opened_by_force += PublishedName.objects.filter(identity__isnull=False).count()
    secrets = [path.read_bytes() for path in settings.KEYS_DIR.rglob("*") if path.is_file()]
    assert len(secrets) >= 2  # the log's key and the letter's issuer key
    keys = {raw[place : place + 32] for raw in secrets for place in range(0, max(1, len(raw) - 31), 8)}
    keys.add(settings.SECRET_KEY.encode()[:32])
    tried = 0
    for row in LogEntry.objects.filter(tier=3):
        blob = envelope.parse(bytes(Blob.objects.get(leaf=row.leaf).blob), n=3, t=2)
        bound = {"letter_id": made.facts.letter_id, "spk": bytes(row.spk), "tier": row.tier, "seq": row.seq}
        for key in sorted(key for key in keys if len(key) == 32)[: 200 if reach.is_full else 20]:
            tried += 1
            for i in (1, 2, 3):
                with pytest.raises(SealingError):
                    envelope.open_share(blob, i, xwing.private(key), **bound)
    assert opened_by_force == 0
    reach.reached(f"0 names by writing rows, 0 boxes with {tried:,} uses of every key the server holds")


def due_leaves(wave):
    return [bytes(leaf) for leaf in Hold.objects.filter(wave=wave, due=True).values_list("leaf", flat=True)]


def test_p46_a_signatory_opens_nothing(reach):
    """Somebody with a pass, who holds every public file, has keys for their own entry only."""
    made, people, wave = collecting()
    for entry, blob in due_items(wave):
        parsed, signed = envelope.parse(blob, n=3, t=2), entries.parse(entry)
        bound = {key: getattr(signed, key) for key in ("letter_id", "spk", "tier", "seq")}
        for one in people:
            for i in (1, 2, 3):
                with pytest.raises(SealingError):
                    envelope.open_share(parsed, i, xwing.private(one.pass_.ssk), **bound)
    assert nothing_is_open()
    assert letters.TERMS["needed"] == 2
    reach.reached("0 of 48 boxes opened with signatories' keys")
