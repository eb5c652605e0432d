"""Codes and passes: who may sign, proven without saying who.

Codes exist in the answer to one request (or on a machine without this database) and on paper; nothing here stores,
queues or logs one.
"""

import os
import uuid
from hmac import compare_digest

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from organize.moves import move
from organize.refusals import Refusal
from petitions import bulk, queries, vault
from petitions.actions import mailed
from petitions.models import Letter, Redemption, RosterLeaf
from petitions.sealing import issuer, passes
from petitions.sealing.encoding import sha256
from petitions.sealing.errors import SealingError
from petitions.states import LETTER_MOVES, LetterState, PassMode

MOST_CODES = 20_000
MOST_LEAVES_BYTES = 4 * 1024 * 1024
DUP_KEY_LENGTH = 32

ONCE = _("Codes are made once for a letter. If they do not suffice, write a new letter with ample ones.")
HOW_MANY = _("Make between 1 and 20,000 codes.")
NOT_LEAVES = _("This is not the leaves file that the codes command wrote. Upload it unchanged.")
NO_CODE = _("A code has 20 letters and digits. Check what you typed.")
UNKNOWN = _("This code is not one of this letter's codes.")
USED = _("This code has already been used.")
NOT_BLINDED = _("What was sent for signing is damaged. Load the page again.")


def make_codes(*, letter, number, by, at, new_key=issuer.new_key):
    """`number` fresh codes as a list of text; only their leaves are stored. The list goes nowhere but to the caller.

    Codes are random, so their order in the list says nothing; leaves are stored in the order of their bytes.
    `new_key` makes the letter's issuer key, before anything is locked: it takes a good part of a second.
    """
    if not 1 <= number <= MOST_CODES:
        raise Refusal(HOW_MANY)
    key = new_key()
    with transaction.atomic():
        scope = _scope(letter)
        codes = [passes.new_code() for _number in range(number)]
        _store(letter, [passes.roster_leaf(passes.code_hash(scope, code)) for code in codes], key, by=by, at=at)
    return codes


def take_leaves(*, letter, leaves, by, at, new_key=issuer.new_key):
    """Take the leaves (32 bytes each, all distinct) of codes that were made elsewhere, by the `codes` command."""
    if not 1 <= len(leaves) <= MOST_CODES:
        raise Refusal(HOW_MANY)
    if len(set(leaves)) != len(leaves) or any(len(leaf) != 32 for leaf in leaves):
        raise Refusal(NOT_LEAVES)
    key = new_key()
    with transaction.atomic():
        _scope(letter)
        _store(letter, leaves, key, by=by, at=at)
    return letter


def make_mail_keys(*, letter, by, at, new_key=issuer.new_key):
    """The keys of a letter whose passes come by work mail: issuer key and dup key. There is no roster."""
    key = new_key()
    with transaction.atomic():
        held = queries.locked_letter(letter)
        if held.mode != PassMode.EMAIL:
            raise Refusal(_("This letter gives passes for codes. Make the codes."), 409)
        _scope(letter)
        move(letter, "code", moves=LETTER_MOVES, by=by, at=at, issuer_spki=issuer.spki(key))
        vault.issuer_keep(letter, key)
        vault.dup_keep(letter, os.urandom(DUP_KEY_LENGTH))
    return letter


def read_leaves(raw, *, letter):
    """The leaves in the bytes of a leaves file (sealing.passes.read_leaves) that was made for this letter."""
    try:
        scope, leaves = passes.read_leaves(bytes(raw), MOST_LEAVES_BYTES)
    except SealingError:
        raise Refusal(NOT_LEAVES) from None
    if letter.scope is None or scope != bytes(letter.scope):
        raise Refusal(_("These leaves were made for another letter."))
    return leaves


def _scope(letter):
    """The scope of a letter that waits for its codes, whose row is held from here on."""
    held = queries.locked_letter(letter)
    if held.state == LetterState.DRAFT:
        raise Refusal(_("Invite the trustees first: codes belong to the letter that they make keys for."), 409)
    if held.state != LetterState.INVITING:
        raise Refusal(ONCE, 409)
    return bytes(held.scope)


def _store(letter, leaves, key, *, by, at):
    if queries.locked_letter(letter).mode != PassMode.CODE:
        raise Refusal(_("This letter gives passes by work mail: it has no codes."), 409)
    columns = {"roster_root": passes.roster_root(leaves), "roster_size": len(leaves), "issuer_spki": issuer.spki(key)}
    move(letter, "code", moves=LETTER_MOVES, by=by, at=at, **columns)
    bulk.write(RosterLeaf, ("letter", "leaf"), ((letter.pk, leaf) for leaf in sorted(leaves)))
    # The key's file comes last: only whoever holds the row, and has moved it, may write one.
    vault.issuer_keep(letter, key)


# The roster, the letter's state and the one use of the code are asked and taken in one statement.
_REDEEM = """
INSERT INTO petitions_redemption (id, letter_id, h1, blinded_sha256, shown)
SELECT %(id)s, %(letter)s, %(h1)s, %(asked)s, %(shown)s
WHERE EXISTS (SELECT 1 FROM petitions_letter WHERE id = %(letter)s AND state IN ('approved', 'open'))
{listed}
ON CONFLICT DO NOTHING
RETURNING 1
"""
_LISTED = "AND EXISTS (SELECT 1 FROM petitions_rosterleaf WHERE letter_id = %(letter)s AND leaf = %(leaf)s)"
_REDEEM_CODE, _REDEEM_MAILED = _REDEEM.format(listed=_LISTED), _REDEEM.format(listed="")


def redeem(*, facts, code, asked):
    """Use a code for exactly one question: `asked` is a 32-byte hash of what is to be signed. Its h1, for `give_back`.

    The same code with the same question is accepted again (the answer may have been lost); Refusal otherwise.
    `code` is text, or the bytes of a request. In work-mail mode what is used up is the address it was sent to.
    """
    by_mail = is_by_mail(facts)
    h1 = _h1_of(facts, code)
    given = {"id": _key(uuid.uuid4()), "letter": _key(facts.pk), "h1": h1, "asked": asked, "shown": False}
    if not by_mail:
        given["leaf"] = passes.roster_leaf(h1)
    with connection.cursor() as cursor:
        cursor.execute(_REDEEM_MAILED if by_mail else _REDEEM_CODE, given)
        if cursor.fetchall():
            return h1
    if not by_mail and not RosterLeaf.objects.filter(letter=facts.pk, leaf=given["leaf"]).exists():
        raise Refusal(UNKNOWN, 403)
    used = Redemption.objects.filter(letter=facts.pk, h1=h1).values_list("blinded_sha256", flat=True).first()
    if used is not None and not compare_digest(bytes(used), asked):
        raise Refusal(mailed.DENIED, 403) if by_mail else Refusal(USED, 409)
    if used is None or not Letter.objects.filter(pk=facts.pk, state__in=mailed.ISSUING).exists():
        raise Refusal(mailed.NOT_NOW, 409)
    return h1


def give_back(*, facts, h1, asked):
    """Undo a `redeem` whose question was never answered, so that the code can be used again.

    Asks nothing of Redis. Not when the database's line was cut: it may have written what the code was used for.
    """
    if not connection.is_usable():
        return
    Redemption.objects.filter(letter=facts.pk, h1=h1, blinded_sha256=asked).delete()


def is_by_mail(facts):
    """Whether this letter's passes come by work mail instead of codes on paper."""
    return facts.manifest.eligibility.mode == PassMode.EMAIL


def code_length(facts):
    """How many characters a code of this letter has."""
    return passes.MAILED_LENGTH if is_by_mail(facts) else passes.CODE_LENGTH


def _h1_of(facts, code):
    if is_by_mail(facts):
        return mailed.tag_of(facts=facts, code=code)
    try:
        typed = code if isinstance(code, str) else code.decode("ascii", "replace")
        return passes.code_hash(facts.manifest.scope, passes.normalise_code(typed))
    except SealingError:
        raise Refusal(NO_CODE) from None


def _key(row_id):
    """A UUID as this database takes it in plain SQL."""
    return Letter._meta.pk.get_db_prep_value(row_id, connection)


def issuer_of(facts):
    """The letter's loaded issuer key; Refusal when it is destroyed, as it is once passes close."""
    loaded = vault.issuer_load(facts.pk)
    if loaded is None:
        raise Refusal(mailed.NOT_NOW, 409)
    return loaded


def issue_pass(*, facts, code, blinded):
    """The 384-byte blind signature of 384 bytes for a code. The server learns no key; the code is used from here on."""
    if len(blinded) != passes.TOKEN_LENGTH or not 1 < int.from_bytes(blinded, "big") < facts.issuer.public_numbers().n:
        raise Refusal(NOT_BLINDED)
    key = issuer_of(facts)
    redeem(facts=facts, code=code, asked=sha256(blinded))
    try:
        return key.sign(blinded)
    except SealingError:
        raise Refusal(NOT_BLINDED) from None
