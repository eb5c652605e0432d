"""A small server that keeps the HTTP contract of the letter, with the real checks of petitions.sealing.

It exists to make faults on purpose (an answer lost after the bytes were taken, a refusal, another letter's manifest)
that the product's own server never makes. The journeys under tests/journeys/ meet the product itself.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from petitions.sealing import checkpoints, entries, envelope, log, passes
from petitions.sealing.errors import SealingError
from tests.client import make


class Refused(Exception):  # noqa: N818  as in the client
    """A 4xx with its sentence."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


class Board:
    """The state of one letter: passes given, entries in order of arrival, and what was seen on the wire."""

    def __init__(self, letter, day):
        self.letter, self.day = letter, day
        self.issuer = passes.load_issuer(letter.manifest.issuer_spki)
        self.given, self.entries, self.published = {}, {}, []
        self.requests, self.lost, self.pages = [], [], {}
        self.lock = threading.Lock()
        self.before_file = lambda path: None  # what happens on the server just before a public file is read

    @property
    def who(self):
        return {"letter_id": self.letter.manifest.letter_id}

    def public(self, path):
        """The bytes of a public file."""
        self.before_file(path)
        if path in self.pages:
            return self.pages[path]
        leaves = [log.leaf_hash(raw) for raw in self.published]
        if path == "checkpoints.txt" and leaves:
            made = {"origin": self.letter.manifest.log.origin, "size": len(leaves), "root": log.root(leaves)}
            return checkpoints.sign_checkpoint(self.letter.log_seed, **self.who, **made, day=self.day)
        return {
            "manifest.json": self.letter.raw,
            "letter.md": make.TEXT,
            "leaves.bin": b"".join(leaves),
            "checkpoints.txt": b"",
        }.get(path)

    def take(self, path, body):
        """The answer to a POST."""
        try:
            return {"pass/": self._pass, "sign/": self._sign, "withdraw/": self._withdraw}[path](body)
        except SealingError as refusal:
            raise Refused(400, str(refusal)) from None

    def _pass(self, body):
        if len(body) != 404:
            raise Refused(400, "Wrong length.")
        code, blinded = passes.normalise_code(body[:20].decode("ascii")), body[20:]
        if code not in self.letter.codes:
            raise Refused(400, "This code is not known.")
        if self.given.setdefault(code, blinded) != blinded:
            raise Refused(409, "This code was used already.")
        return self.letter.issuer.sign(blinded)

    def _sign(self, body):
        manifest = self.letter.manifest
        if len(body) != 583 + envelope.blob_length(manifest.n):
            raise Refused(400, "Wrong length.")
        entry = entries.parse(body[:583])
        sealed = {entries.COUNT_ONLY: None, 0: body[583 : 583 + 544]}.get(entry.tier, body[583:])
        entries.check_sign(entry, manifest=manifest, issuer=self.issuer, sealed=sealed)
        return self._accept(entry, lambda last: entry.seq == (0 if last is None else last.seq + 1))

    def _withdraw(self, body):
        if len(body) != 132:
            raise Refused(400, "Wrong length.")
        entry = entries.parse(body)
        entries.check_withdraw(entry, manifest=self.letter.manifest)
        return self._accept(entry, lambda last: isinstance(last, entries.Sign) and entry.seq == last.seq + 1)

    def _accept(self, entry, fits):
        chain = self.entries.setdefault(entry.spk, [])
        if entry.raw not in [earlier.raw for earlier in chain]:
            if not fits(chain[-1] if chain else None):
                raise Refused(409, "This entry does not follow the last one.")
            chain.append(entry)
        return log.sign_receipt(self.letter.log_seed, **self.who, leaf=entry.leaf, day=self.day + 6)

    def publish(self):
        """A batch: everything accepted since the last one, behind what is in the log."""
        waiting = {entry.raw for chain in self.entries.values() for entry in chain} - set(self.published)
        self.published = self.published + sorted(waiting, key=log.leaf_hash)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Silence."""

    def _answer(self, status, body, kind="application/octet-stream"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for header in self.server.headers if kind.startswith("text/html") else ():
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)

    def _path(self):
        path = self.path.partition("?")[0]
        return path.removeprefix(self.server.prefix) if path.startswith(self.server.prefix) else path

    def do_GET(self):  # noqa: N802  the library's name
        path = self._path()
        body = self.server.board.public(path)
        kinds = {"": "text/html; charset=utf-8", "letter.js": "text/javascript"}
        kind = kinds.get(path.rpartition("/")[2], "application/octet-stream")
        self._answer(404 if body is None else 200, body or b"", kind)

    def do_POST(self):  # noqa: N802
        board, path = self.server.board, self._path()
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with board.lock:
            board.requests.append((path, dict(self.headers), body))
            fault = board.lost.pop(0) if board.lost else None
            try:
                if fault == "busy":
                    raise Refused(429, "Too many at once; wait a minute.")
                status, answer, kind = 200, board.take(path, body), "application/octet-stream"
            except Refused as refusal:
                status, kind = refusal.status, "application/json"
                answer = json.dumps({"error": str(refusal)}).encode()
        if fault == "cut":  # taken, but the answer never arrives
            self.close_connection = True
            self.connection.close()
        elif fault == "500":
            self._answer(500, b"{}", "application/json")
        elif fault == "portal":  # a captive portal answers 200 with a page of its own
            self._answer(200, b"<html>Please log in</html>", "text/html; charset=utf-8")
        elif fault == "forged":  # a receipt that the log key never signed
            self._answer(200, answer[:-1] + bytes([answer[-1] ^ 1]))
        elif fault == "other":  # a true receipt, but for somebody else's entry
            self._answer(200, log.sign_receipt(board.letter.log_seed, **board.who, leaf=bytes(32), day=board.day))
        else:
            self._answer(status, answer, kind)


def serve(board, headers=()):
    """Start the server on a free port; returns (server, base URL of the letter)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.board, server.headers = board, headers
    server.prefix = f"/l/{board.letter.manifest.address}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}{server.prefix}"
