"""Joint statements to be looked at: an open one with affiliates and a proposed text, its desk, and one of investors."""

from petitions.actions import sums
from tests import make
from tests.petitions import coalitions
from tests.petitions.test_known_list import COLUMNS, WHOLE

UNIONS = {
    "Harbour Civil Liberties Union (HCLU)": ["HCLU of the North", "HCLU of the South", "HCLU Foundations of the Sound"],
    "Lawyers Guild": ["Lawyers Guild - Northern Chapter"],
}
OTHERS = [
    "18MillionDocks.org", "Access Quay", "Alliance for a Kinder Port", "Campaign for Quay Accountability",
    "Casa del Puerto", "Centre for Harbour Justice", "Dockers & Drivers", "Electronic Quay Foundation",
    "Entre Hermanas del Muelle", "Families for the Sound", "Fight for the Quay", "Free Pier", "Grassroots Port",
    "Harbour Investments, Inc.", "Hafenrecht e.V.", "Ligue des ports", "Media Alliance of the Sound", "Muelle Abierto",
    "Oakum Privacy", "Port Privacy Project", "Restore The Quay", "Sisters of the Sound", "The Greenwater Institute",
    "The Legal Aid Society of the Port", "War Resisters of the Sound", "Women’s Harbour League", "X-Dock",
]  # fmt: skip
COUNTRIES = ("US", "NO", "DE", "", "MX")


def statement(campaign):
    """Open, with a roll, three that wait, and a new text that is proposed."""
    made = coalitions.opened(campaign=campaign, languages=["de", "ar"])
    for parent, affiliates in UNIONS.items():
        top = coalitions.recorded(made, parent, country="US", domain=f"hclu{len(affiliates)}.example")
        for name in affiliates:
            coalitions.recorded(made, name, parent=top, country="US")
    for at, name in enumerate(OTHERS):
        coalitions.recorded(made, name, country=COUNTRIES[at % len(COUNTRIES)])
    coalitions.waiting(made, name="The Electronic Quay Fundation", domain="quay.example", representative="Ana Ruiz")
    coalitions.waiting(made, name="HCLU of the West", domain="west.example", part_of="HCLU")
    return made


def scenes(stage, scene):
    """[Scene] made with the album's own class; `stage` has a group, its owner and a campaign."""
    made = statement(stage.campaign)
    changing = statement(make.campaign(group=stage.group, title="Another campaign"))
    coalitions.proposed(changing)
    funds = coalitions.of_investors(campaign=stage.campaign, title="Investors for a kinder port")
    for at in range(12):
        coalitions.recorded(funds, f"Fund {at + 1}", **coalitions.MONEY | {"assets": 81_000_000_000 + at * 10**9})
    sums.weigh_assets(statement=funds, at=coalitions.NOW)
    draft = coalitions.draft(campaign=stage.campaign)
    waiting = made.sign_ons.filter(state="waiting").order_by("name").last()
    public, desk = f"/s/{made.address}/", f"/desk/statements/{made.slug}/"

    def pasted(page):
        page.fill("[name=text]", WHOLE + "\n" + COLUMNS)
        page.get_by_role("button", name="Check the list").click()
        page.get_by_role("heading", name="names were put together").wait_for()

    def asked(page):
        given = coalitions.ASK | {"country": "NO"}
        for name in ("name", "domain", "representative", "role", "typed_address"):
            page.fill(f"[name={name}]", given[name])
        page.check("[name=may_sign]")
        page.get_by_role("button", name="Send me a code").click()
        page.get_by_role("heading", name="A mail is on its way").wait_for()

    owner = {"user": stage.owner}
    return [
        scene("statement-public", public),
        scene("statement-public-arabic", public + "ar/"),
        scene("statement-public-proposed", f"/s/{changing.address}/"),
        scene("statement-public-investors", f"/s/{funds.address}/"),
        scene("statement-public-investors-sign", f"/s/{funds.address}/sign/"),
        scene("statement-public-sign", public + "sign/"),
        scene("statement-public-sign-sent", public + "sign/", deed=asked),
        scene("statement-public-code", public + "sign/code/"),
        scene("statement-public-withdraw", public + "withdraw/"),
        scene("statement-desk-draft", f"/desk/statements/{draft.slug}/", **owner),
        scene("statement-desk-new", f"/desk/statements/new/?campaign={stage.campaign.slug}", **owner),
        scene("statement-desk-read", desk, **owner),
        scene("statement-desk-terms", desk + "terms/", **owner),
        scene("statement-desk-publish", f"/desk/statements/{draft.slug}/step/publish/", **owner),
        scene("statement-desk-cancel", desk + "step/cancel/", **owner),
        scene("statement-desk-languages", desk + "languages/", **owner),
        scene("statement-desk-translate", f"/desk/statements/{draft.slug}/languages/de/", **owner),
        scene("statement-desk-change", f"/desk/statements/{changing.slug}/text/", **owner),
        scene("statement-desk-organizations", desk + "organizations/", **owner),
        scene("statement-desk-organization", f"{desk}organizations/{waiting.pk}/", **owner),
        scene("statement-desk-add", desk + "organizations/new/", **owner),
        scene("statement-desk-import", desk + "organizations/list/", deed=pasted, **owner),
        scene("statement-desk-investors", f"/desk/statements/{funds.slug}/organizations/", **owner),
    ]
