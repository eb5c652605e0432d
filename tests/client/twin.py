"""The twin: whatever the Python tools are asked while it listens, the core in Node is asked too, and must say the same.

The Python code runs as it is; the twin stands behind the functions that the tests of tests/sealing call, hears question
and answer, and keeps count. So all those attacks are replayed against the second implementation, word for word.
"""

from contextlib import contextmanager

from petitions.sealing import bundle, log, opening, trustee, trustee_release, verify, waves, zipfmt
from tests.client.core import verdict
from tests.client.trustee_file import kept, moment


def files_of(found):
    return {name: found.read(name) for name in found.names()}


class Twin:
    """`heard` counts the questions of each kind, and those that were refused."""

    def __init__(self, core):
        self.core, self.heard, self.refusals = core, {}, []
        self.inside = False

    def same(self, kind, ours, theirs):
        """Compare two verdicts."""
        self.heard[kind] = self.heard.get(kind, 0) + 1
        if isinstance(ours, tuple) and ours[0] == "refused":
            self.refusals.append(ours[1])
        assert theirs == ours, f"{kind}: the two implementations differ"

    @contextmanager
    def quiet(self):
        """What the tools ask of one another is not heard twice."""
        before, self.inside = self.inside, True
        try:
            yield
        finally:
            self.inside = before

    def listen(self, monkeypatch):
        """Stand behind the functions that the tests call."""
        for module, name in (
            (verify, "verify"),
            (waves, "replay"),
            (zipfmt, "members"),
            (opening, "open_due"),
            (opening, "combine"),
            (trustee, "read_letter"),
            (trustee_release, "look"),
            (trustee_release, "hand_in"),
            (trustee_release, "prepare"),
            (trustee_release, "carry_out"),
        ):
            monkeypatch.setattr(module, name, self._behind(name, getattr(module, name)))
        real = bundle.Bundle.of.__func__
        monkeypatch.setattr(bundle.Bundle, "of", classmethod(self._behind("open_files", real)))

    def _behind(self, name, real):
        def heard(*args, **fields):
            if self.inside:
                return real(*args, **fields)
            with self.quiet():
                return getattr(self, f"_{name}")(real, *args, **fields)

        return heard

    def _open_files(self, real, cls, files):
        ours = verdict(lambda: real(cls, files))
        theirs = verdict(lambda: self.core.call("verify.readFiles", files))
        # A Bundle does not travel; that it was made is all there is to compare.
        self.same(
            "files", (ours[0], *ours[1:] * (ours[0] == "refused")), (theirs[0], *theirs[1:] * (theirs[0] == "refused"))
        )
        return real(cls, files)

    def _members(self, real, path):
        ours = verdict(lambda: sorted(real(path)))
        theirs = verdict(lambda: self.core.ask("open", zip=str(path)))
        self.same("zip", ours, theirs)
        return real(path)

    def _verify(self, real, found, *, out=lambda line: None, sealed=False, seen=None, today=None, promise=None, **more):
        lines = []
        report = real(found, out=lines.append, sealed=sealed, seen=seen, today=today, promise=promise, **more)
        given = seen and {"size": seen[0], "root": seen[1]}
        asked = promise and promise._asdict()
        theirs = self.core.ask("verify", files=files_of(found), sealed=sealed, seen=given, today=today, promise=asked)
        told = len(lines)
        self.same("verify", ("ok", lines), ("ok", theirs["lines"][:told]))
        for check, _sentence in report.failures:
            self.refusals.append(check)
        assert [(one["check"], one["sentence"]) for one in theirs["failures"]] == report.failures
        assert [one["sentence"] for one in theirs["complaints"]] == report.complaints
        assert theirs["holds"] == (not report.failures)
        if theirs["holds"]:
            assert sum(row["identity"] is not None for row in theirs["names"]) == report.names
        for line in lines:
            out(line)
        return report

    def _replay(self, real, manifest, entries, checkpoints, notices, releases, *, today=None):
        def plain():
            story = real(manifest, entries, checkpoints, notices, releases, today=today)
            return {
                "waves": [_wave(record) for record in story.waves],
                "final": {spk.hex(): leaf.hex() for spk, leaf in story.final.items()},
                "heads": {spk.hex(): _head(head) for spk, head in story.heads.items()},
            }

        lines = [
            {"spk": one.spk.hex(), "seq": one.seq, "leaf": one.leaf.hex(), "tier": getattr(one, "tier", None)}
            for one in entries
        ]
        asked = {
            "manifest": manifest.raw,
            "lines": lines,
            "checkpoints": [{"size": one.size, "root": one.root, "day": one.day} for one in checkpoints],
            "notices": [notice.raw for notice in notices],
            "releases": [(wave, file.raw) for wave, file in releases],
            "today": today,
        }
        self.same("replay", verdict(plain), verdict(lambda: self.core.ask("replay", **asked)))
        return real(manifest, entries, checkpoints, notices, releases, today=today)

    def _open_due(self, real, items, *, seed, trustee, manifest, **more):
        items = list(items)
        ours = verdict(lambda: real(items, seed=seed, trustee=trustee, manifest=manifest, **more))
        leaves = [log.leaf_hash(entry) for entry, _blob in items]

        def act():
            parts = _parts(manifest) | {"trustee": trustee, "seed": seed}
            shares = self.core.ask("job", job="boxes", parts=parts, task=_packed(items))
            ok = {leaf: share for leaf, share in zip(leaves, shares, strict=True) if share}
            return ok, sorted(set(leaves) - ok.keys())

        self.same("open_due", ours, verdict(act))
        return real(items, seed=seed, trustee=trustee, manifest=manifest, **more)

    def _combine(self, real, items, releases, *, manifest, **more):
        names, complaints = real(items, releases, manifest=manifest, **more)
        leaves = [log.leaf_hash(entry) for entry, _blob in items]
        rows = [(file.trustee, opening.Shares(file)) for file in releases]
        given = [(trustee, b"".join(map(book.record, leaves))) for trustee, book in rows]
        found = self.core.ask("job", job="records", parts=_parts(manifest), task=_packed(items) | {"given": given})
        theirs = {leaf: one["identity"] for leaf, one in zip(leaves, found, strict=True)}
        self.same("combine", {leaf: opening.identity_json(names[leaf]).decode() for leaf in leaves}, theirs)
        assert complaints == [(seat, leaf) for leaf, one in zip(leaves, found, strict=True) for seat in one["wrong"]]
        return names, complaints

    def _read_letter(self, real, home, path):
        ours = verdict(lambda: (lambda one: {"seat": one.seat, "text": one.text})(real(home, path)))

        def act():
            found = self.core.call("trustee.readLetter", kept(home), trustee._files(path))
            return {"seat": found["seat"], "text": found["text"]}

        self.same("read_letter", ours, verdict(act))
        return real(home, path)

    def _look(self, real, home, found, *, now, sealed=False, **more):
        before = kept(home)
        ours = verdict(lambda: real(home, found, now=now, sealed=sealed, **more))
        asked = {"home": before, "files": files_of(found), "sealed": sealed, "now": moment(now)}
        theirs = verdict(lambda: self.core.ask("look", **asked))
        self._remembered("look", home, ours, theirs)
        if ours[0] == "ok":
            return ours[1]
        return real(home, found, now=now, sealed=sealed, **more)

    def _hand_in(self, real, home, entry, *, now):
        before = kept(home)
        ours = verdict(lambda: real(home, entry, now=now))
        self._remembered(
            "hand_in", home, ours, verdict(lambda: self.core.ask("handIn", home=before, raw=entry.raw, now=moment(now)))
        )
        if ours[0] == "refused":
            real(home, entry, now=now)

    def _remembered(self, kind, home, ours, theirs):
        if "refused" in (ours[0], theirs[0]):
            self.same(kind, ours, theirs)
        else:
            self.same(kind, ("ok", kept(home)["letters"]), ("ok", theirs[1]["home"]["letters"]))

    def _prepare(self, real, home, found, wave, *, now, withdrawals=(), **more):
        before, files = kept(home), files_of(found)
        ours = verdict(lambda: real(home, found, wave, now=now, withdrawals=withdrawals, **more))

        def act():
            seen = self.core.ask("look", home=before, files=files, sealed=True, now=moment(now))
            self.home = seen["home"]
            handed = [entry.raw for entry in withdrawals]
            return self.core.ask(
                "plan", home=self.home, look=seen["look"], wave=wave, now=moment(now), withdrawals=handed
            )

        theirs = verdict(act)
        if ours[0] == "refused":
            self.same("plan", ours, theirs)
            return real(home, found, wave, now=now, withdrawals=withdrawals, **more)
        plan, shown = ours[1], theirs[1]
        size, root = plan.snapshot
        self.same(
            "plan",
            ("ok", (plan.summary, {"size": size, "root": root.hex()})),
            (theirs[0], (shown["summary"], shown["snapshot"]) if theirs[0] == "ok" else shown),
        )
        self.plan = shown["plan"]
        return plan

    def _carry_out(self, real, home, plan, *, compared, passphrase, **more):
        size, root = compared
        asked = {"plan": self.plan, "compared": {"size": size, "root": root.hex()}, "passphrase": passphrase}
        ours = verdict(lambda: real(home, plan, compared=compared, passphrase=passphrase, **more))
        theirs = verdict(lambda: self.core.ask("release", home=kept(home), **asked)["bytes"])
        self.same("release", ours, theirs)
        if ours[0] == "ok":
            return ours[1]
        return real(home, plan, compared=compared, passphrase=passphrase, **more)


def _parts(manifest):
    return {"letterId": manifest.letter_id, "n": manifest.n, "t": manifest.t}


def _packed(items):
    return {"entries": b"".join(entry for entry, _blob in items), "blobs": b"".join(blob for _entry, blob in items)}


def _head(head):
    return {"spk": head.spk.hex(), "leaf": head.leaf.hex(), "tier": head.tier, "live": head.live}


def _ruling(ruling):
    return ruling and {
        "k": ruling.k,
        "nAt": {str(tier): n for tier, n in ruling.n_at.items()},
        "due": [_head(head) for head in ruling.due],
        "counted": [_head(head) for head in ruling.counted],
    }


def _wave(record):
    return {
        "number": record.number,
        "kind": record.kind,
        "state": record.state,
        "snapshot": record.snapshot and record.snapshot.size,
        "ruling": _ruling(record.ruling),
        "releases": [file.trustee for file in record.releases],
    }
