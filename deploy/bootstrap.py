#!/usr/bin/env python3
"""Set up ./.venv and the browser files, then run one of the commands below. Standard library only.

    python3 deploy/bootstrap.py demo|test|serve|assets|lint|bench|prove [arguments for it]

Needs Python 3.11 with venv, and the PyPI and npm registries. Node.js 20 or newer is used when it is there, else the
pinned one from PyPI goes into ./.venv. Whatever is installed is checked against hashes kept in this repository. Each
step remembers the content it was done for, after it is done: running again is quick, and resumes after an interruption.
"""

import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV, VAR, LOCKS, WEB = ROOT / ".venv", ROOT / "var", ROOT / "deploy/requirements", ROOT / "deploy/web"
PYTHON = VENV / "bin/python"
PROCESSES = os.cpu_count() or 1  # more were no faster, and made each browser wait for the others
FONTS = {
    "inter": ["inter-latin-wght-normal", "inter-latin-ext-wght-normal"],
    "source-serif-4": [
        "source-serif-4-latin-wght-normal",
        "source-serif-4-latin-ext-wght-normal",
        "source-serif-4-latin-wght-italic",
    ],
}


class Missing(Exception):
    """One line that says what is missing and how to get it."""


def run(command, missing, cwd=ROOT, env=None):
    """Run and show a command; when it fails, stop with one line."""
    shown = [os.path.relpath(part, ROOT) if part.startswith(str(ROOT)) else part for part in map(str, command)]
    print("+", *shown, flush=True)
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=env, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise Missing(missing)


def once(stamp, sources, work):
    """Do `work` unless `stamp` says that it was done for exactly these `sources` (paths or strings)."""
    digest = hashlib.sha256()
    for source in sources:
        if isinstance(source, pathlib.Path):
            digest.update(source.name.encode() + b"\0" + source.read_bytes())
        else:
            digest.update(source.encode())
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    stamp.unlink(missing_ok=True)
    work()
    fresh = stamp.with_name(stamp.name + ".new")
    fresh.write_text(digest.hexdigest())
    fresh.replace(stamp)


def files(*folders):
    """Every file in these folders, in one order, without what tools leave behind."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    return sorted(path for path in found if "node_modules" not in path.parts and "__pycache__" not in path.parts)


def make_venv():
    if sys.version_info < (3, 11):  # noqa: UP036  run by whatever python3 the machine has
        raise Missing("Python 3.11 or newer is needed; this one is " + sys.version.split()[0] + ".")
    if PYTHON.exists():
        usable = subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True, check=False)
        if usable.returncode == 0:
            return
    try:
        import ensurepip  # noqa: F401  Debian keeps it in a package of its own
    except ImportError:
        raise Missing("This Python has no venv: run 'apt-get install python3-venv', then this again.") from None
    run([sys.executable, "-m", "venv", "--clear", VENV], "The virtual environment could not be made in ./.venv.")


def python_packages(name):
    lock = LOCKS / (name + ".txt")
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "--no-input"]
    pip += ["--only-binary", ":all:", "--require-hashes", "-r", lock]
    missing = "The Python packages of " + name + ".txt could not be installed: is the package registry reachable?"
    once(VENV / ("." + name + ".sha256"), [lock], lambda: run(pip, missing))


def node_environment():
    """An environment whose PATH has node and npm: the machine's when node is 20 or newer, else ours."""
    env = dict(os.environ, npm_config_update_notifier="false")
    node = shutil.which("node")
    if node and shutil.which("npm"):
        version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if re.match(r"v(\d+)", version) and int(re.match(r"v(\d+)", version).group(1)) >= 20:
            return env
    python_packages("node")
    env["PATH"] = str(VENV / "bin") + os.pathsep + env.get("PATH", "")
    return env


def install_node_packages(env):
    npm = [shutil.which("npm", path=env["PATH"]), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    missing = "The npm packages could not be installed: is the package registry reachable?"
    lock = [WEB / "package.json", WEB / "package-lock.json"]
    once(WEB / "node_modules/.undersigned.sha256", lock, lambda: run([*npm, "--loglevel=error"], missing, WEB, env))


def build_assets(env):
    """Build beside the old files and swap the folders, so that an interruption leaves whole files or none."""
    fresh, old, final = VAR / "assets.new", VAR / "assets.old", VAR / "assets"
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    (fresh / "fonts").mkdir(parents=True)
    node = shutil.which("node", path=env["PATH"])
    run([node, WEB / "build.mjs", fresh], "The browser files could not be built; the lines above say why.", WEB, env)
    fonts = WEB / "node_modules/@fontsource-variable"
    for family, names in FONTS.items():
        for name in names:
            shutil.copy(fonts / family / "files" / (name + ".woff2"), fresh / "fonts")
    if final.exists():
        final.rename(old)
    fresh.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def convert_fonts():
    """The fonts of printed documents, beside the old ones and then in their place."""
    fresh, final = VAR / "fonts.new", VAR / "fonts"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    run([PYTHON, "deploy/fonts.py", fresh], "The fonts could not be converted; the lines above say why.")
    shutil.rmtree(final, ignore_errors=True)
    fresh.rename(final)


def assets():
    env = node_environment()
    install_node_packages(env)
    python_packages("fonts")
    fonts = [ROOT / "deploy/fonts.py", WEB / "package-lock.json", LOCKS / "fonts.txt"]
    once(VAR / "fonts.sha256", fonts, convert_fonts)
    sources = [*files("petitions/client", "organize/static/organize"), WEB / "build.mjs", WEB / "package-lock.json"]
    sources.append(pathlib.Path(__file__))
    once(VAR / "assets.sha256", sources, lambda: build_assets(env))
    collect = [PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "-v0"]
    shown = [*files("organize/static", "petitions/static", "var/assets"), ROOT / "organize/settings.py"]
    once(VAR / "static.sha256", shown, lambda: run(collect, "The static files could not be collected."))


def lint(arguments):
    bin_ = VENV / "bin"
    run([bin_ / "ruff", "check", *arguments], "ruff found something; see above.")
    run([bin_ / "lint-imports"], "An import points the wrong way; see above.")
    run([bin_ / "djlint", "templates", "--lint", "--quiet"], "A template breaks a rule; see above.")
    run([PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"], "A model has no migration yet.")
    run([PYTHON, "manage.py", "check", "--fail-level", "WARNING"], "Django's checks found something; see above.")


def start(*command):
    """Become that program: it has the terminal and its exit status is ours."""
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execv(str(PYTHON), [str(PYTHON), *command])


def main(what="demo", *arguments):
    if what not in ("demo", "test", "serve", "assets", "lint", "bench", "prove"):
        raise Missing("Say one of: demo, test, serve, assets, lint, bench, prove.")
    make_venv()
    VAR.mkdir(mode=0o700, exist_ok=True)
    python_packages("test" if what in ("test", "lint", "bench", "prove") else "runtime")
    if what in ("test", "prove"):
        python_packages("corpora")
    assets()
    if what == "test":
        start("-m", "pytest", "-n", str(PROCESSES), "--dist", "loadfile", *arguments)
    if what == "bench":
        start("-m", "tests.benchmarks", *arguments)
    if what == "prove":
        start("-m", "tests.prove", *arguments)
    if what == "lint":
        lint(arguments)
    if what == "demo":
        start("-m", "deploy.demo", *arguments)
    if what == "serve":
        run([PYTHON, "manage.py", "migrate", "-v0"], "The database could not be brought up to date.")
        start("manage.py", "serve", *arguments)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Missing as line:
        sys.exit(str(line))
    except KeyboardInterrupt:
        sys.exit(130)
