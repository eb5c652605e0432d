from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize import queries
from organize.models import Group, Invitation, Membership, Trail, User
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from organize.states import INVITATION_MOVES, InvitationState

LAST_OWNER = _("A group would have no owner without you. Make somebody else an owner of it first, or erase it.")
NAME_TAKEN = _("Another member of one of your groups goes by that name, or by one that reads like it.")


def open_account(*, mailbox, by, at, pseudonym=""):
    """The account of that mailbox, made if it is new. It counts as verified: the operator, or its code, vouches."""
    with transaction.atomic():
        user = User.objects.filter(mailbox=mailbox.strip().lower()).first()
        user = user or User.objects.create_user(mailbox, pseudonym=pseudonym)
        vouched = {"verified": True, "primary": True}
        EmailAddress.objects.update_or_create(user=user, email=user.mailbox, defaults=vouched)
    return user


def describe_account(*, user, pseudonym, time_zone, by, at):
    """What the account calls itself and in which zone its pages tell the time. It is nobody's trail."""
    with transaction.atomic():
        if queries.is_taken(pseudonym, among=queries.companions_of(user)):
            raise Refusal(NAME_TAKEN, 409)
        user.pseudonym, user.time_zone = pseudonym, time_zone
        user.save(update_fields=["pseudonym", "time_zone"])
    return user


def end_sessions(*, user, by, at):
    """Sign an account out of every browser: each session holds a hash that this makes a wrong one."""
    user.set_unusable_password()  # another random one: nobody could sign in with it before either
    user.save(update_fields=["password"])
    return user


def erase_account(*, user, by, at):
    """Erase an account for ever: mailbox, name, second factors, memberships; how many groups it leaves.

    Refusal (409) while a group would have no owner without it. What the person did stays on the trails of their groups,
    as of somebody who has left; invitations that they sent and nobody answered end.
    """
    with transaction.atomic():
        groups = Group.objects.filter(memberships__user=user).order_by("pk")
        held = list(groups.select_for_update(of=("self",), no_key=True))
        if queries.groups_owned_alone(user).exists():
            raise Refusal(LAST_OWNER, 409)
        for sent in Invitation.objects.filter(invited_by=user, state=InvitationState.OPEN):
            move(sent, "withdraw", moves=INVITATION_MOVES, by=None, at=at, enclosed=b"", tag=None, proof=None)
        for membership in Membership.objects.filter(user=user):
            leave_trail(membership, "leave", by=user, at=at)
        Trail._base_manager.filter(actor=user).update(actor=None, has_left=True)
        user.delete()
    return len(held)
