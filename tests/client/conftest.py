"""The bundle, built once from the sources as they are, and a Node process that runs it."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.client import core as cores
from tests.client import make
from tests.client.server import Board, serve
from tests.client.twin import Twin

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv" / "bin"))
RUNNER = ROOT / "petitions" / "client" / "node.mjs"
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """Nothing here is served by Django: the bundle is built for these tests alone."""


@pytest.fixture(autouse=True)
def nothing_left_behind():
    """Nor is there a queue or a cache."""


def _missing(what):
    if os.environ.get("CI"):
        pytest.fail(f"CI needs {what} for the tests of the signing client")
    pytest.skip(f"{what} is not here (python3 deploy/bootstrap.py assets sets it up)")


@pytest.fixture(scope="session")
def node_path():
    """The node program."""
    if not NODE:
        _missing("Node.js")
    return NODE


@pytest.fixture(scope="session")
def build(node_path):
    """Call it with an output folder (and a checkout) to build the bundle there; returns the path of letter.js."""

    def run(out, root=ROOT):
        if not (root / "deploy/web/node_modules/esbuild").exists():
            _missing("deploy/web/node_modules")
        subprocess.run([node_path, root / "deploy/web/build.mjs", out], check=True, capture_output=True, timeout=120)
        return out / "client" / "letter.js"

    return run


@pytest.fixture(scope="session")
def bundle(build, tmp_path_factory):
    """The built letter.js."""
    return build(tmp_path_factory.mktemp("bundle"))


class RefusedInNode(Exception):  # noqa: N818  the same word as in the client
    """The bundle refused; `.check` names why."""

    def __init__(self, check, text):
        super().__init__(f"{check}: {text}")
        self.check = check


class Node:
    """One Node process with the bundle. Lines go in, answers come back in any order and are matched by id."""

    def __init__(self, program, bundle, concurrency=4):
        self.process = subprocess.Popen(
            [program, RUNNER, bundle, str(concurrency)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def tasks(self, tasks):
        """Run many tasks in parallel; their answers in the order of the tasks."""
        for at, task in enumerate(tasks):
            self.process.stdin.write(json.dumps({**task, "id": at}) + "\n")
        self.process.stdin.flush()
        answers = [json.loads(self.process.stdout.readline()) for _ in tasks]
        return sorted(answers, key=lambda answer: answer["id"])

    def task(self, **task):
        """One task; RefusedInNode if it was refused."""
        (answer,) = self.tasks([task])
        if not answer["ok"]:
            raise RefusedInNode(answer["check"], answer["error"])
        return answer.get("file", answer.get("result"))

    def call(self, path, *args):
        """A core function of the bundle, such as "envelope.seal"."""
        return cores.decode(self.task(op="call", path=path, args=cores.encode(list(args))))

    def calls(self, path, many):
        """The same function for many argument lists."""
        answers = self.tasks([{"op": "call", "path": path, "args": cores.encode(list(args))} for args in many])
        for answer in answers:
            if answer.get("check") == "bug":
                raise AssertionError(answer["error"])
        return [(answer["ok"], cores.decode(answer.get("result", answer.get("check")))) for answer in answers]

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(timeout=20) == 0
        self.process.stdout.close()


@pytest.fixture(scope="session")
def node(node_path, bundle):
    """The bundle in Node."""
    running = Node(node_path, bundle)
    yield running
    running.close()


@pytest.fixture(scope="session")
def core_path(node_path, tmp_path_factory):
    """The verifier and the trustee's steps, built from the sources as they are."""
    if not (ROOT / "deploy/web/node_modules/esbuild").exists():
        _missing("deploy/web/node_modules")
    return cores.build(node_path, tmp_path_factory.mktemp("core") / "core.js")


@pytest.fixture(scope="session")
def core(node_path, core_path):
    """The core in Node."""
    running = cores.Core(node_path, core_path)
    yield running
    running.close()


@pytest.fixture
def twin(core, monkeypatch):
    """The second implementation listens to the first one (tests/client/twin.py)."""
    listening = Twin(core)
    listening.listen(monkeypatch)
    return listening


@pytest.fixture(scope="session")
def letter():
    """A letter for three trustees, two of whom open."""
    return make.letter()


@pytest.fixture(scope="session")
def js_manifest(node, letter):
    """The letter's manifest as the bundle parsed it."""
    return node.call("manifest.parseManifest", letter.raw, letter.manifest.address)


@pytest.fixture
def board(bundle, node):
    board = Board(make.letter(codes=3), make.OPENS + 3)
    keys = node.call("SENTENCE_KEYS.slice")
    sentences = "".join(f'<p data-key="{key}">{key} {{day}}</p>' for key in keys)
    html = Path(__file__).with_name("page.html").read_text()
    html = html.replace("ADDRESS", board.letter.manifest.address).replace("SENTENCES", sentences)
    board.pages = {"": html.encode(), "letter.js": bundle.read_bytes()}
    return board


@pytest.fixture
def base(board):
    server, url = serve(board, [("Content-Security-Policy", POLICY), ("Cache-Control", "no-store")])
    yield url
    server.shutdown()
    server.server_close()


@pytest.fixture
def faults(page):
    """Whatever the page complains about: exceptions, refused scripts, policy violations."""
    seen = []
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("console", lambda line: seen.append(line.text) if "Policy" in line.text or "Trusted" in line.text else None)
    return seen
