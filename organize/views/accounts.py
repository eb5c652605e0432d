"""What an account is for its own person."""

from allauth.account.adapter import get_adapter
from allauth.account.views import email
from allauth.mfa.totp.views import activate_totp
from allauth.mfa.webauthn.views import add_webauthn
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organize import access, factors, queries
from organize.actions.accounts import describe_account, end_sessions, erase_account
from organize.forms import AccountForm
from organize.refusals import Refusal
from organize.views.acting import acted

BACK = "back"  # in the session: where setting up a second factor began


def closed(request, rest=""):
    """Pages of the account library that nothing here needs: missing for everybody, whatever is sent to them."""
    raise Http404


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox(request):
    """The library's page about the mailbox. It asks for nothing before it exchanges one: here a second factor must."""
    if request.method == "POST":
        factors.demand(request.user, fresh=True)
    return email(request)


def _added(request, add):
    """The library's answer. With the first factor of an account, whoever came in without one elsewhere is out."""
    had_one = factors.is_set(request.user)
    answer = add(request)
    if request.method == "POST" and not had_one and factors.is_set(request.user):
        end_sessions(user=request.user, by=request.user, at=timezone.now())
        update_session_auth_hash(request, request.user)
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_app(request):
    """The library's page that sets up an authenticator app."""
    return _added(request, activate_totp)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request):
    """The library's page that adds a passkey."""
    return _added(request, add_webauthn)


@login_required
@require_safe
def second_factor(request):
    """What to do before anything can be changed: set up a second factor, or show it again."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("desk")
    request.session[BACK] = back
    if not factors.is_set(request.user):
        return render(request, "organize/second_factor.html", {"back": back})
    ways = get_adapter().get_reauthentication_methods(request.user)
    return redirect(f"{ways[0]['url']}?{urlencode({'next': back})}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request):
    """What the account goes by, its time zone, and the way to its second factors."""
    user, before = request.user, {"pseudonym": request.user.pseudonym, "time_zone": request.user.time_zone}
    form = AccountForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            describe_account(user=user, **form.cleaned_data, by=user, at=timezone.now())
            messages.success(request, _("Saved."))
            return redirect("account")
        except Refusal as refusal:
            form.add_error("pseudonym", refusal.sentence)
    context = {"form": form, "has_factor": factors.is_set(user)}
    return render(request, "organize/account.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def sign_out_everywhere(request):
    """End every session of the account, this one included."""
    end_sessions(user=request.user, by=request.user, at=timezone.now())
    return redirect("account_login")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request):
    """What goes with the account and what stays; posted, all of it is gone, this session included."""
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        user = access.account_to_erase(request.user)
        if acted(form, erase_account, user=user, by=user, at=timezone.now()) is not None:
            logout(request)
            return redirect("front")
    context = {"form": form, "held": queries.groups_owned_alone(request.user)}
    return render(request, "organize/account_erase.html", context, status=getattr(form, "status", 200))
