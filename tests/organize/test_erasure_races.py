"""Erasing while others work on connections of their own: nothing live goes, nobody waits for ever or sees a 500."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.urls import reverse

from organize import roles
from organize.actions import erasures
from organize.models import Campaign, Commitment, Erasure, Evidence, Group, Trail
from organize.refusals import Refusal
from petitions.models import Letter
from tests import make
from tests.personas import cast
from tests.petitions import letters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


class Beside:
    """A callable on a connection of its own, in a thread."""

    def __init__(self, work):
        self.work, self.answer = work, None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self):
        try:
            self.answer = self.work()
        except (Refusal, IntegrityError) as refusal:
            self.answer = refusal
        finally:
            connections.close_all()

    def end(self):
        self.thread.join(20)
        assert not self.thread.is_alive()
        return self.answer


def wait_for_waiters(number=1):
    """Until so many other sessions of this database wait for a lock."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    deadline = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(sql)
            if cursor.fetchone()[0] >= number:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


def begun(row, people):
    """An erasure that was confirmed and whose job has not run."""
    asked = erasures.ask_erasure(row=row, by=people.owner, at=make.NOW)
    if asked.state == "asked":
        second = people.group.memberships.filter(role=roles.OWNER).exclude(user=people.owner).first().user
        erasures.confirm_erasure(erasure=asked, row=row, by=second, at=make.NOW)
    return asked


def test_letter_that_is_frozen_during_the_erasure_stays():
    people = cast()
    letter = letters.in_state("coded", campaign=make.campaign(group=people.group), by=people.owner).letter
    for row in (letter, letter.campaign, people.group):
        Letter.objects.filter(pk=letter.pk).update(state="coded", address=None)
        asked = begun(row, people)
        with transaction.atomic():  # an organizer freezes it, and has not committed yet
            Letter.objects.filter(pk=letter.pk).update(state="frozen", address="a" * 32)
            job = Beside(lambda asked=asked: erasures.carry_out(pk=asked.pk, at=make.NOW))
            wait_for_waiters()
        assert job.end() is False
        assert Letter.objects.get().state == "frozen", "trustees approve it, and people sign it"
        assert not Erasure.objects.exists()
    assert Trail.objects.filter(verb="give up erasing").count() == 3


def test_two_owners_confirm_at_once_and_one_is_told():
    people = cast()
    others = [make.member(people.group, roles.OWNER) for _number in range(2)]
    campaign = make.campaign(group=people.group)
    asked = erasures.ask_erasure(row=campaign, by=people.owner, at=make.NOW)
    both = threading.Barrier(2)

    def confirm(by):
        both.wait()
        return erasures.confirm_erasure(erasure=asked, row=campaign, by=by, at=make.NOW)

    answers = [one.end() for one in [Beside(lambda by=by: confirm(by)) for by in others]]
    assert sorted(type(one).__name__ for one in answers) == ["Erasure", "Refusal"]
    assert Trail.objects.filter(verb="confirm erasing").count() == 1
    assert erasures.carry_out(pk=asked.pk, at=make.NOW) and not Campaign.objects.exists()


def test_owner_who_confirms_while_the_group_is_being_erased_is_told_and_nobody_waits_for_ever():
    people = cast()
    make.member(people.group, roles.OWNER)
    third = make.member(people.group, roles.OWNER)
    asked = begun(people.group, people)
    with transaction.atomic():  # as confirming begins
        Group.objects.select_for_update(no_key=True).get(pk=people.group.pk)
        job = Beside(lambda: erasures.carry_out(pk=asked.pk, at=make.NOW))
        wait_for_waiters()
        with pytest.raises(Refusal) as refusal:
            erasures.confirm_erasure(erasure=asked, row=people.group, by=third, at=make.NOW)
        assert refusal.value.status == 409
    assert job.end() is True
    assert not Group.objects.filter(pk=people.group.pk).exists()
    for act in (erasures.confirm_erasure, erasures.ask_erasure):
        given = {"erasure": asked} if act is erasures.confirm_erasure else {}
        with pytest.raises(Refusal):
            act(row=people.group, by=third, at=make.NOW, **given)


def test_job_that_runs_twice_at_once_erases_once():
    people = cast()
    asked = begun(make.ledger(people.group)[0], people)
    both = threading.Barrier(2)

    def job():
        both.wait()
        return erasures.carry_out(pk=asked.pk, at=make.NOW)

    assert sorted(one.end() for one in [Beside(job), Beside(job)]) == [False, True]
    assert Trail.objects.filter(verb="erase").count() == 1


def test_what_is_added_during_the_erasure_is_missing_and_no_error():
    people = cast()
    campaign, _records = make.ledger(people.group)
    asked = begun(campaign, people)
    client = people.client("owner")
    address = reverse("update-create", args=[campaign.slug])
    last = Commitment.objects.filter(campaign=campaign)
    with transaction.atomic():  # keeps the erasure in its middle: it holds the campaign and waits for this row
        assert list(last.select_for_update())
        job = Beside(lambda: erasures.carry_out(pk=asked.pk, at=make.NOW))
        wait_for_waiters(1)
        visit = Beside(lambda: client.post(address, {"title": "Too late", "body": "Words."}))
        wait_for_waiters(2)
    assert job.end() is True
    assert visit.end().status_code == 404
    assert not Campaign.objects.filter(pk=campaign.pk).exists()


def test_what_is_added_beneath_a_row_that_nobody_holds_ends_the_attempt_and_the_next_one_takes_it_along():
    people = cast()
    campaign, records = make.ledger(people.group)
    asked = begun(campaign, people)
    added = Evidence(
        group=people.group, commitment=records["commitment"], state="kept", number=7, text="Seen", on=make.NOW.date()
    )
    with transaction.atomic():
        assert list(Commitment.objects.filter(campaign=campaign).select_for_update(no_key=True))
        job = Beside(lambda: erasures.carry_out(pk=asked.pk, at=make.NOW))
        wait_for_waiters()
        added.save()
    assert job.end() is False, "all or nothing"
    assert Campaign.objects.filter(pk=campaign.pk).exists() and Erasure.objects.get().state == "confirmed"
    assert erasures.carry_out(pk=asked.pk, at=make.NOW) and not Evidence.objects.filter(pk=added.pk).exists()
