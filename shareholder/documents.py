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

HEADINGS = {
    "authorisation": "Authorisation of a representative",
    "intent": "Statement of intent to hold",
    "availability": "Statement of availability to meet",
    "cofiling": "Co-filing of a shareholder proposal",
}


def letter(filing, *, letter, place, on, sender, recipient, contact, representative, topic, signatory):
    """The bytes of the PDF of one letter (a key of HEADINGS). No number of shares is asked for or stands on it."""
    resolution, lead = filing.resolution, queries.lead_of(filing.resolution)
    lead_name = lead.goes_by if lead and lead.pk != filing.pk else ""
    with translation.override("en"):
        facts = {
            "company": resolution.company.name, "meeting": resolution.meeting, "investor": filing.goes_by,
            "contact": contact, "representative": representative, "topic": topic, "lead": lead_name,
            "slots": [date_format(when(slot), "l, j F Y, g:i A") for slot in filing.slots],
            "tier": filing.tier,
        }  # fmt: skip
        text = render_to_string(f"shareholder/letters/{letter}.txt", facts)
        data = {
            "sender": _lines(sender), "recipient": _lines(recipient), "signatory": signatory,
            "dated": ", ".join(part for part in (place, date_format(on, "j F Y")) if part),
            "paragraphs": [" ".join(part.split()) for part in text.split("\n\n") if part.strip()],
            "words": {"closing": "Sincerely,", "line": "Signature"},
        }  # fmt: skip
        return paper.pdf("letter", data, language="en", title=HEADINGS[letter])


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
