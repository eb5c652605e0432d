"""What travels is equally long whoever signs, whatever they are called and however they choose."""

from pathlib import Path

from petitions.sealing.plaintext import LENGTH

TRUE_NAMES = Path(__file__).parents[1].joinpath("vectors/true-names.txt").read_text(encoding="utf-8").splitlines()
# One alphabet each: words of 1 to 80 letters are drawn from them.
ALPHABETS = [
    "abcdefghij", "äöüßéèñçøå", "абвгдежзий", "αβγδεζηθικ", "ابتثجحخدذر", "אבגדהוזחטי", "王李张刘陈杨黄",
    "あいうえおかきくけこ",
    "アイウエオカキクケコ", "가나다라마바사아자차", "अआइईउकखगघच", "অআইঈউকখগঘচ",
    "กขคฆงจฉชซฌ", "აბგდევზთიკ", "աբգդեզէըթժ", "ሀለሐመሠረሰሸቀበ",
    "கஙசஞடணதநபம", "కఖగఘచఛజఝటఠ", "ಕಖಗಘಚಛಜಝಟಠ", "ກຂຄງຈສຊຍດຕ",
]  # fmt: skip


def person(chance):
    """Random fields: a name of 1 to 80 letters, sometimes a title and a team, never more than fits into 512 bytes."""
    alphabet = chance.choice(ALPHABETS)
    fields = {"name": "".join(chance.choices(alphabet, k=chance.randint(1, 80)))}
    room = LENGTH - 60 - len(fields["name"].encode())
    for field in ("title", "team"):
        most = min(80, room // 2 // 4)
        if chance.random() < 0.5 and most > 0:
            fields[field] = "".join(chance.choices(alphabet, k=chance.randint(1, most)))
    return fields


def test_p17_every_signature_has_the_same_length(reach, node, letter, js_manifest, board, base):
    """The request that the browser's code builds, for each choice, and what a server sees and answers."""
    number = reach.size(sample=60, full=500)
    people = [person(reach.chance) for _ in range(number)]
    people[:3] = [{"name": "x"}, {"name": "王" * 80, "title": "x" * 80, "team": "y" * 80}, {"name": TRUE_NAMES[0]}]
    pass_ = node.call("pass.parsePass", letter.new_pass().raw)
    lengths = set()
    for choice in ("sealed", "count", "named"):
        forms = [{"choice": choice, "tier": 25, "seq": 0, "fields": fields} for fields in people]
        made = node.calls("entry.buildSign", [[js_manifest, pass_, form] for form in forms])
        assert all(ok for ok, _request in made)
        lengths |= {len(request["body"]) for _ok, request in made}
        assert len({request["body"] for _ok, request in made}) == number, "they do differ"
    assert len(lengths) == 1
    asked = [("sealed", people[1]), ("sealed", people[0]), ("named", people[1]), ("count", {})]
    for code, (choice, fields) in zip(board.letter.codes, asked, strict=False):
        node.task(op="sign", base=base, code=code, choice=choice, tier=25, fields=fields)
    bodies = {len(body) for path, _headers, body in board.requests if path == "sign/"}
    heads = {tuple(sorted((k, v) for k, v in headers.items() if k not in ("Host", "Connection")))
             for path, headers, _body in board.requests if path == "sign/"}  # fmt: skip
    assert len(bodies) == len(heads) == 1
    reach.reached(
        f"1 length ({lengths.pop():,} bytes) for {number} names in {len(ALPHABETS)} alphabets and 3 choices, "
        "each answered by the 100 bytes of a receipt"
    )
