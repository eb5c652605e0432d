"""A code by work mail: the same answer and the same mail for everybody, one pass for an address, nothing kept."""

import datetime
import time

import pytest
from django.core.cache import cache

from organize import mailbox as addresses
from organize.at_rest import enclose
from organize.refusals import Refusal
from petitions import vault
from petitions.actions import life, mailed, passes
from petitions.models import Asked, Redemption
from petitions.sealing.passes import blind
from petitions.states import PUBLIC, LetterState
from tests import mailbox
from tests.petitions import letters, signatories
from tests.petitions.signatories import OPENED
from tests.petitions.visits import check_refused, rows, send, text, url
from tests.petitions.work_mail import ANA, ask, code_for, opened, pass_for, send_all

pytestmark = pytest.mark.django_db


def field(address):
    return address.encode().ljust(256, b"\x00")


def test_address_becomes_a_mail_and_leaves_nothing(caplog):
    made = opened()
    ask(made)
    kept = bytes(Asked.objects.get().enclosed)
    assert b"ana" not in kept
    send_all()
    (message,) = mailbox.received()
    assert message.to == [ANA]
    assert message.subject == "Your code"
    for word in ("Undersigned", "letter", "sign", "dock", "http", "ruiz", made.letter.address):
        assert word not in message.body + message.subject + message.sender
    assert not Asked.objects.exists()
    assert not Redemption.objects.exists(), "asking alone leaves no trace of an address"
    assert "ruiz" not in caplog.text


def test_everybody_gets_the_same_words_but_for_the_code():
    made = opened()
    first, again, other = code_for(made), code_for(made), code_for(made, "bo@docks.meridian.example")
    bodies = {
        message.body.replace(code, "") for message, code in zip(mailbox.received(), (first, again, other), strict=True)
    }
    assert len(bodies) == 1
    assert len({first, again, other}) == 3


def test_organizers_get_the_very_same_mail(client, run_jobs, transactional_db):
    from tests import make

    user = make.user()
    client.post("/accounts/login/", {"login": user.mailbox})
    run_jobs()
    code_for(opened())
    (desk, letter) = mailbox.received()
    assert (desk.subject, desk.sender) == (letter.subject, letter.sender)
    assert desk.body.split("\n\n")[::2] == letter.body.split("\n\n")[::2]


def test_address_gets_one_mail_in_half_an_hour_and_whoever_asks_is_told_nothing(client, on_the_first_day):
    made = opened()
    typed = (ANA, ANA, ANA.upper(), "b@meridian.example")
    answers = [send(client, "code-ask", made, field(address)) for address in typed]
    assert len({(answer.status_code, answer.content, str(answer.headers)) for answer in answers}) == 1
    assert Asked.objects.count() == 4, "the same is written for everybody"
    send_all()
    assert sorted(message.to[0] for message in mailbox.received()) == [ANA, "b@meridian.example"]
    assert not Asked.objects.exists()
    ask(made)
    send_all(OPENED + datetime.timedelta(seconds=mailed.WINDOW))
    assert len(mailbox.received()) == 3


def test_row_of_every_address_has_one_length():
    made = opened()
    for length in (1, 30, 64):  # the most that may stand before an @
        ask(made, f"{'a' * length}@meridian.example")
    assert len({len(bytes(enclosed)) for enclosed in Asked.objects.values_list("enclosed", flat=True)}) == 1
    assert len(enclose(bytes(32), b"a" * addresses.MOST)) == len(bytes(Asked.objects.first().enclosed))


def test_code_gets_one_pass_and_its_lost_answer_again():
    made = opened()
    code = code_for(made)
    asked, _kept = blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)
    first = passes.issue_pass(facts=made.facts, code=code.lower(), blinded=asked)
    assert passes.issue_pass(facts=made.facts, code=code, blinded=asked) == first
    other, _kept = blind(made.facts.manifest.issuer_spki, made.facts.manifest.scope)
    with pytest.raises(Refusal) as refusal:
        passes.issue_pass(facts=made.facts, code=code, blinded=other)
    assert (refusal.value.status, refusal.value.sentence) == (403, mailed.DENIED)


def test_address_gets_one_pass_however_it_is_written_and_however_often_it_asks():
    made = opened()
    pass_for(made, code_for(made))
    for spelling in ("Ana.Ruiz@Meridian.Example", "  ana.ruiz@meridian.example ", ANA):
        with pytest.raises(Refusal) as refusal:
            pass_for(made, code_for(made, spelling))
        assert refusal.value.sentence == mailed.DENIED
    assert Redemption.objects.count() == 1
    assert {message.to[0] for message in mailbox.received()} == {ANA}


def test_unknown_code_gets_the_sentence_of_a_second_pass():
    made, other = opened(), opened()
    for code in ("ABCDE-FGHJK", code_for(other)):
        with pytest.raises(Refusal) as refusal:
            pass_for(made, code)
        assert (refusal.value.status, refusal.value.sentence) == (403, mailed.DENIED)
    with pytest.raises(Refusal, match="10 letters and digits"):
        pass_for(made, "ABCDE")


def test_code_lives_to_the_end_of_the_next_half_hour():
    """An expiry on a whole half-hour says nothing of the minute in which somebody asked."""
    made = opened()
    for minute, seconds in ((0, 3600), (1, 3540), (29, 1860), (30, 3600)):
        when = OPENED.replace(minute=minute)
        row = ask(made, f"a{minute}@meridian.example", when=when)
        _address, code = mailed.make_code(row=row, at=when)
        key = mailed._place(vault.dup_load(made.letter.pk), made.facts.manifest.scope, code)
        left = _time_left(key)
        assert seconds - 5 < left <= seconds


def _time_left(key):
    from django.conf import settings

    if settings.REDIS_URL:
        return cache._cache.get_client().ttl(cache.make_key(key))
    return cache._expire_info[cache.make_key(key)] - time.time()


@pytest.mark.parametrize(
    "typed",
    ["", "ana", "ana@", "@meridian.example", "ana@meridian.example, bo@meridian.example", "ana ruiz@meridian.example",
     "ana\n@meridian.example", "Ana <ana@meridian.example>", "ana+x@meridian.example", "änä@meridian.example",
     "a" * 300 + "@meridian.example", "ana@[127.0.0.1]", "ana\r\nBcc: x@meridian.example"],
)  # fmt: skip
def test_what_is_no_plain_address_is_refused_before_anything(typed):
    made = opened()
    with pytest.raises(Refusal, match="not a plain mail address"):
        ask(made, typed)
    assert not Asked.objects.exists()


@pytest.mark.parametrize("domain", ["meridian.example.org", "mail.meridian.example", "example", "meridian-example"])
def test_other_domains_are_refused_by_their_name_alone(domain):
    made = opened()
    for person in ("ana.ruiz", "nobody"):
        with pytest.raises(Refusal) as refusal:
            ask(made, f"{person}@{domain}")
        assert (refusal.value.status, refusal.value.sentence) == (403, mailed.WRONG_DOMAIN)


def test_international_domain_has_one_spelling():
    assert addresses.canonical("Ana@Bücher.Example") == "ana@xn--bcher-kva.example"
    assert addresses.canonical_domain(" @BÜCHER.example") == "xn--bcher-kva.example"
    assert addresses.canonical_domain("localhost") is None


@pytest.mark.parametrize("state", sorted(PUBLIC - {LetterState.APPROVED, LetterState.OPEN}))
def test_other_states_send_no_code(state):
    made = opened()
    letters.placed(made, state)
    with pytest.raises(Refusal, match="no passes now"):
        ask(made)


def test_closing_forgets_who_asked_and_destroys_the_key(django_capture_on_commit_callbacks):
    made = opened()
    pass_for(made, code_for(made))
    late = ask(made, "late@meridian.example")
    key = vault.dup_load(made.letter.pk)
    with django_capture_on_commit_callbacks(execute=True):
        life.close_letter(letter=made.letter, at=signatories.at(40))
    assert key is not None
    assert vault.dup_load(made.letter.pk) is None
    assert vault.issuer_load(made.letter.pk) is None
    assert not Asked.objects.filter(pk=late.pk).exists()
    assert not Redemption.objects.exists()


def test_mail_that_comes_up_after_the_end_is_not_sent():
    made = opened()
    ask(made)
    vault.dup_destroy(made.letter.pk)
    send_all()
    assert not mailbox.received()
    assert not Asked.objects.exists()


def test_cache_that_is_away_is_said_and_nothing_is_lost(settings):
    made = opened()
    code = code_for(made)
    caches = settings.CACHES
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}
    with pytest.raises(Refusal) as refusal:
        pass_for(made, code)
    assert refusal.value.status == 503
    settings.CACHES = caches


def test_script_asks_with_a_request_of_fixed_length_and_gets_one_byte(client, on_the_first_day):
    made = opened()
    answers = [send(client, "code-ask", made, field(address)) for address in (ANA, "x@meridian.example", ANA)]
    assert {(answer.status_code, answer.content, str(answer.headers)) for answer in answers} == {
        (200, b"\x01", str(answers[0].headers))
    }
    assert not answers[0].cookies
    check_refused(lambda more: send(client, "code-ask", made, b"short", headers=more), 400, "wrong length")
    check_refused(
        lambda more: send(client, "code-ask", made, field("x@other.example"), headers=more), 403, "other domains"
    )


def test_page_without_script_asks_too_and_loses_nothing(client, on_the_first_day):
    made = opened()
    assert "Your employer runs your mailbox" in text(client.get(url("code-ask", made)))
    answers = [client.post(url("code-ask", made), {"mailbox": address}) for address in (ANA, "b@meridian.example", ANA)]
    assert {(answer.status_code, answer.content) for answer in answers} == {(200, answers[0].content)}
    assert "A mail is on its way" in text(answers[0])
    before = rows()
    for typed, status, words in (("ana@other.example", 403, "other domains"), ("ana", 400, "plain mail address"),
                                 ("", 400, "Type your work address.")):  # fmt: skip
        answer = client.post(url("code-ask", made), {"mailbox": typed})
        assert answer.status_code == status
        assert words in text(answer)
        assert f'value="{typed}"' in text(answer) or not typed
    assert rows() == before


def test_letter_with_codes_on_paper_has_no_such_page(client):
    made = signatories.opened()
    assert client.get(url("code-ask", made)).status_code == 404
    assert client.post(url("code-ask", made), {"mailbox": ANA}).status_code == 404


def test_letter_says_who_runs_the_mailbox_and_offers_the_form(client):
    page = text(client.get(url("letter-show", opened())))
    for words in (
        "Your employer runs your mailbox",
        "rests on the word of whoever runs this site",
        "Code from your mail",
        "docks.meridian.example, meridian.example",
    ):
        assert words in page
    closed = opened()
    letters.placed(closed, LetterState.CLOSED)
    assert "rests on the word of whoever runs this site" in text(client.get(url("letter-show", closed)))
    other = text(client.get(url("letter-show", signatories.opened())))
    assert "Code from your paper slip" in other
    assert "Your employer runs your mailbox" not in other


def test_too_many_asking_from_one_connection_are_refused(client, on_the_first_day):
    made = opened()
    statuses = [send(client, "code-ask", made, field(ANA)).status_code for _ask in range(31)]
    assert statuses == [200] * 30 + [429]


def test_day_is_the_finest_time_on_anything_of_a_letter():
    names = {f.name: f.get_internal_type() for f in Asked._meta.get_fields()}
    assert "DateTimeField" not in names.values()
    assert datetime.timedelta(seconds=mailed.WINDOW) == datetime.timedelta(minutes=30)
