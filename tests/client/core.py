"""The built core in Node, and how its answers are compared with those of the Python tools."""

import json
import subprocess
from pathlib import Path

from petitions.sealing.errors import SealingError

ROOT = Path(__file__).resolve().parents[2]
RUNNER = ROOT / "petitions" / "client" / "core.mjs"
BUILDER = ROOT / "tests" / "client" / "build_core.mjs"


def build(node_path, out):
    """Build the core as one file at `out`."""
    subprocess.run([node_path, BUILDER, out], check=True, capture_output=True, timeout=120)
    return out


def encode(value):
    """Bytes travel as {"hex": …}; keys of objects are texts."""
    if isinstance(value, (bytes, bytearray)):
        return {"hex": value.hex()}
    if isinstance(value, dict):
        return {key: encode(part) for key, part in value.items()}
    return [encode(part) for part in value] if isinstance(value, (list, tuple)) else value


def decode(value):
    if isinstance(value, dict):
        return bytes.fromhex(value["hex"]) if set(value) == {"hex"} else {k: decode(part) for k, part in value.items()}
    return [decode(part) for part in value] if isinstance(value, list) else value


class Refused(Exception):  # noqa: N818  the same word as in the client
    """The core refused; `.check` names why, str() is the sentence."""

    def __init__(self, check, sentence):
        super().__init__(sentence)
        self.check = check


class Core:
    """One Node process. Questions go in and answers come back in order."""

    def __init__(self, node_path, built, workers=0):
        command = [node_path, RUNNER, built, str(workers)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.seconds = None

    def ask(self, op, **task):
        """The result; Refused if it was refused."""
        self.process.stdin.write(json.dumps(encode({"op": op, **task})) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if answer["ok"]:
            self.seconds = answer["seconds"]
            return decode(answer["result"])
        assert answer["check"] != "bug", answer["error"]
        raise Refused(answer["check"], answer["error"])

    def call(self, path, *args):
        """A core function, such as "trustee.init"."""
        return self.ask("call", path=path, args=args)

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(timeout=20) == 0
        self.process.stdout.close()


def verdict(act):
    """("ok", result) or ("refused", check, sentence), of either implementation."""
    try:
        return ("ok", act())
    except (SealingError, Refused) as refusal:
        return ("refused", refusal.check, str(refusal))
