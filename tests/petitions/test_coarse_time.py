"""No value of a released letter's rows tells a time of day: not in a column, and not inside its JSON."""

import datetime
import re

import pytest
from django.apps import apps
from django.db.models import DateTimeField, JSONField, TimeField

from petitions import jobs
from petitions.actions import disputes, release, waves
from petitions.models import PublishedName, Wave
from petitions.sealing import entries
from petitions.states import DisputeKind
from tests.petitions.signatories import at, crowd, opened, release_file

pytestmark = pytest.mark.django_db(transaction=True)

CLOCK = re.compile(r"\d{1,2}:\d{2}|\b1\d{9}")  # a time of day, or seconds since 1970
NEEDED = {"Checkpoint.counts", "Wave.complaints", "PublishedName.identity", "Letter.tiers", "Dispute.day"}


def released():
    """A letter with names given at once and names opened, one of them disputed; everything done in the afternoon."""
    made = opened()
    people = crowd(made, 5, 3, when=at(0, 15)) + crowd(made, 3, entries.NAMED, name="Openly {}", when=at(0, 16))
    jobs.tick(at=at(1, 13))
    waves.announce_wave(letter=made.letter, by=made.by, at=at(1, 14))
    jobs.tick(at=at(5, 13))
    wave = Wave.objects.get()
    for trustee in (1, 2):
        release.take_release_file(wave=wave, content=release_file(made, wave, trustee), by=made.by, at=at(6, 15))
    release.start_opening(wave=wave, by=made.by, at=at(6, 16))
    release.open_wave(wave_pk=wave.pk, at=at(6, 17), processes=1)
    disputes.dispute_name(
        facts=made.facts, leaf=people[0].leaf, kind=DisputeKind.values[0], text="This is not me.", at=at(7, 18)
    )
    return made


def test_p14_no_column_or_json_of_a_released_letter_tells_a_time(reach):
    """Every table of petitions. Only earlier words have a time, and go with the freeze (test_version_restore.py)."""
    released()
    assert PublishedName.objects.count() == 8
    assert CLOCK.search(str({"at": at(0, 15).isoformat()}))
    assert CLOCK.search(str({"at": int(at(0, 15).timestamp())}))
    read, fine = {}, set()
    for model in apps.get_app_config("petitions").get_models():
        for field in model._meta.concrete_fields:
            name = f"{model.__name__}.{field.name}"
            if isinstance(field, (DateTimeField, TimeField)):
                fine.add(name)
                assert not model.objects.exists()
            values = list(model.objects.values_list(field.name, flat=True))
            if isinstance(field, JSONField):
                assert not [value for value in values if CLOCK.search(str(value).replace("': ", "' "))], name
            assert not [value for value in values if isinstance(value, datetime.datetime)], name
            if values:
                read[name] = len(values)
    assert fine == {"Version.replaced_at"}
    assert set(read) >= NEEDED
    reach.reached(f"0 sub-day values in {sum(read.values())} values of {len(read)} columns of a released letter")
