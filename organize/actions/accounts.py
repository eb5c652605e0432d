from allauth.account.models import EmailAddress
from django.db import transaction

from organize import roles
from organize.actions.groups import create_group
from organize.models import Membership, User


def open_account(*, mailbox, by, at):
    """The account of that mailbox, made if it is new. It counts as verified: the operator vouches for it."""
    with transaction.atomic():
        user = User.objects.filter(mailbox=mailbox.strip().lower()).first() or User.objects.create_user(mailbox)
        vouched = {"verified": True, "primary": True}
        EmailAddress.objects.update_or_create(user=user, email=user.mailbox, defaults=vouched)
    return user


def open_own_group(*, name, by, at):
    """The group called `name` that `by` already owns, else a new one."""
    owned = Membership.objects.filter(user=by, role=roles.OWNER, group__name=name).select_related("group").first()
    return owned.group if owned else create_group(name=name, by=by, at=at)
