"""Whose domain is whose: what everybody can register beneath, or have a mailbox at, belongs to no organization."""

import pytest

from organize import mailbox


@pytest.mark.parametrize(
    ("domain", "own"),
    [("dockers.example", "dockers.example"), ("a.b.dockers.example", "dockers.example"),
     ("dockers.co.uk", "dockers.co.uk"), ("mail.dockers.co.uk", "dockers.co.uk"), ("co.uk", None), ("org", None),
     ("github.io", None), ("dockers.github.io", "dockers.github.io"), ("xn--55qx5d.cn", None),
     ("a.xn--bcher-kva.example", "xn--bcher-kva.example"), ("kawasaki.jp", None),
     ("city.kawasaki.jp", "city.kawasaki.jp")],
)  # fmt: skip
def test_registered_part_of_a_domain(domain, own):
    assert mailbox.registered(domain) == own
    assert mailbox.is_anybodys(domain) == (own is None)


@pytest.mark.parametrize("domain", ["gmail.com", "mail.gmail.com", "web.de"])
def test_mailboxes_that_everybody_can_have_are_no_organizations(domain):
    assert mailbox.is_anybodys(domain)
