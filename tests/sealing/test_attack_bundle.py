"""Attacks on what is published (SPEC sections 15 and 16): approvals, log, names, roster, receipts."""

from petitions.sealing import (
    bundle,
    checkpoints,
    log,
    release,
    rows,
    verify,
)
from petitions.sealing import passes as codes
from tests.sealing import world as w
from tests.sealing.small_letters import small, verified


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
