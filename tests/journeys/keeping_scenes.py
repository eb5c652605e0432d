"""What a group keeps, gives out and erases, to be looked at; and updates by mail, before everybody and on the desk."""

from organize import roles
from organize.actions import erasures, subscribers
from organize.models import UpdateMail
from petitions.actions import proposals, release
from tests import make
from tests.journeys import people
from tests.petitions.signatories import release_file


def asked_to_open(stage):
    """A wave with all its files whose opening one person asked for; its other organizer has to confirm it."""
    made, wave = stage.collecting()
    at = people.now() + people.datetime.timedelta(days=1)
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=stage.owner, at=at)
    proposals.propose_opening(wave=wave, by=stage.owner, at=at)
    return f"/desk/letters/{made.letter.slug}/waves/{wave.number}/"


def scenes(stage, scene):
    """[Scene] made with the album's own class; `stage` has a group, its owner and a campaign."""
    owner, at = stage.owner, people.now()
    group = make.group(owner=owner, name="Night shift at the docks")
    second = make.member(group, roles.OWNER, pseudonym="heron")
    campaign, records = make.ledger(group)
    going = make.campaign(group=group, title="Night buses to the harbour")
    asked = erasures.ask_erasure(row=going, by=owner, at=at)
    for number in range(40):
        subscribers.subscribe(campaign=campaign, address=f"reader{number}@private.example", at=at)
    update = make.update(campaign=campaign)
    for row in UpdateMail.objects.filter(update=update)[:25]:
        row.delete()
    desk, erase = f"/desk/g/{group.slug}/", f"/desk/g/{group.slug}/erase/"
    paths = {
        "list": f"{desk}kept/", "edit": f"{desk}kept/edit/", "export": f"{desk}export/", "erase": erase,
        "erase-campaign": f"{erase}organize.campaign/{campaign.pk}/", "erase-asked": f"{erase}{asked.kind}/{going.pk}/",
        "erase-company": f"{erase}organize.company/{records['company'].pk}/",
        "erase-group": f"{erase}organize.group/{group.pk}/", "erase-account": "/desk/account/erase/",
        "update-mailed": f"/desk/c/{campaign.slug}/updates/{update.pk}/", "group": desk,
    }  # fmt: skip
    found = [scene(f"kept-{name}", path, owner) for name, path in paths.items()]
    found.append(scene("kept-erase-confirm", f"{erase}{asked.kind}/{going.pk}/", second))

    def wrong(page):
        page.get_by_label("Your mailbox").fill("nobody")
        page.get_by_role("button", name="Mail me a code").click()
        page.get_by_text("This is not a plain mail address").first.wait_for()

    public = f"/c/{campaign.address}/updates/"
    found += [
        scene("kept-subscribe", public), scene("kept-subscribe-wrong", public, deed=wrong),
        scene("kept-confirm", f"{public}code/"), scene("kept-leave", f"/c/leave/{'a' * 26}/"),
    ]  # fmt: skip
    confirming = make.member(stage.group, roles.ORGANIZER, pseudonym="redwing")
    waiting = asked_to_open(stage)
    return [*found, scene("wave-asked", waiting, owner), scene("wave-to-confirm", waiting, confirming)]
