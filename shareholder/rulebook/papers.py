"""What a filer's papers must say: proof of ownership, times to meet, an authorisation, one proposal each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from shareholder.rulebook.calendars import is_business_day, plus_years
from shareholder.rulebook.deadlines import meeting_slots
from shareholder.rulebook.errors import RulebookError

# What can be wrong: short stable names, for which pages have sentences.
STARTS_TOO_LATE = "starts_too_late"
ENDS_TOO_EARLY = "ends_too_early"
NOT_IN_DEPOSITORY = "not_in_depository"
CHAIN_TOO_LONG = "chain_too_long"
OUTSIDE_WINDOW = "outside_window"
OUTSIDE_HOURS = "outside_hours"
NO_BUSINESS_DAY = "no_business_day"
NOT_THE_LEADS = "not_the_leads"


@dataclass(frozen=True, slots=True)
class Proof:
    """A letter about a holding: the days it verifies, and who wrote it.

    chain: for each letter from the filer's own bank or broker upwards, True where its writer is in the depository.
    """

    first: object
    last: object
    chain: tuple = (True,)


def proof_defects(proof, *, submitted, years, rules):
    """tuple of what is wrong with a letter for a tier of so many years; empty where it is enough.

    A letter that ends before the very day of submission leaves a gap. The last writer must take part in the depository.
    """
    rule = rules["US-PROOF"]
    if not proof.chain:
        raise RulebookError("Say who wrote the letter.")
    wrong = []
    if proof.first > plus_years(submitted, -years):
        wrong.append(STARTS_TOO_LATE)
    if proof.last < submitted:
        wrong.append(ENDS_TOO_EARLY)
    if not proof.chain[-1]:
        wrong.append(NOT_IN_DEPOSITORY)
    if len(proof.chain) > rule.numbers["longest_chain"]:
        wrong.append(CHAIN_TOO_LONG)
    return tuple(wrong)


def slot_defects(slot, *, submitted, rules, opens=None, closes=None, leads=None):
    """tuple of what is wrong with one offered time; empty where nothing is.

    slot: a datetime in the local time of the company's principal office. opens, closes: its hours, where disclosed.
    leads: the times that the lead filer offers; a co-filer offers the same ones, or names the lead and offers none.
    """
    rule = rules["US-MEET"]
    window = meeting_slots(submitted, rules)
    wrong = []
    if not window.first <= slot.date() <= window.day:
        wrong.append(OUTSIDE_WINDOW)
    if not (opens or rule.numbers["opens"]) <= slot.time() < (closes or rule.numbers["closes"]):
        wrong.append(OUTSIDE_HOURS)
    if not is_business_day(slot.date()):
        wrong.append(NO_BUSINESS_DAY)
    if leads is not None and slot not in leads:
        wrong.append(NOT_THE_LEADS)
    return tuple(wrong)


def days_for_slots(submitted, rules):
    """list of the business days in which a time to meet can be offered."""
    window = meeting_slots(submitted, rules)
    days = (window.first + timedelta(days=n) for n in range((window.day - window.first).days + 1))
    return [day for day in days if is_business_day(day)]


def missing_of_authorisation(said, rules):
    """tuple of the items of an authorisation that `said` (names of items) lacks, in the order of the rule."""
    return tuple(item for item in rules["US-REP"].numbers["items"] if item not in said)


def more_than_one(filings):
    """The people who stand behind more than one proposal to a company for a meeting, sorted.

    filings: (company, meeting, proposal, people), people being every name for the filer, the representative and whoever
    they act for. The same proposal may have many people; one person may not have two proposals, directly or indirectly.
    """
    proposals = defaultdict(set)
    for company, meeting, proposal, people in filings:
        for person in people:
            proposals[person, company, meeting].add(proposal)
    return sorted({person for (person, _company, _meeting), behind in proposals.items() if len(behind) > 1})
