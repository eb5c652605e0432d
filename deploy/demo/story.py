"""The story of one letter (journey J1), each step through the road a person would take."""

import base64
import datetime
import re
import zipfile
from typing import NamedTuple

from deploy.demo import desk as organizers
from deploy.demo import signatories
from deploy.demo.cast import TIERS
from deploy.demo.site import VAR, move_time
from deploy.demo.trustees import Trustee, all_at_once
from petitions.sealing import manifest as manifests


class Played(NamedTuple):
    """What the story leaves behind: the letter's path, its campaign's, a code that nobody has used, how many names
    are public, and what opens the organizer's account beside their mailbox."""

    address: str
    story: str
    spare: str
    names: int
    app: str
    recovery: list


def play(root, tell):
    desk = organizers.Desk(root)
    desk.sign_in()
    tell("the organizer signed in with a one-time code", "no password exists anywhere")
    app, recovery = desk.set_up_app()
    tell("and set up an authenticator app", "without a second factor an account can only read")
    desk.write_letter()
    desk.set_terms()
    tell("wrote a letter with four demands, two addressees, tiers " + "/".join(map(str, TIERS)))

    trustees = [Trustee(position) for position in (1, 2, 3)]
    give_keys(desk, trustees)
    tell("three trustees made keys with the command-line tool", "any 2 open together, one alone can't")
    codes = desk.make_codes()
    tell(f"{len(codes)} one-time codes made and shown once", "the server keeps hashes of their hashes, never a code")
    desk.press("freeze/")
    address = desk.public_address()
    base = root + address
    tell(f"frozen at {address}", "that address is the fingerprint of the text, the keys and every rule")
    manifest = approve(desk, trustees, base)
    tell("all trustees read it, compared fingerprints and approved", "the letter opens only with every approval")

    client = VAR / "clients" / manifest.client_sha256[0].hex() / "letter.js"
    now = datetime.datetime.now(datetime.UTC)
    # It opened yesterday, and yesterday's count found nobody: how many wait is asked once a day.
    move_time(now - datetime.timedelta(days=1))
    people = signatories.people(codes)
    files = sign(client, manifest, base, people)
    tell("64 colleagues signed: 45 through the browser bundle, 11 through Python, 8 assisted",
         "same number of bytes for every choice; no cookie, no session")  # fmt: skip
    move_time(now)
    page = desk.wait_for("", "64")
    tell("the daily count was published: 64", "counts move by the clock, never by a signature")
    story = desk.tell_everybody()
    tell("the campaign's page was shown to everybody, with the letter on it", "it says how many signed, and not who")

    page = desk.press("waves/")
    wave = page.url.rstrip("/").rsplit("/", 1)[1]
    tell("a wave was announced for tier 25", "N(25) = 34 of 26 needed; whoever wants to leave still can")
    change_minds(client, base, people, files)
    tell("3 withdrew and 2 signed again, each with their own file", "only the signatory can do either")
    tomorrow = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time(), datetime.UTC)
    move_time(tomorrow)
    tell("the notice ended; the snapshot was taken")
    names = release(desk, trustees, base, wave, tomorrow, tell)
    return Played(address, story, codes[100], names, app, recovery)


def give_keys(desk, trustees):
    for trustee in trustees:
        desk.seat(trustee)
    desk.press("invite/")

    def join(trustee):
        trustee.tool("init", "--name", trustee.name, "--contact", trustee.place, "--url", trustee.url)
        draft = trustee.home / "draft.json"
        draft.write_bytes(desk.browser.get(f"{desk.letter}trustees/{trustee.position}/draft.json").content)
        trustee.tool("join", draft, "--out", trustee.home / "join.json")

    all_at_once(join, trustees)
    for trustee in trustees:
        join_file = (trustee.home / "join.json").read_bytes()
        desk.fill(f"trustees/{trustee.position}/key/", "way", files={"file": join_file}, way="tool")


def approve(desk, trustees, base):
    """Each trustee reads what is public, compares the fingerprints heard from the others, signs; → the manifest."""
    raw = desk.browser.get(base + "manifest.json").content
    letter = manifests.parse(raw, complete=True)

    def sign_approval(trustee):
        folder = trustee.home / "letter"
        folder.mkdir()
        (folder / "manifest.json").write_bytes(raw)
        (folder / "letter.md").write_bytes(desk.browser.get(base + "letter.md").content)
        trustee.tool("approve", folder, "--fingerprint", letter.address, "--out", trustee.home / "approval.json")
        trustee.tool("selftest", letter.address)

    all_at_once(sign_approval, trustees)
    for trustee in trustees:
        approval = (trustee.home / "approval.json").read_bytes()
        desk.fill(f"trustees/{trustee.position}/approval/", "text", files={"file": approval})
    return letter


def sign(client, letter, base, people):
    """All 64 sign, each by their road; → {id: saved file}."""
    bundle = [{"op": "sign", **person} for person in people if person["road"] == "bundle"]
    files = signatories.through_bundle(client, base, bundle)
    for person in people:
        if person["road"] == "python":
            files[person["id"]] = signatories.through_python(letter, base, person)
        elif person["road"] == "assisted":
            files[person["id"]] = signatories.assisted(base, person)
    return files


def change_minds(client, base, people, files):
    """Three withdraw (one sealed, one named, one counted); two sealed signatures move from tier 25 to tier 10."""
    through = [person for person in people if person["road"] == "bundle"]
    choices = ("sealed", "named", "count")
    leaving = [next(person for person in through if person["choice"] == choice) for choice in choices]
    moving = [person for person in through if person["tier"] == 25][:2]
    requests = [{"op": "withdraw", "id": person["id"], "file": files[person["id"]]} for person in leaving]
    requests += [
        {"op": "resign", "id": person["id"], "file": files[person["id"]], "choice": "sealed", "tier": 10,
         "fields": person["fields"]}
        for person in moving
    ]  # fmt: skip
    signatories.through_bundle(client, base, requests)


def release(desk, trustees, base, wave, at, tell):
    """Two of three trustees fetch, check everything themselves and open what is due; the organizer publishes."""
    opening = trustees[:2]
    all_at_once(lambda trustee: trustee.tool("fetch", base, "--out", trustee.home / "bundle.zip", at=at), opening)

    def open_due(trustee):
        heard = snapshot_read_by(opening[2 - trustee.position])  # over the telephone, from the other one
        return trustee.tool(
            "release", trustee.home / "bundle.zip",
            "--wave", wave, "--compared", heard, "--out", trustee.home / "wave.bin", at=at,
        )  # fmt: skip

    said = all_at_once(open_due, opening)
    tell("two trustees checked the whole log and opened only what is due", said[0].strip().splitlines()[-1])
    for trustee in opening:
        desk.fill(f"waves/{wave}/", "file", files={"file": (trustee.home / "wave.bin").read_bytes()})
    desk.press(f"waves/{wave}/")
    desk.wait_for(f"waves/{wave}/", "complete")
    desk.wait_for(base + "verify/", "complete")  # the public files follow the database by a moment
    names = int(re.search(r"([0-9]+) names", desk.browser.get(base + "names/").text())[1])
    tell(f"the names are published: {names}", "sorted by name; all or nothing")
    return names


def snapshot_read_by(trustee):
    """SIZE:ROOT of the last checkpoint in a trustee's own copy."""
    with zipfile.ZipFile(trustee.home / "bundle.zip") as bundle:
        last = bundle.read("checkpoints.txt").split(b"\n---\n")[-1].splitlines()
    return f"{int(last[1])}:{base64.b64decode(last[2]).hex()}"
