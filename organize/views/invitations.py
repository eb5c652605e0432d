"""Invitations: sent by a group, and answered by whoever reads the mailbox they went to."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organize import access, limits, mail, offers, queries
from organize.actions import invitations
from organize.forms import CodeForm, InviteForm, NewcomerForm
from organize.refusals import Refusal
from organize.roles import VIEWER

KEY = "invitation"  # in the session: the invitation whose code was typed there


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, slug):
    """Offer somebody a place. The page answers alike whoever reads that mailbox."""
    group = access.group_to_admit(request.user, slug)
    form = InviteForm(request.POST or None, initial={"role": VIEWER})
    if request.method == "POST" and form.is_valid():
        limits.allow("invite", request)
        code = offers.new_code()
        given = form.cleaned_data | {"code": code, "mail": mail.invitation(code)}
        invitations.invite(group=group, **given, by=request.user, at=timezone.now())
        messages.success(request, _("The invitation is on its way. It can be answered for seven days."))
        return redirect("members", slug)
    context = {"group": group, "form": form}
    return render(request, "organize/member_invite.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request, slug, pk):
    invitation = access.invitation_to_withdraw(request.user, slug, pk)
    invitations.withdraw_invitation(invitation=invitation, by=request.user, at=timezone.now())
    return redirect("members", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request):
    """Type the code from the mail. It goes from the form into the session, and into no address."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.allow("join", request)
        try:
            request.session[KEY] = str(access.invitation_by_code(form.cleaned_data["code"]).pk)
            return redirect("join-accept")
        except Http404:
            form.add_error("code", _("This code offers nothing now. Compare it with the mail; it may also have ended."))
    return render(request, "organize/join.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request):
    """What is offered, by whom; then take it, with an account or by getting one."""
    try:
        invitation = access.invitation_to_accept(request.session.get(KEY))
    except Http404:
        return redirect("join")
    if request.user.is_authenticated:
        return _accept_as_member(request, invitation)
    mailbox = offers.mailbox_of(invitation)
    if queries.has_account(mailbox):
        return _page(request, invitation, sign_in=reverse("account_login", query={"next": request.path}))
    form = NewcomerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.join_as_newcomer(invitation=invitation, **form.cleaned_data, by=None, at=timezone.now())
            del request.session[KEY]
            return perform_login(request, user, redirect_url=reverse("group", args=[invitation.group.slug]))
        except Refusal as refusal:
            form.add_error("pseudonym", refusal.sentence)
    return _page(request, invitation, form=form, mailbox=mailbox)


def _accept_as_member(request, invitation):
    if request.method == "POST":
        invitations.accept_invitation(invitation=invitation, by=request.user, at=timezone.now())
        del request.session[KEY]
        return redirect("group", invitation.group.slug)
    return _page(request, invitation)


def _page(request, invitation, *, form=None, **context):
    context |= {"invitation": invitation, "form": form}
    failed = form is not None and form.is_bound and form.errors
    return render(request, "organize/join_accept.html", context, status=422 if failed else 200)
