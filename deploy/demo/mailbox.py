"""Mail in the demo: printed on the console, as on any laptop, and kept for the story to read its code from."""

import threading

from django.core.mail.backends.base import BaseEmailBackend

_arrived = threading.Condition()
_messages = []
silent = threading.Event()


class Echo(BaseEmailBackend):
    def send_messages(self, messages):
        with _arrived:
            for message in messages:
                _messages.append(message.body)
                if not silent.is_set():
                    print(f"\n  mail to {', '.join(message.to)}: {message.subject}\n")
                    print("\n".join("    " + line for line in message.body.splitlines()), flush=True)
            _arrived.notify_all()
        return len(messages)


def next_mail(seconds=20):
    """The text of the next mail, waiting for it if it is still in the queue."""
    with _arrived:
        if not _arrived.wait_for(lambda: _messages, timeout=seconds):
            raise TimeoutError("no mail came")
        return _messages.pop(0)
