"""What is said of a talk with a company: with whom by role alone, how confidential it was, and who may read of it.

A court or a committee can demand whatever is kept. So the narrowest audience is the default, no person is named, and of
what was said off the record nothing is kept.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TalkPart(TextChoices):
    """Who took part, by role: a name is not needed to know what was said."""

    LEAD = "lead", _("lead filer")
    COFILERS = "cofilers", _("co-filers")
    COORDINATOR = "coordinator", _("coordinator")
    COUNSEL = "counsel", _("counsel")
    INVESTORS = "investors", _("other investors")
    RELATIONS = "relations", _("the company's investor relations")
    SECRETARY = "secretary", _("the company's secretary or lawyers")
    MANAGEMENT = "management", _("the company's management")
    BOARD = "board", _("the company's board")
    EXPERTS = "experts", _("experts from outside")


class Confidence(TextChoices):
    PLAIN = "plain", _("nothing was agreed: it may be quoted")
    CHATHAM = "chatham", _("Chatham House Rule: what was said may be used, not who said it")
    OFF = "off", _("off the record: nothing that was said is kept here")


class Audience(TextChoices):
    LEAD = "lead", _("the lead filer, coordinators and counsel")
    FILERS = "filers", _("they and the co-filers")
    NETWORK = "network", _("they, the co-filers and every member of the group")
