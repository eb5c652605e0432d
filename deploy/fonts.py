"""Convert the fonts of the npm packages for the typesetter: `python deploy/fonts.py OUT` fills the folder OUT.

Browsers take these fonts as they are; Typst reads no woff2. Each package holds one font in several files, one for each
part of Unicode, all under one name, of which Typst would take the first. So each part becomes a family of its own,
named after its file. OUT/fonts.json lists the families in the order in which they are asked:
[{"family", "covers": [[first, last], …] as code points}].
"""

import json
import pathlib
import sys
from concurrent.futures import ProcessPoolExecutor

from fontTools.ttLib import TTFont

PACKAGES = pathlib.Path(__file__).resolve().parent / "web/node_modules"
LATIN = ("latin", "latin-ext", "vietnamese", "cyrillic", "cyrillic-ext", "greek")
# What letters are set in, then one script after another; Chinese, Japanese and Korean last: they hold a bit of all
SERIF, MONO = "source-serif-4", "source-code-pro"
SCRIPTS = (
    "noto-sans-arabic noto-sans-hebrew noto-sans-devanagari noto-sans-bengali noto-sans-gurmukhi noto-sans-gujarati "
    "noto-sans-oriya noto-sans-tamil noto-sans-telugu noto-sans-kannada noto-sans-malayalam noto-sans-sinhala "
    "noto-sans-thai noto-sans-lao noto-sans-khmer noto-sans-myanmar noto-serif-tibetan noto-sans-mongolian "
    "noto-sans-armenian noto-sans-georgian noto-sans-ethiopic noto-sans-syriac noto-sans-thaana noto-sans-nko "
    "noto-sans-tifinagh noto-sans-cherokee noto-sans-canadian-aboriginal noto-sans-sc noto-sans-jp noto-sans-kr"
).split()


def sources():
    """Yield (path of a woff2 file, its new family) in the order in which they are asked."""
    for part in LATIN:
        for style in ("normal", "italic"):
            yield _file(f"{SERIF}-{part}", style), f"{SERIF} {part}"
    yield _file(f"{MONO}-latin", "normal"), f"{MONO} latin"
    for script in SCRIPTS:
        found = sorted(_folder(script).glob(f"{script}-*-{_weight(script)}-normal.woff2"))
        parts = {path: path.name.removeprefix(f"{script}-").rsplit("-", 2)[0] for path in found}
        yield from ((path, f"{script} {part}") for path, part in parts.items() if part not in (*LATIN, "greek-ext"))


def _folder(package):
    variable = PACKAGES / "@fontsource-variable" / package
    return (variable if variable.exists() else PACKAGES / "@fontsource" / package) / "files"


def _weight(package):
    return "wght" if (PACKAGES / "@fontsource-variable" / package).exists() else "400"


def _file(name, style):
    package = SERIF if name.startswith(SERIF) else MONO
    return _folder(package) / f"{name}-wght-{style}.woff2"


def convert(source, family, out):
    """Write one file as TrueType under its new family name; the code points it has, sorted."""
    font = TTFont(source)
    font.flavor = None
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 16):
            names.setName(family, record.nameID, record.platformID, record.platEncID, record.langID)
    font.save(out / f"{source.stem}.ttf")
    return sorted(font.getBestCmap())


def ranges(points):
    """[[first, last], …] of sorted code points."""
    found = []
    for point in points:
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return found


def main(out):
    listed = list(sources())
    with ProcessPoolExecutor() as pool:
        converted = pool.map(convert, *zip(*listed, strict=True), [out] * len(listed), chunksize=8)
        covers = {}
        for (_path, family), points in zip(listed, converted, strict=True):
            covers[family] = covers.get(family, set(points)) & set(points)  # what the upright and the italic both have
    index = [{"family": family, "covers": ranges(sorted(points))} for family, points in covers.items()]
    (out / "fonts.json").write_text(json.dumps(index, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
