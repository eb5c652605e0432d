"""Nobody learns from a petition's pages whether an address has signed: not by status, body, size, mail or time."""

import datetime
import time
from statistics import median

import pytest

from organize.models import TypedAsk
from tests import mailbox
from tests.petitions import supporters
from tests.petitions.supporters import opened, sign
from tests.petitions.test_petition_pages import FORM, url
from tests.petitions.test_promise_oracle import no_wider_than_itself, shape

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_noon")]


def address_of(turn, *, signed):
    """Both kinds have one length."""
    return f"{'known' if signed else 'nobod'}{turn:04}@private.example"


@pytest.mark.parametrize("name", ["sign", "leave"])
def test_p20_a_petition_is_no_oracle(client, name, reach, settings):
    """Asking to sign, and asking to take a signature back, 2 × 2,000 times under `make prove`."""
    settings.BUSY_PETITION = 10**9
    made, number = opened(), reach.size(sample=12, full=2000)
    for turn in range(number):
        sign(made, address_of(turn, signed=True))
    before = len(mailbox.received())
    shapes, times, visitors = set(), {True: [], False: []}, 0
    for turn in range(number):
        for is_signed in reach.chance.sample((True, False), 2):
            visitors += 1
            given = FORM | {"mailbox": address_of(turn, signed=is_signed)}
            began = time.perf_counter()
            answer = client.post(url(name, made), given, REMOTE_ADDR=f"127.68.{visitors // 250}.{visitors % 250}")
            times[is_signed].append(time.perf_counter() - began)
            shapes.add(repr(shape(answer)).replace(given["mailbox"], "ADDRESS"))
    assert len(shapes) == 1
    assert len({len(bytes(row)) for row in TypedAsk.objects.values_list("enclosed", flat=True)}) == 1
    assert TypedAsk.objects.count() == 2 * number
    kept = list(TypedAsk.objects.values_list("pk", flat=True)[:40])
    TypedAsk.objects.exclude(pk__in=kept).delete()
    waiting = TypedAsk.objects.count()
    supporters.send_all(supporters.NOW + datetime.timedelta(hours=1))  # not the half-hour of the mail they signed with
    sent = mailbox.received()[before:]
    assert len(sent) == waiting, "one mail for each, signed or not"
    assert len({supporters.CODE.sub("", message.body) for message in sent}) == 1
    wrong = [client.post(url("confirm", made), {"code": code}) for code in ("ABCDE-FGHJK", "ABCDE-FGHJM")]
    assert len({repr(shape(answer)).replace("FGHJM", "FGHJK") for answer in wrong}) == 1
    wide, usual = no_wider_than_itself(times[True], times[False], reach.chance)
    reach.reached(f"petition, {name}: {2 * number} requests, 1 shape; KS {wide:.3f}, splits of one kind {usual:.3f}, "
                  f"medians {median(times[True]) * 1000:.1f} and {median(times[False]) * 1000:.1f} ms")  # fmt: skip
    assert wide <= usual or not reach.is_full, reach.said
