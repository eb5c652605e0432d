"""A letter with passes by work mail, from its keys to a verified bundle of opened names."""

import io
from contextlib import redirect_stdout

import pytest

from organize.refusals import Refusal
from petitions import publication, vault
from petitions.actions import life, passes, release, waves
from petitions.actions.letters import set_terms
from petitions.actions.signing import sign_assisted
from petitions.models import PublishedName, RosterLeaf, Waiting
from petitions.sealing import cli, entries
from petitions.sealing.bundle import Bundle
from petitions.sealing.verify import verify
from petitions.states import PassMode, WaveState
from tests.petitions import desk, letters
from tests.petitions.signatories import OPENED, SMALL, at, release_file, reloaded
from tests.petitions.work_mail import code_for, crowd, opened

django_db = pytest.mark.django_db


def checked(path):
    """(exit code, lines) of the verifier on a bundle."""
    with redirect_stdout(io.StringIO()) as out:
        code = cli.main(["verify", str(path), "--processes", "1"])
    return code, out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_letter_goes_from_the_freeze_to_a_verified_bundle():
    made = opened()
    rule = made.facts.manifest.eligibility
    assert (rule.mode, rule.roster_root, rule.roster_size, list(rule.domains)) == ("email", None, 0, letters.DOMAINS)
    crowd(made, 4, 3)
    crowd_of = Waiting.objects.count()
    assisted = sign_assisted(
        facts=made.facts, code=code_for(made, "eve@docks.meridian.example"), choice="sealed", tier=3,
        fields={"name": "Eve Assisted"}, at=OPENED,
    )  # fmt: skip
    assert (crowd_of, assisted["kind"]) == (4, "sign")
    life.close_letter(letter=made.letter, at=at(40))
    assert vault.dup_load(made.letter.pk) is None, "before any name is opened"
    (wave,) = made.letter.waves.all()
    waves.take_snapshot(wave=wave, at=at(60))
    for position in (1, 3):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(61))
    release.start_opening(wave=wave, by=made.by, at=at(61))
    assert release.open_wave(wave_pk=wave.pk, at=at(61), processes=1).named == 5
    publication.publish(reloaded(made))
    path = publication.folder_of(made.facts.address) / "bundle.zip"
    code, said = checked(path)
    assert code == 0, said
    assert "THE COUNT RESTS ON THE OPERATOR'S WORD" in said
    with Bundle.open(path) as bundle:
        assert "roster.json" not in bundle
    assert {row["name"] for row in PublishedName.objects.values_list("identity", flat=True)} >= {"Eve Assisted"}


@pytest.mark.django_db(transaction=True)
def test_names_are_not_opened_while_the_dup_key_is_there():
    made = opened()
    crowd(made, 4, 3)
    key = vault.dup_load(made.letter.pk)
    life.close_letter(letter=made.letter, at=at(40))
    (wave,) = made.letter.waves.all()
    waves.take_snapshot(wave=wave, at=at(60))
    for position in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, position), by=made.by, at=at(61))
    vault.dup_keep(made.letter, key)  # a crash between the commit and the destruction
    with pytest.raises(Refusal, match="still being destroyed"):
        release.start_opening(wave=wave, by=made.by, at=at(61))
    waves.destroy_pass_keys(made.letter.pk)  # as the clock does, every minute
    assert release.start_opening(wave=wave, by=made.by, at=at(61)).state == WaveState.OPENING


@django_db
def test_no_early_wave_while_passes_are_given_out():
    made = opened()
    crowd(made, 4, 3)
    letters.counted(made, k=3)
    with pytest.raises(Refusal, match="only after its last day"):
        waves.announce_wave(letter=made.letter, by=made.by, at=at(2))


@django_db
def test_keys_are_made_at_the_desk_and_codes_are_not():
    client, made, _people = desk.scene("inviting", terms=letters.BY_MAIL)
    page = desk.text(client.get(desk.url("code-make", made.letter)))
    assert "Make the keys" in page
    answer = client.post(desk.url("code-make", made.letter), {})
    assert answer.status_code == 302
    made.letter.refresh_from_db()
    assert made.letter.state == "coded"
    assert (made.letter.roster_root, made.letter.roster_size) == (None, 0)
    assert len(vault.dup_load(made.letter.pk)) == 32
    assert vault._dup_path(made.letter.pk).stat().st_mode & 0o777 == 0o600
    assert "dup" not in desk.text(client.get(desk.url("letter-read", made.letter)))
    with pytest.raises(Refusal):
        passes.take_leaves(letter=made.letter, leaves=[bytes(32)], by=made.by, at=letters.NOW)
    assert not RosterLeaf.objects.exists()


@django_db
@pytest.mark.parametrize("mode", PassMode.values)
def test_each_way_refuses_the_keys_of_the_other(mode):
    terms = letters.BY_MAIL if mode == PassMode.EMAIL else {}
    made = letters.inviting(terms=terms)
    by = {"letter": made.letter, "by": made.by, "at": letters.NOW, "new_key": letters._one_key}
    wrong = (lambda: passes.make_codes(number=3, **by)) if terms else (lambda: passes.make_mail_keys(**by))
    with pytest.raises(Refusal):
        wrong()
    assert vault.issuer_load(made.letter.pk) is None
    made.letter.refresh_from_db()
    assert made.letter.state == "inviting"


@django_db
def test_way_is_fixed_with_the_keys_and_domains_with_the_freeze():
    made = letters.coded(terms=letters.BY_MAIL)
    terms = letters.TERMS | letters.BY_MAIL | {"letter": made.letter, "by": made.by, "at": letters.NOW}
    set_terms(**terms | {"domains": ["other.example"]})
    made.letter.refresh_from_db()
    assert made.letter.domains == ["other.example"]
    with pytest.raises(Refusal, match="was fixed"):
        set_terms(**terms | {"mode": PassMode.CODE, "domains": []})
    with pytest.raises(Refusal, match="Name 1 to 50"):
        set_terms(**terms | {"domains": []})


@django_db
def test_terms_page_labels_work_mail_as_weaker_and_takes_it():
    client, made, _people = desk.scene()
    page = desk.text(client.get(desk.url("letter-terms", made.letter)))
    for words in ("Work mail is weaker", "make up addresses", "people with codes alone"):
        assert words in page
    given = {
        "tiers": "3, 5", "margin": "1", "deliver_at": "5", "needed": "2", "opens_on": "2026-12-01",
        "closes_on": "2026-12-31", "destroy_by": "2027-03-31", "notice_hours": "72", "mode": "email",
    }  # fmt: skip
    assert client.post(desk.url("letter-terms", made.letter), given).status_code == 400
    assert "Write domains" in desk.text(client.post(desk.url("letter-terms", made.letter), given | {"domains": "a b"}))
    answer = client.post(desk.url("letter-terms", made.letter), given | {"domains": "Meridian.Example, @docks.example"})
    assert answer.status_code == 302
    made.letter.refresh_from_db()
    assert (made.letter.mode, made.letter.domains) == ("email", ["docks.example", "meridian.example"])
    client.post(desk.url("letter-terms", made.letter), given | {"mode": "code", "domains": "meridian.example"})
    made.letter.refresh_from_db()
    assert (made.letter.mode, made.letter.domains) == ("code", [])


@django_db
def test_mailed_letter_verifies_before_anything_is_opened():
    made = opened(tiers=SMALL["tiers"])
    crowd(made, 2, entries.COUNT_ONLY)
    publication.publish(made.letter)
    with Bundle.open(publication.folder_of(made.facts.address) / "bundle.zip") as bundle:
        report = verify(bundle, processes=1)
    assert not report.failures
