import pytest
from django.urls import reverse

from organize import roles
from organize.models import Trail
from tests import make
from tests.personas import cast

pytestmark = pytest.mark.django_db


def test_member_goes_by_themselves_and_stays_signed_in_here_only():
    people = cast()
    address = reverse("group-leave", args=[people.group.slug])
    here, elsewhere = people.client("viewer"), people.client("viewer")
    assert "Leave" in here.get(address).content.decode()
    assert people.group.memberships.count() == 4
    assert here.post(address)["Location"] == reverse("desk")
    assert people.group.memberships.count() == 3
    assert here.get(reverse("desk")).status_code == 200
    assert elsewhere.get(reverse("desk")).status_code == 302
    assert here.get(reverse("group", args=[people.group.slug])).status_code == 404
    assert Trail.objects.filter(group=people.group, verb="leave").get().actor == people.viewer


def test_leaving_takes_no_second_factor(client):
    group = make.group()
    member = make.member(group, roles.REVIEWER, factor=False)
    client.force_login(member)
    assert client.post(reverse("group-leave", args=[group.slug])).status_code == 302
    assert not group.memberships.filter(user=member).exists()
