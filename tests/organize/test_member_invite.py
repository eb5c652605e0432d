"""An invitation never tells whether a mailbox has an account, nor keeps it longer than it waits."""

import datetime
import re

import pytest
from django.urls import reverse

from organize import jobs, offers, roles
from organize.actions import invitations
from organize.models import Invitation, Trail, User
from organize.refusals import Refusal
from tests import mailbox, make
from tests.personas import cast

pytestmark = pytest.mark.django_db


def _invite(people, mailbox, role=roles.VIEWER, persona="owner"):
    address = reverse("member-invite", args=[people.group.slug])
    return people.client(persona).post(address, {"mailbox": mailbox, "role": role})


@pytest.mark.django_db(transaction=True)
def test_known_unknown_and_member_mailbox_get_the_same_answer_page_and_mail(run_jobs):
    people = cast()
    known, unknown = make.user("known@private.example"), "other@private.example"
    told = []
    for to in (known.mailbox, unknown, people.viewer.mailbox):
        answer = _invite(people, to)
        client = people.client("owner")
        page = client.get(reverse("members", args=[people.group.slug])).content.decode()
        row = re.search(rf"<tr>\s*<th scope=\"row\">{re.escape(to)}</th>.*?</tr>", page, re.DOTALL)[0]
        row = re.sub(r'[0-9a-f-]{36}|value="[^"]*"', "", row.replace(to, ""))
        run_jobs()
        mail = mailbox.received()[-1]
        body = re.sub(r"^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$", "CODE", mail.body, flags=re.MULTILINE)
        assert "CODE" in body and mail.to == [to]
        invitation = Invitation.objects.get(group=people.group, tag=offers.tag(people.group, to))
        told.append(
            (answer.status_code, answer["Location"], len(answer.content), row, mail.subject, body, len(mail.body),
             len(invitation.enclosed))
        )  # fmt: skip
        invitations.withdraw_invitation(invitation=invitation, by=people.owner, at=make.NOW)
    assert told[0] == told[1] == told[2]
    assert not User.objects.filter(mailbox=unknown).exists()


@pytest.mark.django_db(transaction=True)
def test_mail_names_nobody_and_nothing(run_jobs):
    people = cast()
    make.campaign(group=people.group, title="Safe docks")
    _invite(people, "invited@private.example")
    run_jobs()
    (mail,) = mailbox.received()
    for word in (people.group.name, "Undersigned", "Safe docks", "letter", "sign", people.owner.mailbox, roles.VIEWER):
        assert word not in mail.subject + mail.body
    assert "/join/" in mail.body


def test_table_holds_no_mailbox_and_no_code():
    made = make.invitation(group=make.group(), mailbox="invited@private.example", code="K7QD2M9XK7QD2M9X")
    row = repr([bytes(value) if isinstance(value, memoryview) else value for value in vars(made).values()])
    assert offers.mailbox_of(made) == "invited@private.example"
    assert "invited" not in row and "K7QD" not in row
    other = make.invitation(group=make.group(), mailbox="invited@private.example", code="A" * 16)
    assert bytes(other.tag) != bytes(made.tag)  # nothing links two groups that know one person


def test_only_an_owner_invites_and_every_role_is_one_that_exists():
    people = cast()
    for persona in ("organizer", "viewer", "stranger"):
        assert _invite(people, "invited@private.example", persona=persona).status_code == 404
    assert _invite(people, "invited@private.example", role="emperor").status_code == 422
    assert _invite(people, "no mailbox").status_code == 422
    assert not Invitation.objects.exists()


def test_second_invitation_ends_the_first():
    group = make.group()
    first = make.invitation(group=group, code="A" * 16)
    make.invitation(group=group, mailbox="INVITED@private.example", code="B" * 16, role=roles.ORGANIZER)
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert group.invitations.get(state="open").role == roles.ORGANIZER


@pytest.mark.parametrize("how", ["withdraw", "expire"])
def test_what_has_ended_keeps_nothing_of_a_person(how):
    people = cast()
    made = make.invitation(group=people.group)
    if how == "withdraw":
        people.client("owner").post(reverse("invitation-withdraw", args=[people.group.slug, made.pk]))
    else:
        jobs.end_invitations(make.NOW + datetime.timedelta(days=6))
        made.refresh_from_db()
        assert made.state == "open"
        jobs.end_invitations(make.NOW + datetime.timedelta(days=7))
        jobs.end_invitations(make.NOW + datetime.timedelta(days=8))
    made.refresh_from_db()
    assert made.state == {"withdraw": "withdrawn", "expire": "expired"}[how]
    assert (bytes(made.enclosed), made.tag, made.proof) == (b"", None, None)
    assert Trail.objects.filter(object_id=made.pk, verb=how).count() == 1


def test_group_sends_only_so_many_that_nobody_answers():
    group = make.group()
    for number in range(invitations.MOST_OPEN):
        make.invitation(group=group, mailbox=f"p{number}@private.example", code=offers.new_code())
    with pytest.raises(Refusal):
        make.invitation(group=group, mailbox="one.more@private.example", code=offers.new_code())
    make.invitation(group=group, mailbox="p1@private.example", code=offers.new_code())  # instead of an earlier one


def test_flood_of_invitations_is_stopped():
    people = cast()
    statuses = [_invite(people, f"p{number}@private.example").status_code for number in range(61)]
    assert statuses.count(302) <= 60 and statuses[-1] in (409, 429)
