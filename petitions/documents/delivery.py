"""The letter as it is handed over: letterhead, addressees, demands, text, counts, and published names in columns."""

import shutil
from math import ceil

from django.utils import formats, translation
from django.utils.translation import gettext, ngettext

from organize import text
from organize.languages import spoken
from organize.paper import pdf
from petitions import desk_queries, queries
from petitions.documents.picture import grouped, public_address, square
from petitions.models import PublishedName

VOLUME = 5000  # names in one document: some 40 pages, and a tenth of a gigabyte while it is made


def write(letter, folder, tell):
    """Write the letter that has its public address into `folder` as 1.pdf, 2.pdf, …; how many there are.

    tell(done=, names=) is called before the first and after each. Names are read and set a volume at a time.
    """
    shutil.rmtree(folder, ignore_errors=True)  # what a killed run left
    folder.mkdir(mode=0o700, parents=True)
    facts = queries.letter_facts(letter.address)
    names = PublishedName.objects.filter(letter=letter, identity__isnull=False).count()
    volumes = max(1, ceil(names / VOLUME))
    after = ""
    for number in range(1, volumes + 1):
        done = (number - 1) * VOLUME
        tell(done=done, names=names)
        rows, after = queries.published_names(facts, after=after, size=VOLUME)
        fresh = folder / "fresh"
        fresh.write_bytes(volume(letter, rows, number=number, volumes=volumes, first=done + 1, names=names))
        fresh.chmod(0o600)
        fresh.replace(folder / f"{number}.pdf")
    tell(done=names, names=names)
    return volumes


def volume(letter, rows, *, number, volumes, first, names):
    """One volume as PDF in the letter's language. rows: names.Shown; `first` of all `names` is the first of them."""
    title, _end, rest = bytes(letter.letter_md).decode().partition("\n")
    title = title.removeprefix("# ")
    _path, address = public_address(letter.address)
    with translation.override(spoken(letter.language)):
        part = gettext("Volume %(number)s of %(volumes)s") % {"number": number, "volumes": volumes}
        data = {
            "words": _words(number, part),
            "address": address,
            "square": square(address),
            "fingerprint": grouped(letter.address),
            "text": text.tree(text.render(rest)) if number == 1 else [],
            "counts": _counts(letter, names) if number == 1 else [],
            "volume": number,
            "volumes": volumes,
            "names": [_row(row) for row in rows],
        }
        if volumes > 1:
            shown = {"first": first, "last": first + len(rows) - 1, "all": names}
            data["counts"].append(gettext("Here are names %(first)s to %(last)s of %(all)s.") % shown)
        whole = title if volumes == 1 else f"{title} ({part})"
        return pdf("delivery", data | {"heading": title}, language=letter.language, title=whole)


def _words(number, part):
    return {
        "over": gettext("Letter"),
        "address": gettext("Anyone can read and check it at"),
        "square": gettext("The address as a picture"),
        "names": gettext("Names") if number > 1 else gettext("Signed"),
        "struck": gettext("disputed by its owner"),
        "alike": gettext("looks like another name"),
        "unusual": gettext("written with unusual characters"),
        "fingerprint": gettext("Fingerprint"),
        "volume": part,
        "lacks": gettext("A letter that no font of this document has is shown as □. The address above shows it."),
    }


def _counts(letter, names):
    """Whole sentences about the last public count."""
    checkpoint = queries.last_checkpoint(letter)
    if checkpoint is None:
        return [gettext("No count has been published yet.")]
    counts = queries.counts_of(letter)
    sealed = max(counts["sealed"] - desk_queries.opened_by(letter.waves.all()), 0)
    struck = letter.errata.count()
    live, day = counts["live"], formats.date_format(checkpoint.day, "j F Y")
    said = [
        ngettext("%(n)s person signed, as counted on %(day)s.", "%(n)s people signed, as counted on %(day)s.", live)
        % {"n": live, "day": day},
        ngettext("%(n)s of them is named.", "%(n)s of them are named, sorted by name.", names) % {"n": names},
    ]
    if sealed:
        said.append(
            ngettext(
                "%(n)s asked to be named only together with enough others; that name is still sealed.",
                "%(n)s asked to be named only together with enough others; their names are still sealed.",
                sealed,
            )
            % {"n": sealed}
        )
    if counts["count_only"]:
        n = counts["count_only"]
        said.append(ngettext("%(n)s is counted without a name.", "%(n)s are counted without a name.", n) % {"n": n})
    if struck:
        said.append(
            ngettext(
                "%(n)s name is struck: its owner disputes it.",
                "%(n)s names are struck: their owners dispute them.",
                struck,
            )
            % {"n": struck}
        )
    return [" ".join(said)]


def _row(row):
    said = ", ".join(part for part in (row.title, row.team) if part)
    return {"name": row.name, "said": said, "struck": row.struck, "remark": row.remark}
