"""Steps that need Django: put a benchmark's letter into a deployment's database, and do there what is measured."""

import datetime
import json
import random
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from petitions import names, pages, publication, queries, vault
from petitions.actions import batches, passes, release
from petitions.documents import delivery
from petitions.models import Checkpoint, Letter, ReleaseFile, RosterLeaf, Wave
from petitions.sealing import issuer
from petitions.sealing.encoding import day_text
from petitions.states import LetterState, WaveKind, WaveState
from tests import make
from tests.benchmarks.measure import Clock
from tests.benchmarks.worlds import CLOSES, DESTROY_BY, FIRST, LETTER, OPENS, SYLLABLES, TITLES, World
from tests.journeys import people


def _date(day):
    return datetime.date.fromisoformat(day_text(day))


def _migrate():
    """Make the tables, unless this database is a copy of one that has them."""
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)


def plant(world_folder):
    """Migrate an empty database and put the letter in it, open for signatures; {"address", "letter": hex key}."""
    world = World(world_folder)
    _migrate()
    read, campaign = world.manifest, make.campaign()
    (settings.KEYS_DIR / "log.seed").write_bytes(world.log_seed)
    letter = Letter.objects.create(
        group=campaign.group,
        campaign=campaign,
        state=LetterState.OPEN,
        title=LETTER.split("\n")[0].removeprefix("# "),
        tiers=list(read.tiers),
        margin=read.margin,
        count_public=read.count_public,
        deliver_at=read.deliver_at,
        needed=read.t,
        opens_on=_date(OPENS),
        closes_on=_date(CLOSES),
        destroy_by=_date(DESTROY_BY),
        notice_hours=read.notice_hours,
        scope=read.scope,
        issuer_spki=read.issuer_spki,
        roster_root=read.eligibility.roster_root,
        roster_size=read.eligibility.roster_size,
        letter_id=read.letter_id,
        address=read.address,
        manifest=read.raw,
        letter_md=LETTER.encode(),
        client_sha256=read.client_sha256[0].hex(),
        receipt_day=timezone.now().date() + datetime.timedelta(days=7),
        frozen_on=_date(OPENS),
    )
    vault.issuer_keep(letter, world.issuer)
    return {"address": letter.address, "letter": letter.pk.hex}


def invite_phones(number):
    """Migrate an empty database and open a letter with as many codes; {"address", "codes"}."""
    _migrate()
    made = people.open_letter(codes=max(int(number), 20))
    return {"address": made.letter.address, "codes": made.codes[: int(number)]}


def show(address, logged):
    """Render the letter's page as the last batch left it and put it where it is served from; {"bytes"}.

    The page alone, not the bundle: its counts come from the checkpoint, which is made here over `logged` entries.
    """
    letter = Letter.objects.get(address=address)
    counts = queries.counts_of(letter) | {"live": int(logged), "sealed": int(logged)}
    _checkpoint(letter, int(logged), bytes(32), counts, frontier=b"")
    folder = publication.folder_of(address)
    folder.mkdir(parents=True)
    return {"bytes": (folder / "page.en.html").write_bytes(pages.render_letter(letter, "en"))}


def _checkpoint(letter, size, root, counts, frontier):
    return Checkpoint.objects.create(
        letter=letter, size=size, root=root, day=_date(OPENS + 1), receipt_day=_date(OPENS + 6), note=b"",
        frontier=frontier, counts=counts,
    )  # fmt: skip


def issue(address, rounds, each):
    """Seconds of CPU and of wall time a pass, product and bare blind signing in turn: {"ours": […], "raw": […]}."""
    from petitions.sealing.passes import blind, code_hash, new_code, roster_leaf

    facts = queries.letter_facts(address)
    key = vault.issuer_load(facts.pk)
    assert isinstance(key, issuer.Issuer)
    found = {"ours": [], "raw": []}
    for _round in range(int(rounds)):
        codes = [new_code() for _number in range(int(each))]
        leaves = [roster_leaf(code_hash(facts.manifest.scope, code)) for code in codes]
        RosterLeaf.objects.bulk_create(RosterLeaf(letter_id=facts.pk, leaf=leaf) for leaf in leaves)
        asked = [blind(facts.manifest.issuer_spki, facts.manifest.scope)[0] for _code in codes]
        clock = Clock()
        for message in asked:
            key.sign(message)
        found["raw"].append(clock.read())
        clock = Clock()
        for code, message in zip(codes, asked, strict=True):
            passes.issue_pass(facts=facts, code=code, blinded=message)
        found["ours"].append(clock.read())
    return found


def publish(letter):
    """Publish the batch that waits."""
    queries.letter_facts(Letter.objects.get(pk=letter).address)  # as a worker has it after its first batch
    vault.log_seed()
    clock = Clock()
    made = batches.publish_batch(letter_pk=letter, at=timezone.now(), forced=True)
    return clock.read() | {"size": made.size}


def base(letter, size, frontier):
    """The checkpoint that a log of `size` entries ends with."""
    row = Letter.objects.get(pk=letter)
    _checkpoint(row, int(size), bytes(32), queries.counts_of(row), frontier=bytes.fromhex(frontier))
    return {}


def collect(letter, size, root, *files):
    """A wave whose snapshot is taken and whose release files are here, ready to be opened; {"wave": hex key}."""
    row = Letter.objects.get(pk=letter)
    wave = Wave.objects.create(
        group_id=row.group_id,
        letter=row,
        number=1,
        kind=WaveKind.EARLY,
        state=WaveState.COLLECTING,
        size=int(size),
        root=bytes.fromhex(root),
        k_notice=row.tiers[-1],
        announced_on=_date(OPENS),
        snapshot_day=_date(OPENS + 4),
        notice=b"",
        snapshot_size=int(size),
        snapshot_root=bytes.fromhex(root),
        k=row.tiers[-1],
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO petitions_hold (id, letter_id, wave_id, spk, leaf, due) "
            "SELECT gen_random_uuid(), letter_id, %s, spk, leaf, true FROM petitions_logentry WHERE letter_id = %s",
            (wave.pk.hex, row.pk.hex),
        )
        Wave.objects.filter(pk=wave.pk).update(due=cursor.rowcount)
    for path in files:
        release.take_release_file(wave=wave, content=Path(path).read_bytes(), by=None, at=timezone.now())
    assert ReleaseFile.objects.filter(wave=wave).count() == len(files)
    return {"wave": wave.pk.hex}


def open_names(wave):
    """Open a wave and publish its names."""
    Wave.objects.filter(pk=wave).update(state=WaveState.OPENING, done=0)
    Wave.objects.first()  # the connection is there before the clock runs
    clock = Clock()
    done = release.open_wave(wave_pk=wave, at=timezone.now())
    found = clock.read()
    assert (done.state, done.named) == (WaveState.COMPLETE, done.due)
    return found


def name_all(letter, number):
    """Publish as many invented names, every second one with a title; {}."""
    chance = random.Random(number)
    names.publish(Letter.objects.get(pk=letter), None, (_name(chance, at) for at in range(int(number))))
    return {}


def _name(chance, at):
    made = {"name": f"{chance.choice(FIRST)} {''.join(chance.choices(SYLLABLES, k=3)).title()}"}
    said = {"title": chance.choice(TITLES)} if at % 2 else {}
    return chance.randbytes(32), 0, names.spelled(made | {field: text for field, text in said.items() if text})


def print_names(letter, folder):
    """Print the letter with its names; seconds, CPU and how many volumes it took."""
    row = Letter.objects.get(pk=letter)
    clock = Clock()
    volumes = delivery.write(row, Path(folder), lambda **_done: None)
    return clock.read() | {"volumes": volumes}


def set_bare(number):
    """What the typesetting library takes for the same number of plain lines in three columns, in volumes like ours."""
    import typst

    chance, seconds = random.Random(number), 0.0
    left = int(number)
    while left > 0:
        now = min(left, delivery.VOLUME)
        lines = "\n\n".join(json.loads(_name(chance, at)[2])["name"] for at in range(now))
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(settings.FONTS)])
        clock = Clock()
        typst.compile(_bare(lines), font_paths=fonts, pdf_standards=["ua-1"])
        seconds += clock.read()["seconds"]
        left -= now
    return {"seconds": seconds}


def _bare(lines):
    return (
        '#set document(title: "Names")\n#set page(paper: "a4")\n'
        f'#set text(font: "source-serif-4 latin", size: 8.5pt, lang: "en")\n#columns(3)[\n{lines}\n]\n'
    ).encode()
