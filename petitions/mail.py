"""The one mail that signatories get: the same words for everybody, whatever the letter is about."""

from organize import mail
from petitions.actions import mailed
from petitions.models import Asked

GROUP = 5  # characters that are read together


def send_waiting(job):
    """Mail a code to every work address that waits for its first try; `job` is what was woken for it."""
    mail.send_waiting(job, Asked, send_code)


def send_again(job):
    """Mail a code to every work address that waits, whatever became of it before."""
    mail.send_again(job, Asked, send_code)


def send_code(pk, *, at, line=None):
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
    mail.attempt(row, {"to": address} | mail.code_words(shown), line=line)
