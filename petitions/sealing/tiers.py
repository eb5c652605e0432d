"""Which tiers open: the public rule (SPEC section 9). Plain tuples in and out, so that a database can feed it."""

from collections import Counter
from operator import attrgetter
from typing import NamedTuple

from petitions.sealing.entries import COUNT_ONLY

_by_leaf = attrgetter("leaf")


class Head(NamedTuple):
    """The entry that counts for one spk. `live` is False after a withdrawal; then `tier` means nothing."""

    spk: bytes
    leaf: bytes
    tier: int
    live: bool


class Ruling(NamedTuple):
    """What the rule says of one tree.

    k: the tier that opens (0 = none). n_at: tier -> N(tier). due: live sealed heads to open now, sorted by leaf.
    counted: live public heads that count towards k and become final with this wave, sorted by leaf.
    """

    k: int
    n_at: dict
    due: list
    counted: list


def heads(entries):
    """dict spk -> Head of any entries that have .spk .seq .leaf, and .tier if they are signatures."""
    last = {}
    for entry in entries:
        known = last.get(entry.spk)
        if known is None or known.seq < entry.seq:
            last[entry.spk] = entry
    return {spk: head(entry) for spk, entry in last.items()}


def head(entry):
    """The Head that this entry makes if it is the highest of its spk."""
    tier = getattr(entry, "tier", None)
    return Head(entry.spk, entry.leaf, tier or 0, tier is not None)


def counts(tiers, public, live_by_tier):
    """dict tier -> N(tier) = `public` + live entries with a tier from 1 up to this one."""
    return {tier: public + sum(n for asked, n in live_by_tier.items() if 0 < asked <= tier) for tier in tiers}


def k_star(*, tiers, margin, public, live_by_tier, cap=None):
    """The largest tier (up to `cap`, if given) with N(tier) >= tier + margin; 0 if there is none."""
    n_at = counts(tiers, public, live_by_tier)
    return max((k for k in tiers if n_at[k] >= k + margin and (cap is None or k <= cap)), default=0)


def judge(*, manifest, heads, final=None, cap=None):
    """The Ruling on these Heads (one per spk). `final`: mapping (or set) of spks that an earlier wave made final."""
    final = final or {}
    heads = list(heads)
    live_by_tier = Counter(head.tier for head in heads if head.live)
    public = live_by_tier.pop(0, 0) if manifest.count_public else 0
    live_by_tier.pop(COUNT_ONLY, None)
    k = k_star(tiers=manifest.tiers, margin=manifest.margin, public=public, live_by_tier=live_by_tier, cap=cap)
    due, counted = [], []
    for head in heads if k else ():
        if head.live and head.tier <= k and head.spk not in final:
            if head.tier:
                due.append(head)
            elif manifest.count_public:
                counted.append(head)
    due.sort(key=_by_leaf)
    counted.sort(key=_by_leaf)
    return Ruling(k, counts(manifest.tiers, public, live_by_tier), due, counted)
