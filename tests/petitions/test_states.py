"""Every move of the three lives is allowed from exactly the states that the data names, by the database itself."""

import datetime

import pytest

from organize import moves
from organize.models import Trail
from organize.refusals import Refusal
from petitions.actions import endings, freezing, passes, trustees
from petitions.actions import letters as actions
from petitions.models import Letter, Trustee, Wave
from petitions.states import (
    LETTER_MOVES,
    LIVE_WAVE,
    PUBLIC,
    TRUSTEE_MOVES,
    WAVE_MOVES,
    WRITTEN,
    LetterState,
    TrusteeState,
    WaveKind,
    WaveState,
)
from tests.petitions import letters

pytestmark = pytest.mark.django_db
L = LetterState


def letter_row():
    letter = letters.draft(seats=0).letter
    Letter.objects.filter(pk=letter.pk).update(address="a" * 32, letter_id=b"i" * 32)
    return letter


def trustee_row():
    return Trustee.objects.get(letter=letters.draft(seats=1).letter)


def wave_row():
    letter = letter_row()
    day = letters.OPENS
    return Wave.objects.create(
        group=letter.group, letter=letter, number=1, kind=WaveKind.EARLY, size=1, root=b"r" * 32, k_notice=25,
        announced_on=day, snapshot_day=day, notice=b"n",
    )  # fmt: skip


LIVES = [
    *[(letter_row, LETTER_MOVES, LetterState, verb) for verb in LETTER_MOVES],
    *[(trustee_row, TRUSTEE_MOVES, TrusteeState, verb) for verb in TRUSTEE_MOVES],
    *[(wave_row, WAVE_MOVES, WaveState, verb) for verb in WAVE_MOVES],
]


@pytest.mark.parametrize(("make_row", "life", "states", "verb"), LIVES, ids=[f"{x[2].__name__}-{x[3]}" for x in LIVES])
def test_verb_moves_from_its_states_and_from_no_other(make_row, life, states, verb):
    row = make_row()
    froms, to = life[verb]
    rows = type(row).objects.filter(pk=row.pk)
    for state in states:
        rows.update(state=state)
        before = Trail.objects.count()
        if state in froms:
            assert moves.move(row, verb, moves=life, by=None, at=letters.NOW).state == to
            assert rows.get().state == to
            assert Trail.objects.count() == before + 1
        else:
            with pytest.raises(Refusal) as refused:
                moves.move(row, verb, moves=life, by=None, at=letters.NOW)
            assert refused.value.status == 409
            assert rows.get().state == state
            assert Trail.objects.count() == before


def test_every_state_but_the_first_can_be_reached():
    for life, states, first in (
        (LETTER_MOVES, LetterState, L.DRAFT),
        (TRUSTEE_MOVES, TrusteeState, TrusteeState.INVITED),
        (WAVE_MOVES, WaveState, WaveState.ANNOUNCED),
    ):
        reached, fresh = {first}, {first}
        while fresh:
            fresh = {to for froms, to in life.values() if froms & reached} - reached
            reached |= fresh
        assert reached == set(states)


def test_destroyed_letter_and_ended_wave_are_final():
    assert not any(L.DESTROYED in froms for froms, _to in LETTER_MOVES.values())
    assert not any({WaveState.COMPLETE, WaveState.VOID} & froms for froms, _to in WAVE_MOVES.values())
    assert {WaveState.COMPLETE, WaveState.VOID} == set(WaveState) - LIVE_WAVE


def seat_of(made):
    return Trustee.objects.select_related("letter").get(letter=made.letter, position=1)


def again(made, **changed):
    return letters.WORDS | {"letter": made.letter, "by": made.by, "at": letters.NOW} | changed


def by(made):
    return {"letter": made.letter, "by": made.by, "at": letters.NOW}


def upload(made):
    return {"trustee": seat_of(made), "by": made.by, "at": letters.NOW}


TODAY = datetime.date(2026, 11, 23)
# verb of the desk → (states it is for, how it is done)
ACTIONS = {
    "edit": (WRITTEN, lambda made: actions.edit_letter(**again(made, title="Another title"))),
    "terms": (WRITTEN, lambda made: actions.set_terms(**by(made), **letters.TERMS | {"margin": 4})),
    "invite": ({L.DRAFT}, lambda made: actions.invite_trustees(**by(made))),
    "seat": (WRITTEN, lambda made: trustees.seat_trustee(**by(made), name="New", contact="c", url="https://u.example")),
    "unseat": (WRITTEN, lambda made: trustees.unseat_trustee(**upload(made))),
    "key": ({L.INVITING, L.CODED}, lambda made: letters.give_key(made, 1)),
    "codes": ({L.INVITING}, lambda made: passes.make_codes(**by(made), number=3)),
    "leaves": ({L.INVITING}, lambda made: passes.take_leaves(**by(made), leaves=[b"l" * 32])),
    "freeze": ({L.CODED}, lambda made: freezing.freeze_letter(**by(made))),
    "approval": ({L.FROZEN}, lambda made: letters.give_approval(made, 1)),
    "destruction": (
        PUBLIC,
        lambda made: trustees.take_destruction(
            **upload(made), statement=made.trustees[0].destruction(1, bytes(made.letter.letter_id), "2026-11-23")
        ),
    ),
    "deliver": ({L.RELEASED}, lambda made: actions.deliver_letter(**by(made))),
    "answer": ({L.DELIVERED}, lambda made: actions.record_answer(**by(made), answer="No.", answered_on=TODAY)),
    "archive": (LETTER_MOVES["archive"][0], lambda made: actions.archive_letter(**by(made))),
    "cancel": (LETTER_MOVES["cancel"][0], lambda made: endings.cancel_letter(**by(made))),
    "destroy": (LETTER_MOVES["destroy"][0], lambda made: endings.destroy_letter(**by(made))),
}


def everything(made):
    rows = [model.objects.order_by("pk").values() for model in (Letter, Trustee, Trail)]
    lists = (made.letter.demands, made.letter.addressees)
    return [list(row) for row in rows] + [list(each.values_list("pk", "number")) for each in lists]


@pytest.mark.parametrize("action", ACTIONS)
def test_action_in_any_other_state_is_refused_and_changes_nothing(action):
    allowed, act = ACTIONS[action]
    made = letters.approved()
    letters.counted(made, live=9)  # enough to be delivered, so that only the state says no
    for state in set(LetterState) - set(allowed):
        letters.placed(made, state)
        before = everything(made)
        with pytest.raises(Refusal) as refused:
            act(made)
        assert refused.value.status == 409, state
        assert everything(made) == before, state


def test_every_action_above_works_in_some_state():
    """What the test before refuses could have worked: the same calls, in a state that allows them."""
    made = letters.draft(seats=4)
    for action in ("edit", "terms", "unseat"):
        ACTIONS[action][1](made)
    made.trustees = made.trustees[1:]
    ACTIONS["invite"][1](made)
    for position in (1, 2, 3):
        letters.give_key(made, position)
    made.codes = ACTIONS["codes"][1](made)
    with letters.client_at_hand():
        ACTIONS["freeze"][1](made)
    for position in (1, 2, 3):
        letters.give_approval(made, position)
    ACTIONS["destruction"][1](made)
    letters.counted(made, live=9)
    ACTIONS["deliver"][1](letters.placed(made, L.RELEASED))
    ACTIONS["archive"][1](letters.placed(made, L.RELEASED))
    ACTIONS["answer"][1](letters.placed(made, L.DELIVERED))
    ACTIONS["cancel"][1](letters.placed(made, L.OPEN))
    ACTIONS["destroy"][1](made)
    assert made.letter.state == L.DESTROYED
