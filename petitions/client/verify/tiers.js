/** Which tiers open: the public rule (protocol section 9). A head is {spk, leaf, tier, live}, its texts in hex. */
import { COUNT_ONLY } from "../manifest.js";

/** The head that this line makes if it is the highest of its spk. A withdrawal's is not live, and its tier means nothing. */
export const headOf = ({ spk, leaf, tier }) => ({ spk, leaf, tier: tier ?? 0, live: tier !== null });

/** Map tier → N(tier) = public + live entries with a tier from 1 up to this one. */
export function counts(tiers, publicOnes, liveByTier) {
  const sum = (most) => [...liveByTier].reduce((total, [tier, n]) => total + (tier > 0 && tier <= most ? n : 0), 0);
  return new Map(tiers.map((tier) => [tier, publicOnes + sum(tier)]));
}

/** The largest tier (up to `cap`, if given) with N(tier) >= tier + margin; 0 if there is none. */
export function kStar({ tiers, margin, publicOnes, liveByTier, cap = null }) {
  const nAt = counts(tiers, publicOnes, liveByTier);
  return Math.max(0, ...tiers.filter((k) => nAt.get(k) >= k + margin && (cap === null || k <= cap)));
}

const byLeaf = (a, b) => (a.leaf < b.leaf ? -1 : 1);

/**
 * What the rule says of these heads (one per spk): {k, nAt, due, counted}, both lists sorted by leaf. `final`: Map or Set
 * of spks that an earlier wave made final.
 */
export function judge(letter, heads, { final = new Set(), cap = null } = {}) {
  const liveByTier = new Map();
  const every = [...heads];
  for (const { live, tier } of every) if (live) liveByTier.set(tier, (liveByTier.get(tier) ?? 0) + 1);
  const publicOnes = letter.countPublic ? (liveByTier.get(0) ?? 0) : 0;
  liveByTier.delete(0);
  liveByTier.delete(COUNT_ONLY);
  const { tiers, margin } = letter;
  const k = kStar({ tiers, margin, publicOnes, liveByTier, cap });
  const taken = k ? every.filter((head) => head.live && head.tier <= k && !final.has(head.spk)) : [];
  return {
    k,
    nAt: counts(tiers, publicOnes, liveByTier),
    due: taken.filter((head) => head.tier > 0).sort(byLeaf),
    counted: taken.filter((head) => head.tier === 0 && letter.countPublic).sort(byLeaf),
  };
}
