from tests import make


def test_stranger_is_sent_to_sign_in(client, db):
    answer = client.get("/desk/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_desk_of_somebody_in_no_group_offers_to_open_one(client, db):
    client.force_login(make.user())
    assert "You are in no group yet" in client.get("/desk/").content.decode()


def test_desk_shows_own_groups_and_no_others(client, db):
    owner = make.user()
    make.campaign(group=make.group(owner=owner, name="Night shift"), title="Safe docks")
    make.campaign(group=make.group(name="Day shift"), title="Other docks")
    client.force_login(owner)
    page = client.get("/desk/").content.decode()
    assert "Night shift" in page
    assert "Safe docks" in page
    assert "Day shift" not in page
    assert "Other docks" not in page


def test_desk_shows_what_a_product_says_waits(client, db, settings):
    owner = make.user()
    make.group(owner=owner)
    settings.DESK_SHELVES = [f"{__name__}.waiting"]
    client.force_login(owner)
    page = client.get("/desk/").content.decode()
    assert "Something waits" in page
    assert "Nothing waits for you here" not in page


def test_desk_says_so_when_nothing_waits(client, db, settings):
    owner = make.user()
    make.group(owner=owner)
    settings.DESK_SHELVES = [f"{__name__}.quiet"]
    client.force_login(owner)
    assert "Nothing waits for you here" in client.get("/desk/").content.decode()


def waiting(group):
    """A shelf with one thing on it, in the shape that settings.DESK_SHELVES promises."""
    return {"template": "_timeline.html", "items": [{"on": make.NOW, "title": "Something waits"}]}


def quiet(group):
    return {"template": "_timeline.html", "items": []}
