"""P61: small things that would become large, and large things: all are refused at once and take no memory."""

import gzip
import io
import json
import resource
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.petitions.visits import OCTETS
from tests.web.places import body_of, place

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
FORM = "application/x-www-form-urlencoded"


def zip_bomb(name="a", size=64 * MEGABYTE, entries=1):
    """A zip of zeros, 1:1000; `entries` of them, or one with a name that climbs."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(entries):
            archive.writestr(f"{name}{number or ''}", bytes(size // entries))
    return packed.getvalue()


def nested_zip():
    inner = zip_bomb(size=8 * MEGABYTE)
    for _layer in range(5):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", inner)
        inner = packed.getvalue()
    return inner


def image(side):
    """A PNG header that promises side x side pixels."""
    chunk = b"IHDR" + side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4, "big") + chunk + bytes(1000)


def files():
    return {
        "1:1000 zip": zip_bomb(),
        "nested zip": nested_zip(),
        "zip that climbs": zip_bomb("../../etc/passwd", MEGABYTE),
        "10,000 entries": zip_bomb("n", 10_000, 10_000),
        "deep lists": b"[" * 200_000 + b"]" * 200_000,
        "deep objects": b'{"a":' * 200_000,
        "huge number": b'{"v":' + b"9" * 500_000 + b"}",
        "same keys": b"{" + b",".join(b'"v":1' for _ in range(100_000)) + b"}",
        "many keys": json.dumps(dict.fromkeys(map(str, range(50_000)), 0)).encode(),
        "gzip": gzip.compress(bytes(64 * MEGABYTE)),
        "50,000 pixel image": image(50_000),
        "xml": b'<!DOCTYPE a [<!ENTITY a "' + b"a" * 1000 + b'">]><a>' + b"&a;" * 100_000 + b"</a>",
    }


def to_signatories(base):
    squeezed = gzip.compress(bytes(48 * MEGABYTE))
    client = Client(raise_request_exception=False)
    for path in ("sign/", "pass/", "withdraw/", "assisted/"):
        yield (
            path + " gzip",
            lambda path=path: client.post(
                base + path, squeezed, content_type=OCTETS, headers={"Content-Encoding": "gzip"}
            ),
        )
    for path in ("assisted/", "blobs.bin", "assisted/withdraw/"):
        yield path + " 1M fields", lambda path=path: client.post(base + path, b"a=&" * 1_000_000, content_type=FORM)
        yield path + " 20k fields", lambda path=path: client.post(base + path, b"a=&" * 20_000, content_type=FORM)
        yield path + " no end", lambda path=path: client.post(base + path, b"a" * 8 * MEGABYTE, content_type=OCTETS)


def to_desk(here, names):
    client, slug, made = here.owners_client(), here.made.letter.slug, files()
    for name in names or made:
        for path, field in (("codes/leaves/", "file"), ("trustees/1/key/", "file"), ("trustees/1/approval/", "file"),
                            ("trustees/1/destruction/", "file"), ("waves/1/files/", "file")):  # fmt: skip
            yield (
                f"{path} {name}",
                lambda path=path, field=field, name=name: client.post(
                    f"/desk/letters/{slug}/{path}", {field: SimpleUploadedFile("x.json", made[name])}
                ),
            )
    fields = b"&".join(b"f%d=" % number for number in range(150_000))
    yield (
        "desk 1M fields",
        lambda: client.post(f"/desk/c/{here.campaign.slug}/edit/", b"a=&" * 1_000_000, content_type=FORM),
    )
    yield (
        "desk 100k fields",
        lambda: client.post(f"/desk/c/{here.campaign.slug}/edit/", fields[:MEGABYTE], content_type=FORM),
    )


def test_p61_bombs_bounce(reach):
    slow, taken, asked, most = [], [], 0, 0
    names = reach.size(sample=["1:1000 zip", "deep lists", "deep objects", "same keys"], full=None)
    for state in ("inviting", "frozen"):
        here = place(state)
        base = f"/l/{here.made.letter.address or 'a' * 32}/"
        bombs = [*to_desk(here, names), *(to_signatories(base) if state == "frozen" else ())]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for name, throw in bombs:
            began = time.process_time()
            answer = throw()
            spent = time.process_time() - began
            body_of(answer)
            asked, most = asked + 1, max(most, spent)
            if not 400 <= answer.status_code < 500:
                taken.append((state, name, answer.status_code))
            if spent > 1:
                slow.append((state, name, round(spent, 2)))
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        # The test itself holds each body three times, up to 8 MB; the product may add 64 MB at most.
        assert grown < 64 + 3 * 8, grown
    assert (taken, slow) == ([], [])
    reach.reached(f"{asked} bombs, all refused, slowest {most:.2f} s of CPU, {grown:.0f} MB at most")
