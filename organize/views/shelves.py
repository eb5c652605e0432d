"""What the products put on a page of the desk: named in settings, so that this package imports none of them."""

from django.conf import settings
from django.utils.module_loading import import_string


def campaign_shelves(campaign):
    """One {"template", "items"} for each product with something to show on a campaign's page, in settings' order."""
    return [import_string(name)(campaign) for name in settings.CAMPAIGN_SHELVES]


def attention(group):
    """The shelves that hold something `group` should do now."""
    shelves = [import_string(name)(group) for name in settings.DESK_SHELVES]
    return [shelf for shelf in shelves if shelf["items"]]
