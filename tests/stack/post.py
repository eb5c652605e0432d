"""The mail server at the end of the line: takes every mail, keeps it as a file; refuses, hangs or cuts when told to."""

import asyncio
import socket
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class MailServer:
    """fault: None, "refuse" (550 to every recipient), "later" (451), "hang" or "cut" after the data."""

    def __init__(self, folder):
        self.folder, self.fault, self.taken = folder, None, 0
        folder.mkdir()
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  the library's name
        if self.fault in ("refuse", "later"):
            return {"refuse": "550 no", "later": "451 not now"}[self.fault]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session, envelope):  # noqa: N802
        if self.fault == "hang":
            await asyncio.sleep(3600)
        if self.fault == "cut":
            server.transport.abort()
            return "421 gone"
        (self.folder / f"{self.taken + 1}.eml").write_bytes(envelope.content)
        self.taken += 1  # whoever waits for a mail reads it from here on
        return "250 OK"

    def wait_for(self, number, seconds=30):
        """The bytes of mail `number` (from 1)."""
        until = time.monotonic() + seconds
        while self.taken < number:
            if time.monotonic() > until:
                raise TimeoutError("no mail came")
            time.sleep(0.1)
        return (self.folder / f"{number}.eml").read_bytes()

    def close(self):
        self._controller.stop()
