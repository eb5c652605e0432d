"""Fetching over HTTP: the log without a name, the blobs with a signature, and nothing taken on trust."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from petitions.sealing import bundle, log, release, trustee_fetch, verify
from petitions.sealing.encoding import day_number
from petitions.sealing.errors import Rejected
from tests.sealing import world as w
from tests.sealing.trustees import PASSPHRASE, after_notice, at


@pytest.fixture
def server(fresh):
    """A server of one letter: (home, world, address, what it was asked, extra records it slips in)."""
    home, world = fresh
    asked, extra = [], []

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status, body):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):  # noqa: N802
            asked.append(("GET", self.path, None))
            self.answer(200, bundle.zip_bytes(w.files(world)))

        def do_POST(self):  # noqa: N802
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            asked.append(("POST", self.path, form))
            seat, signature = int(form["trustee"][0]), bytes.fromhex(form["signature"][0])
            letter_id = world.manifest.letter_id
            try:
                public = world.manifest.trustees[seat - 1].ed25519
                release.check_fetch(public, letter_id, day_number(form["day"][0]), signature)
            except Rejected:
                self.answer(403, b"")
                return
            blobs = {log.leaf_hash(raw): sealed for raw, sealed in world.log if sealed and len(sealed) > 544}
            records = [leaf + blob for leaf, blob in blobs.items()] + extra
            self.answer(200, b"".join(sorted(records)))

        def log_message(self, *_):
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield home, world, f"http://127.0.0.1:{running.server_port}/l/x/", asked, extra
    running.shutdown()
    running.server_close()
    thread.join()


def fetched(server, tmp_path, **later):
    home, world, address, _asked, _extra = server
    target = tmp_path / "bundle.zip"
    trustee_fetch.fetch(home, address, now=at(world, **later), passphrase=PASSPHRASE, target=target, processes=1)
    return target


def test_fetched_bundle_holds_every_live_sealed_blob(server, tmp_path):
    home, world, _address, asked, _extra = server
    after_notice(home, world)
    with bundle.Bundle.open(fetched(server, tmp_path)) as found:
        report = verify.verify(found, processes=1, sealed=True, today=world.day)
        assert report.failures == [] and len(report.facts.blobs.leaves) == 4
        assert found.read("blobs.bin") == w.files(world, sealed=True)["blobs.bin"]
    assert [(verb, path) for verb, path, _form in asked] == [("GET", "/l/x/bundle.zip"), ("POST", "/l/x/blobs.bin")]
    assert set(asked[1][2]) == {"trustee", "day", "signature"}


def test_blobs_of_no_entry_are_left_out(server, tmp_path):
    home, world, _address, _asked, extra = server
    after_notice(home, world)
    genuine = w.files(world, sealed=True)["blobs.bin"]
    record = len(genuine) // 4
    extra += [b"\0" * record, genuine[:32] + bytes(record - 32)]
    with bundle.Bundle.open(fetched(server, tmp_path)) as found:
        assert found.read("blobs.bin") == genuine


def test_blobs_cut_short_are_refused_and_nothing_is_left_behind(server, tmp_path):
    home, world, _address, _asked, extra = server
    after_notice(home, world)
    extra += [b"short"]
    with pytest.raises(Rejected) as refusal:
        fetched(server, tmp_path)
    assert refusal.value.check == "fetch" and list(tmp_path.iterdir()) == []


def test_refused_request_is_one_sentence(server, tmp_path):
    home, world, _address, _asked, _extra = server
    after_notice(home, world)
    first = world.manifest.trustees[0]
    try:
        object.__setattr__(first, "ed25519", bytes(32))
        with pytest.raises(Rejected) as refusal:
            fetched(server, tmp_path)
    finally:
        object.__setattr__(first, "ed25519", bytes.fromhex(home.identity()["ed25519"]))
    assert str(refusal.value) == "The server answered 403."
