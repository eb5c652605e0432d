"""A statement that organizations sign beside the letter: a list taken in, affiliates, and one that waits. Invented."""

from deploy.demo import mailbox
from deploy.demo.cast import CAMPAIGN
from deploy.demo.site import code_in
from organize.models import Campaign
from petitions.actions import joint_statements, known_lists, sign_ons

WORDS = {
    "title": "Keep thermal cameras off the border towers",
    "body": "We work for people who walk at night, whatever for.\n\nA camera that finds them must not hand them over.",
    "demands": ["Sell no camera to be mounted on a border tower.", "Let an independent body look at every contract."],
    "addressees": [("Maren Holt", "chief executive, Halden Instruments"), ("The board", "Orrin Optics")],
    "language": "en",
}
GERMAN = {
    "title": "Keine Wärmebildkameras auf Grenztürmen",
    "body": "Wir arbeiten für Menschen, die nachts gehen.\n\nEine Kamera, die sie findet, darf sie nicht ausliefern.",
    "demands": ["Keine Kamera für einen Grenzturm.", "Jeder Vertrag wird von unabhängiger Seite geprüft."],
}
PARENT = "Night Walkers’ Aid (NWA)"
ROLL = [
    ("Access to Asylum Halden", "NO", ""), ("Casa del Camino", "ES", ""), ("Free Valley Press", "", ""),
    ("Hikers & Rescuers of the North", "NO", ""), ("Instrument Makers’ Union", "NO", ""), ("Nachtwege e.V.", "DE", ""),
    (PARENT, "PT", ""), ("NWA of the Mountains", "PT", PARENT), ("NWA of the Coast", "PT", PARENT),
    ("Sisters of the Pass", "IT", ""), ("The Valley Law Centre", "", ""), ("Óptica sin fronteras", "MX", ""),
]  # fmt: skip
ASKED = {
    "name": "Valley Law Center", "country": "", "domain": "valleylaw.example", "part_of": "", "role": "director",
    "representative": "Ines Weber", "typed_address": "ines@valleylaw.example",
}  # fmt: skip


def record(*, at):
    """The public address of the statement, which the campaign's page leads to."""
    who = {"by": None, "at": at}
    campaign = Campaign.objects.get(title=CAMPAIGN)
    statement = joint_statements.draft_statement(campaign=campaign, **WORDS, **who)
    terms = {"kind": "orgs", "currency": "", "articles": ["the"], "contacts": "decision"}
    joint_statements.set_statement_terms(statement=statement, **terms, **who)
    first = statement.revisions.get()
    joint_statements.write_words(revision=first, language="de", **GERMAN, **who)
    joint_statements.publish_statement(statement=statement, **who)
    joint_statements.list_statement(statement=statement, listed=True, **who)
    rows = [{"name": name, "country": country, "domain": "", "parent": parent} for name, country, parent in ROLL]
    known_lists.take_in_list(statement=statement, rows=rows, evidence="Their letters of the spring", **who)
    sign_ons.ask_sign_on(statement=statement, **ASKED, at=at)
    sign_ons.sign_on_by_code(statement=statement, code=code_in(mailbox.next_mail()), at=at)
    return statement.address
