"""A person's browser as bytes on the wire: over TLS to nginx, from any address of 127.0.0.0/8, keeping cookies."""

import http.client
import re
import socket
import ssl
from html import unescape
from typing import NamedTuple
from urllib.parse import urlencode

from tests.stack.programs import HOST

ORIGIN = f"https://{HOST}"
FORM = "application/x-www-form-urlencoded"


class Answer(NamedTuple):
    status: int
    headers: list
    body: bytes

    def header(self, name):
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def text(self):
        return unescape(self.body.decode(errors="replace"))


class Visitor:
    """One connection at a time, kept open. headers: what this browser sends with every request."""

    def __init__(self, stack, address="127.0.0.1", headers=None):
        self.stack, self.address, self.headers, self.cookies = stack, address, headers or {}, {}
        self._connection = None

    def ask(self, method, path, body=None, kind=None, **headers):
        """The Answer to one request. A kept connection that nginx has closed meanwhile is opened again."""
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if kind:
            sent["Content-Type"] = kind
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        kept = self._connection is not None
        try:
            return self._once(method, path, body, sent)
        except (http.client.RemoteDisconnected, ConnectionError, ssl.SSLError):
            self.close()
            if not kept:
                raise
            return self._once(method, path, body, sent)

    def _once(self, method, path, body, headers):
        if self._connection is None:
            self._connection = http.client.HTTPConnection(HOST)
            self._connection.sock = self.stack.connect(self.address)
        try:
            self._connection.request(method, path, body, headers)
            answer = self._connection.getresponse()
            read = Answer(answer.status, answer.getheaders(), answer.read())
        except BaseException:
            self.close()
            raise
        if answer.will_close:
            self.close()
        for value in (value for name, value in read.headers if name.lower() == "set-cookie"):
            name, _equals, rest = value.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return read

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, body=b"", kind="application/octet-stream", **headers):
        """What the letter's own page sends."""
        return self.ask("POST", path, body, kind, **{"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"} | headers)

    def submit(self, path, *, page=None, files=None, **fields):
        """Fill in a desk form: fetch its page for the token, send the fields. files: {field: bytes}."""
        shown = self.get(page or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown.text)
        fields |= {"csrfmiddlewaretoken": token[1]} if token else {}
        if not files:
            return self.post(path, urlencode(fields, doseq=True).encode(), FORM)
        body, kind = multipart(fields, files)
        return self.post(path, body, kind)

    def __del__(self):
        self.close()

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def multipart(fields, files):
    """(body, content type) of a form with files."""
    edge, parts = "edge-of-a-part", []
    for name, value in fields.items():
        parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for name, content in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="file"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def connect(port, address, trusted):
    """A TLS connection to 127.0.0.1:port that comes from `address`."""
    plain = socket.create_connection(("127.0.0.1", port), timeout=60, source_address=(address, 0))
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or a body waits 40 ms for the head to be confirmed
    return trusted.wrap_socket(plain, server_hostname=HOST)
