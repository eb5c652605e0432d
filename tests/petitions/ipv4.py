"""Trying IPv4 addresses one after another. Imports nothing of the product: other processes load it by itself."""

import hashlib
import hmac


def dotted(number):
    """An address, from its number, as the product hashes it."""
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}".encode()


def guess(job):
    """How many of a range of addresses hash to one of the pseudonyms, plainly and with each guess at the key."""
    start, stop, targets, keys = job
    wanted, hits = {bytes.fromhex(target)[:16] for target in targets}, 0
    for number in range(start, stop):
        address = dotted(number)
        hits += hashlib.sha256(address).digest()[:16] in wanted
        for key in keys:
            hits += hmac.digest(key, address, "sha256")[:16] in wanted
    return hits
