"""Rows for tests, made through the product's own actions. Plain functions; every part can be given."""

import datetime
import itertools

from organize import mail, roles
from organize.actions.campaigns import create_campaign
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
