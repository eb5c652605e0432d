"""J4: from picking a company to the vote, all of it by clicking."""

import io
import re

import icalendar
import pypdf
import pytest
from django.test import Client

from tests import mailbox, make
from tests.journeys import organizer, resolving
from tests.journeys.expecting import expect
from tests.shareholder import everywhere

pytestmark = pytest.mark.browser

REPORT = """<html><body><p>Item 5.07 Submission of Matters to a Vote of Security Holders.</p>
<p>Proposal 4: A shareholder proposal on two people at every dock</p>
<table><tr><td></td><td>For</td><td>Against</td><td>Abstain</td><td>Broker Non-Votes</td></tr>
<tr><td></td><td>54,390,655</td><td>138,122,407</td><td>3,819,723</td><td>22,667,215</td></tr></table>
<p>Proposal 5: A shareholder proposal on something else</p>
<table><tr><td></td><td>For</td><td>Against</td><td>Abstain</td><td>Broker Non-Votes</td></tr>
<tr><td></td><td>1,000,000</td><td>190,000,000</td><td>5,332,785</td><td>22,667,215</td></tr></table>
<p>SIGNATURES</p></body></html>"""
LEAD, COFILER = "lead@private.example", "cofiler@private.example"
SHARES, PRICE = "48713", "91.37"
TOLD = (SHARES, "48,713", PRICE)
WORDS = "Resolved: shareholders ask the board to report on two people at every dock." + " word" * 400


class Scene:
    """Windows of the coordinator, the lead and a co-filer; `.desk` is the resolution's, `.own` the lead's own page."""

    def __init__(self, watched, run_jobs, script):
        self.run_jobs, self.windows, self.script, self.watched = run_jobs, {}, script, watched
        self.coordinator = self.window("coordinator").go("/")
        organizer.sign_in(self.coordinator, make.user().mailbox, run_jobs)
        self.root = self.coordinator.url.split("/desk/")[0]
        self.desk = resolving.begin(self.coordinator)

    def window(self, who):
        window = self.windows[who] = self.watched(width=1280, height=900, script=self.script)
        window.is_signatory = False
        return window

    def newcomer(self, who, address, investor, role):
        code = resolving.offer(self.coordinator, self.desk, investor, role)
        page = self.window(who).go("/desk/resolutions/join/")
        return page, resolving.take_place(page, code, address, self.run_jobs)

    def step(self, what, day, **fields):
        resolving.step(self.coordinator, self.desk, what, day, **fields)


def deadlines_are_cited(scene):
    """Each day has its rule, and how it was computed where it was."""
    rows = scene.coordinator.locator("caption:has-text('Deadlines') ~ tbody tr")
    said = rows.all_inner_texts()
    assert len(said) >= 3
    assert all("17 CFR 240.14a-" in one or "Form " in one for one in said), said
    assert all(re.search(r"20\d\d", one.rpartition("\t")[2]) for one in said), said
    receipt = " ".join(next(one for one in said if "must have received" in one).split())
    assert "Tue, 10 Dec 2024" in receipt, receipt  # 120 days before 9 April 2025
    assert "anniversary" in receipt and "120" in receipt, receipt


def text_is_written_and_fixed(scene, lead):
    """The lead writes it; 501 words are warned of, and never fixed."""
    scene.step("Begin to write its text", "2024-10-01")
    says = resolving.write_text(lead, scene.desk, WORDS + " word" * 88, 501)
    assert says == "It is too long however it is counted."
    scene.step("Open it to co-filers", "2024-10-02")
    scene.coordinator.goto(f"{scene.desk}steps/")
    resolving.write_down(scene.coordinator, "Fix the text", "2024-11-15")
    expect(scene.coordinator.get_by_text("more than 500 words however they are counted").first).to_be_visible()
    scene.windows["coordinator"].forgive("409")
    assert "words are left" in resolving.write_text(lead, scene.desk, WORDS, 413)


def holding_is_judged(scene, lead, own):
    """Yes or no, and a tier once it is asked for. What was typed is in no table, mail or page of anybody."""
    bought = f"2019-03-04 {SHARES}"
    resolving.judge_holding(lead, own, bought, PRICE, keep=False)
    expect(lead.get_by_text("You may file, under tier")).to_be_visible()
    expect(lead.get_by_text("Nothing was kept.")).to_be_visible()
    resolving.judge_holding(lead, own, bought, PRICE, keep=True)
    expect(lead.get_by_role("heading", name="Checklist")).to_be_visible()
    resolving.tick_papers(lead, own, "Ada Lark")
    expect(lead.get_by_text("25 December 2024 10:00: outside the 10 to 30 days")).to_be_hidden()  # nothing is sent yet
    letter = resolving.make_letter(lead, own, "Intent to hold")
    said = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(letter)).pages)
    assert "Order of Saint Brendan" in said and "Meridian Freight" in said
    assert not any(one in said for one in TOLD)
    assert everywhere.tables_with("Ada Lark") == {"shareholder_filing"}, "what is kept is found where it is"
    assert everywhere.tables_with("Meridian Freight") >= {"organize_company"}


def nothing_tells_the_holding(scene, lead, own):
    pages = [own, scene.desk, f"{scene.desk}text/", f"{own}holding/", f"{own}papers/", f"{own}band/", f"{own}letters/"]
    said = [at(lead, path) for path in pages]
    paths = ("", "filers/", "steps/", "votes/", "intentions/", "challenges/")
    said += [at(scene.coordinator, f"{scene.desk}{path}") for path in paths]
    assert any("Order of Saint Brendan" in one for one in said)
    mails = [f"{one.subject}\n{one.body}" for one in mailbox.received()]
    assert any(LEAD in one.to for one in mailbox.received())
    for secret in TOLD:
        assert everywhere.tables_with(secret) == set()
        assert not any(secret in one for one in [*said, *mails])


def at(page, address):
    page.goto(address)
    return page.content()


def own_pages_are_the_filers_alone(scene, own):
    for path in ("", "holding/", "papers/", "band/", "letters/", "step/"):
        assert scene.coordinator.goto(f"{own}{path}").status == 404
        scene.windows["coordinator"].forgive("404")
    assert "Order of Saint Brendan" in at(scene.coordinator, f"{scene.desk}filers/")


def calendar_is_read_elsewhere(scene):
    """By a parser that is not ours; it tells a company and days, and ends when its owner says so."""
    page = scene.coordinator
    page.goto(f"{scene.root}/desk/resolutions/calendar/")
    page.get_by_role("button", name="Make a feed").click()
    path = page.locator("code.wide").inner_text().removeprefix(scene.root)
    feed = Client().get(path)
    found = icalendar.Calendar.from_ical(feed.content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in found} == {"Deadline: Meridian Freight"}
    assert "2024-12-10" in {event["DTSTART"].dt.isoformat() for event in found}
    text = feed.content.decode().replace("\r\n ", "")
    assert not any(word in text for word in ("dock", "Brendan", "Night shift", "Harbour"))
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("button", name="Make a feed")).to_be_visible()
    assert Client().get(path).status_code == 404


def it_is_filed_and_cured(scene, lead, own):
    scene.step("Fix the text", "2024-11-18")
    scene.step("It was sent to the company", "2024-11-20")
    scene.step("The company received it", "2024-11-21")
    page = scene.coordinator
    page.goto(f"{scene.desk}filers/")
    row = page.get_by_role("row").filter(has_text="Order of Saint Brendan")
    row.get_by_role("link", name="Write a step down").click()
    fields = {"The defects": "The letter of the record holder ends a day early."}
    resolving.write_down(page, "The company gave notice of defects", "2024-11-25", **fields)
    expect(page.get_by_role("heading", name="Seats", exact=True)).to_be_visible()
    lead.goto(own)
    expect(lead.get_by_text("The letter of the record holder ends a day early.")).to_be_visible()
    expect(lead.get_by_text("25 December 2024 10:00")).to_be_visible()
    lead.goto(f"{own}step/")
    resolving.write_down(lead, "The defects were cured: an answer was sent", "2024-11-27")
    page.goto(scene.desk)
    expect(page.locator(".head").get_by_text("defects cured")).to_be_visible()


def it_is_challenged_and_stays(scene):
    page = scene.coordinator
    page.get_by_role("link", name="It is challenged").click()
    page.get_by_text("notice with the representation of a reasonable basis").click()
    page.get_by_text("(i)(7)").click()
    page.get_by_label("Day of the notice").fill("2025-01-13")
    page.get_by_label("When it plans to file").fill("2025-04-09")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="How it ended").click()
    page.get_by_text("The staff declined").click()
    page.get_by_label("On", exact=True).fill("2025-03-03")
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator(".head").get_by_text("to be included")).to_be_visible()


def counts_are_read_and_confirmed(scene, lead, report):
    scene.step("The definitive proxy was filed with it", "2025-04-09", Number_on_the_ballot="4")
    scene.step("It was voted on", "2025-05-21")
    page = scene.coordinator
    page.get_by_role("link", name="Counts, percentages, and whether it may be put again").click()
    page.get_by_role("link", name="Read them from a report").click()
    page.get_by_label("Form 8-K").set_input_files(report)
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("mark.found-count").first).to_have_text("54,390,655")
    page.get_by_role("button", name="This is it A shareholder proposal on two people").click()
    expect(page.get_by_label("For", exact=True)).to_have_value("54390655")
    page.get_by_label("Day of the vote").fill("2025-05-21")
    page.get_by_role("button", name="Write them down").click()
    expect(page.get_by_text("must compare these with the source")).to_be_visible()
    expect(page.get_by_text("28.25 %")).to_have_count(0)

    lead.goto(f"{scene.desk}votes/")
    lead.get_by_role("button", name="I compared them with the source").click()
    facts = lead.locator("section:has(> h2:text('Confirmed')) dl.facts")
    expect(facts).to_contain_text("For, out of for and against: what decides whether it may be put to the vote again")
    said = facts.locator("dd").all_inner_texts()
    assert said == ["28.25 %", "27.70 %", "24.84 %"], said
    refile = lead.locator("[aria-labelledby=refile-title]")
    expect(refile).to_contain_text("Yes, in 2026")
    expect(refile).to_contain_text("14a-8(i)(12)")
    expect(lead.locator("svg.chart circle")).to_have_count(1)
    expect(lead.locator("figure table tbody tr")).to_have_count(1)


def everybody_reads_it(scene):
    """The campaign is published; a stranger finds the words, the vote and its source, and nobody who filed."""
    page = scene.coordinator
    page.goto(f"{scene.root}/desk/")
    page.get_by_role("link", name="Safe loading docks").first.click()
    page.get_by_role("link", name="Public page").click()
    page.get_by_label("Headline").fill("Safe docks")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Show it to everybody").click()
    path = page.locator("a.address").inner_text().removeprefix(scene.root)
    window = scene.watched(script=scene.script)
    public = window.go(path)
    public.get_by_role("link", name="Two people at every dock").first.click()
    expect(public.get_by_text(re.compile("28.25 %")).first).to_be_visible()
    expect(public.get_by_text("Form 8-K, Item 5.07")).to_be_visible()
    expect(public.get_by_text("Resolved: shareholders ask the board")).to_be_visible()
    said = public.content()
    assert not any(word in said for word in ("Brendan", "Harbour", "Ada Lark", LEAD, *TOLD))
    window.check()


@pytest.mark.parametrize("script", [True, False])
def test_resolution_from_picking_a_company_to_the_vote(watched, run_jobs, tmp_path, script):
    report = tmp_path / "report.htm"
    report.write_text(REPORT)
    scene = Scene(watched, run_jobs, script)
    deadlines_are_cited(scene)
    calendar_is_read_elsewhere(scene)
    lead, own = scene.newcomer("lead", LEAD, "Order of Saint Brendan", "lead filer")
    resolving.set_up_app(lead, own)
    text_is_written_and_fixed(scene, lead)
    holding_is_judged(scene, lead, own)
    other, _theirs = scene.newcomer("cofiler", COFILER, "Harbour Pension Fund", "co-filer")
    assert "Brendan" not in at(other, scene.desk)
    own_pages_are_the_filers_alone(scene, own)
    it_is_filed_and_cured(scene, lead, own)
    nothing_tells_the_holding(scene, lead, own)
    scene.coordinator.goto(scene.desk)
    it_is_challenged_and_stays(scene)
    counts_are_read_and_confirmed(scene, lead, report)
    everybody_reads_it(scene)
