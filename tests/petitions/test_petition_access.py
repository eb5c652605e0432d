"""Who may pass at the addresses of petitions: drafts are missing for everybody, the desk is its group's."""

import pytest
from django.urls import reverse

from tests import make
from tests.personas import cast
from tests.petitions import supporters, visits
from tests.petitions.petition_addresses import EDIT, PUBLIC, READ
from tests.test_access import both

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(READ | EDIT))
def test_petitions_desk_keeps_its_rule_and_reading_changes_nothing(name):
    people = cast()
    petition = supporters.opened(campaign=make.campaign(group=people.group), by=people.owner)
    part = {"holder-remove": petition.holders, "sheet-remove": petition.sheets, "sheet-rows": petition.sheets}
    supporters.sheet(petition)
    address = reverse(f"petition-desk:{name}", args=[petition.slug, *([part[name].get().pk] if name in part else [])])
    clients = {persona: people.client(persona) for persona in ("nobody", "stranger", "viewer", "reviewer", "owner")}
    client, before = clients.pop("owner"), visits.rows()
    for persona, somebody in clients.items():
        for answer in both(somebody, address):
            if persona == "nobody":
                assert answer.status_code == 302, persona
                assert answer["Location"].startswith("/accounts/login/")
            elif persona == "stranger" or name in EDIT:
                assert answer.status_code == 404, persona
            else:
                assert answer.status_code != 404, persona
    for method in (client.get, client.head, client.options):
        method(address)
    assert visits.rows() == before
    for answer in both(client, address):
        assert answer.status_code not in (404, 500), "there was something that could have been shown"


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_petition_that_is_a_draft_is_missing_for_everybody_without_a_cookie(name, django_assert_max_num_queries):
    people = cast()
    draft = supporters.drafted(campaign=make.campaign(group=people.group))
    more = [draft.pk] if name == "petition-names-after" else []
    pages, clients = set(), [people.client(persona) for persona in ("nobody", "owner")]
    for address in ("a" * 26, draft.slug, "None"):
        for client in clients:
            with django_assert_max_num_queries(1):
                answer = client.get(reverse(f"petition:{name}", args=[address, *more]))
            assert answer.status_code == 404
            assert not answer.cookies
            assert "Vary" not in answer
            pages.add(answer.content)
    assert len(pages) == 1
