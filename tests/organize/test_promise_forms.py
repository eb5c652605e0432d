"""P51 for every form there is: it takes the fields that it names, and none says whose a row is or where it stands.

test_promise_assignment sends everything to some forms and looks at every row; this asks all of them how they are made.
"""

import ast
import importlib

import pytest
from django.forms import BaseForm
from django.forms.models import BaseModelForm

from tests.test_house import APPS, ROOT, python_of, room_of

# What an action is told by the view or makes itself: whose it is, who did it when, its key and address, where it stands
NEVER_SENT = {"id", "pk", "slug", "group", "group_id", "by", "at", "user", "actor", "state", "asked_by", "factor_age"}

# Forms that choose among what their page offers: which names are looked at, which member of the group takes a seat
SAYS_WHICH = {"ChosenForm": {"state"}, "FindForm": {"state"}, "SeatForm": {"user"}}


def every_form():
    for path in (path for app in APPS for path in python_of(app)):
        if "Form" in path.read_text(encoding="utf-8"):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            importlib.import_module(name)
    waiting, found = [BaseForm], set()
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.split(".")[0] in APPS:
                found.add(one)
    return sorted(found, key=lambda form: (form.__module__, form.__name__))


def test_p51_no_form_is_made_from_a_model_or_takes_what_is_not_for_sending(reach):
    forms, fields = every_form(), 0
    for form in forms:
        assert not issubclass(form, BaseModelForm), f"{form}: name its fields one by one"
        named = set(form.base_fields)
        wrong = named & NEVER_SENT - SAYS_WHICH.get(form.__name__, set())
        assert not wrong, f"{form}: {wrong}"
        fields += len(named)
    assert len(forms) > 40
    reach.reached(f"{len(forms)} form classes with {fields} fields, none made from a model")


def outside_of_forms():
    """Where a view hands on what was sent other than to a form: [(file, line, code)]."""
    for path in (path for app in APPS for path in python_of(app) if room_of(path) == "views"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("POST", "GET")
                and ast.unparse(node.value) == "request"
            ):
                yield path, node, parents


def is_whole(node, parents):
    """Whether the whole of what was sent goes on as arguments: **request.POST, or .dict() and .items() of it."""
    parent = parents[node]
    if isinstance(parent, ast.keyword) and parent.arg is None:
        return True
    return isinstance(parent, ast.Attribute) and parent.attr in ("dict", "items", "values", "lists", "copy")


def test_no_view_hands_on_what_was_sent_as_a_whole():
    seen = list(outside_of_forms())
    assert len(seen) > 40
    wrong = [f"{path.relative_to(ROOT)}:{node.lineno}" for path, node, parents in seen if is_whole(node, parents)]
    assert not wrong


@pytest.mark.parametrize(
    ("code", "whole"),
    [("act(**request.POST)", True), ("act(**request.POST.dict())", True), ("F(request.POST)", False),
     ("request.POST.get('a')", False), ("'take' in request.POST", False), ("list(request.POST.items())", True)],
)  # fmt: skip
def test_what_would_be_found_is_found(code, whole):
    tree = ast.parse(code)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    (node,) = [one for one in ast.walk(tree) if isinstance(one, ast.Attribute) and one.attr == "POST"]
    assert is_whole(node, parents) == whole
