"""Invented results of invented meetings, written out in the layouts that filers use.

Each layout takes a ballot and a source of chance and returns the inside of a document. Chance decides what a filer
might: spacer cells, dashes or nothing for zero, footnotes, capitals, percentages, breaks within cells.
"""

from dataclasses import dataclass

TITLES = (
    "Shareholder proposal on a report about water use",
    "Stockholder proposal requesting an independent board chair",
    "Approval, on an advisory basis, of the pay of the named executive officers",
    "Proposal for a report on lobbying, if properly presented",
    "Amendment of the 2019 Equity Plan to add 4,500,000 shares",
    "Ratification of Example & Partners LLP as auditor for the fiscal year ending June 30, 2024",
    "A policy against forced labour in the supply chain",
)
WORDS = "One Two Three Four Five Six Seven Eight Nine".split()


@dataclass(frozen=True)
class Vote:
    item: str
    title: str
    yes: int
    no: int
    abstain: int
    broker: int | None  # None: the filer prints no broker non-votes for it

    @property
    def counts(self):
        return (self.yes, self.no, self.abstain, self.broker)


def ballot(chance, size=None):
    """Some items of one meeting, with one total; routine ones have no broker non-votes."""
    total = chance.randrange(900_000, 9_000_000_000)
    broker = chance.randrange(1_000, total // 6)
    votes = []
    for number in range(1, (size or chance.randint(1, 5)) + 1):
        routine = chance.random() < 0.25
        cast = total if routine else total - broker
        yes = chance.randrange(0, cast)
        abstain = chance.choice([0, chance.randrange(0, (cast - yes) // 3 + 1)])
        missing = None if chance.random() < 0.5 else 0
        title = chance.choice(TITLES)
        votes.append(Vote(str(number), title, yes, cast - yes - abstain, abstain, missing if routine else broker))
    return votes


def number(chance, value, note=""):
    if value is None:
        return chance.choice(["", "&nbsp;", "N/A"])
    if value == 0:
        return chance.choice(["0", "—", "-", "&#8211;", "-0-"])
    return f"{value:,}{note}"


def plain(value):
    return "none" if value is None else f"{value:,}"


def labels(chance):
    """Header words for the four counts, in one of the fashions of the field."""
    found = chance.choice(
        [
            ("For", "Against", "Abstain", "Broker Non-Votes"),
            ("Votes For", "Votes Against", "Abstentions", "Broker<br>Non-Votes"),
            ("FOR", "AGAINST", "ABSTAIN", "BROKER NON-VOTES"),
            ("Votes Cast For", "Votes Cast Against", "Votes Abstained", "Broker Nonvotes*"),
            ("Shares Voted For", "Shares Voted Against", "Shares Abstaining", "Broker&nbsp;Non-Votes (1)"),
            ("For", "Against", "Abstained", "Non-Votes"),
            ("Number of Votes For", "Number of Votes Against", "Number of Abstentions", "Number of Broker Non-Votes"),
        ]
    )
    return list(found)


def numbered(chance, vote):
    style = chance.choice(["Proposal {n}: ", "Proposal No. {n} – ", "{n}. ", "({n}) ", "Item {n}. ", "Proposal {w}. "])
    return style.format(n=vote.item, w=WORDS[int(vote.item) - 1]) + vote.title


def cells(chance, texts, tag="td", spacers=True):
    """A row of cells, with the empty cells between that make-up programs put there."""
    out = []
    for text in texts:
        if spacers:
            out.append("<td>&nbsp;</td>")
        inner = chance.choice(["{}", "<p>{}</p>", "<div><font>{}</font></div>", " \n {} \n "]).format(text)
        out.append(f"<{tag}>{inner}</{tag}>")
    return f"<tr>{''.join(out)}</tr>"


def paragraph(chance, text):
    return chance.choice(["<p>{}</p>\n", "<div>{}</div>\n", "<p>&nbsp;</p><p><b>{}</b></p>"]).format(text)


def note(chance):
    return chance.choice(["", "", "", "<sup>1</sup>", " (2)", "*"])


def before_table(chance, votes):
    """A heading, then a table with labels over the counts."""
    out = []
    spacers = chance.random() < 0.5
    for vote in votes:
        names = labels(chance)
        shown = [number(chance, value, note(chance)) for value in vote.counts]
        if vote.broker is None and chance.random() < 0.5:
            names, shown = names[:3], shown[:3]
        out.append(paragraph(chance, numbered(chance, vote)))
        if chance.random() < 0.3:
            out.append(paragraph(chance, "The votes were cast as follows:"))
        out.append(f"<table>{cells(chance, names, 'th', spacers)}{cells(chance, shown, 'td', spacers)}</table>")
        if chance.random() < 0.4:
            out.append(paragraph(chance, "The proposal was not approved."))
    return "".join(out)


def in_row(chance, votes):
    """The heading in the row of its counts; one table for all, or one for each; spans over spacer cells."""
    names = labels(chance)
    span = chance.choice([1, 2])
    filler = "<td></td>" * (span - 1)

    def head():
        return (
            f"<tr><td></td><td></td>{''.join(f'<td>&nbsp;</td><th colspan={span}>{name}</th>' for name in names)}</tr>"
        )

    def row(vote):
        shown = "".join(f"<td></td><td>{number(chance, value)}</td>{filler}" for value in vote.counts)
        return f"<tr><td>{vote.item}.</td><td>{vote.title}</td>{shown}</tr>"

    if chance.random() < 0.5:
        return f"<table>{head()}{''.join(row(vote) for vote in votes)}</table>"
    return "".join(f"<table>{head()}{row(vote)}</table><p>It was so resolved.</p>" for vote in votes)


def titles_between(chance, votes):
    """One table for all items, each with a row of title across it; labels once, or again over each."""
    names = labels(chance)
    again = chance.random() < 0.5
    out = ["<table>"]
    for place, vote in enumerate(votes):
        title = f"<tr><td colspan=5>{numbered(chance, vote)}</td></tr>"
        head = cells(chance, ["", *names], "td", False)
        if again or place == 0:
            out += [title, head] if chance.random() < 0.7 or place else [head, title]
        else:
            out.append(title)
        shown = [number(chance, value) for value in vote.counts]
        out.append(cells(chance, [chance.choice(["", "Votes", "Total Votes"]), *shown], "td", False))
        if chance.random() < 0.3:
            out.append("<tr><td>Percent</td><td>41.2%</td><td>58.1%</td><td>0.7%</td><td></td></tr>")
    return "".join([*out, "</table>"])


def label_rows(chance, votes):
    """Labels down the side, one number beside each."""
    out = []
    for vote in votes:
        rows = zip(labels(chance), vote.counts, strict=True)
        shown = [(name, number(chance, value)) for name, value in rows if value is not None]
        out.append(paragraph(chance, numbered(chance, vote)))
        part = "<td>12.5%</td>" if chance.random() < 0.2 else ""
        out.append(
            "<table>" + "".join(f"<tr><td>{n}</td><td></td><td>{v}</td>{part}</tr>" for n, v in shown) + "</table>"
        )
    return "".join(out)


def bullets(chance, votes):
    """Numbers first, each with its label, as a list."""
    out = []
    for vote in votes:
        out.append(paragraph(chance, numbered(chance, vote) + ". The tabulation of votes was as follows:"))
        share = " (26.3% of the voted shares)" if chance.random() < 0.5 else ""
        lines = [f"{vote.yes:,} votes for{share}", f"{vote.no:,} votes against{share}", f"{vote.abstain:,} abstentions"]
        if vote.broker is not None:
            lines.append(f"{vote.broker:,} broker non-votes" if vote.broker else "There were no broker non-votes.")
        wrap = chance.choice(["<li>{}</li>", "<p>• {}</p>", "<table><tr><td>•</td><td>{}</td></tr></table>"])
        out.append("".join(wrap.format(line) for line in lines))
    return "".join(out)


def prose(chance, votes):
    """Sentences."""
    out = []
    for vote in votes:
        tail = f" and {vote.broker:,} broker non-votes" if vote.broker is not None else ""
        sentence = chance.choice(
            [
                "{y} shares in favor, {n} shares against, {a} shares abstaining{t}.",
                "{y} votes for, {n} votes against, {a} abstentions{t}.",
                "with {y} shares voted for, {n} shares voted against, {a} shares abstained{t}.",
                "{y} votes were cast in favor of the proposal, {n} votes were cast against, {a} votes abstained{t}.",
            ]
        )
        text = sentence.format(y=f"{vote.yes:,}", n=f"{vote.no:,}", a=f"{vote.abstain:,}", t=tail)
        out.append(paragraph(chance, f"{numbered(chance, vote)}: {text}"))
    return "".join(out)


def label_lists(chance, votes):
    """Labels first, each with its number, on lines of their own or all on one."""
    out = []
    for vote in votes:
        names = ["For", "Against", "Abstain", "Broker Non-Votes"]
        mark = chance.choice([": ", " – ", " ..... ", ":&nbsp;&nbsp;"])
        pairs = [f"{n}{mark}{v:,}" for n, v in zip(names, vote.counts, strict=True) if v is not None]
        out.append(paragraph(chance, numbered(chance, vote)))
        joined = chance.choice(["<br>", "</p><p>", "; ", "&nbsp;&nbsp;&nbsp;&nbsp;"]).join(pairs)
        out.append(f"<p>{joined}</p>")
    return "".join(out)


def percent_columns(chance, votes):
    """Counts with percentages beside them and the result at the end."""
    out = []
    for vote in votes:
        cast = vote.yes + vote.no + vote.abstain
        out.append(paragraph(chance, numbered(chance, vote)))
        if chance.random() < 0.5:
            head = "<tr><th>For</th><th>% For</th><th>Against</th><th>% Against</th><th>Abstain</th>"
            head += "<th>Broker Non-Votes</th><th>Result</th></tr>"
            row = [f"{vote.yes:,}", "41.2%", f"{vote.no:,}", "58.8%"]
        else:
            head = "<tr><th colspan=2>For</th><th colspan=2>Against</th><th>Abstain</th>"
            head += "<th>Broker Non-Votes</th><th>Outcome</th></tr>"
            row = [f"{vote.yes:,}", f"{100 * vote.yes / cast:.1f}%", f"{vote.no:,}", f"({100 * vote.no / cast:.1f}%)"]
        row += [number(chance, vote.abstain), number(chance, vote.broker), "Not approved"]
        out.append(f"<table>{head}{cells(chance, row, 'td', False)}</table>")
    return "".join(out)


def side_by_side(chance, votes):
    """Labels down the side, one column for each item."""
    head = "".join(f"<td>Proposal {vote.item}</td>" for vote in votes)
    rows = []
    for place, name in enumerate(labels(chance)):
        shown = "".join(f"<td>{number(chance, vote.counts[place])}</td>" for vote in votes)
        rows.append(f"<tr><td>{name}</td>{shown}</tr>")
    return f"<p>The results were:</p><table><tr><td></td>{head}</tr>{''.join(rows)}</table>"


def stacked_header(chance, votes):
    """Labels over two or three rows."""
    head = (
        "<tr><td></td><td colspan=4>Votes</td></tr><tr><td></td><td></td><td></td><td></td><td>Broker</td></tr>"
        "<tr><td>Proposal</td><td>For</td><td>Against</td><td>Abstain</td><td>Non-Votes</td></tr>"
    )
    rows = [cells(chance, [numbered(chance, v), *(number(chance, c) for c in v.counts)], "td", False) for v in votes]
    return f"<table>{head}{''.join(rows)}</table>"


def unclosed(chance, votes):
    """Tables whose cells and rows are never closed, within a table that arranges the page."""
    names = "".join(f"<TD>{name}" for name in ("", "For", "Against", "Abstain", "Broker Non-Votes"))
    rows = "".join(
        f"<TR><TD>{numbered(chance, vote)}" + "".join(f"<TD>{number(chance, value)}" for value in vote.counts)
        for vote in votes
    )
    return f"<TABLE><TR><TD><P>Results<TABLE><TR>{names}{rows}</TABLE></TABLE>"


MARKUP = (
    before_table, in_row, titles_between, label_rows, bullets, prose, label_lists, percent_columns, side_by_side,
    stacked_header, unclosed,
)  # fmt: skip


def page(inside):
    """A whole Form 8-K around the results."""
    return f"""<html><head><title>8-K</title></head><body><p>FORM 8-K</p>
<table><tr><td>Delaware</td><td>001-99999</td></tr></table>
<p>Item 5.02 Departure of Directors</p><p>The plan adds 6,400,000 shares, for a total of 82,250,000 shares.</p>
<div><b>Item&nbsp;5.07</b>&nbsp; Submission of Matters to a Vote of Security Holders.</div>
<p>Example Widgets, Inc. held its annual meeting on May 8, 2024.
Holders of 812,345,678 shares were present, a quorum.</p>
{inside}
<p>Item 9.01 Financial Statements and Exhibits.</p>
<p>SIGNATURES</p><table><tr><td>Date: May 10, 2024</td></tr></table></body></html>"""
