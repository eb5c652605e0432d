"""The rules of the house that a machine can check."""

import ast
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

ROOT = Path(__file__).resolve().parent.parent
APPS = ("organize", "petitions", "shareholder")
WALL = 300
BANNED = {"util", "utils", "helper", "helpers", "common", "manager", "managers", "service", "services", "misc"}

# The height of every room: a module imports only its own height or below, within its app.
HEIGHTS = {
    0: "states petition_states rule_states fund_states talk_states roles refusals inventory environment converters "
    "starts name_rules small_groups sealing collation name_places samples rulebook readers terms typesetter "
    "organization_names known_list assets bands countries languages",
    1: "models",
    2: "access factors offers subscriptions queries desk_queries moves queue limits pressure prepared text marks alike "
    "pseudonyms comparing workers logs at_rest mailbox vault clients bulk names letter_text public_bundle "
    "uploads rolls contacts petition_queries statement_queries vote_queries fund_queries board_queries rule_queries "
    "talk_queries feed_keys days copies company_access",
    3: "actions",
    4: "forms keeping mail archive export exporting paper spreadsheets documents calendar charts answers pages "
    "publication trustee_bundle embedded templatetags timeline feeds coalition_keeping "
    "petition_keeping",
    5: "views jobs shelf statement_shelf management middleware sessions adapter lean serving checks",
    6: "urls desk_urls public_urls petition_urls petition_desk_urls statement_urls wsgi apps settings",
}
HEIGHT = {room: height for height, rooms in HEIGHTS.items() for room in rooms.split()}


def tracked(*endings):
    out = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = [ROOT / name for name in out.stdout.splitlines() if name.endswith(endings)]
    return [path for path in paths if path.exists()]


def python_of(app):
    return [path for path in tracked(".py") if path.is_relative_to(ROOT / app) and "migrations" not in path.parts]


def imports_of(path):
    """The dotted names that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(path):
    part = path.relative_to(ROOT).parts[1]
    return part.removesuffix(".py")


def test_no_file_is_longer_than_the_wall():
    long = {}
    for path in tracked(".py", ".js", ".mjs", ".css", ".html"):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > WALL and "migrations" not in path.parts:
            long[str(path.relative_to(ROOT))] = lines
    assert not long


@pytest.mark.parametrize("app", APPS)
def test_package_root_stays_empty(app):
    assert (ROOT / app / "__init__.py").read_text() == ""


def test_names_say_what_things_are():
    bad = [str(path.relative_to(ROOT)) for path in tracked(".py", ".js", ".mjs") if path.stem in BANNED]
    assert not bad


def test_every_room_has_a_height():
    rooms = {room_of(path) for app in APPS for path in python_of(app)} - {"__init__"}
    assert not rooms - set(HEIGHT), "say in HEIGHTS how high this room is"


@pytest.mark.parametrize("app", APPS)
def test_imports_point_down(app):
    wrong = []
    for path in python_of(app):
        own = HEIGHT.get(room_of(path), 6)
        for name in imports_of(path):
            parts = name.split(".")
            if parts[0] == app and len(parts) > 1 and HEIGHT.get(parts[1], 0) > own:
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert not wrong


def test_views_reach_rows_only_through_doors_and_queries():
    wrong = []
    for app in APPS:
        for path in python_of(app):
            if room_of(path) != "views":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in ("objects", "_base_manager", "_default_manager"):
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong


def test_actions_are_keyword_only_and_get_time_from_outside():
    wrong = []
    for app in APPS:
        for path in python_of(app):
            if room_of(path) != "actions":
                continue
            text = path.read_text(encoding="utf-8")
            if "timezone.now(" in text or "datetime.now(" in text or "date.today(" in text:
                wrong.append(f"{path.relative_to(ROOT)} reads the clock")
    assert not wrong


def own_models():
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


def test_every_row_has_a_random_key():
    for model in own_models():
        key = model._meta.pk
        assert isinstance(key, models.UUIDField), model._meta.label
        assert key.default is not models.NOT_PROVIDED, model._meta.label


# Mail and codes that wait say nothing of whom or what they are for
OF_NO_GROUP = {"organize.User", "organize.Group", "organize.Outgoing", "organize.TypedAsk", "organize.TypedCode"}
OF_NO_GROUP |= {"shareholder.Feed", "shareholder.Reminder"}  # a person's own calendar and mails


def test_every_desk_row_has_its_group():
    """Directly, or through the letter, trustee or wave that it belongs to."""
    reaches = {"group", "letter", "trustee", "wave", "campaign", "petition"}
    for model in own_models():
        if model._meta.label in OF_NO_GROUP:
            continue
        relations = {field.name for field in model._meta.get_fields() if field.many_to_one}
        assert relations & reaches, model._meta.label


@pytest.mark.django_db
def test_no_model_waits_for_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_by_hand():
    names = [path.stem for app in APPS for path in (ROOT / app / "migrations").glob("0*.py")]
    assert names
    assert not [name for name in names if "_auto_" in name or name.endswith("_initial")]


def test_the_product_pickles_nothing():
    """Reading a pickle runs code: jobs and files are JSON or our own encodings."""
    wrong = [path for app in APPS for path in python_of(app) if {"pickle", "shelve", "marshal"} & set(imports_of(path))]
    assert not wrong


def test_tests_patch_nothing():
    """Time and chance are passed in, and our own code is tested as it is."""
    wrong = []
    for path in tracked(".py"):
        if {"unittest.mock", "mock", "freezegun"} & set(imports_of(path)):
            wrong.append(str(path.relative_to(ROOT)))
    assert not wrong


def test_only_the_issuing_side_of_sealing_needs_gmpy2():
    """The command-line tools must run with `cryptography` alone."""
    for path in python_of("petitions"):
        if room_of(path) == "sealing" and path.stem != "issuer":
            names = set(imports_of(path))
            assert "gmpy2" not in names and "petitions.sealing.issuer" not in names, path


def test_import_contracts_hold():
    done = subprocess.run(
        [str(Path(ROOT / ".venv/bin/lint-imports"))], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
