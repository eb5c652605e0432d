"""Words that people write down freely, where no holding may stand: nothing here keeps one, and others read them."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organize.forms import PlainText

NOTE = _("Note")
SAYS_A_HOLDING = _("This reads like a number of shares, as “40 shares” does. Write none here: no holding is kept.")
NO_SHARES = _("Write no number of shares here.")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# "1,250 shares", "12.5 million common shares", "40 Class A shares"; "shares: 1250"; "holds about $31,400". A guard
# against a slip, no proof: whoever wants to write a holding down in other words can. Days and years, as in "on 20
# November shares", are let through, and so are the amounts of the rule's own tiers, which notices of defects name.
COUNT = re.compile(
    rf"(?<![\d.,-])(?!(?:19|20)\d\d\s)\d[\d.,]*\s+(?:share\b|(?:(?!{MONTHS})\w+\s+){{0,3}}shares\b)"
    r"|\bshares?\s*[:=]\s*\d"
    r"|\b(?:holds?|held|owns?|owned|holding of|position of)\s+(?:(?:about|over|almost|only|some)\s+)?"
    r"\$\s?(?!(?:2|15|25),?000\b)\d",
    re.IGNORECASE,
)


def no_holding(text):
    """A ValidationError where `text` reads like the size of a holding. It repeats nothing of it."""
    if COUNT.search(text):
        raise ValidationError(SAYS_A_HOLDING)


class NoteField(PlainText):
    """A note about what happened."""

    def __init__(self, *, label=NOTE, help_text=NO_SHARES):
        super().__init__(
            label=label, help_text=help_text, max_length=2000, required=False, validators=[no_holding],
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip
