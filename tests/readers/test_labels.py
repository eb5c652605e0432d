"""The words over and beside counts."""

import pytest

from shareholder.readers.labels import role_of


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Votes Cast For", "for"),
        ("Authority Withheld", "withheld"),
        ("Broker Non–Votes*", "broker_non_votes"),
        ("Every Two Years", "years_2"),
        ("% For", "percent"),
        ("Abstain/Broker Non-Votes", "other"),
        ("Votes for Approval", "for"),
        ("Votes against Approval", "against"),
        ("Votes for Election", "for"),
        ("Votes Withheld from Nominee", "withheld"),
        ("Broker Non-Votes, if any", "broker_non_votes"),
        ("Against and Withheld", "other"),
        ("Approval", None),
        ("Election of Directors", None),
        ("Votes for approval of the plan", None),
        ("No", None),
        ("Votes", None),
        ("Proposal for a report", None),
    ],
)
def test_labels(text, role):
    assert role_of(text) == role
