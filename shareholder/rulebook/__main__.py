"""python -m shareholder.rulebook: deadlines, eligibility, resubmission and words, as JSON with their rules."""

import sys

from shareholder.rulebook.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
