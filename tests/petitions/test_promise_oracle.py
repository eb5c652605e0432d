"""Nobody learns by asking whether an address signed, asked before or has an account."""

import re
import time
from statistics import median

import pytest

from organize import jobs as desk_jobs
from organize.models import Outgoing
from petitions.models import Asked
from petitions.sealing import entries
from petitions.sealing.passes import new_code
from tests import mailbox, make
from tests.petitions import work_mail
from tests.petitions.signatories import Signatory
from tests.petitions.visits import OCTETS, send, url

pytestmark = pytest.mark.django_db(transaction=True)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
ASK = "/accounts/login/code/"
SPLITS = 200


def shape(answer):
    """What anybody can see of an answer; the form token is another for every visitor, and Expires is the second."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("Set-Cookie", "Expires")}
    cookies = {name: len(cookie.value) for name, cookie in answer.cookies.items()}
    return answer.status_code, headers, cookies, len(answer.content), TOKEN.sub(b"", answer.content)


def distance(first, second):
    """The Kolmogorov-Smirnov statistic of two samples: the widest gap between their distributions."""
    first, second = sorted(first), sorted(second)
    at, widest, left, right = sorted(first + second), 0.0, 0, 0
    for value in at:
        while left < len(first) and first[left] <= value:
            left += 1
        while right < len(second) and second[right] <= value:
            right += 1
        widest = max(widest, abs(left / len(first) - right / len(second)))
    return widest


def no_wider_than_itself(known, unknown, chance):
    """(statistic of known against unknown, 99th percentile of splits of the known ones alone)."""
    splits = []
    for _split in range(SPLITS):
        mixed = chance.sample(known, len(known))
        half = len(mixed) // 2
        splits.append(distance(mixed[:half], mixed[half:]))
    return distance(known, unknown), sorted(splits)[int(SPLITS * 0.99)]


def signed(made):
    """An address that asked, fetched its pass, signed and withdrew."""
    code = work_mail.code_for(made)
    Signatory(made.facts, work_mail.pass_for(made, code)).sign(entries.COUNT_ONLY).withdraw()


def ask(client, made, address, number):
    began = time.perf_counter()
    answer = client.post(
        url("code-ask", made), address.encode().ljust(256, b"\x00"), content_type=OCTETS,
        REMOTE_ADDR=f"127.66.{number // 250 % 250}.{number % 250}",
    )  # fmt: skip
    return answer, time.perf_counter() - began


def test_p20_asking_for_a_code_is_no_oracle(client, on_the_first_day, reach, settings):
    """Resending is asking again. Signing and withdrawing carry no address, so there is nothing to ask them.

    With a code of the mailbox one does learn whether its address has a pass: who runs the mail can. The pages say so.
    """
    settings.BUSY_LETTER = settings.BUSY_SITE = 10**9
    made = work_mail.opened()
    signed(made)
    before = len(mailbox.received())
    number = reach.size(sample=15, full=2000)
    shapes, times = set(), {True: [], False: []}
    for turn in range(number):
        for is_known in reach.chance.sample((True, False), 2):
            address = work_mail.ANA if is_known else f"ana.rui{turn}@meridian.example"
            answer, took = ask(client, made, address, turn)
            shapes.add(repr(shape(answer)))
            times[is_known].append(took)
        if turn % 50 == 0:
            Asked.objects.exclude(pk__in=Asked.objects.values("pk")[:2]).delete()  # only the last few are mailed below
    typed = ({"mailbox": one} for one in (work_mail.ANA, "b@meridian.example"))
    form = {repr(shape(client.post(url("code-ask", made), given))) for given in typed}
    assert (len(shapes), len(form)) == (1, 1)
    # A wrong code gets one answer, whoever it might belong to.
    guesses = (new_code(length=10).encode() + b"\x01" * 384 for _guess in range(3))
    bodies = {send(client, "pass-issue", made, guess).content for guess in guesses}
    assert len(bodies) == 1
    waiting = {work_mail.asked_for(made, row) for row in Asked.objects.all()}
    assert work_mail.ANA in waiting
    work_mail.send_all()
    sent = [message.to[0] for message in mailbox.received()[before:]]
    assert sorted(sent) == sorted(waiting), "one mail for each address in half an hour, known or not, and never two"
    assert not Asked.objects.exists()
    assert {message.body.count("-") for message in mailbox.received()} == {1}
    wide, usual = no_wider_than_itself(times[True], times[False], reach.chance)
    assert wide <= usual or not reach.is_full
    told = f"KS {wide:.3f}, splits of one kind {usual:.3f}"
    reach.reached(f"asking: {2 * number} requests, 1 shape, a mail for each address; {told}")


def test_p20_signing_in_is_no_oracle(client, reach, run_jobs):
    """Nobody without an account gets a mail, and the same work is done for it."""
    number = reach.size(sample=8, full=2000)
    shapes, times = set(), {True: [], False: []}
    users = [make.user(f"known{turn:04}@desk.example") for turn in range(number)]
    for turn in range(number):
        for is_known in reach.chance.sample((True, False), 2):
            address = users[turn].mailbox if is_known else f"nobod{turn:04}@desk.example"
            visitor = client.__class__(REMOTE_ADDR=f"127.67.{turn // 250}.{turn % 250}")
            began = time.perf_counter()
            answer = visitor.post(ASK, {"email": address})
            times[is_known].append(time.perf_counter() - began)
            shapes.add(repr(shape(answer)))
            page = visitor.get(answer.headers["Location"])
            shapes.add(repr(shape(page)).replace(address, "ADDRESS"))
        if turn % 100 == 99:
            Outgoing.objects.exclude(pk__in=Outgoing.objects.values("pk")[:2]).delete()
    assert len(shapes) == 2, "one answer and the page after it"
    sizes = {len(bytes(one)) for one in Outgoing.objects.values_list("enclosed", flat=True)}
    assert len(sizes) == 1
    desk_jobs.send_waiting_mail()
    run_jobs()
    assert all(message.to[0].startswith("known") for message in mailbox.received())
    assert mailbox.received(), "there is somebody who gets a mail"
    wide, usual = no_wider_than_itself(times[True], times[False], reach.chance)
    reach.reached(f"signing in: {2 * number} requests, 1 shape; KS {wide:.3f}, splits of one kind {usual:.3f}, medians "
                  f"{median(times[True]) * 1000:.1f} and {median(times[False]) * 1000:.1f} ms")  # fmt: skip
    assert wide <= usual or not reach.is_full, reach.said


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/password/reset/"])
def test_p20_other_doors_for_accounts_are_no_oracle(client, path, reach, run_jobs):
    known = make.user("known@desk.example")
    shapes = set()
    for address in (known.mailbox, "nobod@desk.example"):
        visitor = client.__class__()
        answer = visitor.post(path, {"email": address})
        shapes.add(repr(shape(answer)).replace(address, "ADDRESS"))
    run_jobs()
    assert len(shapes) == 1
    assert all(message.to == [known.mailbox] for message in mailbox.received())
    reach.reached(f"{path}: 2 requests, 1 shape")
