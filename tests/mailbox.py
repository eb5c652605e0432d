"""Where mail arrives in tests: a file, because production's worker sends it from a process of its own."""

import json
from types import SimpleNamespace

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


def _file():
    return settings.VAR / "mailbox.jsonl"


class Kept(BaseEmailBackend):
    def send_messages(self, messages):
        with _file().open("a") as file:
            for message in messages:
                raw = message.message()
                fields = {"sender": message.from_email, "to": message.to, "subject": message.subject}
                file.write(json.dumps(fields | {"body": message.body, "headers": dict(raw.items())}) + "\n")
        return len(messages)


def received():
    """Every mail of this test so far, oldest first: sender, to, subject, body, headers."""
    if not _file().exists():
        return []
    return [SimpleNamespace(**json.loads(line)) for line in _file().read_text().splitlines()]


def empty():
    _file().unlink(missing_ok=True)
