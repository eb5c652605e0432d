"""A filer's letters as PDF, typeset from what was typed and kept nowhere; and the times that a filer offers.

Letters to companies are in English whatever language the filer reads: they are read by the company's counsel.
"""

import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from organize import paper
from shareholder import days, queries
from shareholder.rulebook import papers
from shareholder.rulebook.errors import RulebookError
from shareholder.states import FilingRole

PACKET = "packet"
NO_LEAD, NO_TIMES = "no_lead", "no_times"
HEADINGS = {  # in the order in which they lie in a packet
    "authorisation": "Authorisation of a representative",
    "intent": "Statement of intent to hold",
    "availability": "Statement of availability to meet",
    "cofiling": "Co-filing of a shareholder proposal",
}


def letter(filing, *, letter, place, on, sender, recipient, contact, representative, topic, signatory):
    """The bytes of a PDF: one letter (a key of HEADINGS), or with PACKET all that this filer sends, one after another.

    No number of shares is asked for or stands on it.
    """
    resolution, lead = filing.resolution, queries.lead_of(filing.resolution)
    lead_name = lead.goes_by if lead and lead.pk != filing.pk else ""
    with translation.override("en"):
        facts = {
            "company": resolution.company.name, "meeting": resolution.meeting, "investor": filing.goes_by,
            "contact": contact, "representative": representative, "topic": topic, "lead": lead_name,
            "slots": [date_format(when(slot), "l, j F Y, g:i A") for slot in filing.slots],
            "tier": filing.tier,
        }  # fmt: skip
        names = _packet(filing, representative) if letter == PACKET else [letter]
        data = {
            "letters": [{"title": HEADINGS[name], "paragraphs": _paragraphs(name, facts)} for name in names],
            "sender": _lines(sender), "recipient": _lines(recipient), "signatory": signatory,
            "dated": ", ".join(part for part in (place, date_format(on, "j F Y")) if part),
            "words": {"closing": "Sincerely,", "line": "Signature"},
        }  # fmt: skip
        return paper.pdf("letter", data, language="en", title=HEADINGS.get(letter, "Papers of a filer"))


def _packet(filing, representative):
    """Which letters a filer sends: co-filing unless it leads, the authorisation where somebody acts for it."""
    left_out = {"cofiling": filing.role == FilingRole.LEAD, "authorisation": not representative}
    return [name for name in HEADINGS if not left_out.get(name)]


def lacks(filing):
    """{name of a letter: short name of what it would lack}: without it the company may call it a defect."""
    lead, found = queries.lead_of(filing.resolution), {}
    if lead is None and filing.role != FilingRole.LEAD:
        found |= {"cofiling": NO_LEAD, PACKET: NO_LEAD}
    if not filing.slots and not (lead and lead.slots):
        found |= {"availability": NO_TIMES, PACKET: NO_TIMES}
    return found


def _paragraphs(name, facts):
    text = render_to_string(f"shareholder/letters/{name}.txt", facts)
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def when(slot):
    """A time to meet, as the filing keeps it, in the local time of the company's office."""
    return datetime.datetime.fromisoformat(slot)


def _submitted(filing):
    """The day of its submission, or that on which it is to be sent, or None."""
    return filing.sent_on or filing.resolution.sent_on or filing.resolution.planned_on


def slots_of_lead(filing):
    """The times that the lead filer offers, for a co-filer, who offers the same ones or none; else []."""
    lead = queries.lead_of(filing.resolution)
    return [when(slot) for slot in lead.slots] if lead and lead.pk != filing.pk else []


def slot_days(filing):
    """The business days in which a time to meet can be offered; empty until a day of submission is known or planned."""
    submitted = _submitted(filing)
    try:
        return papers.days_for_slots(submitted, days.rules_for(filing.resolution)) if submitted else []
    except RulebookError:
        return []


def odd_slots(filing):
    """[(time, short names of what is wrong with it)] of the times offered that the rule would not take."""
    submitted, meeting = _submitted(filing), filing.resolution.meeting
    if not submitted:
        return []
    hours = {"opens": meeting.opens, "closes": meeting.closes} if meeting else {}
    rules, leads = days.rules_for(filing.resolution), slots_of_lead(filing) or None
    try:
        found = [
            (when(slot), papers.slot_defects(when(slot), submitted=submitted, rules=rules, leads=leads, **hours))
            for slot in filing.slots
        ]
    except RulebookError:
        return []
    return [(slot, wrong) for slot, wrong in found if wrong]
