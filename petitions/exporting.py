"""What a group's export holds of letters beside their rows: the files that are public already, and printed letters."""

from django.http import Http404

from organize import archive
from petitions import publication, queries
from petitions.actions.printouts import folder_of


def public_files(group):
    """(name, blocks, length) of the bundle of every letter that has its address, and of its printout if it is ready."""
    for address, printout in queries.letters_with_files(group):
        facts = queries.letter_facts(address)
        try:
            yield _member(address, publication.file_path(facts, "bundle.zip"))
        except Http404:
            pass  # larger than a zip can be: it is handed over as a folder
        for number in range(1, printout.volumes + 1 if printout else 1):
            path = folder_of(printout) / f"{number}.pdf"
            if path.exists():  # erased meanwhile: something in the letter has changed
                yield _member(address, path)


def _member(address, path):
    return f"letters/{address}/{path.name}", archive.blocks_of(path), path.stat().st_size
