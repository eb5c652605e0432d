"""Files of an upload that a killed process left behind are removed after a day."""

import os
import time

from deploy.schedule import SCHEDULE
from organize import jobs


def test_uploads_older_than_a_day_are_removed(settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    jobs.clear_uploads()  # nothing was ever uploaded here
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    old, new = settings.FILE_UPLOAD_TEMP_DIR / "old", settings.FILE_UPLOAD_TEMP_DIR / "new"
    for path in (old, new):
        path.write_bytes(b"share")
    now = time.time()
    os.utime(old, (now - 25 * 3600, now - 25 * 3600))
    jobs.clear_uploads()
    assert [path.name for path in settings.FILE_UPLOAD_TEMP_DIR.iterdir()] == ["new"]
    jobs.clear_uploads(now=now + 25 * 3600)
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []
    assert SCHEDULE["organize.jobs.clear_uploads"] <= 24 * 3600
