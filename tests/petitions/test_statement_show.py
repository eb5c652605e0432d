"""The public page of a joint statement, and what representatives do there: sign, agree, withdraw, by typed code."""

import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from organize import pressure
from organize.models import TypedAsk
from petitions import jobs
from petitions.actions import joint_statements, sign_ons
from petitions.contacts import read_contact
from petitions.models import SignOn
from tests import mailbox
from tests.counting import statements
from tests.petitions import coalitions
from tests.petitions.visits import text

pytestmark = pytest.mark.django_db
GIVEN = {
    "name": "Dockers United", "country": "NO", "part_of": "", "domain": "dockers.example", "representative": "Wil",
    "role": "secretary", "typed_address": "wil@dockers.example", "may_sign": "on",
}  # fmt: skip


def url(name, statement, *more):
    return reverse(f"petitions:{name}", args=[statement.address, *more])


def ask(client, name, statement, given):
    answer = client.post(url(name, statement), given)
    coalitions.send_codes(timezone.now())
    return answer


def test_representative_signs_in_three_pages(client):
    statement = coalitions.opened()
    page = text(client.get(url("statement-show", statement)))
    assert coalitions.WORDS["title"] in page and "No organization yet." in page
    assert "never public" in text(client.get(url("sign-on-ask", statement)))
    sent = ask(client, "sign-on-ask", statement, GIVEN)
    assert sent.status_code == 200 and "A mail is on its way" in text(sent)
    code = coalitions.code_of("wil@dockers.example")
    assert "Thank you" in text(client.post(url("sign-on-confirm", statement), {"code": code}))
    assert "No organization yet." in text(client.get(url("statement-show", statement))), "nothing before the decision"
    assert SignOn.objects.get().state == "waiting"
    assert client.post(url("sign-on-confirm", statement), {"code": code}).status_code == 403


def test_page_says_that_the_host_could_read_who_asks(client):
    page = text(client.get(url("sign-on-ask", coalitions.opened())))
    assert "whoever runs it or breaks in there could read them as well" in page
    assert "organizers alone" not in page and "Only the organizers" not in page


def test_mail_says_nothing_of_what_it_is_for(client):
    statement = coalitions.opened()
    ask(client, "sign-on-ask", statement, GIVEN)
    (mail,) = mailbox.received()
    assert mail.to == ["wil@dockers.example"]
    assert not re.search("dockers united|statement|camera|sign|http", (mail.subject + mail.body).lower())


@pytest.mark.parametrize("missing", sorted(set(GIVEN) - {"country", "part_of"}))
def test_form_says_what_is_missing(client, missing):
    statement = coalitions.opened()
    given = {name: value for name, value in GIVEN.items() if name != missing}
    answer = client.post(url("sign-on-ask", statement), given)
    assert answer.status_code == 400
    assert 'role="alert"' in text(answer)
    assert not TypedAsk.objects.exists()


def test_answer_tells_nobody_who_asked_or_signed_before(client):
    """Same status, bytes and mail for a newcomer, a repeat, and an organization that is listed, declined or gone."""
    statement = coalitions.opened()
    decided = {"Listed": [sign_ons.list_sign_on], "Waiting": [], "Declined": [sign_ons.decline_sign_on],
               "Withdrawn": [sign_ons.list_sign_on, sign_ons.withdraw_sign_on]}  # fmt: skip
    for at, (name, steps) in enumerate(decided.items()):
        row = coalitions.waiting(statement, name=name, domain=f"d{at}.example")
        for step in steps:
            step(sign_on=row, by=None, at=coalitions.NOW)
    answers, mails = set(), []
    for at, name in enumerate([*decided, "Newcomer"]):
        given = {"name": name, "domain": f"d{at}.example", "typed_address": f"other{at}@d{at}.example"}
        mailbox.empty()
        answer = ask(client, "sign-on-ask", statement, GIVEN | given)
        code = coalitions.code_of(given["typed_address"])
        done = client.post(url("sign-on-confirm", statement), {"code": code})
        # What was typed stands beside the code, in the answer to whoever typed it.
        shown = text(answer).replace(f'value="{name}"', "").replace(f'value="d{at}.example"', "")
        answers.add((answer.status_code, shown, done.status_code, done.content))
        mails.append(len(mailbox.received()))
    assert len(answers) == 1
    assert mails == [1] * 5


def test_listed_organization_withdraws_and_agrees_by_its_own_mailbox(client):
    statement = coalitions.opened()
    row = coalitions.listed(statement)
    coalitions.recorded(statement, "Without a domain")
    page = text(client.get(url("sign-on-withdraw", statement)))
    assert "Dockers United" in page and "Without a domain</option>" not in page
    revision = coalitions.proposed(statement)
    shown = text(client.get(url("statement-show", statement)))
    assert "A new text is proposed" in shown and "It is shorter now." in shown and "A shorter text." in shown
    given = {"sign_on": row.pk, "typed_address": "chair@dockers.example"}
    assert "A mail is on its way" in text(ask(client, "sign-on-consent", statement, given))
    code = coalitions.code_of("chair@dockers.example")
    assert "Agreed" in text(client.post(url("sign-on-consent-confirm", statement), {"code": code}))
    assert revision.consents.get().sign_on == row
    ask(client, "sign-on-withdraw", statement, given | {"typed_address": "treasurer@dockers.example"})
    code = coalitions.code_of("treasurer@dockers.example")
    assert "Withdrawn" in text(client.post(url("sign-on-withdraw-confirm", statement), {"code": code}))
    assert "Dockers United" not in text(client.get(url("statement-show", statement)))


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')


def beside_code(answer):
    """The fields that a browser sends along with the code."""
    return dict(HIDDEN.findall(text(answer)))


def test_form_beside_the_code_wins_over_whoever_filled_it_in_first_for_the_mailbox(client):
    statement = coalitions.of_investors()
    money = {"assets": "5000000", "assets_on": "2026-06-30", "may_count": "on"}
    stranger = {"name": "Against Dockers", "country": "DE", "part_of": "Other Union", "representative": "Nobody"}
    ask(client, "sign-on-ask", statement, GIVEN | money | stranger | {"assets": "99999999999"})
    sent = ask(client, "sign-on-ask", statement, GIVEN | money)
    assert len(mailbox.received()) == 1, "a mailbox gets one mail, with the code of the first form"
    code = coalitions.code_of(GIVEN["typed_address"])
    mistyped = client.post(url("sign-on-confirm", statement), beside_code(sent) | {"code": "AAAAA-AAAAA"})
    assert mistyped.status_code == 403 and beside_code(mistyped) == beside_code(sent)
    done = client.post(url("sign-on-confirm", statement), beside_code(mistyped) | {"code": code})
    assert "Thank you" in text(done)
    row = SignOn.objects.get()
    assert (row.name, row.country, row.part_of) == ("Dockers United", "NO", "")
    assert (row.assets, row.assets_on.isoformat(), row.may_count) == (5_000_000, "2026-06-30", True)
    assert read_contact(row)["name"] == "Wil"


def test_domain_beside_the_code_must_be_the_mailbox_own(client):
    statement = coalitions.opened()
    sent = ask(client, "sign-on-ask", statement, GIVEN)
    code = coalitions.code_of(GIVEN["typed_address"])
    said = beside_code(sent) | {"code": code}
    foreign = client.post(url("sign-on-confirm", statement), said | {"domain": "other.example"})
    assert foreign.status_code == 400 and not SignOn.objects.exists()
    assert "Thank you" in text(client.post(url("sign-on-confirm", statement), said)), "a refusal uses no code up"


def test_organization_chosen_beside_the_code_wins(client):
    statement = coalitions.opened()
    one = coalitions.listed(statement)
    other = coalitions.listed(statement, name="Dockers of the North", typed_address="north@dockers.example")
    for name, mail in (("sign-on-consent", "chair@dockers.example"), ("sign-on-withdraw", "board@dockers.example")):
        if name == "sign-on-consent":
            revision = coalitions.proposed(statement)
        ask(client, name, statement, {"sign_on": one.pk, "typed_address": mail})
        sent = ask(client, name, statement, {"sign_on": other.pk, "typed_address": mail})
        said = beside_code(sent) | {"code": coalitions.code_of(mail)}
        assert client.post(url(f"{name}-confirm", statement), said).status_code == 200
    assert revision.consents.get().sign_on == other
    assert coalitions.names(statement) == ["Dockers United"]


def test_foreign_mailbox_learns_only_that_it_is_foreign(client):
    statement = coalitions.opened()
    row = coalitions.listed(statement)
    own = ask(client, "sign-on-withdraw", statement, {"sign_on": row.pk, "typed_address": "a@dockers.example"})
    foreign = ask(client, "sign-on-withdraw", statement, {"sign_on": row.pk, "typed_address": "a@other.example"})
    assert own.content == foreign.content
    code = coalitions.code_of("a@other.example")
    answer = client.post(url("sign-on-withdraw-confirm", statement), {"code": code})
    assert answer.status_code == 403 and "not on the domain" in text(answer)


def test_page_groups_affiliates_and_filters_by_country(client):
    statement = coalitions.opened()
    top = coalitions.recorded(statement, "Port Union", country="NO")
    coalitions.recorded(statement, "Port Union South", parent=top, country="DE")
    coalitions.recorded(statement, "Elsewhere", country="DE")
    page = text(client.get(url("statement-show", statement)))
    assert re.search(r"Port Union</bdi> <small>Norway</small>\s*<ul><li><bdi>Port Union South", page)
    assert "Germany (2)" in page and ">3<small>" in page
    german = text(client.get(url("statement-show", statement) + "?country=DE"))
    assert "Signed, in Germany" in german and "Port Union</bdi>" not in german and ">3<small>" in german
    for odd in ("XX", "de'--", "<b>"):
        assert "Elsewhere" in text(client.get(url("statement-show", statement), {"country": odd}))


def test_languages_stand_at_one_address(client):
    statement = coalitions.opened(languages=["de", "ar"])
    german = text(client.get(url("statement-show-in", statement, "de")))
    assert coalitions.GERMAN["title"] in german and '<html lang="de"' in german
    arabic = text(client.get(url("statement-show-in", statement, "ar")))
    assert 'dir="rtl"' in arabic
    french = text(client.get(url("statement-show-in", statement, "fr")))
    assert coalitions.WORDS["title"] in french, "where it was not translated the first text is shown"


def test_investors_sum_is_a_sentence_and_amounts_are_nowhere(client):
    statement = coalitions.of_investors()
    for at in range(10):
        coalitions.recorded(statement, f"Fund {at}", **coalitions.MONEY | {"assets": 1_234_567 + at})
    assert "manage" not in text(client.get(url("statement-show", statement)))
    jobs.weigh_assets(at=coalitions.NOW)
    pages = [text(client.get(url("statement-show", statement))), text(client.get(url("statement-json", statement)))]
    assert "10 of them together manage more than USD 12,000,000" in pages[0]
    assert json.loads(pages[1])["assets"]["at_least"] == "12000000"
    pages.append(b"".join(client.get(url("statement-roll", statement)).streaming_content).decode())
    assert not any("123456" in page or "1,234" in page for page in pages)


def test_what_is_public_holds_nothing_of_a_person(client):
    statement = coalitions.opened(terms={"contacts": "delivery"})
    coalitions.listed(statement, representative="Quillfeather Canary", role="Lanternkeeper")
    for name in ("statement-show", "statement-json", "statement-roll", "sign-on-withdraw", "sign-on-consent"):
        answer = client.get(url(name, statement))
        page = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"Dockers United" in page
        for canary in (b"Quillfeather", b"Lanternkeeper", b"wilhelmina@", b"dockers.example"):
            assert canary not in page, name


def test_too_many_are_told_to_wait_and_nothing_is_written(client):
    statement = coalitions.opened()
    for _try in range(30):
        client.post(url("sign-on-ask", statement), GIVEN)
    before = TypedAsk.objects.count()
    answer = client.post(url("sign-on-ask", statement), GIVEN)
    assert answer.status_code == 429
    assert TypedAsk.objects.count() == before == 30


def test_pressure_asks_for_proof_of_work(client, settings):
    settings.BUSY_LETTER = 0
    statement = coalitions.opened()
    assert client.post(url("sign-on-ask", statement), GIVEN).status_code == 429
    puzzle = client.get(url("statement-challenge", statement)).json()
    headers = {"X-Work": pressure.answer(puzzle)}
    assert client.post(url("sign-on-ask", statement), GIVEN, headers=headers).status_code == 200


def test_closed_statement_takes_nothing_and_delivered_one_says_so(client):
    statement = coalitions.opened()
    coalitions.listed(statement)
    joint_statements.close_statement(statement=statement, by=None, at=coalitions.NOW)
    assert "takes no sign-ons now" in text(client.get(url("sign-on-ask", statement)))
    assert client.post(url("sign-on-ask", statement), GIVEN).status_code == 409
    joint_statements.deliver_statement(statement=statement, by=None, at=coalitions.NOW)
    page = text(client.get(url("statement-show", statement)))
    assert "It was delivered on 23 November 2026." in page


@pytest.mark.parametrize("name", ["statement-show", "statement-json", "sign-on-withdraw"])
def test_thirty_cost_what_one_costs(client, name):
    statement = coalitions.opened()

    def more(numbers):
        for at in numbers:
            parent = coalitions.recorded(statement, f"Parent {at}", domain=f"p{at}.example")
            coalitions.recorded(statement, f"Child {at}", parent=parent, country="NO")

    more([0])
    few = statements(client, url(name, statement))
    more(range(1, 30))
    assert statements(client, url(name, statement)) == few < 10
