"""The desk of a joint statement, page by page, from the first line to the delivery."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from organize.models import TypedAsk
from petitions.models import Consent, Contact, JointStatement, Revision, SignOn
from tests import make
from tests.counting import statements
from tests.personas import cast
from tests.petitions import coalitions
from tests.petitions.desk import text
from tests.petitions.test_known_list import CLEAN, COLUMNS, WHOLE

pytestmark = pytest.mark.django_db
POSTED = {
    "title": "No cameras", "body": "We are many.", "demands": "One.\nTwo.", "language": "en", "to-TOTAL_FORMS": "2",
    "to-INITIAL_FORMS": "0", "to-0-name": "Robin Marsh", "to-0-title": "chief executive", "to-1-name": "The board",
    "to-1-title": "",
}  # fmt: skip


def url(name, statement, *more):
    return reverse(f"statements-desk:{name}", args=[statement.slug, *more])


def scene(make_statement=coalitions.opened, **parts):
    """(owner's browser, statement, cast)."""
    people = cast()
    return people.client("owner"), make_statement(campaign=make.campaign(group=people.group), **parts), people


def test_statement_is_drafted_described_and_published_by_clicking():
    people = cast()
    campaign, client = make.campaign(group=people.group), people.client("owner")
    new = reverse("statements-desk:statement-draft") + f"?campaign={campaign.slug}"
    assert "New joint statement" in text(client.get(new))
    assert client.post(new, POSTED | {"title": ""}).status_code == 422
    assert not JointStatement.objects.exists()
    made = client.post(new, POSTED)
    statement = JointStatement.objects.get()
    assert made["Location"] == url("statement-terms", statement)
    terms = {"kind": "investors", "currency": "", "articles": "the a", "contacts": "decision"}
    assert client.post(url("statement-terms", statement), terms).status_code == 422
    assert client.post(url("statement-terms", statement), terms | {"currency": "usd"}).status_code == 302
    page = text(client.get(url("statement-read", statement)))
    assert "Publish it when the text is ready" in page and "Robin Marsh, chief executive" in page
    edited = POSTED | {"title": "No cameras at all"}
    assert client.post(url("statement-edit", statement), edited).status_code == 302
    assert client.post(url("statement-move", statement, "publish"), {}).status_code == 302
    statement.refresh_from_db()
    assert (statement.state, statement.currency, statement.articles) == ("open", "USD", ["the", "a"])
    assert statement.title == "No cameras at all"
    page = text(client.get(url("statement-read", statement)))
    assert f"/s/{statement.address}/" in page
    fixed = terms | {"kind": "orgs", "articles": "an"}
    assert client.post(url("statement-terms", statement), fixed).status_code == 302
    statement.refresh_from_db()
    assert (statement.kind, statement.articles) == ("investors", ["an"]), "only the sorting can change"


def test_marks_that_nobody_sees_are_told_and_taken_out():
    client, statement, _people = scene()
    hidden = POSTED | {"title": "No\u200b cameras"}
    answer = client.post(url("statement-edit", statement), hidden)
    assert answer.status_code == 422
    assert "marks that readers cannot see" in text(answer)
    cleaned = text(client.post(url("statement-edit", statement), hidden | {"clean": "1"}))
    assert "Removed or replaced" in cleaned


def test_translation_is_written_beside_the_first_text():
    client, statement, _people = scene()
    address = url("statement-translate", statement, "de")
    german = {name: coalitions.GERMAN[name] for name in ("title", "body")}
    assert client.post(address, german | {"demands": "eine"}).status_code == 422
    assert client.post(address, german | {"demands": "\n".join(coalitions.GERMAN["demands"])}).status_code == 302
    assert coalitions.GERMAN["title"] in text(client.get(url("statement-languages", statement)))
    assert client.get(url("statement-translate", statement, "en"))["Location"] == url("statement-edit", statement)
    assert client.post(url("statement-untranslate", statement, "de")).status_code == 302
    assert Revision.objects.get().wordings.count() == 1


def test_frozen_text_is_changed_by_a_new_one_that_each_agrees_to():
    client, statement, _people = scene()
    row = coalitions.recorded(statement, "Dockers United")
    assert "This text is frozen" in text(client.get(url("statement-edit", statement)))
    assert client.post(url("statement-edit", statement), POSTED).status_code == 409
    assert client.post(url("statement-text", statement, "begin"))["Location"] == url("statement-edit", statement)
    assert client.post(url("statement-edit", statement), POSTED).status_code == 302
    page = url("statement-change", statement)
    assert client.post(page, {"why": ""}).status_code == 422
    assert client.post(page, {"why": "It is shorter."}).status_code == 302
    shown = text(client.get(page))
    assert "not yet" in shown and "Record that it agrees" in shown
    agree = url("sign-on-agree", statement, row.pk)
    assert client.post(agree, {"evidence": "Their letter"}).status_code == 302
    assert "not yet</span>" not in text(client.get(page))
    assert client.post(url("statement-text", statement, "adopt")).status_code == 302
    statement.refresh_from_db()
    assert statement.title == POSTED["title"]
    assert Consent.objects.filter(sign_on=row).count() == 2
    assert client.post(url("statement-text", statement, "drop")).status_code == 404


def test_moderators_see_who_asked_and_what_it_may_be_and_viewers_do_not():
    client, statement, people = scene()
    coalitions.recorded(statement, "Dockers & Drivers Union (DDU)")
    coalitions.waiting(statement, name="Dockers and Drivers Union")
    for persona, sees in (("organizer", True), ("owner", True), ("viewer", False), ("reviewer", False)):
        page = text(people.client(persona).get(url("sign-on-desk", statement)))
        assert ("wilhelmina@dockers.example" in page) == sees, persona
        assert "only what stands in brackets differs" in page
    row = SignOn.objects.get(state="waiting")
    page = text(client.get(url("sign-on-edit", statement, row.pk)))
    assert "Wilhelmina Sundqvist" in page and "It may be one of these" in page


def test_parent_is_suggested_and_the_decision_lists_or_declines():
    client, statement, _people = scene()
    top = coalitions.recorded(statement, "Harbour Civil Liberties Union (HCLU)")
    row = coalitions.waiting(statement, name="HCLU of the North")
    address = url("sign-on-edit", statement, row.pk)
    assert f'value="{top.pk}" selected' in text(client.get(address))
    given = {"name": "HCLU of the North", "country": "NO", "parent": top.pk}
    assert client.post(address, given | {"name": ""}).status_code == 422
    assert client.post(address, given).status_code == 302
    assert client.post(url("sign-on-decide", statement, row.pk, "list")).status_code == 302
    assert coalitions.names(statement) == ["Harbour Civil Liberties Union (HCLU)", "HCLU of the North"]
    assert not Contact.objects.exists()
    other = coalitions.waiting(statement, name="Spam", domain="spam.example")
    client.post(url("sign-on-decide", statement, other.pk, "decline"))
    assert "Let it wait again" in text(client.get(url("sign-on-edit", statement, other.pk)))
    assert client.post(url("sign-on-decide", statement, other.pk, "list")).status_code == 409
    client.post(url("sign-on-decide", statement, other.pk, "reconsider"))
    other.refresh_from_db()
    assert other.state == "waiting"


def test_organizer_adds_an_investor_by_hand():
    client, statement, _people = scene(coalitions.of_investors)
    address = url("sign-on-add", statement)
    assert "Assets under management, in USD" in text(client.get(address))
    given = {"name": "Fund", "country": "", "domain": "https://www.fund.example/about", "evidence": "Their letter"}
    assert client.post(address, given | {"assets": "100"}).status_code == 422, "on which day?"
    assert client.post(address, given | {"evidence": ""}).status_code == 422
    given |= {"assets": "100", "assets_on": "2026-06-30", "may_count": "on"}
    assert client.post(address, given).status_code == 302
    row = SignOn.objects.get()
    assert (row.assets, row.domain, row.may_count, row.authority) == (100, "fund.example", True, "hand")
    assert client.post(address, given).status_code == 409
    assert "100" in text(client.get(url("sign-on-desk", statement)))


def test_pasted_list_shows_every_merge_and_writes_nothing_until_it_is_taken():
    client, statement, _people = scene()
    coalitions.recorded(statement, "Free Pier")
    address, pasted = url("sign-on-import", statement), WHOLE + "\n" + COLUMNS
    answer = client.post(address, {"text": pasted})
    page = text(answer)
    assert answer.status_code == 200
    assert "9 names were put together" in page and "one of them was broken into several lines" in page
    assert "is on the list already" in page and page.count("found once only") == 3
    assert SignOn.objects.count() == 1
    clean = "\n".join(CLEAN[:13]) + "\n"
    assert client.post(address, {"text": clean, "take": "1"}).status_code == 400, "what shows that they agree?"
    assert client.post(address, {"text": clean, "take": "1", "evidence": "Letters"}).status_code == 302
    assert len(coalitions.names(statement)) == 13
    assert not TypedAsk.objects.exists()


def test_letter_around_a_list_is_told_by_line_and_left_out_of_what_is_taken():
    client, statement, _people = scene()
    address, around = url("sign-on-import", statement), "We write to you. " * 20
    answer = client.post(address, {"text": f"{around}\nFree Pier\n", "take": "1", "evidence": "Letters"})
    page = text(answer)
    assert answer.status_code == 422 and not SignOn.objects.exists(), "first it is told"
    assert "Line 1: This line is too long to be a name." in page
    assert ">\nFree Pier\n</textarea>" in page
    hidden = text(client.post(address, {"text": "Free\u202e Pier\nQuay Action\n"}))
    assert "cannot be seen in this line" in hidden and "Free\u202e Pier" in hidden


def test_csv_list_tells_errors_by_row_and_takes_parents():
    client, statement, _people = scene()
    address = url("sign-on-import", statement)
    rows = "name,country,domain,parent\nPort Union,no,union.example,\nPort Union North,NO,,Port Union\n"
    wrong = "Bad,XX,,\nWorse,NO,not a domain,\nOrphan,,,Nobody\nShort,NO\n"
    answer = client.post(address, {"text": rows + wrong, "take": "1", "evidence": "Letters"})
    page = text(answer)
    assert answer.status_code == 422 and not SignOn.objects.exists()
    for said in ("country:", "domain:", "parent: neither", "2 cells instead of 4"):
        assert said in page
    assert client.post(address, {"text": rows, "take": "1", "evidence": "Letters"}).status_code == 302
    assert coalitions.names(statement) == ["Port Union", "Port Union North"]
    assert SignOn.objects.get(name="Port Union North").parent.name == "Port Union"


@pytest.mark.parametrize(
    "given",
    [
        {"text": ""}, {"text": "  \n"}, {"text": "x" * 300_001}, {"text": 'name\n"open\n'},
        {"file": SimpleUploadedFile("list.txt", "Häfen".encode("latin-1"))},
    ],
    ids=range(5),
)  # fmt: skip
def test_what_is_no_list_is_refused_in_a_sentence(given):
    client, statement, _people = scene()
    answer = client.post(url("sign-on-import", statement), given | {"take": "1", "evidence": "x"})
    assert answer.status_code == 422
    assert not SignOn.objects.exists()


def test_file_is_read_as_its_text_is():
    client, statement, _people = scene()
    file = SimpleUploadedFile("list.txt", "\ufeffFree Pier\nQuay Action\n".encode())
    page = text(client.post(url("sign-on-import", statement), {"file": file}))
    assert "2 organizations" in page and "Free Pier\nQuay Action\n" in page


def test_steps_say_what_they_do_and_need_to_be_possible():
    client, statement, _people = scene()
    assert "cannot be done now" in text(client.get(url("statement-move", statement, "publish")))
    assert client.post(url("statement-move", statement, "publish"), {}).status_code == 409
    coalitions.waiting(statement)
    assert client.post(url("statement-move", statement, "deliver"), {}).status_code == 409
    assert client.post(url("statement-move", statement, "cancel"), {}).status_code == 422, "not without being sure"
    assert client.post(url("statement-move", statement, "cancel"), {"sure": "on"}).status_code == 302
    assert client.get(f"/s/{statement.address}/").status_code == 404
    assert not Contact.objects.exists()


@pytest.mark.parametrize("name", ["sign-on-desk", "statement-read", "statement-change"])
def test_thirty_cost_what_one_costs(name):
    client, statement, _people = scene()

    def more(numbers):
        for at in numbers:
            parent = coalitions.recorded(statement, f"Parent {at}")
            coalitions.recorded(statement, f"Child {at}", parent=parent)
            coalitions.waiting(statement, name=f"Waiting {at}", domain=f"w{at}.example")

    more([0])
    client.get(url(name, statement))
    few = statements(client, url(name, statement))
    more(range(1, 30))
    assert statements(client, url(name, statement)) == few < 20
