"""No note takes a number of shares: what others read says nothing of anybody's holding."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from shareholder.forms.notes import SAYS_A_HOLDING, no_holding
from tests.factors import browser
from tests.shareholder import world

HOLDINGS = (
    "1,250 Class A shares", "1,250 of our shares", "40 common voting shares", "The letter verifies 1,250 shares.",
    "We hold 40 Meridian shares since 2020.", "12.5 million common shares", "Shares: 1250", "shares =40",
    "She holds about $31,400 of it.", "a position of $2,100", "1 share", "Has 300 SHARES.",
)  # fmt: skip
OTHERS = (
    "The notice of 20 November says the letter ends a day early.", "On 20 November shares were not mentioned.",
    "Rule 14a-8(b): shareholders of tier C.", "Proposal 5, page 12; 26.3 % of the votes.", "2026-11-20 shares",
    "They promise to spend $2 million on training.", "One share, one vote was discussed.", "Held on 19 May 2027.",
    "3 shareholders came.", "", "In 2026 the shares were split.", "12 filers share the concern.",
    "It did not show that it held $2,000 for three years, or $25,000 for one.",
)  # fmt: skip
FIELDS = {
    "step-record": ("lead", {"verb": "engage", "on": "2026-11-20"}, ["note"]),
    "challenge-record": ("lead", {"kind": "with", "bases": ["i7"], "on": "2026-11-20"}, ["note"]),
    "resolution-withdraw": ("lead", {"kind": "tactical", "on": "2026-11-20"}, ["note"]),
    "intention-list": ("lead", {"investor": "Tern", "stance": "for", "on": "2026-11-20"}, ["why"]),
    "own-intention": ("cofiler", {"stance": "for", "on": "2026-11-20"}, ["why"]),
    "own-step": ("cofiler", {"verb": "begin papers", "on": "2026-11-20"}, ["note"]),
    "filing-step": ("coordinator", {"verb": "notice defects", "on": "2026-11-20"}, ["note", "defects"]),
    "talk-write": ("lead", {"on": "2026-11-20", "with_whom": ["board"]}, ["summary", "asks", "follow_up"]),
}


@pytest.mark.parametrize("text", HOLDINGS)
def test_what_reads_like_a_holding_is_refused_and_not_repeated(text):
    with pytest.raises(ValidationError) as told:
        no_holding(text)
    assert told.value.messages == [SAYS_A_HOLDING]


@pytest.mark.parametrize("text", OTHERS)
def test_other_numbers_are_taken(text):
    no_holding(text)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(FIELDS))
def test_no_form_keeps_a_number_of_shares(name):
    users, made, filing = world.cast()
    world.in_state(made, "filed")
    if name == "filing-step":
        type(filing).objects.filter(pk=filing.pk).update(state="sent")
    persona, data, fields = FIELDS[name]
    slugs = {"own-intention": [filing.slug], "own-step": [filing.slug], "filing-step": [made.slug, filing.pk]}
    address = reverse(f"shareholder:{name}", args=slugs.get(name, [made.slug]))
    before = list(made.steps.values())
    for field in fields:
        answer = browser(users[persona]).post(address, data | {field: "It verifies 1,250 shares."})
        page = answer.content.decode()
        assert answer.status_code == 422 and "reads like a number of shares" in page, field
        assert "1,250 shares" in page, "what was typed is not lost"
    assert list(made.steps.values()) == before
