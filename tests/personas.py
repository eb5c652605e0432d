"""People with fixed morals, for the tests that ask who may do what."""

import re
from dataclasses import dataclass

from organize import roles
from tests import make
from tests.factors import Browser


@dataclass
class Cast:
    """A group with its people, and somebody who owns another group."""

    group: object
    owner: object
    organizer: object
    reviewer: object
    viewer: object
    stranger: object

    def client(self, persona):
        """A browser in which `persona` is signed in; "nobody" has no account."""
        client = Browser()
        if persona != "nobody":
            client.force_login(getattr(self, persona))
        return client


PERSONAS = ("nobody", "stranger", "viewer", "reviewer", "organizer", "owner")


def cast():
    owner, stranger = make.user(), make.user()
    group = make.group(owner=owner)
    make.group(owner=stranger, name="Somebody else's")
    return Cast(
        group=group,
        owner=owner,
        organizer=make.member(group, roles.ORGANIZER),
        reviewer=make.member(group, roles.REVIEWER),
        viewer=make.member(group, roles.VIEWER),
        stranger=stranger,
    )


def plain(response):
    """A page without what differs for every request: the form token."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", response.content)
