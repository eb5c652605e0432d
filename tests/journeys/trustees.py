"""A trustee at their own machine: the command-line tool on a folder of their own, run in this process."""

import datetime
from dataclasses import dataclass
from pathlib import Path

from petitions.sealing import cli


@dataclass
class Trustee:
    name: str
    contact: str
    home: Path
    url: str = "https://trustee.example/letters"

    def __post_init__(self):
        self.home.mkdir(parents=True)
        (self.home / "passphrase").write_text("only this trustee knows it\n")

    def tool(self, *arguments, at=None):
        """One step of the tool, which must succeed."""
        own = ["--home", str(self.home / "state"), "--passphrase-file", str(self.home / "passphrase")]
        step, *rest = map(str, arguments)
        at = at or datetime.datetime.now(datetime.UTC)
        assert cli.main(["trustee", step, *own, *rest], now=at) == cli.OK, (self.name, step)

    def join(self, draft):
        """Make a key for the letter of this DRAFT file; the file for the organizer."""
        (self.home / "draft.json").write_bytes(draft)
        self.tool("init", "--name", self.name, "--contact", self.contact, "--url", self.url)
        self.tool("join", self.home / "draft.json", "--out", self.home / "join.json")
        return (self.home / "join.json").read_bytes()

    def approve(self, manifest, letter_md, fingerprint):
        """Read the letter as published, compare what the others read out, and sign."""
        folder = self.home / "letter"
        folder.mkdir()
        (folder / "manifest.json").write_bytes(manifest)
        (folder / "letter.md").write_bytes(letter_md)
        self.tool("approve", folder, "--fingerprint", fingerprint, "--out", self.home / "approval.json")
        self.approval = (self.home / "approval.json").read_bytes()

    def fetch(self, base, at):
        self.tool("fetch", base, "--out", self.home / "bundle.zip", at=at)
        return self.home / "bundle.zip"

    def release(self, wave, heard, at):
        """Open what is due in a wave, having heard SIZE:ROOT from another trustee; the release file."""
        bundle, out = self.home / "bundle.zip", self.home / "wave.bin"
        self.tool("release", bundle, "--wave", wave, "--compared", heard, "--out", out, at=at)
        return out.read_bytes()
