"""Rules of the look that a machine can keep: contrast, sizes, direction, and nothing inline."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLES = sorted((ROOT / "organize" / "static" / "organize").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAIRS = [  # (text, behind it, least ratio by WCAG 2.2)
    *[(text, ground, 4.5) for text in ("ink", "soft", "wax", "good", "warn") for ground in ("paper", "sheet")],
    ("ink", "wash", 4.5), ("soft", "wash", 4.5), ("on-wax", "wax", 4.5), ("on-wax", "wax-deep", 4.5),
    ("warn", "warn-wash", 4.5), ("ink", "warn-wash", 4.5), ("ink", "good-wash", 4.5), ("good", "good-wash", 4.5),
    ("ink", "wax-wash", 4.5), ("wax", "wax-wash", 4.5), ("paper", "soft", 4.5), ("paper", "good", 4.5),
    ("soft", "sheet", 3), ("wax", "wash", 3), ("good", "wash", 3),
]  # fmt: skip


def _themes():
    light, dark = (
        (ROOT / "organize/static/organize/tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    )
    find = re.compile(r"--([a-z-]+): (#[0-9a-f]{6})")
    return {"light": dict(find.findall(light)), "dark": dict(find.findall(dark))}


def _luminance(colour):
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_contrast_reaches_aa(theme, text, ground, least):
    colours = _themes()[theme]
    one, other = sorted((_luminance(colours[text]), _luminance(colours[ground])))
    assert (other + 0.05) / (one + 0.05) >= least


def test_both_themes_name_the_same_colours():
    themes = _themes()
    assert set(themes["light"]) == set(themes["dark"])


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_style_knows_no_left_or_right(style):
    text = re.sub(r"/\*.*?\*/", "", style.read_text(), flags=re.DOTALL)
    physical = r"(?:margin|padding|border)-(?:left|right|top|bottom)|text-align: *(?:left|right)|float: *(?:left|right)|(?<![\w-])(?:left|right|top|bottom|width|height):"  # noqa: E501  one pattern
    assert re.findall(physical, text) == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_style_sets_no_text_below_14_px(style):
    sizes = re.findall(r"font(?:-size)?:[^;]*?(?<![\d.])(\d*\.?\d+)rem", style.read_text())
    assert all(float(size) >= 0.875 for size in sizes)


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_style_asks_nobody_else_for_anything(style):
    assert re.findall(r"@import|https?:|//[a-z]", style.read_text().replace('[href^="http"]', "")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_holds_nothing_inline(template):
    text = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text)
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_template_marks_its_words_for_translation(template):
    """No bare sentence between tags: two words in a row outside template tags, markup and commands to type."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", template.read_text(), flags=re.DOTALL)
    text = re.sub(r"{% blocktrans.*?{% endblocktrans(?:late)? %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{[%{#].*?[%}#]}|<script.*?</script>|<(code|pre)\b.*?</\1>", "", text, flags=re.DOTALL)
    text = re.sub(r"<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>", "\n", text)
    assert re.findall(r"[A-Za-z]{2,} +[A-Za-z]{2,}", text) == []


def test_every_page_says_that_it_is_a_preview(client, db):
    from tests import make

    pages = [client.get(path) for path in ("/", "/accounts/login/", "/l/nothing/", "/desk/nothing/")]
    client.force_login(make.user())
    pages += [client.get(path) for path in ("/desk/", "/desk/groups/new/", "/accounts/2fa/")]
    for page in pages:
        assert "Preview: not for real letters yet" in page.content.decode()
