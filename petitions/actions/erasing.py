"""Erasing a letter as a whole: when it may go, and what of it lies outside the database."""

import re
import secrets
import shutil
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from petitions import vault
from petitions.actions.printouts import folder_of
from petitions.models import Letter, Petition, Printout
from petitions.states import PUBLIC, LetterState

STAYS = _(
    "A letter of this is live or holds sealed names: people signed under its rules. Call it off, or destroy what is "
    "sealed; then it can be erased."
)
GOING = frozenset(LetterState) - PUBLIC | {LetterState.CANCELLED, LetterState.DESTROYED}
ADDRESS, KEY = re.compile("[a-z2-7]{32}"), re.compile(r"(?:issuer|dup)-([0-9a-f]{32})\.(?:der|key)")
MARK = ".erased"


def why_not(letter):
    """The sentence that says why the letter may not be erased now, or None."""
    return None if letter.state in GOING else STAYS


def files_of(letter):
    """A function that erases the letter's keys, public files and printed letters, to be called when its row is gone."""
    address, pk = letter.address, letter.pk
    printed = [folder_of(one) for one in Printout.objects.filter(letter=letter)]

    def erase():
        for folder in printed:
            shutil.rmtree(folder, ignore_errors=True)
        _erase_keys(pk)
        if address is not None:
            shutil.rmtree(settings.PUBLIC_DIR / address, ignore_errors=True)
            tell_processes()

    return erase


def keys_of(row):
    """A function that erases the key files of a row that has no others, to be called when the row is gone."""
    pk = row.pk
    return lambda: _erase_keys(pk)


def _erase_keys(pk):
    vault.issuer_destroy(pk)
    vault.dup_destroy(pk)


def tell_processes():
    """Have every process of this host forget what it keeps of letters (queries.letter_facts looks at this file)."""
    mark = settings.PUBLIC_DIR / MARK
    draft = mark.with_name(f"{MARK}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.replace(mark)


def sweep_files():
    """Erase files whose rows are gone, because a process ended between the two; how many. Leaves no trail.

    Whatever writes such a file does so after its row was committed, or holds the row while it writes.
    """
    public = [one for one in _in(settings.PUBLIC_DIR) if ADDRESS.fullmatch(one.name)]
    printed = [one for one in _in(settings.PRINTOUTS_DIR) if one.is_dir()]
    keys = {found[1] for found in map(KEY.fullmatch, (one.name for one in _in(settings.KEYS_DIR))) if found}
    # Read after the folders were listed: a letter that is new in between is in the rows.
    letters = dict(Letter.objects.values_list("pk", "address"))
    printouts = {pk.hex for pk in Printout.objects.values_list("pk", flat=True)}
    lost = [one for one in public if one.name not in letters.values()]
    lost += [one for one in printed if one.name not in printouts]
    for folder in lost:
        shutil.rmtree(folder, ignore_errors=True)
    petitions = Petition.objects.values_list("pk", flat=True)  # whose keys have names of the same shape
    orphans = keys - {pk.hex for pk in letters} - {pk.hex for pk in petitions}
    for key in orphans:
        _erase_keys(UUID(key))
    if lost:
        tell_processes()
    return len(lost) + len(orphans)


def _in(folder):
    """What lies in a folder; nothing where it was not made yet."""
    return list(folder.iterdir()) if folder.exists() else []
