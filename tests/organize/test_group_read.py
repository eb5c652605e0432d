from organize import roles
from tests import make


def test_group_page_shows_members_campaigns_and_companies(client, db):
    owner = make.user(pseudonym="wren")
    group = make.group(owner=owner)
    make.member(group, roles.VIEWER, pseudonym="finch")
    make.campaign(group=group, title="Safe docks")
    make.company(group=group, name="Meridian Freight")
    client.force_login(owner)
    page = client.get(f"/desk/g/{group.slug}/").content.decode()
    for shown in ("wren", "finch", "Safe docks", "Meridian Freight", "New campaign"):
        assert shown in page


def test_viewer_is_offered_no_change(client, db):
    group = make.group()
    make.campaign(group=group)
    client.force_login(make.member(group, roles.VIEWER))
    page = client.get(f"/desk/g/{group.slug}/").content.decode()
    assert "New campaign" not in page
    assert "Name a company" not in page


def test_other_group_cannot_be_told_from_nothing(client, db):
    group = make.group()
    make.group(owner=(stranger := make.user()))
    client.force_login(stranger)
    other = client.get(f"/desk/g/{group.slug}/")
    nothing = client.get(f"/desk/g/{'a' * 26}/")
    assert other.status_code == nothing.status_code == 404
    assert _without_token(other) == _without_token(nothing)


def _without_token(answer):
    """The page without the random part of its sign-out form."""
    before, token, after = answer.content.decode().partition('name="csrfmiddlewaretoken" value="')
    assert token
    return before + after.split('"', 1)[1]


def test_group_page_asks_the_same_few_questions_whatever_its_size(client, db, django_assert_max_num_queries):
    owner = make.user()
    group = make.group(owner=owner)
    for number in range(12):
        make.member(group)
        make.campaign(group=group, title=f"Campaign {number}", company=make.company(group=group, name=f"C{number}"))
    client.force_login(owner)
    with django_assert_max_num_queries(15):
        client.get(f"/desk/g/{group.slug}/")
