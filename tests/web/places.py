"""Every address of the site with rows behind it, for tests that ask all of them the same question."""

import re
from dataclasses import dataclass
from uuid import UUID

from tests import make
from tests.addresses import every_pattern
from tests.factors import Browser
from tests.petitions import letters

COUNTED = re.compile(r"<int:pk>|<pk>\[0-9\]\+")  # a library's row; ours have random keys
SLOT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass
class Place:
    """A group with a campaign, a public letter and a draft."""

    owner: object
    group: object
    campaign: object
    made: object
    records: dict

    def fill(self, route):
        """The route with this place's own rows in it; what belongs to no row becomes an x."""
        letter = self.made.letter
        owners = {"desk/g/": self.group, "desk/c/": self.campaign, "desk/o/": self.records["company"],
                  "desk/letters/disputes/": self.group}  # fmt: skip
        slug = next((row.slug for beneath, row in owners.items() if beneath in route), letter.slug)
        address = self.campaign.address if route.startswith("c/") else letter.address
        values = {
            "slug": slug, "address": address, "language": "de", "sha256": letter.client_sha256, "position": "1",
            "number": "1", "leaf": "0" * 64, "pk": self.key(route), "company": self.records["company"].slug,
            "reader": "signatories",
        }  # fmt: skip
        path = SLOT.sub(lambda found: values.get(found[1] or found[2], "x"), route)
        return "/" + re.sub(r"[\^$?\\]", "", path)

    def key(self, route):
        """The key of the row that a route with <uuid:pk> is about."""
        kinds = {"people": "officeholder", "contracts": "contract", "responses": "response",
                 "commitments": "commitment", "updates": "update"}  # fmt: skip
        found = [kind for part, kind in kinds.items() if f"/{part}/" in route]
        return str(self.records[found[0]].pk) if found else "1" if COUNTED.search(route) else str(UUID(int=1))

    def every_path(self):
        return sorted({self.fill(route) for _name, route, _view in every_pattern()})

    def owners_client(self, **more):
        client = Browser(raise_request_exception=False, **more)
        client.force_login(self.owner)
        return client


def place(state="open"):
    owner = make.user()
    group = make.group(owner=owner)
    campaign, records = make.ledger(group)
    return Place(owner, group, campaign, letters.in_state(state, campaign=campaign, by=owner), records)


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content
