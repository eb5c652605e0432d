"""python -m petitions.sealing: the verifier and the trustee's tool."""

import sys

from petitions.sealing.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
