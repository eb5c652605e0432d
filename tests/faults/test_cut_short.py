"""An answer that a killed process leaves unfinished never looks like a whole one behind nginx."""

from http.client import IncompleteRead

import pytest

from tests.leaks.test_told_by_proxy import Recorder
from tests.stack.stack import Stack
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("stack_is_here")]
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
WHOLE = [OK + b"Content-Length: 4\r\n\r\nabcd", OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n"]
CUT = {
    "after its head": OK + b"Content-Length: 100\r\n\r\n",
    "in its body": OK + b"Content-Length: 100\r\n\r\nabcd",
    "in a stream": OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n",
}


def test_answer_that_is_cut_short_is_no_answer():
    with Stack(processes=()) as stack:
        recorder = Recorder(stack.run / "app.sock")
        stack.start("nginx")
        visitor = Visitor(stack)
        for answer in WHOLE:
            recorder.answer = answer
            assert visitor.get("/l/x/").body == b"abcd"
        assert all(
            b" HTTP/1.1\r\n" in head for head in recorder.heads
        )  # to a 1.0 client a stream ends with its connection
        for where, answer in CUT.items():
            recorder.answer = answer
            try:
                found = visitor.get("/l/x/")
            except IncompleteRead:
                continue
            finally:
                visitor.close()
            assert found.status >= 500, where
        recorder.shutdown()
        recorder.server_close()
