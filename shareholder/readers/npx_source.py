"""A filing's file to its XML documents: one bare document, or those in the envelope of a whole submission."""

from shareholder.readers.refused import Unreadable
from shareholder.readers.xml_stream import CHUNK, EMPTY

OPEN, CLOSE = b"<XML>", b"</XML>"
ENVELOPES = (b"<SEC-DOCUMENT>", b"<SUBMISSION>", b"<DOCUMENT>", b"-----BEGIN PRIVACY", b"<SEC-HEADER>")

NO_XML = "The submission holds no XML document."


def segments_of(file):
    """Yield for each XML document an iterator over its chunks, to be used up before the next is asked for."""
    head = file.read(CHUNK)
    if not head.strip():
        raise Unreadable(EMPTY)
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").upper().startswith(ENVELOPES):
        yield whole(head, file)
        return
    envelope = Envelope(head, file)
    found = False
    while envelope.find():
        found = True
        yield envelope.inside()
    if not found:
        raise Unreadable(NO_XML)


def whole(head, file):
    yield head
    while chunk := file.read(CHUNK):
        yield chunk


class Envelope:
    """Looks for <XML> and </XML> over the borders of chunks."""

    def __init__(self, head, file):
        self.held, self.file = head, file

    def more(self):
        chunk = self.file.read(CHUNK)
        self.held += chunk
        return bool(chunk)

    def find(self):
        """Go to behind the next <XML>; False where there is none."""
        while True:
            at = self.held.find(OPEN)
            if at >= 0:
                self.held = self.held[at + len(OPEN) :].lstrip()
                return True
            self.held = self.held[-len(OPEN) :]
            if not self.more():
                return False

    def inside(self):
        """The chunks up to </XML>, or to the end of the file, which the parser will notice."""
        started = False
        while True:
            if not started:
                self.held = self.held.lstrip()
                started = bool(self.held)
            at = self.held.find(CLOSE)
            if at >= 0:
                yield self.held[:at]
                self.held = self.held[at + len(CLOSE) :]
                return
            keep = len(CLOSE) - 1
            if len(self.held) > keep:
                yield self.held[:-keep]
                self.held = self.held[-keep:]
            if not self.more():
                yield self.held
                self.held = b""
                return
