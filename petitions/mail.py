"""The one mail that signatories get: the same words for everybody, whatever the letter is about."""

from django.template.loader import render_to_string
from django.utils import translation

from organize import mail
from petitions.actions import mailed
from petitions.models import Asked

GROUP = 5  # characters that are read together


def send_code(pk, *, at):
    """Send a fresh code to the address in the Asked row `pk`, and forget it; nothing happens when the row is gone."""
    row = Asked.objects.select_related("letter").filter(pk=pk).first()
    if row is None or not mail.claim(row, now=at.timestamp()):
        return
    made = mailed.make_code(row=row, at=at)
    if made is None:
        row.delete()
        return
    address, code = made
    shown = "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
    mail.attempt(row, {"to": address} | _words(shown))


def _words(code):
    # One language for all: the mail must not tell which edition of a page somebody read.
    with translation.override("en"):
        subject = render_to_string("account/email/login_code_subject.txt").strip()
        return {"subject": subject, "text": render_to_string("account/email/login_code_message.txt", {"code": code})}
