"""How many statements a page needs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def statements(client, address):
    """Those of one GET, sessions included."""
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
