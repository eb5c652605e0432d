"""The browser and the server judge names alike: the same faults for every character that Unicode 14.0 assigns."""

import random
import sys
import unicodedata
from pathlib import Path

import pytest

from petitions import name_rules

TRUE_NAMES = Path(__file__).parents[1].joinpath("vectors/true-names.txt").read_text(encoding="utf-8").splitlines()
ASSIGNED = [
    chr(point) for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point)) not in ("Cn", "Cs", "Co")
]


def compare(node, texts):
    for path, ours in (("faultOfName", name_rules.fault_of_name), ("faultOfTitle", name_rules.fault_of_title)):
        theirs = node.calls(f"nameRules.{path}", [[text] for text in texts])
        wrong = [
            (ascii(text), ours(text), found)
            for text, (_ok, found) in zip(texts, theirs, strict=True)
            if ours(text) != found
        ]
        assert not wrong, (path, len(wrong), wrong[:20])


def test_true_names_and_random_texts_are_judged_alike(node):
    chance = random.Random(62)
    hard = [one for one in ASSIGNED if ord(one) < 0x3200 or 0xA640 < ord(one) < 0xAC00 or 0xF900 < ord(one) < 0x20000]
    mixed = ["".join(chance.choices(hard, k=chance.randint(1, 6))) for _ in range(4000)]
    piled = ["".join(chance.choices("aя\u0301\u0316\u0e34\u0e49\u05b0\u200d\u0915\u094d1- ", k=7)) for _ in range(2000)]
    long = ["x" * size for size in (79, 80, 81, 120, 121)] + ["\u05e9\u05c1" * size for size in (59, 60, 61)]
    raw = TRUE_NAMES + mixed + piled + long
    assert [one for _ok, one in node.calls("nameRules.tidy", [[text] for text in raw])] == [*map(name_rules.tidy, raw)]
    compare(node, [name_rules.tidy(text) for text in raw])


@pytest.mark.slow
def test_every_assigned_character_is_judged_alike(node):
    step = 2000
    texts = [f"a{one}" for one in ASSIGNED if not 0x3400 < ord(one) < 0x9F00 and not 0xAC10 < ord(one) < 0xD7A0]
    texts = [text for text in texts if not 0x17000 < ord(text[1]) < 0x18D00 and not 0x20000 < ord(text[1]) < 0x32000]
    texts = [text[1] for text in texts if unicodedata.category(text[1])[0] == "L"] + texts
    texts = [text for text in map(name_rules.tidy, texts) if text]
    for at in range(0, len(texts), step):
        compare(node, texts[at : at + step])


def test_fields_are_tidied_and_a_fault_names_its_field(node):
    assert node.call("nameRules.legible", {"name": " Ada\u3000L ", "title": "R&D"}) == {
        "name": "Ada L",
        "title": "R&D",
        "team": "",
    }
    (answer,) = node.tasks([{"op": "call", "path": "nameRules.legible", "args": [{"name": "Ada", "team": "a\u200bb"}]}])
    assert (answer["ok"], answer["check"]) == (False, "characters")
