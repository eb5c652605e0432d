"""Everything a group owns as one zip: all of it, nothing of anybody else, nothing secret, sent while it is made."""

import csv
import io
import json
import tracemalloc
import zipfile

import pytest
from django.apps import apps
from django.urls import reverse

from organize import archive, export, inventory
from organize.actions import subscribers
from organize.models import Company, Trail
from tests import make
from tests.organize.test_retention import HOW
from tests.personas import cast
from tests.petitions import letters
from tests.petitions.signatories import crowd
from tests.test_access import letter_with_parts

pytestmark = pytest.mark.django_db


def zip_of(group):
    return zipfile.ZipFile(io.BytesIO(b"".join(export.export(group))))


def rows(archive, kind):
    return json.loads(archive.read(f"{kind}.json"))


def field_at(model, path):
    for part in path.split("__"):
        field = model._meta.get_field(part)
        model = field.related_model or model
    return field, part


def test_every_table_of_a_group_is_exported_or_says_why_not():
    for kind in inventory.kinds():
        assert bool(kind.fields) != bool(str(kind.left_out)), f"{kind.model}: {HOW}"
    of_groups = {
        model._meta.label for model in apps.get_models()
        if any(field.related_model and field.related_model._meta.label == "organize.Group" and field.many_to_one
               for field in model._meta.get_fields())
    }  # fmt: skip
    assert of_groups <= {kind.model for kind in inventory.kinds() if kind.group}


def test_no_exported_column_is_a_secret_or_a_mailbox():
    meanings = inventory.meanings()
    for kind in inventory.kinds():
        for name, path in kind.columns.items():
            field, last = field_at(kind.table, path)
            place = f"{kind.model}: {name}"
            assert field.get_internal_type() not in ("BinaryField", "EmailField"), place
            assert not field.is_relation or last.endswith("_id"), f"{place}: name the key ({name}_id) or a column"
            assert name in meanings, f"{place}: say in FIELDS of its keeping.py what it means"


def full_group(code="A" * 16):
    """A group with one of everything that the tests of all addresses use, an open letter that people signed, and
    somebody who waits for updates."""
    people = cast()
    campaign, _records = make.ledger(people.group)
    make.update(campaign=campaign)
    letter_with_parts(people.group)
    subscribers.subscribe(campaign=campaign, address="reader@private.example", at=make.NOW)
    make.invitation(group=people.group, mailbox="invited@private.example", code=code)
    made = letters.in_state("open", campaign=campaign, by=people.owner)
    crowd(made, 3, 0)
    return people, campaign, made


def test_export_holds_every_row_of_the_group_and_none_of_another():
    people, campaign, made = full_group()
    other, _theirs = make.ledger(people.stranger.memberships.get().group)
    found = zip_of(people.group)
    assert found.testzip() is None
    for kind in inventory.kinds():
        if not kind.fields:
            assert f"{kind.file_name}.json" not in found.namelist()
            continue
        given = rows(found, kind.file_name)
        assert {row["id"] for row in given} == {str(row.pk) for row in kind.rows_of(people.group)}, kind.model
        table = list(csv.reader(io.StringIO(found.read(f"{kind.file_name}.csv").decode("utf-8-sig"), newline="")))
        assert table[0] == ["id", *kind.columns]
        assert [row[0] for row in table[1:]] == [row["id"] for row in given]
    assert {row["id"] for row in rows(found, "organize/campaign")} >= {str(campaign.pk)}
    assert str(other.pk).encode() not in b"".join(found.read(name) for name in found.namelist())
    commitment = rows(found, "organize/commitment")[0]
    assert commitment["text"] == make.SAID["text"] and commitment["on"] == "2026-11-02"
    letter = next(row for row in rows(found, "petitions/letter") if row["address"])
    assert letter["address"] == made.letter.address and letter["tiers"] == made.letter.tiers
    assert len(rows(found, "petitions/letter")) == 2
    bundle = zipfile.ZipFile(io.BytesIO(found.read(f"letters/{made.letter.address}/bundle.zip")))
    assert "manifest.json" in bundle.namelist()


def test_readme_explains_every_field_and_what_is_left_out():
    people, _campaign, _made = full_group()
    words = zip_of(people.group).read("README.txt").decode()
    for kind in inventory.kinds():
        if kind.fields:
            about = words[words.index(f"{kind.file_name}.json") :].split("\n\n")[0]
            assert [line.split(":")[0].strip() for line in about.splitlines()[2:]] == ["id", *kind.columns]
        elif kind.group:
            assert kind.model in words and str(kind.left_out) in words


def test_export_holds_no_secret_and_no_mailbox(settings):
    people, _campaign, made = full_group()
    found = zip_of(people.group)
    content = b"".join(found.read(name) for name in found.namelist())
    mailboxes = [person.mailbox for person in (people.owner, people.organizer, people.viewer)]
    secrets = [*mailboxes, "reader@private.example", "invited@private.example", make.SECRET, settings.SECRET_KEY]
    assert not [one for one in secrets if one.encode() in content]
    keys = [path for path in settings.KEYS_DIR.iterdir() if path.is_file()]
    assert keys and not [path for path in keys if path.read_bytes()[:32] in content]
    people.owner.pseudonym = mailboxes[0]
    people.owner.save()
    assert mailboxes[0].encode() in b"".join(zip_of(people.group).read(name) for name in found.namelist()), (
        "what could be found is found"
    )


def test_cells_are_no_formulas():
    people = cast()
    make.company(group=people.group, name="=HYPERLINK(1)")
    found = zip_of(people.group)
    assert b"'=HYPERLINK(1)" in found.read("organize/company.csv")
    assert rows(found, "organize/company")[0]["name"] == "=HYPERLINK(1)"


def test_owner_takes_it_with_a_fresh_factor_and_the_trail_knows():
    people = cast()
    address = reverse("export", args=[people.group.slug])
    client = people.client("owner")
    assert client.get(address).status_code == 200
    assert not Trail.objects.filter(verb="export").exists()
    answer = client.post(address)
    assert answer["Content-Type"] == "application/zip" and answer.streaming
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None
    assert Trail.objects.get(verb="export").actor == people.owner
    client.force_login(people.owner, ago=301)
    old = client.post(address)
    assert old.status_code == 302 and "/second-factor/" in old["Location"]
    assert people.client("organizer").post(address).status_code == 404
    assert Trail.objects.filter(verb="export").count() == 1


def test_first_bytes_come_at_once_and_memory_stays_flat():
    people = cast()

    def peak(number):
        Company.objects.bulk_create(
            Company(group=people.group, name=f"{number} {at}", aliases=["x" * 300]) for at in range(number)
        )
        tracemalloc.start()
        try:
            assert sum(map(len, export.export(people.group)))
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # templates and translations are loaded once
    little, much = peak(200), peak(1_400)  # 1,600 rows now, which as objects would be some 3 MB
    assert much < little + 500_000, (little, much)
    beginning = export.export(people.group)
    head = next(beginning) + next(beginning)
    assert head.startswith(b"PK\3\4") and len(head) < 100_000


def test_member_of_known_length_is_stored_and_long_ones_are_found_again():
    blocks = [b"a" * 70_000, b"b"]
    found = zipfile.ZipFile(io.BytesIO(b"".join(archive.stream([("x", iter(blocks), 70_001), ("y", [b"c"], None)]))))
    assert [info.compress_type for info in found.infolist()] == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]
    assert found.read("x") == b"".join(blocks)
    assert {info.date_time for info in found.infolist()} == {archive.LONG_AGO}
    long = b"".join(archive.stream([("x", [b"short"], archive.ZIP64_FROM)]))  # headers that have room for it
    assert zipfile.ZipFile(io.BytesIO(long)).read("x") == b"short"
