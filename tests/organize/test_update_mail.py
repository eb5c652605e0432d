"""A published update is mailed to everybody who asked: so many a minute, nobody twice, whatever is interrupted."""

import datetime
import re

import django_rq
import pytest
from django.test import Client
from django.urls import reverse

from organize import jobs, mail, queries, subscriptions
from organize.actions import mailings, subscribers
from organize.actions.updates import withdraw_update
from organize.models import Subscriber, UpdateMail
from tests import mailbox, make
from tests.counting import statements
from tests.personas import cast

pytestmark = pytest.mark.django_db


def scene(number=3):
    people = cast()
    campaign = make.public_campaign(group=people.group)
    names = [f"reader{at}@private.example" for at in range(number)]
    for name in names:
        subscribers.subscribe(campaign=campaign, address=name, at=make.NOW)
    return people, campaign, names


def send_all():
    for pk in UpdateMail.objects.values_list("pk", flat=True):
        jobs.send_update(pk)


def told():
    return sorted(message.to[0] for message in mailbox.received())


def test_update_goes_to_everybody_who_had_asked_once():
    _people, campaign, names = scene()
    update = make.update(campaign=campaign)
    subscribers.subscribe(campaign=campaign, address="later@private.example", at=make.NOW)
    assert update.recipients == UpdateMail.objects.count() == 3
    send_all()
    send_all()
    jobs.send_some_updates()
    assert told() == names
    assert not UpdateMail.objects.exists()
    make.update(campaign=campaign, is_published=False)
    assert not UpdateMail.objects.exists(), "a draft is mailed to nobody"


def test_mail_says_what_was_written_and_how_to_end_it():
    _people, campaign, _names = scene(1)
    update = make.update(campaign=campaign, title="We met the board & the union", body="It *listened*.")
    send_all()
    (message,) = mailbox.received()
    assert message.subject == "An update you asked for"
    assert message.body.startswith("We met the board & the union\n\nIt *listened*.\n")
    place = reverse("campaign-public", args=[campaign.address])
    assert re.search(rf"http://\S+{place}#update-{update.pk.hex}\n", message.body)
    assert f'id="update-{update.pk.hex}"' in Client().get(place).content.decode()
    leave = message.headers["List-Unsubscribe"].strip("<>")
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.body.rstrip().endswith(leave)
    path = "/" + leave.split("/", 3)[3]
    Client().post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert not Subscriber.objects.exists()
    for word in ("Date-Sent", "X-Mailer", "Received"):
        assert word not in message.headers


def test_only_so_many_go_out_in_a_minute_and_jobs_know_keys_alone(settings, transactional_db):
    _people, campaign, names = scene(7)
    settings.UPDATES_A_MINUTE = 3
    make.update(campaign=campaign)
    queue = django_rq.get_queue("mail")
    queue.empty()
    for expected in (3, 3, 1, 0):
        jobs.send_some_updates()
        jobs.send_some_updates()  # the clock may come twice: no more than this minute's
        waiting = queue.jobs
        assert len(waiting) == expected
        keys = {str(pk) for pk in UpdateMail.objects.values_list("pk", flat=True)}
        assert all(job.args[0] in keys and len(job.args) == 1 and not job.kwargs for job in waiting)
        for job in waiting:
            jobs.send_update(*job.args)
        queue.empty()
    assert told() == names


def test_process_that_ended_in_the_middle_sends_nothing_twice():
    _people, campaign, names = scene(4)
    update = make.update(campaign=campaign)
    lost, *rest = UpdateMail.objects.order_by("pk")
    taken = mailings.take_mail(pk=lost.pk)  # and the process is killed here, before or after the server took it
    mail.send(to=subscriptions.mailbox_of(taken.subscriber), subject="s", text="t")
    send_all()
    jobs.send_some_updates(at=make.NOW)
    jobs.send_update(lost.pk)
    assert told() == names, "everybody once"
    assert queries.mailing_of(update) == {"total": 4, "waiting": 0, "handed": 1, "done": 3}
    jobs.send_some_updates(at=make.NOW + datetime.timedelta(days=1))
    assert UpdateMail.objects.count() == 1
    jobs.send_some_updates(at=make.NOW + datetime.timedelta(days=2))
    assert not UpdateMail.objects.exists()
    assert len(rest) == 3


def test_bug_on_the_way_leaves_the_mail_unsent_rather_than_twice(settings):
    _people, campaign, _names = scene(1)
    make.update(campaign=campaign)
    settings.DEFAULT_FROM_EMAIL = "broken\nheader@site.example"
    with pytest.raises(ValueError, match="newlines"):
        send_all()
    settings.DEFAULT_FROM_EMAIL = "post@site.example"
    send_all()
    assert not told() and UpdateMail.objects.get().state == "handed"


def test_mail_server_that_is_away_is_tried_again(settings, caplog):
    _people, campaign, names = scene(2)
    make.update(campaign=campaign)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    send_all()
    assert set(UpdateMail.objects.values_list("state", "tries")) == {("waiting", 1)}
    settings.EMAIL_BACKEND = backend
    send_all()
    assert told() == names
    assert "reader" not in caplog.text


def test_who_leaves_and_what_is_taken_back_is_not_mailed():
    _people, campaign, names = scene(3)
    update = make.update(campaign=campaign)
    row = Subscriber.objects.get(tag=subscriptions.tag(campaign, names[0]))
    subscribers.leave(token=subscriptions.token(row.pk), at=make.NOW)
    keys = list(UpdateMail.objects.values_list("pk", flat=True))
    assert len(keys) == 2
    jobs.send_update(keys[0])
    withdraw_update(update=update, by=None, at=make.NOW)
    for pk in keys:
        jobs.send_update(pk)
    assert len(told()) == 1 and names[0] not in told()
    assert not UpdateMail.objects.exists()


def test_mailbox_under_an_exchanged_secret_key_is_given_up(settings):
    _people, campaign, _names = scene(1)
    make.update(campaign=campaign)
    settings.SECRET_KEY = "another key of this host, which was exchanged meanwhile"
    send_all()
    assert not told() and not UpdateMail.objects.exists()


def test_desk_shows_how_far_it_is_and_finds_it_again():
    people, campaign, _names = scene(4)
    client = people.client("owner")
    draft = make.update(campaign=campaign, is_published=False)
    address = reverse("update-edit", args=[campaign.slug, draft.pk])
    assert "mailed to 4 people" in client.get(address).content.decode()
    assert client.post(reverse("update-publish", args=[campaign.slug, draft.pk]))["Location"] == address
    page = client.get(address).content.decode()
    assert "0 of 4 mails are done" in page and '<progress class="meter" max="4" value="0"' in page
    assert 'http-equiv="refresh"' in page
    first = UpdateMail.objects.order_by("pk").first()
    jobs.send_update(first.pk)
    assert "1 of 4 mails are done" in people.client("organizer").get(address).content.decode()
    send_all()
    page = client.get(address).content.decode()
    assert "4 of 4 mails are done" in page and "refresh" not in page
    assert "4 people asked for updates" in client.get(reverse("campaign-tell", args=[campaign.slug])).content.decode()


def test_page_of_an_update_costs_the_same_for_one_and_for_thirty():
    people, campaign, _names = scene(1)
    client = people.client("owner")
    few = make.update(campaign=campaign)
    one = reverse("update-edit", args=[campaign.slug, few.pk])
    client.get(one)
    cost = statements(client, one)
    for at in range(29):
        subscribers.subscribe(campaign=campaign, address=f"more{at}@private.example", at=make.NOW)
    many = make.update(campaign=campaign)
    assert many.recipients == 30
    assert statements(client, reverse("update-edit", args=[campaign.slug, many.pk])) == cost < 16
