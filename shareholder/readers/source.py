"""The bytes of a filing to its documents: bare HTML, plain text, or EDGAR's envelope around several."""

import re
from dataclasses import dataclass

from shareholder.readers.markup import page_of_markup
from shareholder.readers.typed import page_of_text

DOCUMENT = re.compile(r"<DOCUMENT>(.*?)(?:</DOCUMENT>|(?=<DOCUMENT>)|\Z)", re.S | re.I)
TYPE = re.compile(r"<TYPE>\s*([^\s<]+)", re.I)
TEXT = re.compile(r"<TEXT>(.*?)(?:</TEXT>|\Z)", re.S | re.I)
MARKUP = re.compile(r"<(?:html|body|p|div|br|td|font|span)\b", re.I)


@dataclass(frozen=True, slots=True)
class Document:
    kind: str  # "8-K", "8-K/A", "EX-99.1", or "" where no envelope says it
    source: str

    def page(self):
        if MARKUP.search(self.source):
            return page_of_markup(self.source)
        return page_of_text(self.source)


def text_of(raw):
    """Bytes as text: UTF-8 where it is that, else the Windows code page that older filings use."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")


def documents_of(raw):
    """The documents in a file, in its order; the file itself where it has no envelope."""
    text = text_of(raw)
    found = []
    for body in DOCUMENT.findall(text):
        inner = TEXT.search(body)
        kind = TYPE.search(body)
        found.append(Document(kind.group(1).upper() if kind else "", inner.group(1) if inner else body))
    return found or [Document("", text)]
