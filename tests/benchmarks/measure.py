"""Lines of results, and what the operating system says of processes: CPU from schedstat, memory from smaps_rollup.

A line is {"name", "median", "unit", "against", "ratio", …}: median is the product's own figure, ratio the median over
interleaved rounds of product ÷ reference, each pair measured one right after the other.
"""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

_DIGITS = 4


def say(**line):
    """Print one line of results at once."""
    print(json.dumps({key: _short(value) for key, value in line.items()}, ensure_ascii=False), flush=True)


def _short(value):
    return float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value


def not_measured(name, reason):
    """Print that something could not be measured here, and why."""
    say(name=name, not_measured=reason)


def compare(name, product, reference, *, unit, against, aim, **more):
    """Print product ÷ reference. Both are lists with one figure a round; aim is like "<= 1.3" or ">= 0.8"."""
    ratios = [ours / theirs for ours, theirs in zip(product, reference, strict=True)]
    ratio = statistics.median(ratios)
    say(
        name=name,
        median=statistics.median(product),
        unit=unit,
        against=against,
        reference=statistics.median(reference),
        ratio=ratio,
        rounds=len(ratios),
        min=min(ratios),
        max=max(ratios),
        aim=aim,
        reached=_holds(ratio, aim),
        **more,
    )


def bound(name, figures, *, unit, aim, **more):
    """Print a figure that is held against a fixed bound, like "<= 300" megabytes: the worst round counts."""
    worst = max(figures)
    reached = _holds(worst, aim)
    say(name=name, median=statistics.median(figures), unit=unit, against="fixed bound", ratio=None,
        rounds=len(figures), min=min(figures), max=worst, aim=aim, reached=reached, **more)  # fmt: skip


def _holds(figure, aim):
    sign, limit = aim.split()
    return figure <= float(limit) if sign == "<=" else figure >= float(limit)


def machine():
    """What the figures depend on: cores, load average of the last minute, kernel's idea of free memory in MB."""
    free = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemAvailable"))
    cores = len(os.sched_getaffinity(0))
    return {"cores": cores, "load": os.getloadavg()[0], "free_mb": int(free.split()[1]) // 1024}


def family(pid):
    """The process and all its descendants that live now."""
    found, left = [], [pid]
    while left:
        one = left.pop()
        found.append(one)
        try:
            left += map(int, Path(f"/proc/{one}/task/{one}/children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found


def cpu_seconds(pids):
    """User and system time of the threads of these processes that live now, in seconds (resolution 1 ns)."""
    total = 0
    for pid in pids:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            total += int((thread / "schedstat").read_text().split()[0])
    return total / 1e9


def memory_mb(pids):
    """Proportional memory of these processes together, in MB: shared pages are counted once."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass  # it has just ended
    return total / 1024


class Peak:
    """The most memory that a process family used at any look while the block ran, in MB."""

    def __init__(self, pid, every=0.1):
        self.pid, self.every, self.mb, self._over = pid, every, 0.0, threading.Event()

    def __enter__(self):
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _watch(self):
        while not self._over.wait(self.every):
            self.mb = max(self.mb, memory_mb(family(self.pid)))


def step(name, *arguments, env=None, watch=False):
    """Run a step (steps.py) in a process of its own; what it printed as JSON. `watch` adds its family's `peak_mb`."""
    command = [sys.executable, "-m", "tests.benchmarks.steps", name, *map(str, arguments)]
    with subprocess.Popen(command, env=env or os.environ, stdout=subprocess.PIPE, text=True) as child:
        if watch:
            with Peak(child.pid) as peak:
                out = child.communicate()[0]
        else:
            out = child.communicate()[0]
    if child.returncode:
        raise RuntimeError(f"the step {name} failed")
    found = json.loads(out.strip().splitlines()[-1])
    return found | ({"peak_mb": peak.mb} if watch else {})


class Clock:
    """Seconds and this process's own CPU seconds (children that ended included) since it was made."""

    def __init__(self):
        self.began, self.cpu_began = time.perf_counter(), self._cpu()

    @staticmethod
    def _cpu():
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system

    def read(self):
        return {"seconds": time.perf_counter() - self.began, "cpu": self._cpu() - self.cpu_began}
