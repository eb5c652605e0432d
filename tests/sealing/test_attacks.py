"""The attacks that the protocol was made against (SPEC sections 15 and 16), each refused by name."""

from itertools import combinations

import pytest

from petitions.sealing import (
    bundle,
    checkpoints,
    entries,
    envelope,
    labels,
    log,
    opening,
    release,
    rows,
    shares,
    verify,
    xwing,
)
from petitions.sealing import passes as codes
from petitions.sealing.encoding import sha256, u8
from petitions.sealing.errors import Rejected
from tests.sealing import world as w


def verified(world, **files):
    """(failures as dict, printed lines, Report) of the world's bundle with some files replaced."""
    lines = []
    report = verify.verify(bundle.Bundle.of(w.files(world) | files), out=lines.append, processes=1)
    return dict(report.failures), lines, report


def small(*chosen, **fields):
    world = w.new(tiers=[2, 9], **fields)
    passes = [w.sign(world, tier=tier, name=f"Person {n}")[0] for n, tier in enumerate(chosen or (2, 2, 9))]
    w.batch(world)
    return world, passes


def replace_entry(world, index, raw):
    """Put other bytes into the log and sign everything over them, as a bad operator can."""
    sealed = world.log[index][1]
    world.log[index] = (raw, sealed)
    world.log.sort(key=lambda pair: log.leaf_hash(pair[0]))
    leaf, letter_id = log.leaf_hash(raw), world.manifest.letter_id
    day = log.receipt_day(opens=w.OPENS, day=w.OPENS)
    world.receipts.append(log.sign_receipt(world.log_seed, letter_id=letter_id, leaf=leaf, day=day))
    world.notes = [w.checkpoint(world)]


@pytest.mark.parametrize(
    ("what", "place", "value"),
    [
        ("tier changed", slice(34, 36), b"\x00\x02"),
        ("count only made of it", slice(34, 36), b"\xff\xff"),
        ("number changed", slice(36, 38), b"\x00\x01"),
        ("assisted flag set", slice(38, 39), b"\x01"),
        ("unknown flag set", slice(38, 39), b"\x02"),
        ("another key", slice(39, 71), bytes(range(32))),
        ("another prefix", slice(71, 103), bytes(32)),
        ("another token", slice(103, 487), b"\x01" * 384),
        ("hash swapped", slice(487, 519), bytes(32)),
        ("other letter", slice(2, 34), bytes(32)),
        ("other signature", slice(519, 583), bytes(64)),
    ],
)
def test_operator_cannot_change_an_entry(what, place, value):
    world, _passes = small(9, 9)
    raw = bytearray(world.log[0][0])
    raw[place] = value
    before = w.files(world)
    replace_entry(world, 0, bytes(raw))
    report = verify.verify(bundle.Bundle.of(before | w.log_files(world)), processes=1)
    assert report.failures[0][0] == "entries", what


def test_operator_cannot_put_a_token_on_its_own_key():
    world, passes = small(9)
    mine = w.new_pass(world)
    forged = type(mine)(mine.ssk, passes[0].prefix, passes[0].token)
    w.sign(world, tier=2, pass_=forged)
    w.batch(world)
    assert "entries" in verified(world)[0]


def test_pass_of_another_letter_is_refused():
    world, _passes = small(2, 2)
    w.sign(world, tier=2, pass_=w.new_pass(w.new()))
    w.batch(world)
    assert "entries" in verified(world)[0]


def test_operator_cannot_forge_a_withdrawal():
    world, passes = small(2, 2)
    stranger = bytes(range(32))
    raw = bytearray(entries.make_withdraw(letter_id=world.manifest.letter_id, seq=1, ssk=stranger))
    raw[36:68] = passes[0].spk
    w.accept(world, bytes(raw), None)
    w.batch(world)
    assert "entries" in verified(world)[0]


def test_entry_published_twice_is_refused():
    world, _passes = small(2, 2)
    before = w.files(world)
    raw, sealed = world.log[0]
    w.accept(world, raw, sealed)
    w.batch(world)
    report = verify.verify(bundle.Bundle.of(before | w.log_files(world)), processes=1)
    assert report.failures[0][0] == "waves" and "0, 1, 2" in report.failures[0][1]


def test_copied_blob_opens_nothing_for_the_copier():
    """An insider copies a victim's blob of a high tier into an own entry of a low one."""
    world, _passes = small(9, 2)
    victim = next(sealed for raw, sealed in world.log if entries.parse(raw).tier == 9)
    thief = w.new_pass(world)
    raw = entries.make_sign(
        letter_id=world.manifest.letter_id, tier=2, seq=0, pass_=thief, sealed_hash=sha256(victim)
    )
    w.accept(world, raw, victim)
    w.batch(world)
    w.open_wave(world)
    failures, lines, report = verified(world)
    assert (failures, report.names, report.complaints) == ({}, 1, [])
    assert any(log.leaf_hash(raw).hex() in line for line in lines)
    assert any("Trustee A) could not open 1 boxes" in line for line in lines)


def with_blob(world, *, tier, change):
    """Sign with a blob whose making was tampered with by its own signatory."""
    pass_ = w.new_pass(world)
    blob, _hash = w.seal(world, pass_, tier=tier, plaintext=envelope.pad({"name": "Mallory"}))
    blob = change(blob, pass_)
    raw = entries.make_sign(
        letter_id=world.manifest.letter_id, tier=tier, seq=0, pass_=pass_, sealed_hash=sha256(blob)
    )
    w.accept(world, raw, blob)
    return log.leaf_hash(raw)


def test_inconsistent_shares_give_the_same_answer_to_everybody():
    """Shares that do not fit one key: whether it opens depends on all files together, never on who looks."""
    world, _passes = small(2)

    def box_in(blob, pass_, i, share):
        """Replace share i and its commitment."""
        letter_id, n = world.manifest.letter_id, world.manifest.n
        info = envelope.share_info(letter_id=letter_id, spk=pass_.spk, tier=2, seq=0, i=i)
        commit = sha256(labels.SHARE_COMMIT, letter_id, pass_.spk, u8(i), share)
        box_at = 36 + 32 * n + envelope.BOX_LENGTH * (i - 1)
        box = xwing.seal(world.manifest.xwings[i - 1], info, share)
        blob = blob[: 36 + 32 * (i - 1)] + commit + blob[36 + 32 * i :]
        return blob[:box_at] + box + blob[box_at + envelope.BOX_LENGTH :]

    leaf = with_blob(world, tier=2, change=lambda blob, pass_: box_in(blob, pass_, 2, bytes(32) + b"\x07"))
    zero = with_blob(world, tier=2, change=lambda blob, pass_: box_in(blob, pass_, 1, bytes(33)))
    w.batch(world)
    w.open_wave(world, trustees=(1, 2))
    failures, lines, report = verified(world)
    # The changed blob's header breaks its body's binding, so it is junk for everybody, with two files or three.
    assert (failures, report.names, report.complaints) == ({}, 1, [])
    assert sum(leaf.hex() in line or zero.hex() in line for line in lines) == 2
    w.share(world, 1, 3)
    again = verified(world)
    assert again[0] == {} and [line for line in again[1] if "no name" in line] == [
        line for line in lines if "no name" in line
    ]


def wrong_share(world, trustee):
    """A trustee signs a release with one share changed."""
    _record, items = w.due_items(world, 1, trustee)
    ok, bad = opening.open_due(
        items, seed=world.xwing_seeds[trustee - 1], trustee=trustee, manifest=world.manifest, processes=1
    )
    leaf = min(ok)
    ok[leaf] = bytes(32) + ok[leaf][32:]
    w.share(world, 1, trustee, ok=ok, bad=bad)
    return leaf


def test_wrong_share_is_caught_and_names_the_trustee():
    world, _passes = small()
    w.open_wave(world)
    leaf = wrong_share(world, 2)
    w.share(world, 1, 3)
    failures, lines, report = verified(world)
    assert (failures, report.names) == ({}, 2)
    assert len(report.complaints) == 1 and "trustee 2 (Trustee B)" in report.complaints[0]
    assert leaf.hex() in report.complaints[0]
    assert any(line.startswith("COMPLAINT") and "Trustee B" in line for line in lines)


def test_wrong_share_with_only_t_files_leaves_its_entry_closed_and_names_the_trustee():
    world, _passes = small()
    w.open_wave(world)
    wrong_share(world, 2)
    failures, _lines, report = verified(world)
    assert (failures, report.names, len(report.complaints)) == ({}, 1, 1)


def test_fewer_than_t_files_open_nothing():
    world, _passes = small(2, 2, 2, n=5, t=3)
    w.notice(world)
    w.batch(world, days=3)
    raws = {i: w.share(world, 1, i) for i in range(1, 6)}
    record, items = w.due_items(world, 1)
    files = {i: release.parse_release(raw, manifest=world.manifest) for i, raw in raws.items()}
    for few in [*combinations(files, 1), *combinations(files, 2)]:
        names, complaints = opening.combine(items, [files[i] for i in few], manifest=world.manifest)
        assert set(names.values()) == {None} and complaints == []
    for enough in combinations(files, 3):
        names, _complaints = opening.combine(items, [files[i] for i in enough], manifest=world.manifest)
        assert None not in names.values()
    for few in combinations([files[i].ok[min(files[i].ok)] for i in files], 2):
        dek = shares.combine(list(few))
        blob = envelope.parse(items[0][1], n=5, t=3)
        assert blob.dek_commit != dek
    world.releases = {(1, i): raws[i] for i in (1, 2)}
    assert w.story(world).waves[0].state == "pending"
    failures, _lines, report = verified(world)
    assert (failures, report.names) == ({}, 0)


def test_names_made_from_too_few_files_are_refused():
    world, _passes = small()
    w.open_wave(world)
    whole = w.files(world)
    del world.releases[1, 2]
    failures, _lines, _report = verified(world, **{name: whole[name] for name in ("names.json", "blobs.bin")})
    assert "blobs" in failures


def test_release_for_another_root_is_refused():
    world, _passes = small()
    w.open_wave(world)
    for change in ({"root": bytes(32)}, {"size": 1}, {"k": 9}, {"k": 0}):
        w.share(world, 1, 2, **change)
        failures, _lines, _report = verified_with(world)
        assert "snapshot" in failures["waves"] or "Trustee B for wave 1 opens another tier" in failures["waves"]
    w.share(world, 1, 2)
    assert verified(world)[0] == {}


def verified_with(world):
    """Verify although the world itself can no longer tell its story: names and blobs are those of before."""
    releases, world.releases = world.releases, {}
    files = w.files(world)
    world.releases = releases
    files["roster.json"] = rows.roster(
        root=world.manifest.eligibility.roster_root, leaves=world.roster, redeemed=world.redeemed
    )
    files |= {f"releases/{wave}-{i}.bin": raw for (wave, i), raw in releases.items()}
    lines = []
    report = verify.verify(bundle.Bundle.of(files), out=lines.append, processes=1)
    return dict(report.failures), lines, report


def test_release_answering_for_more_or_fewer_entries_is_refused():
    """A trustee who opens a higher tier or a withdrawn entry, or leaves somebody out."""
    world, _passes = small()
    w.open_wave(world)
    good = release.parse_release(world.releases[1, 2], manifest=world.manifest)
    high = next(log.leaf_hash(raw) for raw, _sealed in world.log if entries.parse(raw).tier == 9)
    more = good.ok | {high: bytes(33)}
    fewer = {leaf: share for leaf, share in good.ok.items() if leaf != min(good.ok)}
    for ok, bad in ((more, []), (fewer, []), (good.ok, [min(good.ok)]), (good.ok, [high]), ({}, [])):
        w.share(world, 1, 2, ok=ok, bad=bad)
        assert "waves" in verified_with(world)[0]
    w.share(world, 1, 2)
    assert verified_with(world)[0].keys() == {"blobs"}  # the control: only what was left out of these files


def test_release_file_of_another_letter_or_trustee_is_refused():
    world, _passes = small()
    other, _passes = small()
    w.open_wave(world)
    w.open_wave(other)
    world.releases[1, 2] = other.releases[1, 2]
    assert "another letter" in verified_with(world)[0]["waves"]
    world.releases[1, 2] = world.releases[1, 1]
    assert "filed under another name" in verified_with(world)[0]["waves"]
    w.share(world, 1, 2)
    forged = bytearray(world.releases[1, 2])
    forged[71] = 3  # the trustee's number: trustee 2 speaks in the name of 3
    world.releases[1, 3] = bytes(forged)
    assert "does not verify" in verified_with(world)[0]["waves"]


def test_early_wave_never_opens_above_its_notice():
    world, _passes = small(2, 2, *[9] * 5)
    w.notice(world)
    for n in range(4):
        w.sign(world, tier=9, name=f"Later {n}")
    w.batch(world, days=3)
    record, _items = w.due_items(world, 1)
    assert (record.ruling.k, len(record.ruling.due)) == (2, 2)
    w.share(world, 1, 1)
    w.share(world, 1, 2)
    assert verified(world)[0] == {}
    w.share(world, 1, 2, k=9)
    assert "waves" in verified_with(world)[0]


def test_withdrawn_entry_is_neither_due_nor_counted():
    world, passes = small(2, 2, 2)
    w.notice(world)
    w.withdraw(world, passes[0], seq=1)
    w.batch(world, days=3)
    record, _items = w.due_items(world, 1)
    assert passes[0].spk not in {head.spk for head in record.ruling.due} and len(record.ruling.due) == 2


def test_forged_and_missing_approvals_are_refused():
    world, _passes = small()
    letter_id = world.manifest.letter_id
    good = [(i, release.approve(seed, letter_id)) for i, seed in enumerate(world.identities, 1)]
    forged = [*good[:2], (3, release.approve(world.identities[0], letter_id))]
    other = [*good[:2], (3, release.approve(world.identities[2], bytes(32)))]
    for pairs in (good[:2], forged, other, [*good, (4, good[0][1])], [good[0], good[0], good[2]]):
        failures, _lines, _report = verified(world, **{"approvals.json": rows.approvals(pairs)})
        assert "approvals" in failures


def test_operator_cannot_show_another_beginning():
    world, _passes = small()
    seen = (len(world.log), log.root(w.leaves(world)))
    w.sign(world, tier=9)
    w.batch(world)
    opened = bundle.Bundle.of(w.files(world))
    assert verify.verify(opened, processes=1, seen=seen).failures == []
    for other in ((seen[0], bytes(32)), (99, seen[1]), (seen[0] - 1, seen[1])):
        assert dict(verify.verify(opened, processes=1, seen=other).failures).keys() >= {"log"}


def test_checkpoint_by_another_key_or_out_of_order_is_refused():
    world, _passes = small()
    good = world.notes[0]
    world.notes = [w.checkpoint(world, seed=bytes(32))]
    files = w.files(small()[0])
    failures = dict(
        verify.verify(
            bundle.Bundle.of(files | {"checkpoints.txt": checkpoints.join_notes(world.notes)}), processes=1
        ).failures
    )
    assert "checkpoints" in failures
    world.notes = [good]
    twice = verified(world, **{"checkpoints.txt": checkpoints.join_notes([good, good])})[0]
    assert "checkpoints" in twice
    none = verified(world, **{"checkpoints.txt": b""})[0]
    assert "log" in none


def test_names_left_out_added_or_changed_are_refused():
    world, _passes = small(2, 2, 0, 9)
    w.open_wave(world)
    files = w.files(world)
    found = list(rows.name_rows(bundle.Bundle.of(files).piece("names.json").lines()))
    invented = rows.name_row(leaf=b"\xff" * 32, tier=2, wave=1, identity=b'{"name":"Nobody"}')
    for listed in (found[1:], [*found, invented], [found[0], *found], found[::-1]):
        assert "names" in verified(world, **{"names.json": rows.listed(listed)})[0]
    renamed = files["names.json"].replace(b"Person 1", b"Person X")
    assert renamed != files["names.json"] and "names" in verified(world, **{"names.json": renamed})[0]


def test_stuffed_roster_and_unredeemed_signatories_are_refused():
    world, _passes = small()
    w.open_wave(world)
    scope, root = world.manifest.scope, world.manifest.eligibility.roster_root
    stranger = codes.code_hash(scope, codes.new_code())
    for redeemed in (world.redeemed[1:], [*world.redeemed[1:], stranger], [*world.redeemed, world.redeemed[0]], None):
        raw = rows.roster(root=root, leaves=world.roster, redeemed=redeemed)
        assert "roster" in verified(world, **{"roster.json": raw})[0], redeemed
    other = [*world.roster[1:], codes.roster_leaf(stranger)]
    raw = rows.roster(root=root, leaves=other, redeemed=world.redeemed)
    assert "roster" in verified(world, **{"roster.json": raw})[0]


def test_mail_mode_says_loudly_what_the_count_rests_on():
    world, _passes = small(mode="email")
    failures, lines, _report = verified(world)
    assert failures == {} and any("RESTS ON THE OPERATOR'S WORD" in line for line in lines)


def test_late_inclusion_is_a_complaint_against_the_log():
    world, _passes = small()
    assert verified(world)[2].complaints == []
    w.sign(world, tier=9)
    w.batch(world, days=8)
    failures, _lines, report = verified(world)
    assert failures == {} and "1 entries after the day" in report.complaints[0]


def test_missing_or_foreign_receipts_are_refused():
    world, _passes = small()
    receipts = sorted(world.receipts)
    other = sorted(small()[0].receipts)
    for some in (receipts[1:], receipts[::-1], [*receipts[:-1], other[-1]], [receipts[0], *receipts]):
        assert "receipts" in verified(world, **{"receipts.bin": b"".join(some)})[0]


def test_erased_statement_may_go_and_a_live_one_may_not():
    world, passes = small(0, 0, 2)
    w.withdraw(world, passes[0], seq=1)
    w.batch(world)
    failures, _lines, report = verified(world)
    assert (failures, report.names) == ({}, 1)
    assert "names" in verified(world, **{"names.json": b"[]\n"})[0]


def test_open_due_refuses_a_blob_that_is_not_the_entrys():
    world, _passes = small()
    (one, blob), (two, other) = world.log[:2]
    for items in ([(one, other)], [(one, blob[:-1] + bytes([blob[-1] ^ 1]))]):
        with pytest.raises(Rejected):
            opening.open_due(items, seed=world.xwing_seeds[0], trustee=1, manifest=world.manifest, processes=1)
