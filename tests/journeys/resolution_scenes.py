"""The pages of a resolution, for the album: for its coordinator, for a filer, and for everybody."""

from organize.actions.campaigns import publish_campaign, tell_campaign
from organize.actions.commitments import judge_commitment
from shareholder import fund_queries, jobs
from shareholder.actions import filers, funds, resolutions
from shareholder.models import Filing
from tests import make
from tests.readers.test_edgar import submissions
from tests.shareholder import fund_files, world
from tests.shareholder.voted import propose

REPORT = """<p>Item 5.07 Submission of Matters to a Vote of Security Holders.</p><p>Proposal 4: A report on docks</p>
<table><tr><td>For</td><td>Against</td><td>Abstain</td><td>Broker Non-Votes</td></tr><tr><td>54,390,655</td>
<td>138,122,407</td><td>3,819,723</td><td>22,667,215</td></tr></table><p>Of 230,000,000 shares many slept.</p>"""


def voted_scenes(owner, campaign, made):
    """A matter that was voted on three times, the last time with counts that wait; on the campaign's public page."""
    tell_campaign(campaign=campaign, headline="Safe docks", story="", by=owner, at=make.NOW)
    publish_campaign(campaign=campaign, by=owner, at=make.NOW)
    campaign.refresh_from_db()
    for year, yes in ((2024, 12_000_000), (2025, 36_000_000), (2026, 54_000_000)):
        row = world.resolution(by=owner, campaign=campaign, title=f"Docks {year}", has_meeting=False)
        world.edit(row, by=owner, meeting=made.meeting, listed=True)
        row = world.in_state(row, "voted")
        type(row).objects.filter(pk=row.pk).update(sent_on=world.FILED_ON, frozen=1)
        world.text(world.in_state(row, "drafting"), by=owner)
        row = world.in_state(row, "voted")
        resolutions.link_lineage(resolution=row, title="Docks", by=owner, at=make.NOW)
        propose(row, by=owner, votes_for=yes, votes_against=150_000_000, voted_on=world.day(f"{year}-05-20"))
    return row


def followed_up(owner, campaign):
    """Withdrawn for two promises, one of which was missed: the next step is taken."""
    row = world.resolution(by=owner, campaign=campaign, title="Lights at the docks", has_meeting=False)
    row = world.in_state(row, "filed")
    promised = [("A light at every dock from March.", make.NOW.date()), ("A yearly report.", None)]
    given = {"by": owner, "at": make.NOW}
    world.withdrawn_for(row, promised, by=owner, source="Letter of the secretary")
    late = campaign.commitments.get(text__startswith="A light")
    told = {"on": make.NOW.date(), "grain": "day", "text": "No light.", "source": "A visit", "source_url": ""}
    judge_commitment(commitment=late, verb="break", **told, **given)
    for verb, more in (("follow up", {}), ("escalate", {"rung": "vote_no"})):
        resolutions.record_step(resolution=row, verb=verb, on=make.NOW.date(), **more, **given)
    return row


def fund_reports(row, by):
    """Filings of funds for `row`: (one that waits to be read, one that was read, None: a third is kept)."""
    report = {"securities": fund_files.CUSIP, "filer": "", "by": by, "at": make.NOW, "resolution": row}
    rows = [fund_files.row(issuer="MERIDIAN", series=f"S00000000{n}", shares=str(n * 81_234.5)) for n in range(1, 5)]
    rows += [fund_files.row(issuer="MERIDIAN", day=day) for day in ("soon", "05/19/2026")]
    rows.append(fund_files.row(issuer="MERIDIAN INC", what="Election of directors", source="ISSUER"))
    made = []
    for number in range(3):
        files = fund_files.both(*rows)
        made.append(funds.upload_fund_report(files=files, accession=f"0000000001-27-00000{number}", **report))
    for one in made[1:]:
        jobs.read_fund_report(one.pk)
        one.refresh_from_db()
    items = [fund_queries.items_of(made[2])[0]["key"]]
    funds.keep_fund_votes(report=made[2], items=items, left_out=[], by=by, at=make.NOW)
    type(row.fund_reports.first()).objects.filter(pk=made[0].pk).update(done=made[0].size // 3)
    return made


def resolution_scenes(scene, stage):
    """Every page where it says the most. scene(name, path, user)."""
    owner, filer = stage.owner, make.user("filer@example.org")
    campaign = make.campaign(group=stage.group, title="Docks", company=make.company(group=stage.group, name="Meridian"))
    made, lead = world.filed(by=owner, campaign=campaign, user=make.user("lead@example.org"))
    own = world.filer(made, user=filer, by=owner)
    world.filer(made, goes_by="Tern Fund", by=owner)
    filers.invite_filer(resolution=made, goes_by="Quay Trust", role="standby", code="Q" * 16, by=owner, at=make.NOW)
    filers.seat_person(resolution=made, user=make.member(stage.group), part="counsel", by=owner, at=make.NOW)
    Filing.objects.filter(pk=own.pk).update(
        sent_on=world.FILED_ON, slots=["2026-12-01T10:00", "2026-12-25T10:00"], intent_on=world.FILED_ON,
        eligibility="yes", tier="B", judged_on=world.FILED_ON,
    )  # fmt: skip
    world.text(made, by=owner, body=world.BODY + " It costs $2,000 a year.")
    world.with_everything(made, by=owner)
    draft = world.in_state(
        world.resolution(by=owner, campaign=campaign, title="A draft", has_meeting=False), "drafting"
    )
    over = voted_scenes(owner, campaign, made)
    reading, found, _kept = fund_reports(over, owner)
    type(over).objects.filter(pk=over.pk).update(title="Two people at every dock")
    abroad = world.resolution(by=owner, campaign=campaign, title="A French one", has_meeting=False)
    world.edit(
        abroad, by=owner, meeting=world.meeting(made.company, year=2028, country="FR", on=world.day("2027-01-20"))
    )
    promised = followed_up(owner, campaign)
    over.tallies.create(
        group=stage.group, number=9, votes_for=31_000_000, votes_against=90_000_000, voted_on=world.DAY, source="8-K",
        share_class="Class B", proposed_by=make.member(stage.group), proposed_at=make.NOW,
    )  # fmt: skip
    world.talk(made, by=owner, confidence="off", summary="", on=world.FILED_ON)
    world.talk(
        made, by=owner, follow_up="Send the report", follow_up_on=world.FILED_ON, asks="Two people at every dock."
    )
    world.estimate(over, by=owner, insider_votes=16_000_000, basis="Without the founder's 16 %.")
    world.estimate(over, by=owner, kind="percent", percent=37, basis="Of the votes of independent shareholders.")
    root = "/desk/resolutions/"
    desk, part = f"{root}{made.slug}/", f"{root}own/{own.slug}/"
    paths = {
        "list": root, "read": desk, "idea": f"{root}{draft.slug}/",
        "text": f"{root}{draft.slug}/text/", "version": f"{desk}text/2/", "step": f"{desk}steps/",
        "filers": f"{desk}filers/", "invite": f"{desk}filers/new/", "filing-step": f"{desk}filers/{lead.pk}/",
        "challenge-end": f"{desk}challenges/1/", "intentions": f"{desk}intentions/",
        "solicitation": f"{desk}solicitation/", "meetings": f"{root}companies/{made.company.slug}/meetings/",
        "past": f"{root}past/{campaign.slug}/", "edgar": f"{root}companies/{made.company.slug}/edgar/",
        "rules": f"{root}rules/{stage.group.slug}/", "rule-new": f"{root}rules/{stage.group.slug}/new/",
        "rule-edit": f"{root}rules/{stage.group.slug}/FR-R225-71/",
        "rule-check": f"{root}rules/{stage.group.slug}/FR-R225-71/check/",
        "abroad": f"{root}{abroad.slug}/",
        "policy": f"{root}seasons/{stage.group.slug}/", "campaign": f"/desk/c/{campaign.slug}/",
        "board": f"{root}board/{stage.group.slug}/", "calendar": f"{root}calendar/",
        "votes": f"{root}{over.slug}/votes/", "counts": f"{root}{over.slug}/votes/new/",
        "report": f"{root}{over.slug}/votes/report/", "report-read": f"{root}{over.slug}/votes/report/",
        "waiting": f"{root}counts/{stage.group.slug}/", "revise": f"{desk}text/",
        "new": f"{root}new/{campaign.slug}/", "edit": f"{desk}edit/",
        "challenge": f"{desk}challenges/", "matter": f"{root}{draft.slug}/matter/", "seat": f"{desk}seats/",
        "talks": f"{desk}talks/", "talk-new": f"{desk}talks/new/", "estimate": f"{root}{over.slug}/votes/estimates/",
        "law": f"{root}companies/{made.company.slug}/law/", "company": f"/desk/o/{made.company.slug}/",
        "followed": f"{root}{promised.slug}/",
        "funds": f"{root}{over.slug}/funds/", "funds-upload": f"{root}{over.slug}/funds/new/",
        "funds-reading": f"{root}{over.slug}/funds/{reading.pk}/",
        "funds-found": f"{root}{over.slug}/funds/{found.pk}/",
    }  # fmt: skip

    def counted(page):
        page.get_by_label("Resolved clause").fill("word " * 499 + "anti-union")
        page.get_by_text("501 words by the strict count, 500 by the lenient one").wait_for()

    def listed(page):
        rows = (
            "title,company,meeting_on,votes_for,votes_against",
            "Docks,Meridian,2024-05-20,2,3",
            "Pay,No,2020-05-20,1,2",
        )
        page.get_by_label("Or its text").fill("\n".join(rows))
        page.get_by_role("button", name="Check the list").click()
        page.get_by_text("What would happen").first.wait_for()

    def reported(page):
        file = {"name": "report.htm", "mimeType": "text/html", "buffer": REPORT.encode()}
        page.get_by_label("Form 8-K").set_input_files(file)
        page.get_by_role("button", name="Read it").click()
        page.get_by_text("was read").first.wait_for()

    def edgar_read(page):
        file = {"name": "CIK0000000001.json", "mimeType": "application/json", "buffer": submissions()}
        page.get_by_label("The company's submissions").set_input_files(file)
        page.get_by_role("button", name="Read it").click()
        page.get_by_text("These are hints.").wait_for()

    deeds = {"text": counted, "past": listed, "report-read": reported, "edgar": edgar_read}
    found = [scene(f"resolution-{name}", path, owner, deeds.get(name)) for name, path in paths.items()]
    paths = {"own": part, "papers": f"{part}papers/", "holding": f"{part}holding/", "band": f"{part}band/",
             "letters": f"{part}letters/", "own-step": f"{part}step/", "own-intention": f"{part}intention/",
             "join": f"{root}join/", "for-filer": desk}  # fmt: skip

    def judged(page):
        page.get_by_label("Day of submission").fill("2026-11-20")
        page.get_by_label("Purchases").fill("2020-03-02 40\n2025-01-10 60")
        page.get_by_label("Highest price").fill("55.00")
        page.get_by_role("button", name="Check").click()
        page.get_by_text("Nothing was kept").wait_for()

    deeds = {"holding": judged}
    story = f"/c/{campaign.address}/"
    found += [scene("resolution-story", story), scene("resolution-public", f"{story}resolutions/{over.address}/")]
    return [*found, *(scene(f"resolution-{name}", path, filer, deeds.get(name)) for name, path in paths.items())]
