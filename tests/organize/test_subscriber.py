"""Updates by mail: asked for with a typed code, told to nobody, ended without an account, and kept unreadable."""

import base64
import datetime
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from organize import jobs, mail, subscriptions
from organize.actions import subscribers
from organize.actions.campaigns import publish_campaign, unpublish_campaign
from organize.keeping import PERIODS
from organize.models import Subscriber, Trail, TypedAsk, TypedCode, UpdateMail
from organize.refusals import Refusal
from petitions.actions.shredding import REWRITTEN
from tests import mailbox, make

pytestmark = pytest.mark.django_db
ANA = "wilhelmina.canary+halden@private.example"
CODE = re.compile(r"^[A-Z2-9]{5}-[A-Z2-9]{5}$", re.MULTILINE)
NEVER = "a" * 26


def at(name, campaign):
    return reverse(name, args=[campaign.address])


def send_codes():
    for pk in TypedAsk.objects.values_list("pk", flat=True):
        mail.send_typed(pk, at=make.NOW)


def mailed_code():
    send_codes()
    return CODE.search(mailbox.received()[-1].body)[0]


def subscribed(campaign, address=ANA):
    return subscribers.subscribe(campaign=campaign, address=address, at=make.NOW)


def leave_address(subscriber):
    return reverse("subscriber-leave", args=[subscriptions.token(subscriber.pk)])


def test_somebody_asks_types_the_code_and_is_subscribed():
    campaign, client = make.public_campaign(), Client()
    page = client.get(at("campaign-public", campaign)).content.decode()
    assert at("campaign-subscribe", campaign) in page
    asked = client.get(at("campaign-subscribe", campaign)).content.decode()
    assert "nothing connects it with any letter or signature" in asked
    answer = client.post(at("campaign-subscribe", campaign), {"mailbox": f" {ANA.upper()} "})
    assert answer.status_code == 200 and "A mail is on its way" in answer.content.decode()
    assert not Subscriber.objects.exists()
    jobs.send_typed()
    code = CODE.search(mailbox.received()[-1].body)[0]
    done = client.post(at("campaign-confirm", campaign), {"code": code.lower()})
    assert done.status_code == 200 and "Updates will come to you" in done.content.decode()
    row = Subscriber.objects.get()
    assert subscriptions.mailbox_of(row) == ANA
    assert not any(answer.cookies for answer in (answer, done))
    again = client.post(at("campaign-confirm", campaign), {"code": code})
    assert again.status_code == 403 and Subscriber.objects.count() == 1


def test_answers_are_the_same_for_who_is_subscribed_and_who_is_not():
    campaign, client = make.public_campaign(), Client()
    subscribed(campaign)
    pages, codes = [], []
    for address in (ANA, "somebody.else@private.example"):
        asked = client.post(at("campaign-subscribe", campaign), {"mailbox": address})
        codes.append(mailed_code())
        confirmed = subscribers.confirm(campaign=campaign, code=codes[-1], at=make.NOW)
        pages.append((asked.status_code, asked.content))
        assert confirmed.campaign_id == campaign.pk
    assert pages[0] == pages[1]
    first, second = mailbox.received()
    assert first.body.replace(codes[0], "") == second.body.replace(codes[1], "")
    assert Subscriber.objects.count() == 2
    assert not Trail.objects.exclude(object_kind__in=["organize.group", "organize.campaign"]).exists()


@pytest.mark.parametrize("typed", ["", "nobody", "a b@private.example", "x" * 280 + "@private.example"])
def test_what_is_no_mailbox_is_told_so(typed):
    campaign = make.public_campaign()
    answer = Client().post(at("campaign-subscribe", campaign), {"mailbox": typed})
    assert answer.status_code in (400, 422)
    assert 'class="error"' in answer.content.decode() or 'role="alert"' in answer.content.decode()
    assert not TypedAsk.objects.exists()


def test_code_of_one_campaign_is_none_of_another():
    here, there = make.public_campaign(), make.public_campaign(title="Night buses")
    subscribers.ask(campaign=here, address=ANA, at=make.NOW)
    code = mailed_code()
    with pytest.raises(Refusal):
        subscribers.confirm(campaign=there, code=code, at=make.NOW)
    assert subscribers.confirm(campaign=here, code=code, at=make.NOW).campaign_id == here.pk


def test_leaving_takes_a_post_and_nothing_else():
    campaign = make.public_campaign()
    row, other = subscribed(campaign), subscribed(campaign, "bo@private.example")
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.head, client.options):
        assert method(leave_address(row)).status_code in (200, 405)
    assert Subscriber.objects.count() == 2, "scanners open every address"
    # as a mail program sends it (RFC 8058): no cookie, no Origin, this body
    body = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}
    answers = [client.post(leave_address(row), **body) for _twice in range(2)]
    answers.append(client.post(reverse("subscriber-leave", args=[NEVER]), **body))
    assert len({(answer.status_code, answer.content) for answer in answers}) == 1
    assert Subscriber.objects.get() == other
    pages = {client.get(reverse("subscriber-leave", args=[token])).content for token in (NEVER, "b" * 26)}
    assert pages == {client.get(leave_address(other)).content}
    assert client.post(leave_address(other)).status_code == 200  # the plain form of the page
    assert not Subscriber.objects.exists()


def test_leaving_from_another_site_is_refused():
    row = subscribed(make.public_campaign())
    assert Client().post(leave_address(row), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Subscriber.objects.exists()


def test_page_that_is_taken_away_forgets_everybody():
    campaign, other = make.public_campaign(), make.public_campaign(title="Night buses")
    subscribed(campaign)
    make.update(campaign=campaign)
    kept = subscribed(other)
    subscribers.ask(campaign=campaign, address="late@private.example", at=make.NOW)
    code = mailed_code()
    unpublish_campaign(campaign=campaign, by=None, at=make.NOW)
    assert list(Subscriber.objects.all()) == [kept]
    assert not UpdateMail.objects.exists()
    assert Client().get(at("campaign-subscribe", campaign)).status_code == 404
    with pytest.raises(Refusal):
        subscribers.confirm(campaign=campaign, code=code, at=make.NOW)
    publish_campaign(campaign=campaign, by=None, at=make.NOW)
    assert subscribers.confirm(campaign=campaign, code=code, at=make.NOW)  # it was not used up by the refusal
    assert Subscriber.objects.filter(campaign=campaign).count() == 1


def everything_written():
    """All rows of the database, all files under VAR, as bytes: {where: bytes}."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names of tables
            cells = [cell for row in cursor.fetchall() for cell in row if cell is not None]
            plain = [bytes(one) if isinstance(one, (bytes, memoryview)) else str(one).encode() for one in cells]
            found[table] = b"\0".join(plain)
    for path in settings.VAR.rglob("*"):
        if path.is_file() and path.name != "mailbox.jsonl":
            found[str(path.relative_to(settings.VAR))] = path.read_bytes()
    return found


def spellings(address):
    name = address.partition("@")[0].encode()
    return {name, address.encode().hex().encode(), base64.b64encode(address.encode())[:-4]}


def sinks(address):
    return {
        where for where, content in everything_written().items() for one in spellings(address) if one in content.lower()
    }


def test_no_sink_holds_a_readable_mailbox_after_it_was_confirmed(caplog):
    campaign, client = make.public_campaign(), Client()
    client.post(at("campaign-subscribe", campaign), {"mailbox": ANA})
    row = subscribers.confirm(campaign=campaign, code=mailed_code(), at=make.NOW)
    make.update(campaign=campaign)
    jobs.send_some_updates()
    jobs.send_update(UpdateMail.objects.get().pk)
    assert len(mailbox.received()) == 2 and not TypedCode.objects.exists()
    assert subscriptions.mailbox_of(row) == ANA  # it is there, and only this host reads it
    assert sinks(ANA) == set()
    assert "canary" not in caplog.text and subscriptions.token(row.pk) not in caplog.text
    assert subscriptions.token(row.pk).encode() not in b"".join(everything_written().values()), "nobody can end it"
    make.user(ANA)
    assert "organize_user" in sinks(ANA), "what could be found is found"


def test_mailbox_lies_under_a_key_that_no_table_holds():
    campaign = make.public_campaign()
    row, other = subscribed(campaign), subscribed(make.public_campaign(title="Night buses"))
    short = subscribed(campaign, "a@b.example")
    assert len(bytes(row.enclosed)) == len(bytes(short.enclosed)), "the length tells no address"
    assert bytes(row.tag) != bytes(other.tag), "two campaigns cannot be compared"
    kinds = {field.name: field.get_internal_type() for field in Subscriber._meta.get_fields()}
    assert [name for name, kind in kinds.items() if "Date" in kind] == ["since"], "which is a month"
    assert {Subscriber, UpdateMail} <= set(REWRITTEN), (
        "what is erased leaves the disk, and the order of arrival with it"
    )


def test_everybody_of_a_month_has_one_day():
    campaign = make.public_campaign()
    for day in (1, 17, 30):
        when = make.NOW.replace(month=11, day=day)
        subscribers.subscribe(campaign=campaign, address=f"a{day}@private.example", at=when)
    subscribers.subscribe(campaign=campaign, address="b@private.example", at=make.NOW.replace(month=12, day=31))
    found = Subscriber.objects.order_by("since").values_list("since", flat=True)
    assert [(day.month, day.day) for day in found] == [(12, 1)] * 3 + [(1, 1)]


def test_who_asks_on_a_campaign_that_is_quiet_for_years_is_kept_for_the_whole_period():
    days = {period.name: period.default for period in PERIODS}["subscribers"]
    campaign = make.public_campaign()
    subscribed(campaign, "early@private.example")
    subscribed(campaign, "again@private.example")
    later = make.NOW + datetime.timedelta(days=3 * days)
    for address in ("late@private.example", "again@private.example"):
        subscribers.subscribe(campaign=campaign, address=address, at=later)
    jobs.erase_due(at=later)
    told = {subscriptions.mailbox_of(row) for row in Subscriber.objects.all()}
    assert told == {"late@private.example", "again@private.example"}
    jobs.erase_due(at=later + datetime.timedelta(days=days))
    assert Subscriber.objects.count() == 2
    jobs.erase_due(at=later + datetime.timedelta(days=days + 32))
    assert not Subscriber.objects.exists()


def test_mailbox_of_another_secret_key_is_not_read(settings):
    row = subscribed(make.public_campaign())
    settings.SECRET_KEY = "another key of this host, which was exchanged meanwhile"
    assert subscriptions.mailbox_of(row) == ""
