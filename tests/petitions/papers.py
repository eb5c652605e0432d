"""What is in a PDF, for tests: read by another program's eyes. Plain functions."""

import io
import re

from pypdf import PdfReader


def read(pdf):
    return PdfReader(io.BytesIO(pdf), strict=True)


def words(pdf):
    """Everything that is written in a PDF, as one line of text: line breaks and isolating marks are left out."""
    text = " ".join(page.extract_text() for page in read(pdf).pages)
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069\u200b]", "", text))


def about(pdf):
    """(Info as a dict of text, the fields of XMP as {local name: text}, catalog)."""
    found = read(pdf)
    xmp = found.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    fields = dict(re.findall(r"<(?:\w+:)([A-Za-z]+)>([^<]+)</", xmp))
    return {str(key): str(value) for key, value in (found.metadata or {}).items()}, fields, found.trailer["/Root"]
