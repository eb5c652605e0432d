"""Work addresses in their one canonical form."""

from email_validator import EmailNotValidError, validate_email

MOST = 254


def canonical(typed):
    """The one spelling of an address: lower case, ASCII. None for what is no plain mailbox.

    No part after a plus sign: many servers deliver it to the same person, who would have as many passes as plus signs.
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
    return None if "+" in local else f"{local}@{domain}"


def domain_of(address):
    """What stands behind the @ of a canonical address."""
    return address.rpartition("@")[2]


def canonical_domain(typed):
    """The one spelling of a domain, ASCII; None for what is none."""
    address = canonical(f"somebody@{typed.strip().removeprefix('@')}")
    return domain_of(address) if address and "." in domain_of(address) else None
