"""P41, second half: the deployed product, whose processes are killed at random while people sign.

What was acknowledged with a receipt is in the log after the restart, once; what was not may be there once too, because
an answer can be lost on its way, and then the same bytes get the receipt.
"""

import contextlib
import datetime
import os
import signal
import subprocess
import sys
import threading
import time
from http.client import HTTPException
from pathlib import Path

import pytest
from django.conf import settings

from petitions.sealing import entries, envelope, log, manifest, verify
from petitions.sealing.bundle import Bundle
from petitions.sealing.passes import blind, finalize
from tests.stack.programs import ROOT
from tests.stack.stack import Stack
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.slow, pytest.mark.usefixtures("stack_is_here")]

SERVICES = ("postgres", "redis", "web", "work", "nginx")
KILLED = ("postgres", "redis", "web", "work", "web child", "work child", "postgres child", "clock")
PASSING = (429, 500, 502, 503, 504)  # answers after which a page says that it may be tried again


class Crowd:
    """People who sign, change and withdraw until told to stop, each keeping what they were given."""

    def __init__(self, stack, made):
        self.stack, self.codes = stack, iter(enumerate(made["codes"]))
        self.base = f"/l/{made['address']}/"
        self.letter = manifest.parse(Visitor(stack).get(f"{self.base}manifest.json").body, complete=True)
        self.receipts, self.sent, self.errors, self.answers = {}, {}, [], []
        self.stopped, self.threads = threading.Event(), []

    def fill(self, number):
        """Let new people begin, so that `number` are at it."""
        self.threads = [thread for thread in self.threads if thread.is_alive()]
        while len(self.threads) < number and (found := next(self.codes, None)):
            self.threads.append(threading.Thread(target=self.live, args=found, daemon=True))
            self.threads[-1].start()

    def live(self, number, code):
        """One person: a pass for their code, then up to 15 entries, each sent until it is acknowledged."""
        visitor = Visitor(self.stack, f"127.77.{number // 250}.{number % 250 + 1}")
        asked, kept = blind(self.letter.issuer_spki, self.letter.scope)
        issued = self.until_answered(visitor, "pass", lambda: code.encode() + asked)
        if issued is None:
            return
        person = finalize(kept, issued)
        for seq in range(15):
            if seq % 3 == 2:
                what, raw = "withdraw", entries.make_withdraw(
                    letter_id=self.letter.letter_id, seq=seq, ssk=person.ssk
                )  # fmt: skip
            else:
                what, raw = "sign", entries.make_sign(
                    letter_id=self.letter.letter_id, tier=entries.COUNT_ONLY, seq=seq, pass_=person,
                    sealed_hash=entries.NO_BLOB,
                )  # fmt: skip
            leaf = log.leaf_hash(raw)
            self.sent[leaf] = raw
            filler = envelope.blob_length(self.letter.n) if what == "sign" else 0
            receipt = self.until_answered(visitor, what, lambda raw=raw, filler=filler: raw + os.urandom(filler))
            if receipt is None:
                return
            self.receipts[leaf] = receipt

    def until_answered(self, visitor, what, body):
        """The bytes of the answer, however often it takes; None when the test is over or the product says no."""
        while not self.stopped.is_set():
            try:
                answer = visitor.post(f"{self.base}{what}/", body())
            except (OSError, HTTPException) as broken:  # nobody knows whether it arrived
                self.answers.append(type(broken).__name__)
                visitor.close()
            else:
                self.answers.append(answer.status)
                if answer.status == 200:
                    return answer.body
                if answer.status not in PASSING:
                    self.errors.append((what, answer.status, answer.text[:300]))
                    return None
            self.stopped.wait(0.1)
        return None

    def wait_for_more(self, mend, seconds=60):
        """Until one more entry was acknowledged: a kill before anybody got through would test nothing."""
        before, until = len(self.receipts), time.monotonic() + seconds
        while len(self.receipts) == before:
            mend()
            if self.errors or not any(thread.is_alive() for thread in self.threads):
                return
            if time.monotonic() > until:
                told = (self.stack.logs / "web.log").read_text(errors="replace").splitlines()[-5:]
                raise TimeoutError(f"nobody gets through after {before} entries: {self.answers[-5:]}, {told}")
            time.sleep(0.02)

    def stop(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join(90)


class Killer:
    """Kills programs, single processes of them, and the clock while it runs."""

    def __init__(self, stack, chance):
        self.stack, self.chance, self.told, self.day = stack, chance, dict.fromkeys(KILLED, 0), 0

    def strike(self):
        """Kill one thing; whether there was one."""
        what = self.chance.choice(KILLED)
        name, _space, child = what.partition(" ")
        if what == "clock":
            done = self.clock()
        elif child:
            done = self.child_of(self.stack.processes[name].pid)
        else:
            self.stack.kill(name)
            start(self.stack, name)
            done = True
        self.told[what] += done
        return done

    def child_of(self, pid):
        try:
            found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            return False
        if not found:
            return False
        try:
            os.kill(int(self.chance.choice(found)), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def clock(self):
        """The clock of some later day, killed in the middle: batches, pages, every file that is replaced."""
        self.day += self.day < 28 and self.chance.random() < 0.5
        running = subprocess.Popen(
            [sys.executable, "-m", "tests.stack.steps", "tick", moment(self.day)], cwd=ROOT, env=self.stack.env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            running.wait(self.chance.uniform(0.5, 4))
        except subprocess.TimeoutExpired:
            running.kill()
        return running.wait() == -signal.SIGKILL

    def mend(self):
        """Start again what has ended by itself, as a host's service manager does: PostgreSQL gives up when the process
        that recovers it is killed."""
        for name in SERVICES:
            if self.stack.processes[name].poll() is not None:
                self.stack.kill(name)
                start(self.stack, name)


def moment(day):
    now = datetime.datetime.now(datetime.UTC).replace(hour=0, minute=5, second=0, microsecond=0)
    return (now + datetime.timedelta(days=day)).isoformat()


def start(stack, name):
    """Start a program again. PostgreSQL refuses while processes of its killed self still end."""
    for _attempt in range(60):
        try:
            return stack.start(name)
        except RuntimeError:
            time.sleep(0.5)
    raise RuntimeError(f"{name} does not start again")


def test_p41_random_kills_lose_no_receipt_and_count_nobody_twice(reach, static_files):
    wanted, people = reach.size(sample=12, full=1000), reach.size(sample=4, full=8)
    with Stack(static=settings.STATIC_ROOT, processes=SERVICES) as stack:
        crowd = Crowd(stack, stack.step("letter", "organizer@desk.example", reach.size(sample=40, full=4000)))
        killer, killed = Killer(stack, reach.chance), 0
        try:
            while killed < wanted and not crowd.errors:
                crowd.fill(people)
                crowd.wait_for_more(killer.mend)
                time.sleep(reach.chance.uniform(0, 0.3))
                killed += killer.strike()
        finally:
            crowd.stop()
        assert crowd.errors == []
        for name in ("web", "work", "redis", "postgres"):
            stack.kill(name)
        for name in ("postgres", "redis", "web", "work"):
            start(stack, name)
        assert len(crowd.receipts) >= reach.size(sample=10, full=1000)
        check_rows(stack, crowd)
        stack.step("tick", moment(29))
        check_rows(stack, crowd)
        assert stack.sql("SELECT count(*) FROM petitions_waiting") == [(0,)]
        check_bundle(stack, crowd)
    told = ", ".join(f"{number} {what}" for what, number in killer.told.items())
    reach.reached(
        f"0 of {len(crowd.receipts):,} receipts lost, 0 twice, 0 partial publications; {killed:,} kills ({told})"
    )


def check_rows(stack, crowd):
    """acknowledged ⇒ kept; kept ⇒ sent; once; and the newest checkpoint is about exactly what is in the log."""
    logged = [bytes(leaf) for (leaf,) in stack.sql("SELECT leaf FROM petitions_logentry ORDER BY position")]
    waiting = [bytes(leaf) for (leaf,) in stack.sql("SELECT leaf FROM petitions_waiting")]
    assert len(logged + waiting) == len({*logged, *waiting})
    assert set(crowd.receipts) <= {*logged, *waiting} <= set(crowd.sent)
    for leaf, receipt in crowd.receipts.items():
        assert log.verify_receipt(crowd.letter.log.ed25519, crowd.letter.letter_id, receipt)[0] == leaf
    for size, root in stack.sql("SELECT size, root FROM petitions_checkpoint"):
        assert log.root(logged[:size]) == bytes(root)
    last = stack.sql("SELECT max(size) FROM petitions_checkpoint")[0][0] or 0
    assert last == len(logged)


def check_bundle(stack, crowd):
    """Anyone's verifier agrees, and finds everybody who holds a receipt."""
    with contextlib.closing(Visitor(stack)) as visitor:
        path = stack.folder / "fetched.zip"
        path.write_bytes(visitor.get(f"{crowd.base}bundle.zip").body)
    with Bundle.open(path) as bundle:
        assert verify.verify(bundle, processes=1).failures == []
        found = {log.leaf_hash(entry.raw) for entry in entries.parse_stream(bundle.read("entries.bin"))}
    assert set(crowd.receipts) <= found
