"""Typewritten text (plain submissions, <PRE>) to a Page: paragraphs, and tables by the columns of their characters."""

import re

from shareholder.readers.labels import role_of
from shareholder.readers.page import Writer

PIECE = re.compile(r"[^\s.]\S*(?: \S+)*|\.(?!\.)\S*")
LEADERS = re.compile(r"\.{3,}|(?:\. ){3,}")
MOST_PIECES = 60  # on one line of a typewritten table
RULES = set(" \t-=_*~")
TAG = re.compile(r"</?(?:TABLE|CAPTION|S|C|PAGE|PRE|B|FN|F\d)>", re.I)
NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d{4,})(?![\w,.%])")


def pieces_of(line):
    """What stands apart on a line, two spaces or more from the next: [(text, left, right)]."""
    blank = LEADERS.sub(lambda found: " " * len(found.group()), line)
    return [(found.group(), found.start(), found.end()) for found in PIECE.finditer(blank)]


def is_columns(line):
    """Whether a line looks like a row of a table: several pieces, among them labels of votes or numbers."""
    pieces = pieces_of(line)
    if not 1 < len(pieces) <= MOST_PIECES:
        return False
    labels = sum(1 for text, _, _ in pieces if role_of(text))
    numbers = sum(1 for text, _, _ in pieces if NUMBER.search(text))
    return labels + numbers > 1


def is_rule(line):
    """Whether a line is only drawn: dashes under labels, not a dash that stands for zero."""
    return set(line) <= RULES and any(mark * 4 in line for mark in "-=_~")


def put_typed(writer, text):
    """Add typewritten text: a block between blank lines is a table where two of its lines are rows of columns."""
    lines = [TAG.sub(lambda found: " " * len(found.group()), line).expandtabs() for line in text.splitlines()]
    lines = ["" if is_rule(line) else line.replace("\u00a0", " ").rstrip() for line in lines]
    block, gap = [], 0
    blocks = []
    for line in [*lines, "", ""]:
        if line.strip():
            block.append(line)
            gap = 0
        else:
            gap += 1
            if block and (gap > 1 or not is_columns(block[-1])):
                blocks.append(block)
                block = []
    if block:
        blocks.append(block)
    for block in blocks:
        if any(is_columns(line) for line in block):
            writer.typed([(line, pieces_of(line)[:MOST_PIECES]) for line in block])
        else:
            writer.line("\n".join(line.strip() for line in block))


def page_of_text(source):
    """Plain text to a Page."""
    writer = Writer()
    put_typed(writer, source)
    return writer.page()
