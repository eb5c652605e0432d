"""Erased rows leave the disk: a deleted row lies in its table until the table is rewritten, and in the log after that.

DELETE marks a row, VACUUM frees its place, and both leave its bytes where they are. Only a new file for the table and
the removal of the old write-ahead log files take them away. Blocks of the file system may survive: encrypt the disk.
"""

import logging

from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction

from organize.models import Outgoing
from petitions import bulk
from petitions.models import Asked, Blob, Dispute, PublishedName, Redemption, Statement, Waiting

log = logging.getLogger(__name__)

# Tables from which something is deleted that people were told is gone. No other table refers to any of them.
REWRITTEN = (Waiting, Redemption, Asked, Blob, Statement, PublishedName, Dispute, Outgoing, Session)


def rewrite_erased():
    """Write each table that loses rows into a new file, in random order, then have the old log files removed.

    Leaves no trail: it changes no row. Each table is held for the time of its own rewriting only.
    """
    failures = []
    for model in REWRITTEN:
        try:
            with transaction.atomic():
                bulk.shuffle(model)
        except DatabaseError as failure:  # one table that somebody holds must not keep the others; raised below
            failures.append(failure)
    _clear_log()
    if failures:
        raise ExceptionGroup("tables that were not rewritten", failures)


def _clear_log():
    try:
        is_clear = bulk.clear_log()
    except DatabaseError as error:
        log.error("the database's log was not cleared (%s): grant what deploy/README.md says", type(error).__name__)
        return
    if not is_clear:
        log.error("the database keeps old log files, and what was erased in them: see deploy/postgresql.conf")
