"""Three trustees at their own machines: each runs the command-line tool, and nothing else."""

import concurrent.futures
import json
import os
import subprocess
import sys

from deploy.demo.cast import TRUSTEES
from deploy.demo.site import ROOT, VAR


class Trustee:
    """One trustee with a folder, a passphrase and the tool."""

    def __init__(self, position):
        self.position = position
        self.name, self.place, self.url = TRUSTEES[position - 1]
        self.home = VAR / "trustees" / str(position)
        self.home.mkdir(mode=0o700, parents=True)
        self.passphrase = f"only the demo trustee {position} knows this"

    def tool(self, step, *arguments, at=None):
        """Run one step of the tool; its output as text. It must succeed. `at`: the story's moment, if it is not now."""
        program = ["petitions.sealing"] if at is None else ["deploy.demo.trustee_tool", at.isoformat()]
        command = [sys.executable, "-m", *program, "trustee", step, "--home", str(self.home / "state")]
        done = subprocess.run(
            [*command, "--passphrase-file", "-", *map(str, arguments)],
            input=self.passphrase + "\n", capture_output=True, text=True, cwd=ROOT, check=False,
            env={"PATH": os.environ.get("PATH", "")},
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"trustee {self.position}, step {step}: {done.stdout}{done.stderr}")
        return done.stdout


def all_at_once(work, trustees):
    """work(trustee) for each, side by side; results in order."""
    with concurrent.futures.ThreadPoolExecutor(len(trustees)) as pool:
        return list(pool.map(work, trustees))


def read_json(path):
    return json.loads(path.read_bytes())
