"""The clock's work for accounts."""

from django.core.management import call_command


def clear_sessions():
    """Remove expired sessions: allauth keeps request details in them for a while."""
    call_command("clearsessions")
