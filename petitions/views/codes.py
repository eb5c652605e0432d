"""Codes on paper: made and shown within one request, or brought as leaves."""

import base64

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from organize.middleware import large_body
from organize.views.acting import acted
from petitions import access
from petitions.actions import passes
from petitions.documents.codes import parts, spelled
from petitions.forms.codes import LeavesForm, NumberForm
from petitions.states import PassMode
from petitions.views.desk import page


@login_required
@never_cache
@sensitive_variables("codes", "text", "saved", "sheets")
@require_http_methods(["GET", "HEAD", "POST"])
def make(request, slug):
    """Make the codes. This answer is the only place where they ever appear; their leaves are kept, they are not."""
    letter = access.letter_to_edit(request.user, slug)
    if letter.mode == PassMode.EMAIL:
        return _make_keys(request, letter)
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"letter": letter, "by": request.user, "at": timezone.now()}
        codes = acted(form, passes.make_codes, **given)
        if codes:
            text = "".join(f"{spelled(code)}\n" for code in codes)
            saved = base64.b64encode(text.encode()).decode()
            sheets = [base64.b64encode(pdf).decode() for pdf in parts(codes, language=get_language())]
            return page(request, "code_sheet", letter, codes=codes, saved=saved, sheets=sheets)
    return page(request, "code_make", letter, form=form)


def _make_keys(request, letter):
    """The same step for a letter whose codes come by work mail: there is nothing to choose and nothing to show."""
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if acted(form, passes.make_mail_keys, letter=letter, by=request.user, at=timezone.now()):
            return redirect("petitions-desk:letter-read", letter.slug)
    return page(request, "code_make", letter, form=form)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@large_body
def upload(request, slug):
    """Take the leaves of codes that were made offline."""
    letter = access.letter_to_edit(request.user, slug)
    posted = request.method == "POST"
    form = LeavesForm(request.POST, request.FILES) if posted else LeavesForm()
    if posted and form.is_valid():
        leaves = acted(form, passes.read_leaves, raw=form.cleaned_data["file"], letter=letter)
        given = {"leaves": leaves, "letter": letter, "by": request.user, "at": timezone.now()}
        if leaves is not None and acted(form, passes.take_leaves, **given):
            return redirect("petitions-desk:letter-read", letter.slug)
    scope = bytes(letter.scope).hex() if letter.scope else ""
    return page(request, "code_upload", letter, form=form, scope=scope)
