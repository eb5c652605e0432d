"""The one door from a request to a letter, a wave, a statement or a sign-on. Forbidden looks exactly like missing."""

from functools import lru_cache

from django.http import Http404

from organize import roles
from organize.access import let_in
from petitions import names, queries
from petitions.models import (
    Dispute,
    JointStatement,
    KeyHolder,
    Letter,
    Petition,
    PublishedName,
    Sheet,
    SignOn,
    Trustee,
    Wave,
)
from petitions.petition_states import ON_SHOW
from petitions.states import STATEMENT_ON_SHOW, PassMode


def _letter(user, slug, power, *, fresh=False):
    letter = Letter.objects.select_related("group", "campaign", "campaign__company").filter(slug=slug).first()
    if letter is None:
        raise Http404
    let_in(user, letter.group, power=power, fresh=fresh)
    return letter


def letter_to_read(user, slug):
    return _letter(user, slug, roles.READ)


def letter_to_edit(user, slug):
    return _letter(user, slug, roles.EDIT)


def letter_to_announce(user, slug):
    """The letter whose next wave is about to be announced: with a fresh second factor."""
    return _letter(user, slug, roles.RELEASE, fresh=True)


def letter_to_erase(user, slug):
    """The letter that is about to be called off or destroyed: with a fresh second factor."""
    return _letter(user, slug, roles.EDIT, fresh=True)


def _trustee(user, slug, position, power):
    letter = _letter(user, slug, power)
    trustee = Trustee.objects.filter(letter=letter, position=position).first()
    if trustee is None:
        raise Http404
    trustee.letter = letter
    return trustee


def trustee_to_edit(user, slug, position):
    return _trustee(user, slug, position, roles.EDIT)


def _wave(user, slug, number, power, *, fresh=False):
    letter = _letter(user, slug, power, fresh=fresh)
    wave = Wave.objects.filter(letter=letter, number=number).first()
    if wave is None:
        raise Http404
    wave.letter = letter
    return wave


def wave_to_read(user, slug, number):
    return _wave(user, slug, number, roles.READ)


def wave_to_edit(user, slug, number):
    return _wave(user, slug, number, roles.RELEASE)


def wave_to_open(user, slug, number):
    """The wave whose names are about to be opened: with a fresh second factor."""
    return _wave(user, slug, number, roles.RELEASE, fresh=True)


def proposal_to_confirm(user, slug, number):
    """What somebody asked about the wave and nobody has confirmed: with a fresh second factor."""
    return _proposal(wave_to_open(user, slug, number))


def proposal_to_take_back(user, slug, number):
    return _proposal(wave_to_edit(user, slug, number))


def _proposal(wave):
    proposal = queries.open_proposal(wave)
    if proposal is None:
        raise Http404
    proposal.wave = wave
    return proposal


def letter_on_show(address):
    """The Facts of a letter that has its public address, in whatever state it is."""
    facts = queries.letter_facts(address)
    if facts is None:
        raise Http404
    return facts


def letter_to_ask(address):
    """The Facts of a letter whose codes come by work mail; a letter with codes on paper has nothing to ask for."""
    facts = letter_on_show(address)
    if facts.manifest.eligibility.mode != PassMode.EMAIL:
        raise Http404
    return facts


def name_to_dispute(address, leaf):
    """(Facts, names.Shown) of the published name with this 32-byte leaf."""
    facts = letter_on_show(address)
    row = PublishedName.objects.filter(letter=facts.pk, leaf=leaf, identity__isnull=False).first()
    if row is None:
        raise Http404
    return facts, names.shown(facts, [row])[0]


def dispute_to_answer(user, slug, pk):
    """A dispute about a name of the letter, whatever became of it, with its letter."""
    letter = _letter(user, slug, roles.EDIT)
    dispute = Dispute.objects.filter(letter=letter, pk=pk).first()
    if dispute is None:
        raise Http404
    dispute.letter = letter
    return dispute


def letter_to_sign(address):
    """The Facts of a letter to get a pass for, sign or withdraw from.

    Its state is not asked here: the one statement that writes asks it, and a closed letter is told in a sentence.
    """
    return letter_on_show(address)


def _petition(user, slug, power, *, fresh=False):
    petition = Petition.objects.select_related("group", "campaign").filter(slug=slug).first()
    if petition is None:
        raise Http404
    let_in(user, petition.group, power=power, fresh=fresh)
    return petition


def petition_to_read(user, slug):
    return _petition(user, slug, roles.READ)


def petition_to_edit(user, slug):
    return _petition(user, slug, roles.EDIT)


def petition_to_export(user, slug):
    """The petition whose sealed contacts are about to leave: with a fresh second factor."""
    return _petition(user, slug, roles.RELEASE, fresh=True)


def petition_to_erase(user, slug):
    """The petition whose supporters are about to be erased: with a fresh second factor."""
    return _petition(user, slug, roles.EDIT, fresh=True)


def _of_petition(model, user, slug, pk):
    petition = _petition(user, slug, roles.EDIT)
    row = model.objects.filter(petition=petition, pk=pk).first()
    if row is None:
        raise Http404
    row.petition = petition
    return row


def holder_to_edit(user, slug, pk):
    return _of_petition(KeyHolder, user, slug, pk)


def sheet_to_edit(user, slug, pk):
    return _of_petition(Sheet, user, slug, pk)


@lru_cache(maxsize=256)
def petition_to_sign(address):
    """The petition as it was when this process first met it: only what stays from its opening on may be read.

    Whether it takes signatures is asked by the statement that writes one.
    """
    return petition_on_show(address)


def petition_on_show(address):
    """A petition that has its public address, in whatever state it is."""
    petition = Petition.objects.select_related("campaign").filter(address=address, state__in=ON_SHOW).first()
    if petition is None:
        raise Http404
    return petition


def _statement(user, slug, power):
    rows = JointStatement.objects.select_related("group", "campaign", "campaign__company")
    statement = rows.filter(slug=slug).first()
    if statement is None:
        raise Http404
    let_in(user, statement.group, power=power)
    return statement


def statement_to_read(user, slug):
    return _statement(user, slug, roles.READ)


def statement_to_edit(user, slug):
    return _statement(user, slug, roles.EDIT)


def sign_on_to_edit(user, slug, pk):
    """A sign-on of the statement, whatever became of it, with its statement."""
    statement = _statement(user, slug, roles.EDIT)
    row = SignOn.objects.select_related("contact").filter(statement=statement, pk=pk).first()
    if row is None:
        raise Http404
    row.statement = statement
    return row


def statement_on_show(address):
    """A joint statement that everybody may read; a draft and a cancelled one are not there."""
    statement = JointStatement.objects.filter(address=address, state__in=STATEMENT_ON_SHOW).first()
    if statement is None:
        raise Http404
    return statement
