"""Resolutions that were voted on, with counts, for tests."""

from shareholder.actions import filers, tallies
from tests import make
from tests.shareholder import world

COUNTS = {"votes_for": 119_105_093, "votes_against": 2_140_684_293, "abstentions": 62_522_957,
          "broker_non_votes": 250_464_124, "source": "8-K"}  # fmt: skip
VOTED_ON = world.day("2026-11-14")


def voted(**given):
    """A filed resolution whose vote was held; nothing is counted yet."""
    made, _lead = world.filed(**given)
    return world.in_state(made, "voted")


def voted_before_two():
    """(owner of the group, a second member with a seat, the resolution): one writes the counts down, one compares."""
    owner = make.user()
    group = make.group(owner=owner)
    second = make.member(group)
    made = voted(by=owner, group=group)
    filers.seat_person(resolution=made, user=second, part="counsel", by=owner, at=world.NOW)
    return owner, second, made


def propose(made, *, by, voted_on=VOTED_ON, **counts):
    return tallies.propose_tally(resolution=made, voted_on=voted_on, by=by, at=world.NOW, **COUNTS | counts)
