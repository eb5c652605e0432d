"""The whole flow over HTTP through the bundle in Node: pass, sign, sign again, withdraw, check, and what goes wrong."""

import base64
import json
import threading

import pytest

from petitions.sealing import entries, log, passes
from petitions.sealing.errors import Rejected
from petitions.sealing.promise import check_promise, read_promise
from tests.client import make
from tests.client.conftest import RefusedInNode
from tests.client.server import Board, serve

SEALED = {"choice": "sealed", "tier": 25, "fields": {"name": "Ada Example", "team": "Maps"}}


@pytest.fixture
def board():
    return Board(make.letter(codes=12), make.OPENS + 3)


@pytest.fixture
def base(board):
    server, url = serve(board)
    yield url
    server.shutdown()
    server.server_close()


def test_pass_then_sign_then_again_then_withdraw(node, board, base):
    code = board.letter.codes[0]
    typed = f" {code[:5].lower()}-{code[5:10]} {code[10:]}\n"
    saved = node.task(op="pass", base=base, code=typed)
    assert set(saved) == {"v", "letter", "letter_id", "pass", "seq", "kind", "entry_leaf", "receipt"}
    assert (saved["seq"], saved["kind"], saved["receipt"]) == (None, None, None)
    spk = passes.Pass.parse(base64.b64decode(saved["pass"])).spk
    first = node.task(op="sign", base=base, file=saved, **SEALED)
    second = node.task(op="resign", base=base, file=first, choice="count")
    third = node.task(op="withdraw", base=base, file=second)
    fourth = node.task(op="resign", base=base, file=third, choice="named", fields={"name": "Ada Example"})
    assert [(part["seq"], part["kind"]) for part in (first, second, third, fourth)] == [
        (0, "sign"), (1, "sign"), (2, "withdraw"), (3, "sign"),
    ]  # fmt: skip
    assert {part["pass"] for part in (first, second, third, fourth)} == {saved["pass"]}
    chain = board.entries[spk]
    assert [entry.leaf.hex() for entry in chain] == [part["entry_leaf"] for part in (first, second, third, fourth)]
    assert [getattr(entry, "tier", None) for entry in chain] == [25, entries.COUNT_ONLY, None, 0]


def test_many_sign_at_once_and_every_request_is_as_long(node, board, base):
    tasks = [
        {"op": "sign", "base": base, "code": code, "choice": choice, "tier": 50, "fields": {"name": "N" * (i + 1)}}
        for i, (code, choice) in enumerate(zip(board.letter.codes, ("sealed", "count", "named") * 4, strict=True))
    ]
    answers = node.tasks(tasks)
    assert [answer["ok"] for answer in answers] == [True] * 12
    assert len(board.entries) == 12
    sizes = {path: {len(body) for at, _, body in board.requests if at == path} for path in ("pass/", "sign/")}
    assert sizes == {"pass/": {404}, "sign/": {583 + 4167}}


def test_a_request_tells_nothing_beside_its_bytes(node, board, base):
    node.task(op="sign", base=base, code=board.letter.codes[0], **SEALED)
    for path, headers, body in board.requests:
        assert path in ("pass/", "sign/")
        assert b"Ada" not in body
        assert not {"Cookie", "Referer", "Origin", "Authorization"} & {name.title() for name in headers}
        assert headers["content-type" if "content-type" in headers else "Content-Type"] == "application/octet-stream"
        assert "Ada" not in json.dumps(headers)


@pytest.mark.parametrize("fault", ["cut", "500", "portal"])
def test_a_lost_answer_is_asked_for_again_with_the_same_bytes(node, board, base, fault):
    board.lost = [fault, None, fault, None, fault]
    saved = node.task(op="sign", base=base, code=board.letter.codes[0], **SEALED)
    gone = node.task(op="withdraw", base=base, file=saved)
    assert (saved["seq"], gone["seq"]) == (0, 1)
    sent = [(path, body) for path, _, body in board.requests]
    assert [path for path, _ in sent] == ["pass/"] * 2 + ["sign/"] * 2 + ["withdraw/"] * 2
    assert sent[0] == sent[1]
    assert sent[2] == sent[3]
    assert sent[4] == sent[5]


@pytest.mark.parametrize("fault", ["forged", "other"])
def test_a_receipt_that_is_not_for_this_entry_counts_as_no_answer(node, board, base, fault):
    saved = node.task(op="pass", base=base, code=board.letter.codes[0])
    board.lost = [fault] * 5
    with pytest.raises(RefusedInNode) as refused:
        node.task(op="sign", base=base, file=saved, **SEALED)
    assert refused.value.check == "offline"
    assert len({body for path, _, body in board.requests if path == "sign/"}) == 1


def test_a_file_without_a_receipt_works_whether_or_not_the_entry_arrived(node, board, base):
    saved = node.task(op="sign", base=base, code=board.letter.codes[0], **SEALED)
    doubtful = {**saved, "receipt": None}
    again = node.task(op="resign", base=base, file=doubtful, choice="count")
    assert again["seq"] == 1
    # This one says it signed with seq 2, but the server never got it: the next to come is still 2.
    never = {**again, "seq": 2, "receipt": None}
    assert node.task(op="resign", base=base, file=never, choice="count")["seq"] == 2
    never = {**again, "seq": 3, "receipt": None}
    assert node.task(op="withdraw", base=base, file=never)["seq"] == 3


def test_refusals_have_names_and_the_servers_sentence(node, board, base):
    code = board.letter.codes[0]
    saved = node.task(op="pass", base=base, code=code)
    with pytest.raises(RefusedInNode, match="refused: This code was used already"):
        node.task(op="pass", base=base, code=code)
    wrong = [
        ({"op": "pass", "code": "0" * 20}, "refused"),
        ({"op": "pass", "code": "too short"}, "code"),
        ({"op": "sign", "file": saved, **SEALED, "tier": 26}, "tier"),
        ({"op": "sign", "file": saved, **SEALED, "choice": "perhaps"}, "choice"),
        ({"op": "sign", "file": saved, **SEALED, "fields": {"name": " "}}, "name"),
        ({"op": "sign", "file": saved, **SEALED, "fields": {"name": "x" * 121}}, "name_long"),
        ({"op": "sign", "file": saved, **SEALED, "fields": {"name": "x", "team": "語" * 170}}, "long"),
        ({"op": "sign", "file": saved, **SEALED, "fields": {"name": "a\u202eb"}}, "characters"),
        ({"op": "sign", "file": {**saved, "extra": 1}, **SEALED}, "file"),
        ({"op": "sign", "file": {**saved, "pass": saved["pass"][:-4]}, **SEALED}, "file"),
        ({"op": "sign", "file": {**saved, "letter_id": "00" * 32}, **SEALED}, "file"),
        ({"op": "withdraw", "file": saved}, "no_signature"),
    ]
    answers = node.tasks([{"base": base, **task} for task, _ in wrong])
    assert [answer.get("check") for answer in answers] == [check for _, check in wrong]
    signed = node.task(op="sign", base=base, file=saved, **SEALED)
    gone = node.task(op="withdraw", base=base, file=signed)
    with pytest.raises(RefusedInNode, match="withdrawn"):
        node.task(op="withdraw", base=base, file=gone)
    last = {**signed, "seq": 15}
    with pytest.raises(RefusedInNode, match="seq"):
        node.task(op="resign", base=base, file=last, choice="count")


def test_another_letters_file_and_a_changed_manifest_are_refused(node, board, base):
    other = Board(make.letter(codes=1), make.OPENS)
    server, elsewhere = serve(other)
    try:
        saved = node.task(op="pass", base=elsewhere, code=other.letter.codes[0])
        with pytest.raises(RefusedInNode, match="other_letter"):
            node.task(op="sign", base=base, file=saved, **SEALED)
        # The same letter's address, but the manifest of another: nothing may be sent.
        board.pages["manifest.json"] = other.letter.raw
        fresh = base.replace("127.0.0.1", "localhost")
        with pytest.raises(RefusedInNode, match="manifest"):
            node.task(op="sign", base=fresh, code=board.letter.codes[0], **SEALED)
    finally:
        server.shutdown()
        server.server_close()
    assert board.requests == []


@pytest.mark.parametrize("text", [make.TEXT + b"\n", make.TEXT.replace(b"Keep", b"Shut"), b""])
def test_a_text_that_the_manifest_does_not_name_stops_everything(node, board, base, text):
    board.pages["letter.md"] = text
    with pytest.raises(RefusedInNode, match="^manifest: "):
        node.task(op="pass", base=base, code=board.letter.codes[0])
    assert board.requests == []


def test_manifest_and_text_are_fetched_side_by_side(node, board, base):
    both = threading.Barrier(2, timeout=10)
    board.before_file = lambda path: both.wait()
    assert node.task(op="pass", base=base, code=board.letter.codes[0])["seq"] is None


def _question(base, saved):
    return {"op": "check", "base": base, "file": {key: saved[key] for key in saved if key != "pass"}}


def test_receipts_are_checked_against_the_whole_list(node, board, base):
    saved = node.task(op="sign", base=base, code=board.letter.codes[0], **SEALED)
    day = board.day + 6
    ask = _question(base, saved)
    assert node.task(**ask, today=day)["state"] == "waiting"
    # The batch dated day + 1 keeps this promise, and it may be a little late.
    assert node.task(**ask, today=day + 1)["state"] == "waiting"
    assert node.task(**ask, today=day + 2)["state"] == "overdue"
    board.publish()
    assert node.task(**ask, today=day + 2) == {"state": "included", "day": "2026-12-02"}
    for leaves in (bytes(32), b"", bytes(33)):
        board.pages["leaves.bin"] = leaves
        with pytest.raises(RefusedInNode, match="^log: "):
            node.task(**ask, today=day)
    assert [path for path, _, _ in board.requests] == ["pass/", "sign/"]


def test_proof_of_an_overdue_receipt_convicts_the_log_and_names_nobody(node, board, base):
    """Made in the browser, judged by the verifier's code; an honest log is acquitted by the same file."""
    other, dropped = (node.task(op="sign", base=base, code=code, **SEALED) for code in board.letter.codes[:2])
    lost = bytes.fromhex(dropped["entry_leaf"])
    board.publish()
    board.published = [raw for raw in board.published if log.leaf_hash(raw) != lost]
    today = board.day + 8
    found = node.task(**_question(base, dropped), today=today)
    assert found["state"] == "overdue" and set(found["proof"]) == {"v", "letter", "letter_id", "receipt", "checkpoints"}
    promise = read_promise(json.dumps(found["proof"]).encode(), today=today)
    leaves = [log.leaf_hash(raw) for raw in board.published]
    with pytest.raises(Rejected, match="The receipt is the proof"):
        check_promise(promise, letter=board.letter.manifest, leaves=leaves, marks=[])
    with pytest.raises(Rejected, match="rolled back"):
        check_promise(promise, letter=board.letter.manifest, leaves=[], marks=[])
    assert node.task(**_question(base, other), today=today)["state"] == "included"


def test_secret_and_receipt_are_two_files_and_older_single_files_still_work(node, board, base):
    whole = node.task(op="sign", base=base, code=board.letter.codes[0], **SEALED)
    secret, receipt = node.call("files.secretFile", whole), node.call("files.receiptFile", whole)
    assert set(secret) == {"v", "letter", "letter_id", "pass", "seq", "kind", "answered"}
    assert set(secret) & {"entry_leaf", "receipt"} == set() and "pass" not in receipt
    again = node.task(op="resign", base=base, file=secret, **SEALED)
    assert (again["seq"], set(again)) == (1, set(whole))
    assert node.task(op="withdraw", base=base, file=again)["seq"] == 2, "a file of one piece, as saved earlier"
    with pytest.raises(RefusedInNode, match="^receipt: "):
        node.task(op="check", base=base, file=secret, today=board.day)
    for spoilt in ({"answered": 1}, {"seq": None}, {"seq": 17}, {"kind": "x"}, {"pass": "AAAA"}, {"more": 1}):
        with pytest.raises(RefusedInNode, match="^file: "):
            node.call("files.checkSaved", secret | spoilt)
    doubtful = node.call("files.secretFile", again | {"receipt": None})
    assert doubtful["answered"] is False


def test_checking_asks_the_same_whoever_asks(node, board, base):
    """No request depends on the receipt: the server learns that somebody checked, and not who."""
    asked = []
    board.before_file = asked.append
    people = [node.task(op="sign", base=base, code=code, **SEALED) for code in board.letter.codes[:3]]
    board.publish()
    seen = set()
    for saved in people:
        asked.clear()
        node.task(**_question(base, saved), today=board.day)
        seen.add(tuple(sorted(asked)))
    assert seen == {("checkpoints.txt", "leaves.bin")}
    assert {path for path, _, _ in board.requests} == {"pass/", "sign/"}


def _publish_between(board):
    """From now on a batch is published between the first and the second public file; returns the names fetched."""
    fetched = []

    def before_file(path):
        fetched.append(path)
        if len(fetched) == 2:
            board.publish()

    board.before_file = before_file
    return fetched


def test_a_batch_published_while_the_log_is_read_accuses_nobody(node, board, base):
    def signed(at):
        saved = node.task(op="sign", base=base, code=board.letter.codes[at], **SEALED)
        return {**_question(base, saved), "today": board.day}

    first = signed(0)
    fetched = _publish_between(board)
    assert node.task(**first)["state"] == "waiting"
    assert sorted(fetched) == ["checkpoints.txt", "leaves.bin"]
    second = signed(1)
    _publish_between(board)
    assert node.task(**second)["state"] == "waiting"
    signed(2)
    _publish_between(board)
    assert node.task(**first)["state"] == "included"
    assert len(board.published) == 3
    assert node.task(**second)["state"] == "included"


def test_a_leaf_that_no_checkpoint_ever_signs_becomes_overdue(node, board, base):
    ask = _question(base, node.task(op="sign", base=base, code=board.letter.codes[0], **SEALED))
    board.publish()
    board.pages["checkpoints.txt"] = b""
    assert node.task(**ask, today=board.day + 7)["state"] == "waiting"
    assert node.task(**ask, today=board.day + 8)["state"] == "overdue"
