"""A campaign that has happened: face recognition for governments, 2018 to 2021, as an example of a finished story.

Told in our own words from five documents of that time. Only what they say, as exactly dated as they date it.
"""

import datetime

from organize.actions import campaigns, commitments, companies, records
from organize.models import Group

NEWS = "Gizmodo on the letter of Microsoft's employees, June 2018"
LETTER = "The coalition's letter to Microsoft, January 2019"
LAW = "ACLU on California's law on body cameras, 2019"
STATEMENT = "ACLU statement on Microsoft's moratorium, 11 June 2020"

TITLE = "Example from history: face recognition, 2018 to 2021"
HEADLINE = "No face recognition for governments"
STORY = """*An example from history, told from five documents of that time. Nobody who took part has to do with it.*

In June 2018 people who work at Microsoft asked their chief executive to cancel a contract with the agency that took
children from their parents at the border, and not to work for others who break human rights. Google's employees had
objected to a contract about drone footage before them.

In January 2019 a coalition of more than 80 organizations asked Amazon, Google and Microsoft not to sell face
recognition to governments. By then over 150,000 members of the public, shareholders and dozens of members of Congress
had warned of it as well.

In June 2021 an open letter asked for a ban on face recognition wherever the public goes. It called on companies not to
punish those of their workers who organize against it, and on investors to use their weight.
"""

WHO = {  # name: (kind, other names)
    "Microsoft": ("company", ["Microsoft Corporation"]),
    "Google": ("company", []),
    "Amazon": ("company", []),
    "Axon": ("company", []),
    "City of San Francisco": ("city", []),
    "State of California": ("legislature", []),
}
OFFICE = [("Microsoft", "Satya Nadella", "chief executive officer"), ("Microsoft", "Brad Smith", "president")]
CONTRACTS = [  # who, kind, what, for whom, US dollars, source
    ("Microsoft", "contract", "Azure Government, its cloud for authorities", "Immigration and Customs Enforcement",
     19_400_000, NEWS),
    ("Microsoft", "product", "Face API, its face recognition", "governments", None, LETTER),
    ("Google", "contract", "Project Maven, which assesses drone footage", "US Department of Defense", None, NEWS),
    ("Amazon", "product", "Rekognition, its face recognition", "offered to Immigration and Customs Enforcement", None,
     LAW),
]  # fmt: skip
RESPONSES = [  # who, kind, when, what, source
    ("Google", "partial", "2018", "Its employees had objected; it said that it would not renew Project Maven.", NEWS),
    (
        "Microsoft",
        "statement",
        "2018-06",
        "Asked whether the agency used its face recognition and whether the contract would go on, it answered neither.",
        NEWS,
    ),
    (
        "Microsoft",
        "partial",
        "2018-12-06",
        "Its president named the dangers and proposed less bias, notices and court orders. The coalition: inadequate.",
        LETTER,
    ),
    ("Google", "moratorium", "2018-12", "No face recognition to survey people until its dangers are solved.", LETTER),
    ("City of San Francisco", "ban", "2019-05", "The first city to forbid its own authorities face recognition.", LAW),
    ("Amazon", "refusal", "2019", "By the ACLU's account it went on seeking sales to governments.", LAW),
    (
        "Axon",
        "ban",
        "2019",
        "In the summer, the country's largest maker of body cameras ruled face recognition out for the time to come.",
        LAW,
    ),
    ("State of California", "law", "2019", "The police may not turn body cameras into face recognition.", LAW),
    ("Microsoft", "moratorium", "2020-06-11", "It would not sell face recognition to the police for now.", STATEMENT),
]
COMMITMENTS = [  # who, when, what, source
    ("Google", "2018-12", "Sell no face recognition for surveillance until its dangers are dealt with.", LETTER),
    ("Axon", "2019", "No face recognition on its products for the foreseeable future.", LAW),
    ("Microsoft", "2020-06-11", "Sell no face recognition to law enforcement.", STATEMENT),
]
KEPT = ("Google", "2020-06-11", "The organization that led the coalition wrote: heeded early on.", STATEMENT)


def record(*, group, by, at):
    """Record all of it in the group of that name and publish it; the Campaign."""
    group = Group.objects.get(name=group)
    who = {name: companies.name_company(group=group, name=name, by=by, at=at) for name in WHO}
    for name, (kind, aliases) in WHO.items():
        companies.edit_company(company=who[name], kind=kind, aliases=aliases, by=by, at=at)
    campaign = campaigns.create_campaign(group=group, title=TITLE, by=by, at=at)
    for name, person, title in OFFICE:
        records.name_officeholder(
            company=who[name], name=person, title=title, from_on=None, until_on=None, by=by, at=at
        )  # fmt: skip
    for name, kind, what, for_whom, value, source in CONTRACTS:
        records.add_contract(
            company=who[name], kind=kind, what=what, for_whom=for_whom, value=value, currency="USD" if value else "",
            from_on=None, until_on=None, source=source, source_url="", by=by, at=at,
        )  # fmt: skip
    for name, kind, when, text, source in RESPONSES:
        said = {"campaign": campaign, "company": who[name], "kind": kind} | sourced(when, text, source)
        records.record_response(**said, by=by, at=at)
    for name, when, text, source in COMMITMENTS:
        said = {"campaign": campaign, "company": who[name]} | sourced(when, text, source)
        row = commitments.record_commitment(**said, due_on=None, demand_id=None, demand="", by=by, at=at)
        if name == KEPT[0]:
            commitments.judge_commitment(commitment=row, verb="keep", **sourced(*KEPT[1:]), by=by, at=at)
    campaigns.tell_campaign(campaign=campaign, headline=HEADLINE, story=STORY, by=by, at=at)
    return campaigns.publish_campaign(campaign=campaign, by=by, at=at)


def sourced(when, text, source):
    """The columns of a recorded fact; `when` is a day, a month or a year."""
    parts = [int(part) for part in when.split("-")]
    grain = ("year", "month", "day")[len(parts) - 1]
    on = datetime.date(*(parts + [1, 1])[:3])
    return {"on": on, "grain": grain, "text": text, "source": source, "source_url": ""}
