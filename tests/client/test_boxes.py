"""P26: what JavaScript seals to a trustee Python opens, and the other way about, whatever is in it and around it."""

from petitions.sealing import envelope
from petitions.sealing.plaintext import LENGTH

N, T = 3, 2
TOGETHER = 10  # letters on their way to Node at a time


def somewhere(chance):
    """(what a seal is bound to, in Python's words; 512 bytes of any content)."""
    bound = {
        "letter_id": chance.randbytes(32), "spk": chance.randbytes(32), "tier": chance.randrange(1, 65535),
        "seq": chance.randrange(16),
    }  # fmt: skip
    return bound, chance.randbytes(LENGTH)


def in_js(bound):
    return {"letterId": bound["letter_id"], **{key: bound[key] for key in ("spk", "tier", "seq")}}


def given(answers):
    """What all of these calls gave; none may have been refused."""
    assert all(ok for ok, _found in answers), answers
    return [found for _ok, found in answers]


def elsewhere(bound):
    """The same place, but for one bit of the letter."""
    return bound | {"letter_id": bytes([bound["letter_id"][0] ^ 1]) + bound["letter_id"][1:]}


def rounds(reach):
    """Pairs from `somewhere`, a few at a time: enough for the promised number of boxes."""
    envelopes = -(-reach.size(sample=100, full=10_000) // N)
    for at in range(0, envelopes, TOGETHER):
        yield [somewhere(reach.chance) for _envelope in range(min(TOGETHER, envelopes - at))]


def test_p26_python_opens_every_box_that_javascript_seals(reach, node, letter):
    privates, opened = letter.privates(), 0
    for places in rounds(reach):
        asked = [
            [in_js(bound), {"xwings": letter.manifest.xwings, "t": T, "plaintext": plain}] for bound, plain in places
        ]
        for (bound, plain), raw in zip(places, given(node.calls("envelope.seal", asked)), strict=True):
            blob = envelope.parse(raw, n=N, t=T)
            shares = [envelope.open_share(blob, i, key, **bound) for i, key in enumerate(privates, 1)]
            assert envelope.open_body(blob, shares[1:], **bound) == plain
            assert envelope.open_body(blob, shares[1:], **elsewhere(bound)) is None
            opened += N
    reach.reached(f"{opened:,} of {opened:,} random boxes sealed in JavaScript opened in Python")


def test_p26_javascript_opens_every_box_that_python_seals(reach, node, letter):
    seeds, opened = letter.trustee_seeds, 0
    for places in rounds(reach):
        raws = [envelope.seal(**bound, xwings=letter.manifest.xwings, t=T, plaintext=plain) for bound, plain in places]
        blobs = given(node.calls("envelope.parseBlob", [[raw, {"n": N, "t": T}] for raw in raws]))
        for (bound, plain), blob in zip(places, blobs, strict=True):
            asked = [[blob, i, seed, in_js(bound)] for i, seed in enumerate(seeds, 1)]
            shares = given(node.calls("envelope.openShare", asked))
            wrong = [[blob, i, seed, in_js(elsewhere(bound))] for i, seed in enumerate(seeds, 1)]
            assert node.calls("envelope.openShare", wrong) == [(False, "box")] * N
            assert node.call("envelope.openBody", blob, shares[1:], in_js(bound)) == plain
            opened += N
    reach.reached(f"{opened:,} of {opened:,} random boxes sealed in Python opened in JavaScript, 0 elsewhere")
