"""Domain separation: one label for every use of a hash, signature or derivation (SPEC section 3)."""


def _label(word):
    return b"undersigned/v1/" + word + b"\x00"


PASS = _label(b"pass")
ENTRY = _label(b"entry")
SHARE = _label(b"share")
BODY = _label(b"body")
BODY_KEY = _label(b"body-key")
DEK_COMMIT = _label(b"dek-commit")
SHARE_COMMIT = _label(b"share-commit")
STATEMENT = _label(b"statement")
RELEASE = _label(b"release")
APPROVE = _label(b"approve")
RECEIPT = _label(b"receipt")
CODE = _label(b"code")
ROSTER = _label(b"roster")
EMAIL = _label(b"email")
NOTICE = _label(b"notice")
DESTROYED = _label(b"destroyed")
ERRATUM = _label(b"erratum")
FETCH = _label(b"fetch")
CONTACT = _label(b"contact")
CONTACT_BOX = _label(b"contact-box")
CONTACT_KEY = _label(b"contact-key")
CONTACT_TAG = _label(b"contact-tag")
CONTACT_PAPER = _label(b"contact-paper")
CONTACT_EXPORT = _label(b"contact-export")
