"""Typesets one document in a process of its own: `python typesetter.py` reads a question, writes a PDF, and ends.

What it typeset is gone from memory with it, and a document that would never end, or fill the memory, ends alone. It
can write no file and knows nothing of its surroundings. Its question is JSON: {"template", "root", "fonts", "data",
"memory" in bytes, "seconds"}; `data` reaches the template as data, never as markup. No error says what was in it.
"""

import json
import resource
import sys

NO_SUCH_GLYPH = "could not be displayed with font"


def main():
    asked = json.load(sys.stdin)
    for limit, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, asked["memory"]),
        (resource.RLIMIT_CPU, asked["seconds"]),
    ):
        resource.setrlimit(limit, (most, most))
    import typst  # after the limits, which hold for what it does when it is loaded as well

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])

    def pdf(standards):
        return typst.compile_with_warnings(
            asked["template"],
            root=asked["root"],
            font_paths=fonts,
            sys_inputs={"data": asked["data"]},
            pdf_standards=standards,
        )

    try:
        made, warnings = pdf(["ua-1"])
    except typst.TypstError as error:
        if NO_SUCH_GLYPH not in str(error):
            return "a template could not be typeset"
        made, warnings = pdf([])  # tagged all the same; it only does not claim to show every letter
    if any("unknown font family" in str(warning) for warning in warnings):
        return "a font that a template names is missing"
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
