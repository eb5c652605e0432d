"""Petitions to be looked at: open with a count and names, closed, ended, and their desk with and without keys."""

import datetime

from organize.actions import typed
from organize.models import TypedAsk
from petitions import jobs
from petitions.actions import petitions, supporting
from petitions.petition_states import PetitionState
from tests.petitions import supporters

NAMES = (
    "Wanjiru Kamau",
    "Ana Ruiz",
    "Bo Lindqvist",
    "Imani Okoye",
    "王小明",
    "Zoë Ødegård",
    "نور الهدى",
    "Robin Marsh",
)
BODY = (
    "We load and drive at night, and between two nights there are sometimes **seven hours**.\n\n"
    "Whoever is that tired makes mistakes that cost fingers.\n\n## What we ask\n\n"
    "1. Eleven hours between two shifts.\n2. A plan that is known two weeks before.\n"
)


def now():
    return datetime.datetime.now(datetime.UTC)


def _opened(campaign, by, **words):
    made = supporters.drafted(campaign=campaign, by=by, body=BODY, **words)
    last = now().date() + datetime.timedelta(days=40)
    return petitions.open_petition(
        petition=made, closes_on=last, erase_on=last + datetime.timedelta(days=30), by=by, at=now()
    )


def _sign(made, address, said):
    """Without a mail, which no picture shows."""
    row = supporting.ask_to_sign(petition=made, address=address, said=said, at=now())
    supporting.confirm(petition=made, code=typed.make_code(row=row, at=now())[1], at=now())


def petition_scenes(scene, *, campaign, by):
    """[Scene] of the public pages and the desk. scene(name, path, user, deed) makes one."""
    made = _opened(campaign, by)
    for at, name in enumerate(NAMES):
        _sign(made, f"person{at}@private.example", supporters.said(name, public=True))
    sheet = supporters.sheet(made, total=31)
    closed, ended = (_opened(campaign, by, title=title) for title in ("A light that works", "A second key"))
    petitions.close_petition(petition=closed, by=by, at=now())
    petitions.erase_petition(petition=ended, by=by, at=now())
    ready = supporters.drafted(campaign=campaign, by=by, title="A day shift that ends")
    draft = supporters.drafted(campaign=campaign, by=by, title="Gloves that fit", holders=())
    jobs.tick_petitions()
    TypedAsk.objects.all().delete()
    assert made.state == PetitionState.OPEN

    def fill(page, **fields):
        for label, value in fields.items():
            page.get_by_label(label.replace("_", " ")).fill(value)
        page.get_by_role("button", name="Mail me a code").click()

    def sent(page):
        fill(page, Your_name="Wil Canary", Your_mail_address="wil@private.example")

    def wrong(page):
        fill(page, Your_name="Wil 😀", Your_mail_address="wil")

    def listed(page):
        page.get_by_label("Or its text").fill("name,mailbox\nAna Ruiz,ana@private.example\n=Bo,\n")
        page.get_by_role("button", name="Check the list").click()

    public, desk = f"/p/{made.address}/", f"/desk/petitions/{made.slug}/"
    found = [
        scene("petition-open", public), scene("petition-sent", public, None, sent),
        scene("petition-wrong", f"{public}sign/", None, wrong), scene("petition-confirm", f"{public}confirm/"),
        scene("petition-leave", f"{public}leave/"), scene("petition-leave-code", f"{public}leave/confirm/"),
        scene("petition-names", f"{public}names/"),
        scene("petition-closed", f"/p/{closed.address}/"), scene("petition-ended", f"/p/{ended.address}/"),
        scene("petition-draft", f"/desk/petitions/new/?campaign={campaign.slug}", by),
        scene("petition-keyless", f"/desk/petitions/{draft.slug}/", by),
        scene("petition-holders", f"/desk/petitions/{draft.slug}/holders/", by),
        scene("petition-desk", desk, by), scene("petition-edit", f"/desk/petitions/{draft.slug}/edit/", by),
        scene("petition-reopen", f"/desk/petitions/{closed.slug}/reopen/", by),
        scene("petition-ready", f"/desk/petitions/{ready.slug}/open/", by),
    ]  # fmt: skip
    parts = {
        "close": "close/",
        "names": "names/",
        "paper": "paper/",
        "export": "contacts/",
        "erase": "erase/",
        "list": "list/",
    }
    found += [scene(f"petition-desk-{name}", desk + path, by) for name, path in parts.items()]
    return [*found, scene("petition-desk-rows", f"{desk}paper/{sheet.pk}/rows/", by, listed)]
