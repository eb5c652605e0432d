"""What nginx tells the application of people: an address, and nothing else that differs between them."""

import re
import socketserver
import threading

import pytest

from tests.stack.programs import HOST
from tests.stack.stack import Stack
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("stack_is_here")]
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"
NAMES = (
    "User-Agent Accept-Language Referer Cookie Authorization DNT Sec-GPC Sec-CH-UA Sec-CH-UA-Platform Sec-Fetch-Mode "
    "Sec-Fetch-Dest Sec-Fetch-User X-Forwarded-For X-Real-IP X-Forwarded-Host Forwarded Via From Priority Pragma "
    "Cache-Control If-None-Match Range TE Upgrade-Insecure-Requests X-Requested-With CF-Connecting-IP"
).split()


class Recorder(socketserver.ThreadingUnixStreamServer):
    """Sits where gunicorn would, keeps the head of every request as it came, and says `answer`, cut short or not."""

    daemon_threads = True

    def __init__(self, path, answer=ANSWER):
        self.heads, self.answer = [], answer
        super().__init__(str(path), _Kept)
        path.chmod(0o666)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Kept(socketserver.StreamRequestHandler):
    def handle(self):
        head = b"".join(iter(self.rfile.readline, b"\r\n"))
        length = re.search(rb"(?i)content-length: (\d+)", head)
        self.rfile.read(int(length[1]) if length else 0)
        self.server.heads.append(head)
        self.wfile.write(self.server.answer)


@pytest.fixture
def recorded():
    stack = Stack(processes=())
    with stack:
        recorder = Recorder(stack.run / "app.sock")
        stack.start("nginx")
        yield stack, recorder
        recorder.shutdown()
        recorder.server_close()


def _ways(recorded, reach, ask):
    """The distinct heads that `ask(visitor)` from many unlike clients leaves at the application, address aside."""
    stack, recorder = recorded
    number = reach.size(sample=200, full=2000)
    for at in range(number):
        browser = {name: f"{reach.chance.randbytes(9).hex()}-{at}" for name in reach.chance.sample(NAMES, 12)}
        visitor = Visitor(stack, f"127.{reach.chance.randrange(1, 255)}.{at % 255}.{1 + at // 255}", browser)
        assert ask(visitor).status == 200
        visitor.close()
    assert len(recorder.heads) == number
    addresses = {re.search(rb"X-Real-IP: (\S+)", head)[1] for head in recorder.heads}
    assert len(addresses) > number / 2, "the clients did differ, and the address does arrive"
    return number, {re.sub(rb"X-Real-IP: \S+\r\n", b"", head) for head in recorder.heads}


def test_p4_readers_are_alike_behind_nginx(recorded, reach):
    """With the address, which Django's first middleware replaces (tests/organize/test_lean.py), nothing else comes."""
    number, ways = _ways(recorded, reach, lambda visitor: visitor.get("/l/" + "a" * 32 + "/"))
    assert len(ways) == 1, ways
    assert HOST.encode() in next(iter(ways))
    reach.reached(f"{number} varied readers: 1 distinct request behind nginx, address aside")


def test_p4_signatories_are_alike_behind_nginx(recorded, reach):
    """Signing pages of one kind of browser; one that sends no Sec-Fetch-Site is told apart by that alone."""
    number, ways = _ways(recorded, reach, lambda visitor: visitor.post("/l/" + "a" * 32 + "/sign/", bytes(4750)))
    assert len(ways) == 1, ways
    reach.reached(f"{number} varied signatories: 1 distinct request behind nginx, address aside")
