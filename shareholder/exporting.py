"""What somebody may read of resolutions, as a file of their own: each through the same doors as its page.

Words of talks are left out unless they were asked for; no holding is here, because none is kept.
"""

import json

from django.core.serializers.json import DjangoJSONEncoder

from organize.spreadsheets import csv_lines
from shareholder import access, copies, days, queries, talk_queries, vote_queries

FACTS = (
    "state in_dialogue in_litigation planned_on sent_on received_on revised_on item_number board_says ended_on rung"
).split()
PAPERS = "authorised_on intent_on available_on proof_on".split()
OWN = (
    f"goes_by representative role state eligibility tier judged_on band slots {' '.join(PAPERS)} sent_on received_on "
    "noticed_on defects cured_on"
).split()
SAID = "stance why on listed".split()
MEETING = "kind country year on stated_on definitive_on".split()
TALLY = (
    "number state share_class votes_for votes_against abstentions broker_non_votes voted_on source source_url "
    "accession sha256"
).split()
COLUMNS = (
    "resolution company matter meeting_year meeting_on received_by state sent_on received_on ended_on item_number "
    "board_says voted_on votes_for votes_against abstentions broker_non_votes for_and_against with_abstentions "
    "with_broker_non_votes next_step filers text"
).split()


def _columns(row, names):
    return {name: getattr(row, name) for name in names}


def resolution(row, user, *, with_words):
    """dict of one resolution that `user` was let into (`.parts`): as much as its pages say."""
    works = bool(row.parts & access.WORKING)
    due, result = days.receipt_of(row), vote_queries.result_of(row)
    told = {
        "resolution": row.title,
        "company": row.company.name,
        "matter": row.lineage.title if row.lineage else None,
        "meeting": row.meeting and _columns(row.meeting, MEETING),
        "received_by": due.day if due else None,
        "your_parts": sorted(row.parts),
        **_columns(row, FACTS),
        "tallies": [_columns(one, TALLY) for one in vote_queries.tallies_of(row)],
        "counts": _counts(result) if result else {},
        "percentages": dict(result.shares) if result else {},
        "estimates": [_estimate(*pair) for pair in vote_queries.estimates_of(row, result)],
        "challenges": [
            _columns(one, ("kind", "state", "bases", "noticed_on", "definitive_on", "ended_on"))
            for one in row.challenges.all()
        ],
        "commitments_for_the_ledger": [
            _columns(one, ("on", "text", "due_on", "source", "source_url")) for one in row.pending_commitments.all()
        ],
        "talks": [_talk(one, with_words=with_words) for one in talk_queries.talks_for(row)],
    }
    if row.parts:
        told["texts"] = [_columns(one, ("number", "title", "body", "notes", "strict")) for one in row.versions.all()]
        told["filed_text"] = row.frozen
        told["steps"] = [_step(one, works=works) for one in queries.steps_for(row, user)]
    if works:
        told["filers"] = [_filer(one) for one in queries.filers_of(row)]
        told["intentions"] = [_columns(one, ("investor", *SAID)) for one in row.intentions.all()]
    own = queries.filing_in(user, row)
    if own is not None:
        said = queries.own_intention(own)
        told["own_part"] = _columns(own, OWN) | {"vote": said and _columns(said, SAID)}
    return told


def _counts(result):
    """All classes together, as confirmed."""
    counts = result.counts
    return {
        "voted_on": result.voted_on, "votes_for": counts.for_, "votes_against": counts.against,
        "abstentions": counts.abstain, "broker_non_votes": counts.broker_non_votes,
    }  # fmt: skip


def _estimate(row, percent):
    return {"about": percent} | _columns(row, ("kind", "insider_votes", "basis", "on", "source", "source_url"))


def _talk(row, *, with_words):
    """The day and who may read it; the rest where it was asked for."""
    told = _columns(row, ("on", "confidence", "audience"))
    if with_words:
        told |= _columns(row, ("with_whom", "summary", "asks", "follow_up", "follow_up_on", "followed_on"))
    return told


def _filer(row):
    """What the list of filers says: which papers are there, not since when."""
    papers = [name.removesuffix("_on") for name in PAPERS if getattr(row, name)]
    return _columns(row, ("goes_by", "role", "state", "eligibility")) | {"papers": papers}


def _step(row, *, works):
    told = _columns(row, ("on", "verb", "state", "note", "document", "warnings"))
    return told | ({"filer": row.filing.goes_by} if row.filing and works else {})


def as_json(user, *, with_words):
    """Text of everything that `user` may read of resolutions."""
    rows = [resolution(row, user, with_words=with_words) for row in copies.resolutions_to_take(user)]
    return json.dumps({"resolutions": rows}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1) + "\n"


def as_csv(user):
    """Text of a table, a line for each resolution; no cell of it is a formula, and no word of a talk is in it."""
    rows = (_line(resolution(row, user, with_words=False)) for row in copies.resolutions_to_take(user))
    return "".join(csv_lines(COLUMNS, rows))


def _line(told):
    meeting = told["meeting"] or {}
    filed = [one for one in told.get("texts", ()) if one["number"] == told["filed_text"]] or told.get("texts", [])[:1]
    flat = told | told["counts"] | told["percentages"]
    flat |= {
        "meeting_year": meeting.get("year"),
        "meeting_on": meeting.get("on"),
        "next_step": told["rung"],
        "filers": "; ".join(one["goes_by"] for one in told.get("filers", ())),
        "text": "\n".join(part for one in filed for part in (one["title"], one["body"], one["notes"]) if part),
    }
    return ["" if flat.get(name) is None else flat[name] for name in COLUMNS]
