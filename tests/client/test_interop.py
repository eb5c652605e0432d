"""What one side makes, the other opens: the bundle in Node and petitions.sealing."""

import base64
import hashlib
import os

import pytest

from petitions.sealing import entries, envelope, log, passes, plaintext, shares
from tests.client import make
from tests.client.conftest import RefusedInNode

NAMES = [
    {"name": "Ada Example"},
    {"name": "Zoë Ångström", "title": "Ingénieure", "team": "Équipe Données"},
    {"name": "Νίκη Παπαδοπούλου"},
    {"name": "Мария Иванова", "title": "инженер"},
    {"name": "山田 太郎", "team": "研究開発"},
    {"name": "김민준"},
    {"name": "محمد العربي"},
    {"name": "רות כהן"},
    {"name": "अनिता शर्मा"},
    {"name": "ธนพล ใจดี"},
    {"name": "Nguyễn Thị Ánh"},
    {"name": "Łukasz Żółć"},
    {"name": "Siân O’Neill-Ó Briain"},
    {"name": "Þórður Ægisson"},
    {"name": "Jürgen Großmann"},
    {"name": "İbrahim Şahin"},
    {"name": "தமிழ்ச்செல்வி"},
    {"name": "ქეთევან"},
    {"name": 'X Æ “quoted” a/l "both"'},
    {"name": "語" * 80, "title": "x" * 80},
]


def _context(letter, spk, tier, seq):
    return {"letterId": letter.manifest.letter_id, "spk": spk, "tier": tier, "seq": seq}


def _names(letter, spk, tier, seq):
    return {"letter_id": letter.manifest.letter_id, "spk": spk, "tier": tier, "seq": seq}


def test_plaintexts_are_the_same_bytes_on_both_sides(node):
    made = node.calls("plaintext.pad", [[fields] for fields in NAMES])
    assert made == [(True, plaintext.pad(fields)) for fields in NAMES]
    assert [fields for _, fields in node.calls("plaintext.readPlaintext", [[raw] for _, raw in made])] == NAMES


@pytest.mark.parametrize(("n", "t"), [(2, 2), (3, 2), (5, 3), (7, 4)])
def test_trustees_open_in_python_what_the_browser_sealed(node, n, t):
    letter = make.letter(n=n, t=t)
    spk, secret = os.urandom(32), plaintext.pad(NAMES[1])
    args = {"xwings": letter.manifest.xwings, "t": t, "plaintext": secret}
    raw = node.call("envelope.seal", _context(letter, spk, 25, 3), args)
    assert len(raw) == envelope.blob_length(n) == node.call("envelope.blobLength", n)
    blob, names = envelope.parse(raw, n=n, t=t), _names(letter, spk, 25, 3)
    found = [envelope.open_share(blob, i, key, **names) for i, key in enumerate(letter.privates(), start=1)]
    who = {"letter_id": names["letter_id"], "spk": spk}
    assert all(envelope.share_matches(blob, i, share, **who) for i, share in enumerate(found, start=1))
    assert envelope.open_body(blob, found[-t:], **names) == secret
    assert envelope.open_body(blob, found[: t - 1], **names) is None


def test_the_browser_opens_what_python_sealed(node, letter):
    spk, secret = os.urandom(32), plaintext.pad(NAMES[4])
    names = _names(letter, spk, 50, 0)
    raw = envelope.seal(**names, xwings=letter.manifest.xwings, t=2, plaintext=secret)
    context, blob = _context(letter, spk, 50, 0), node.call("envelope.parseBlob", raw, {"n": 3, "t": 2})
    found = [node.call("envelope.openShare", blob, i, letter.trustee_seeds[i - 1], context) for i in (1, 3)]
    assert node.call("envelope.shareMatches", blob, 3, found[1], context)
    assert not node.call("envelope.shareMatches", blob, 2, found[1], context)
    assert node.call("envelope.openBody", blob, found, context) == secret
    assert node.call("envelope.openBody", blob, found[:1], context) is None
    zero = found[0][:32] + b"\0"
    assert node.call("envelope.openBody", blob, [zero, found[0], *found], context) == secret


@pytest.mark.parametrize("part", ["spk", "tier", "seq", "letterId"])
def test_a_box_opens_only_where_it_was_made(node, letter, part):
    context = _context(letter, os.urandom(32), 25, 1)
    args = {"xwings": letter.manifest.xwings, "t": 2, "plaintext": plaintext.pad(NAMES[0])}
    blob = node.call("envelope.parseBlob", node.call("envelope.seal", context, args), {"n": 3, "t": 2})
    assert len(node.call("envelope.openShare", blob, 1, letter.trustee_seeds[0], context)) == 33
    moved = {**context, part: os.urandom(32) if isinstance(context[part], bytes) else context[part] + 1}
    with pytest.raises(RefusedInNode) as refused:
        node.call("envelope.openShare", blob, 1, letter.trustee_seeds[0], moved)
    assert refused.value.check == "box"


def test_shares_combine_on_the_other_side_two_hundred_times(node):
    rounds = [(os.urandom(32), n, t) for n in range(2, 8) for t in range(2, n + 1)]
    rounds = (rounds * 10)[:200]
    for (secret, _n, t), (_, found) in zip(rounds, node.calls("shares.split", rounds), strict=True):
        assert shares.combine(found[-t:]) == secret
    given = [[shares.split(secret, n=n, t=t)[:t]] for secret, n, t in rounds]
    assert node.calls("shares.combine", given) == [(True, secret) for secret, _, _ in rounds]


def test_python_issuer_signs_what_the_browser_blinded(node, letter, js_manifest):
    blinding = node.call("pass.blind", js_manifest)
    answer = letter.issuer.sign(blinding["blinded"])
    made = passes.Pass.parse(node.call("pass.finalize", js_manifest, blinding, answer)["raw"])
    issuer = passes.load_issuer(letter.manifest.issuer_spki)
    passes.verify_token(issuer, letter.manifest.scope, made.spk, made.prefix, made.token)
    with pytest.raises(RefusedInNode) as refused:
        node.call("pass.finalize", js_manifest, blinding, bytes(383) + b"\x02")
    assert refused.value.check == "issuer"


def test_the_browser_takes_a_pass_that_python_made(node, letter, js_manifest):
    made = letter.new_pass()
    parsed = node.call("pass.parsePass", made.raw)
    assert parsed["spk"] == made.spk
    node.call("pass.verifyPass", js_manifest, parsed)
    with pytest.raises(RefusedInNode):
        node.call(
            "pass.verifyPass", js_manifest, node.call("pass.parsePass", made.raw[:-1] + bytes([made.raw[-1] ^ 1]))
        )


def test_codes_are_read_alike(node):
    typed = ["abcd-efgh jkmn pqrs-tvwx", "ILOilo0123456789abcd", " 0123456789ABCDEFGHJK\n", "u" * 20, "0" * 19, ""]
    for text, (ok, found) in zip(typed, node.calls("pass.normaliseCode", [[text] for text in typed]), strict=True):
        try:
            assert (ok, found) == (True, passes.normalise_code(text))
        except passes.Malformed:
            assert (ok, found) == (False, "code")


def test_entries_from_the_same_parts_are_the_same_bytes(node, letter):
    made, seal_hash = letter.new_pass(), os.urandom(32)
    parts = {"letterId": letter.manifest.letter_id, "tier": 25, "seq": 7, "pass": node.call("pass.parsePass", made.raw)}
    theirs = node.call("entry.makeSign", {**parts, "sealedHash": seal_hash})
    ours = entries.make_sign(letter_id=letter.manifest.letter_id, tier=25, seq=7, pass_=made, sealed_hash=seal_hash)
    assert theirs == ours
    assert node.call("log.leafHash", theirs) == log.leaf_hash(ours)
    ours = entries.make_withdraw(letter_id=letter.manifest.letter_id, seq=8, ssk=made.ssk)
    assert node.call("entry.makeWithdraw", {**parts, "seq": 8}) == ours


@pytest.mark.parametrize("fields", NAMES, ids=lambda fields: fields["name"][:8].encode("ascii", "replace").decode())
def test_every_choice_is_accepted_and_sends_as_many_bytes(node, letter, js_manifest, fields):
    made = letter.new_pass()
    issuer, found = passes.load_issuer(letter.manifest.issuer_spki), set()
    for choice in ("sealed", "count", "named"):
        form = {"choice": choice, "tier": 25, "seq": 0, "fields": fields}
        body = node.call("entry.buildSign", js_manifest, node.call("pass.parsePass", made.raw), form)["body"]
        found.add(len(body))
        rest = {"sealed": body[583:], "count": None, "named": body[583 : 583 + 544]}[choice]
        entry = entries.parse(body[:583])
        entries.check_sign(entry, manifest=letter.manifest, issuer=issuer, sealed=rest)
        assert entry.tier == {"sealed": 25, "count": entries.COUNT_ONLY, "named": 0}[choice]
    assert found == {583 + envelope.blob_length(3)}


def test_sealing_again_never_repeats_a_byte_string(node, letter):
    context = _context(letter, os.urandom(32), 25, 0)
    args = {"xwings": letter.manifest.xwings, "t": 2, "plaintext": plaintext.pad(NAMES[0])}
    blobs = [node.call("envelope.seal", context, args) for _ in range(40)]
    parsed = [envelope.parse(raw, n=3, t=2) for raw in blobs]
    assert len({box[:1120] for blob in parsed for box in blob.boxes}) == 120
    assert len({blob.dek_commit for blob in parsed}) == 40
    assert len({blob.body for blob in parsed}) == 40


def test_receipts_and_checkpoints_of_the_tools_verify_in_the_browser(node, letter, js_manifest):
    from petitions.sealing import checkpoints

    leaves = [hashlib.sha256(bytes([i])).digest() for i in range(11)]
    who = {"letter_id": letter.manifest.letter_id}
    record = log.sign_receipt(letter.log_seed, **who, leaf=leaves[3], day=20_790)
    assert node.call("receipt.verifyReceipt", record, js_manifest) == {"leaf": leaves[3], "day": 20_790}
    for at in (0, 35, 99):
        spoilt = record[:at] + bytes([record[at] ^ 1]) + record[at + 1 :]
        assert node.calls("receipt.verifyReceipt", [[spoilt, js_manifest]]) == [(False, "receipt")]
    notes = [
        checkpoints.sign_checkpoint(
            letter.log_seed,
            origin=letter.manifest.log.origin,
            **who,
            size=size,
            root=log.root(leaves[:size]),
            day=20_780 + size,
        )
        for size in (1, 6, 11)
    ]
    found = node.call("log.lastCheckpoint", b"\n---\n".join(notes), js_manifest)
    assert (found["size"], found["root"]) == (11, log.root(leaves))
    assert node.call("log.signedLeaves", leaves, found) == leaves
    assert node.call("log.signedLeaves", [*leaves, bytes(32)], found) == leaves
    assert node.call("log.signedLeaves", leaves, None) == []
    other_order = [leaves[1], leaves[0], *leaves[2:]]
    # The root alone, taken for a list of one leaf, hashes to the root.
    for wrong in (leaves[:-1], [], [log.root(leaves)], [*leaves[:-1], bytes(32)], other_order, [bytes(32), *leaves]):
        assert node.calls("log.signedLeaves", [[wrong, found]]) == [(False, "log")]
    for size in range(12):
        assert node.call("log.rootOf", leaves[:size]) == log.root(leaves[:size])
    forged = notes[2].replace(b"\n11\n", b"\n10\n")
    assert node.calls("log.lastCheckpoint", [[forged, js_manifest]]) == [(False, "signature")]
    assert node.calls("log.lastCheckpoint", [[b"\xff" + notes[2], js_manifest]]) == [(False, "log")]
    assert node.call("log.lastCheckpoint", b"", js_manifest) is None


def test_saved_files_carry_the_pass_as_base64(node, letter, js_manifest):
    made = letter.new_pass()
    saved = node.call("files.passFile", js_manifest, node.call("pass.parsePass", made.raw))
    assert base64.b64decode(saved["pass"]) == made.raw
    text = node.call("files.fileText", saved)
    assert node.call("files.readSaved", text.encode(), js_manifest) == saved
    assert node.call("files.readSaved", made.raw, js_manifest) == saved
