"""What the products put on a page of the desk: named in settings, so that this package imports none of them."""

from django.conf import settings
from django.utils.module_loading import import_string


def campaign_shelves(campaign):
    """One {"template", "items"} for each product with something to show on a campaign's page, in settings' order."""
    return [import_string(name)(campaign) for name in settings.CAMPAIGN_SHELVES]


def company_shelves(company):
    """One {"template", "items"} for each product that knows something of a company."""
    return [import_string(name)(company) for name in settings.COMPANY_SHELVES]


def own(user):
    """The shelves that hold something in which `user` has a part, in a group of theirs or not."""
    shelves = [import_string(name)(user) for name in settings.OWN_SHELVES]
    return [shelf for shelf in shelves if shelf["items"]]


def attention(group):
    """The shelves that hold something `group` should do now."""
    shelves = [import_string(name)(group) for name in settings.DESK_SHELVES]
    return [shelf for shelf in shelves if shelf["items"]]


def public_shelves(campaign):
    """What each product shows of a published campaign to everybody, in settings' order; nothing about who signed.

    {"name", "template", "items", "events": [timeline.Event], "numbers": for JSON, "demands": {key: text}}
    """
    return [import_string(name)(campaign) for name in settings.PUBLIC_SHELVES]


def demands(campaign):
    """[(key, text)] of everything that the campaign's letters and petitions ask for."""
    return [demand for name in settings.DEMAND_SHELVES for demand in import_string(name)(campaign)]
