"""What is kept of letters (organize.inventory): desk rows, and rows that say nothing about anyone."""

from django.utils.translation import gettext_lazy as _

from organize.inventory import Erasable, Kind, Period
from petitions.actions import erasing, retention

PERIODS = (
    Period(
        "disputes", _("What was said about disputed names"),
        _("The words, counted from the day they were written. They go at the letter's end in any case."),
        default=365, least=30, most=1095,
    ),
    Period(
        "versions", _("Earlier versions of a letter that is still a draft"),
        _("All of them are gone at the freeze, whatever you choose here."),
        default=365, least=7, most=1095,
    ),
    Period(
        "proposals", _("Who asked for an opening of names"),
        _("Counted from the day the wave was announced. The trail has its own time."),
        default=365, least=30, most=3650,
    ),
)  # fmt: skip

ERASERS = (
    ("disputes", retention.erase_words_of_disputes),
    ("versions", retention.erase_versions),
    ("proposals", retention.erase_proposals),
)

ERASABLE = (Erasable("petitions.letter", erasing.why_not, erasing.files_of, in_campaign="campaign"),)

_LETTERS = _("until the letter is erased")
_PUBLIC = _("until the letter is erased; it is public, and anybody may have a copy")
_BUNDLE = _("It is in the letter's public bundle, which is in the export.")
_SEALED = _("Sealed envelopes and what protects signatories are given to nobody.")
_VIA = "letter__group"

KINDS = (
    Kind(
        "petitions.Letter", _("Letters: words, terms, days, state"), _LETTERS,
        fields="slug campaign_id state title body language tiers margin deliver_at needed opens_on closes_on "
        "destroy_by notice_hours batch_min batch_hours mode domains offices roles address frozen_on delivered_on "
        "answered_on answer listed",
    ),
    Kind("petitions.Demand", _("What a letter demands"), _LETTERS, fields="letter_id number text"),
    Kind("petitions.Addressee", _("To whom it is written"), _LETTERS, fields="letter_id number name title"),
    Kind(
        "petitions.Translation", _("The letter in other languages"), _LETTERS,
        fields="letter_id language title body demands",
    ),
    Kind(
        "petitions.Version", _("The words of a draft before an edit"),
        _("{days} days, and never longer than to the freeze"), period="versions",
        fields="letter_id number replaced_at words",
    ),
    Kind(
        "petitions.Trustee", _("Trustees' seats: name, public keys, approval, statement of destruction"), _PUBLIC,
        fields="letter_id position state way name",
    ),
    Kind(
        "petitions.Wave", _("Waves: notice, days, how many names"), _PUBLIC,
        fields="letter_id number kind state announced_on snapshot_day completed_on k due named",
    ),
    Kind(
        "petitions.Proposal", _("Who asked for an opening of names"), _("{days} days after the wave was announced"),
        period="proposals", fields="wave_id asked_by:asked_by__pseudonym state despite",
    ),
    Kind(
        "petitions.Dispute", _("Disputes about published names: no author, no time finer than a day"),
        _("that there was one: until the letter is erased; its words: until the letter's end, and once you have "
          "answered {days} days at most"), period="disputes", fields="letter_id kind text state day answer",
    ),
    Kind("petitions.Erratum", _("Names that were struck, and why"), _PUBLIC, fields="letter_id reason day"),
    Kind(
        "petitions.Printout", _("That a letter was printed, and the files of it"),
        _("until anything that it shows has changed"), left_out=_("It can be made anew from the letter at any time."),
    ),
    Kind(
        "petitions.Checkpoint", _("Counts and the state of the public log, once a day"), _PUBLIC, group=_VIA,
        left_out=_BUNDLE,
    ),
    Kind("petitions.LogEntry", _("The public log: entries without a name or a time"), _PUBLIC, group=_VIA,
         left_out=_BUNDLE),
    Kind(
        "petitions.PublishedName", _("Names that were opened, or given to be named at once"),
        _("until the letter is erased; withdrawn ones until the next batch"), group=_VIA, left_out=_BUNDLE,
    ),
    Kind("petitions.Statement", _("What people who are named at once have said"),
         _("until the letter is erased; withdrawn ones until the next batch"), group=_VIA, left_out=_BUNDLE),
    Kind("petitions.ReleaseFile", _("Files with which trustees opened a wave"), _PUBLIC, group="wave__letter__group",
         left_out=_BUNDLE),
    Kind("petitions.RosterLeaf", _("Fingerprints of the codes that were made"), _PUBLIC, group=_VIA, left_out=_BUNDLE),
    Kind(
        "petitions.Redemption", _("Fingerprints of the codes that were used; of addresses by work mail only tags"),
        _("tags until passes end; fingerprints until the letter is erased"), group=_VIA, left_out=_SEALED,
    ),
    Kind("petitions.Asked", _("Work addresses that asked for a code, encrypted"), _("until the mail is sent"),
         group=_VIA, left_out=_SEALED),
    Kind("petitions.Waiting", _("Signatures until the next batch, sealed"), _("a day, at most seven"), group=_VIA,
         left_out=_SEALED),
    Kind(
        "petitions.Blob", _("Sealed envelopes, which no key of this site opens"),
        _("until they are withdrawn, opened, or destroyed on the day that the letter names"), group=_VIA,
        left_out=_SEALED,
    ),
    Kind("petitions.Hold", _("Which keys a wave holds"), _LETTERS, group=_VIA, left_out=_SEALED),
)  # fmt: skip

FIELDS = {
    "language": _("language (ISO 639)"),
    "tiers": _("the numbers of people that signatories may ask for"),
    "margin": _("how many more are waited for"),
    "deliver_at": _("number of signatures at which it may be delivered"),
    "needed": _("how many trustees open together"),
    "opens_on": _("first day to sign"),
    "closes_on": _("last day to sign"),
    "destroy_by": _("day on which what is sealed is destroyed"),
    "notice_hours": _("how long a notice runs, in hours"),
    "batch_min": _("how many new people a batch waits for"),
    "batch_hours": _("how often batches may come, in hours"),
    "mode": _("how people prove that they may sign"),
    "offices": _("offices that may be chosen"),
    "roles": _("families of roles that may be chosen"),
    "frozen_on": _("day of the freeze"),
    "delivered_on": _("day of the delivery"),
    "answered_on": _("day of the answer"),
    "answer": _("the answer, in your words"),
    "listed": _("whether the campaign's public page leads to it"),
    "letter_id": _("key of the letter"),
    "wave_id": _("key of the wave"),
    "demands": _("the demands, in order"),
    "replaced_at": _("moment of the edit (UTC)"),
    "words": _("all words as they were"),
    "position": _("seat, from 1"),
    "way": _("which tool the trustee uses"),
    "announced_on": _("day of the notice"),
    "snapshot_day": _("day on which the notice ended"),
    "completed_on": _("day on which the names were opened"),
    "k": _("the tier that was reached"),
    "due": _("how many envelopes were to be opened"),
    "named": _("how many names were opened"),
    "asked_by": _("who asked: a name that members see"),
    "despite": _("whether with fewer trustees' files than could open all"),
    "day": _("day"),
    "reason": _("why"),
}

VERBS = {  # of the trail; stored as the key
    "add holder": _("add holder"), "adopt": _("adopt"), "announce": _("announce"),
    "announce again": _("announce again"), "answer": _("answer"), "approve": _("approve"), "archive": _("archive"),
    "ask": _("ask"), "begin": _("begin"), "cancel": _("cancel"), "close": _("close"), "code": _("code"),
    "complete": _("complete"), "confirm": _("confirm"), "decline": _("decline"), "deliver": _("deliver"),
    "destroy": _("destroy"), "draft": _("draft"), "drop": _("drop"), "finish printout": _("finish printout"),
    "freeze": _("freeze"), "give up printout": _("give up printout"), "hide name": _("hide name"), "key": _("key"),
    "list": _("list"), "open": _("open"), "order printout": _("order printout"), "propose": _("propose"),
    "reconsider": _("reconsider"), "record agreement": _("record agreement"), "release": _("release"),
    "remove holder": _("remove holder"), "remove translation": _("remove translation"), "reopen": _("reopen"),
    "replace": _("replace"), "return": _("return"), "seat": _("seat"), "set terms": _("set terms"),
    "show name": _("show name"), "snapshot": _("snapshot"), "strike name": _("strike name"),
    "take back": _("take back"), "take in": _("take in"), "take release file": _("take release file"),
    "translate": _("translate"), "unlist": _("unlist"), "unseat": _("unseat"), "void": _("void"),
}  # fmt: skip
