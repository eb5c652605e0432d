"""Every move of a statement, its texts and its sign-ons is allowed from exactly the states that the data names."""

import pytest

from organize import moves
from organize.models import Trail
from organize.refusals import Refusal
from petitions.models import Revision
from petitions.states import (
    REVISION_MOVES,
    SIGN_ON_MOVES,
    STATEMENT_MOVES,
    RevisionState,
    SignOnState,
    StatementState,
)
from tests.petitions import coalitions

pytestmark = pytest.mark.django_db


def revision_row():
    return Revision.objects.get(statement=coalitions.draft())


def sign_on_row():
    return coalitions.recorded(coalitions.opened(), "Dockers United")


LIVES = [
    *[(coalitions.opened, STATEMENT_MOVES, StatementState, verb) for verb in STATEMENT_MOVES],
    *[(revision_row, REVISION_MOVES, RevisionState, verb) for verb in REVISION_MOVES],
    *[(sign_on_row, SIGN_ON_MOVES, SignOnState, verb) for verb in SIGN_ON_MOVES],
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
            assert moves.move(row, verb, moves=life, by=None, at=coalitions.NOW).state == to
            assert Trail.objects.count() == before + 1
        else:
            with pytest.raises(Refusal) as refused:
                moves.move(row, verb, moves=life, by=None, at=coalitions.NOW)
            assert refused.value.status == 409
            assert rows.get().state == state
            assert Trail.objects.count() == before


def test_every_state_but_the_first_can_be_reached_and_ends_are_ends():
    for life, states, first in (
        (STATEMENT_MOVES, StatementState, StatementState.DRAFT),
        (REVISION_MOVES, RevisionState, RevisionState.DRAFT),
        (SIGN_ON_MOVES, SignOnState, SignOnState.WAITING),
    ):
        assert {to for _froms, to in life.values()} | {first} == set(states)
    left = {state for froms, _to in STATEMENT_MOVES.values() for state in froms}
    assert left.isdisjoint({StatementState.DELIVERED, StatementState.CANCELLED})
