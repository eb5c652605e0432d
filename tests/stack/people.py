"""People who sign over the wire, with the protocol's own code on their side; and the organizer at the desk."""

import os
import re
from urllib.parse import urlencode, urlsplit

from petitions.sealing import ed25519, entries, envelope, labels, manifest, passes
from petitions.sealing.encoding import sha256
from tests.factors import digits
from tests.stack.visitor import FORM, Visitor


class Refused(Exception):
    """An answer that was not 200."""

    def __init__(self, answer):
        super().__init__(f"{answer.status}: {answer.text[-200:]}")
        self.answer = answer


class Letter:
    """A letter as its readers know it. made: the answer of the step `letter`."""

    def __init__(self, stack, made):
        self.stack, self.made, self.path, self.used = stack, made, f"/l/{made['address']}/", 0
        self.manifest = manifest.parse(Visitor(stack).get(self.path + "manifest.json").body, complete=True)

    def code(self):
        """A code that nobody was given yet."""
        self.used += 1
        return self.made["codes"][self.used - 1]


class Person:
    """Somebody with a browser and a code. browser: the headers it sends; address: where it sits."""

    def __init__(self, letter, *, address="127.0.0.1", browser=None, code=None):
        self.letter, self.code = letter, code or letter.code()
        self.visitor = Visitor(letter.stack, address, browser)
        self.pass_, self.seq = None, -1

    def send(self, name, body, **headers):
        answer = self.visitor.post(self.letter.path + name, body, **headers)
        if answer.status != 200:
            raise Refused(answer)
        return answer.body

    def take_pass(self, *, blinded=True):
        """blinded: false for a browser that shows the issuer what it certifies."""
        letter = self.letter.manifest
        asked, kept = (passes.blind if blinded else _show)(letter.issuer_spki, letter.scope)
        self.pass_ = passes.finalize(kept, self.send("pass/", self.code.encode() + asked))
        return self

    def signature(self, tier, fields=None):
        """The bytes of a POST that signs. tier: one of the letter's, entries.NAMED or entries.COUNT_ONLY."""
        letter, sealed, hashed = self.letter.manifest, b"", entries.NO_BLOB
        if tier == entries.NAMED:
            salt, plain = os.urandom(32), envelope.pad(fields)
            sealed, hashed = salt + plain, envelope.statement_hash(salt, plain)
        elif tier != entries.COUNT_ONLY:
            sealed = envelope.seal(
                letter_id=letter.letter_id, spk=self.pass_.spk, tier=tier, seq=self.seq + 1, xwings=letter.xwings,
                t=letter.t, plaintext=envelope.pad(fields),
            )  # fmt: skip
            hashed = sha256(sealed)
        self.sealed = sealed
        entry = entries.make_sign(
            letter_id=letter.letter_id, tier=tier, seq=self.seq + 1, pass_=self.pass_, sealed_hash=hashed
        )
        self.entry = entry
        return entry + sealed + os.urandom(envelope.blob_length(letter.n) - len(sealed))

    def sign(self, tier, fields=None):
        if self.pass_ is None:
            self.take_pass()
        self.receipt = self.send("sign/", self.signature(tier, fields))
        self.seq += 1
        return self

    def withdraw(self):
        letter_id, ssk = self.letter.manifest.letter_id, self.pass_.ssk
        self.receipt = self.send("withdraw/", entries.make_withdraw(letter_id=letter_id, seq=self.seq + 1, ssk=ssk))
        self.seq += 1
        return self

    def sign_assisted(self, tier, fields):
        """Without JavaScript: one form, the server does the rest."""
        choice = {"code": self.code, "choice": "sealed", "tier": tier, "understood": "on"}
        answer = self.visitor.post(self.letter.path + "assisted/", urlencode(choice | fields).encode(), FORM)
        if answer.status != 200 or 'id="content"' not in answer.text:
            raise Refused(answer)
        return self


def _show(spki, scope):
    """As passes.blind, with the blinding factor 1."""
    numbers = passes.load_issuer(spki).public_numbers()
    ssk, prefix = os.urandom(32), os.urandom(32)
    message = b"".join((prefix, labels.PASS, scope, ed25519.public(ssk)))
    asked, inverse = passes.blind_from_parts(numbers.n, numbers.e, message, salt=os.urandom(48), factor=1)
    return asked, passes.Blinding(ssk, prefix, inverse, spki, scope)


class Organizer:
    """An organizer's browser at the desk."""

    def __init__(self, stack, mailbox="organizer@desk.example", *, address="127.0.0.1", browser=None):
        self.stack, self.mailbox, self.visitor = stack, mailbox, Visitor(stack, address, browser)

    def sign_in(self):
        mails = self.stack.mail.taken
        asked = self.visitor.submit("/accounts/login/code/", email=self.mailbox)
        where = urlsplit(asked.header("Location")).path
        text = self.stack.mail.wait_for(mails + 1).decode()
        code = re.search(r"^([A-Z0-9]{2,}(-[A-Z0-9]+)*)\r?$", text, re.MULTILINE)[1]
        self.visitor.submit(where, code=code)
        done = self.visitor.submit("/accounts/2fa/authenticate/", code=digits())
        if done.status == 200:  # the digits ended on their way
            done = self.visitor.submit("/accounts/2fa/authenticate/", code=digits())
        if done.status != 302 or "/desk/" not in done.header("Location"):
            raise Refused(done)
        return self

    def press(self, path, *, page=None, files=None, **fields):
        """Send a form of the desk; the page must answer with a redirect."""
        done = self.visitor.submit(path, page=page, files=files, **fields)
        if done.status != 302:
            raise Refused(done)
        return done
