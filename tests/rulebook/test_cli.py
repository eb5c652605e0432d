"""python -m shareholder.rulebook: JSON with rules and citations, or one sentence and status 2."""

import json
import subprocess
import sys

import pytest

from shareholder.rulebook.cli import main
from tests.test_house import ROOT


@pytest.fixture
def run(capsys):
    def answer(*arguments):
        status = main(list(arguments))
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    return answer


def rule_ids(answer):
    return {rule["id"] for rule in answer["rules"]}


def test_deadlines(run):
    status, answer, err = run(
        "deadlines", "--released", "2025-10-21", "--meeting", "2026-12-04", "--barred-after", "2026"
    )
    assert (status, err) == (0, "")
    assert answer["deadlines"][0]["day"] == "2026-06-23"
    assert answer["deadlines"][0]["cite"].startswith("17 CFR 240.14a-8(e)(2)")
    assert answer["barred_in"] == [2027, 2028]
    assert answer["season"]["status"] == "unknown"
    assert rule_ids(answer) == {"US-DL", "US-8K", "US-NPX"} and "legal advice" in answer["note"]


def test_deadlines_of_another_country(run):
    _, answer, _ = run("deadlines", "--country", "GB", "--meeting", "2026-05-20")
    assert {one["rule"]: one["day"] for one in answer["deadlines"]}["UK-314"] == "2026-05-12"
    assert "season" not in answer


def test_eligibility_by_options_and_by_file(run, tmp_path):
    status, answer, _ = run(
        "eligibility", "--submitted", "2026-06-15", "--high", "55", "--lot", "2020-03-02:40", "--lot", "2025-01-10:60"
    )
    assert (status, answer["eligible"], answer["tier"]) == (0, True, "A")
    path = tmp_path / "facts.json"
    path.write_text('{"submitted": "2026-06-15", "lots": [["2025-06-15", 200]], "high_price": 124.99}')
    _, answer, _ = run("eligibility", str(path))
    assert answer["eligible"] is False and answer["tiers"][0]["value"] == "24998"
    assert {"US-ELIG-A", "US-ELIG-B", "US-ELIG-C", "US-ELIG-VAL", "US-ELIG-AGG"} == rule_ids(answer)


def test_resubmission_under_both_generations(run):
    votes = ["--vote", "2019:51208220:872950533", "--vote", "2020:135,654,900:794,222,731"]
    _, old, _ = run("resubmission", "--meeting", "2021", *votes)
    assert (old["result"], old["rules"][0]["version"]) == ("eligible", "1998")
    _, new, _ = run("resubmission", "--meeting", "2022", *votes)
    assert (new["result"], new["may_be_put_again_from"]) == ("excludable", 2024)
    _, other, _ = run("resubmission", "--meeting", "2021", "--version", "2022", *votes)
    assert other["result"] == "excludable" and other["votes"][1]["percentage"] == "14.5885"


def test_words(run, tmp_path):
    path = tmp_path / "proposal.txt"
    path.write_text("anti-union $2,000", encoding="utf-8")
    _, answer, _ = run("words", str(path), str(path))
    assert (answer["lenient"], answer["strict"], answer["verdict"]) == (4, 8, "fits")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("deadlines",),
        ("deadlines", "--meeting", "4711-99-99"),
        ("deadlines", "--country", "ZZ", "--meeting", "2026-05-20"),
        ("deadlines", "--released", "9999-12-31"),
        ("deadlines", "--meeting", "2026-05-20", "--barred-after", "4711x"),
        ("eligibility", "--submitted", "2026-06-15"),
        ("eligibility", "--submitted", "2026-06-15", "--high", "1", "--lot", "4711"),
        ("eligibility", "--submitted", "2026-06-15", "--high", "1", "--lot", "2025-01-01:-4711"),
        ("eligibility", "/dev/null"),
        ("eligibility", "/nowhere/4711"),
        ("resubmission", "--meeting", "2026", "--vote", "2025:4711"),
        ("resubmission", "--meeting", "2026", "--vote", "2025:4711.5:1"),
        ("resubmission", "--meeting", "1950", "--vote", "1949:1:1"),
        ("words", "/nowhere/4711"),
        ("words", "/dev/zero"),
        ("--rules", "/nowhere/4711", "words", "/dev/null"),
        ("unknown", "4711"),
    ],
)
def test_bad_input_is_one_sentence_that_repeats_nothing(run, arguments):
    status, answer, err = run(*arguments)
    assert (status, answer) == (2, None)
    assert err.count("\n") == 1 and err.strip().endswith((".", "--help."))
    assert "4711" not in err


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", "[" * 5_000, '{"submitted": 5, "lots": []}', '{"submitted": "2026-06-15", "lots": [[1]]}', "\xff"],
)
def test_bad_file_is_one_sentence(run, tmp_path, text):
    path = tmp_path / "facts.json"
    path.write_bytes(text.encode("latin-1"))
    assert run("eligibility", str(path))[0] == 2


def test_it_runs_alone_with_the_standard_library_only(tmp_path):
    """Without site-packages: nothing but Python itself is needed."""
    command = [
        sys.executable,
        "-S",
        "-c",
        "import runpy; runpy.run_module('shareholder.rulebook', run_name='__main__')",
    ]
    done = subprocess.run(
        [*command, "words", "-"],
        cwd=ROOT,
        input=b"anti-union",
        capture_output=True,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert json.loads(done.stdout)["strict"] == 2
