"""Erased rows leave the disk: a deleted row lies in its table until the table is rewritten, and in the log after that.

DELETE marks a row, VACUUM frees its place, and both leave its bytes where they are. Only a new file for the table and
the removal of the old write-ahead log files take them away. Blocks of the file system may survive: encrypt the disk.
"""

import logging

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction

from organize.models import Outgoing, Subscriber, TypedAsk, TypedCode, UpdateMail
from petitions import bulk
from petitions.models import (
    Asked,
    Blob,
    Contact,
    Dispute,
    Petition,
    PublishedName,
    Redemption,
    Statement,
    Supporter,
    Waiting,
)

log = logging.getLogger(__name__)

# Tables from which something is deleted that people were told is gone. No other table refers to any of them.
REWRITTEN = (Waiting, Redemption, Asked, Blob, Statement, PublishedName, Dispute, Contact, Outgoing, TypedAsk,
             TypedCode, Subscriber, UpdateMail, Session)  # fmt: skip


def others():
    """Every table that is not shuffled, the libraries' included."""
    return [model for model in apps.get_models() if model._meta.managed and model not in (*REWRITTEN, Supporter)]


def rewrite_erased():
    """Write every table into a new file, then have the old log files removed.

    Those of REWRITTEN in random order; the others, from which goes what an owner erases, in the order they have. Leaves
    no trail: it changes no row. Each table is held for the time of its own rewriting only.
    """
    failures = []
    for model in REWRITTEN:
        try:
            with transaction.atomic():
                bulk.shuffle(model)
        except DatabaseError as failure:  # one table that somebody holds must not keep the others; raised below
            failures.append(failure)
    try:
        with transaction.atomic():
            _rewrite_supporters()
    except DatabaseError as failure:
        failures.append(failure)
    with bulk.no_dump():
        for model in others():
            try:
                bulk.rewrite(model)
            except DatabaseError as failure:
                failures.append(failure)
    _clear_log()
    if failures:
        raise ExceptionGroup("tables that were not rewritten", failures)


def _rewrite_supporters():
    """The largest table, which holds back signatures while it is written anew: only when something was erased.

    The petitions' rows are held first, as whoever counts or leaves does: in the other order they wait for each other,
    and the database would end this, the last to wait, every day.
    """
    bulk.wait_for_dumps()
    held = Petition.objects.select_for_update(no_key=True).filter(has_erased=True).order_by("pk")
    erased = list(held.values_list("pk", flat=True))
    if erased:
        bulk.shuffle(Supporter)
        Petition.objects.filter(pk__in=erased).update(has_erased=False)


def _clear_log():
    try:
        is_clear = bulk.clear_log()
    except DatabaseError as error:
        log.error("the database's log was not cleared (%s): grant what deploy/README.md says", type(error).__name__)
        return
    if not is_clear:
        log.error("the database keeps old log files, and what was erased in them: see deploy/postgresql.conf")
