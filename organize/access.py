"""The one door from a request to a row of the desk. Forbidden looks exactly like missing."""

from django.db.models import Q
from django.http import Http404

from organize import factors, inventory, offers, roles
from organize.models import Campaign, Company, Erasure, Group, Invitation, Membership
from organize.states import CampaignState, InvitationState


def let_in(user, group, *, power, fresh=False):
    """The membership by which `user` may use `power` in `group`; Http404 when there is none.

    Reading takes the membership alone. Every other power takes a second factor as well, used in this session, or
    (fresh) in the last five minutes: FactorNeeded otherwise, and only for people who have the power.
    """
    if not user.is_authenticated:
        raise Http404
    if not user.is_active:
        raise Http404
    membership = Membership.objects.filter(user=user, group=group).first()
    if membership is None:
        raise Http404
    if power not in roles.POWERS[membership.role]:
        raise Http404
    if power != roles.READ:
        factors.demand(user, fresh=fresh)
    return membership


def founder(user):
    """`user`, who is about to own a new group: with a second factor, like every owner."""
    factors.demand(user)
    return user


def _row(rows, slug):
    row = rows.filter(slug=slug).first()
    if row is None:
        raise Http404
    return row


def _group(user, slug, power, *, fresh=False):
    group = _row(Group.objects, slug)
    let_in(user, group, power=power, fresh=fresh)
    return group


def group_to_read(user, slug):
    return _group(user, slug, roles.READ)


def group_to_edit(user, slug):
    return _group(user, slug, roles.EDIT)


def group_to_admit(user, slug):
    return _group(user, slug, roles.ADMIT)


def group_to_export(user, slug):
    """The group of which everything is about to be given out: to an owner, with a fresh second factor."""
    return _group(user, slug, roles.ADMIT, fresh=True)


def group_to_keep(user, slug):
    """The group whose owner is about to choose how long it keeps things: with a fresh second factor.

    A shorter period erases within the hour, without a second owner.
    """
    return _group(user, slug, roles.ADMIT, fresh=True)


def row_to_erase(user, slug, kind, pk, *, fresh=False):
    """(Group, row): the group itself or something of it that its owners may have erased. kind: a model's label."""
    group = _group(user, slug, roles.ADMIT, fresh=fresh)
    row = inventory.row_to_erase(group.pk, kind, pk)
    if row is None:
        raise Http404
    return group, row


def erasure_to_confirm(user, slug, kind, pk):
    """(Erasure, row) that waits for a second owner: with a fresh second factor."""
    return _erasure(*row_to_erase(user, slug, kind, pk, fresh=True))


def erasure_to_take_back(user, slug, kind, pk):
    return _erasure(*row_to_erase(user, slug, kind, pk))


def _erasure(group, row):
    found = Erasure.objects.filter(group=group, object_id=row.pk).first()
    if found is None:
        raise Http404
    return found, row


def account_to_erase(user):
    """One's own account: with a fresh second factor, where it has one."""
    if not user.is_authenticated:
        raise Http404
    if factors.is_set(user):
        factors.demand(user, fresh=True)
    return user


def _of_group(user, slug, rows, pk):
    """The row `pk` of `rows` in the group that `user` may admit people to, with that group."""
    group = group_to_admit(user, slug)
    row = rows.filter(group=group, pk=pk).first()
    if row is None:
        raise Http404
    row.group = group
    return row


def membership_to_change(user, slug, pk):
    return _of_group(user, slug, Membership.objects.select_related("user"), pk)


def membership_to_end(user, slug):
    """One's own: to go takes no power."""
    membership = let_in(user, _row(Group.objects, slug), power=roles.READ)
    return Membership.objects.select_related("group", "user").get(pk=membership.pk)


def invitation_to_withdraw(user, slug, pk):
    return _of_group(user, slug, Invitation.objects, pk)


def invitation_by_code(typed):
    """The open invitation that this code was mailed with; Http404 for every other."""
    return _open_invitation(proof=offers.proof(typed))


def invitation_to_accept(key):
    """The open invitation whose code was typed in this session: `key` is what the session keeps of it."""
    if key is None:
        raise Http404
    return _open_invitation(pk=key)


def _open_invitation(**which):
    invitation = Invitation.objects.select_related("group", "invited_by").filter(state=InvitationState.OPEN, **which)
    found = invitation.first()
    if found is None:
        raise Http404
    return found


def _company(user, slug, power):
    company = _row(Company.objects.select_related("group"), slug)
    let_in(user, company.group, power=power)
    return company


def company_to_read(user, slug):
    return _company(user, slug, roles.READ)


def company_to_edit(user, slug):
    return _company(user, slug, roles.EDIT)


def _campaign(user, slug, power, *, fresh=False):
    campaign = _row(Campaign.objects.select_related("group", "company"), slug)
    let_in(user, campaign.group, power=power, fresh=fresh)
    return campaign


def campaign_to_read(user, slug):
    return _campaign(user, slug, roles.READ)


def campaign_to_edit(user, slug):
    return _campaign(user, slug, roles.EDIT)


def campaign_to_publish(user, slug):
    """The campaign that is about to be shown to everybody: with a fresh second factor."""
    return _campaign(user, slug, roles.EDIT, fresh=True)


def _part(rows, pk):
    """The row with this key among `rows`, which belong to what the door before has let somebody into."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def officeholder_to_edit(user, slug, pk):
    return _part(company_to_edit(user, slug).officeholders.select_related("company__group"), pk)


def contract_to_edit(user, slug, pk):
    return _part(company_to_edit(user, slug).contracts.select_related("company__group"), pk)


def response_to_edit(user, slug, pk):
    return _part(campaign_to_edit(user, slug).responses.select_related("campaign__group", "company"), pk)


def commitment_to_read(user, slug, pk):
    return _part(campaign_to_read(user, slug).commitments.select_related("campaign__group", "company"), pk)


def commitment_to_edit(user, slug, pk):
    return _part(campaign_to_edit(user, slug).commitments.select_related("campaign__group", "company"), pk)


def update_to_edit(user, slug, pk):
    return _part(campaign_to_edit(user, slug).updates.select_related("campaign__group"), pk)


def campaign_on_show(address):
    """A campaign that its group has published; before that, and after it was taken back, there is nothing here."""
    campaign = Campaign.objects.select_related("company").filter(address=address, state=CampaignState.PUBLIC).first()
    if campaign is None:
        raise Http404
    return campaign


def company_on_show(address, slug):
    """(Campaign, Company): one that the published campaign is about, or that answered it or promised it something."""
    campaign = campaign_on_show(address)
    concerned = Q(campaigns=campaign) | Q(responses__campaign=campaign) | Q(commitments__campaign=campaign)
    return campaign, _row(Company.objects.filter(concerned).distinct(), slug)
