"""What is kept of public petitions (organize.inventory): texts and numbers, and until its day what is sealed."""

from django.utils.translation import gettext_lazy as _

from organize.inventory import Erasable, Kind
from petitions.actions.erasing import keys_of
from petitions.petition_states import PetitionState

PERIODS = ()
ERASERS = ()

HOLDS_PEOPLE = _("A petition of this still keeps what people signed. End it and erase what is sealed first.")
NOT_YET = _("What was erased of a petition of this leaves the disk within a day. Try again tomorrow.")
_GOING = (PetitionState.DRAFT, PetitionState.ERASED)


def _holds_people(petition):
    if petition.has_erased:
        return NOT_YET
    return None if petition.state in _GOING else HOLDS_PEOPLE


ERASABLE = (Erasable("petitions.petition", _holds_people, keys_of, in_campaign="campaign"),)

_PETITIONS = _("until the petition is erased; numbers and text stay after its day of erasure")

KINDS = (
    # Without its numbers by country: the desk shows none below ten, and the smallest would name somebody.
    Kind(
        "petitions.Petition", _("Public petitions: text, terms, days, state, numbers"), _PETITIONS,
        fields="slug campaign_id state title addressee body language publisher partners offers_updates looks_first "
        "first_goal address listed opened_on closes_on erase_on closed_on erased_on confirmed on_paper goal "
        "reached counted_on names_shown",
    ),
    Kind(
        "petitions.KeyHolder", _("Public keys of those who can read a petition's contacts"), _PETITIONS,
        fields="petition_id position name fingerprint",
    ),
    Kind(
        "petitions.Supporter",
        _("People who signed a petition: a contact that only key holders can read, a mark, a country, a public name"),
        _("until the petition's day of erasure, or until they take it back"), group="petition__group",
        left_out=_("Key holders have an export of their own, which only they can open."),
    ),
    Kind(
        "petitions.Sheet", _("Signatures on paper: how many stand on a sheet"), _PETITIONS,
        fields="petition_id label total scan_sha256 collected_on rows",
    ),
)  # fmt: skip

FIELDS = {
    "petition_id": _("key of the petition"),
    "addressee": _("to whom it is written"),
    "publisher": _("who asks, as the public reads it"),
    "partners": _("other organizations that asked to write to supporters"),
    "offers_updates": _("whether supporters were asked if the publisher may write to them"),
    "looks_first": _("whether public names wait until somebody has looked"),
    "first_goal": _("goal at the beginning"),
    "erase_on": _("day on which everything about supporters is erased"),
    "erased_on": _("day on which it was erased"),
    "confirmed": _("signatures that were confirmed by a code"),
    "on_paper": _("signatures on paper"),
    "goal": _("goal now"),
    "reached": _("goals, and the day on which each was reached"),
    "counted_on": _("day of the last count"),
    "names_shown": _("public names shown"),
    "fingerprint": _("fingerprint of the key"),
    "label": _("name of the sheet"),
    "total": _("signatures on it"),
    "scan_sha256": _("fingerprint of its scan"),
    "collected_on": _("day on which it was collected"),
    "rows": _("rows of it that were taken in"),
}
