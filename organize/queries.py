"""Reads that more than one caller needs. Callers have been through a door, or ask only for what is the user's own."""

import unicodedata
from uuid import UUID

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import PROTECT, Count, Exists, F, OuterRef, Prefetch, Q

from organize import inventory, offers, roles
from organize.models import (
    Campaign,
    Commitment,
    Company,
    Contract,
    Erasure,
    Evidence,
    Group,
    Invitation,
    Membership,
    Officeholder,
    Response,
    Retention,
    Subscriber,
    Trail,
    Update,
    UpdateMail,
    User,
)
from organize.states import CommitmentState, ErasureState, InvitationState, UpdateMailState, UpdateState


def own_groups(user):
    """The groups that `user` is in, by name."""
    return Group.objects.filter(memberships__user=user)


def groups_with_power(user, power):
    """The groups in which `user` has `power`."""
    return Group.objects.filter(memberships__user=user, memberships__role__in=roles.with_power(power))


def others_with_power(group, power, *, than):
    """The users beside `than` who have `power` in `group` and can sign in."""
    able = {"group": group, "role__in": roles.with_power(power)}
    found = User.objects.filter(memberships__in=Membership.objects.filter(**able), is_active=True)
    return found.exclude(pk=than.pk)


def own_campaigns(user):
    """All campaigns of all groups that `user` is in."""
    return Campaign.objects.filter(group__memberships__user=user).select_related("group", "company")


def campaigns_of(group):
    return Campaign.objects.filter(group=group).select_related("company")


def companies_of(group):
    return Company.objects.filter(group=group)


def members_of(group):
    """Its memberships, by role and then by what each person goes by: a mailbox beside a pseudonym orders nothing."""
    people = Membership.objects.filter(group=group).select_related("user")
    return people.order_by("role", "user__pseudonym", "user__mailbox")


def people_of(group):
    return User.objects.filter(memberships__group=group)


def companions_of(user):
    """Everybody who is in a group with `user`, without them."""
    return User.objects.filter(memberships__group__memberships__user=user).exclude(pk=user.pk).distinct()


def is_taken(pseudonym, *, among):
    """Whether one of these people goes by that name, or by one that reads the same."""
    if not pseudonym:
        return False
    names = among.exclude(pseudonym="").values_list("pseudonym", flat=True)
    return _read(pseudonym) in {_read(name) for name in names}


def _read(name):
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def has_account(mailbox):
    """Whether somebody signs in with this mailbox. Asked only for whoever holds a code that was sent to it."""
    if User.objects.filter(mailbox=mailbox).exists():
        return True
    # A mailbox that somebody only claims keeps its owner from nothing.
    return EmailAddress.objects.filter(email=mailbox, verified=True).exists()


def open_invitations(group):
    """Its invitations that wait for an answer, each with `.mailbox`: for those who may admit people, nobody else."""
    found = list(Invitation.objects.filter(group=group, state=InvitationState.OPEN).select_related("invited_by"))
    for invitation in found:
        invitation.mailbox = offers.mailbox_of(invitation)
    return found


def invitations_to_end(today):
    return Invitation.objects.filter(state=InvitationState.OPEN, ends_on__lte=today)


def officeholders_of(company):
    """Those in office first, then those who left, latest first."""
    return Officeholder.objects.filter(company=company)


def contracts_of(company):
    return Contract.objects.filter(company=company)


def campaigns_about(company):
    """The campaigns of its own group that concern `company`: named for it, answered by it, or promised something."""
    concerned = Q(company=company) | Q(responses__company=company) | Q(commitments__company=company)
    return Campaign.objects.filter(concerned, group=company.group_id).distinct()


def companies_in(campaign):
    """Those whom `campaign` is about, who answered it or promised something, by name."""
    concerned = Q(campaigns=campaign) | Q(responses__campaign=campaign) | Q(commitments__campaign=campaign)
    return Company.objects.filter(concerned).distinct()


def responses_of(campaign, company=None):
    """A campaign's responses, newest first; those of one company when it is given."""
    found = Response.objects.filter(campaign=campaign).select_related("company", "campaign")
    return found if company is None else found.filter(company=company)


def commitments_of(campaign, company=None):
    """A campaign's commitments, newest first, each with all its `.judged` evidence, newest first."""
    evidence = Prefetch("evidence", Evidence.objects.all(), to_attr="judged")
    found = Commitment.objects.filter(campaign=campaign).select_related("company", "campaign")
    return (found if company is None else found.filter(company=company)).prefetch_related(evidence)


def evidence_of(commitment):
    return Evidence.objects.filter(commitment=commitment)


def overdue_commitments(group):
    """What the clock found overdue in a group's campaigns, longest overdue first."""
    late = Commitment.objects.filter(group=group, state=CommitmentState.OVERDUE)
    return late.select_related("company", "campaign").order_by("due_on", "id")


def is_concerned(company):
    """Whether anything that would outlive `company` refers to it."""
    guarded = [one for one in Company._meta.related_objects if one.on_delete is PROTECT]
    return any(one.related_model._base_manager.filter(**{one.field.name: company.pk}).exists() for one in guarded)


def erasures_of(group):
    """{key of a row: Erasure} of what is to be erased in a group."""
    return {one.object_id: one for one in Erasure.objects.filter(group=group).select_related("asked_by", "group")}


def confirmed_erasures():
    return Erasure.objects.filter(state=ErasureState.CONFIRMED).values_list("pk", flat=True)


def erasable_rows(group):
    """[(label, verbose name, rows)] of everything that an owner may have erased beside the group itself."""
    found = []
    for label in inventory.erasables():
        if label != "organize.group":
            model = apps.get_model(label)
            found.append(
                (label, model._meta.verbose_name, list(model._base_manager.filter(group=group).order_by("pk")))
            )
    return found


def updates_of(campaign):
    """All of a campaign's updates: drafts first, then by the day of publication, newest first."""
    return Update.objects.filter(campaign=campaign).order_by(F("published_on").desc(nulls_first=True), "title", "id")


def mailing_of(update):
    """How far the mails of an update are: {"total", "waiting", "handed"}; what is neither went out, or was left."""
    states = dict(UpdateMail.objects.filter(update=update).values_list("state").annotate(n=Count("pk")).order_by())
    waiting, handed = states.get(UpdateMailState.WAITING, 0), states.get(UpdateMailState.HANDED, 0)
    return {
        "total": update.recipients,
        "waiting": waiting,
        "handed": handed,
        "done": update.recipients - waiting - handed,
    }


def subscribers_of(campaign):
    """How many people asked for its updates. Who they are is nobody's business."""
    return Subscriber.objects.filter(campaign=campaign).count()


def published_updates(campaign):
    return Update.objects.filter(campaign=campaign, state=UpdateState.PUBLISHED)


def names_of_companies(group):
    """{name: Company} of a group, in one statement."""
    return {company.name: company for company in companies_of(group)}


def trail_page(group, *, verb="", after="", size=50):
    """One page of a group's trail, newest first: (entries, mark of the next page or "").

    verb: only entries with it. after: the mark of this page, which is the last entry before it; anything else begins at
    the newest.
    """
    entries = Trail.objects.filter(group=group).select_related("actor")
    if verb:
        entries = entries.filter(verb=verb)
    last = _entry(group, after)
    if last is not None:
        entries = entries.filter(Q(at__lt=last.at) | Q(at=last.at, pk__gt=last.pk))
    found = list(entries[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""


def _entry(group, key):
    try:
        return Trail.objects.filter(group=group, pk=UUID(key)).first()
    except ValueError:
        return None


def trail_verbs(group):
    """What was ever done in the group, sorted."""
    return sorted(Trail.objects.filter(group=group).order_by().values_list("verb", flat=True).distinct())


def retention_of(group):
    """{name of a period: days} for everything that `group` keeps for a time, whether it chose so itself or not."""
    return inventory.in_force(dict(Retention.objects.filter(group=group).values_list("period", "days")))


def every_group():
    """The keys of all groups: for the clock, which has no door to go through."""
    return Group.objects.order_by().values_list("pk", flat=True)


def groups_owned_alone(user):
    """The groups that would have no owner without `user`, by name."""
    owned = Group.objects.filter(memberships__user=user, memberships__role=roles.OWNER)
    others = Membership.objects.filter(group=OuterRef("pk"), role=roles.OWNER).exclude(user=user)
    return owned.exclude(Exists(others))
