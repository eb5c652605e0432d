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

    def fill(self, route):
        """The route with this place's own rows in it; what belongs to no row becomes an x."""
        letter = self.made.letter
        slug = self.group.slug if "desk/g/" in route else self.campaign.slug if "desk/c/" in route else letter.slug
        values = {
            "slug": slug, "address": letter.address, "language": "de", "sha256": letter.client_sha256,
            "position": "1", "number": "1", "leaf": "0" * 64, "pk": "1" if COUNTED.search(route) else str(UUID(int=1)),
        }  # fmt: skip
        path = SLOT.sub(lambda found: values.get(found[1] or found[2], "x"), route)
        return "/" + re.sub(r"[\^$?\\]", "", path)

    def every_path(self):
        return sorted({self.fill(route) for _name, route, _view in every_pattern()})

    def owners_client(self, **more):
        client = Browser(raise_request_exception=False, **more)
        client.force_login(self.owner)
        return client


def place(state="open"):
    owner = make.user()
    group = make.group(owner=owner)
    campaign = make.campaign(group=group)
    return Place(owner, group, campaign, letters.in_state(state, campaign=campaign, by=owner))


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content
