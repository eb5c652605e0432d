"""Signing without JavaScript: the server seals, shows the secret once, keeps nothing that ties it to the code."""

import base64
import json

import pytest

from organize.refusals import Refusal
from petitions import vault
from petitions.actions import batches, signing
from petitions.models import LogEntry, PublishedName, Redemption, Waiting
from petitions.sealing import entries, envelope, log, xwing
from petitions.sealing.encoding import sha256
from petitions.sealing.passes import Pass
from petitions.states import LetterState
from tests.petitions import letters
from tests.petitions.signatories import OPENED, Signatory, at, opened

pytestmark = pytest.mark.django_db
ADA = {"name": "Ada Example", "title": "Loader", "team": "Night"}


def assist(made, choice, tier=None, fields=ADA, code=None):
    code = code or made.code()
    return signing.sign_assisted(facts=made.facts, code=code, choice=choice, tier=tier, fields=fields, at=OPENED)


def test_sealed_name_opens_for_the_trustees_only_with_their_keys():
    made = opened()
    kept = assist(made, "sealed", 5)
    row = Waiting.objects.get()
    entry = entries.parse(bytes(row.entry))
    assert (row.tier, entry.flags, kept["seq"], kept["kind"]) == (5, entries.ASSISTED, 0, "sign")
    entries.check_sign(entry, manifest=made.facts.manifest, issuer=made.facts.issuer, sealed=bytes(row.sealed))
    blob = envelope.parse(bytes(row.sealed), n=3, t=2)
    bound = {"letter_id": made.facts.letter_id, "spk": entry.spk, "tier": 5, "seq": 0}
    shares = [
        envelope.open_share(blob, position, xwing.private(made.trustees[position - 1].seed), **bound)
        for position in (1, 3)
    ]
    assert envelope.read_plaintext(envelope.open_body(blob, shares, **bound)) == ADA
    assert b"Ada" not in bytes(row.entry) + bytes(row.sealed)


def test_kept_file_is_a_pass_with_its_receipt():
    made = opened()
    kept = json.loads(json.dumps(assist(made, "count", fields={})))
    assert set(kept) == {"v", "letter", "letter_id", "pass", "seq", "kind", "entry_leaf", "receipt"}
    leaf, _day = log.verify_receipt(vault.log_public(), made.facts.letter_id, bytes.fromhex(kept["receipt"]))
    assert leaf.hex() == kept["entry_leaf"] == log.leaf_hash(bytes(Waiting.objects.get().entry)).hex()
    # The same file works with JavaScript later on: it holds a pass like any other.
    person = Signatory(made.facts, Pass.parse(base64.b64decode(kept["pass"])), seq=0)
    person.sign(3, "Ada, by herself")
    assert Waiting.objects.count() == 2


def test_named_now_is_published_with_the_next_batch():
    made = opened()
    assist(made, "named")
    batches.publish_batch(letter_pk=made.letter.pk, at=at(1), forced=True)
    assert PublishedName.objects.get().identity == ADA
    assert LogEntry.objects.get().assisted


def test_nothing_ties_the_code_to_the_signature():
    made = opened()
    kept = assist(made, "sealed", 3)
    secret = Pass.parse(base64.b64decode(kept["pass"]))
    redeemed, waiting = Redemption.objects.get(), Waiting.objects.get()
    parts = (secret.ssk, secret.spk, secret.prefix, secret.token, bytes(waiting.entry), bytes(waiting.leaf))
    parts += (bytes(waiting.sealed), waiting.pk.bytes)
    stored = (bytes(redeemed.h1), bytes(redeemed.blinded_sha256), redeemed.pk.bytes)
    assert not set(stored) & ({*parts} | {sha256(part) for part in parts})


def test_code_is_used_once_and_not_before_everything_else_is_right():
    made = opened()
    code = made.code()
    for wrong, words in (
        ({"name": ""}, "Write your name"),
        ({"name": "x" * 121}, "too long"),
        ({"name": "Ada\u202e"}, "cannot be seen"),
        ({"name": "Ada", "team": "x" * 500}, "too long"),
        ({"name": "Ada", "title": "日" * 80, "team": "日" * 80}, "too long"),
    ):
        with pytest.raises(Refusal, match=words):
            assist(made, "sealed", 3, wrong, code)
    with pytest.raises(Refusal, match="threshold"):
        assist(made, "sealed", 4, code=code)
    with pytest.raises(Refusal, match="threshold"):
        assist(made, "other", 3, code=code)
    assert not Redemption.objects.exists()
    assist(made, "count", fields={}, code=code.lower())
    with pytest.raises(Refusal, match="already been used"):
        assist(made, "count", fields={}, code=code)
    with pytest.raises(Refusal, match="not one of this letter"):
        assist(made, "count", fields={}, code="0" * 20)


@pytest.mark.parametrize("state", [LetterState.APPROVED, LetterState.CLOSED])
def test_code_is_not_used_up_by_a_letter_that_takes_no_signatures(state):
    made = letters.placed(opened(), state)
    with pytest.raises(Refusal):
        assist(made, "count", fields={})
    assert not Redemption.objects.exists()


def test_code_is_not_used_up_while_nothing_can_be_promised():
    made = opened()
    code, stopped = made.code(), at(9)  # no clock has run for two days beyond the receipts' last day
    for _attempt in range(2):
        with pytest.raises(Refusal, match="clock has stopped"):
            sign_at(made, code, stopped)
    assert not Redemption.objects.exists()


def test_code_is_given_back_when_the_signature_is_refused_at_the_last_moment(monkeypatch):
    made = opened()
    code = made.code()
    real = signing.redeem

    def redeem(**parts):  # the real one, and then somebody closes the letter
        h1 = real(**parts)
        letters.placed(made, LetterState.CLOSED)
        return h1

    monkeypatch.setattr(signing, "redeem", redeem)
    with pytest.raises(Refusal, match="closed"):
        sign_at(made, code, at(0, 12))
    assert not Redemption.objects.exists()


def sign_at(made, code, moment):
    return signing.sign_assisted(facts=made.facts, code=code, choice="count", tier=None, fields={}, at=moment)


def test_withdrawal_takes_the_file_and_gives_the_next():
    made = opened()
    kept = assist(made, "sealed", 3)
    after = signing.withdraw_assisted(facts=made.facts, secret_file=json.dumps(kept).encode(), at=OPENED)
    assert (after["seq"], after["kind"], after["pass"]) == (1, "withdraw", kept["pass"])
    assert list(Waiting.objects.order_by("seq").values_list("tier", flat=True)) == [3, None]
    with pytest.raises(Refusal, match="already been withdrawn"):
        signing.withdraw_assisted(facts=made.facts, secret_file=json.dumps(after).encode(), at=OPENED)
    # The first file again makes the same bytes, so the same answer: it may have been lost on its way.
    assert signing.withdraw_assisted(facts=made.facts, secret_file=json.dumps(kept).encode(), at=OPENED) == after
    assert Waiting.objects.count() == 2


def test_file_that_is_damaged_or_of_another_letter_is_refused():
    made, other = opened(), opened()
    kept = assist(made, "count", fields={})
    wrong = [b"", b"{}", b"[]", b"\xff\xfe", b"{" * 3000, b" " * 5000]
    wrong += [json.dumps(kept | change).encode() for change in ({"v": 2}, {"pass": "AA"}, {"pass": 7}, {"seq": "0"})]
    wrong += [json.dumps(kept | {"seq": seq}).encode() for seq in (-1, 17, True)]
    for raw in wrong:
        with pytest.raises(Refusal, match="not a file that was saved"):
            signing.withdraw_assisted(facts=made.facts, secret_file=raw, at=OPENED)
    with pytest.raises(Refusal, match="pass only"):
        signing.withdraw_assisted(facts=made.facts, secret_file=json.dumps(kept | {"seq": None}).encode(), at=OPENED)
    with pytest.raises(Refusal, match="another letter"):
        signing.withdraw_assisted(facts=other.facts, secret_file=json.dumps(kept).encode(), at=OPENED)
    assert Waiting.objects.count() == 1
