"""Nobody learns from a joint statement's pages who asked before: not by status, body, size, mail or time."""

import datetime
import time
from statistics import median

import pytest

from organize.models import TypedAsk
from petitions.actions import sign_ons
from tests import mailbox
from tests.petitions import coalitions
from tests.petitions.test_promise_oracle import no_wider_than_itself, shape
from tests.petitions.test_statement_show import GIVEN, url

pytestmark = pytest.mark.django_db(transaction=True)
LATER = coalitions.NOW + datetime.timedelta(hours=1)  # not the half-hour of the mails that are sent before


def form_of(turn, listed, *, is_known):
    """Whoever asked before was declined, and stands on no list; both kinds have one length."""
    domain = f"{'known' if is_known else 'nobod'}{turn:04}.example"
    return GIVEN | {"name": domain, "domain": domain, "typed_address": f"secretary@{domain}"}


def withdrawal_of(turn, listed, *, is_known):
    """The mailbox that signed an organization on, or another one at its domain."""
    address = "secretary0000@dockers.example" if is_known else f"treasurer{turn:04}@dockers.example"
    return {"sign_on": listed.pk, "typed_address": address}


@pytest.mark.parametrize(("name", "fill_in"), [("sign-on-ask", form_of), ("sign-on-withdraw", withdrawal_of)])
def test_p20_a_statement_is_no_oracle(client, name, fill_in, reach, settings):
    """Asking to sign on, and asking to withdraw, 2 × 2,000 times under `make prove`."""
    settings.BUSY_LETTER = settings.BUSY_SITE = 10**9
    statement, number = coalitions.opened(), reach.size(sample=12, full=2000)
    listed = coalitions.listed(statement, typed_address="secretary0000@dockers.example")
    for turn in range(number if name == "sign-on-ask" else 0):
        said = {key: value for key, value in form_of(turn, listed, is_known=True).items() if key in coalitions.ASK}
        sign_ons.decline_sign_on(sign_on=coalitions.waiting(statement, **said), by=None, at=coalitions.NOW)
    shapes, times, visitors = set(), {True: [], False: []}, 0
    for turn in range(number):
        for is_known in reach.chance.sample((True, False), 2):
            visitors += 1
            given = fill_in(turn, listed, is_known=is_known)
            began = time.perf_counter()
            answer = client.post(url(name, statement), given, REMOTE_ADDR=f"127.69.{visitors // 250}.{visitors % 250}")
            times[is_known].append(time.perf_counter() - began)
            seen = repr(shape(answer))
            for typed in ("typed_address", "name", "domain"):
                seen = seen.replace(given.get(typed, "nothing"), typed)
            shapes.add(seen)
    assert len(shapes) == 1
    assert len({len(bytes(row)) for row in TypedAsk.objects.values_list("enclosed", flat=True)}) == 1
    assert TypedAsk.objects.count() == 2 * number
    kept = list(TypedAsk.objects.values_list("pk", flat=True)[:40])
    TypedAsk.objects.exclude(pk__in=kept).delete()
    before = len(mailbox.received())
    coalitions.send_codes(LATER)
    sent = mailbox.received()[before:]
    assert not TypedAsk.objects.exists()
    assert len({message.to[0] for message in sent}) == len(sent), "one mail for each mailbox, whoever asked before"
    assert len({coalitions.CODE.sub("", message.body) for message in sent}) == 1
    wide, usual = no_wider_than_itself(times[True], times[False], reach.chance)
    reach.reached(f"statement, {name}: {2 * number} requests, 1 shape; KS {wide:.3f}, splits of one kind {usual:.3f}, "
                  f"medians {median(times[True]) * 1000:.1f} and {median(times[False]) * 1000:.1f} ms")  # fmt: skip
    assert wide <= usual or not reach.is_full, reach.said
