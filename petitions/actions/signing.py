"""Signing and withdrawing: check everything that needs no database, take the turn, answer with a receipt.

No trail, no queue, no log: nothing here leaves a trace but the entry itself. Plaintext names enter the server only in
`sign_assisted`, the one caller of envelope.seal, and are gone when it returns.
"""

import base64
import os
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from organize.refusals import Refusal
from petitions import name_rules, names, small_groups, vault
from petitions.actions.passes import give_back, issuer_of, redeem
from petitions.actions.turns import must_be_open, take_turn
from petitions.sealing import ed25519, entries, envelope, log
from petitions.sealing import plaintext as plaintexts
from petitions.sealing.encoding import load_json, sha256
from petitions.sealing.errors import Malformed, SealingError
from petitions.sealing.passes import Pass

SECRET_FILE_BYTES = 4096
CHOICES = ("sealed", "count", "named")

_SENTENCES = {
    "entry": _("These bytes are not a signature of this letter."),
    "letter": _("This signature was made for another letter."),
    "tier": _("This letter does not have the threshold that was chosen."),
    "seq": _("This signature has been changed too often: 16 changes are the limit."),
    "flags": _("This signature asks for something unknown."),
    "token": _("The pass was not issued for this letter."),
    "signature": _("The signature does not verify."),
    "hash": _("What was sealed is not what was signed."),
    "blob": _("The sealed envelope is not one for this letter's trustees."),
    "statement": _("The public statement has the wrong length."),
}


def _refused(error):
    return Refusal(_SENTENCES.get(error.check, _("This could not be accepted: it does not follow the protocol.")))


@lru_cache(maxsize=2)
def _log_key(_folder):
    return ed25519.private(vault.log_seed())


def _receipt(facts, leaf, day):
    # Loading the key costs more than the signature; the folder is what tells one instance from another.
    return log.sign_receipt(_log_key(settings.KEYS_DIR), letter_id=facts.letter_id, leaf=leaf, day=day)


def _sealed_part(facts, entry, field):
    """What of the field belongs to the entry: all three choices send the same number of bytes."""
    if len(field) != envelope.blob_length(facts.manifest.n):
        raise Refusal(_("What was sent has the wrong length."))
    if entry.tier == entries.NAMED:
        return field[: entries.STATEMENT_LENGTH]
    return None if entry.tier == entries.COUNT_ONLY else field


def sign_letter(*, facts, entry, field, at):
    """Accept a SIGN entry (583 bytes) with its blob-sized field; the 100-byte receipt.

    The same bytes again get the same receipt, also after the entry was published.
    """
    try:
        signed = entries.parse(entry)
        if not isinstance(signed, entries.Sign):
            raise Malformed("entry", "A withdrawal is not a signature.")
        sealed = _sealed_part(facts, signed, field)
        entries.check_sign(signed, manifest=facts.manifest, issuer=facts.issuer, sealed=sealed)
    except SealingError as error:
        raise _refused(error) from None
    if signed.tier == entries.NAMED:
        _must_be_legible(plaintexts.read(sealed[32:]), facts.lists)
    day = take_turn(facts, signed, tier=signed.tier, sealed=sealed or b"", at=at)
    return _receipt(facts, signed.leaf, day)


def _must_be_legible(identity, lists):
    """Refuse a name that deceives its readers. Junk (None) names nobody: by the protocol it counts and is not shown."""
    for _field, fault in name_rules.faults(identity) if identity is not None else ():
        raise Refusal(names.SENTENCES[fault])
    if identity is not None and small_groups.fault(identity, lists):
        raise Refusal(_("Choose your office and role from this letter's lists, or say nothing."))


def withdraw_signature(*, facts, entry, at):
    """Accept a WITHDRAW entry (132 bytes); the 100-byte receipt. Possible until the last notice of the letter ends."""
    try:
        withdrawn = entries.parse(entry)
        if not isinstance(withdrawn, entries.Withdraw):
            raise Malformed("entry", "A signature is not a withdrawal.")
        entries.check_withdraw(withdrawn, manifest=facts.manifest)
    except SealingError as error:
        raise _refused(error) from None
    day = take_turn(facts, withdrawn, tier=None, sealed=b"", at=at)
    return _receipt(facts, withdrawn.leaf, day)


def sign_assisted(*, facts, code, choice, tier, fields, at):
    """Sign for someone without JavaScript: make their key, certify it, seal, sign, show the secret once, forget all.

    choice: sealed (with `tier`), count or named. fields: name, title, team. Returns the file that the person keeps.
    """
    manifest = facts.manifest
    if choice not in CHOICES or (choice == "sealed" and tier not in manifest.tiers):
        raise Refusal(_SENTENCES["tier"])
    must_be_open(facts, at)
    plaintext = None if choice == "count" else _plaintext(fields, facts.lists)
    issuer = issuer_of(facts)
    # Drawn at random: a hash of anything that is in the entry would tie the code to the signature for ever.
    asked = os.urandom(32)
    h1 = redeem(facts=facts, code=code, asked=asked)
    ssk, prefix = os.urandom(32), os.urandom(32)
    spk = ed25519.public(ssk)
    made = Pass(ssk, prefix, issuer.issue(spk, manifest.scope, prefix))
    tier = {"sealed": tier, "count": entries.COUNT_ONLY, "named": entries.NAMED}[choice]
    sealed, sealed_hash = None, entries.NO_BLOB
    if choice == "named":
        salt = os.urandom(32)
        sealed, sealed_hash = salt + plaintext, envelope.statement_hash(salt, plaintext)
    elif choice == "sealed":
        sealed = envelope.seal(
            letter_id=facts.letter_id,
            spk=spk,
            tier=tier,
            seq=0,
            xwings=manifest.xwings,
            t=manifest.t,
            plaintext=plaintext,
        )
        sealed_hash = sha256(sealed)
    raw = entries.make_sign(
        letter_id=facts.letter_id, tier=tier, seq=0, pass_=made, sealed_hash=sealed_hash, assisted=True
    )
    entry = entries.parse(raw)
    try:
        day = take_turn(facts, entry, tier=tier, sealed=sealed or b"", at=at)
    except (Refusal, DatabaseError):
        give_back(facts=facts, h1=h1, asked=asked)
        raise
    return _kept_file(facts, made, 0, "sign", entry.leaf, day)


def withdraw_assisted(*, facts, secret_file, at):
    """Withdraw for someone without JavaScript, from the bytes of the file they kept; the file that replaces it."""
    made, seq = _read_kept_file(facts, secret_file)
    if seq >= entries.MAX_WITHDRAW_SEQ:
        raise Refusal(_SENTENCES["seq"])
    raw = entries.make_withdraw(letter_id=facts.letter_id, seq=seq + 1, ssk=made.ssk)
    entry = entries.parse(raw)
    day = take_turn(facts, entry, tier=None, sealed=b"", at=at)
    return _kept_file(facts, made, seq + 1, "withdraw", entry.leaf, day)


def _plaintext(fields, lists):
    clean = {key: name_rules.tidy(value) for key, value in fields.items()}
    _must_be_legible(clean, lists)
    try:
        return envelope.pad({key: value for key, value in clean.items() if value or key == "name"})
    except SealingError:
        raise Refusal(names.SENTENCES["long"]) from None


def _kept_file(facts, made, seq, kind, leaf, day):
    """The one file of a signatory, the same that the client saves."""
    return {
        "v": 1,
        "letter": facts.address,
        "letter_id": facts.letter_id.hex(),
        "pass": base64.b64encode(made.raw).decode("ascii"),
        "seq": seq,
        "kind": kind,
        "entry_leaf": leaf.hex(),
        "receipt": _receipt(facts, leaf, day).hex(),
    }


def _read_kept_file(facts, raw):
    damaged = Refusal(_("This is not a file that was saved after signing, or it is damaged."))
    try:
        kept = load_json(bytes(raw), SECRET_FILE_BYTES)
        if not isinstance(kept, dict) or kept.get("v") != 1 or not isinstance(kept.get("pass"), str):
            raise damaged
        made = Pass.parse(base64.b64decode(kept["pass"], validate=True))
    except (SealingError, ValueError):
        raise damaged from None
    if kept.get("letter_id") != facts.letter_id.hex():
        raise Refusal(_SENTENCES["letter"])
    seq = kept.get("seq")
    if seq is None:
        raise Refusal(_("This file holds a pass only. There is no signature to withdraw."))
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq <= entries.MAX_WITHDRAW_SEQ:
        raise damaged
    return made, seq
