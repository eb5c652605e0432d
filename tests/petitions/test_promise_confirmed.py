"""P40: a name that nobody confirmed is never shown as verified, whichever way it is forged.

Confirmed is a name that its owner's pass signed to be named at once, or that t trustees' shares opened. What comes in
by the product's doors makes no name at all; what is written behind its back makes the verifier refuse the whole letter.
"""

import json
import os
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from organize.refusals import Refusal
from petitions import jobs, names, publication
from petitions.actions import batches, release, signing, waves
from petitions.models import Hold, LogEntry, PublishedName, Statement
from petitions.sealing import entries, envelope, rows, verify
from petitions.sealing.bundle import Bundle
from petitions.sealing.errors import SealingError
from tests.petitions.signatories import at, crowd, due_items, newcomer, opened, release_file, reloaded
from tests.petitions.visits import text, url
from tests.web.places import place

pytestmark = pytest.mark.django_db
FORGED = "Wilhelmina Forged"
TRUE = {"Named Now", "Low 0", "Low 1", "Low 2", "Low 3"}


def lived():
    """A letter with four opened names and one named at once; somebody who waits, somebody only counted."""
    made = opened()
    crowd(made, 4, 3, name="Low {}")
    for tier, name in ((entries.NAMED, "Named Now"), (8, "Not Yet"), (entries.COUNT_ONLY, "")):
        newcomer(made).sign(tier, name or FORGED)
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    waves.take_snapshot(wave=wave, at=at(5))
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(6))
    release.start_opening(wave=wave, by=made.by, at=at(6))
    release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)
    publication.publish(reloaded(made))
    return made


def files_of(made):
    """{name: bytes} of the public bundle."""
    with Bundle.open(publication.folder_of(made.letter.address) / "bundle.zip") as found:
        return {name: found.read(name) for name in found.names()}


def is_verified(files):
    """Whether the verifier finds nothing wrong."""
    try:
        return verify.verify(Bundle.of(files), processes=1).failures == []
    except SealingError:
        return False


def shown(made):
    """The names on the public pages."""
    publication.publish(reloaded(made))
    pages = "".join(text(Client().get(url(name, made))) for name in ("name-list", "letter-show", "letter-verify"))
    return {name for name in (*TRUE, FORGED, "Not Yet") if name in pages}


@pytest.mark.usefixtures("accounts_at_once")
def test_p40_no_door_of_the_site_takes_a_name(reach):
    """Every address, by everybody, with every column of every table as a field, and with files."""
    here = place("open")
    columns = {field.name for model in apps.get_models() for field in model._meta.fields}
    fields = dict.fromkeys((*columns, "verified", "is_verified", "names", "identity[name]", "identity__name"), FORGED)
    identity, leaf = json.dumps({"name": FORGED}), os.urandom(32).hex()
    fields |= {"identity": identity, "leaf": leaf, "tier": "0", "state": "complete", "wave": str(uuid4())}
    scope = bytes(here.made.letter.scope).hex()
    leaves = json.dumps({"v": 1, "scope": scope, "leaves": [leaf], "names": [FORGED]}).encode()
    contents = (leaves, identity.encode(), rows.listed([identity.encode()]), FORGED.encode() * 40)
    asked = 0
    for path in here.every_path():
        for client in (Client(raise_request_exception=False), here.owners_client()):
            for content in contents[: reach.size(sample=1, full=4)]:
                client.post(path, fields | {"file": SimpleUploadedFile("leaves.json", content)})
                client.post(path, content, content_type="application/json")
                client.post(path, content, content_type="application/octet-stream")
                asked += 3
    made = here.made
    assert not PublishedName.objects.exists() and not Statement.objects.exists() and not Hold.objects.exists()
    assert FORGED not in shown(made)
    reach.reached(f"0 names by {asked:,} posts to every address")


def forgeries(made, reach):
    """(entry, field) pairs that would name FORGED at once without being signed for it."""
    person = newcomer(made)
    raw, field = person.entry(entries.NAMED, "Ada Example")
    swapped = os.urandom(32) + envelope.pad({"name": FORGED})
    yield raw, swapped + field[entries.STATEMENT_LENGTH :]  # another name than the one that was signed
    other = opened()
    yield newcomer(other).entry(entries.NAMED, FORGED)  # for another letter
    made_up = newcomer(made)
    made_up.pass_ = made_up.pass_.__class__(os.urandom(32), os.urandom(32), os.urandom(384))
    yield made_up.entry(entries.NAMED, FORGED)  # a pass that nobody issued
    counted, filler = newcomer(made).entry(entries.COUNT_ONLY)
    yield counted, swapped + filler[entries.STATEMENT_LENGTH :]  # counted only, with a name in its field
    good, field = newcomer(made).entry(entries.NAMED, FORGED)
    for _change in range(reach.size(sample=60, full=2000)):
        at_byte = reach.chance.randrange(len(good))
        changed = bytearray(good)
        changed[at_byte] ^= 1 << reach.chance.randrange(8)
        yield bytes(changed), field
        at_byte = reach.chance.randrange(entries.STATEMENT_LENGTH)
        wrong = bytearray(field)
        wrong[at_byte] ^= 1 << reach.chance.randrange(8)
        yield good, bytes(wrong)


def test_p40_no_forged_signature_is_named(reach):
    made, tried = opened(), 0
    for raw, field in forgeries(made, reach):
        try:
            signing.sign_letter(facts=made.facts, entry=raw, field=field, at=at(0))
        except Refusal:
            pass
        tried += 1
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    assert not PublishedName.objects.exists()
    newcomer(made).sign(entries.NAMED, "Named Now")  # what is right is taken
    batches.publish_batch(letter_pk=made.letter.pk, at=at(2), forced=True)
    assert [row.identity["name"] for row in PublishedName.objects.all()] == ["Named Now"]
    reach.reached(f"0 names by {tried:,} forged signatures")


def test_p40_no_forged_release_file_names_anybody(reach):
    """Strangers' files, others' shares, shares of one's own making, and files for what is not due."""
    made = opened()
    crowd(made, 4, 3, name="Low {}")
    newcomer(made).sign(8, "Not Yet")
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    wave = waves.announce_wave(letter=made.letter, by=made.by, at=at(1))
    waves.take_snapshot(wave=wave, at=at(5))
    leaves = [entries.parse(entry).leaf for entry, _blob in due_items(wave)]
    waiting = set(LogEntry.objects.filter(tier=8).values_list("leaf", flat=True))
    refused = 0
    mine, seat = made.trustees[0].identity, made.trustees[1].identity
    for position, changes in (
        (1, {"ok": dict.fromkeys([*leaves, *map(bytes, waiting)], os.urandom(33))}),  # also somebody who waits
        (1, {"ok": {os.urandom(32): os.urandom(33) for _leaf in leaves}}),
        (2, {"trustee": 1}),
    ):
        with pytest.raises(Refusal):
            content = release_file(made, wave, position, **changes)
            release.take_release_file(wave=wave, content=content, by=made.by, at=at(6))
        refused += 1
    made.trustees[1].identity = mine  # one trustee for two
    with pytest.raises(Refusal):
        release.take_release_file(wave=wave, content=release_file(made, wave, 2), by=made.by, at=at(6))
    made.trustees[1].identity = seat
    for position in (1, 2, 3):
        shares = {leaf: os.urandom(33) for leaf in leaves}
        content = release_file(made, wave, position, ok=shares)
        release.take_release_file(wave=wave, content=content, by=made.by, at=at(6))
    release.start_opening(wave=wave, by=made.by, at=at(6))
    release.open_wave(wave_pk=wave.pk, at=at(6), processes=1)
    assert set(PublishedName.objects.values_list("identity", flat=True)) == {None}
    assert shown(made) == set()
    reach.reached(f"0 names by {refused + 1} files that were refused and 3 of made-up shares")


def written_behind_the_back(made):
    """What somebody could write into the database: (what, how)."""

    def name(leaf, tier=3, wave=None):
        names.publish(made.letter, wave, [(leaf, tier, names.spelled({"name": FORGED}))])

    def leaf_of(**which):
        found = LogEntry.objects.filter(letter=made.letter, **which).exclude(
            leaf__in=PublishedName.objects.values("leaf")
        )
        return bytes(found.values_list("leaf", flat=True)[0])

    wave = made.letter.waves.get()
    rename = {"identity": {"name": FORGED}}
    yield "a name of no entry", lambda: name(os.urandom(32))
    yield "a name of no entry, named at once", lambda: name(os.urandom(32), entries.NAMED)
    yield "a name for one who waits", lambda: name(leaf_of(tier=8), 8)
    yield "a name for one who waits, in the wave", lambda: name(leaf_of(tier=8), 8, wave)
    yield "a name for one who is counted", lambda: name(leaf_of(tier=entries.COUNT_ONLY), entries.COUNT_ONLY)
    yield (
        "another name for an opened one",
        lambda: PublishedName.objects.filter(pk=PublishedName.objects.filter(wave=wave)[0].pk).update(**rename),
    )
    yield "another name for one named at once", lambda: PublishedName.objects.filter(wave=None).update(**rename)
    yield (
        "another statement too",
        lambda: (
            PublishedName.objects.filter(wave=None).update(**rename),
            Statement.objects.update(plaintext=envelope.pad({"name": FORGED})),
        ),
    )
    yield (
        "a hold for one who waits",
        lambda: (
            Hold.objects.create(
                letter_id=made.letter.pk, wave=wave, spk=os.urandom(32), leaf=leaf_of(tier=8), due=True
            ),
            name(leaf_of(tier=8), 8, wave),
        ),
    )


def test_p40_what_is_written_into_the_database_is_not_verified(reach):
    made, tried = lived(), []
    assert is_verified(files_of(made)) and shown(made) == TRUE
    for what, write in written_behind_the_back(made):
        with transaction.atomic():
            write()
            publication.publish(reloaded(made))
            files = files_of(made)
            assert FORGED.encode() in files["names.json"], what  # it was published, so there is something to refuse
            assert not is_verified(files), what
            transaction.set_rollback(True)
        tried.append(what)
    publication.publish(reloaded(made))
    assert is_verified(files_of(made))
    jobs.tick(at=at(7))
    reach.reached(f"0 of {len(tried)} names that were written into the database are verified")


def test_p40_no_changed_bundle_is_verified(reach):
    made = lived()
    files = files_of(made)
    found = list(rows.name_rows(Bundle.of(files).piece("names.json").lines()))
    more = rows.name_row(leaf=os.urandom(32), tier=3, wave=1, identity=names.spelled({"name": FORGED}))
    by_leaf = sorted([*found, more], key=lambda row: json.loads(row)["leaf"])
    other = files_of(lived())
    changed = {
        "a row more": {"names.json": rows.listed(by_leaf)},
        "another letter's": {"names.json": other["names.json"]},
    }
    changed["everything of another letter but its text"] = {
        name: content for name, content in other.items() if name not in ("manifest.json", "letter.md")
    }
    for number, row in enumerate(found):
        name = json.loads(row)["identity"]["name"].encode()
        renamed = [*found[:number], row.replace(name, FORGED.encode()), *found[number + 1 :]]
        changed[f"row {number} renamed"] = {"names.json": rows.listed(renamed)}
    for what, parts in changed.items():
        assert not is_verified(files | parts), what
    assert is_verified(files)
    reach.reached(f"0 of {len(changed)} changed bundles are verified")


def test_pages_call_no_name_verified(client):
    """That is for the verifier to say, on each reader's own machine."""
    made = lived()
    assert shown(made) == TRUE
    assert "erified" not in text(client.get(url("name-list", made)))
