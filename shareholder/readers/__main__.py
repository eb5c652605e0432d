"""python -m shareholder.readers 8k FILE: print what a filing says as JSON."""

import sys

from shareholder.readers.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
