"""Who may pass at the addresses of joint statements, and that reading them changes nothing."""

import pytest
from django.urls import reverse

from petitions.actions.joint_statements import cancel_statement
from tests import make
from tests.personas import cast
from tests.petitions import coalitions
from tests.petitions.statement_addresses import EDIT, PUBLIC, READ
from tests.petitions.visits import rows

pytestmark = pytest.mark.django_db


def address_of(name, statement, row):
    """With what stands in it: the statement, for some a language, a step or one of its organizations."""
    more = {"statement-translate": ["de"], "statement-untranslate": ["de"], "statement-text": ["begin"],
            "statement-move": ["close"], "sign-on-edit": [row.pk], "sign-on-agree": [row.pk],
            "sign-on-decide": [row.pk, "withdraw"]}  # fmt: skip
    return reverse(f"statements-desk:{name}", args=[statement.slug, *more.get(name, [])])


def scene():
    people = cast()
    statement = coalitions.opened(campaign=make.campaign(group=people.group), languages=["de"])
    return people, statement, coalitions.recorded(statement, "Dockers United")


@pytest.mark.parametrize("name", sorted(READ | EDIT))
def test_desk_keeps_its_rule(name):
    people, statement, row = scene()
    address = address_of(name, statement, row)
    for persona in ("nobody", "stranger", "viewer", "reviewer"):
        client = people.client(persona)
        reads = name in READ and persona in ("viewer", "reviewer")
        answers = [client.get(address), client.post(address)]
        if reads:  # a page that readers see takes forms from editors alone
            assert [one.status_code for one in answers] in ([200, 404], [200, 405]), persona
            continue
        taken = [one for one in answers if one.status_code != 405]
        assert taken
        for answer in taken:
            assert answer.status_code == (302 if persona == "nobody" else 404), persona
            if persona == "nobody":
                assert answer["Location"].startswith("/accounts/login/")
    row.refresh_from_db()
    assert row.state == "listed"
    owner = people.client("owner")
    for answer in (owner.get(address), owner.post(address)):
        assert answer.status_code not in (404, 500), "there was something that could have been shown"


@pytest.mark.parametrize("name", sorted(READ | EDIT))
def test_reading_the_desk_changes_nothing(name):
    people, statement, row = scene()
    client, address = people.client("owner"), address_of(name, statement, row)
    before = rows()
    for method in (client.get, client.head, client.options):
        method(address)
    assert rows() == before


def test_organization_of_another_statement_is_missing():
    people, statement, _row = scene()
    other = coalitions.recorded(coalitions.opened(campaign=make.campaign(group=people.group)), "Elsewhere")
    client = people.client("owner")
    for name in ("sign-on-edit", "sign-on-agree"):
        assert client.get(address_of(name, statement, other)).status_code == 404
    assert client.post(address_of("sign-on-decide", statement, other)).status_code == 404


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_statement_that_is_no_more_is_missing_for_everybody_without_a_cookie(name, django_assert_max_num_queries):
    people = cast()
    given = {"campaign": make.campaign(group=people.group)}
    cancelled, more = coalitions.opened(**given), ["de"] if name.endswith("-in") else []
    cancel_statement(statement=cancelled, by=None, at=make.NOW)
    pages = set()
    for address in ("a" * 26, cancelled.address):
        for persona in ("nobody", "owner"):
            client = people.client(persona)
            with django_assert_max_num_queries(1):
                answer = client.get(reverse(f"petitions:{name}", args=[address, *more]))
            assert answer.status_code == 404
            assert not answer.cookies
            assert "Vary" not in answer
            pages.add(answer.content)
    assert len(pages) == 1
    there = reverse(f"petitions:{name}", args=[coalitions.opened(**given).address, *more])
    answer = people.client("nobody").get(there)
    assert answer.status_code == 200, "there was something that could have been shown"
    assert not answer.cookies


@pytest.mark.parametrize("name", sorted(PUBLIC - {"statement-challenge"}))  # a puzzle is fresh each time
def test_public_pages_are_the_same_bytes_for_everybody(name):
    people, statement, _row = scene()
    address = reverse(f"petitions:{name}", args=[statement.address, *(["de"] if name.endswith("-in") else [])])
    seen = set()
    for persona in ("nobody", "stranger", "owner"):
        answer = people.client(persona).get(address, headers={"Accept-Language": "ar", "User-Agent": persona})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen.add((body, repr(sorted(answer.items()))))
    assert len(seen) == 1


@pytest.mark.parametrize("name", sorted(name for name in PUBLIC if name.startswith("sign-on")))
def test_forms_of_other_sites_are_refused(name, client):
    _people, statement, _row = scene()
    address = reverse(f"petitions:{name}", args=[statement.address])
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert client.post(address, {}, headers=headers).status_code == 403
    assert client.post(address, {}, headers={"Sec-Fetch-Site": "same-origin"}).status_code in (400, 403, 409)
