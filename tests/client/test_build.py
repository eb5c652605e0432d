"""The bundle is the same bytes wherever it is built, small, and inert outside a page."""

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess

from tests.client.conftest import ROOT


def _copy(to):
    """A checkout elsewhere, with the installed packages linked in."""
    shutil.copytree(ROOT / "petitions/client", to / "petitions/client")
    shutil.copytree(ROOT / "shareholder/client", to / "shareholder/client")
    shutil.copytree(ROOT / "organize/static/organize", to / "organize/static/organize")
    (to / "deploy/web").mkdir(parents=True)
    for name in ("build.mjs", "package.json", "package-lock.json"):
        shutil.copy(ROOT / "deploy/web" / name, to / "deploy/web" / name)
    (to / "deploy/web/node_modules").symlink_to(ROOT / "deploy/web/node_modules")
    return to


def test_two_folders_give_the_same_bytes(build, bundle, tmp_path):
    first = build(tmp_path / "out1", _copy(tmp_path / "a-folder"))
    second = build(tmp_path / "out2", _copy(tmp_path / "another" / "deeper" / "folder"))
    assert first.read_bytes() == second.read_bytes() == bundle.read_bytes()
    legal = [path.with_name("letter.js.LEGAL.txt").read_bytes() for path in (first, second, bundle)]
    assert legal[0] == legal[1] == legal[2]


BUILT = ("letter.js", "sign.html", "trustee.html")


def test_p32_two_builds_are_the_same_bytes(node_path, build, bundle, tmp_path, reach):
    """Another folder, time zone, umask, language and (where this runs as root) person; what a browser blocks is P32's
    second half, in tests/journeys/test_shipped_code.py."""
    env = {"PATH": os.environ["PATH"], "TZ": "Pacific/Kiritimati", "LANG": "tr_TR.UTF-8", "HOME": "/nonexistent"}
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents:
        if not folder.name.startswith(("pytest-", "popen-")):
            break
        folder.chmod(0o755)
    root, out = _copy(tmp_path / "elsewhere"), tmp_path / "out"
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    other = os.getuid() == 0 and os.access("/usr/bin/setpriv", os.X_OK) and _everybody_reads(ROOT)
    person = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if other else []
    subprocess.run(
        [*person, node_path, root / "deploy/web/build.mjs", out], check=True, env=env, umask=0o077, timeout=120,
        capture_output=True,
    )  # fmt: skip
    told = json.loads(bundle.with_name("hashes.json").read_text())
    for name in BUILT:
        found = hashlib.sha256((out / "client" / name).read_bytes()).hexdigest()
        assert found == hashlib.sha256(bundle.with_name(name).read_bytes()).hexdigest() == told[name]["sha256"]
    reach.reached(f"{len(BUILT)} files identical from two builds{', by two users' if other else ''}")


def _everybody_reads(path):
    return all(one.stat().st_mode & 0o005 == 0o005 for one in [path, *path.parents])


def test_pages_hold_their_licences_and_allow_exactly_their_own_script(bundle):
    for name in BUILT[1:]:
        page = bundle.with_name(name).read_text()
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
        for tag in ("script", "style"):
            (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "connect-src 'none'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "MIT License" in page
        assert re.findall(r'(?:src|href)="(?!data:)', page.partition("<script>")[0]) == []


def test_a_changed_source_gives_other_bytes(build, bundle, tmp_path):
    changed = _copy(tmp_path / "changed")
    labels = changed / "petitions/client/labels.js"
    labels.write_text(labels.read_text().replace("undersigned/v1/", "undersigned/v2/"))
    assert build(tmp_path / "out", changed).read_bytes() != bundle.read_bytes()


def test_no_path_of_the_builder_is_in_the_bytes(build, tmp_path):
    made = build(tmp_path / "out", _copy(tmp_path / "secret-folder-name"))
    for path in made.parent.iterdir():
        for trace in (b"secret-folder-name", str(ROOT).encode(), b"node_modules/", b"sourceMappingURL"):
            assert trace not in path.read_bytes(), path.name


def test_hashes_and_size_are_told(bundle):
    raw = bundle.read_bytes()
    told = json.loads(bundle.with_name("hashes.json").read_text())["letter.js"]
    assert told["sha256"] == hashlib.sha256(raw).hexdigest()
    assert told["bytes"] == len(raw)
    # 64,391 bytes since proof of work and the rules for names came in, and some 2 % of room. Whoever signs on a slow
    # phone pays for each byte: a library that slips in must fail here.
    assert len(gzip.compress(raw, 9)) < 65_700


def test_every_library_in_the_bundle_has_its_licence_beside_it(bundle):
    text = bundle.with_name("letter.js.LEGAL.txt").read_text()
    for name in ("@cloudflare/blindrsa-ts", "@hpke/core", "@noble/curves", "mlkem", "shamir-secret-sharing", "sjcl"):
        assert f"\n{name} " in f"\n{text}"
    assert "MIT License" in text
    assert "Apache License" in text


def test_importing_the_bundle_outside_a_page_does_nothing(node_path, bundle):
    script = (
        "import {readFile} from 'node:fs/promises';"
        "globalThis.fetch = () => { throw new Error('a request'); };"
        "const before = Object.keys(globalThis).length;"
        "const text = (await readFile(process.argv[1])).toString('base64');"
        "const core = await import('data:text/javascript;base64,' + text);"
        "console.log(JSON.stringify([Object.keys(core).sort(), Object.keys(globalThis).length - before]));"
    )
    done = subprocess.run(
        [node_path, "--input-type=module", "-e", script, bundle], capture_output=True, text=True, check=True, timeout=60
    )
    names, new_globals = json.loads(done.stdout)
    assert new_globals == 0
    assert {"envelope", "entry", "pass", "signatory", "receipt", "SENTENCE_KEYS"} <= set(names)


def test_nothing_in_the_sources_stores_evaluates_or_writes_markup():
    banned = ("innerHTML", "outerHTML", "insertAdjacentHTML", "localStorage", "sessionStorage", "indexedDB")
    banned += ("document.cookie", "eval(", "new Function", "document.write", ".style.", "serviceWorker")
    sources = [*(ROOT / "petitions/client").rglob("*.js"), *(ROOT / "petitions/client").rglob("*.mjs")]
    assert len(sources) > 20
    assert [(path.name, word) for path in sources for word in banned if word in path.read_text()] == []
    assert [path.name for path in sources if len(path.read_text().splitlines()) > 300] == []
    core = [path for path in sources if path.parent.name == "client" and path.name != "letter.js"]
    assert [path.name for path in core if "document" in path.read_text() or "window" in path.read_text()] == []
