"""The one door to a resolution. Being in its group lets one read that it is there; who files takes a part in it.

Forbidden looks exactly like missing. What is a filer's own opens to that filer alone, whoever coordinates.
"""

from django.http import Http404

from organize import access, factors, offers, roles
from shareholder import feed_keys
from shareholder.models import Feed, Filing, Resolution
from shareholder.models.filing import gives_a_part
from shareholder.states import TAKING_PART, WHO, FilingRole, FilingState, Part

WORKING = frozenset({Part.LEAD, Part.COORDINATOR, Part.COUNSEL})  # they read who files


def missing_unless(found):
    if not found:
        raise Http404
    return found


def signed_in(user):
    missing_unless(user.is_authenticated and user.is_active)


def parts_of(user, resolution):
    """frozenset of what `user` is to the resolution; empty for everybody else, members of its group included.

    A seat counts while its person is in the group; a filer needs no group.
    """
    seats = resolution.seats.filter(user=user, user__memberships__group=resolution.group_id)
    found = set(seats.values_list("part", flat=True))
    for filing in resolution.filings.filter(gives_a_part(), user=user):
        found.add(Part.LEAD if filing.role == FilingRole.LEAD else Part.COFILER)
    return frozenset(found)


def _resolution(user, slug):
    signed_in(user)
    rows = Resolution.objects.select_related("group", "campaign", "company", "meeting", "lineage")
    row = missing_unless(rows.filter(slug=slug).first())
    row.parts = parts_of(user, row)
    role = user.memberships.filter(group=row.group).values_list("role", flat=True).first()
    row.is_among_members = role is not None
    row.may_be_told = role is not None and roles.EDIT in roles.POWERS[role]  # whether the public may be, by this user
    return row


def resolution_to_read(user, slug):
    """For whoever has a part in it, and for the members of its group; `.parts` says which."""
    row = _resolution(user, slug)
    if not row.parts:
        access.let_in(user, row.group, power=roles.READ)
    return row


def resolution_to_work_on(user, slug, parts=WORKING):
    """For whoever has one of `parts` in it. Changing anything takes a second factor."""
    row = _resolution(user, slug)
    missing_unless(row.parts & parts)
    factors.demand(user)
    return row


def resolution_to_staff(user, slug):
    """For those who decide who takes part: coordinators, and where none is left whoever admits people to the group."""
    row = _resolution(user, slug)
    if Part.COORDINATOR in row.parts:
        factors.demand(user)
        return row
    seats = row.seats.filter(part=Part.COORDINATOR, user__memberships__group=row.group_id, user__is_active=True)
    missing_unless(not seats.exists())
    access.let_in(user, row.group, power=roles.ADMIT, fresh=True)
    return row


def resolution_with_filers(user, slug):
    """For those who may read who files."""
    row = _resolution(user, slug)
    missing_unless(row.parts & WORKING)
    return row


def resolution_to_write(user, slug):
    """For whoever may write its text: reading it takes a part in it."""
    return resolution_to_work_on(user, slug)


def resolution_to_tell_of(user, slug):
    """For whoever works on it and edits in its group: begins another one, or says what its public page shows."""
    row = resolution_to_work_on(user, slug)
    missing_unless(row.may_be_told)
    return row


def text_to_read(user, slug):
    """For whoever has any part in it: a draft is nobody else's."""
    row = _resolution(user, slug)
    missing_unless(row.parts)
    return row


def verbs_for(resolution):
    """The verbs that the parts of whoever was let in allow, in the order of the table, whatever the state."""
    return [verb for verb, parts in WHO.items() if resolution.parts & parts]


def resolution_to_step(user, slug, verb):
    """For whoever may take this step, whether its state allows it or not."""
    return resolution_to_work_on(user, slug, WHO.get(verb, frozenset()))


def _filing(rows, **which):
    row = rows.select_related("resolution__group", "resolution__meeting", "resolution__company").filter(**which).first()
    return missing_unless(row)


def _hanging(row, rows, pk):
    """One of `rows`, which hang on a resolution that somebody was let into: it keeps that one, with its `.parts`."""
    found = missing_unless(rows.filter(pk=pk).first())
    found.resolution = row
    return found


def filing_of_resolution(user, slug, pk):
    """One filer, for coordinators and counsel. Nothing that is the filer's own is behind this door."""
    row = resolution_to_work_on(user, slug, frozenset({Part.COORDINATOR, Part.COUNSEL}))
    return _hanging(row, row.filings, pk)


def filing_to_promote(user, slug, pk):
    """One filer, for those who decide who leads: counsel, who acts for one filer, is not among them."""
    row = resolution_to_work_on(user, slug, WHO["go on with another lead"])
    return _hanging(row, row.filings, pk)


def own_filing(user, slug):
    """A filer's own part in a resolution. Nobody else has this page: coordinators and the group's owners neither."""
    signed_in(user)
    return _filing(Filing.objects, slug=slug, user=user)


def own_filing_to_change(user, slug):
    """While they take part: a letter made later would still name whoever leads then."""
    row = own_filing(user, slug)
    missing_unless(row.state in TAKING_PART)
    factors.demand(user)
    return row


def place_offered(typed):
    """The place of a filer that this code offers; Http404 when it offers nothing (any more). It takes no account."""
    return _filing(Filing.objects, proof=offers.proof(typed), state=FilingState.INVITED)


def place_kept(key):
    """The place whose code was typed in this session, while that code offers it: `key` is what a session keeps."""
    try:
        proof = bytes.fromhex(key or "")
    except ValueError:  # of a session from before keys were those of codes
        proof = b""
    missing_unless(proof)
    return _filing(Filing.objects, proof=proof, state=FilingState.INVITED)


def key_of_place(filing):
    """What a session keeps of a place: its code's proof, so that a code made anew ends what the old one began."""
    return bytes(filing.proof).hex()


def filer_to_be(user):
    """`user`, who is about to take a place: with a second factor, like everybody who changes anything."""
    signed_in(user)
    factors.demand(user)
    return user


def calendar_to_share(user):
    """For whoever makes a feed of their own days: its address is a secret that outlives every session."""
    signed_in(user)
    factors.demand(user, fresh=True)


def calendar_to_end(user):
    signed_in(user)
    factors.demand(user)


def reminders_to_turn(user):
    """For whoever turns mails about their own days on or off."""
    signed_in(user)
    factors.demand(user)


def seat_of(user, resolution):
    """The seat of `user` in a resolution that they were let into; Http404 when there is none."""
    return missing_unless(resolution.seats.filter(user=user).first())


def place_to_staff(user, slug, pk):
    """One filer, for those who decide who takes part."""
    row = resolution_to_staff(user, slug)
    return _hanging(row, row.filings, pk)


def seat_to_take(user, slug, pk):
    """A seat, for those who decide who takes part."""
    row = resolution_to_staff(user, slug)
    return missing_unless(row.seats.filter(pk=pk).first())


def challenge_to_end(user, slug, number):
    row = resolution_to_work_on(user, slug)
    return row, missing_unless(row.challenges.filter(number=number).first())


def intention_to_remove(user, slug, pk):
    row = resolution_to_work_on(user, slug)
    return _hanging(row, row.intentions, pk)


def intention_to_list(user, slug, pk):
    """For whoever works on it and says what its public page shows."""
    row = resolution_to_tell_of(user, slug)
    return _hanging(row, row.intentions, pk)


def tally_to_judge(user, slug, pk):
    """Counts of a vote, for whoever works on the resolution or edits in its group: a vote's counts are public facts.

    The action asks for a second person.
    """
    row = _resolution(user, slug)
    missing_unless(row.parts & WORKING or row.may_be_told)
    factors.demand(user)
    return _hanging(row, row.tallies, pk)


def commitment_to_judge(user, slug, pk):
    """What waits for the campaign's ledger, for whoever edits in the group, with or without a part in it."""
    row = _resolution(user, slug)
    missing_unless(row.may_be_told)
    factors.demand(user)
    return _hanging(row, row.pending_commitments, pk)


def estimate_to_remove(user, slug, pk):
    row = resolution_to_tell_of(user, slug)
    return _hanging(row, row.estimates, pk)


def talk_to_change(user, slug, pk):
    """A talk with the company, for whoever works on the resolution."""
    row = resolution_to_work_on(user, slug)
    return _hanging(row, row.talks, pk)


def fund_report_to_judge(user, slug, pk):
    """A fund's filing that was uploaded for it, for whoever works on the resolution."""
    row = resolution_to_work_on(user, slug)
    return _hanging(row, row.fund_reports, pk)


def feed_by_key(key):
    """The calendar feed that this key opens, of an account that still is one; Http404 for every other key."""
    row = Feed.objects.select_related("user").filter(proof=feed_keys.proof(key), user__is_active=True).first()
    return missing_unless(row)


def resolution_on_show(address, own):
    """(Campaign, Resolution): one that a published campaign tells of, by its own public address `own`.

    A draft and a private one are nothing.
    """
    campaign = access.campaign_on_show(address)
    rows = Resolution.objects.select_related("company", "meeting", "lineage")
    return campaign, missing_unless(
        rows.filter(campaign=campaign, address=own, listed=True, sent_on__isnull=False).first()
    )
