"""The numbers of a key through a letter's batches: without gap, without repetition, in any order within one batch."""

from petitions.sealing import checkpoints, entries, waves
from tests.sealing import world as w
from tests.sealing.small_letters import letter, refused


def test_numbers_of_a_key_run_from_zero_without_gap():
    world, _passes = letter(2, 2)
    w.sign(world, tier=2, seq=1)
    w.batch(world)
    refused(world, "seq")
    world, passes = letter(2, 2)
    w.sign(world, tier=2, seq=2, pass_=passes[0])
    w.batch(world)
    refused(world, "seq")


def test_same_number_twice_is_refused():
    world, passes = letter(2, 2)
    w.sign(world, tier=2, seq=1, pass_=passes[0])
    w.sign(world, tier=4, seq=1, pass_=passes[0])
    w.batch(world)
    refused(world, "seq")


def test_two_withdrawals_never_follow_each_other():
    world, passes = letter(2, 2)
    w.withdraw(world, passes[0], seq=1)
    w.withdraw(world, passes[0], seq=2)
    w.batch(world)
    refused(world, "seq")


def test_withdrawal_of_nothing_is_refused():
    world, _passes = letter(2, 2)
    raw = entries.make_withdraw(letter_id=world.manifest.letter_id, seq=1, ssk=bytes(31) + b"\1")
    w.accept(world, raw, None)
    w.batch(world)
    refused(world, "seq")


def test_order_within_one_batch_says_nothing():
    for _ in range(6):  # in some of these the withdrawal's leaf sorts before the signature's
        world, _passes = letter(2, 2)
        pass_, _leaf = w.sign(world, tier=2)
        w.withdraw(world, pass_, seq=1)
        w.sign(world, tier=4, pass_=pass_, seq=2)
        w.batch(world)
        assert w.story(world).heads[pass_.spk].tier == 4


def test_a_key_signs_sixteen_times_at_most():
    world = w.new()
    pass_ = w.new_pass(world)
    for seq in range(17):
        w.sign(world, tier=entries.COUNT_ONLY, pass_=pass_, seq=seq)
    w.batch(world)
    refused(world, "seq")
    world.log, world.notes, world.waiting = [], [], []
    for seq in range(16):
        w.sign(world, tier=entries.COUNT_ONLY, pass_=pass_, seq=seq)
    w.withdraw(world, pass_, seq=16)
    w.batch(world)
    assert w.story(world).heads[pass_.spk].live is False


def test_batch_out_of_order_is_refused():
    world = w.new()
    for _ in range(4):
        w.sign(world, tier=2)
    w.batch(world)
    world.log.reverse()
    world.notes = [w.checkpoint(world)]
    refused(world, "order")


def test_parsed_entries_replay_like_lines():
    world, passes = letter(2, 2)
    w.withdraw(world, passes[0], seq=1)
    w.batch(world)
    letter_ = world.manifest
    marks = [
        checkpoints.parse_checkpoint(
            note, public=letter_.log.ed25519, origin=letter_.log.origin, letter_id=letter_.letter_id
        )
        for note in world.notes
    ]
    parsed = [entries.parse(raw) for raw, _sealed in world.log]
    assert waves.replay(letter_, parsed, marks, [], []) == w.story(world)
