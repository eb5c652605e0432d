"""The nouns of a resolution. No share count, lot, price or broker's letter is in any of them."""

from shareholder.models.challenge import Challenge
from shareholder.models.country_rule import CountryRule
from shareholder.models.estimate import Estimate
from shareholder.models.feed import Feed
from shareholder.models.filing import Filing, Seat
from shareholder.models.fund import FundReport, FundVote
from shareholder.models.meeting import Meeting, SeasonPolicy
from shareholder.models.pending import PendingCommitment
from shareholder.models.reminder import Reminder
from shareholder.models.resolution import Intention, Lineage, Resolution, Version
from shareholder.models.step import Step
from shareholder.models.talk import Talk
from shareholder.models.tally import Tally
from shareholder.models.threshold import Threshold

__all__ = [
    "Challenge",
    "CountryRule",
    "Estimate",
    "Feed",
    "Filing",
    "FundReport",
    "FundVote",
    "Intention",
    "Lineage",
    "Meeting",
    "PendingCommitment",
    "Reminder",
    "Resolution",
    "Seat",
    "SeasonPolicy",
    "Step",
    "Talk",
    "Tally",
    "Threshold",
    "Version",
]
