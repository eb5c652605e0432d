"""Signing and withdrawing without JavaScript: the server does what the browser would, in memory, and forgets."""

import base64
import json

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from organize import pressure
from organize.refusals import Refusal
from petitions import access
from petitions.actions import signing, turns
from petitions.forms.assisted import AssistedForm, AssistedWithdrawForm
from petitions.views.answers import page


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, address):
    facts = access.letter_to_sign(address)
    turns.must_be_open(facts, timezone.now())
    form = AssistedForm(_given(request), manifest=facts.manifest, lists=facts.lists)
    if request.method != "POST":
        return _page(facts, "petitions/letter_assist.html", form)
    if busy := _too_busy("sign", request, facts, form):
        return _page(facts, "petitions/letter_assist.html", form, status=busy)
    if not form.is_valid():
        return _page(facts, "petitions/letter_assist.html", form, status=400)
    saved = signing.sign_assisted(
        facts=facts,
        code=form.cleaned_data["code"],
        choice=form.cleaned_data["choice"],
        tier=form.cleaned_data["tier"],
        fields=form.identity(),
        at=timezone.now(),
    )
    return _done(facts, saved)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request, address):
    facts = access.letter_to_sign(address)
    form = AssistedWithdrawForm(_given(request), request.FILES)
    if request.method != "POST":
        return _page(facts, "petitions/letter_assist_withdraw.html", form)
    if busy := _too_busy("withdraw", request, facts, form):
        return _page(facts, "petitions/letter_assist_withdraw.html", form, status=busy)
    if not form.is_valid():
        return _page(facts, "petitions/letter_assist_withdraw.html", form, status=400)
    saved = signing.withdraw_assisted(facts=facts, secret_file=form.cleaned_data["secret"], at=timezone.now())
    return _done(facts, saved)


NO_SCRIPT = _(
    "This connection, or the whole site, is very busy, and without JavaScript a browser cannot show that it is no "
    "program. What you typed is still here: wait some minutes and send it again. If that does not help, come back in "
    "an hour, or use another connection."
)


def _too_busy(scope, request, facts, form):
    """The status of a request beyond what people need; the form then says when to come back. None when it is taken."""
    try:
        pressure.admit(scope, request, place=facts.address)
    except Refusal as refusal:
        form.add_error(None, NO_SCRIPT)
        return refusal.status
    return None


def _given(request):
    """What was filled in; an empty form that was sent is still one that was sent."""
    return request.POST if request.method == "POST" else None


def _page(facts, template, form, status=200):
    context = {"form": form, "address": facts.address, "manifest": facts.manifest, "offers_lists": any(facts.lists)}
    return page(template, context, status)


def _done(facts, saved):
    """The one page that ever shows the secret: as text, and as a link that saves it without asking the server again."""
    shared = {name: saved[name] for name in ("v", "letter", "letter_id", "seq", "kind")}
    context = {
        "address": facts.address,
        "kind": saved["kind"],
        "secret": _file(facts, "secret", shared | {"pass": saved["pass"], "answered": True}),
        "receipt": _file(facts, "receipt", shared | {name: saved[name] for name in ("entry_leaf", "receipt")}),
    }
    return page("petitions/letter_assist_done.html", context)


def _file(facts, kind, fields):
    """One of the two files that the signing page saves as well (client/files.js)."""
    content = json.dumps(fields, separators=(",", ":"))
    url = "data:application/json;base64," + base64.b64encode(content.encode()).decode()
    return {"content": content, "name": f"undersigned-{facts.address[:8]}-{kind}.json", "url": url}
