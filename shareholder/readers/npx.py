"""Form N-PX (since 2024): how funds and managers voted, row by row from files of any size.

Source of the layout: the SEC's EDGAR Form N-PX XML Technical Specification. Elements are matched by their local names,
since filers use a prefix or none; shares are Decimal, since some are fractions. Memory doesn't grow with the file.
"""

from shareholder.readers import xml_stream
from shareholder.readers.npx_rows import Rows
from shareholder.readers.npx_source import segments_of
from shareholder.readers.refused import Unreadable

NOT_NPX = "The file is XML, but no Form N-PX: it has neither a vote table nor a cover page."


class Reading:
    """Iterates over the rows of a file; `cover` is filled when its cover page has been passed."""

    def __init__(self, file, progress=None):
        """`file`: binary, read once from where it stands. `progress` is called with the bytes read so far."""
        self.file, self.progress = file, progress
        self.cover = None
        self.rows = 0

    def __iter__(self):
        known, passed = False, 0
        for chunks in segments_of(self.file):
            parser = xml_stream.guarded()
            found = Rows(parser, self.rows + 1)
            fed = 0
            for fed in xml_stream.feed(parser, chunks):
                if self.progress:
                    self.progress(passed + fed)
                found.drain()
                yield from found.rows
                found.rows.clear()
            passed += fed
            self.rows = found.number
            known = known or found.last in ("proxyVoteTable", "edgarSubmission")
            self.cover = self.cover or found.cover
        if not known:
            raise Unreadable(NOT_NPX)


def read(file, progress=None):
    """Iterate over the Votes of a file; Unreadable as soon as it turns out to be none."""
    return Reading(file, progress)


def check(file, progress=None):
    """Parse a whole file without looking at it, so that nothing of a broken one is passed on. Then rewind it."""
    passed = 0
    for chunks in segments_of(file):
        fed = 0
        for fed in xml_stream.feed(xml_stream.guarded(), chunks):
            if progress:
                progress(passed + fed)
        passed += fed
    file.seek(0)
