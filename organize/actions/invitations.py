"""A place in a group is offered to a mailbox, and taken, withdrawn or let lapse."""

import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize import offers, queries
from organize.actions.accounts import open_account
from organize.actions.post import leave_mail
from organize.models import Group, Invitation, Membership
from organize.moves import leave_trail, move
from organize.refusals import Refusal
from organize.states import INVITATION_MOVES, InvitationState

DAYS = datetime.timedelta(days=7)
MOST_OPEN = 50
ENDED = {"enclosed": b"", "tag": None, "proof": None}  # what an invitation keeps of a person after its end

TOO_MANY = _("This group has 50 invitations that nobody has answered. Withdraw some before you send more.")
OTHER_MAILBOX = _("This invitation was sent to another mailbox. Sign out, or ask to be invited at this one.")
HAS_ACCOUNT = _("The mailbox this was sent to has an account. Sign in with it first.")
NAME_TAKEN = _("Another member of this group goes by that name, or by one that reads like it.")


def invite(*, group, mailbox, role, code, mail, by, at):
    """Offer `role` in `group` to whoever reads `mailbox`, until seven days from now; the Invitation.

    mail: {"subject", "text"} with `code` in it. The account table is not looked at, so neither the answer nor its time
    can tell whether the mailbox has an account, or is a member already. An earlier offer to the same mailbox ends.
    """
    with transaction.atomic():
        _lock(group)
        tag = offers.tag(group, mailbox)
        for earlier in Invitation.objects.filter(group=group, tag=tag):
            withdraw_invitation(invitation=earlier, by=by, at=at)
        if Invitation.objects.filter(group=group, state=InvitationState.OPEN).count() >= MOST_OPEN:
            raise Refusal(TOO_MANY, 409)
        invitation = Invitation.objects.create(
            group=group,
            role=role,
            invited_by=by,
            ends_on=at.date() + DAYS,
            enclosed=offers.keep(mailbox),
            tag=tag,
            proof=offers.proof(code),
        )
        leave_trail(invitation, "invite", by=by, at=at)
        leave_mail(to=mailbox, **mail)
    return invitation


def _lock(group):
    """Hold the group's row: of two who count or compare its people at once, one waits."""
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)


def withdraw_invitation(*, invitation, by, at):
    return move(invitation, "withdraw", moves=INVITATION_MOVES, by=by, at=at, **ENDED)


def expire_invitation(*, invitation, at, by=None):
    return move(invitation, "expire", moves=INVITATION_MOVES, by=by, at=at, **ENDED)


def accept_invitation(*, invitation, by, at):
    """Take the offered place; the Membership. Who is a member already stays what they are.

    Refusal unless a verified mailbox of `by` is the one that was invited.
    """
    with transaction.atomic():
        _lock(invitation.group)
        own = EmailAddress.objects.filter(user=by, verified=True).values_list("email", flat=True)
        if bytes(invitation.tag or b"") not in [offers.tag(invitation.group, mailbox) for mailbox in own]:
            raise Refusal(OTHER_MAILBOX, 403)
        found = Membership.objects.filter(group=invitation.group, user=by).first()
        if found is None and queries.is_taken(by.pseudonym, among=queries.people_of(invitation.group)):
            raise Refusal(NAME_TAKEN, 409)
        move(invitation, "accept", moves=INVITATION_MOVES, by=by, at=at, **ENDED)
        if found is not None:
            return found
        membership = Membership.objects.create(group=invitation.group, user=by, role=invitation.role)
        leave_trail(membership, "join", by=by, at=at)
    return membership


def join_as_newcomer(*, invitation, pseudonym, by, at):
    """Make the account of the invited mailbox, which has none, and take the place with it; the new User.

    The code has been to that mailbox and nowhere else, so the mailbox counts as verified. by: None.
    """
    with transaction.atomic():
        _lock(invitation.group)
        mailbox = offers.mailbox_of(invitation)
        if not mailbox or queries.has_account(mailbox):
            raise Refusal(HAS_ACCOUNT, 409)
        user = open_account(mailbox=mailbox, pseudonym=pseudonym, by=by, at=at)
        accept_invitation(invitation=invitation, by=user, at=at)
    return user
