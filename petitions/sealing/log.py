"""The public log of a letter: one RFC 6962 tree, and the receipts for what it must come to hold (SPEC section 8)."""

import hashlib
from hmac import compare_digest

from petitions.sealing import ed25519, labels
from petitions.sealing.encoding import Reader, u32
from petitions.sealing.errors import Malformed, Rejected

EMPTY_ROOT = hashlib.sha256(b"").digest()
RECEIPT_LENGTH = 100


def leaf_hash(raw):
    """The 32-byte RFC 6962 leaf hash of an entry's bytes."""
    return hashlib.sha256(b"\x00" + raw).digest()


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def _fold(peaks):
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in peaks[-2::-1]:
        root = _node(peak, root)
    return root


class Frontier:
    """A tree that only grows, kept as the roots of its complete subtrees: at most one for each bit of `size`."""

    def __init__(self):
        self.size = 0
        self._peaks = []

    def append(self, leaf):
        """Add a 32-byte leaf hash at the end."""
        size, peaks = self.size, self._peaks
        self.size = size + 1
        while size & 1:
            leaf = _node(peaks.pop(), leaf)
            size >>= 1
        peaks.append(leaf)

    def root(self):
        """The 32-byte root at this size."""
        return _fold(self._peaks)

    def dump(self):
        """u32 size and the subtree roots, largest first."""
        return u32(self.size) + b"".join(self._peaks)

    @classmethod
    def load(cls, raw):
        """The tree that `dump` wrote."""
        reader = Reader(raw)
        tree = cls()
        tree.size = reader.u32()
        tree._peaks = [reader.take(32) for _ in range(tree.size.bit_count())]
        reader.end()
        return tree


def root(leaves):
    """The root over leaf hashes in order."""
    tree = Frontier()
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def _split_at(size):
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_proof(leaves, index):
    """The audit path (list of 32-byte nodes, from the leaf up) of leaf `index`."""
    if not 0 <= index < len(leaves):
        raise Malformed("proof", "There is no such leaf.")
    path = []
    while len(leaves) > 1:
        at = _split_at(len(leaves))
        if index < at:
            path.append(root(leaves[at:]))
            leaves = leaves[:at]
        else:
            path.append(root(leaves[:at]))
            leaves, index = leaves[at:], index - at
    return path[::-1]


def check_inclusion(*, leaf, index, size, proof, root):
    """Rejected("inclusion") unless the proof shows `leaf` at `index` of the tree with this size and root."""
    at, last = index, size - 1
    found = leaf
    fits = 0 <= index < size
    for node in proof:
        if last == 0:
            fits = False
            break
        if at & 1 or at == last:
            found = _node(node, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = _node(found, node)
        at, last = at >> 1, last >> 1
    if not fits or last or not compare_digest(found, root):
        raise Rejected("inclusion", "The proof does not show this entry in this log.")


def consistency_proof(leaves, old):
    """The nodes that show the tree over the first `old` leaves (at least 1) to be a beginning of this tree."""
    if not 1 <= old <= len(leaves):
        raise Malformed("proof", "The older log is empty or longer than this one.")
    path, whole = [], True
    while old < len(leaves):
        at = _split_at(len(leaves))
        if old <= at:
            path.append(root(leaves[at:]))
            leaves = leaves[:at]
        else:
            path.append(root(leaves[:at]))
            leaves, old, whole = leaves[at:], old - at, False
    if not whole:
        path.append(root(leaves))
    return path[::-1]


def check_consistency(*, old_size, old_root, size, root, proof):
    """Rejected("consistency") unless the proof shows the older tree to be a beginning of the newer one."""
    if not _is_extension(old_size, old_root, size, root, list(proof)):
        raise Rejected("consistency", "This log is not an extension of the one seen before.")


def _is_extension(old_size, old_root, size, root, proof):
    if not 1 <= old_size <= size:
        return False
    if old_size == size:
        return not proof and compare_digest(old_root, root)
    at, last = old_size - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not proof:
        return False
    old = new = proof.pop(0) if at else old_root
    for node in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = _node(node, old), _node(node, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = _node(new, node)
        at, last = at >> 1, last >> 1
    return last == 0 and compare_digest(old, old_root) and compare_digest(new, root)


def receipt_day(*, opens, day):
    """The last day of the 7-day period, counted from `opens`, in which `day` lies: the same for all its entries."""
    return day - (day - opens) % 7 + 6


def sign_receipt(seed, *, letter_id, leaf, day):
    """The 100-byte promise that `leaf` will be in the log by the end of `day`: leaf, u32 day, signature."""
    promise = leaf + u32(day)
    return promise + ed25519.sign(seed, labels.RECEIPT + letter_id + promise)


def verify_receipt(public, letter_id, record):
    """(leaf, day) of a receipt that the log key signed for this letter."""
    reader = Reader(record)
    leaf, day, signature = reader.take(32), reader.u32(), reader.take(64)
    reader.end()
    ed25519.verify(public, signature, labels.RECEIPT + letter_id + record[:36])
    return leaf, day
