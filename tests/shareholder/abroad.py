"""A group whose resolutions are for meetings under other countries' laws."""

from django.urls import reverse

from shareholder.models import Resolution
from tests import make
from tests.factors import Browser
from tests.shareholder import world

FRENCH = "FR-R225-71"
MEETING = {"country": "FR", "on": world.day("2027-05-19"), "definitive_on": None}


def group():
    """desk(name, *arguments, data=None): a page, for an owner of `group`, whose campaign is `campaign`."""
    owner = make.user()
    group = make.group(owner=owner)
    client = Browser()
    client.force_login(owner)

    class Desk:
        def __call__(self, name, *arguments, data=None):
            address = reverse(f"shareholder:{name}", args=[group.slug, *arguments])
            return client.get(address) if data is None else client.post(address, data)

    found = Desk()
    found.owner, found.group, found.client = owner, group, client
    found.campaign = make.campaign(group=group, company=make.company(group=group))
    return found


def text(response):
    return " ".join(response.content.decode().split())


def at_meeting(scene, title="Docks", **fields):
    """A resolution for a meeting under French law, or as `fields` say."""
    made = world.resolution(by=scene.owner, campaign=scene.campaign, title=title, has_meeting=False)
    known = scene.campaign.company.meetings.filter(country=fields.get("country", "FR")).first()
    meeting = known or world.meeting(scene.campaign.company, **MEETING | {"year": 2027} | fields)
    world.edit(made, by=scene.owner, meeting=meeting)
    return Resolution.objects.select_related("group", "meeting", "company").get(pk=made.pk)
