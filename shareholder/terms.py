"""What each verb is called, where people choose it and where they read it on a trail; and countries and their rules."""

from django.utils.translation import gettext_lazy as _

from organize import countries

VERBS = {
    "begin text": _("Begin to write its text"),
    "open sign-up": _("Open it to co-filers"),
    "freeze text": _("Fix the text"),
    "thaw text": _("Let the text be changed again"),
    "abandon": _("Give it up"),
    "send": _("It was sent to the company"),
    "confirm receipt": _("The company received it"),
    "leave out for a defect": _("It is left out for a defect"),
    "engage": _("There are talks with the company"),
    "answer challenge": _("The challenge was answered"),
    "sue": _("A complaint was filed in court"),
    "win in court": _("The court orders, or a settlement says, that it is included"),
    "lose in court": _("The court denied it"),
    "put on ballot": _("The definitive proxy was filed with it"),
    "leave out without a notice": _("The proxy was filed without it, and without a notice"),
    "note advice": _("Proxy advisers, pledges or a solicitation"),
    "name presenter": _("Somebody presents it at the meeting"),
    "postpone meeting": _("The meeting was moved"),
    "cancel meeting": _("The meeting was cancelled"),
    "not presented": _("It was not presented at the meeting"),
    "hold vote": _("It was voted on"),
    "follow up": _("Follow up what came of it"),
    "escalate": _("Take the next step: a promise was missed"),
    "close": _("Close it"),
    "moot": _("It has become moot: the company was bought, delisted or is exempt"),
}
ENDS = {
    "staff concurs": _("The staff concurred"),
    "staff does not object": _("The staff does not object, on the company's representation: this is no ruling"),
    "leave out unanswered": _("No answer was given, or the company did not wait for one"),
    "staff declines": _("The staff declined"),
    "take back challenge": _("The company took its challenge back"),
}
STEPS = {
    "begin papers": _("Papers are being gathered"),
    "finish papers": _("All papers are ready"),
    "send papers": _("The papers were sent to the company"),
    "receive papers": _("The company received the papers"),
    "notice defects": _("The company gave notice of defects"),
    "cure defects": _("The defects were cured: an answer was sent"),
    "stand": _("The filing stands"),
    "withdraw": _("The filing is withdrawn"),
    "drop": _("It is dropped"),
}
OTHERS = {
    "begin text": _("Its text was begun"),
    "open sign-up": _("It was opened to co-filers"),
    "freeze text": _("Its text was fixed"),
    "thaw text": _("Its text may be changed again"),
    "abandon": _("It was given up"),
    "follow up": _("It is followed up"),
    "escalate": _("The next step was taken"),
    "close": _("It was closed"),
    "create": _("It was begun"),
    "take in": _("It was taken in from a list, with what came of it"),
    "edit": _("Its name, meeting or days were changed"),
    "link": _("It was linked to a matter"),
    "unlink": _("It was linked to no matter any more"),
    "write": _("Its text was changed"),
    "revise": _("Its text was revised after it was filed"),
    "invite": _("An investor was offered a place"),
    "renew code": _("The code of a place was made anew"),
    "accept": _("The place was taken"),
    "tick papers": _("Papers were ticked off"),
    "judge holding": _("The holding was judged by the filer"),
    "weigh bands": _("What filers declared together was weighed, and shown anew"),
    "promote": _("Another filer leads from now on"),
    "seat": _("Somebody got a seat"),
    "leave seat": _("Somebody left their seat"),
    "take seat": _("A coordinator took a seat away"),
    "leave out of ledger": _("A commitment was left out of the campaign's ledger"),
    "state intention": _("An investor said how it will vote"),
    "list intention": _("What the public page says of an investor was changed"),
    "remove intention": _("An investor's statement was removed"),
    "challenge": _("The company gave its reasons for leaving it out"),
    "go on with another lead": _("It goes on with another lead filer"),
    "wait for another lead": _("It waits for another lead filer, whose defects are not cured yet"),
    "withdraw for commitments": _("It was withdrawn for commitments of the company"),
    "record result": _("The result was recorded"),
    "amend result": _("The result was amended"),
    "state estimate": _("An estimate without insiders was written down"),
    "remove estimate": _("An estimate without insiders was removed"),
    "note talk": _("A talk with the company was written down"),
    "follow talk": _("What was to be done after a talk is done"),
    "remove talk": _("The entry about a talk was removed"),
    "keep fund votes": _("Votes of a fund were kept"),
    "remove fund votes": _("Votes of a fund were removed"),
}
LABELS = VERBS | ENDS | STEPS | OTHERS

COUNTRIES = (
    ("US", _("United States")), ("GB", _("United Kingdom")), ("CA", _("Canada")), ("DE", _("Germany")),
    ("AT", _("Austria")), ("FR", _("France")), ("CH", _("Switzerland")), ("NL", _("Netherlands")),
    ("SE", _("Sweden")), ("NO", _("Norway")), ("JP", _("Japan")), ("AU", _("Australia")), ("CA-QC", _("Quebec")),
)  # fmt: skip
# What the rows of other countries count, by the rulebook's names; in the order in which people are asked for it.
RULE_NUMBERS = {
    "percent": _("Percent of the capital or of the votes that is enough"),
    "motion_percent": _("Percent that is enough for a motion"),
    "amount": _("Value of shares that is enough, in the country’s money"),
    "nominal": _("Nominal or pro-rata capital that is enough, in the country’s money"),
    "members": _("How many members together are enough"),
    "paid_up_each": _("What each of them has paid up on average, in the country’s money"),
    "aggregated": _("Holders may be added up"),
    "held_months": _("Months for which the shares must have been held"),
    "held_days": _("Days for which the shares must have been held"),
    "words": _("Words at most"),
    "notice_days": _("Days in which the company asks for proof"),
    "reply_days": _("Days in which it is answered"),
    "refusal_days": _("Days in which a refusal is told"),
    "thresholds": _("Percent that the first, second and third vote must reach"),
    "within_years": _("Years within which votes count"),
    "last_within_years": _("Years within which the last vote counts"),
}


def country_name(code):
    """The name of a country, or of a part of one that has rules of its own, for people to read."""
    return dict(COUNTRIES).get(code) or countries.name_of(code) or code
