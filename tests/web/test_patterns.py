"""P63: no regular expression of ours can be made to run for long."""

import ast
import re
import time
import warnings

from tests.addresses import every_pattern
from tests.test_house import APPS, ROOT, python_of, tracked

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # it reads Python's own parser of expressions
    from regexploit.ast.sre import SreOpParser
    from regexploit.redos import find

CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "RegexValidator"}
IN_SCRIPTS = re.compile(
    r"(?:[=(,!?]|return|&&|\|\|)\s*/((?:[^/\n\\*]|\\.)(?:[^/\n\\\[]|\\.|\[(?:[^\]\n\\]|\\.)*\])*)/([a-z]*)"
)
LENGTH = 100_000


class Parser(SreOpParser):
    """Reads what Python 3.11 has and regexploit knows nothing of.

    A repeat or group that gives nothing back is taken for one that does: worse than it is, never better.
    """

    from_POSSESSIVE_REPEAT = SreOpParser.from_MAX_REPEAT  # noqa: N815 (the name of the code in re)

    def from_ATOMIC_GROUP(self, elements):  # noqa: N802 (as above)
        return self.sequence_or_singleton(elements)


def of_python():
    """(place, pattern) of every literal that is given to re, or to a validator, in the product."""
    for app in APPS:
        for path in python_of(app):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                first = node.args[0]
                if called in CALLS and isinstance(first, ast.Constant) and isinstance(first.value, str):
                    of_re = isinstance(node.func, ast.Name) or getattr(node.func.value, "id", "") == "re"
                    if of_re:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", first.value


def of_addresses():
    from django.urls import URLPattern, get_resolver

    def walk(resolver):
        for entry in resolver.url_patterns:
            yield "urls", entry.pattern.regex.pattern.replace(r"\Z", "$")
            if not isinstance(entry, URLPattern):
                yield from walk(entry)

    return walk(get_resolver())


def of_scripts():
    for path in tracked(".js", ".mjs"):
        if path.is_relative_to(ROOT / "petitions"):
            for found in IN_SCRIPTS.finditer(path.read_text()):
                pattern = re.sub(r"\\p\{[^}]*\}", "[a-z]", found[1])  # a class of letters stands for another
                pattern = re.sub(r"\\u\{?([0-9a-fA-F]{4,6})\}?", lambda one: f"\\U{one[1]:0>8}", pattern)
                yield str(path.relative_to(ROOT)), re.sub(r"\(\?<(?![=!])", "(?P<", pattern)


def attacks(pattern):
    """Long inputs made of what the pattern itself is made of, that end in what it cannot match."""
    letters = sorted({char for char in pattern if char.isprintable()} | set("a0 -/.\\[`*_\n"))
    for char in letters:
        yield char * LENGTH + "\0"
        yield (char + "a") * (LENGTH // 2) + "!"


def test_p63_no_expression_runs_for_long(reach):
    for seen in (r"^(a+)+$", r"^(?>(a+)+)b$", r"^(a++b)*+a(a+)+$"):
        assert list(find(Parser().parse_sre(seen))), "a bad one is seen"
    found = {(place, pattern) for source in (of_python(), of_addresses(), of_scripts()) for place, pattern in source}
    patterns = sorted({pattern for _place, pattern in found})
    assert len(list(of_python())) > 15 and len(list(of_scripts())) > 5 and len(list(every_pattern())) > 60
    bad, slowest, tried = [], 0, 0
    for pattern in patterns:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # "[[" in a script's set is no set within a set
            bad += [(pattern, one.starriness) for one in find(Parser().parse_sre(pattern)) if one.starriness > 2]
            compiled = re.compile(pattern)
        inputs = list(attacks(pattern))
        for text in reach.chance.sample(inputs, min(len(inputs), reach.size(sample=3, full=len(inputs)))):
            for way in (compiled.match, compiled.fullmatch):
                began = time.process_time()
                way(text)
                slowest, tried = max(slowest, time.process_time() - began), tried + 1
    assert bad == []
    assert slowest <= 0.05
    reach.reached(
        f"{len(patterns)} expressions: 0 found vulnerable; {tried:,} inputs of 100 kB, slowest {slowest * 1000:.0f} ms"
    )
