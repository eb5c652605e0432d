"""Sixty-four colleagues: most through the real browser bundle run by Node, some through Python, some assisted."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import urllib.request

from deploy.demo.browser import Browser
from deploy.demo.cast import NAMES, TITLES, choices
from deploy.demo.site import ROOT
from petitions.sealing import entries, envelope, passes

BODY = "application/octet-stream"


def people(codes):
    """[{id, road, code, choice, tier, fields}] for the first 64 codes."""
    found = []
    for number, ((choice, tier, road), name) in enumerate(zip(choices(), NAMES, strict=True)):
        fields = {} if choice == "count" else {"name": name}
        if fields and TITLES[number % len(TITLES)]:
            fields["title"] = TITLES[number % len(TITLES)]
        found.append(
            {"id": number, "road": road, "code": codes[number], "choice": choice, "tier": tier, "fields": fields}
        )
    return found


def node():
    """The path of Node: the one in .venv that set-up installed where the machine has none."""
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    found = shutil.which("node", path=path)
    if found is None:
        raise RuntimeError("Node is missing: run `make demo` again, it installs one")
    return found


def through_bundle(client, base, requests):
    """Act through the client file that the letter serves: one Node process, four people at a time. → {id: file}."""
    lines = "".join(json.dumps({"base": base, **request}) + "\n" for request in requests)
    done = subprocess.run(
        [node(), str(ROOT / "petitions/client/node.mjs"), str(client), "4"],
        input=lines, capture_output=True, text=True, check=True,
    )  # fmt: skip
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    failed = [answer for answer in answers if not answer["ok"]]
    if failed or len(answers) != len(requests):
        raise RuntimeError(f"{len(failed)} of {len(requests)} people could not act: {failed[:1]}")
    return {answer["id"]: answer["file"] for answer in answers}


def through_python(manifest, base, person):
    """The same protocol by the Python code, as another client would: → the saved file."""
    blinded, blinding = passes.blind(manifest.issuer_spki, manifest.scope)
    ours = passes.finalize(blinding, _post(base + "pass/", person["code"].encode() + blinded))
    tier = {"sealed": person["tier"], "count": entries.COUNT_ONLY, "named": entries.NAMED}[person["choice"]]
    length = envelope.blob_length(manifest.n)
    sealed_hash, field = entries.NO_BLOB, os.urandom(length)
    if person["choice"] == "sealed":
        field = envelope.seal(
            letter_id=manifest.letter_id, spk=ours.spk, tier=tier, seq=0, t=manifest.t,
            xwings=[trustee.xwing for trustee in manifest.trustees], plaintext=envelope.pad(person["fields"]),
        )  # fmt: skip
        sealed_hash = hashlib.sha256(field).digest()
    elif person["choice"] == "named":
        said = os.urandom(32) + envelope.pad(person["fields"])
        field = said + os.urandom(length - len(said))
        sealed_hash = envelope.statement_hash(said[:32], said[32:])
    entry = entries.make_sign(letter_id=manifest.letter_id, tier=tier, seq=0, pass_=ours, sealed_hash=sealed_hash)
    receipt = _post(base + "sign/", entry + field)
    return {
        "v": 1, "letter": manifest.address, "letter_id": manifest.letter_id.hex(), "seq": 0, "kind": "sign",
        "pass": base64.b64encode(ours.raw).decode(), "entry_leaf": receipt[:32].hex(), "receipt": receipt.hex(),
    }  # fmt: skip


def _post(url, content):
    request = urllib.request.Request(url, content, {"Content-Type": BODY, "Accept": "application/json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        return answer.read()


def assisted(base, person):
    """With JavaScript off: the letter's own form, answered by a page with the file in it."""
    browser = Browser(base)
    page = browser.get("assisted/")
    values = {"code": person["code"], "choice": person["choice"], "tier": person["tier"] or "", **person["fields"]}
    done = browser.submit(page, page.form("code", "choice"), understood="on", **values)
    return json.loads(done.read.texts["content"])
