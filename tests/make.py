"""Rows for tests, made through the product's own actions. Plain functions; every part can be given."""

import datetime
import itertools

from organize import mail, roles
from organize.actions import commitments, records, updates
from organize.actions.campaigns import create_campaign, publish_campaign, tell_campaign
from organize.actions.companies import name_company
from organize.actions.groups import admit_member, create_group
from organize.actions.invitations import invite
from organize.models import User

NOW = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
_number = itertools.count(1)


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of every authenticator app here: tests.factors shows its digits


def user(mailbox=None, *, factor=True, **fields):
    """An organizer with a verified mailbox and, unless factor=False, an authenticator app that they have just used."""
    from allauth.account.models import EmailAddress

    made = User.objects.create_user(mailbox or f"organizer{next(_number)}@desk.example", **fields)
    EmailAddress.objects.create(user=made, email=made.mailbox, primary=True, verified=True)
    if factor:
        second_factor(made)
    return made


def second_factor(user):
    """An authenticator app for `user`. Where no session says so, as at a door in a test, it was used just now."""
    from allauth.mfa.totp.internal.auth import TOTP

    user.factor_age = 0
    return TOTP.activate(user, SECRET).instance


def group(*, owner=None, name="Night shift"):
    return create_group(name=name, by=owner or user(), at=NOW)


def member(group, role=roles.ORGANIZER, **fields):
    """Somebody new in `group`."""
    made = user(**fields)
    admit_member(group=group, user=made, role=role, by=None, at=NOW)
    return made


def invitation(*, group, mailbox="invited@private.example", role=roles.VIEWER, code="A" * 16, by=None, at=NOW):
    """An open invitation; its mail waits in the queue."""
    return invite(group=group, mailbox=mailbox, role=role, code=code, mail=mail.invitation(code), by=by, at=at)


def company(*, group, name="Meridian Freight"):
    return name_company(group=group, name=name, by=None, at=NOW)


def campaign(*, group=None, title="Safe loading docks", **fields):
    return create_campaign(group=group or globals()["group"](), title=title, by=None, at=NOW, **fields)


def public_campaign(*, headline="Safe docks, by night too", story="We load at night.", **parts):
    """A campaign that everybody can read."""
    made = campaign(**parts)
    tell_campaign(campaign=made, headline=headline, story=story, by=None, at=NOW)
    return publish_campaign(campaign=made, by=None, at=NOW)


SAID = {
    "on": datetime.date(2026, 11, 2),
    "grain": "day",
    "text": "Two people at every dock from March.",
    "source": "Harbour Gazette, 2 November 2026",
    "source_url": "https://gazette.example/docks",
}


def response(*, campaign, kind="partial", company=None, **said):
    company = company or campaign.company
    return records.record_response(campaign=campaign, company=company, kind=kind, **SAID | said, by=None, at=NOW)


def commitment(*, campaign, company=None, due_on=None, demand_id=None, demand="", **said):
    fields = SAID | said | {"due_on": due_on, "demand_id": demand_id, "demand": demand}
    company = company or campaign.company
    return commitments.record_commitment(campaign=campaign, company=company, **fields, by=None, at=NOW)


def verdict(commitment, verb="keep", *, at=NOW, due_on=None, **said):
    return commitments.judge_commitment(
        commitment=commitment, verb=verb, due_on=due_on, **SAID | {"text": "Two stood there."} | said, by=None, at=at
    )


def update(*, campaign, title="We met the board", body="It *listened*.", is_published=True):
    made = updates.write_update(campaign=campaign, title=title, body=body, by=None, at=NOW)
    return updates.publish_update(update=made, by=None, at=NOW) if is_published else made


def contract(*, company, **fields):
    given = {
        "kind": "contract", "what": "Night shifts", "for_whom": "Port of Halden", "value": None, "currency": "",
        "from_on": None, "until_on": None, "source": "Register of contracts", "source_url": "",
    }  # fmt: skip
    return records.add_contract(company=company, **given | fields, by=None, at=NOW)


def officeholder(*, company, name="Robin Marsh", **fields):
    given = {"title": "operations director", "from_on": None, "until_on": None}
    return records.name_officeholder(company=company, name=name, **given | fields, by=None, at=NOW)


def ledger(group):
    """(public Campaign, {what: row}): one of everything that a group records about a campaign."""
    about = company(group=group)
    made = public_campaign(group=group, company=about)
    return made, {
        "company": about,
        "officeholder": officeholder(company=about),
        "contract": contract(company=about),
        "response": response(campaign=made),
        "commitment": commitment(campaign=made),
        "update": update(campaign=made, is_published=False),
    }
