"""Every verb that the product writes on a trail has words that can be translated; what is stored stays as it is."""

import ast
import importlib

import pytest
from django.urls import reverse
from django.utils.functional import Promise

from organize import inventory, roles
from organize.moves import leave_trail
from tests import make
from tests.personas import cast
from tests.test_house import APPS, ROOT, python_of

WRITERS = {"leave_trail", "move", "_record", "_end"}  # each is called with the row and the verb


def literals(node):
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def written():
    """The verbs that stand in the code: given to whoever writes the trail, or names of moves."""
    found = {f"make {role}" for role in roles.LABELS}
    for path in (path for app in APPS for path in python_of(app)):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in WRITERS and isinstance(node.args[1], (ast.Constant, ast.IfExp)):
                verb = node.args[1]
                found |= (
                    literals(verb) if isinstance(verb, ast.Constant) else literals(verb.body) | literals(verb.orelse)
                )
        if path.stem.endswith("states"):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for table in (value for name, value in vars(module).items() if name.endswith("MOVES")):
                found |= set(table)
    return found


def test_every_verb_has_its_words():
    verbs = inventory.verbs()
    missing = sorted(written() - set(verbs))
    assert not missing, "add them to VERBS in keeping.py of the app, marked for translation"
    assert len(verbs) > 60
    for verb, words in verbs.items():
        assert isinstance(words, Promise) and str(words) == verb


@pytest.mark.django_db
def test_trail_shows_words_and_keeps_what_was_written():
    people = cast()
    leave_trail(people.group, "set retention", by=people.owner, at=make.NOW)
    leave_trail(people.group, "a verb of long ago", by=people.owner, at=make.NOW)
    page = people.client("viewer").get(reverse("trail", args=[people.group.slug])).content.decode()
    assert "Group: set retention" in page and "Group: a verb of long ago" in page
    assert '<option value="set retention">set retention</option>' in page
