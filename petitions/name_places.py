"""Where a published name stands and what it looks like, found out where wave names are opened. Pure: no Django."""

from petitions import collation, name_rules
from petitions.sealing import log, opening
from petitions.sealing.envelope import read_plaintext

NOWHERE = (collation.place(None, {}), None)  # of what is no name: after all names, and like none


class Words:
    """What was found out about the words of some names, for the next ones. It lives as long as the work on them."""

    def __init__(self):
        self.weights, self.skeletons = {}, {}

    def place(self, name):
        """(sort key without the leaf, shape) of a name."""
        return collation.place(name, self.weights), name_rules.shape(name, self.skeletons)


class OpenAndPlace(opening.OpenNames):
    """Opens names, and finds their places in the same process.

    It tells (leaf, whether it opened, complaints, tier, identity, sort key without the leaf, shape) of each entry.
    """

    def __init__(self, *parts):
        super().__init__(*parts)
        self.words = Words()

    def told(self, entry, tier, plain, wrong):
        fields = read_plaintext(plain) if plain is not None else None
        place = NOWHERE if fields is None else self.words.place(fields["name"])
        return log.leaf_hash(entry), plain is not None, wrong, tier, opening.spelled(fields), *place
