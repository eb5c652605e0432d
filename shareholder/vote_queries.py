"""Reads about votes: what was counted, what it makes, and whether the matter may be put to the vote again."""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import F, Q

from organize.states import CampaignState
from shareholder.models import Tally
from shareholder.rulebook import percentages, resubmission, rules
from shareholder.rulebook.errors import RulebookError
from shareholder.states import COUNTABLE, TallyState


@dataclass(frozen=True)
class Result:
    """What one vote came to: all classes together, as confirmed. `rows` are its Tallies."""

    resolution: object
    rows: tuple
    counts: percentages.Counts
    voted_on: object

    @property
    def shares(self):
        """[(name of the percentage, text)], the one that decides about a resubmission first."""
        found = percentages.percentages(self.counts)
        return [(name, percentages.shown(value)) for name, value in found.items() if value is not None]

    @property
    def alone(self):
        """Whether one person alone wrote any of it down, with nobody there who could compare it."""
        return any(row.alone for row in self.rows)

    @property
    def percent(self):
        return percentages.percentages(self.counts)[percentages.FOR_AND_AGAINST]

    @property
    def percent_text(self):
        return percentages.shown(self.percent)


def tallies_of(resolution):
    return resolution.tallies.select_related("proposed_by", "confirmed_by")


def waiting_for(user, group):
    """Counts of the group's resolutions that wait for a second person, who may be `user`, with what they are about."""
    rows = Tally.objects.filter(group=group, state=TallyState.PROPOSED, resolution__state__in=COUNTABLE)
    rows = rows.exclude(proposed_by=user)
    order = ("resolution__company__name", "voted_on", "resolution__title", "share_class", "pk")
    return rows.select_related("resolution__company").order_by(*order)


def tally_sums(rows):
    """Counts over the classes: the row of all classes where there is one, else the sum. Nothing printed counts as 0."""
    whole = [row for row in rows if not row.share_class]
    rows = whole[:1] or rows
    return percentages.Counts(
        sum(row.votes_for for row in rows),
        sum(row.votes_against for row in rows),
        sum(row.abstentions or 0 for row in rows),
        sum(row.broker_non_votes or 0 for row in rows),
    )


def results_among(tallies):
    """[Result] of the confirmed ones among `tallies`, by day."""
    found = {}
    for row in tallies.filter(state=TallyState.CONFIRMED).select_related("resolution").order_by("voted_on", "number"):
        found.setdefault(row.resolution_id, []).append(row)
    return [Result(rows[0].resolution, tuple(rows), tally_sums(rows), rows[-1].voted_on) for rows in found.values()]


def result_of(resolution):
    """The Result of its vote, or None while none is confirmed."""
    return next(iter(results_among(Tally.objects.filter(resolution=resolution))), None)


def results_at(company):
    """[Result] by day of everything that was put to the vote at a company."""
    return results_among(Tally.objects.filter(resolution__company=company))


def results_of_matter(resolution):
    """[Result] by day: of everything that people linked to the same matter, this one included."""
    if resolution.lineage_id is None:
        return results_among(Tally.objects.filter(resolution=resolution))
    return results_among(Tally.objects.filter(resolution__lineage=resolution.lineage_id))


def results_on_show(resolution):
    """[Result] by day for everybody: its own, and those of its matter whose resolutions are on show themselves."""
    shown = Q(resolution__lineage=resolution.lineage_id, resolution__lineage__isnull=False)
    shown &= Q(resolution__listed=True, resolution__sent_on__isnull=False)
    shown &= Q(resolution__campaign__state=CampaignState.PUBLIC)
    return results_among(Tally.objects.filter(shown | Q(resolution=resolution)))


def estimates_of(resolution, result):
    """[(Estimate, text of its percentage or None)]: what is computed needs the Result, and enough votes against."""
    return [(row, _estimated(row, result)) for row in resolution.estimates.all()]


def _estimated(row, result):
    if row.percent is not None:
        return percentages.shown(Fraction(row.percent))
    if result is None or row.insider_votes >= result.counts.against:
        return None
    outside = percentages.Counts(result.counts.for_, result.counts.against - row.insider_votes)
    return percentages.shown(percentages.percentages(outside)[percentages.FOR_AND_AGAINST])


def verdict_after(results, resolution=None):
    """The rulebook's Verdict about the meeting of `resolution`; None without votes.

    Where that meeting has no year yet, or its own vote is among the results: about the year after the last vote.
    """
    if not results:
        return None
    year = results[-1].voted_on.year + 1
    if resolution is not None and resolution.meeting_id:
        year = max(year, resolution.meeting.year)
    votes = [resubmission.Vote(one.voted_on, one.counts.for_, one.counts.against) for one in results]
    try:
        rule = rules.on(results[-1].voted_on.replace(year=year, month=12, day=31))["US-RESUB"]
    except RulebookError:
        return None
    return resubmission.judge(votes, year, rule)


def unequal_totals(resolution):
    """The different sums over all counts of the votes at its meeting: of one class they should be one and the same.

    Of one item's counts the newest are asked: an amendment that waits stands for what it would replace.
    """
    if resolution.meeting_id is None:
        return ()
    rows = Tally.objects.filter(
        resolution__meeting=resolution.meeting_id, state__in=[TallyState.PROPOSED, TallyState.CONFIRMED]
    )
    rows = rows.exclude(abstentions=None).exclude(broker_non_votes=None)
    total = F("votes_for") + F("votes_against") + F("abstentions") + F("broker_non_votes")
    asked = rows.order_by("number").values_list("resolution", "share_class", total)
    newest = {(resolution, share_class): total for resolution, share_class, total in asked}
    totals = {}
    for (_resolution, share_class), total in newest.items():
        totals.setdefault(share_class, set()).add(total)
    return tuple(sorted(next((found for found in totals.values() if len(found) > 1), ())))
