"""When a batch is published, what it holds, what it erases, and the counts it makes public."""

import datetime
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions import vault
from petitions.actions import batches, life
from petitions.models import Blob, Checkpoint, Letter, LogEntry, PublishedName, Statement, Waiting
from petitions.sealing import entries, log, tiers
from petitions.sealing.checkpoints import parse_checkpoint
from petitions.sealing.encoding import day_number
from tests.petitions.signatories import at, crowd, newcomer, opened

pytestmark = pytest.mark.django_db


def publish(made, day, forced=False):
    return batches.publish_batch(letter_pk=made.letter.pk, at=at(day), forced=forced)


def test_batch_needs_five_newcomers_and_a_new_day():
    made = opened()
    people = crowd(made, 4, 3)
    assert publish(made, 1) is None
    people[0].sign(5)
    people[1].withdraw()
    assert publish(made, 2) is None  # six entries more, but nobody new
    newcomer(made).sign(3)
    assert publish(made, 0) is None  # still the day it opened
    assert publish(made, 3).size == 7
    crowd(made, 5, 3)
    assert publish(made, 3) is None
    assert publish(made, 4).size == 12


def test_the_moment_of_the_fifth_signature_is_not_public():
    made = opened()
    crowd(made, 4, 3)
    assert publish(made, 1) is None  # the first look of the day
    newcomer(made).sign(3, when=at(1, 14))
    late = datetime.timedelta(hours=14, minutes=1)
    assert batches.publish_batch(letter_pk=made.letter.pk, at=at(1) + late) is None
    assert not Checkpoint.objects.exists()
    assert publish(made, 2).size == 5


def test_batch_is_published_when_a_receipt_falls_due():
    made = opened()
    signed = newcomer(made).sign(3)
    for day in range(1, 7):
        assert publish(made, day) is None
    checkpoint = publish(made, 7)  # the 00:00 that ends the last day of the receipt's period
    promised = log.verify_receipt(vault.log_public(), made.facts.letter_id, signed.receipt)[1]
    assert day_number(checkpoint.day.isoformat()) == promised + 1
    assert checkpoint.receipt_day == at(6).date()
    assert Letter.objects.get(pk=made.letter.pk).receipt_day == at(13).date()


def test_period_moves_on_although_nothing_waits():
    made = opened()
    assert publish(made, 7) is None
    assert Letter.objects.get(pk=made.letter.pk).receipt_day == at(13).date()
    assert not Checkpoint.objects.exists()


def test_forced_batch_with_nothing_waiting_makes_no_checkpoint():
    made = opened()
    assert publish(made, 1, forced=True) is None
    newcomer(made).sign(3)
    assert publish(made, 1, forced=True).size == 1
    assert publish(made, 2, forced=True) is None


@given(opens=st.integers(0, 30_000), today=st.integers(0, 400))
def test_receipt_day_ends_the_running_period(opens, today):
    epoch = datetime.date(1970, 1, 1)
    letter = Letter(opens_on=epoch + datetime.timedelta(days=opens))
    day = letter.opens_on + datetime.timedelta(days=today)
    found = batches.next_receipt_day(letter, day)
    assert 0 <= (found - day).days <= 6
    assert ((found - letter.opens_on).days + 1) % 7 == 0


@given(
    hours=st.sampled_from([24, 48, 168]), passed=st.integers(0, 30), newcomers=st.integers(0, 9), due=st.integers(-9, 9)
)
def test_batch_rule(hours, passed, newcomers, due):
    last = datetime.date(2026, 3, 28)
    day = last + datetime.timedelta(days=passed)
    letter = Letter(batch_hours=hours, batch_min=5, receipt_day=day - datetime.timedelta(days=due))
    found = batches.is_due(letter, day=day, last_day=last, newcomers=newcomers)
    assert found == (due > 0 or (passed * 24 >= hours and newcomers >= 5))


def test_batch_is_sorted_by_leaf_and_its_checkpoint_verifies():
    made = opened()
    people = crowd(made, 6, 3)
    people[0].withdraw()
    first = publish(made, 1)
    crowd(made, 5, entries.COUNT_ONLY)
    second = publish(made, 2)
    rows = list(LogEntry.objects.order_by("position"))
    assert [row.position for row in rows] == list(range(12))
    leaves = [bytes(row.leaf) for row in rows]
    assert leaves[:7] == sorted(leaves[:7])
    assert leaves[7:] == sorted(leaves[7:])
    assert [log.leaf_hash(bytes(row.entry)) for row in rows] == leaves
    manifest = made.facts.manifest
    for checkpoint, size in ((first, 7), (second, 12)):
        read = parse_checkpoint(
            bytes(checkpoint.note),
            public=manifest.log.ed25519,
            origin=manifest.log.origin,
            letter_id=manifest.letter_id,
        )
        assert (read.size, read.root, read.day) == (size, log.root(leaves[:size]), day_number(str(checkpoint.day)))


def test_withdrawn_and_replaced_text_is_erased():
    made = opened()
    sealed, named, both, other = (newcomer(made) for _person in range(4))
    sealed.sign(3)
    named.sign(entries.NAMED, "Zoe")
    both.sign(3).sign(entries.NAMED, "Ben")  # replaced before it was ever published
    other.sign(entries.NAMED, "Ana").withdraw()
    publish(made, 1, forced=True)
    assert [bytes(row.leaf) for row in Blob.objects.all()] == [sealed.leaf]
    assert {bytes(row.leaf) for row in Statement.objects.all()} == {named.leaf, both.leaf}
    assert [row.identity["name"] for row in PublishedName.objects.all()] == ["Ben", "Zoe"]
    sealed.withdraw()
    named.sign(entries.COUNT_ONLY)
    publish(made, 2, forced=True)
    assert not Blob.objects.exists()
    assert [row.identity["name"] for row in PublishedName.objects.all()] == ["Ben"]
    assert {bytes(row.leaf) for row in Statement.objects.all()} == {both.leaf}
    assert LogEntry.objects.count() == 8


def test_counts_are_those_of_the_whole_log():
    """Random lives over several batches: the counts that are carried forward equal a count from scratch."""
    made = opened(codes=80)
    chance = random.Random(5)
    people, choices = [], [3, 5, 8, entries.NAMED, entries.COUNT_ONLY]
    for day in range(1, 6):
        people += [newcomer(made) for _person in range(6)]
        for one in chance.sample(people, len(people) // 2) + people[-6:]:
            if one.seq >= 0 and one.sent and len(one.sent[0]) == entries.SIGN_LENGTH and chance.random() < 0.3:
                one.withdraw()
            else:
                one.sign(chance.choice(choices), flags=chance.random() < 0.5)
        counts = publish(made, day, forced=True).counts
        lines = [entries.parse(bytes(row.entry)) for row in LogEntry.objects.all()]
        newest = {}
        for line in lines:
            if line.spk not in newest or newest[line.spk].seq < line.seq:
                newest[line.spk] = line
        live = [line for line in newest.values() if isinstance(line, entries.Sign)]
        by_tier = Counter(line.tier for line in live)
        assert counts["live"] == len(live)
        assert counts["named"] == by_tier[0]
        assert counts["count_only"] == by_tier[entries.COUNT_ONLY]
        assert counts["sealed"] == by_tier[3] + by_tier[5] + by_tier[8]
        assert counts["assisted"] == sum(line.flags for line in live)
        assert counts["withdrawn"] == len(newest) - len(live)
        ruling = tiers.judge(manifest=made.facts.manifest, heads=tiers.heads(lines).values())
        assert counts["k"] == ruling.k
        assert counts["at"] == {str(tier): number for tier, number in ruling.n_at.items()}


def test_other_letters_entries_keep_waiting():
    made, other = opened(), opened()
    kept = crowd(other, 3, 3)
    crowd(made, 5, 3)
    publish(made, 1)
    assert {bytes(row.leaf) for row in Waiting.objects.all()} == {one.leaf for one in kept}
    assert all(bytes(row.sealed) and row.letter_id == other.letter.pk for row in Waiting.objects.all())


def test_closed_letter_still_publishes_withdrawals_that_fall_due():
    made = opened(terms={"tiers": [3], "margin": 0, "notice_hours": 720})
    people = crowd(made, 5, 3)
    life.close_letter(letter=made.letter, at=at(1))
    people[0].withdraw(when=at(2))
    assert publish(made, 3) is None
    assert publish(made, 7).size == 6


def test_batch_waits_for_an_overdue_snapshot():
    made = opened(terms={"tiers": [3], "margin": 0, "notice_hours": 0, "closes_on": at(1).date()})
    people = crowd(made, 5, 3)
    life.close_letter(letter=made.letter, at=at(2))
    people[0].withdraw(when=at(2))
    assert publish(made, 3, forced=True) is None
    assert Waiting.objects.count() == 1


def test_rows_of_signatories_hold_no_time():
    """No column of any table a signatory touches is finer than a day, and none names a user or an address."""
    from django.db import models as fields

    from petitions import models

    tables = [models.Waiting, models.LogEntry, models.Blob, models.Statement, models.Checkpoint, models.Hold]
    tables += [models.PublishedName, models.Redemption, models.RosterLeaf]
    for table in tables:
        for field in table._meta.get_fields():
            assert not isinstance(field, (fields.DateTimeField, fields.TimeField, fields.GenericIPAddressField)), field
            assert not isinstance(field, (fields.AutoField, fields.BigAutoField)), field
            if field.is_relation:
                assert field.related_model in (models.Letter, models.Wave), field
    made = opened()
    crowd(made, 5, entries.NAMED)
    publish(made, 1)
    kept = Checkpoint.objects.get()
    assert ":" not in str(kept.counts).replace("': ", "")  # no clock time inside the JSON either
    assert all(isinstance(value, (int, dict)) for value in kept.counts.values())
