"""The inventory of what is written is complete: strace names every file that any process opens for writing."""

import re
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.leaks import life
from tests.stack.programs import ROOT
from tests.stack.stack import Stack

pytestmark = [pytest.mark.postgresql, pytest.mark.slow, pytest.mark.usefixtures("stack_is_here")]

# Where a process may write, and what it writes there. {folder} and {run} are the stack's.
ALLOWED = {
    "{folder}/postgresql/": "PostgreSQL's own cluster, swept",
    "{run}/postgresql/": "PostgreSQL's socket and its lock",
    "/dev/shm/PostgreSQL.": "PostgreSQL's shared memory: counters of parallel workers",
    "{run}/redis.sock": "Redis' socket",
    "{run}/app.sock": "gunicorn's socket",
    "{run}/nginx": "nginx's process number and its folders for bodies, swept",
    "{folder}/var/": "keys, kept clients, public files, uploads: swept",
    "{folder}/tmp/": "temporary files, swept",
    "/dev/shm/wgunicorn-": "gunicorn's heartbeat: a file without a name and without content",
    "/dev/null": "nowhere",
    "/dev/tty": "a terminal, if there is one",
    "/proc/self/": "a process's own settings",
    "/dev/urandom": "what is written there is mixed into the kernel's randomness",
}
_CALL = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
_PATHS = re.compile(r'"((?:[^"\\]|\\.)*)"')


def written(folder):
    """{path: process} of every path that was opened for writing, made, or given another name, by strace's files."""
    found = {}
    for file in folder.iterdir():
        for line in file.read_text(errors="replace").splitlines():
            call = _CALL.match(line)
            if not call or int(call[3]) < 0:
                continue
            name, arguments = call[1], call[2]
            if name.startswith("open") and not re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC", arguments):
                continue
            for path in _PATHS.findall(arguments):
                found.setdefault(path, file.name.partition(".")[0])
    return found


@pytest.fixture
def traces():
    """A folder that PostgreSQL's user may write to as well."""
    folder = Path(tempfile.mkdtemp(prefix="undersigned-traces-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def test_p8_every_path_that_is_written_is_on_the_list(stack_is_here, static_files, traces, reach):
    """A letter is signed and released. Not covered: what the test's own mail server writes."""
    from django.conf import settings

    with Stack(static=settings.STATIC_ROOT, traced=traces) as stack:
        # How many wait is asked once a day: the clock must not ask before anybody has signed.
        with life.without(stack, "cron"):
            signed = life.sign(stack)
        life.release(signed)
        allowed = tuple(place.format(folder=stack.folder, run=stack.run) for place in ALLOWED)
        data = stack.data
    absolute = {str((data if name == "postgres" else ROOT) / path): name for path, name in written(traces).items()}
    assert not {path: name for path, name in absolute.items() if not path.startswith(allowed)}
    assert {"postgres", "web", "work", "nginx"} <= set(absolute.values()), "every process was seen writing"
    reach.reached(f"{len(absolute)} paths written by all processes, 0 unlisted")
