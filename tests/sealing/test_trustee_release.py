"""A trustee's release: exactly what is due, after the whole notice, and every refusal before it."""

import pytest

from petitions.sealing import entries, rows, trustee_release
from petitions.sealing.errors import Rejected
from tests.sealing import world as w
from tests.sealing.trustees import PASSPHRASE, SCOPE, after_notice, at, copy, planned, shown


def test_release_opens_exactly_what_is_due(fresh):
    home, world = fresh
    after_notice(home, world)
    plan = planned(home, world)
    assert plan.summary == "tier 3: 3 to open, 0 withdrawn, 1 stay sealed"
    raw = trustee_release.carry_out(home, plan, compared=plan.snapshot, passphrase=PASSPHRASE, processes=1)
    world.releases[1, 1] = raw
    assert w.story(world).waves[0].releases[0].ok.keys() == {head.leaf for head in plan.record.ruling.due}


def test_release_stops_when_another_trustee_reads_another_log(fresh):
    home, world = fresh
    after_notice(home, world)
    plan = planned(home, world)
    with pytest.raises(Rejected) as refusal:
        trustee_release.carry_out(home, plan, compared=(plan.snapshot[0], bytes(32)), passphrase=PASSPHRASE)
    assert refusal.value.check == "compared"


def refused(home, world, check, **more):
    with pytest.raises(Rejected) as refusal:
        planned(home, world, **more)
    assert refusal.value.check == check, str(refusal.value)
    return str(refusal.value)


def test_notice_must_be_seen_for_its_hours_first(fresh):
    home, world = fresh
    w.batch(world, days=3)  # the device looks for the first time at the snapshot
    assert "first saw the notice" in refused(home, world, "early")
    refused(home, world, "early", later={"hours": 71, "minutes": 59})
    planned(home, world, later={"hours": 72})


def test_release_waits_for_the_snapshot_day(fresh):
    home, world = fresh
    shown(home, world)
    assert "withdraw until" in refused(home, world, "early", later={"hours": 71})


def test_unannounced_wave_is_refused(fresh):
    home, world = fresh
    after_notice(home, world)
    refused(home, world, "wave", wave=2)


def test_log_that_does_not_extend_the_one_seen_is_refused(fresh):
    home, world = fresh
    other = copy(world)
    other.log, other.notes, other.notices, other.receipts = [], [], [], []
    other.day = w.OPENS
    w.sign(other, tier=8, name="Forked")
    w.batch(other)
    shown(home, other)
    w.batch(world, days=3)
    assert "extension" in refused(home, world, "log")


def test_snapshot_without_a_withdrawal_handed_in_is_refused(fresh):
    home, world = fresh
    shown(home, world)
    pass_, _leaf = w.sign(world, tier=2, name="Wants Out")
    w.batch(world)
    raw = entries.make_withdraw(letter_id=world.manifest.letter_id, seq=1, ssk=pass_.ssk)
    handed = trustee_release.read_withdrawal(raw)
    w.batch(world, days=2)
    refused(home, world, "withdrawal", withdrawals=[handed])
    planned(home, world)  # nobody handed it in on this device: nothing stands against it
    trustee_release.hand_in(home, handed, now=at(world, hours=1))
    planned(home, world)  # handed in after the snapshot: too late for this wave
    home.letter(SCOPE).save_state(
        home.letter(SCOPE).state() | {"withdrawals": {raw.hex(): at(world, hours=-1).isoformat()}}
    )
    refused(home, world, "withdrawal")
    w.accept(world, raw, None)
    world.day -= 1
    w.batch(world)
    planned(home, world)


def test_withdrawal_that_could_never_enter_the_log_stops_nothing(fresh):
    """Else any one signatory could stall every release by handing over a number far ahead of their last."""
    home, world = fresh
    shown(home, world)
    pass_, _leaf = w.sign(world, tier=2, name="Wants To Stall")
    w.batch(world)
    raw = entries.make_withdraw(letter_id=world.manifest.letter_id, seq=9, ssk=pass_.ssk)
    w.batch(world, days=2)
    planned(home, world, withdrawals=[trustee_release.read_withdrawal(raw)])


def test_signatures_first_seen_long_after_closing_are_refused(fresh):
    home, world = fresh
    world.notices.clear()
    shown(home, world)
    w.sign(world, tier=8, name="Stuffed")
    world.day = w.CLOSES
    w.batch(world, days=0)
    w.notice(world, final=True)
    w.batch(world, days=3)
    assert "1 signatures were first seen" in refused(home, world, "late")


def test_signatures_seen_within_a_day_of_closing_are_taken(fresh):
    home, world = fresh
    world.notices.clear()
    w.sign(world, tier=8, name="In Time")
    world.day = w.CLOSES + 1  # the batch that ends the last day is dated the day after it
    w.batch(world, days=0)
    w.notice(world, final=True)
    shown(home, world, hours=24)
    w.batch(world, days=3)
    planned(home, world, later={"hours": 24})


def test_missing_due_blob_stops_the_release(fresh):
    home, world = fresh
    after_notice(home, world)
    files = w.files(world, sealed=True)
    assert "3 sealed blobs that are due are missing" in refused(home, world, "blobs", files=files | {"blobs.bin": b""})


def test_missing_approval_is_refused(fresh):
    home, world = fresh
    after_notice(home, world)
    files = w.files(world, sealed=True)
    two = rows.read_approvals(files["approvals.json"], 1 << 20)[:2]
    refused(home, world, "approvals", files=files | {"approvals.json": rows.approvals(two)})


def test_letter_not_approved_here_is_refused(fresh, homes):
    home, _world = fresh
    other = w.new()
    w.sign(other, tier=2)
    w.batch(other)
    with pytest.raises(Rejected) as refusal:
        shown(home, other)
    assert refusal.value.check == "letter"


def test_another_notice_for_a_wave_already_seen_is_refused(fresh):
    home, world = fresh
    shown(home, world)
    world.notices.clear()
    w.sign(world, tier=8)
    w.batch(world)
    w.notice(world)
    w.batch(world, days=3)
    assert "not the one that was seen" in refused(home, world, "notices", later={"hours": 80})


def test_wrong_passphrase_is_named(fresh):
    home, world = fresh
    after_notice(home, world)
    plan = planned(home, world)
    with pytest.raises(Rejected) as refusal:
        trustee_release.carry_out(home, plan, compared=plan.snapshot, passphrase="wrong horse")
    assert refusal.value.check == "passphrase"
