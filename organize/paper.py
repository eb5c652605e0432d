"""Documents on paper: data and a template of templates/paper/ become a PDF, in memory and in a process of its own.

What people wrote reaches a template as data only. The same data give the same bytes: no date, author or machine is in
a PDF, and its id is a hash of what anyone can read in it.
"""

import json
import re
import subprocess
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language_info

from organize import typesetter
from organize.languages import spoken

SECONDS, MEMORY = 120, 2 * 1024**3  # for one document; the longest one takes a tenth of either
BASE, MONO = "source-serif-4 latin", "source-code-pro latin"
RIGHT_TO_LEFT = ("R", "AL", "AN")  # what unicodedata.bidirectional says of such letters and numbers
LACKING = "\u25a1"  # stands for a letter that no font here has
# Chinese, Japanese and Korean share code points and draw them differently: the letter's language has its way first.
OWN = {"ja": "noto-sans-jp ", "ko": "noto-sans-kr "}


@lru_cache(maxsize=1)
def _families():
    """[(family, frozenset of the characters it has)] in the order in which they are asked."""
    found = json.loads((settings.FONTS / "fonts.json").read_text())
    return [
        (one["family"], frozenset(chr(point) for first, last in one["covers"] for point in range(first, last + 1)))
        for one in found
    ]


@lru_cache(maxsize=8)
def _first_families(own):
    """{character: family} for a language whose own fonts are asked before other ones."""
    found = {}
    for family, covers in sorted(_families(), key=lambda one: not (own and one[0].startswith(own))):
        if family != MONO:
            for one in covers:
                found.setdefault(one, family)
    if own:  # they hold Latin letters too, which letters are not set in
        found |= {one: BASE for family, covers in _families() if family == BASE for one in covers}
    return found


def _clusters(text):
    """The distinct characters of a text, each with the marks that stand on it."""
    characters = set(text)
    marks = "".join(one for one in characters if unicodedata.category(one)[0] == "M")
    return set(re.findall(f".[{re.escape(marks)}]*", text, re.DOTALL)) if marks else characters


def _family_of(cluster, first):
    """The one family that has all of a cluster, or None. What is never drawn needs no font."""
    drawn = [one for one in cluster if unicodedata.category(one) not in ("Cf", "Cc")]
    family = first.get(drawn[0]) if drawn else BASE
    if len(drawn) < 2 or family is None:
        return family
    return next((name for name, covers in _families() if name != MONO and covers.issuperset(drawn)), None)


def drawable(text, language):
    """(text, families, whether letters lack): LACKING stands for letters that no font here has.

    The families draw what is left, in the order in which they are to be asked.
    """
    own = OWN.get(language.split("-")[0])
    first = _first_families(own)
    families, lacking = {BASE}, []
    for cluster in _clusters(text):
        family = _family_of(cluster, first)
        families.add(family or BASE)
        if family is None:
            lacking.append(cluster)
    for cluster in sorted(lacking, key=len, reverse=True):
        # What reads as data (a quote, a brace) is ASCII and stays whatever marks were put on it.
        text = text.replace(cluster, cluster[0] if cluster[0].isascii() else LACKING)
    order = [name for name, _covers in _families()]
    if own:
        order.sort(key=lambda name: (not name.startswith("source-"), not name.startswith(own)))
    return text, [name for name in order if name in families], bool(lacking)


def pdf(template, data, *, language, title):
    """The bytes of the PDF of templates/paper/<template>.typ for `data`, a dict of what JSON can hold.

    It is tagged (PDF/UA-1). `title` is shown by readers; `language` is a code like "pt", of the text, and says its
    direction; our own words (data.words, data.counts) are in the one that the interface speaks.
    data.lacks tells the template that a letter had no font. RuntimeError when it cannot be made.
    """
    info = get_language_info(language)
    told = {"language": info["code"], "spoken": spoken(info["code"]), "rtl": info["bidi"]}
    whole = data | told | {"title": title, "mono": [MONO]}
    text = json.dumps(whole, ensure_ascii=False)
    text, families, lacks = drawable(text, language)
    mixed = info["bidi"] or any(unicodedata.bidirectional(one) in RIGHT_TO_LEFT for one in set(text))
    whole = json.loads(text) | {"lacks": lacks, "fonts": families, "mixed": mixed}
    asked = {
        "template": str(settings.PAPER_TEMPLATES / f"{template}.typ"),
        "root": str(settings.PAPER_TEMPLATES),
        "fonts": str(settings.FONTS),
        "data": json.dumps(whole),
        "memory": MEMORY,
        "seconds": SECONDS,
    }
    done = subprocess.run(
        [sys.executable, "-I", str(Path(typesetter.__file__))],
        input=json.dumps(asked).encode(),
        capture_output=True,
        env={},  # no secret of this process, no proxy, no home
        check=False,
        timeout=4 * SECONDS,
    )
    if done.returncode or not done.stdout:
        raise RuntimeError(f"a document could not be made ({template}, status {done.returncode})")
    return done.stdout


def squares(rows):
    """A QR code's rows as an SVG whose dark squares are joined along each row."""
    path = []
    for y, row in enumerate(rows):
        for found in re.finditer("1+", "".join("01"[bool(dark)] for dark in row)):
            x, width = found.start(), len(found[0])
            path.append(f"M{x} {y}h{width}v1h-{width}z")
    size = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{"".join(path)}"/></svg>'
