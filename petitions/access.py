"""The one door from a request to a letter, a trustee's seat or a wave. Forbidden looks exactly like missing."""

from django.http import Http404

from organize import roles
from organize.access import let_in
from petitions import names, queries
from petitions.models import Dispute, Letter, PublishedName, Trustee, Wave
from petitions.states import PassMode


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
