"""Typed codes: the same work and mail for everybody, a code works once and not for long, nothing readable waits."""

import datetime
import re
import threading
import uuid

import django_rq
import pytest
from django.db import connections, transaction

from organize import jobs, mail
from organize.actions import typed
from organize.models import TypedAsk, TypedCode
from organize.refusals import Refusal
from petitions.actions.shredding import REWRITTEN
from tests import mailbox
from tests.make import NOW

pytestmark = pytest.mark.django_db
ANA, SUBJECT = "wilhelmina.canary@private.example", uuid.UUID(int=7)
CODE = re.compile(r"^[A-Z2-9]{5}-[A-Z2-9]{5}$", re.MULTILINE)
HALF_HOUR = datetime.timedelta(seconds=typed.WINDOW)


def ask(address=ANA, *, purpose="petition", subject=SUBJECT, payload=None, at=NOW):
    return typed.ask(purpose=purpose, subject=subject, address=address, payload=payload or {"name": "Wil"}, at=at)


def send_all(at=NOW):
    for pk in TypedAsk.objects.values_list("pk", flat=True):
        mail.send_typed(pk, at=at)


def code_for(address=ANA, **about):
    ask(address, **about)
    send_all(about.get("at", NOW))
    return CODE.search(mailbox.received()[-1].body)[0]


def redeem(code, *, purpose="petition", subject=SUBJECT, at=NOW):
    return typed.redeem(purpose=purpose, subject=subject, code=code, at=at)


def denied(code, status=403, **about):
    with pytest.raises(Refusal) as refusal:
        redeem(code, **about)
    assert refusal.value.status == status
    return str(refusal.value.sentence)


def test_code_brings_back_what_waited_once():
    code = code_for()
    assert redeem(f" {code.lower().replace('-', ' ')} ") == (ANA, {"name": "Wil"})
    assert not TypedAsk.objects.exists()
    assert not TypedCode.objects.exists()
    assert denied(code) == str(typed.DENIED)


def test_code_fits_its_purpose_and_subject_alone():
    code = code_for()
    denied(code, purpose="updates")
    denied(code, subject=uuid.UUID(int=8))
    assert redeem(code)[0] == ANA


@pytest.mark.parametrize("code", ["", "ABC", "ABCDE-FGHJ0", "ABCDEFGHJKL", "ÄBCDE-FGHJK", "\0" * 10])
def test_what_cannot_be_a_code_is_told_so(code):
    assert denied(code, 400) == str(typed.NO_CODE)


@pytest.mark.parametrize("minute", [0, 1, 29, 30, 59])
def test_code_lives_to_the_end_of_the_next_half_hour(minute):
    made = NOW.replace(minute=minute)
    last = made.replace(minute=minute // 30 * 30) + 2 * HALF_HOUR
    code = code_for(f"a{minute}@private.example", at=made)
    denied(code, at=last)
    typed.forget_typed(at=last - datetime.timedelta(seconds=1))
    assert TypedCode.objects.count() == 1
    typed.forget_typed(at=last)
    assert not TypedCode.objects.exists()


def test_mail_is_neutral_and_holds_no_link():
    code = code_for()
    (message,) = mailbox.received()
    assert (message.to, message.subject) == ([ANA], "Your code")
    for word in ("Undersigned", "petition", "sign", "http", "www", "Wil", "canary"):
        assert word not in message.body.replace(code, "") + message.subject + message.sender


def test_address_gets_one_mail_for_a_subject_in_half_an_hour():
    for _repeat in range(3):
        ask()
    ask(purpose="updates")
    ask(subject=uuid.UUID(int=8))
    ask("bo@private.example")
    assert TypedAsk.objects.count() == 6, "the same is written for everybody"
    send_all()
    assert sorted(message.to[0] for message in mailbox.received()) == ["bo@private.example", ANA, ANA, ANA]
    assert not TypedAsk.objects.exists()
    ask()
    send_all(NOW + HALF_HOUR)
    assert len(mailbox.received()) == 5


def test_nothing_that_waits_can_be_read_and_all_rows_have_one_length():
    ask()
    ask("b@c.example", payload={"name": "B" * 2000})
    kept = [bytes(row.enclosed) for row in TypedAsk.objects.all()]
    send_all()
    kept += [bytes(row.enclosed) for row in TypedCode.objects.all()]
    assert len(kept) == 4
    assert len({len(one) for one in kept}) == 1
    assert not any(word in one for one in kept for word in (b"canary", b"Wil", b"BBB", b"petition"))
    times = {field.get_internal_type() for model in (TypedAsk, TypedCode) for field in model._meta.get_fields()}
    assert not times & {"DateTimeField", "DateField", "TimeField"}
    assert {TypedAsk, TypedCode} <= set(REWRITTEN), "what is erased leaves the disk"
    with pytest.raises(ValueError, match="must fit"):
        ask(payload={"name": "B" * 5000})


def test_mail_that_was_not_taken_is_tried_again_with_another_code(settings, caplog):
    ask()
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    send_all()
    assert TypedAsk.objects.get().tries == 1
    settings.EMAIL_BACKEND = backend
    send_all()
    assert TypedCode.objects.count() == 1
    assert redeem(CODE.search(mailbox.received()[-1].body)[0])[0] == ANA
    assert "canary" not in caplog.text


def test_sweep_finds_again_what_the_queue_lost_and_erases_what_nobody_typed(transactional_db, run_jobs):
    for address in (ANA, "bo@private.example"):
        ask(address)
    found = [(job.func_name, job.args, job.kwargs) for job in django_rq.get_queue("mail").jobs]
    assert found == [("organize.jobs.send_typed", [], {})], "one job for both, and it is told nothing"
    django_rq.get_queue("mail").empty()
    jobs.send_waiting_typed()
    run_jobs()
    assert len(mailbox.received()) == TypedCode.objects.count() == 2
    row = TypedCode.objects.first()
    jobs.send_waiting_typed(at=datetime.datetime.fromtimestamp(row.ends * typed.WINDOW, datetime.UTC))
    assert not TypedCode.objects.exists()


def test_what_was_enclosed_under_another_secret_key_is_dropped(settings):
    ask()
    settings.SECRET_KEY = "another key of this host, which was exchanged meanwhile"
    send_all()
    assert not mailbox.received()
    assert not TypedAsk.objects.exists()


def test_code_works_again_when_what_it_confirmed_was_undone():
    code = code_for()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        redeem(code)
        raise ZeroDivisionError
    assert redeem(code)[0] == ANA


def test_of_two_who_type_it_at_once_one_passes(transactional_db):
    code, passed = code_for(), []

    def try_it():
        try:
            with transaction.atomic():
                passed.append(redeem(code)[0])
        except Refusal as refusal:
            assert refusal.status == 403  # noqa: PT017  a thread cannot fail the test by raising
        finally:
            connections.close_all()

    threads = [threading.Thread(target=try_it) for _person in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed == [ANA]
