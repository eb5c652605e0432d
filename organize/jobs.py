"""The clock's work for accounts and uploads."""

import time

from django.conf import settings
from django.core.management import call_command

DAY = 24 * 3600


def clear_sessions():
    """Remove expired sessions: allauth keeps request details in them for a while."""
    call_command("clearsessions")


def clear_uploads(now=None):
    """Remove what a killed process left of a large upload more than a day ago. `now`: seconds since 1970."""
    folder, before = settings.FILE_UPLOAD_TEMP_DIR, (now or time.time()) - DAY
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        try:
            if path.is_file() and path.stat().st_mtime < before:
                path.unlink()
        except FileNotFoundError:
            continue  # its own request ended and removed it
