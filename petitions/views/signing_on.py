"""Signing on, agreeing to a new text, withdrawing: each asks for a mailbox, and then for the code that was sent there.

Plain forms, without a cookie or a token: what is answered depends on what was typed, never on who signed before.
What was filled in stands, hidden, beside the code and wins: somebody else may have filled in the form for a mailbox
first, and its one mail is of that form.
"""

from django.utils import timezone
from django.views.decorators.http import require_http_methods

from organize import pressure
from organize.refusals import Refusal
from petitions import access, statement_queries
from petitions.actions import revisions, sign_ons
from petitions.forms.sign_ons import OwnForm, OwnSaid, SignOnForm, SignOnSaid, TypedCodeForm
from petitions.states import StatementKind, StatementState
from petitions.views.answers import page

ANY = ["GET", "HEAD", "POST"]


def _answer(request, statement, template, form, scope, action, *, said=None, **more):
    """The page with its form; once it was sent and holds, `action(given)` and the same page with `sent`, its result.

    said: the form whose fields stand, hidden, beside the code; None where only the code was typed.
    """
    sent, status = None, 200
    if request.method == "POST":
        status = 400
        if form.is_valid() and (said is None or said.is_valid()):
            try:
                pressure.admit(scope, request, place=statement.address)
                sent, status = action(form.cleaned_data), 200
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
                status = refusal.status
    more["said"] = said
    context = {"statement": statement, "address": statement.address, "form": form, "sent": sent is not None} | more
    return page(f"petitions/{template}.html", context, status)


def _posted(request):
    return request.POST if request.method == "POST" else None


def _said_of(request, statement, *, is_beside=False):
    """What is said of an organization; is_beside: beside a code, where it may be missing."""
    if request.method != "POST" or (is_beside and "name" not in request.POST):
        return None
    return SignOnSaid(request.POST, **_money(statement))


def _own_of(request, statement, *, is_beside=False):
    """Which listed organization is chosen, likewise."""
    if request.method != "POST" or (is_beside and "sign_on" not in request.POST):
        return None
    return OwnSaid(request.POST, organizations=statement_queries.agreeing(statement))


def _money(statement):
    return {"is_of_investors": statement.kind == StatementKind.INVESTORS, "currency": statement.currency}


@require_http_methods(ANY)
def ask(request, address):
    """A representative signs their organization on."""
    statement = access.statement_on_show(address)
    form = SignOnForm(_posted(request), **_money(statement))

    def act(given):
        return sign_ons.ask_sign_on(statement=statement, **given, at=timezone.now())

    is_open = statement.state == StatementState.OPEN
    more = {"is_open": is_open, "code_form": TypedCodeForm(), "said": _said_of(request, statement)}
    return _answer(request, statement, "sign_on_ask", form, "ask", act, **more)


@require_http_methods(ANY)
def confirm(request, address):
    """The code from the mail: the sign-on waits for the group from then on."""
    statement = access.statement_on_show(address)

    def act(given):
        beside = said.cleaned_data if said else None
        return sign_ons.sign_on_by_code(statement=statement, **given, said=beside, at=timezone.now())

    said = _said_of(request, statement, is_beside=True)
    form = TypedCodeForm(_posted(request))
    return _answer(request, statement, "sign_on_confirm", form, "code", act, said=said, what="sign")


@require_http_methods(ANY)
def withdraw(request, address):
    """A listed organization withdraws, by a mailbox on its domain."""
    statement = access.statement_on_show(address)
    form = OwnForm(_posted(request), organizations=statement_queries.agreeing(statement))

    def act(given):
        return sign_ons.ask_withdrawal(statement=statement, **given, at=timezone.now())

    more = {"code_form": TypedCodeForm(), "said": _own_of(request, statement)}
    return _answer(request, statement, "sign_on_withdraw", form, "ask", act, **more)


@require_http_methods(ANY)
def confirm_withdrawal(request, address):
    statement = access.statement_on_show(address)

    def act(given):
        given |= said.cleaned_data if said else {}
        return sign_ons.withdraw_by_code(statement=statement, **given, at=timezone.now())

    said = _own_of(request, statement, is_beside=True)
    form = TypedCodeForm(_posted(request))
    return _answer(request, statement, "sign_on_confirm", form, "code", act, said=said, what="withdraw")


@require_http_methods(ANY)
def consent(request, address):
    """A listed organization agrees to the text that is asked about, by a mailbox on its domain."""
    statement = access.statement_on_show(address)
    form = OwnForm(_posted(request), organizations=statement_queries.agreeing(statement))

    def act(given):
        return revisions.ask_agreement(statement=statement, **given, at=timezone.now())

    asked = revisions.asked_about(statement)
    more = {"asked": asked, "code_form": TypedCodeForm(), "said": _own_of(request, statement)}
    return _answer(request, statement, "sign_on_consent", form, "ask", act, **more)


@require_http_methods(ANY)
def confirm_consent(request, address):
    statement = access.statement_on_show(address)

    def act(given):
        given |= said.cleaned_data if said else {}
        return revisions.agree_by_code(statement=statement, **given, at=timezone.now())

    said = _own_of(request, statement, is_beside=True)
    form = TypedCodeForm(_posted(request))
    return _answer(request, statement, "sign_on_confirm", form, "code", act, said=said, what="consent")
