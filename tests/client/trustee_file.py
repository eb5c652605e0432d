"""A Python trustee's folder as the object that the core takes, and moments as both write them."""

import json

from petitions.sealing import trustee_file


def kept(home):
    """The trustee file of this home, parsed."""
    return json.loads(trustee_file.pack(home))


def moment(now):
    """An aware datetime for the core."""
    return now.isoformat()
