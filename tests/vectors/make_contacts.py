"""Writes contacts.json: contacts as they were sealed once, which every later version must open. Run once by hand."""

import json
from pathlib import Path

from petitions.sealing import contacts, xwing

SEEDS = [bytes([number]) * 32 for number in (1, 2, 3)]
PETITION = bytes(range(16))
FIELDS = [
    {"mailbox": "ana.ruiz@private.example", "name": "Ana Ruiz", "country": "PT", "public": True, "updates": [0, 2],
     "source": "web", "day": "2026-11-28"},
    {"mailbox": "", "name": "王小明", "country": "", "public": False, "updates": [],
     "source": "paper", "day": "2026-11-28"},
]  # fmt: skip


def main():
    publics = [xwing.public(seed) for seed in SEEDS]
    found = {
        "petition": PETITION.hex(),
        "seeds": [seed.hex() for seed in SEEDS],
        "fingerprints": [contacts.fingerprint(public) for public in publics],
        "contacts": [
            {"fields": fields, "sealed": contacts.seal(petition_id=PETITION, publics=publics, fields=fields).hex()}
            for fields in FIELDS
        ],
    }
    Path(__file__).with_name("contacts.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
