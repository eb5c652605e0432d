"""The story of a letter's waves: notices, snapshots, finality, and every way to tell it wrongly."""

import pytest

from petitions.sealing import log, release, tiers, waves
from tests.sealing import world as w
from tests.sealing.small_letters import letter, refused


def test_wave_passes_through_its_states():
    world, _passes = letter(2, 2, 4)
    w.notice(world)
    assert w.story(world).waves[0].state == waves.ANNOUNCED
    w.batch(world, days=3)
    assert w.story(world, today=world.day).waves[0].state == waves.PENDING
    w.share(world, 1, 1)
    assert w.story(world).waves[0].state == waves.PENDING
    w.share(world, 1, 3)
    told = w.story(world)
    assert told.waves[0].state == waves.COMPLETE and len(told.final) == 2


def test_complete_wave_makes_due_and_counted_entries_final():
    world, passes = letter(2, 0, 4)
    w.open_wave(world)
    final = w.story(world).final
    assert set(final) == {passes[0].spk, passes[1].spk}
    for pass_ in passes[:2]:
        again = w.World(**vars(world) | {"log": world.log.copy(), "notes": world.notes.copy(), "waiting": []})
        w.withdraw(again, pass_, seq=1)
        w.batch(again)
        refused(again, "final")
    w.withdraw(world, passes[2], seq=1)
    w.batch(world)
    assert w.story(world).heads[passes[2].spk].live is False


def test_public_names_stay_free_where_they_do_not_count():
    world, passes = letter(2, 2, 0, count_public=False)
    w.open_wave(world)
    assert passes[2].spk not in w.story(world).final


def test_nobody_counts_twice_after_being_opened():
    world, passes = letter(2, 2)
    w.open_wave(world)
    w.sign(world, tier=4, pass_=passes[0], seq=1)
    w.batch(world)
    refused(world, "final")


def test_final_entries_count_once_towards_later_tiers():
    world, _passes = letter(2, 2, 4)
    w.open_wave(world)
    w.sign(world, tier=4)
    w.batch(world)
    w.notice(world)
    w.batch(world, days=3)
    ruling = w.story(world, today=world.day).waves[1].ruling
    assert ruling.k == 4 and len(ruling.due) == 2 and ruling.n_at == {2: 2, 4: 4}


def test_pending_entries_cannot_move():
    world, passes = letter(2, 2)
    w.notice(world)
    w.sign(world, tier=4)
    w.batch(world, days=3)
    w.withdraw(world, passes[0], seq=1)
    w.batch(world)
    refused(world, "final")


def test_void_wave_frees_its_entries_and_refuses_its_files():
    world, passes = letter(2, 2)
    w.notice(world)
    w.sign(world, tier=4)
    w.batch(world, days=3)
    kept = w.share(world, 1, 1)
    world.releases.clear()
    w.notice(world, previous=0)
    told = w.story(world)
    assert [record.state for record in told.waves] == [waves.VOID, waves.ANNOUNCED]
    w.withdraw(world, passes[0], seq=1)
    w.batch(world)
    assert w.story(world).heads[passes[0].spk].live is False
    world.releases[1, 1] = kept
    refused(world, "releases")


def test_void_wave_held_its_entries_until_the_next_notice():
    world, passes = letter(2, 2, 2)
    w.notice(world)
    w.sign(world, tier=4)
    w.batch(world, days=3)
    w.withdraw(world, passes[0], seq=1)
    w.batch(world)
    every = w.leaves(world)
    world.notices.append(
        release.make_notice(
            world.log_seed,
            letter_id=world.manifest.letter_id,
            wave=2,
            previous=0,
            final=False,
            size=len(every),
            root=log.root(every),
            k=2,
            snapshot_day=world.day + 3,
        )
    )
    refused(world, "final")


def test_wave_called_complete_needs_its_files():
    world, _passes = letter(2, 2)
    w.open_wave(world)
    w.sign(world, tier=4)
    w.sign(world, tier=4)
    w.batch(world)
    w.open_wave(world, final=True)
    assert [record.state for record in w.story(world).waves] == [waves.COMPLETE] * 2
    del world.releases[1, 2]
    refused(world, "releases")


@pytest.mark.parametrize(
    "forged",
    [
        {"wave": 2, "previous": 1},
        {"wave": 2},
        {"size": 1},
        {"root": bytes(32)},
        {"k": 4},
        {"k": 0},
        {"snapshot_day": w.OPENS + 3},
    ],
    ids=str,
)
def test_notice_that_does_not_follow_from_the_log_is_refused(forged):
    world, _passes = letter(2, 2)
    w.notice(world, **forged)
    refused(world, "notices")


def test_notice_over_a_log_that_reaches_no_tier_is_refused():
    world, _passes = letter(2, 4)
    w.notice(world)
    refused(world, "notices")


def test_final_notice_waits_for_closing_and_opens_all_tiers():
    world, _passes = letter(2, 2, 4, 4)
    w.notice(world, final=True, snapshot_day=w.CLOSES + 2)
    refused(world, "notices")
    world.notices.clear()
    w.notice(world, final=True, k=2)
    refused(world, "notices")
    world.notices.clear()
    w.notice(world, final=True)
    w.batch(world, days=3)
    assert w.story(world, today=world.day).waves[0].ruling.k == 4


def test_after_a_final_notice_there_are_only_withdrawals_and_no_other_kind_of_notice():
    world, passes = letter(2, 2, 2)
    w.notice(world, final=True)
    w.withdraw(world, passes[0], seq=1)
    w.batch(world)
    assert len(w.story(world, today=world.day + 9).waves[0].ruling.due) == 2
    late = w.World(**vars(world) | {"log": world.log.copy(), "notes": world.notes.copy(), "waiting": []})
    w.sign(late, tier=2)
    w.batch(late)
    refused(late, "closed")
    w.batch(world, days=3)
    w.notice(world)
    refused(world, "notices")
    world.notices.pop()
    w.notice(world, final=True)
    assert [record.state for record in w.story(world).waves] == [waves.VOID, waves.ANNOUNCED]


def test_early_wave_stops_at_the_tier_it_announced():
    world, _passes = letter(2, 2, 4)
    w.notice(world)
    w.sign(world, tier=4)  # during the notice the log comes to reach 4
    w.batch(world, days=3)
    told = w.story(world, today=world.day)
    assert told.waves[0].ruling.k == 2
    assert tiers.judge(manifest=world.manifest, heads=told.heads.values(), final={}, cap=None).k == 4


def test_snapshot_is_the_batch_of_its_day_and_not_a_later_one():
    world, passes = letter(2, 2, 4)
    w.notice(world)
    w.withdraw(world, passes[2], seq=1)
    w.batch(world)  # before the snapshot day
    w.sign(world, tier=4)
    w.batch(world, days=2)  # on it
    w.sign(world, tier=4)
    w.batch(world)  # after it
    assert w.story(world).waves[0].snapshot.size == 5


def test_snapshot_without_a_batch_is_the_last_checkpoint_and_stays_it():
    world, _passes = letter(2, 2)
    w.notice(world)
    world.day += 3
    assert w.story(world).waves[0].snapshot is None
    assert w.story(world, today=world.day).waves[0].snapshot.size == 2
    w.share(world, 1, 1)
    w.share(world, 1, 2)
    w.sign(world, tier=4)
    w.batch(world)
    told = w.story(world)
    assert (told.waves[0].state, told.waves[0].snapshot.size) == (waves.COMPLETE, 2)


def test_snapshot_without_a_batch_is_not_changed_by_a_later_one():
    """What a late batch brings is neither in the snapshot nor pending by it, whether or not a file is here yet."""
    world, _passes = letter(2, 2)
    w.notice(world)
    world.day += 3
    late, _leaf = w.sign(world, tier=4)
    w.batch(world)
    assert w.story(world).waves[0].snapshot.size == 2
    w.withdraw(world, late, seq=1)  # they were never pending
    w.batch(world)
    w.share(world, 1, 1)
    w.share(world, 1, 2)
    told = w.story(world)
    assert (told.waves[0].state, told.waves[0].snapshot.size) == (waves.COMPLETE, 2)


def test_snapshot_of_a_late_server_is_dated_with_its_day():
    world, passes = letter(2, 2, 2)
    w.notice(world)
    w.withdraw(world, passes[2], seq=1)
    w.batch(world, days=3)  # dated with the snapshot day, whenever it was made
    w.sign(world, tier=2)
    w.batch(world)
    assert w.story(world).waves[0].snapshot.size == 4


def test_wave_in_which_nobody_is_due_is_void_and_holds_nobody():
    """A tier reached by public names alone: they may still leave afterwards."""
    world, passes = letter(0, 0, 2)
    w.notice(world)
    w.withdraw(world, passes[2], seq=1)
    w.batch(world, days=3)
    told = w.story(world)
    assert (told.waves[0].state, told.waves[0].ruling.due, told.final) == (waves.VOID, [], {})
    w.withdraw(world, passes[0], seq=1)
    w.batch(world)
    assert w.story(world).waves[0].state == waves.VOID
    w.share(world, 1, 1)
    refused(world, "releases")


def test_release_files_for_two_snapshots_are_refused():
    world, _passes = letter(2, 2)
    w.notice(world)
    world.day += 3
    w.share(world, 1, 1)
    w.sign(world, tier=4)
    w.batch(world)
    every = w.leaves(world)
    w.share(world, 1, 2, size=len(every), root=log.root(every))
    refused(world, "releases")


def test_release_file_for_a_wave_never_announced_is_refused():
    world, _passes = letter(2, 2)
    w.notice(world)
    w.batch(world, days=3)
    world.releases[2, 1] = w.share(world, 1, 1)
    refused(world, "releases")


def test_notice_about_an_older_log_leaves_no_wave_with_files_but_no_snapshot():
    world, _passes = letter(2, 2, 4)
    w.sign(world, tier=4)
    w.batch(world)
    w.open_wave(world)
    w.notice(world, previous=1, size=3, root=log.root(w.leaves(world)[:3]))
    refused(world, "releases")
