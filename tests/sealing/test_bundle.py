"""The bundle as files: one accepted form, nothing beside it, no bit free."""

import random
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from petitions.sealing import bundle, rows, verify, zipfmt
from petitions.sealing.errors import Malformed, SealingError
from tests.sealing import world as w


@pytest.fixture(scope="module")
def files():
    return w.files(w.played())


def checks_failed(files):
    """The checks that fail, also where the bundle cannot be opened at all."""
    try:
        report = verify.verify(bundle.Bundle.of(files), processes=1)
    except SealingError as refusal:
        return [refusal.check]
    return [check for check, _sentence in report.failures]


def test_p49_any_single_bit_flip_is_rejected(files, reach):
    assert checks_failed(files) == []
    chance, half = reach.chance, reach.size(sample=30, full=500)
    places = [(name, at) for name in sorted(files) for at in range(len(files[name]))]
    # Half spread over all bytes, half over files alike, so that the short files are not lost among the blobs.
    chosen = [chance.choice(places) for _ in range(half)]
    for _ in range(half):
        name = chance.choice(sorted(files))
        chosen.append((name, chance.randrange(len(files[name]))))
    missed, named = [], set()
    for name, at in chosen:
        bit = chance.randrange(8)
        flipped = bytearray(files[name])
        flipped[at] ^= 1 << bit
        failed = checks_failed(files | {name: bytes(flipped)})
        named.update(failed)
        if not failed:
            missed.append((name, at, bit))
    assert missed == []
    if reach.is_full:
        assert {"approvals", "letter", "checkpoints", "entries", "roster", "receipts", "blobs", "names"} <= named
    reach.reached(f"{len(missed)} of {len(chosen):,} single-bit flips of a bundle accepted, in {len(files)} files")


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "approvals.json",
        "checkpoints.txt",
        "names.json",
        "errata.json",
        "destroyed.json",
        "notices/1.bin",
        "releases/1-1.bin",
        "letter.de.md",
    ],
)
def test_every_byte_of_a_short_file_is_covered(files, name):
    chance = random.Random(name)
    for at in range(0, len(files[name]), max(1, len(files[name]) // 120)):
        flipped = bytearray(files[name])
        flipped[at] ^= 1 << chance.randrange(8)
        assert checks_failed(files | {name: bytes(flipped)}), at


def test_no_character_of_the_json_files_is_free(files):
    """Upper-case hex escapes, spaces and the order of keys change no meaning, so their spelling is fixed."""
    names = files["names.json"]
    for other in (
        names.replace("ë".encode(), b"\\u00eb"),
        names.replace(b'"tier":', b'"tier": '),
        names.replace(b"\n]\n", b"\n] \n"),
        names.replace(b",\n", b" ,\n", 1),
        names[:-1],
        names + b"\n",
        b"[]\n",
        b"[\n]\n",
        names[2:],
        b"",
    ):
        assert other != names
        assert checks_failed(files | {"names.json": other}) == ["names"]


@pytest.mark.parametrize("name", ["entries.bin", "blobs.bin", "receipts.bin", "checkpoints.txt", "names.json"])
def test_cut_and_lengthened_files_are_rejected(files, name):
    for other in (files[name][:-1], files[name] + b"\0", files[name] * 2, b""):
        assert checks_failed(files | {name: other}), len(other)


@pytest.mark.parametrize("name", sorted(bundle.ALWAYS))
def test_missing_file_is_rejected(files, name):
    assert checks_failed({key: data for key, data in files.items() if key != name}) == ["bundle"]


@pytest.mark.parametrize(
    "name",
    ["../x", "names.json.bak", "notices/0.bin", "notices/256.bin", "notices/01.bin", "releases/1-8.bin", "letter..md"],
)
def test_other_names_are_refused(files, name):
    assert checks_failed(files | {name: b"x"}) == ["bundle"]


def test_zip_and_folder_give_the_same_files(files, tmp_path):
    bundle.write(tmp_path / "folder", files)
    packed = tmp_path / "bundle.zip"
    packed.write_bytes(bundle.zip_bytes(files))
    assert packed.stat().st_size == zipfmt.stream_length(files)
    for path in (tmp_path / "folder", packed):
        with bundle.Bundle.open(path) as found:
            assert {name: found.read(name) for name in found.names()} == files
            assert verify.verify(found).failures == []


def test_zip_is_one_that_other_tools_read(files, tmp_path):
    packed = tmp_path / "bundle.zip"
    packed.write_bytes(bundle.zip_bytes(files))
    with ZipFile(packed) as found:
        assert found.testzip() is None
        assert found.namelist() == sorted(files)
        assert {(one.compress_type, one.date_time) for one in found.infolist()} == {(ZIP_STORED, (1980, 1, 1, 0, 0, 0))}
        assert {name: found.read(name) for name in found.namelist()} == files


def test_five_hundred_flips_of_the_zip_are_rejected(files, tmp_path):
    whole = bundle.zip_bytes({name: data[:400] for name, data in files.items()})
    packed = tmp_path / "bundle.zip"
    packed.write_bytes(whole)
    zipfmt.members(packed)
    chance = random.Random("zip")
    for _ in range(500):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        packed.write_bytes(flipped)
        with pytest.raises(Malformed):
            zipfmt.members(packed)


def test_zip_made_another_way_is_refused(files, tmp_path):
    packed = tmp_path / "bundle.zip"
    for compression in (0, ZIP_DEFLATED):
        with ZipFile(packed, "w", compression) as made:
            for name, data in files.items():
                made.writestr(name, data)
        with pytest.raises(Malformed) as refusal:
            bundle.Bundle.open(packed)
        assert refusal.value.check == "bundle"
    whole = bundle.zip_bytes(files)
    for other in (whole + b"\0", b"\0" + whole, whole[:-1], whole[:-22]):
        packed.write_bytes(other)
        with pytest.raises(Malformed):
            bundle.Bundle.open(packed)


def test_links_and_folders_are_refused(files, tmp_path):
    bundle.write(tmp_path / "one", files)
    target = tmp_path / "one" / "letter.md"
    target.rename(tmp_path / "elsewhere.md")
    target.symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(Malformed) as refusal:
        bundle.Bundle.open(tmp_path / "one")
    assert refusal.value.check == "bundle"
    bundle.write(tmp_path / "two", files)
    (tmp_path / "two" / "more").mkdir()
    with pytest.raises(Malformed):
        bundle.Bundle.open(tmp_path / "two")


def test_a_file_longer_than_it_can_be_is_refused_unread(files):
    assert checks_failed(files | {"approvals.json": b" " * 20_000}) == ["bundle"]


def test_piece_reads_lines_across_blocks(tmp_path):
    rows_in = [rows.name_row(leaf=bytes([n % 256]) * 32, tier=2, wave=1, identity=b"null") for n in range(30_000)]
    whole = rows.listed(rows_in)
    path = tmp_path / "names.json"
    path.write_bytes(b"before" + whole + b"after")
    for piece in (
        bundle.Piece(len(whole), path=path, offset=6),
        bundle.Piece(len(whole), data=whole),
    ):
        assert list(rows.name_rows(piece.lines())) == rows_in
        piece.close()


def test_empty_letter_verifies():
    assert checks_failed(w.files(w.new())) == []
