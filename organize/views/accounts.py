"""What an account is for its own person."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe

from organize import factors

BACK = "back"  # in the session: where setting up a second factor began


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
