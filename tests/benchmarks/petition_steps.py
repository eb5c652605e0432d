"""Steps of the petition's benchmark that need Django: many supporters, codes to type, a count, an export."""

import datetime

import django_rq
from django.db import connection
from django.utils import timezone

from organize.actions import typed
from petitions.actions import exporting, petitions, supporting, tallies
from petitions.models import Petition
from petitions.petition_states import goal_after
from petitions.sealing import contacts, xwing
from tests import make
from tests.benchmarks.measure import Clock
from tests.benchmarks.site_steps import _migrate

SEED = bytes(32)
# Names that differ where names begin, and keys that sort as they do; every row has a whole envelope's weight.
_SUPPORTERS = """
INSERT INTO petitions_supporter (id, petition_id, tag, sealed, country, name, sort_key, name_state, source, counted)
SELECT gen_random_uuid(), %(petition)s, sha256(('tag' || i)::bytea),
       %(sealed)s::bytea || sha256(('row' || i)::bytea), 'PT',
       'Ada ' || md5(i::text), decode(md5(i::text), 'hex'), 'shown', 'web', true
FROM generate_series(1, %(size)s) AS i
"""


def petition(size):
    """Migrate an empty database and open a petition with `size` supporters, all of them public; {"address", "pk"}."""
    _migrate()
    at, size = timezone.now(), int(size)
    made = petitions.draft_petition(
        campaign=make.campaign(), title="Rest between two nights", body="We ask for *eleven hours*.\n\n" * 20,
        publisher="Dock workers", partners=["Port neighbours"], by=None, at=at,
    )  # fmt: skip
    public = xwing.public(SEED)
    petitions.add_holder(petition=made, content=contacts.key_file(name="Ada", public=public), by=None, at=at)
    last = at.date() + datetime.timedelta(days=30)
    petitions.open_petition(petition=made, closes_on=last, erase_on=last + datetime.timedelta(days=30), by=None, at=at)
    sealed = contacts.seal(petition_id=made.pk.bytes, publics=[public], fields={"mailbox": "ada@mail.example"})
    with connection.cursor() as cursor:
        cursor.execute(_SUPPORTERS, {"petition": made.pk, "sealed": sealed[:-32], "size": size})
        cursor.execute("VACUUM ANALYZE petitions_supporter")
    numbers = {"confirmed": size, "names_shown": size, "countries": {"PT": size}, "goal": goal_after(size, 100)}
    Petition.objects.filter(pk=made.pk).update(**numbers, counted_on=at.date())
    return {"address": made.address, "pk": str(made.pk)}


def middle(pk):
    """The key of a supporter in the middle of the names, as a link between two pages holds it; {"key"}."""
    half = "SELECT id FROM petitions_supporter WHERE petition_id = %s AND sort_key >= %s ORDER BY sort_key LIMIT 1"
    with connection.cursor() as cursor:
        cursor.execute(half, [pk, b"\x80"])
        return {"key": str(cursor.fetchone()[0])}


def typed_codes(pk, number, first):
    """Codes as mails would hold them, for as many addresses that never signed; {"codes"}."""
    made, at, found = Petition.objects.get(pk=pk), timezone.now(), []
    said = supporting.Said("Ada Example", "PT", True, [1])
    for turn in range(int(first), int(first) + int(number)):
        row = supporting.ask_to_sign(petition=made, address=f"ada{turn}@mail.example", said=said, at=at)
        found.append(typed.make_code(row=row, at=at)[1])
        row.delete()
    django_rq.get_queue("mail").empty()  # of these nobody gets a mail
    return {"codes": found}


def count(pk):
    """The clock's count; {"seconds", "cpu", "confirmed"}."""
    clock = Clock()
    held = tallies.count_supporters(petition_pk=pk, at=timezone.now())
    return clock.read() | {"confirmed": held.confirmed}


def export(pk):
    """Write the export to nowhere; {"bytes", "seconds", "cpu"}."""
    made, clock, size = Petition.objects.get(pk=pk), Clock(), 0
    for piece in exporting.export_contacts(petition=made, by=None, at=timezone.now()):
        size += len(piece)
    return clock.read() | {"bytes": size}
