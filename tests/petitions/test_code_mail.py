"""How codes by work mail go out: one job for all who asked, tried again, found again when the queue lost it."""

import django_rq
import pytest

from petitions import jobs
from petitions.models import Asked
from tests import mailbox
from tests.petitions.work_mail import ANA, ask, opened, send_all

pytestmark = pytest.mark.django_db


def test_mail_that_was_not_taken_is_tried_again_in_the_same_half_hour(settings):
    made = opened()
    ask(made)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    send_all()
    assert Asked.objects.count() == 1
    settings.EMAIL_BACKEND = backend
    ask(made)
    send_all()
    assert [message.to for message in mailbox.received()] == [[ANA]]
    assert not Asked.objects.exists()


def test_job_is_told_nothing_and_finds_everybody_who_asked(transactional_db, run_jobs):
    made = opened()
    for turn in range(3):
        ask(made, f"a{turn}@meridian.example")
    assert [(job.func_name, job.args) for job in django_rq.get_queue("mail").jobs] == [
        ("petitions.jobs.send_codes", []),
    ]
    run_jobs()
    assert sorted(message.to[0] for message in mailbox.received()) == [f"a{turn}@meridian.example" for turn in range(3)]


def test_sweep_finds_again_what_the_queue_lost(transactional_db, run_jobs):
    ask(opened())
    django_rq.get_queue("mail").empty()
    jobs.send_waiting_codes()
    run_jobs()
    assert [message.to for message in mailbox.received()] == [[ANA]]
