"""Work on many chunks in separate processes, because HPKE and signature checks hold Python's one lock.

Workers are spawned, not forked: a forked copy of a web process would share its database connections.
"""

import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from multiprocessing import get_context

AHEAD = 2  # chunks handed to each worker in advance; more would only hold memory


def all_cores():
    """How many processes this machine can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_number = count()
_made = (None, None)  # in a worker: the number of the job it last made, and the job


def _run(number, factory, parts, task):
    global _made
    if _made[0] != number:
        _made = (number, factory(*parts))
    return _made[1](task)


class Crew:
    """Some processes, started when first needed and kept for several kinds of work. With one, all runs right here."""

    def __init__(self, processes):
        self.processes = processes
        self._pool = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def each(self, factory, parts, tasks):
        """Yield job(task) for every task in order, where job = factory(*parts) is made once in each process.

        `factory`, `parts`, tasks and results must pickle; keep them packed bytes. An exception is raised here.
        """
        if self.processes <= 1:
            yield from map(factory(*parts), tasks)
            return
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.processes, get_context("spawn"))
        number, tasks, waiting = next(_number), iter(tasks), deque()
        try:
            while True:
                for task in islice(tasks, self.processes * AHEAD - len(waiting)):
                    waiting.append(self._pool.submit(_run, number, factory, parts, task))
                if not waiting:
                    return
                yield waiting.popleft().result()
        finally:
            for left in waiting:
                left.cancel()


def chunks(items, size):
    """Lists of at most `size` items, in order."""
    items = iter(items)
    while chunk := list(islice(items, size)):
        yield chunk
