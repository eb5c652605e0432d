"""The pictures in the guides, taken anew from the pages themselves: `python -m tests.journeys.guides`."""

import sys
from pathlib import Path

from tests.journeys.pictures import at_hand, opened

FOLDER = Path(__file__).resolve().parents[2] / "petitions" / "static" / "petitions" / "guides"
PHONE, DESK = (390, 760), (1100, 800)
# {picture: (scene of the album, size of the window)}
PICTURES = {
    "safety": ("safety", PHONE), "letter": ("letter-counted", PHONE), "choices": ("sign-sealed", PHONE),
    "signed": ("sign-done", PHONE), "trustee": ("trustee-begin", PHONE), "write": ("letter-new-guided", DESK),
    "seats": ("desk-trustees", DESK), "codes": ("desk-code-sheet", DESK), "wave": ("desk-letter-collecting", DESK),
    "verify": ("verify", DESK), "names": ("names", PHONE),
}  # fmt: skip
SIGNING = {"choices", "signed"}  # what these show is the form, beneath the letter


def main(folder=FOLDER):
    with at_hand() as (browser, site, scenes):
        by_name = {scene.name: scene for scene in scenes}
        for name, (scene, size) in PICTURES.items():
            with opened(browser, site, by_name[scene], size, "light") as page:
                if name in SIGNING:
                    page.evaluate("document.querySelector('#form').scrollIntoView()")
                page.screenshot(path=Path(folder) / f"{name}.jpg", type="jpeg", quality=70)


if __name__ == "__main__":
    main(*sys.argv[1:])
