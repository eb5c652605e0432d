"""python -m shareholder.readers"""

import io
import json
from pathlib import Path

from shareholder.readers import cli

PLACE = "<body><p>Item 5.07 Submission of Matters to a Vote of Security Holders.</p>{}<p>Item 9.01 Exhibits</p></body>"


def test_command_prints_json(tmp_path):
    file = tmp_path / "filing.htm"
    file.write_text(PLACE.format("<p>4. A report</p><p>For: 5,000; Against: 6,000; Abstain: 7</p>"))
    out = io.StringIO()
    assert cli.main(["8k", str(file), "--text"], out, io.StringIO()) == 0
    found = json.loads(out.getvalue())
    item = found["items"][0]
    assert [item[key] for key in ("item", "title", "for", "against", "abstain", "broker_non_votes")] == [
        "4", "A report", 5000, 6000, 7, None
    ]  # fmt: skip
    start, end = item["at"]["against"]
    assert found["text"][start:end] == "6,000"


def test_command_says_when_there_is_no_file():
    err = io.StringIO()
    assert cli.main(["8k", str(Path("none") / "such.htm")], io.StringIO(), err) == 2
    assert err.getvalue() == "The file can't be opened.\n"
