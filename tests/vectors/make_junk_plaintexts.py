"""Writes junk-plaintexts.json: 512-byte plaintexts and the identity every tool must read in each, null for junk.

The expectations are written by hand beside each case, not computed. Run with the project's root on PYTHONPATH:
python tests/vectors/make_junk_plaintexts.py
"""

import json
from pathlib import Path

from petitions.sealing.plaintext import UNSETTLED

JUNK = None
ACUTE = "\u0301"


def padded(body, *, length=None, filler=b"\x00"):
    """512 bytes around a body, with a false length or filler on request."""
    length = len(body) if length is None else length
    return length.to_bytes(2, "big") + body + filler * (510 - len(body))


def text(value):
    """The padded form of a JSON text given as str."""
    return padded(value.encode("utf-8"))


def named(name, **more):
    """The padded form of an identity, exactly as given."""
    return text(json.dumps({"name": name, **more}, ensure_ascii=False))


def good():
    """Plaintexts that name somebody."""
    yield "plain", named("Ada Example"), {"name": "Ada Example"}
    every = {"name": "Zoë Example", "title": "Engineer", "team": "Search", "note": "日本語, العربية, 🙂"}
    yield "all four fields", text(json.dumps(every, ensure_ascii=False)), every
    yield "escapes", text('{"name":"\\u005ao\\u00eb \\ud83d\\ude42"}'), {"name": "Zoë 🙂"}
    yield "an escaped key", text('{"n\\u0061me":"Ada"}'), {"name": "Ada"}
    yield "white space around", text(' \t\r\n{ "name" : "Ada" } \n'), {"name": "Ada"}
    yield (
        "other fields empty",
        named("Ada", title="", team="", note=""),
        {
            "name": "Ada",
            "title": "",
            "team": "",
            "note": "",
        },
    )
    yield "order of keys is free", text('{"note":"x","name":"Ada"}'), {"note": "x", "name": "Ada"}
    yield "120 code points", named("x" * 120), {"name": "x" * 120}
    yield "120 code points beyond the first plane", named("𝒜" * 120), {"name": "𝒜" * 120}
    yield "510 bytes", named("Ada", note="n" * 483), {"name": "Ada", "note": "n" * 483}
    yield "a name of one character", named("王"), {"name": "王"}
    yield "joiners that are not bidi", named("क्\u200dष"), {"name": "क्\u200dष"}
    yield "a code point no version has assigned", named("A\U000e0fff"), {"name": "A\U000e0fff"}
    yield "the key __proto__ is data elsewhere, a value here", named("__proto__"), {"name": "__proto__"}


def shapes():
    """Junk for its length, padding, encoding or JSON."""
    ada = b'{"name":"Ada"}'
    yield "empty", bytes(512)
    yield "all ones", b"\xff" * 512
    yield "padding not zero", padded(ada, filler=b"\x01")
    yield "last byte not zero", padded(ada)[:-1] + b"\x20"
    yield "length one too short", padded(ada, length=len(ada) - 1)
    yield "length one too long", padded(ada, length=len(ada) + 1)
    yield "length 511", padded(ada, length=511)
    yield "length 65535", padded(ada, length=65535)
    full = json.dumps({"name": "Ada", "note": "n" * 483}).encode()
    yield "510 bytes of JSON, length 511", padded(full, length=511)
    yield "510 bytes of JSON, length 65535", padded(full, length=65535)
    yield "510 bytes of JSON, length 509", padded(full, length=509)
    yield "BOM", padded(b"\xef\xbb\xbf" + ada)
    yield "UTF-16, little end first", padded('{"name":"Ada"}'.encode("utf-16-le"))
    yield "UTF-16, big end first, BOM", padded(b"\xfe\xff" + '{"name":"Ada"}'.encode("utf-16-be"))
    yield "UTF-32", padded('{"name":"Ada"}'.encode("utf-32-be"))
    yield "Latin-1", padded('{"name":"Zoë"}'.encode("latin-1"))
    yield "overlong UTF-8", padded(b'{"name":"\xc1\x81da"}')
    yield "surrogate in UTF-8", padded(b'{"name":"\xed\xa0\x80"}')
    yield "a surrogate pair in UTF-8", padded(b'{"name":"\xed\xa0\xbd\xed\xb9\x82"}')
    yield "UTF-8 cut short", padded(b'{"name":"Ad\xc3"}')
    yield "beyond U+10FFFF", padded(b'{"name":"\xf4\x90\x80\x80"}')
    yield "no JSON", text("Ada")
    yield "two objects", text('{"name":"Ada"}{"name":"Bob"}')
    yield "text after the object", text('{"name":"Ada"} x')
    yield "trailing comma", text('{"name":"Ada",}')
    yield "single quotes", text("{'name':'Ada'}")
    yield "a comment", text('{"name":"Ada"/**/}')
    yield "no-break space around", text('\u00a0{"name":"Ada"}')
    yield "form feed around", text('\f{"name":"Ada"}')
    yield "NUL inside the length", padded(ada + b"\x00")
    yield "top-level null", text("null")
    yield "top-level number", text("7")
    yield "top-level NaN", text("NaN")
    yield "top-level string", text('"Ada"')
    yield "top-level array", text('["Ada"]')
    yield "array of an object", text('[{"name":"Ada"}]')
    yield "empty object", text("{}")
    yield "deep nesting", text("[" * 510)
    yield "deep nesting in a value", text('{"name":' + "[" * 250 + "]" * 250 + "}")


def fields():
    """Junk for what the JSON says."""
    yield "name is NaN", text('{"name":NaN}')
    yield "name is Infinity", text('{"name":-Infinity}')
    yield "name is a number", text('{"name":7}')
    yield "name is a long number", text('{"name":' + "9" * 400 + "}")
    yield "name is a float", text('{"name":1e400}')
    yield "name is null", text('{"name":null}')
    yield "name is true", text('{"name":true}')
    yield "name is an array", text('{"name":["Ada"]}')
    yield "name is an object", text('{"name":{"name":"Ada"}}')
    yield "title is a number", text('{"name":"Ada","title":1}')
    yield "name twice", text('{"name":"Ada","name":"Ada"}')
    yield "name twice, once escaped", text('{"name":"Ada","n\\u0061me":"Bob"}')
    yield "title twice", text('{"name":"Ada","title":"a","title":"b"}')
    yield "first name false, second good", text('{"name":7,"name":"Ada"}')
    yield "unknown key", text('{"name":"Ada","mail":"x"}')
    yield "unknown key with a good shape", text('{"name":"Ada","":""}')
    yield "the key __proto__", text('{"name":"Ada","__proto__":"x"}')
    yield "only __proto__ has a name", text('{"__proto__":{"name":"Ada"}}')
    yield "key in capitals", text('{"Name":"Ada"}')
    yield "no name", text('{"title":"Engineer"}')
    yield "empty name", named("")
    yield "121 code points", named("x" * 121)
    yield "121 code points with marks", named("x" + "\u0323" * 120)


def characters():
    """Junk for a character in a field."""
    for point in (0x0, 0x7, 0x9, 0xA, 0xD, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F):
        yield f"control U+{point:04X}", text('{"name":"A\\u' + f"{point:04x}" + 'da"}')
    yield "a raw tab", text('{"name":"A\tda"}')
    yield "a raw line feed", text('{"name":"A\nda"}')
    yield "a raw U+0085", text('{"name":"A\u0085da"}')
    for point in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)):
        yield f"bidi U+{point:04X}", named(f"A{chr(point)}da")
    yield "bidi in the note", named("Ada", note="\u202e")
    for escape in ("\\ud800", "\\udfff", "\\ud83dx", "\\udd42\\ud83d"):
        yield "lone surrogate " + escape, text('{"name":"' + escape + '"}')
    yield "lone surrogate in the title", text('{"name":"Ada","title":"\\udbff"}')
    yield "not NFC: e and acute", named("Zoe" + ACUTE)
    yield "not NFC: Angstrom sign", named("\u212b")
    yield "not NFC: Hangul in parts", named("\u1112\u1161\u11ab")
    yield "not NFC: marks in the wrong order", named("q\u0307\u0323")
    yield "not NFC: a compatibility ideograph", named("\uf900")
    yield "not NFC in the team", named("Ada", team="e" + ACUTE)
    yield "not NFC, escaped", text('{"name":"e\\u0301"}')
    for first, last in UNSETTLED:
        yield f"unsettled U+{first:04X}", named(f"A{chr(first)}")
        if last != first:
            yield f"unsettled U+{last:04X}", named(f"A{chr(last)}")


if __name__ == "__main__":
    cases = list(good()) + [(*case, JUNK) for group in (shapes, fields, characters) for case in group()]
    assert all(len(raw) == 512 for _, raw, _ in cases)
    found = {
        "unsettled": UNSETTLED,
        "cases": [{"why": why, "plaintext": raw.hex(), "identity": identity} for why, raw, identity in cases],
    }
    out = json.dumps(found, indent=1) + "\n"
    Path(__file__).with_name("junk-plaintexts.json").write_text(out, encoding="utf-8")
