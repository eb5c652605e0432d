"""A small load generator: a fixed number of connections in a closed loop, in one process, on raw sockets.

Every request is ready as bytes before the clock starts. gunicorn's sync workers close each connection after one
answer; servers that keep it open are asked again on the same one.
"""

import select
import socket
import time
from typing import NamedTuple

_HEAD_END = b"\r\n\r\n"


class Load(NamedTuple):
    """What a run gave: answers a second, latencies in seconds (sorted), and status -> how many."""

    rate: float
    latencies: list
    statuses: dict

    def percentile(self, share):
        """The latency that this share of the requests did not exceed, in milliseconds."""
        return 1000 * self.latencies[min(len(self.latencies) - 1, int(share * len(self.latencies)))]


def post(path, body, content_type, **headers):
    """The bytes of a POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {content_type}"]
    lines += [f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def get(path, **headers):
    """The bytes of a GET."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


class _Line:
    """One connection, and the answer that is on its way."""

    def __init__(self, port):
        self.port, self.socket = port, None

    def send(self, request):
        self.began, self.got, self.wanted = time.perf_counter(), b"", None
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port))
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)

    def take(self):
        """Read what is there; the status once the answer is whole, else None."""
        part = self.socket.recv(1 << 18)
        self.got += part
        if self.wanted is None and (at := self.got.find(_HEAD_END)) >= 0:
            head = self.got[:at].lower()
            self.closes = b"connection: close" in head
            # An answer after which the line is closed ends with the line, whatever its headers say.
            length = float("inf") if self.closes else int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
            self.wanted = at + 4 + length
        if self.wanted is None or (part and len(self.got) < self.wanted):
            if not part:
                raise ConnectionError("a server of the benchmark closed a connection without an answer")
            return None
        return int(self.got[9:12])

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def run(port, requests, connections=8):
    """Send all requests, `connections` at a time; the Load."""
    ahead, latencies, statuses = iter(requests), [], {}
    poll, lines = select.epoll(), {}

    def begin(line):
        request = next(ahead, None)
        if request is None:
            return line.close()
        fresh = line.socket is None
        line.send(request)
        if fresh:
            lines[line.socket.fileno()] = line
            poll.register(line.socket.fileno(), select.EPOLLIN)
        return None

    began = time.perf_counter()
    for _number in range(connections):
        begin(_Line(port))
    while len(latencies) < len(requests):
        for descriptor, _event in poll.poll(30) or _silent():
            line = lines[descriptor]
            status = line.take()
            if status is None:
                continue
            latencies.append(time.perf_counter() - line.began)
            statuses[status] = statuses.get(status, 0) + 1
            if line.closes:
                del lines[descriptor]
                line.close()  # this takes it out of the poll as well
            begin(line)
    seconds = time.perf_counter() - began
    poll.close()
    return Load(len(requests) / seconds, sorted(latencies), statuses)


def _silent():
    raise ConnectionError("a server of the benchmark has not answered for 30 seconds")
