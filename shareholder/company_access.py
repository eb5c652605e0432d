"""Doors to what a group writes down of companies: their meetings, and the laws that hold for them."""

from organize import access, roles
from organize.models import Company
from shareholder import rule_queries
from shareholder.access import missing_unless, signed_in
from shareholder.models import Meeting, Threshold


def company_to_meet(user, slug):
    """A company of a group in which `user` may edit."""
    signed_in(user)
    row = missing_unless(Company.objects.select_related("group").filter(slug=slug).first())
    access.let_in(user, row.group, power=roles.EDIT)
    return row


def meeting_to_edit(user, slug):
    """For the group's editors; its days are public facts."""
    signed_in(user)
    row = missing_unless(Meeting.objects.select_related("group", "company").filter(slug=slug).first())
    access.let_in(user, row.group, power=roles.EDIT)
    return row


def country_rule_to_edit(user, slug, rule):
    """(group, rule_queries.Entry) of a rule outside the United States, for the group's editors."""
    group = access.group_to_edit(user, slug)
    return group, missing_unless(rule_queries.rule_for(group, rule))


def country_rule_to_drop(user, slug, rule):
    """The same for a rule that the group has written down itself."""
    group, entry = country_rule_to_edit(user, slug, rule)
    missing_unless(entry.own)
    return group, entry


def threshold_to_remove(user, slug):
    """What is written down of a company's law, for the group's editors."""
    company = company_to_meet(user, slug)
    return missing_unless(Threshold.objects.filter(company=company).first())
