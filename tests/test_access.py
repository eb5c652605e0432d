"""Every address has a declared rule, and keeps it for everybody: an address that is not in the table fails."""

import pytest
from django.apps import apps
from django.urls import reverse

from petitions.models import Dispute, Letter, Proposal, Translation, Trustee, Version, Wave
from tests import make
from tests.addresses import ours
from tests.personas import PERSONAS, cast, plain
from tests.petitions import statement_addresses
from tests.petitions.petition_addresses import PETITION_ADDRESSES
from tests.shareholder import resolution_addresses

pytestmark = pytest.mark.django_db

# What it takes to pass: "anyone", "account", or a power in the row's group.
DESK = {
    "front": "anyone",
    "desk": "account",
    "join": "anyone",
    "subscriber-leave": "anyone",
    "join-accept": "anyone",
    "second-factor": "account",
    "account": "account",
    "account-sign-out": "account",
    "members": "read",
    "group-leave": "read",
    "member-invite": "admit",
    "member-change": "admit",
    "member-remove": "admit",
    "invitation-withdraw": "admit",
    "group-create": "account",
    "group": "read",
    "trail": "read",
    "retention": "read",
    "retention-edit": "admit",
    "export": "admit",
    "erasure-list": "admit",
    "erasure-ask": "admit",
    "erasure-confirm": "admit",
    "erasure-take-back": "admit",
    "account-erase": "account",
    "company-create": "edit",
    "campaign-create": "edit",
    "campaign": "read",
    "campaign-edit": "edit",
    "campaign-copy": "edit",
    "company": "read",
    "company-edit": "edit",
    "company-list": "edit",
    "officeholder-create": "edit",
    "officeholder-list": "edit",
    "officeholder-edit": "edit",
    "officeholder-remove": "edit",
    "contract-create": "edit",
    "contract-list": "edit",
    "contract-edit": "edit",
    "contract-remove": "edit",
    "campaign-tell": "edit",
    "campaign-preview": "read",
    "campaign-publish": "edit",
    "campaign-unpublish": "edit",
    "response-create": "edit",
    "response-edit": "edit",
    "response-remove": "edit",
    "commitment": "read",
    "commitment-create": "edit",
    "commitment-edit": "edit",
    "commitment-judge": "edit",
    "update-create": "edit",
    "update-edit": "edit",
    "update-publish": "edit",
    "update-withdraw": "edit",
}
# What only takes a form has no page; the others lead on: who has a factor is sent to use it, without a typed code there
# is nothing to accept.
POSTED = {"account-sign-out", "campaign-publish", "campaign-unpublish", "update-publish", "erasure-confirm"} | {
    name for name in DESK if name.endswith(("-remove", "-withdraw", "-take-back"))
}
ON_FROM_HERE = {"second-factor": 302, "join-accept": 302, **dict.fromkeys(POSTED, 405)}
PUBLIC = set(  # once the campaign is published
    "campaign-public campaign-atom campaign-json ledger campaign-subscribe campaign-confirm".split()
)
LETTERS_READ = {
    "letter-read", "letter-preview", "wave-read", "translation-list", "translation-read", "version-list",
    "letter-disputes", "paper-read", "printout-take", "poster-take", "name-export", "count-export",
}  # fmt: skip
LETTERS_EDIT = set(
    "letter-edit translation-write translation-remove version-restore letter-terms "
    "trustee-seat trustee-remove trustee-draft trustee-key trustee-approval "
    "trustee-destruction letter-invite code-make code-upload letter-freeze wave-announce release-take wave-open "
    "wave-confirm wave-take-back "
    "name-decline name-strike letter-close letter-cancel letter-deliver letter-answer letter-archive "
    "letter-destroy letter-list printout-order".split()
)
SIGNATORY = set(
    "letter-challenge letter-show letter-show-in name-list letter-verify code-ask pass-issue letter-sign "
    "letter-withdraw letter-assist letter-assist-withdraw letter-manifest letter-text letter-leaves "
    "letter-checkpoints letter-bundle letter-blobs client-file client-page letter-paste letter-safety "
    "letter-safety-in letter-receipts letter-text-in name-dispute letter-trustee letter-trustee-page".split()
)
# Beneath no letter: the same for everybody
FOR_ALL = {"trustee-begin", "trustee-page", "trustee-file", "guide-list", "guide"}
WITH_POWER = {
    "read": {"viewer", "reviewer", "organizer", "owner"},
    "edit": {"organizer", "owner"},
    "admit": {"owner"},
    "account": {"stranger", "viewer", "reviewer", "organizer", "owner"},
    "anyone": set(PERSONAS),
}


def test_every_address_is_declared():
    found = {name for name, _route, _view in ours()}
    letters = LETTERS_READ | LETTERS_EDIT | {"letter-draft", "letter-sheet", "dispute-list"}
    declared = set(DESK) | PUBLIC | {f"petitions-desk:{name}" for name in letters}
    declared |= {f"petitions:{name}" for name in SIGNATORY | FOR_ALL}
    declared |= PETITION_ADDRESSES | statement_addresses.DECLARED | resolution_addresses.DECLARED
    assert found - declared == set(), "declare who may pass"
    assert declared - found == set(), "declared but gone"


OF_NO_GROUP = set(
    "front desk join join-accept second-factor account account-sign-out account-erase group-create".split()
)


def desk_arguments(name, people):
    """What stands in the address behind the name: nothing, the cast's group, or rows of it."""
    slug = people.group.slug
    if name in OF_NO_GROUP:
        return []
    if name in ("member-change", "member-remove"):
        return [slug, people.group.memberships.get(user=people.viewer).pk]
    if name == "invitation-withdraw":
        return [slug, make.invitation(group=people.group).pk]
    if name.startswith("erasure-") and name != "erasure-list":
        return [slug, "organize.campaign", make.campaign(group=people.group).pk]
    if name == "subscriber-leave":
        return ["a" * 26]
    part, _dash, verb = name.partition("-")
    of_group = ("group", "trail", "members", "member", "retention", "export", "erasure")
    if part in of_group or (part in ("company", "campaign") and verb in ("list", "create")):
        return [slug]
    campaign, records = make.ledger(people.group)
    owner = records["company"] if part in ("company", "officeholder", "contract") else campaign
    is_part = part in records and part != "company" and verb not in ("create", "list")
    return [owner.slug, records[part].pk] if is_part else [owner.slug]


@pytest.mark.parametrize("name", DESK)
def test_desk_address_keeps_its_rule(name):
    people = cast()
    address = reverse(name, args=desk_arguments(name, people))
    for persona in PERSONAS:
        client = people.client(persona)
        response = client.get(address)
        if persona in WITH_POWER[DESK[name]]:
            assert response.status_code == ON_FROM_HERE.get(name, 200), persona
            continue
        answers = [client.post(address)] + ([] if response.status_code == 405 else [response])
        for answer in answers:
            if persona == "nobody":
                assert answer.status_code == 302, persona
                assert answer["Location"].startswith("/accounts/login/"), persona
            else:
                assert answer.status_code in (404, 405), persona
        if DESK[name] == "read":
            assert client.get(address).status_code != 200
        elif persona != "nobody":
            assert 404 in [answer.status_code for answer in answers], persona


@pytest.mark.parametrize("name", ["group-leave", "member-remove", "invitation-withdraw"])  # an empty form is enough
def test_owner_of_another_group_changes_nothing_here(name):
    """Neither at the addresses of this group, nor with one of its rows in an address of their own."""
    people = cast()
    args, stranger = desk_arguments(name, people), people.client("stranger")
    theirs = people.stranger.memberships.get().group
    assert stranger.post(reverse(name, args=args)).status_code == 404
    if args[1:]:
        assert stranger.post(reverse(name, args=[theirs.slug, *args[1:]])).status_code == 404
    assert people.group.memberships.count() == 4
    assert people.group.invitations.filter(state="open").count() == (name == "invitation-withdraw")
    if args[1:]:
        assert people.client("owner").post(reverse(name, args=args)).status_code == 302
        assert people.group.memberships.count() + people.group.invitations.filter(state="open").count() < 5


def letter_with_parts(group):
    """A draft with one trustee and one wave, so that every address of the desk has a row to find."""
    campaign = make.campaign(group=group)
    letter = Letter.objects.create(group=group, campaign=campaign, title="Two people at every dock")
    Trustee.objects.create(group=group, letter=letter, position=1, name="Ana Ruiz")
    Translation.objects.create(group=group, letter=letter, language="de", title="Zwei", body="Text")
    words = {"title": "Before", "body": "", "language": "en", "demands": [], "addressees": []}
    Version.objects.create(group=group, letter=letter, number=1, replaced_at=make.NOW, words=words)
    day = make.NOW.date()
    Dispute.objects.create(group=group, letter=letter, leaf=b"l" * 32, kind="other", day=day)
    wave = Wave.objects.create(
        group=group, letter=letter, number=1, kind="now", size=1, root=b"r" * 32, k_notice=1, announced_on=day,
        snapshot_day=day, notice=b"",
    )  # fmt: skip
    Proposal.objects.create(group=group, wave=wave)
    return letter


def arguments(name, letter):
    slots = {"trustee-seat": 0, "wave-announce": 0}
    if name == "name-decline":
        return [letter.slug, letter.disputes.get().pk]
    if name.startswith("translation-") and name != "translation-list":
        return [letter.slug, "de"]
    if name == "version-restore":
        return [letter.slug, 1]
    second = name.split("-")[0] in ("trustee", "wave", "release") and name not in slots or name == "printout-take"
    return [letter.slug, 1] if second else [letter.slug]


def both(client, address):
    """The answers to a GET and to an empty POST; an address may take only one of them (405)."""
    answers = [client.get(address), client.post(address)]
    taken = [answer for answer in answers if answer.status_code != 405]
    assert taken, address
    return taken


@pytest.mark.parametrize("name", sorted(LETTERS_READ | LETTERS_EDIT))
def test_letters_desk_keeps_its_rule(name):
    people = cast()
    letter = letter_with_parts(people.group)
    address = reverse(f"petitions-desk:{name}", args=arguments(name, letter))
    for persona in ("nobody", "stranger", "viewer", "reviewer"):
        for answer in both(people.client(persona), address):
            if persona == "nobody":
                assert answer.status_code == 302, persona
                assert answer["Location"].startswith("/accounts/login/")
            elif persona == "stranger" or name in LETTERS_EDIT:
                assert answer.status_code == 404, persona
            else:
                assert answer.status_code != 404, persona
    before = Letter.objects.values().get()
    assert before["state"] == "draft"
    for answer in both(people.client("owner"), address):
        assert answer.status_code not in (404, 500), "there was something that could have been shown"


@pytest.mark.parametrize("name", sorted(LETTERS_EDIT | LETTERS_READ))
def test_reading_an_address_changes_nothing(name):
    """GET, HEAD and OPTIONS never write: link scanners and prefetching browsers follow every address."""
    people = cast()
    letter = letter_with_parts(people.group)
    client = people.client("owner")
    address = reverse(f"petitions-desk:{name}", args=arguments(name, letter))
    models = [model for model in apps.get_models() if model._meta.app_label in ("organize", "petitions")]

    def rows():
        return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}

    before = rows()
    for method in (client.get, client.head, client.options):
        method(address)
    assert rows() == before


UNKNOWN = "a" * 32
EXTRA = {"name-dispute": ["0" * 64],
    "letter-safety-in": ["de"], "letter-text-in": ["de"], "letter-show-in": ["de"],
    "client-file": ["0" * 64], "client-page": ["0" * 64],
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(SIGNATORY))
def test_unknown_letter_is_missing_for_everybody_without_a_cookie(name, django_assert_max_num_queries):
    people = cast()
    address = reverse(f"petitions:{name}", args=[UNKNOWN, *EXTRA.get(name, [])])
    pages = set()
    for persona in ("nobody", "stranger", "owner"):
        client = people.client(persona)
        with django_assert_max_num_queries(1):  # is there such a letter; no session, no account
            answer = client.get(address)
        assert answer.status_code in (404, 405)
        assert not answer.cookies
        assert "Vary" not in answer
        pages.add(answer.content)
    assert len(pages) == 1


def test_stranger_cannot_tell_a_group_from_nothing():
    people = cast()
    client = people.client("stranger")
    assert people.client("owner").get(reverse("group", args=[people.group.slug])).status_code == 200
    forbidden = client.get(reverse("group", args=[people.group.slug]))
    missing = client.get(reverse("group", args=["a" * 26]))
    nowhere = client.get("/desk/no/such/address/")
    assert forbidden.status_code == missing.status_code == nowhere.status_code == 404
    assert plain(forbidden) == plain(missing) == plain(nowhere)
