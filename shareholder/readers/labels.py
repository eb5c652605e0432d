"""The words that filers put over and beside counts, and what each of them counts."""

import re

FOR, AGAINST, WITHHELD, ABSTAIN, BROKER = "for", "against", "withheld", "abstain", "broker_non_votes"
YEARS = ("years_1", "years_2", "years_3")
PERCENT = "percent"  # a column of percentages: never read
OTHER = "other"  # a column of numbers that is known to be none of the counts (totals, unvoted shares), or two at once
COUNTED = (FOR, AGAINST, WITHHELD, ABSTAIN, BROKER, *YEARS)

WORDS = {
    "for": FOR, "favor": FOR, "favour": FOR, "affirmative": FOR, "approve": FOR, "approving": FOR,
    "against": AGAINST, "opposed": AGAINST, "opposing": AGAINST, "disapprove": AGAINST, "negative": AGAINST,
    "withheld": WITHHELD, "withhold": WITHHELD, "withholding": WITHHELD,
    "abstain": ABSTAIN, "abstained": ABSTAIN, "abstains": ABSTAIN, "abstaining": ABSTAIN, "abstention": ABSTAIN,
    "abstentions": ABSTAIN, "abstentation": ABSTAIN, "abstentations": ABSTAIN,
    "nonvotes": BROKER, "nonvote": BROKER, "nonvoting": BROKER, "nonvoted": BROKER, "bnv": BROKER, "bnvs": BROKER,
}  # fmt: skip
FILLER = set(
    "votes vote voted voting shares share cast number no of total the in common stock ballots authority broker brokers "
    "brokered brokerage broker's and or to were from stockholders shareholders units ordinary if any".split()
)
# What people are for or against, behind that word: "votes for approval", "against the proposal".
OBJECTS = set("approval election reelection adoption ratification proposal nominee nominees director directors".split())
PERCENTS = {"%", "percent", "percentage", "percentages", "pct"}
SPANS = {
    "1": 0, "one": 0, "every": 0, "each": 0, "annual": 0, "annually": 0, "2": 1, "two": 1, "biennial": 1,
    "biennially": 1, "3": 2, "three": 2, "triennial": 2, "triennially": 2,
}  # fmt: skip
ANNUAL = {"annual", "annually", "biennial", "biennially", "triennial", "triennially"}
FOOTNOTE = re.compile(r"\(\s*(?:\d{1,2}|[a-z]|[*†‡]+|i{1,3}|iv|v)\s*\)|\[\d{1,2}\]|[*†‡§¹²³⁰-⁹®™]+", re.I)
TOKEN = re.compile(r"[a-z]+(?:'s)?|\d+|%")
LONGEST = 90


def normal(text):
    text = FOOTNOTE.sub(" ", text).lower().replace("’", "'")
    text = re.sub(r"\bnon\s*[-–—‐]?\s*(vot)", r"non\1", text)
    return re.sub(r"[\"“”:.,;()#]", " ", text)


def role_of(text):
    """What a label counts: one of COUNTED, PERCENT, OTHER, or None where the text is no label of counts."""
    if not text or len(text) > LONGEST:
        return None
    words = TOKEN.findall(normal(text))
    if not words:
        return None
    years = year_of(words)
    if years:
        return years
    roles, percent = set(), False
    for word in words:
        if word in WORDS:
            roles.add(WORDS[word])
        elif word in PERCENTS:
            percent = True
        elif word not in FILLER and not (roles and word in OBJECTS):
            return PERCENT if percent_first(words) else None
    if percent:
        return PERCENT
    if not roles:
        return (
            OTHER if words in (["total"], ["votes", "cast"], ["total", "votes"], ["total", "votes", "cast"]) else None
        )
    if len(roles) > 1:
        return OTHER
    return roles.pop()


def percent_first(words):
    """ "% of outstanding", "percentage of shares present": a column of percentages, whatever it is a part of."""
    return words[0] in PERCENTS and len(words) < 12


def is_filler(text):
    """Words that go with labels and count nothing by themselves: "shares voted", "number of votes"."""
    return all(word in FILLER for word in TOKEN.findall(normal(text)))


def year_of(words):
    """ "1 Year", "Every Two Years", "Annual": the choices of a vote about how often to vote."""
    spans = {SPANS[word] for word in words if word in SPANS and word not in ("every", "each")}
    rest = [word for word in words if word not in SPANS and word not in ("year", "years")]
    if not ({"year", "years"} & set(words) or (ANNUAL & set(words))) or len(spans) > 1:
        return None
    if any(word not in FILLER and word not in ("for", "frequency", "once", "a") for word in rest):
        return None
    if PERCENTS & set(words):
        return PERCENT
    if not spans:
        return YEARS[0] if {"every", "each"} & set(words) and "year" in words else None
    return YEARS[spans.pop()]
