"""Jobs carry ids, start after the commit, are not added twice, and may be lost without losing work."""

import os
import threading
import time

import django_rq
import pytest
from django.db import transaction
from django_rq.workers import get_worker
from rq import Queue
from rq.job import JobStatus

from organize import embedded
from organize.models import Group
from organize.queue import enqueue, run_clock, schedule, started, wake
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)


def rename(pk):
    """The job of these tests: leaves a mark in the database."""
    Group.objects.filter(pk=pk).update(name=Group.objects.get(pk=pk).name + "!")


def sign_with_process(pk):
    """Leaves the number of the process that worked."""
    Group.objects.filter(pk=pk).update(name=str(os.getpid()))


def fail(pk):
    raise ValueError("Wilhelmina Canary")


HERE = __name__


def waiting():
    return sum(django_rq.get_queue(name).count for name in ("default", "mail"))


def test_job_runs_after_the_commit_and_only_then(run_jobs):
    group = make.group(name="a")
    with transaction.atomic():
        enqueue(f"{HERE}.rename", group.pk)
        assert waiting() == 0
    assert waiting() == 1
    run_jobs()
    group.refresh_from_db()
    assert group.name == "a!"
    assert waiting() == 0


def test_production_works_in_a_forked_process_and_a_laptop_in_its_own(run_jobs, settings):
    group = make.group()
    enqueue(f"{HERE}.sign_with_process", group.pk, queue="mail")
    run_jobs()
    group.refresh_from_db()
    assert (group.name != str(os.getpid())) == bool(settings.REDIS_URL)
    assert group.name.isdigit()


def test_rolled_back_work_is_never_queued():
    group = make.group()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(f"{HERE}.rename", group.pk)
        1 / 0  # noqa: B018
    assert waiting() == 0


def test_same_work_waits_once(run_jobs):
    group = make.group(name="a")
    for _ in range(5):
        enqueue(f"{HERE}.rename", group.pk)
    assert waiting() == 1
    run_jobs()
    enqueue(f"{HERE}.rename", group.pk)
    run_jobs()
    group.refresh_from_db()
    assert group.name == "a!!"


def mark_every():
    """A job that finds its work itself, and is woken again while it works."""
    started(f"{HERE}.mark_every")
    found = list(Group.objects.exclude(name__endswith="!"))
    if Group.objects.count() == 1:
        make.group(name="came meanwhile")
        wake(f"{HERE}.mark_every")
    for group in found:
        rename(group.pk)


def test_woken_work_starts_once_for_all_who_wake_it_and_again_for_who_comes_meanwhile(run_jobs):
    make.group(name="a")
    with transaction.atomic():
        wake(f"{HERE}.mark_every")
        assert waiting() == 0
    for _ in range(5):
        wake(f"{HERE}.mark_every")
    assert waiting() == 1
    run_jobs()
    assert sorted(Group.objects.values_list("name", flat=True)) == ["a!", "came meanwhile!"]
    assert waiting() == 0
    wake(f"{HERE}.mark_every")
    assert waiting() == 1


def test_failed_job_keeps_no_text_and_can_be_tried_again(run_jobs, settings):
    group = make.group(name="a")
    enqueue(f"{HERE}.fail", group.pk)
    run_jobs()
    connection = django_rq.get_connection("default")
    kept = b"".join(_everything(connection))
    assert b"fail" in kept, "the failed job is there to be looked at, so a leak could show"
    assert b"Canary" not in kept
    assert b"Wilhelmina" not in kept


def _everything(connection):
    import zlib

    for key in connection.keys("*"):
        kind = connection.type(key)
        yield key
        if kind == b"hash":
            values = [part for pair in connection.hgetall(key).items() for part in pair]
        elif kind == b"stream":
            values = [part for _id, fields in connection.xrange(key) for pair in fields.items() for part in pair]
        elif kind == b"string":
            values = [connection.get(key)]
        else:
            continue
        for value in values:
            yield value
            try:
                yield zlib.decompress(value)
            except zlib.error:
                continue


def test_clock_enqueues_every_job_of_the_schedule_at_once():
    stopped = threading.Event()
    thread = threading.Thread(target=run_clock, args=[stopped], kwargs={"tick": 0.05})
    thread.start()
    deadline = time.monotonic() + 5
    while waiting() < len(schedule()) and time.monotonic() < deadline:
        time.sleep(0.05)
    stopped.set()
    thread.join(5)
    assert waiting() == len(schedule())


def test_name_of_a_job_whose_worker_was_killed_is_free_when_it_has_been_silent_for_long(run_jobs):
    group, line = make.group(name="a"), django_rq.get_queue("default")
    enqueue(f"{HERE}.rename", group.pk)
    job = _taken(line)
    for _ in range(2):
        enqueue(f"{HERE}.rename", group.pk)
        assert waiting() == 0, "its worker may still be at it"
    registry = line.started_job_registry
    for entry in line.connection.zrange(registry.key, 0, -1):
        line.connection.zadd(registry.key, {entry: time.time() - 1})  # a minute and a half later
    for _ in range(2):
        enqueue(f"{HERE}.rename", group.pk)
    assert line.get_job_ids() == [job.id]
    run_jobs()
    group.refresh_from_db()
    assert group.name == "a!"
    assert registry.get_job_ids() == []


def _taken(line):
    """The job that waits, as a worker leaves it that was killed in the middle of it: rq's own steps, then silence."""
    job, _queue = Queue.dequeue_any([line], None, connection=line.connection, serializer=line.serializer)
    worker = get_worker("default")
    worker.register_birth()
    worker.prepare_execution(job)
    worker.prepare_job_execution(job)
    assert job.get_status() == JobStatus.STARTED
    return job


def test_power_cut_of_the_embedded_queue_loses_the_hint_only(run_jobs, settings):
    if settings.REDIS_URL:
        django_rq.get_connection("default").flushdb()
    group = make.group(name="a")
    enqueue(f"{HERE}.rename", group.pk)
    if settings.REDIS_URL:
        django_rq.get_connection("default").flushdb()
    else:
        embedded.forget()
    assert waiting() == 0
    enqueue(f"{HERE}.rename", group.pk)  # what a sweep does for a row that is still open
    run_jobs()
    group.refresh_from_db()
    assert group.name == "a!"
