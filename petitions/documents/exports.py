"""What is public about a letter as tables for a spreadsheet: the names, and the counts of every day."""

from django.utils.translation import gettext

from organize.spreadsheets import csv_lines
from petitions import queries


def names_csv(facts):
    """Yield the published names as CSV, in their order, in memory for a page of them."""
    remarks = {"": "", "alike": gettext("looks like another name"), "unusual": gettext("unusual characters")}
    about = [gettext("Disputed"), gettext("Remark"), gettext("Leaf")]
    disputed = gettext("yes")
    return csv_lines(
        [gettext("Name"), gettext("Title"), gettext("Team"), *about],
        (
            (row.name, row.title, row.team, disputed if row.struck else "", remarks[row.remark], row.leaf)
            for row in queries.all_names(facts)
        ),
    )


def counts_csv(letter):
    """Yield every count that was made public, oldest first, as CSV."""
    tiers = [str(tier) for tier in letter.tiers]
    kinds = {
        "live": gettext("Signed"),
        "sealed": gettext("Sealed"),
        "named": gettext("Named at once"),
        "count_only": gettext("Count only"),
        "withdrawn": gettext("Withdrawn"),
        "assisted": gettext("Assisted"),
    }
    ready = [gettext("Ready at %(tier)s") % {"tier": tier} for tier in tiers]
    return csv_lines(
        [gettext("Day"), *kinds.values(), *ready],
        (
            [row.day.isoformat(), *(row.counts.get(kind, 0) for kind in kinds), *_at(row.counts, tiers)]
            for row in letter.checkpoints.order_by("size")
        ),
    )


def _at(counts, tiers):
    return [counts["at"].get(tier, 0) for tier in tiers]
