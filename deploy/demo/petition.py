"""A petition beside the letter: supporters who typed a code, a sheet of paper, and a key holder. All is invented."""

import datetime
import subprocess
import sys

from deploy.demo import mailbox
from deploy.demo.cast import CAMPAIGN, GROUP
from deploy.demo.site import ROOT, VAR, code_in
from organize.models import Campaign
from petitions.actions import petitions, sheets, supporting, tallies

WORDS = {
    "title": "Let nobody be hunted from a tower",
    "addressee": "The board of Halden Instruments",
    "body": """We live in the valleys that the towers look into. We hike there, and herd sheep there.

The same cameras that found two lost hikers last winter now find people who walk at night because they must.

**We ask Halden Instruments** to take its cameras off the border towers, and to sell no more for them.""",
    "publisher": GROUP, "partners": ["Night Walkers’ Aid (NWA)"], "first_goal": 50,
}  # fmt: skip
HOLDER, PASSPHRASE = "Secretary of the Instrument Makers’ Union", "only the demo's key holder knows this"
SUPPORTERS = [  # name, country, whether it is public
    ("Alba Ferrer", "ES", True), ("Benedikt Thoma", "AT", True), ("Catarina Lopes", "PT", False),
    ("Dagny Moen", "NO", True), ("Émile Garnier", "FR", True), ("Fumiko Arai", "JP", False),
    ("Gaspar Ruiz", "ES", True), ("Hanne Solberg", "NO", True), ("Idris Bello", "NG", True),
    ("Jelena Marković", "RS", False),
    ("Karin Aas", "NO", True), ("Luca Bianchi", "IT", True), ("Marte Lien", "NO", False), ("Nuria Camps", "ES", True),
    ("Oskar Brandt", "DE", True), ("Pilar Soto", "MX", False), ("Ragnhild Vik", "NO", True),
    ("Stellan Norén", "SE", True), ("Tove Haug", "NO", False), ("Umair Aziz", "PK", True), ("Vera Koch", "DE", True),
    ("Wiktor Zając", "PL", True), ("Ylva Berg", "SE", False), ("ليلى منصور", "MA", True),
]  # fmt: skip
PAPER = ("Market in Halden, stall by the church", 14)


def record(*, at):
    """The public address of the petition, which the campaign's page leads to."""
    who = {"by": None, "at": at}
    today = at.date()
    petition = petitions.draft_petition(campaign=Campaign.objects.get(title=CAMPAIGN), **WORDS, **who)
    petitions.add_holder(petition=petition, content=_public_key(), **who)
    closes_on = today + datetime.timedelta(days=60)
    petitions.open_petition(
        petition=petition, closes_on=closes_on, erase_on=closes_on + datetime.timedelta(days=30), **who
    )
    petitions.list_petition(petition=petition, listed=True, **who)
    for number, (name, country, public) in enumerate(SUPPORTERS):
        said = supporting.Said(name, country, public, [])
        supporting.ask_to_sign(petition=petition, address=f"supporter{number}@valley.example", said=said, at=at)
    for _mail in SUPPORTERS:  # each in a mail of its own, which does not tell whose it is
        supporting.confirm(petition=petition, code=code_in(mailbox.next_mail()), at=at)
    label, total = PAPER
    sheets.record_sheet(
        petition=petition, label=label, total=total, collected_on=today - datetime.timedelta(days=1), **who
    )
    tallies.count_supporters(petition_pk=petition.pk, at=at)
    return petition.address


def _public_key():
    """What the holder's own tool wrote for the petition; their key stays in var/demo/holder/, under its passphrase."""
    home = VAR / "holder"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    files = {"--out": home / "contacts.key", "--public": home / "contacts-public.json"}
    command = [sys.executable, "-m", "petitions.sealing", "contacts", "key", "--name", HOLDER, "--passphrase-file", "-"]
    subprocess.run(
        [*command, *(str(part) for pair in files.items() for part in pair)],
        input=PASSPHRASE + "\n", capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip
    return files["--public"].read_bytes()
