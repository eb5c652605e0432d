"""May this holder submit a proposal? Lots, sales and a price in, a tier out. Nothing is kept.

The value of a tier is the lowest number of shares held on any day of its years, up to and including the day of
submission, times the highest selling price of the 60 calendar days before. Nobody's holding is added to another's. The
strict reading is taken where the rule leaves room: on a day with a sale and a purchase, the sale comes first.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from shareholder.rulebook.calendars import plus_years
from shareholder.rulebook.errors import RulebookError
from shareholder.rulebook.rules import Rule

TIERS = ("US-ELIG-C", "US-ELIG-B", "US-ELIG-A", "US-ELIG-TRANS", "US-ELIG-OLD")
MOST_MOVES = 10_000


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier looked at. since: the day from which the shares are held without a break. reached: it is enough."""

    rule: Rule
    since: date
    lowest: Fraction
    value: Fraction
    needed: Fraction

    @property
    def reached(self):
        return self.value >= self.needed


@dataclass(frozen=True, slots=True)
class Judgement:
    """tier: the Tier reached with the shortest holding, or None. tiers: all in force. rules: what it rests on."""

    tier: Tier | None
    tiers: tuple
    rules: tuple

    @property
    def is_eligible(self):
        return self.tier is not None


def amount(text):
    """A positive Fraction from text like "40", "2.5" or an int: shares or money, exactly."""
    if isinstance(text, float):
        raise RulebookError("Write shares and prices as text: a float is not exact.")
    plain = str(text).strip()
    if len(plain) > 30 or "e" in plain.lower():
        raise RulebookError("Write shares and prices as plain numbers above zero.")
    try:
        found = Fraction(plain)
    except (ValueError, ZeroDivisionError):
        raise RulebookError("Write shares and prices as plain numbers above zero.") from None
    if found <= 0:
        raise RulebookError("Write shares and prices as plain numbers above zero.")
    return found


def price_window(submitted, rules):
    """(first, last) of the calendar days whose highest selling price counts: the 60 before the submission."""
    days = rules["US-ELIG-VAL"].numbers["price_days"]
    return submitted - timedelta(days=days), submitted - timedelta(days=1)


def highest_price(prices, submitted, rules, *, splits=()):
    """The highest of the pairs (day, selling price) within the window, in shares of today. RulebookError if none is."""
    first, last = price_window(submitted, rules)
    within = [amount(price) / _factor(splits, day, submitted) for day, price in prices if first <= day <= last]
    if not within:
        raise RulebookError("No price lies in the 60 days before the submission.")
    return max(within)


def _factor(splits, day, submitted):
    """How many shares of the day of submission one share of `day` has become."""
    factor = Fraction(1)
    for split_day, new, old in splits:
        if day < split_day <= submitted:
            factor *= amount(new) / amount(old)
    return factor


def lows(*, bought, sold, submitted, splits=()):
    """list of (day, lowest number held on that day, number held at its end) for each day with a purchase or sale.

    bought, sold: pairs (day, shares), in shares of that day. splits: (day, new, old), "2 for 1" is (day, 2, 1); shares
    bought on the day of a split or later are already new ones. Moves after the submission do not count.
    """
    if len(bought) + len(sold) > MOST_MOVES:
        raise RulebookError("There are too many purchases and sales to read.")
    moves = {}
    for side, pairs in ((0, bought), (1, sold)):
        for day, shares in pairs:
            if day <= submitted:
                moves.setdefault(day, [Fraction(0), Fraction(0)])[side] += amount(shares) * _factor(
                    splits, day, submitted
                )
    held, found = Fraction(0), []
    for day in sorted(moves):
        came, went = moves[day]
        low = held - went
        held = low + came
        if held < 0:
            raise RulebookError("More shares were sold than were held.")
        found.append((day, max(low, Fraction(0)), held))
    return found


def lowest_held(days, since):
    """The lowest number held from the end of `since` on. days: what lows() gives."""
    held = next((end for day, _low, end in reversed(days) if day <= since), Fraction(0))
    return min([held, *(low for day, low, _end in days if day > since)])


def judge(*, submitted, bought, high_price, rules, sold=(), splits=()):
    """Judgement of one holder alone. high_price: what highest_price() gives, or its text."""
    price = high_price if isinstance(high_price, Fraction) else amount(high_price)
    if price <= 0:
        raise RulebookError("Write shares and prices as plain numbers above zero.")
    days = lows(bought=bought, sold=sold, submitted=submitted, splits=splits)
    tiers = []
    for rule_id in TIERS:
        if rule_id in rules:
            rule = rules[rule_id]
            since = rule.numbers.get("held_since") or plus_years(submitted, -rule.numbers["years"])
            lowest = lowest_held(days, since)
            tiers.append(Tier(rule, since, lowest, lowest * price, Fraction(rule.numbers["amount"])))
    if not tiers:
        raise RulebookError("No rule about holdings is known for that day.")
    found = next((tier for tier in tiers if tier.reached), None)
    also = tuple(rules[rule_id] for rule_id in ("US-ELIG-VAL", "US-ELIG-AGG") if rule_id in rules)
    return Judgement(found, tuple(tiers), also)
