"""Which entries count, asked of the database: for the public counts, and for what a wave opens."""

from collections import Counter

from petitions import bulk
from petitions.sealing import tiers
from petitions.sealing.entries import COUNT_ONLY, NAMED

_BEFORE = """
SELECT l.tier, l.assisted, count(*) FROM petitions_logentry l
JOIN (SELECT spk, min(seq) AS first FROM petitions_waiting WHERE letter_id = %(letter)s GROUP BY spk) w
  ON l.spk = w.spk AND l.seq = w.first - 1
WHERE l.letter_id = %(letter)s GROUP BY l.tier, l.assisted
"""
_AFTER = """
SELECT tier, (tier IS NOT NULL AND substr(entry, 39, 1) = %(assisted)s) AS helped, count(*) FROM petitions_waiting w
WHERE letter_id = %(letter)s AND NOT EXISTS (
    SELECT 1 FROM petitions_waiting n WHERE n.letter_id = w.letter_id AND n.spk = w.spk AND n.seq > w.seq)
GROUP BY tier, helped
"""


def counts_after_batch(letter, before):
    """The public counts once everything that waits is in the log. before: the counts of the last checkpoint, or None.

    Only the batch is looked at, and the last entries of its keys: what they counted for is taken off again.
    """
    given = {"letter": letter.pk.hex, "assisted": b"\x01"}
    by_tier, assisted, withdrawn = Counter(), 0, 0
    if before:
        by_tier.update({int(tier): number for tier, number in before["by_tier"].items()})
        by_tier.update({NAMED: before["named"], COUNT_ONLY: before["count_only"]})
        assisted, withdrawn = before["assisted"], before["withdrawn"]
    for sign, sql in ((-1, _BEFORE), (1, _AFTER)):
        for tier, helped, number in bulk.rows(sql, given):
            if tier is None:
                withdrawn += sign * number
            else:
                by_tier[tier] += sign * number
                assisted += sign * number if helped else 0
    return public_counts(letter, by_tier, assisted, withdrawn)


def public_counts(letter, by_tier, assisted, withdrawn):
    """The counts of a checkpoint as it keeps and shows them. by_tier: tier -> live entries, 0 and 65535 included."""
    by_tier = Counter(by_tier)
    named, count_only = by_tier.pop(NAMED, 0), by_tier.pop(COUNT_ONLY, 0)
    sealed = {tier: by_tier[tier] for tier in letter.tiers}
    public = named if letter.count_public else 0
    return {
        "live": named + count_only + sum(sealed.values()),
        "count_only": count_only,
        "named": named,
        "sealed": sum(sealed.values()),
        "assisted": assisted,
        "withdrawn": withdrawn,
        "by_tier": {str(tier): number for tier, number in sealed.items()},
        "at": {str(tier): number for tier, number in tiers.counts(letter.tiers, public, sealed).items()},
        "k": tiers.k_star(tiers=letter.tiers, margin=letter.margin, public=public, live_by_tier=sealed),
    }


def k_from(letter, counts, cap):
    """The tier that opens by these counts when no more than `cap` was announced."""
    public = counts["named"] if letter.count_public else 0
    by_tier = {int(tier): number for tier, number in counts["by_tier"].items()}
    return tiers.k_star(tiers=letter.tiers, margin=letter.margin, public=public, live_by_tier=by_tier, cap=cap)


_LIVE = """
FROM petitions_logentry l WHERE l.letter_id = %(letter)s AND {which}
AND NOT EXISTS (SELECT 1 FROM petitions_logentry n WHERE n.letter_id = l.letter_id AND n.spk = l.spk AND n.seq > l.seq)
AND NOT EXISTS (SELECT 1 FROM petitions_hold h WHERE h.letter_id = l.letter_id AND h.spk = l.spk)
"""
_DUE = _LIVE.format(which="l.tier > 0 AND l.tier <= %(k)s")
_COUNTED = _LIVE.format(which="l.tier = 0")
_COUNT = "SELECT count(*) {rows}"
_HOLD = """
INSERT INTO petitions_hold (id, letter_id, wave_id, spk, leaf, due)
SELECT {new_id}, l.letter_id, %(wave)s, l.spk, l.leaf, %(due)s {rows} ORDER BY l.leaf
"""


def count_due(letter, k):
    """How many sealed entries a wave for tier `k` would open now: live, asked for at most `k`, not final."""
    return bulk.rows(_COUNT.format(rows=_DUE), {"letter": letter.pk.hex, "k": k})[0][0]


def hold(wave, k):
    """Hold every key that `wave` opens or counts at tier `k` > 0; how many are due. One wave at most holds a key."""
    given = {"letter": wave.letter_id.hex, "wave": wave.pk.hex, "k": k}
    due = bulk.run(_HOLD.format(new_id=bulk.new_id(), rows=_DUE), given | {"due": True})
    if due and wave.letter.count_public:
        bulk.run(_HOLD.format(new_id=bulk.new_id(), rows=_COUNTED), given | {"due": False})
    return due
