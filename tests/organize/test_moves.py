"""A state changes by compare-and-swap: exactly one of many wins, and leaves one line on the trail."""

import threading

import pytest
from django.db import connection

from organize.models import Trail
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from petitions.models import Letter
from tests import make

MOVES = {"go": (frozenset({"draft", "inviting"}), "coded")}


def letter():
    campaign = make.campaign()
    return Letter.objects.create(group=campaign.group, campaign=campaign, title="Two people at every dock")


@pytest.mark.django_db
def test_move_changes_state_and_columns_and_leaves_one_line():
    row, by = letter(), make.user()
    before = Trail.objects.count()
    moved = move(row, "go", moves=MOVES, by=by, at=make.NOW, title="Three people")
    fresh = Letter.objects.get(pk=row.pk)
    assert (moved.state, fresh.state, fresh.title) == ("coded", "coded", "Three people")
    assert Trail.objects.count() == before + 1
    line = Trail.objects.get(verb="go")
    assert (line.group_id, line.actor, line.object_kind, line.object_id, line.at) == (
        row.group_id, by, "petitions.letter", row.pk, make.NOW,
    )  # fmt: skip


@pytest.mark.django_db
def test_move_from_another_state_is_refused_and_leaves_nothing():
    row = letter()
    move(row, "go", moves=MOVES, by=None, at=make.NOW)
    before = Trail.objects.count()
    with pytest.raises(Refusal) as refusal:
        move(row, "go", moves=MOVES, by=None, at=make.NOW)
    assert refusal.value.status == 409
    assert Trail.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_of_twenty_at_once_one_moves_the_row():
    row = letter()
    start, won, refused = threading.Barrier(20), [], []

    def run():
        try:
            start.wait(10)
            move(Letter(pk=row.pk, group_id=row.group_id), "go", moves=MOVES, by=None, at=make.NOW)
            won.append(1)
        except Refusal:
            refused.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(won), len(refused)) == (1, 19)
    assert Trail.objects.filter(verb="go").count() == 1


@pytest.mark.django_db
def test_trail_is_append_only():
    entry = leave_trail(make.group(), "inspect", by=None, at=make.NOW)
    entry.verb = "forged"
    for attempt in (
        entry.save,
        entry.delete,
        Trail.objects.all().delete,
        lambda: Trail.objects.update(verb="forged"),
    ):
        with pytest.raises(TypeError):
            attempt()
    assert Trail.objects.filter(verb="inspect").count() == 1
