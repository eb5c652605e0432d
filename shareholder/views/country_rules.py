"""The rules of countries other than the United States: read by the group, written and checked by its editors."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize.access import group_to_edit, group_to_read
from organize.queries import groups_with_power
from organize.roles import EDIT
from organize.views.acting import answered
from shareholder import company_access, rule_queries
from shareholder.actions import country_rules
from shareholder.forms.country_rules import CheckForm, EditRuleForm, NewRuleForm


@login_required
@require_safe
def read(request, slug):
    group = group_to_read(request.user, slug)
    context = {
        "group": group,
        "countries": rule_queries.rules_abroad(group),
        "may_edit": groups_with_power(request.user, EDIT).contains(group),
    }
    return render(request, "shareholder/rule_list.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request, slug):
    """A rule that the rulebook lacks."""
    group = group_to_edit(request.user, slug)
    return answered(
        request, "shareholder/rule_create.html", NewRuleForm(request.POST or None), country_rules.add_rule,
        group=group, to=("shareholder:rule-list", slug), context={"group": group},
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug, rule):
    group, entry = company_access.country_rule_to_edit(request.user, slug, rule)
    said = entry.rule
    before = {name: getattr(said, name) for name in ("title", "cite", "starts", "source")}
    before |= said.numbers | {"base": entry.base, "counted": said.numbers.get("form", "")}
    form = EditRuleForm(request.POST or None, initial=before, names=said.numbers)
    return answered(
        request, "shareholder/rule_edit.html", form, country_rules.write_rule, group=group, entry=entry,
        to=("shareholder:rule-list", slug), context={"group": group, "entry": entry},
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request, slug, rule):
    """Say that it was compared with the law, and with what."""
    group, entry = company_access.country_rule_to_edit(request.user, slug, rule)
    form = CheckForm(request.POST or None, initial={"base": entry.base})
    return answered(
        request, "shareholder/rule_check.html", form, country_rules.check_rule, group=group, entry=entry,
        to=("shareholder:rule-list", slug), context={"group": group, "entry": entry},
    )  # fmt: skip


@login_required
@require_POST
def drop(request, slug, rule):
    """Go back to the rulebook's row."""
    _group, entry = company_access.country_rule_to_drop(request.user, slug, rule)
    country_rules.drop_rule(entry=entry, by=request.user, at=timezone.now())
    return redirect("shareholder:rule-list", slug)
