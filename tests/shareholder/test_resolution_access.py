"""Every address of the desk of resolutions keeps its rule for everybody, and who files is told to few."""

import pytest
from django.urls import reverse

from petitions.models import Letter
from shareholder.models import Filing, Resolution
from tests import make
from tests.counting import statements
from tests.factors import Browser
from tests.personas import plain
from tests.shareholder import world
from tests.shareholder.resolution_addresses import PASSES, RULES

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Browser()
    client.force_login(user)
    return client


@pytest.mark.parametrize("name", sorted(RULES))
def test_address_keeps_its_rule(name):
    users, made, filing = world.cast()
    rows = {"intention": None}
    rows |= world.with_everything(made, by=users["coordinator"])
    if name in ("challenge-record", "resolution-withdraw"):
        world.in_state(made, "filed")
    address = world.address(name, made, filing, rows["intention"])
    for method in ("get", "post") if RULES[name] != "anyone" else ():
        answer = getattr(Browser(), method)(address)
        assert answer.status_code in (302, 405) and answer.get("Location", "/accounts/login/").startswith("/accounts/")
    refused = [persona for persona in users if persona not in PASSES[RULES[name]]]
    before = list(Resolution.objects.values()), list(Filing.objects.values())
    for persona in refused:
        client = signed_in(users[persona])
        codes = {client.get(address).status_code, client.post(address).status_code}
        assert codes <= {404, 405} and 404 in codes, (persona, codes)
    assert (list(Resolution.objects.values()), list(Filing.objects.values())) == before
    for persona in PASSES[RULES[name]]:
        answer = signed_in(users[persona]).get(address)
        leads_on = 302 if name == "place-confirm" else 200  # without a code there is nothing to confirm
        assert answer.status_code in (leads_on, 405), (persona, answer.status_code)


def test_stranger_cannot_tell_a_resolution_from_nothing():
    users, made, filing = world.cast()
    client = signed_in(users["stranger"])
    pages = [
        client.get(reverse("shareholder:resolution-read", args=[made.slug])),
        client.get(reverse("shareholder:filing-read", args=[filing.slug])),
        client.get(reverse("shareholder:resolution-read", args=["a" * 26])),
        client.get("/desk/no/such/address/"),
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({plain(page) for page in pages}) == 1


def test_coordinator_gets_nothing_of_a_filers_own():
    users, _made, filing = world.cast()
    for name in ("filing-read", "own-step", "papers-tick", "holding-judge", "band-declare", "letter-print"):
        address = reverse(f"shareholder:{name}", args=[filing.slug])
        assert signed_in(users["cofiler"]).get(address).status_code == 200
        for persona in ("coordinator", "counsel", "lead", "owner"):
            client = signed_in(users[persona])
            assert client.get(address).status_code == 404, (name, persona)
            assert client.post(address).status_code == (405 if name == "filing-read" else 404), (name, persona)


def test_letters_organizers_cannot_list_filers_and_filers_cannot_see_the_letters_desk():
    """Neither on the resolution's pages nor on the campaign's, in the group's trail or among its members."""
    users, made, filing = world.cast()
    letter = Letter.objects.create(group=made.group, campaign=made.campaign, title="Two people at every dock")
    names = [row.goes_by for row in Filing.objects.all()] + [users["lead"].mailbox, users["cofiler"].mailbox]
    assert len(names) == 4
    shown = signed_in(users["coordinator"]).get(reverse("shareholder:filer-list", args=[made.slug])).content.decode()
    assert all(name in shown for name in names[:2]), "there is something that could leak"
    for persona in ("organizer", "owner"):
        client = signed_in(users[persona])
        desk = reverse("petitions-desk:letter-read", args=[letter.slug])
        assert client.get(desk).status_code == 200
        assert client.get(reverse("shareholder:filer-list", args=[made.slug])).status_code == 404
        for page in (
            desk,
            reverse("campaign", args=[made.campaign.slug]),
            reverse("trail", args=[made.group.slug]),
            reverse("members", args=[made.group.slug]),
            reverse("shareholder:resolution-read", args=[made.slug]),
        ):
            text = client.get(page).content.decode()
            assert not [name for name in names if name in text], (persona, page)
    for persona in ("lead", "cofiler"):
        client = signed_in(users[persona])
        for name in ("letter-read", "letter-edit", "paper-read", "letter-disputes"):
            assert client.get(reverse(f"petitions-desk:{name}", args=[letter.slug])).status_code == 404
        assert client.get(reverse("campaign", args=[made.campaign.slug])).status_code == 404
        assert client.get(reverse("group", args=[made.group.slug])).status_code == 404


def test_filer_who_has_gone_has_no_part_any_more():
    users, made, filing = world.cast()
    client = signed_in(users["cofiler"])
    address = reverse("shareholder:resolution-read", args=[made.slug])
    assert client.get(address).status_code == 200
    Filing.objects.filter(pk=filing.pk).update(state="dropped")
    assert client.get(address).status_code == 404


def test_lists_cost_the_same_whatever_is_on_them():
    users, made, _filing = world.cast()
    client = signed_in(users["coordinator"])
    addresses = [
        reverse("shareholder:filer-list", args=[made.slug]),
        reverse("shareholder:resolution-read", args=[made.slug]),
        reverse("shareholder:intention-list", args=[made.slug]),
        reverse("shareholder:resolution-list"),
        reverse("campaign", args=[made.campaign.slug]),
        reverse("shareholder:meeting-create", args=[made.company.slug]),
    ]
    world.with_everything(made, by=users["coordinator"])
    before = [(client.get(one), statements(client, one))[1] for one in addresses]
    for number in range(30):
        world.filer(made, goes_by=f"Fund {number}", by=users["coordinator"])
        other = world.resolution(
            by=users["coordinator"], campaign=made.campaign, title=f"No {number}", has_meeting=False
        )
        world.edit(other, by=users["coordinator"], meeting=made.meeting)
        world.meeting(made.company, year=1991 + number)
        made.intentions.create(group=made.group, investor=f"Fund {number}", stance="for", on=world.DAY)
        world.pending(made)
    assert [statements(client, one) for one in addresses] == before


def test_changing_anything_takes_a_second_factor():
    users, made, _filing = world.cast()
    plain_user = make.member(made.group, factor=False)
    made.seats.create(group=made.group, user=plain_user, part="coordinator")
    client = signed_in(plain_user)
    assert client.get(reverse("shareholder:resolution-read", args=[made.slug])).status_code == 200
    answer = client.get(reverse("shareholder:resolution-edit", args=[made.slug]))
    assert answer.status_code == 302 and "second-factor" in answer["Location"]


def test_lead_from_outside_reads_no_members_mailbox_and_speaks_for_nobody():
    """A filer needs no group: what the group's people are called, and what its public page says, is not the filer's."""
    users, made, filing = world.cast()
    rows = {"intention": None} | world.with_everything(made, by=users["coordinator"])
    world.in_state(made, "filed")
    lead = signed_in(users["lead"])
    mailboxes = [users[who].mailbox for who in ("owner", "organizer", "coordinator", "counsel")]
    for name in sorted(RULES):
        if RULES[name] in ("read", "part", "work"):
            page = lead.get(world.address(name, made, filing, rows["intention"])).content.decode()
            assert not any(one in page for one in mailboxes), name
    fields = {"title": "Not their words", "listed": "on", "meeting": made.meeting.pk}
    assert lead.post(reverse("shareholder:resolution-edit", args=[made.slug]), fields).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.listed) != ("Not their words", True) and not made.listed
    promise = {"kind": "commitments", "on": "2026-11-20", "text1": "Two at every dock", "source": "A letter"}
    assert lead.post(reverse("shareholder:resolution-withdraw", args=[made.slug]), promise).status_code == 302
    assert made.campaign.commitments.count() == 0, "the public ledger is the group's"
    assert "Two at every dock" in lead.get(reverse("shareholder:resolution-read", args=[made.slug])).content.decode()
    assert signed_in(users["coordinator"]).get(reverse("shareholder:seat-give", args=[made.slug])).status_code == 200


def test_whoever_is_out_of_the_group_has_no_seat_and_an_owner_finds_another_coordinator():
    users, made, _filing = world.cast()
    read = reverse("shareholder:filer-list", args=[made.slug])
    seat = reverse("shareholder:seat-give", args=[made.slug])
    owner = signed_in(users["owner"])
    assert owner.get(seat).status_code == 404
    for who in ("coordinator", "counsel"):
        assert signed_in(users[who]).get(read).status_code == 200
        made.group.memberships.filter(user=users[who]).delete()
        client = signed_in(users[who])
        assert client.get(read).status_code == 404
        assert client.get(reverse("shareholder:resolution-read", args=[made.slug])).status_code == 404
        assert made.title not in client.get(reverse("shareholder:resolution-list")).content.decode()
    given = {"user": users["organizer"].pk, "part": "coordinator"}
    assert owner.post(seat, given).status_code == 302
    assert signed_in(users["organizer"]).get(read).status_code == 200
    assert owner.get(seat).status_code == 404
