"""A forked worker and its parent never share a database session."""

import os

import pytest
from django.db import connection, connections

from organize.workers import forget_inherited


def session():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_child_opens_a_session_of_its_own_and_leaves_the_parents_alone():
    mine = session()
    child = os.fork()
    if child == 0:
        status = 2
        try:
            status = 1 if connection.connection is None else status  # there was nothing to inherit
            kept = forget_inherited()
            status = 0 if kept and session() != mine else status
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert session() == mine
    connections.close_all()
