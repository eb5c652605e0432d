"""Which pages to look at: every address of the site in every state that looks different."""

import datetime
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator

from deploy.demo import cast, history
from organize.actions.campaigns import publish_campaign, tell_campaign
from organize.actions.commitments import mark_overdue
from petitions import jobs
from petitions.actions import printouts
from petitions.actions.letters import list_letter
from petitions.models import PublishedName
from petitions.views.guides import READERS
from tests import make
from tests.journeys import coalition_scenes, keeping_scenes, people
from tests.journeys.offline_scenes import sign_scenes, trustee_scenes
from tests.journeys.petition_scenes import petition_scenes
from tests.journeys.resolution_scenes import resolution_scenes
from tests.journeys.scenes import Stage
from tests.petitions import letters, wordings

COMPANIES = "name,kind\nNorth Sea Ferries,company\n,planet\n"
CONTRACTS = "kind,what,for_whom,value,currency,source\ncontract,Night shifts,Port,1000,EUR,Register\n,,,x,,\n"
OFFICEHOLDERS = "name,title\nRobin Marsh,harbour master\n,clerk\n"


@dataclass
class Scene:
    """One page. deed(page): what is done on it before the picture; script: whether JavaScript runs."""

    name: str
    path: str
    user: Any = None
    deed: Any = None
    script: bool = True


def public(name, made, beneath="read/", **more):
    return Scene(name, people.path_of(made) + beneath, **more)


def click(words):
    return lambda page: page.get_by_text(words).first.click()


def choice(way, **fields):
    def deed(page):
        page.locator("main[data-state=ready]").wait_for()
        people.fill(page, choice=way, **fields)

    return deed


def pressed(button, wait, *, lose=False, **fields):
    """Fill in, press, wait for a heading; with `lose`, the answer never comes."""

    def deed(page):
        choice(
            "sealed", tier=10, name="Wanjiru Kamau", **({"code": fields["codes"].pop()} if "codes" in fields else {})
        )(page)
        if lose:
            page.route("**/sign/", lambda route: route.abort())
        page.get_by_role("button", name=button).click()
        page.get_by_text(wait).first.wait_for()

    return deed


def signatory_scenes(stage):
    closed = stage.closed()
    ended = {
        state: stage.ended(state)
        for state in ("released", "delivered", "answered", "archived", "cancelled", "destroyed")
    }
    opened, _wave = stage.opened()
    leaf = bytes(PublishedName.objects.filter(letter=opened.letter).order_by("sort_key").first().leaf).hex()
    collecting, wave = stage.collecting()
    announced, _wave = stage.announced()
    signed, fresh = stage.signed(), stage.open()
    frozen = letters.frozen(**stage.parts())
    later = letters.approved(**stage.parts(opens_on=people.now().date() + people.datetime.timedelta(3)))
    codes = list(fresh.codes)
    german = wordings.translated(**stage.parts())
    found = [
        public("safety", signed, ""), public("safety-arabic", signed, "ar/"),
        public("letter-frozen", frozen), public("letter-approved", later), public("letter-open", fresh),
        public("letter-counted", signed), public("letter-arabic", signed, "ar/read/"),
        public("letter-translated", german, "de/read/"), public("letter-in-two-languages", german),
        public("letter-no-script", signed, script=False),
        public("letter-announced", announced), public("letter-collecting", collecting), public("letter-opened", opened),
        public("letter-closed", closed), *(public(f"letter-{state}", made) for state, made in ended.items()),
        public("sign-sealed", signed, deed=choice("sealed")), public("sign-count", signed, deed=choice("count")),
        public("sign-named", signed, deed=choice("named", name="Wanjiru Kamau", title="optics")),
        public("sign-error", signed, deed=pressed("Seal and sign", "Type the code")),
        public("sign-failed", fresh, deed=pressed("Seal and sign", "No receipt came", lose=True, codes=codes)),
        public("sign-done", fresh, deed=pressed("Seal and sign", "You have signed", codes=codes)),
        public("pass-done", fresh, deed=pressed("Get my pass", "You have a pass", codes=codes)),
        public("sign-later", signed, deed=click("I have signed: withdraw")),
        public("why", signed, deed=click("Why it matters")),
        public("could-go-wrong", signed, deed=click("What could go wrong?")),
        public("assist", signed, "assisted/"), public("assist-error", signed, "assisted/", deed=click_only("Sign")),
        public("assist-done", fresh, "assisted/", deed=assisted(codes)),
        public("assist-withdraw", signed, "assisted/withdraw/"),
        public("assist-withdraw-error", signed, "assisted/withdraw/", deed=click_only("Withdraw my signature")),
        public("names", opened, "names/"), public("name-dispute", opened, f"names/{leaf}/dispute/"),
        public("paste", signed, "paste/"), public("names-none", fresh, "names/"),
        public("verify", opened, "verify/"), public("verify-none", frozen, "verify/"),
        public("missing", opened, "xx/"), public("not-a-page", opened, "sign/"), public("refused", frozen, "assisted/"),
    ]  # fmt: skip
    return (
        found,
        {"open": signed, "collecting": collecting, "opened": opened, "closed": closed, "frozen": frozen, **ended},
        wave,
    )


def click_only(button):
    """Press it past the browser's own checks, so that the site's sentences are seen."""

    def deed(page):
        page.evaluate("document.forms[0].noValidate = true")
        page.get_by_role("button", name=button, exact=True).click()

    return deed


def assisted(codes):
    def deed(page):
        page.locator("label[for=choice-count]").click()
        page.get_by_label("Code from your paper slip").fill(codes.pop())
        page.get_by_label("I have read").check()
        page.get_by_role("button", name="Sign", exact=True).click()

    return deed


def previewed(page):
    page.locator("[data-preview][data-state=ready]").wait_for()


def desk_scenes(stage, made, wave):
    """The organizer's side: home, group, campaign, and each page of the letter where it says the most."""
    owner, group, campaign = stage.owner, stage.group, stage.campaign
    made = made | {"draft": letters.draft(**stage.parts_of_a_draft()), "coded": letters.coded(**stage.parts())}
    made["inviting"] = letters.inviting(**stage.parts_of_a_draft())
    edited = letters.draft(**stage.parts_of_a_draft())
    wordings.edit(edited, title="Two people and a light at every dock", demands=["Two people at every open dock."])
    wordings.translate(edited)
    paths = {"front": "/", "login": "/accounts/login/"}
    found = [Scene(name, path) for name, path in paths.items()]
    found += [Scene(f"guide-{one or 'list'}", f"/l/guides/{one}{'/' if one else ''}") for one in ("", *READERS)]
    found.append(Scene("trustee-begin", "/l/trustee/"))
    paths = {
        "desk": "/desk/", "group-new": "/desk/groups/new/", "group": f"/desk/g/{group.slug}/",
        "trail": f"/desk/g/{group.slug}/trail/", "company-new": f"/desk/g/{group.slug}/companies/new/",
        "campaign-new": f"/desk/g/{group.slug}/campaigns/new/", "campaign": f"/desk/c/{campaign.slug}/",
        "campaign-edit": f"/desk/c/{campaign.slug}/edit/", "campaign-copy": f"/desk/c/{campaign.slug}/copy/",
        "letter-new-guided": f"/desk/letters/new/?campaign={campaign.slug}&from=contract&guided=1",
        "letter-new": f"/desk/letters/new/?campaign={campaign.slug}",
        "empty-group": f"/desk/g/{make.group(owner=owner, name='Another').slug}/", "desk-missing": "/desk/nothing/",
    }  # fmt: skip
    best = {
        "edit": "draft", "terms": "draft", "preview": "coded", "trustees": "inviting", "trustees/1/key": "inviting",
        "trustees/1/approval": "frozen", "trustees/1/destruction": "closed", "invite": "draft", "codes": "inviting",
        "codes/leaves": "inviting", "freeze": "coded", "waves": "opened", f"waves/{wave.number}": "collecting",
        "names": "opened", "close": "open", "cancel": "open", "deliver": "released", "answer": "delivered",
        "archive": "answered", "destroy": "closed", "paper": "opened",
    }  # fmt: skip
    for path in ("languages", "languages/de", "languages/de/read", "languages/fr", "versions", "versions/1"):
        paths[f"desk-{path.replace('/', '-')}"] = f"/desk/letters/{edited.letter.slug}/{path}/"
    for path, state in best.items():
        paths[f"desk-{path.replace('/', '-')}"] = f"/desk/letters/{made[state].letter.slug}/{path}/"
    printed = {"ready": made["released"], "waiting": made["delivered"], "draft": made["draft"]}
    for state, one in printed.items():
        paths[f"desk-paper-{state}"] = f"/desk/letters/{one.letter.slug}/paper/"
    for state in ("ready", "waiting"):
        ordered = printouts.order_printout(letter=printed[state].letter, by=owner, at=people.now())
        if state == "ready":
            jobs.make_printout(ordered.pk)
    for state, one in made.items():
        paths[f"desk-letter-{state}"] = f"/desk/letters/{one.letter.slug}/"
    found += people_scenes(stage)
    found += [Scene(name, path, owner, previewed if "letter-new" in name or name == "desk-edit" else None)
              for name, path in paths.items()]  # fmt: skip
    to_code = [letters.inviting(**stage.parts_of_a_draft()).letter.slug for _picture in range(4)]

    def make_codes(page):
        """Codes are shown once, so each picture has a letter of its own."""
        page.goto(page.url.split("/desk/")[0] + f"/desk/letters/{to_code.pop()}/codes/")
        page.get_by_label("How many codes?").fill("24")
        page.get_by_role("button", name="Make and show").click()

    return [*found, Scene("desk-code-sheet", "/desk/", owner, make_codes)]


def people_scenes(stage):
    """Members, invitations, the account, and what stands between a mailbox and the first change."""
    slug, newcomer = stage.group.slug, make.user("newcomer@example.org", factor=False)
    for number, pseudonym in enumerate(("heron", "kestrel", "")):
        make.member(stage.group, ("organizer", "reviewer", "viewer")[number], pseudonym=pseudonym)
    make.invitation(group=stage.group, mailbox="a.colleague@private.example", role="organizer", by=stage.owner)
    viewer = stage.group.memberships.filter(role="viewer").first()
    key = Authenticator.objects.create(user=stage.owner, type=Authenticator.Type.WEBAUTHN, data={"name": "my phone"})
    paths = {
        "members": f"/desk/g/{slug}/members/", "member-invite": f"/desk/g/{slug}/invite/",
        "member-change": f"/desk/g/{slug}/members/{viewer.pk}/", "group-leave": f"/desk/g/{slug}/leave/",
        "account": "/desk/account/", "second-factors": "/accounts/2fa/", "mailbox": "/accounts/email/",
        "passkeys": "/accounts/2fa/webauthn/", "app-remove": "/accounts/2fa/totp/deactivate/",
        "codes-make": "/accounts/2fa/recovery-codes/generate/",
        "passkey-rename": f"/accounts/2fa/webauthn/keys/{key.pk}/edit/",
        "passkey-remove": f"/accounts/2fa/webauthn/keys/{key.pk}/remove/",
    }  # fmt: skip
    found = [Scene(f"people-{name}", path, stage.owner) for name, path in paths.items()]
    found += [
        Scene(f"people-{name}", path, newcomer)
        for name, path in {
            "second-factor": "/desk/second-factor/", "app": "/accounts/2fa/totp/activate/",
            "passkey": "/accounts/2fa/webauthn/add/",
        }.items()
    ]  # fmt: skip

    def offered(page):
        page.get_by_label("Code").fill("A" * 16)
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("heading", name="Join").wait_for()

    def made(page):
        page.locator("main form button").first.click()
        page.get_by_label("Your codes").wait_for()

    found.append(Scene("people-codes", paths["codes-make"], stage.owner, made))
    again = Scene("people-confirm-access", "/accounts/2fa/reauthenticate/?next=/desk/", stage.owner)
    return [*found, again, Scene("people-join", "/join/"), Scene("people-join-accept", "/join/", None, offered)]


def check(rows):
    def deed(page):
        page.get_by_label("Or its text").fill(rows)
        page.get_by_role("button", name="Check the list").click()

    return deed


def ledger_scenes(stage, made):
    """What is recorded of companies, on the desk and before everybody: a finished story, and one that goes on."""
    owner, at = stage.owner, people.now()
    old = history.record(group=stage.group.name, by=owner, at=at)
    microsoft = old.responses.filter(company__name="Microsoft").first().company
    late = make.commitment(campaign=stage.campaign, due_on=datetime.date(2026, 11, 20), on=datetime.date(2026, 11, 2))
    mark_overdue(at=at)
    make.update(campaign=stage.campaign)
    draft = make.update(campaign=stage.campaign, is_published=False)
    tell_campaign(campaign=stage.campaign, headline=cast.CAMPAIGN, story=cast.STORY, by=owner, at=at)
    publish_campaign(campaign=stage.campaign, by=owner, at=at)
    for state in ("opened", "open"):
        list_letter(letter=made[state].letter, listed=True, by=owner, at=at)
    desk, letter = f"/desk/c/{stage.campaign.slug}/", f"/desk/letters/{made['opened'].letter.slug}/"
    asked = f"/desk/g/{stage.group.slug}/companies/list/"

    paths = {
        "desk-overdue": "/desk/", "campaign-told": desk, "campaign-tell": f"{desk}public/", "campaign-preview":
        f"{desk}preview/", "response-new": f"{desk}responses/new/", "commitment-new": f"{desk}commitments/new/",
        "commitment": f"{desk}commitments/{late.pk}/", "commitment-judge": f"{desk}commitments/{late.pk}/judge/",
        "update": f"{desk}updates/{draft.pk}/", "company": f"/desk/o/{microsoft.slug}/", "company-edit":
        f"/desk/o/{microsoft.slug}/edit/", "contract-new": f"/desk/o/{microsoft.slug}/contracts/new/",
        "contract": f"/desk/o/{microsoft.slug}/contracts/{microsoft.contracts.first().pk}/",
        "officeholder-new": f"/desk/o/{microsoft.slug}/people/new/", "commitment-edit":
        f"{desk}commitments/{late.pk}/edit/", "update-new": f"{desk}updates/new/", "response": f"/desk/c/{old.slug}"
        f"/responses/{old.responses.first().pk}/",
        "letter-list": f"{letter}list/", "letter-disputes": f"{letter}disputes/",
        "disputes": f"/desk/letters/disputes/{stage.group.slug}/",
    }  # fmt: skip
    public = {"story-history": f"/c/{old.address}/", "story-letters": f"/c/{stage.campaign.address}/",
              "ledger": f"/c/{old.address}/ledger/{microsoft.slug}/"}  # fmt: skip
    found = [Scene(f"told-{name}", path, owner) for name, path in paths.items()]
    found += [Scene(f"told-{name}", path) for name, path in public.items()]
    lists = {"company": (asked, COMPANIES), "contract": (f"/desk/o/{microsoft.slug}/contracts/list/", CONTRACTS),
             "officeholder": (f"/desk/o/{microsoft.slug}/people/list/", OFFICEHOLDERS)}  # fmt: skip
    return [*found, *(Scene(f"told-{name}-list", path, owner, check(rows)) for name, (path, rows) in lists.items())]


def everything():
    stage = Stage()
    found, made, wave = signatory_scenes(stage)

    def scene(name, path, deed=None):
        return Scene(name, path, deed=deed)

    found += desk_scenes(stage, made, wave) + ledger_scenes(stage, made)
    found += coalition_scenes.scenes(stage, Scene)
    found += resolution_scenes(Scene, stage)
    found += keeping_scenes.scenes(stage, Scene)
    found += petition_scenes(Scene, campaign=stage.campaign, by=stage.owner)
    return found + trustee_scenes(scene, stage, made) + sign_scenes(scene)
