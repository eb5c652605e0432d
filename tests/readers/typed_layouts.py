"""The same invented results, typewritten: columns made of spaces, in the envelope of a plain submission."""

from tests.readers.layouts import numbered


def typed(chance, votes):
    """A typewritten table with the columns made of spaces."""
    widths = [18, 18, 16, 18]
    top = ["", "", "", "BROKER"]
    head = ["FOR", "AGAINST", "ABSTAIN", "NON-VOTES"]
    right = chance.random() < 0.6
    align = str.rjust if right else str.center
    lines = []
    one = chance.random() < 0.5
    for vote in votes:
        shown = ["" if value is None else f"{value:,}" if value else "-0-" for value in vote.counts]
        row = "".join(align(text, width) for text, width in zip(shown, widths, strict=True))
        titled = numbered(chance, vote)
        first, rest = titled[:30], titled[30:60]
        cut = first.rfind(" ")
        first, rest = first[:cut], first[cut:].strip() + rest
        if one:
            lines += ["" if lines else None, first, (rest.strip()[:30]).ljust(32) + row]
        else:
            lines += ["", titled, "", *headed(top, head, widths, align, 0), row]
    lines = [line for line in lines if line is not None]
    if one:
        lines = [*headed(top, head, widths, align, 32), *lines]
    return "\n".join(lines) + "\n"


def headed(top, head, widths, align, indent):
    return [
        " " * indent + "".join(align(text, width) for text, width in zip(texts, widths, strict=True))
        for texts in (top, head, ["-" * 11] * 4)
    ]


def page(inside):
    return f"""<DOCUMENT>
<TYPE>8-K
<TEXT>
                              FORM 8-K

Item 5.07  Submission of Matters to a Vote of Security Holders.

     Example Widgets, Inc. held its annual meeting on May 8, 2024.  Holders of
812,345,678 shares were present.

{inside}

                             SIGNATURES

Pursuant to the requirements of the Securities Exchange Act of 1934
</TEXT>
</DOCUMENT>
"""
