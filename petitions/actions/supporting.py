"""What supporters do: they ask for a code, type it and are counted; they take it back.

A mailbox is readable from the question to the mail (organize.actions.typed says how it waits) and for the moment in
which its code is typed. `confirm` is the one action in which a contact enters: sealed to the key holders at once.
"""

import uuid
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organize import mailbox
from organize.actions import subscribers, typed
from organize.models import Campaign
from organize.prepared import prepared
from organize.refusals import Refusal
from organize.states import CampaignState
from petitions import bulk, collation, name_rules, names, petition_queries, vault
from petitions.petition_states import NameState, PetitionState, Source
from petitions.sealing import contacts

SIGN, LEAVE = "petition", "petition-leave"  # what a code is for
NO_ADDRESS = _("This is not a plain mail address. Type it without a name, spaces or a plus sign.")
CLOSED = _("This petition takes no signatures now.")
ENDED = _("This petition has ended, and its signatures, names and contacts are erased here.")
# Prepared once for a connection: a row is 2 to 9 kB of bytes, which Django's cursor would write out as hex.
# Who signs again replaces what they said. A name that was hidden stays so until somebody looks, also
# when it was taken back in between (the row is then hidden without a name); nobody counts twice.
_KEEP = """
INSERT INTO petitions_supporter
  (id, petition_id, tag, sealed, country, name, sort_key, name_state, source, counted)
SELECT %(id)s, petition.id, %(tag)s, %(sealed)s, %(country)s, %(name)s, %(sort_key)s, %(name_state)s, 'web', FALSE
FROM petitions_petition AS petition WHERE petition.id = %(petition)s AND petition.state = 'open'
ON CONFLICT (petition_id, tag) DO UPDATE SET
  sealed = EXCLUDED.sealed, name = EXCLUDED.name, sort_key = EXCLUDED.sort_key,
  name_state = CASE
    WHEN petitions_supporter.name_state = 'hidden' THEN 'hidden'
    WHEN EXCLUDED.name_state = 'private' THEN 'private'
    WHEN petitions_supporter.name_state = 'shown' AND petitions_supporter.name = EXCLUDED.name THEN 'shown'
    ELSE EXCLUDED.name_state END,
  country = CASE WHEN petitions_supporter.counted THEN petitions_supporter.country ELSE EXCLUDED.country END
RETURNING 1
"""
_ERASE = """
DELETE FROM petitions_supporter WHERE petition_id = %s AND tag IN (%s, %s)
RETURNING source, counted, country
"""
# Of two kinds, so that a row from paper never meets a signature.
_TAGS = {Source.WEB: contacts.tag, Source.PAPER: contacts.paper_tag}


class Said(NamedTuple):
    """What a supporter filled in beside the mailbox. updates: positions in the petition's list of organizations."""

    name: str
    country: str  # ISO 3166-1, or ""
    public: bool
    updates: list


def organizations(petition):
    """Who may be allowed to write, in order: the publisher where it offers updates, then the partners."""
    return ([petition.publisher] if petition.offers_updates else []) + list(petition.partners)


def mails_updates(petition, *, is_fresh=True):
    """Whether whoever lets the publisher write is put on this site's own list: the campaign's page must be public.

    is_fresh: whether `petition` holds the campaign as it is now, or the database has to be asked.
    """
    if not petition.offers_updates:
        return False
    if is_fresh:
        return petition.campaign.state == CampaignState.PUBLIC
    return Campaign.objects.filter(pk=petition.campaign_id, state=CampaignState.PUBLIC).exists()


def ask_to_sign(*, petition, address, said, at):
    """Have a code mailed for a signature that waits with it; the row that waits. The same for every address."""
    if petition.state != PetitionState.OPEN:
        raise Refusal(CLOSED, 409)
    return _ask(SIGN, petition, address, _checked(petition, said)._asdict(), at)


def ask_to_leave(*, petition, address, at):
    """Have a code mailed with which a signature can be taken back, whether or not there is one."""
    if petition.state == PetitionState.ERASED:
        raise Refusal(ENDED, 410)
    return _ask(LEAVE, petition, address, {}, at)


def _ask(purpose, petition, address, payload, at):
    canonical = mailbox.canonical(address)
    if canonical is None:
        raise Refusal(NO_ADDRESS)
    return typed.ask(purpose=purpose, subject=petition.pk, address=canonical, payload=payload, at=at)


def _checked(petition, said):
    """The same with a tidied name; Refusal when something in it cannot be taken."""
    name = name_rules.tidy(said.name)
    if fault := name_rules.fault_of_name(name):
        raise Refusal(names.SENTENCES[fault])
    if not set(said.updates) <= set(range(len(organizations(petition)))):
        raise Refusal(_("Choose from the organizations that this page names."))
    return said._replace(name=name, updates=sorted(set(said.updates)))


def confirm(*, petition, code, said=None, at):
    """Take a signature whose code was typed; the Said that was sealed.

    said: what stands beside the code, which wins over what waited for it: whoever has the code has the mailbox, and
    somebody else may have filled in the form for it first.
    """
    with transaction.atomic():
        address, waited = typed.redeem(purpose=SIGN, subject=petition.pk, code=code, at=at)
        said = Said(**waited) if said is None else _checked(petition, said)
        key = vault.dup_load(petition.pk)
        if key is None:
            raise Refusal(CLOSED, 409)
        columns = columns_of(petition, key, address, said, at)
        if 0 in said.updates and mails_updates(petition, is_fresh=False):
            subscribers.subscribe(campaign=petition.campaign, address=address, at=at)
        # The statement that writes asks whether the petition is open.
        if not prepared(_KEEP, columns | {"id": columns["id"].hex, "petition": petition.pk.hex}):
            raise Refusal(CLOSED, 409)
    return said


def columns_of(petition, key, address, said, at, *, source=Source.WEB):
    """The columns of a supporter. The contact is sealed here, and leaves this process in no other shape."""
    pk = uuid.uuid4()
    fields = {
        "mailbox": address, "name": said.name, "country": said.country, "public": said.public,
        "updates": said.updates, "source": str(source), "day": at.date().isoformat(),
    }  # fmt: skip
    return {
        "id": pk,
        "tag": _TAGS[source](key, petition.pk.bytes, address),
        "sealed": contacts.seal(
            petition_id=petition.pk.bytes, publics=petition_queries.publics(petition.pk), fields=fields
        ),
        "country": said.country,
        "name": said.name if said.public else "",
        "sort_key": collation.sort_key(said.name, pk.bytes) if said.public else b"",
        "name_state": str(NameState.WAITING if said.public else NameState.PRIVATE),
    }


def leave(*, petition, code, at):
    """Erase the signature of the mailbox that a code was sent to, and its row from paper; True, also without any.

    Leaves no trail: who left is nobody's business.
    """
    with transaction.atomic():
        address, _nothing = typed.redeem(purpose=LEAVE, subject=petition.pk, code=code, at=at)
        key = vault.dup_load(petition.pk)
        if key is None:
            raise Refusal(ENDED, 410)
        held = petition_queries.locked_petition(petition)
        tags = [tag(key, petition.pk.bytes, address) for tag in _TAGS.values()]
        for source, counted, country in bulk.rows(_ERASE, (petition.pk.hex, *tags)):
            _note_gone(held, is_counted=counted and source == Source.WEB, country=country)
    return True


def _note_gone(held, *, is_counted, country):
    """Have the next count take one supporter off: a number that moved at once would tell whoever watches who left."""
    held.has_erased = True
    if is_counted:
        held.gone[country] = held.gone.get(country, 0) + 1
    held.save(update_fields=["has_erased", "gone"])
