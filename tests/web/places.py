"""Every address of the site with rows behind it, for tests that ask all of them the same question."""

import re
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from tests import make
from tests.addresses import every_pattern
from tests.factors import Browser
from tests.petitions import coalitions, letters, supporters
from tests.shareholder import world

COUNTED = re.compile(r"<int:pk>|<pk>\[0-9\]\+")  # a library's row; ours have random keys
SLOT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
VERBS = {"/step/": "close", "/text/": "drop", "": "withdraw"}  # a step that is in the address


@dataclass
class Place:
    """A group with a campaign, a public letter, a petition and a draft."""

    owner: object
    group: object
    campaign: object
    made: object
    records: dict
    petition: object

    @cached_property
    def sign_on(self):
        """A listed organization of a joint statement that is public, made when it is first asked for."""
        return coalitions.recorded(coalitions.opened(campaign=self.campaign, languages=["de"]), "Dockers United")

    @cached_property
    def resolution(self):
        """{part of a route: the row that it is about}, for a resolution that the owner coordinates and files."""
        made, filing, intention = world.challenged(by=self.owner, campaign=self.campaign)
        world.edit(made, by=self.owner, listed=True)
        return {
            "own/": filing, "meetings/<": made.meeting, "companies/": made.company, "new/<": made.campaign,
            "past/<": made.campaign, "seasons/": made.group, "board/": made.group, "rules/": made.group,
            "counts/": made.group,
            "filers/<": filing, "intentions/<": intention, "estimates/<": made.estimates.get(),
            "commitments/<": made.pending_commitments.get(),
            "talks/<": made.talks.get(), "votes/<": made.tallies.get(),
            "funds/<": made.fund_reports.get(), "": made,
        }  # fmt: skip

    def of_resolution(self, route):
        rest = route.removeprefix("desk/resolutions/")
        return next(row for part, row in self.resolution.items() if rest.startswith(part))

    def fill(self, route):
        """The route with this place's own rows in it; what belongs to no row becomes an x."""
        letter = self.made.letter
        owners = {"desk/g/": self.group, "desk/c/": self.campaign, "desk/o/": self.records["company"],
                  "desk/letters/disputes/": self.group, "desk/petitions/": self.petition,
                  "desk/statements/": self.sign_on.statement}  # fmt: skip
        slug = next((row.slug for beneath, row in owners.items() if beneath in route), letter.slug)
        if route.startswith("desk/resolutions/"):
            slug = self.of_resolution(route).slug
        public = {"c/": self.campaign, "p/": self.petition, "s/": self.sign_on.statement}
        address = next(
            (row.address for beneath, row in public.items() if route.lstrip("^").startswith(beneath)), letter.address
        )
        values = {
            "slug": slug,
            "address": address,
            "language": "de",
            "sha256": letter.client_sha256,
            "position": "1",
            "number": "1",
            "leaf": "0" * 64,
            "pk": self.key(route),
            "company": self.records["company"].slug,
            "reader": "signatories",
            "after": str(UUID(int=1)),
            "rule": "FR-R225-71",
            "verb": next(verb for part, verb in VERBS.items() if part in route),
        }
        if "<slug:own>" in route:  # a resolution's public page
            values["own"] = self.resolution[""].address  # fmt: skip
        path = SLOT.sub(lambda found: values.get(found[1] or found[2], "x"), route)
        return "/" + re.sub(r"[\^$?\\]", "", path)

    def key(self, route):
        """The key of the row that a route with <uuid:pk> is about."""
        kinds = {"people": "officeholder", "contracts": "contract", "responses": "response",
                 "commitments": "commitment", "updates": "update", "holders": "holder", "paper": "sheet"}  # fmt: skip
        if route.startswith("desk/resolutions/"):
            return str(next(row.pk for part, row in self.resolution.items() if part in route))
        if "/organizations/" in route:
            return str(self.sign_on.pk)
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
    petition = supporters.opened(campaign=campaign, by=owner)
    records |= {"holder": petition.holders.get(), "sheet": supporters.sheet(petition)}
    return Place(owner, group, campaign, letters.in_state(state, campaign=campaign, by=owner), records, petition)


def body_of(response):
    return b"".join(response.streaming_content) if response.streaming else response.content
