"""Work addresses in their one canonical form, and whose domain is whose."""

from functools import lru_cache

from email_validator import EmailNotValidError, validate_email
from publicsuffixlist import PublicSuffixList

MOST = 254
# Where everybody can have a mailbox: it shows nothing about an organization
_ANYBODYS = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com aol.com icloud.com me.com "
    "mac.com gmx.com gmx.de gmx.net web.de t-online.de proton.me protonmail.com pm.me tutanota.com tuta.com mail.com "
    "mail.ru yandex.com yandex.ru qq.com 163.com 126.com orange.fr wanadoo.fr free.fr laposte.net libero.it riseup.net "
    "posteo.de mailbox.org fastmail.com zoho.com hey.com".split()
)


def canonical(typed, *, tagged=False):
    """The one spelling of an address: lower case, ASCII. None for what is no plain mailbox.

    No part after a plus sign unless `tagged`: many servers deliver it to the same person, who would have as many passes
    as plus signs.
    """
    if len(typed) > MOST:
        return None
    try:
        found = validate_email(
            typed.strip(), check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        return None
    local, domain = found.local_part.lower(), found.ascii_domain.lower()
    return None if "+" in local and not tagged else f"{local}@{domain}"


def domain_of(address):
    """What stands behind the @ of a canonical address."""
    return address.rpartition("@")[2]


def canonical_domain(typed):
    """The one spelling of a domain, ASCII; None for what is none."""
    address = canonical(f"somebody@{typed.strip().removeprefix('@')}")
    return domain_of(address) if address and "." in domain_of(address) else None


@lru_cache(maxsize=1)
def _suffixes():
    return PublicSuffixList()  # the list as it was when the package was made: nothing is fetched


def registered(domain):
    """What somebody registered of a canonical domain: "x.co.uk" of "a.x.co.uk"; None of "co.uk", where all may."""
    return _suffixes().privatesuffix(domain)


def is_anybodys(domain):
    """Whether everybody can have a mailbox at this canonical domain, or a domain of their own beneath it."""
    own = registered(domain)
    return own is None or own in _ANYBODYS
