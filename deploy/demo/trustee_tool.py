"""The trustee's tool as `python -m petitions.sealing` runs it, at a moment that the story says: MOMENT ARGUMENTS…"""

import datetime
import sys

from petitions.sealing.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[2:], now=datetime.datetime.fromisoformat(sys.argv[1])))
