"""The freeze: the letter becomes its manifest, and the client it was frozen with is kept."""

import hashlib
import json

import pytest
from django.conf import settings
from django.test import override_settings

from organize.refusals import Refusal
from petitions import clients, queries, vault
from petitions.actions import freezing, trustees
from petitions.actions import letters as actions
from petitions.models import Letter, Trustee
from petitions.sealing import ed25519, manifest, passes, xwing
from petitions.sealing.encoding import b32, day_number, sha256
from petitions.states import TrusteeState, TrusteeWay
from tests.petitions import letters

pytestmark = pytest.mark.django_db


def test_manifest_holds_the_letters_terms_trustees_and_keys():
    made = letters.frozen(codes=7)
    letter = Letter.objects.get(pk=made.letter.pk)
    read = manifest.parse(bytes(letter.manifest), complete=True)
    assert (read.tiers, read.margin, read.t, read.n, read.deliver_at) == ((25, 50, 100), 3, 2, 3, 5)
    assert (read.opens, read.closes) == (day_number("2026-11-24"), day_number("2026-12-31"))
    assert [trustee.name for trustee in read.trustees] == list(letters.NAMES[:3])
    assert [trustee.ed25519 for trustee in read.trustees] == [ed25519.public(key.identity) for key in made.trustees]
    assert read.xwings == [xwing.public(key.seed) for key in made.trustees]
    assert read.scope == bytes(letter.scope)
    assert read.issuer_spki == bytes(letter.issuer_spki)
    assert read.log.ed25519 == vault.log_public()
    assert read.log.origin == f"{settings.ORIGIN_HOST}/undersigned"
    leaves = [passes.roster_leaf(passes.code_hash(read.scope, code)) for code in made.codes]
    assert (read.eligibility.roster_root, read.eligibility.roster_size) == (passes.roster_root(leaves), 7)


def test_address_is_the_hash_of_the_exact_bytes():
    letter = letters.frozen(codes=2).letter
    assert bytes(letter.letter_id) == sha256(bytes(letter.manifest))
    assert letter.address == b32(bytes(letter.letter_id)[:20])
    assert len(letter.address) == 32
    assert (letter.state, letter.frozen_on) == ("frozen", letters.NOW.date())


def test_two_letters_of_the_same_words_share_nothing():
    one, two = letters.frozen(codes=2), letters.frozen(codes=2)
    assert bytes(one.letter.letter_md) == bytes(two.letter.letter_md)
    assert bytes(one.letter.scope) != bytes(two.letter.scope)
    assert one.letter.address != two.letter.address


def test_issuer_keys_are_fresh_for_each_letter():
    one, two = letters.coded(codes=1, fresh_key=True), letters.coded(codes=1, fresh_key=True)
    assert bytes(one.letter.issuer_spki) != bytes(two.letter.issuer_spki)


def refused(made):
    before = Letter.objects.filter(pk=made.letter.pk).values().get()
    with letters.client_at_hand(), pytest.raises(Refusal) as found:
        freezing.freeze_letter(letter=made.letter, by=made.by, at=letters.NOW)
    assert found.value.status == 409
    assert Letter.objects.filter(pk=made.letter.pk).values().get() == before
    return str(found.value.sentence)


def test_freeze_without_a_key_text_or_addressee_names_every_reason():
    made = letters.coded(codes=2)
    seat = Trustee.objects.filter(letter=made.letter, position=2)
    seat.update(state=TrusteeState.INVITED, ed25519=None, xwing=None)
    empty = letters.WORDS | {"body": "", "addressees": []}
    actions.edit_letter(letter=made.letter, **empty, by=made.by, at=letters.NOW)
    sentence = refused(made)
    assert "no text" in sentence
    assert "whom" in sentence
    assert "key" in sentence


def test_freeze_without_days_or_after_the_last_day_is_refused():
    made = letters.coded(codes=2)
    Letter.objects.filter(pk=made.letter.pk).update(opens_on="2026-10-01", closes_on="2026-11-22")
    assert "over already" in refused(made)
    Letter.objects.filter(pk=made.letter.pk).update(opens_on=None)
    assert "days" in refused(made)


def test_freeze_with_fewer_seats_than_needed_is_refused():
    made = letters.coded(codes=2, terms={"needed": 3})
    Trustee.objects.get(letter=made.letter, position=3).delete()
    assert "seats" in refused(made)


def test_freeze_with_too_many_trustees_on_the_served_page_is_refused():
    made = letters.coded(codes=2)
    Trustee.objects.filter(letter=made.letter, position__lte=2).update(way=TrusteeWay.SERVED)
    assert "page of this site" in refused(made)


def test_missing_client_is_refused_and_says_whom_to_ask(tmp_path):
    made = letters.coded(codes=2)
    with override_settings(CLIENT_BUNDLE=tmp_path / "nothing.js"), pytest.raises(Refusal, match="operator"):
        freezing.freeze_letter(letter=made.letter, by=made.by, at=letters.NOW)
    made.letter.refresh_from_db()
    assert made.letter.state == "coded"


def build_of(folder, word):
    """What a build leaves in a folder; the path of its signing script."""
    for name in clients.NAMES:
        (folder / name).write_text(f"{word} {name}\n")
    return folder / "letter.js"


def test_clients_of_the_freeze_are_kept_whatever_is_deployed_since(tmp_path):
    made = {}
    for word in ("first", "newer"):
        with override_settings(CLIENT_BUNDLE=build_of(tmp_path, word)):
            made[word] = letters.coded(codes=1)
            freezing.freeze_letter(letter=made[word].letter, by=made[word].by, at=letters.NOW)
    for word, one in made.items():
        digests = [hashlib.sha256(f"{word} {name}\n".encode()) for name in clients.NAMES]
        assert one.letter.client_sha256 == digests[0].hexdigest()
        assert one.facts.manifest.client_sha256 == tuple(digest.digest() for digest in digests)
        for name, digest in zip(clients.NAMES, digests, strict=True):
            assert clients.place(name, digest.hexdigest()).read_text() == f"{word} {name}\n"
    assert not list(settings.CLIENTS_DIR.rglob("*.draft"))


@pytest.mark.parametrize("missing", clients.NAMES)
def test_each_missing_client_stops_the_freeze(tmp_path, missing):
    bundle = build_of(tmp_path, "a")
    (tmp_path / missing).unlink()
    made = letters.coded(codes=1)
    with override_settings(CLIENT_BUNDLE=bundle), pytest.raises(Refusal, match="operator"):
        freezing.freeze_letter(letter=made.letter, by=made.by, at=letters.NOW)


def test_kept_client_that_was_tampered_with_stops_the_freeze(tmp_path):
    with override_settings(CLIENT_BUNDLE=build_of(tmp_path, "a")):
        for name, digest in zip(clients.NAMES, freezing.keep_clients(), strict=True):
            kept = clients.place(name, digest)
            whole = kept.read_bytes()
            kept.write_bytes(b"evil\n")
            made = letters.coded(codes=1)
            with pytest.raises(ValueError, match="kept client"):
                freezing.freeze_letter(letter=made.letter, by=made.by, at=letters.NOW)
            kept.write_bytes(whole)


def test_approvals_of_all_trustees_approve_the_letter_and_not_one_fewer():
    made = letters.frozen(codes=2)
    for position in (3, 1):
        letters.give_approval(made, position)
        made.letter.refresh_from_db()
        assert made.letter.state == "frozen"
    seat = letters.give_approval(made, 2)
    made.letter.refresh_from_db()
    assert made.letter.state == seat.letter.state == "approved"


def test_manifest_is_json_that_holds_no_secret():
    made = letters.frozen(codes=2)
    found = json.loads(bytes(made.letter.manifest))
    text = bytes(made.letter.manifest).decode()
    assert found["v"] == 1
    for code in made.codes:
        assert code not in text
        assert passes.code_hash(made.facts.manifest.scope, code).hex() not in text
    for key in made.trustees:
        assert key.seed.hex() not in text
        assert key.identity.hex() not in text


def test_facts_are_those_of_the_frozen_letter_and_are_read_once(django_assert_num_queries):
    made = letters.frozen(codes=2)
    with django_assert_num_queries(1):
        facts = queries.letter_facts(made.letter.address)
    with django_assert_num_queries(0):
        assert queries.letter_facts(made.letter.address) is facts
    assert (facts.pk, facts.letter_id) == (made.letter.pk, bytes(made.letter.letter_id))
    assert facts.manifest.raw == bytes(made.letter.manifest)


def test_facts_of_nothing_are_none_and_are_asked_again(django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            assert queries.letter_facts("z" * 32) is None


def test_facts_hold_nothing_that_an_action_can_change():
    """They are never forgotten, so whatever they hold must be refused to every action after the freeze."""
    made = letters.approved(codes=2)
    before = made.facts
    with pytest.raises(Refusal):
        actions.edit_letter(letter=made.letter, **letters.WORDS | {"title": "x"}, by=made.by, at=letters.NOW)
    with pytest.raises(Refusal):
        actions.set_terms(letter=made.letter, **letters.TERMS | {"margin": 9}, by=made.by, at=letters.NOW)
    queries._facts.cache_clear()
    assert made.facts == before


def test_facts_refuse_a_manifest_that_was_changed_in_the_database():
    made = letters.frozen(codes=2)
    raw = bytes(made.letter.manifest).replace(b'"margin": 3', b'"margin": 0')
    Letter.objects.filter(pk=made.letter.pk).update(manifest=raw)
    with pytest.raises(ValueError, match="hashes"):
        queries.letter_facts(made.letter.address)


def test_draft_file_tells_a_trustee_the_scope_and_the_numbers():
    made = letters.inviting()
    seat = Trustee.objects.select_related("letter").get(letter=made.letter, position=2)
    assert json.loads(trustees.draft_file(seat)) == {
        "v": 1,
        "scope": bytes(made.letter.scope).hex(),
        "title": "Two people at every dock",
        "trustee": letters.NAMES[1],
        "n": 3,
        "t": 2,
    }
