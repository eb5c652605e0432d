"""What is planted and searched for: words that occur nowhere else, and every way in which a program may write them."""

import base64
import json
import quopri
import re
from html import escape
from urllib.parse import quote, quote_plus

SIGNATORY = {
    "name": "Quillfeather Ozymandøs-Brackwater",
    "title": "Underwharf Lanternkeeper Ünique",
    "team": "Zweibrückenschrauber Loft 77",
}
BROWSER = {
    "User-Agent": "Mozzarella/77.66 (Vexwright; Plumbean OS 55_44)",
    "Referer": "https://intranet.quibblestone.example/hr/vexatious?who=plumbean",
    "Accept-Language": "gsw-LI-quibble;q=0.77,plumbean",
    "X-Forwarded-For": "198.51.100.177",
    "X-Real-IP": "198.51.100.178",
    "Forwarded": "for=198.51.100.179;host=quibblestone",
    "Cookie": "tracking=quibblestone-plumbean-4477",
    "Authorization": "Basic cXVpYmJsZXN0b25lOnBsdW1iZWFu",
    "From": "vexwright@quibblestone.example",
    "Via": "1.1 proxy-plumbean.quibblestone.example",
    "DNT": "1",
    "Sec-CH-UA-Platform": "Plumbean OS",
}
ADDRESS = "127.77.66.55"


def words(extra=()):
    """{what it is: bytes} of all that must be found nowhere, with `extra` pairs of secrets made during a run."""
    plain = {f"signatory's {key}": value for key, value in SIGNATORY.items()}
    plain |= {f"browser's {key}": value for key, value in BROWSER.items() if key != "DNT"}
    plain |= {"client address": ADDRESS}
    return {what: text.encode() for what, text in plain.items()} | dict(extra)


def spellings(raw):
    """Every byte string under which `raw` may lie in a file."""
    found = {raw, raw.hex().encode(), raw.hex().upper().encode()}
    for before in range(3):
        whole = base64.b64encode(bytes(before) + raw + bytes(2)).rstrip(b"=")
        # The characters that mix in a neighbour's bits depend on the neighbour.
        middle = whole[(8 * before + 5) // 6 : (8 * (before + len(raw))) // 6]
        found |= {middle, middle.replace(b"+", b"-").replace(b"/", b"_")}
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return found
    forms = [quote(text), quote(text, safe=""), quote_plus(text), json.dumps(text)[1:-1], escape(text)]
    forms += [repr(text)[1:-1], text.encode("unicode_escape").decode(), repr(raw)[2:-1], text.casefold()]
    found |= {form.encode() for form in forms} | {quote(text).lower().encode()}
    found |= {text.encode("utf-16-le"), text.encode("utf-16-be"), text.encode("latin-1", "replace")}
    # Quoted-printable breaks lines at 76 characters: what lies between the breaks is searched for.
    found |= {part for part in re.split(rb"=\r?\n", quopri.encodestring(raw)) if len(part) >= 12}
    return found
