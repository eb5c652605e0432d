"""What the manifest will demand of a letter's terms, as sentences for the organizer."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from petitions import small_groups
from petitions.name_rules import fault_of_title, tidy
from petitions.states import PassMode

MOST_TIERS = 100
LARGEST = 65534
MOST_TRUSTEES = 7
MOST_DOMAINS = 50
MOST_NOTICE_HOURS = 720
MOST_BATCH_HOURS = 24 * 28
DAYS_FOR_TRUSTEES = 7  # between the end of the final notice and the day by which everything sealed is destroyed


def default_margin(tiers):
    """A tenth of the lowest tier, rounded up (protocol section 4)."""
    return -(-min(tiers) // 10)


def _is_whole(value, low, high):
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_day(value):
    return isinstance(value, date)


def problems(*, tiers, margin, count_public, deliver_at, needed, opens_on, closes_on, destroy_by, notice_hours,
             batch_min, batch_hours, mode=PassMode.CODE, domains=(), offices=(), roles=(),
             seats=None):  # fmt: skip
    """[(field, sentence)] of everything that the freeze would refuse; empty when all is well.

    `seats`: how many trustees there are, once they are invited. Days are dates and none may be missing. `domains` are
    canonical (organize.mailbox), and only work-mail mode has any.
    """
    found = []

    def need(holds, field, sentence):
        if not holds:
            found.append((field, sentence))

    fine = isinstance(tiers, (list, tuple)) and 1 <= len(tiers) <= MOST_TIERS
    fine = fine and all(_is_whole(tier, 1, LARGEST) for tier in tiers)
    need(fine, "tiers", _("Tiers are 1 to 100 whole numbers from 1 to 65534."))
    ascending = fine and all(low < high for low, high in zip(tiers, tiers[1:], strict=False))
    need(ascending or not fine, "tiers", _("Each tier is larger than the one before it."))
    need(_is_whole(margin, 0, LARGEST), "margin", _("The margin is a whole number from 0 to 65534."))
    need(isinstance(count_public, bool), "count_public", _("Say whether people who are named now count."))
    need(_is_whole(deliver_at, 1, 2**31), "deliver_at", _("The letter is delivered at one signature or more."))
    most = MOST_TRUSTEES if seats is None else seats
    need(_is_whole(needed, 2, MOST_TRUSTEES), "needed", _("Two to seven trustees open together."))
    enough = not _is_whole(needed, 2, MOST_TRUSTEES) or needed <= most
    need(enough, "needed", _("More trustees are needed to open than there are seats."))
    need(mode in PassMode.values, "mode", _("Say how passes are given out."))
    if mode == PassMode.EMAIL:
        named = 1 <= len(domains) <= MOST_DOMAINS and len(set(domains)) == len(domains)
        need(named, "domains", _("Name 1 to 50 mail domains, each once."))
    else:
        need(not domains, "domains", _("Only a letter with passes by work mail has mail domains."))
    for field, items in (("offices", offices), ("roles", roles)):
        fine = len(items) <= small_groups.MOST_ITEMS and len(set(items)) == len(items)
        fine = fine and all(0 < len(item) <= small_groups.MOST_ITEM and item == tidy(item) for item in items)
        need(fine and not any(map(fault_of_title, items)), field, _("Give at most 20 short lines, each once."))
    need(_is_day(opens_on), "opens_on", _("The day on which the letter opens is missing."))
    need(_is_day(closes_on), "closes_on", _("The last day to sign is missing."))
    need(_is_day(destroy_by), "destroy_by", _("The day by which everything sealed is destroyed is missing."))
    if _is_day(opens_on) and _is_day(closes_on):
        need(opens_on < closes_on, "closes_on", _("The last day to sign comes after the opening day."))
    if _is_day(closes_on) and _is_day(destroy_by):
        need(closes_on < destroy_by, "destroy_by", _("What stays sealed is destroyed after the last day to sign."))
        hours = notice_hours if _is_whole(notice_hours, 0, MOST_NOTICE_HOURS) else 0
        last = closes_on + timedelta(days=1 - (-hours // 24) + DAYS_FOR_TRUSTEES)
        sentence = _(
            "Choose %(day)s or a later day: after the last day to sign come the final notice and seven days for the "
            "trustees to open what is due."
        )
        need(closes_on >= destroy_by or destroy_by >= last, "destroy_by", sentence % {"day": last.isoformat()})
    hours = _is_whole(notice_hours, 0, MOST_NOTICE_HOURS)
    need(hours, "notice_hours", _("The notice before an opening lasts 0 to 720 hours."))
    need(_is_whole(batch_min, 5, 1000), "batch_min", _("A batch waits for 5 to 1000 new signatories."))
    daily = _is_whole(batch_hours, 24, MOST_BATCH_HOURS) and batch_hours % 24 == 0
    need(daily, "batch_hours", _("Batches are published every 24 hours, or every whole number of days up to 28."))
    return found


FIELDS = (
    "tiers", "margin", "count_public", "deliver_at", "needed", "opens_on", "closes_on", "destroy_by", "notice_hours",
    "batch_min", "batch_hours", "mode", "domains", "offices", "roles",
)  # fmt: skip


def problems_of(letter, *, seats=None):
    """`problems` of the terms as they stand on the row."""
    return problems(**{field: getattr(letter, field) for field in FIELDS}, seats=seats)
