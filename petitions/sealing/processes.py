"""Work on many chunks in separate processes, because HPKE and signature checks hold Python's one lock.

Workers are spawned, not forked: a forked copy of a web process would share its database connections.
"""

import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

AHEAD = 2  # chunks handed to each worker in advance; more would only hold memory

_job = None


def _begin(factory, parts):
    global _job
    _job = factory(*parts)


def _run(task):
    return _job(task)


def all_cores():
    """How many processes this machine can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(factory, parts, tasks, *, processes):
    """Yield job(task) for every task in order, where job = factory(*parts) is made once per process.

    With one process everything runs here. `factory`, `parts`, tasks and results must pickle; keep them packed bytes.
    An exception of a job is raised here, and the tasks not yet begun are dropped.
    """
    if processes <= 1:
        yield from map(factory(*parts), tasks)
        return
    tasks = iter(tasks)
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (factory, parts))
    try:
        waiting = deque(pool.submit(_run, task) for task in islice(tasks, processes * AHEAD))
        while waiting:
            done = waiting.popleft().result()
            waiting.extend(pool.submit(_run, task) for task in islice(tasks, 1))
            yield done
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def chunks(items, size):
    """Lists of at most `size` items, in order."""
    items = iter(items)
    while chunk := list(islice(items, size)):
        yield chunk
