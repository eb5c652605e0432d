"""A log line holds an error's class, place and incident number; never what anybody sent."""

import io
import logging

import pytest
from django.test import Client

from organize.logs import Scrubbed


@pytest.fixture
def lines():
    """What the root logger writes, through the product's own formatter."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Scrubbed())
    logging.getLogger().addHandler(handler)
    yield lambda: stream.getvalue()
    logging.getLogger().removeHandler(handler)


@pytest.mark.urls("tests.organize.lean_urls")
@pytest.mark.parametrize("path", ["/l/break/", "/break/"])
def test_bug_is_logged_without_its_text_or_path(path, lines):
    response = Client(raise_request_exception=False).get(path + "?name=Canary", headers={"User-Agent": "Canary/7"})
    written = lines()
    assert "ValueError" in written
    assert "lean_urls.py" in written
    for secret in ("Canary", "Wilhelmina", "could not sign", "/break/"):
        assert secret not in written
    incident = written.split("incident ")[1].split(":")[0]
    assert incident in response.content.decode()


def test_library_messages_are_reduced_to_their_place(lines):
    logging.getLogger("some.library").error("mail to %s failed: %s", "canary@desk.example", "Wilhelmina")
    written = lines()
    assert "some.library" in written
    assert "test_logs.py" in written
    assert "canary" not in written
    assert "Wilhelmina" not in written


def test_no_handler_mails_anything():
    handlers = [
        handler for name in [None, *logging.root.manager.loggerDict] for handler in logging.getLogger(name).handlers
    ]
    assert not [handler for handler in handlers if "AdminEmail" in type(handler).__name__]
