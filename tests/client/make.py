"""A letter with all its keys, for tests of the signing bundle. Every key here is fresh and only for the test."""

import os
from dataclasses import dataclass, field

from petitions.sealing import ed25519, manifest, passes, xwing
from petitions.sealing.encoding import sha256
from petitions.sealing.issuer import Issuer, new_key, spki

OPENS, CLOSES = 20_780, 20_800
TEXT = b"# To the board\n\n1. Keep the canteen open.\n"


@dataclass
class Letter:
    """A manifest and what nobody holds together in real life: all private keys and all codes."""

    manifest: manifest.Manifest
    issuer: Issuer
    log_seed: bytes
    trustee_seeds: list
    codes: list = field(default_factory=list)

    @property
    def raw(self):
        return self.manifest.raw

    def new_pass(self):
        """A pass made by the Python client and this letter's issuer."""
        blinded, blinding = passes.blind(self.manifest.issuer_spki, self.manifest.scope)
        return passes.finalize(blinding, self.issuer.sign(blinded))

    def privates(self):
        return [xwing.private(seed) for seed in self.trustee_seeds]


def letter(*, n=3, t=2, tiers=(10, 25, 50), codes=8):
    """A complete letter for n trustees of whom t open."""
    issuer_der, scope, log_seed = new_key(), os.urandom(32), os.urandom(32)
    seeds = [os.urandom(32) for _ in range(n)]
    papers = [passes.new_code() for _ in range(codes)]
    leaves = [passes.roster_leaf(passes.code_hash(scope, code)) for code in papers]
    raw = manifest.build(
        scope=scope,
        letter_sha256=sha256(TEXT),
        tiers=list(tiers),
        margin=1,
        count_public=True,
        deliver_at=40,
        t=t,
        trustees=[
            {
                "name": f"Trustee {i}",
                "contact": "by telephone",
                "url": "https://trustee.example/",
                "ed25519": ed25519.public(os.urandom(32)),
                "xwing": xwing.public(seed),
            }
            for i, seed in enumerate(seeds, start=1)
        ],
        issuer_spki=spki(issuer_der),
        eligibility={"mode": "code", "roster_root": passes.roster_root(leaves), "roster_size": codes, "domains": []},
        log={"origin": "letters.example/undersigned", "ed25519": ed25519.public(log_seed)},
        client_sha256=[bytes(32)],
        opens=OPENS,
        closes=CLOSES,
        notice_hours=72,
        destroy_by=CLOSES + 60,
        batch={"min": 5, "every_hours": 24},
    )
    made = manifest.parse(raw, complete=True)
    return Letter(made, Issuer(issuer_der), log_seed, seeds, papers)
