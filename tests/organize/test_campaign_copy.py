"""A new campaign with the words of an old one, and nothing of its people."""

from organize import roles
from organize.models import Campaign, Trail
from petitions.models import JointStatement, Letter, SignOn, Trustee
from tests import make
from tests.petitions import coalitions, letters, wordings


def copied(client, campaign, title="Safe docks, again"):
    client.force_login(make.member(campaign.group, roles.ORGANIZER))
    answer = client.post(f"/desk/c/{campaign.slug}/copy/", {"title": title})
    made = Campaign.objects.exclude(pk=campaign.pk).get()
    assert answer.headers["Location"] == f"/desk/c/{made.slug}/"
    return made


def test_copy_holds_words_and_numbers_but_no_trustee_day_key_or_state(client, db):
    group = make.group()
    company = make.company(group=group)
    campaign = make.campaign(group=group, company=company, summary="It began in March.")
    old = letters.frozen(campaign=campaign, codes=2, terms={"tiers": [7, 9], "offices": ["Oslo"]})
    made = copied(client, campaign)
    assert (made.group, made.company, made.summary) == (group, company, "It began in March.")
    letter = Letter.objects.get(campaign=made)
    assert (letter.title, letter.body, letter.state) == (letters.WORDS["title"], letters.WORDS["body"], "draft")
    assert list(letter.demands.values_list("text", flat=True)) == letters.WORDS["demands"]
    assert list(letter.addressees.values_list("name", "title")) == letters.WORDS["addressees"]
    assert (letter.tiers, letter.offices, letter.needed) == ([7, 9], ["Oslo"], 2)
    empty = (letter.opens_on, letter.closes_on, letter.destroy_by, letter.scope, letter.address, letter.issuer_spki)
    assert empty == (None,) * 6
    assert letter.roster_size == 0
    assert not Trustee.objects.filter(letter=letter).exists()
    assert Letter.objects.get(pk=old.letter.pk).state == "frozen"
    assert {"create", "draft"} <= set(Trail.objects.filter(group=group).values_list("verb", flat=True))


def test_translations_come_along_and_can_change_again(client, db):
    campaign = make.campaign()
    wordings.translated(campaign=campaign)
    letter = Letter.objects.get(campaign=copied(client, campaign))
    row = letter.translations.get()
    assert (row.language, row.title, row.letter_md) == ("de", wordings.GERMAN["title"], None)


def test_joint_statement_comes_along_without_its_organizations(client, db):
    campaign = make.campaign()
    coalitions.recorded(coalitions.opened(campaign=campaign, languages=["de"]), "Dockers United")
    statement = JointStatement.objects.get(campaign=copied(client, campaign))
    revision = statement.revisions.get()
    assert (statement.title, statement.state, statement.articles) == (coalitions.WORDS["title"], "draft", ["the"])
    assert [row.language for row in revision.wordings.all()] == ["de", "en"]
    assert (revision.frozen_on, statement.address) == (None, None)
    assert revision.addressees == [list(pair) for pair in coalitions.WORDS["addressees"]]
    assert not SignOn.objects.filter(statement=statement).exists()


def test_copy_needs_a_title(client, db):
    campaign = make.campaign()
    client.force_login(make.member(campaign.group, roles.ORGANIZER))
    assert client.post(f"/desk/c/{campaign.slug}/copy/", {"title": " "}).status_code == 422
    assert Campaign.objects.count() == 1
