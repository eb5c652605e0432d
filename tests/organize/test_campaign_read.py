from organize import roles
from tests import make


def test_campaign_page_shows_its_summary_as_text(client, db):
    owner = make.user()
    campaign = make.campaign(group=make.group(owner=owner), summary="<b>March</b>\n\nApril")
    client.force_login(owner)
    page = client.get(f"/desk/c/{campaign.slug}/").content.decode()
    assert "<p>&lt;b&gt;March&lt;/b&gt;</p>" in page
    assert "<p>April</p>" in page


def test_campaign_page_shows_what_each_product_puts_there(client, db, settings):
    owner = make.user()
    campaign = make.campaign(group=make.group(owner=owner))
    settings.CAMPAIGN_SHELVES = [f"{__name__}.shelf"]
    client.force_login(owner)
    assert 'class="timeline"' in client.get(f"/desk/c/{campaign.slug}/").content.decode()


def shelf(campaign):
    """In the shape that settings.CAMPAIGN_SHELVES promises."""
    return {"template": "_timeline.html", "items": []}


def test_viewer_reads_and_is_offered_no_change(client, db):
    group = make.group()
    campaign = make.campaign(group=group)
    client.force_login(make.member(group, roles.VIEWER))
    page = client.get(f"/desk/c/{campaign.slug}/").content.decode()
    assert campaign.title in page
    assert f"/desk/c/{campaign.slug}/edit/" not in page


def test_campaign_of_another_group_is_missing(client, db):
    campaign = make.campaign()
    client.force_login(make.user())
    assert client.get(f"/desk/c/{campaign.slug}/").status_code == 404
