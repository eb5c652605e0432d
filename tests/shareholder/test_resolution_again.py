"""A matter that is put to the vote again, and what not presenting one means for its filers."""

import pytest
from django.urls import reverse

from shareholder import queries
from shareholder.models import Lineage, Resolution
from tests import make
from tests.factors import browser as client
from tests.shareholder import world
from tests.shareholder.voted import propose, voted

pytestmark = pytest.mark.django_db
BARRED = "the company may leave out everything that its filers propose for meetings in 2028, 2029."


def again(user, made):
    return client(user).post(reverse("shareholder:resolution-again", args=[made.slug]))


def page(user, name, slug):
    return " ".join(client(user).get(reverse(f"shareholder:{name}", args=[slug])).content.decode().split())


def test_new_resolution_has_the_words_that_were_filed_and_the_same_matter():
    owner = make.user()
    made = voted(by=owner, group=make.group(owner=owner))
    assert again(owner, made).status_code == 409 and Resolution.objects.count() == 1
    propose(made, by=owner)
    world.in_state(made, "recorded")
    assert "Put it to the vote again" in page(owner, "resolution-read", made.slug)
    answer = again(owner, made)
    new = Resolution.objects.exclude(pk=made.pk).get()
    assert answer["Location"] == reverse("shareholder:resolution-read", args=[new.slug])
    assert (new.state, new.versions.get().body, new.meeting, new.sent_on) == ("drafting", world.BODY, None, None)
    made.refresh_from_db()
    assert new.lineage == made.lineage == Lineage.objects.get() and made.lineage.title == made.title
    assert not new.filings.exists(), "who files is asked anew"
    assert "May it be put to the vote again?" in page(owner, "vote-read", new.slug)


def test_what_is_under_way_is_not_put_again():
    owner = make.user()
    made, _lead = world.filed(by=owner, group=make.group(owner=owner))
    assert again(owner, made).status_code == 409
    assert "Put it to the vote again" not in page(owner, "resolution-read", made.slug)


def test_filers_of_what_was_not_presented_are_told_for_two_years():
    owner, lead = make.user(), make.user()
    made, _filing = world.filed(by=owner, group=make.group(owner=owner), user=lead)
    world.in_state(made, "not_presented")

    def filed_for(year, **who):
        again = world.resolution(by=owner, campaign=made.campaign, has_meeting=False)
        world.edit(again, by=owner, meeting=world.meeting(made.company, year=year, on=None))
        return world.filer(again, **who, by=owner)

    barred = filed_for(2028, user=lead, goes_by="Another name")
    assert BARRED in page(lead, "filing-read", barred.slug)
    free = filed_for(2030, user=lead, goes_by="Another name")
    assert BARRED not in page(lead, "filing-read", free.slug)
    by_name = filed_for(2029, user=make.user(), goes_by="Order of Saint Brendan")
    assert len(queries.bars_on(by_name)) == 1
    other = world.filer(barred.resolution, user=make.user(), goes_by="Tern Fund", by=owner)
    assert queries.bars_on(other) == [], "another investor is free"
