"""Reads about the rules of countries other than the United States: the rulebook's rows, and those of a group."""

from dataclasses import dataclass

from shareholder.models import CountryRule
from shareholder.rulebook import rules
from shareholder.terms import RULE_NUMBERS, country_name


@dataclass(frozen=True)
class Entry:
    """One rule of a country. own: the group's CountryRule, or None; ours: the rulebook's newest Rule, or None."""

    own: object
    ours: object

    @property
    def rule(self):
        """The Rule that holds for the group."""
        return self.own.as_rule() if self.own else self.ours

    @property
    def base(self):
        """How often the group has written it: whoever changes it says which of these they have read."""
        return self.own.revision if self.own else 0

    @property
    def numbers(self):
        """[(what it counts, value)] beside the day, in words; True for what merely is so."""
        found = self.rule.numbers
        return [(label, _told(found[name])) for name, label in RULE_NUMBERS.items() if name in found]

    @property
    def country(self):
        return country_name(self.rule.country)


def _told(value):
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _ours():
    """{id: newest Rule} of the rulebook outside the United States."""
    found = sorted(rules.ours().versions, key=lambda rule: rule.starts)
    return {rule.id: rule for rule in found if rule.country != "US"}


def rule_for(group, rule_id):
    """The Entry of one rule as this group has it, or None."""
    own = CountryRule.objects.filter(group=group, rule=rule_id).select_related("checked_by").first()
    ours = _ours().get(rule_id)
    return Entry(own, ours) if own or ours else None


def rules_abroad(group):
    """[(name of the country, [Entry])] of every country but the United States, by name."""
    own = {row.rule: row for row in CountryRule.objects.filter(group=group).select_related("checked_by")}
    ours, found = _ours(), {}
    for rule_id in sorted(own.keys() | ours.keys()):
        entry = Entry(own.get(rule_id), ours.get(rule_id))
        found.setdefault(entry.country, []).append(entry)
    return sorted(found.items())


def countries_added(group):
    """Codes of the countries for which the group has rules of its own."""
    return set(CountryRule.objects.filter(group=group).values_list("country", flat=True))


def free_id(group, country):
    """An id that no rule of this group or of the rulebook has."""
    known = set(CountryRule.objects.filter(group=group).values_list("rule", flat=True)) | _ours().keys()
    return next(found for number in range(1, len(known) + 2) if (found := f"{country}-OWN-{number}") not in known)
