"""How fast the arithmetic alone can go on all cores: the libraries' own calls on operands that are ready in memory.

No parsing, no rules, no disk, no sending of work to processes: each process holds its part before the clock starts.
"""

import os
import time
from multiprocessing import get_context

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from petitions.sealing import entries, envelope, labels, log, passes, shares, xwing
from tests.benchmarks.worlds import OPENS, N, T, World

CORES = len(os.sched_getaffinity(0))


def signatures(world, people):
    """A call that verifies pass, entry signature and receipt of these people: one PSS and two Ed25519 each."""
    issuer, letter = passes.load_issuer(world.manifest.issuer_spki), world.manifest
    log_key = Ed25519PublicKey.from_public_bytes(letter.log.ed25519)
    day, ready = log.receipt_day(opens=OPENS, day=OPENS), []
    for raw, _blob in people:
        one = entries.parse(raw)
        record = log.sign_receipt(world.log_seed, letter_id=letter.letter_id, leaf=one.leaf, day=day)
        ready.append(
            (
                one.token,
                b"".join((one.prefix, labels.PASS, letter.scope, one.spk)),
                one.spk,
                one.signature,
                labels.ENTRY + raw[:-64],
                record[36:],
                labels.RECEIPT + letter.letter_id + record[:36],
            )
        )
    padding, digest, load = passes._PADDING, passes._HASH, Ed25519PublicKey.from_public_bytes

    def work():
        for token, certified, spk, signature, signed, receipt, promised in ready:
            issuer.verify(token, certified, padding, digest)
            load(spk).verify(signature, signed)
            log_key.verify(receipt, promised)

    return work


def boxes(world, people, trustee=1):
    """A call that opens one trustee's HPKE boxes of these people."""
    private = xwing.private(world.seeds[trustee - 1])
    letter_id, ready = world.manifest.letter_id, []
    for raw, sealed in people:
        one, blob = entries.parse(raw), envelope.parse(sealed, n=N, t=T)
        info = envelope.share_info(letter_id=letter_id, spk=one.spk, tier=one.tier, seq=one.seq, i=trustee)
        ready.append((blob.boxes[trustee - 1], info))
    decrypt = xwing._SUITE.decrypt

    def work():
        for box, info in ready:
            decrypt(box, private, info)

    return work


def names(world, people):
    """A call that combines two shares and decrypts the name of each of these people."""
    privates = [xwing.private(seed) for seed in world.seeds[:T]]
    letter_id, ready = world.manifest.letter_id, []
    for raw, sealed in people:
        one, blob = entries.parse(raw), envelope.parse(sealed, n=N, t=T)
        bound = {"letter_id": letter_id, "spk": one.spk, "tier": one.tier, "seq": one.seq}
        opened = [envelope.open_share(blob, i, private, **bound) for i, private in enumerate(privates, 1)]
        aad = envelope._body_aad(letter_id, one.spk, one.tier, one.seq, envelope.hashes(sealed)[1])
        ready.append((opened, labels.BODY_KEY + letter_id + one.spk, blob.body, aad))
    nonce = bytes(12)

    def work():
        for opened, info, body, aad in ready:
            key = HKDF(SHA256(), 32, None, info).derive(shares.combine(opened))
            AESGCM(key).decrypt(nonce, body, aad)

    return work


MAKERS = {"signatures": signatures, "boxes": boxes, "names": names}


def _worker(pipe, folder, start, stop, kinds):
    world = World(folder)
    works = [MAKERS[kind](world, world.people(start, stop)) for kind in kinds]
    pipe.send("ready")
    while pipe.recv():
        began = time.process_time()
        for work in works:
            work()
        pipe.send(time.process_time() - began)


class Limit:
    """Processes, one a core, that hold their part of the work; `run()` does all of it once."""

    def __init__(self, world, kinds, size=None):
        size = size or world.size
        context, self.lines = get_context("spawn"), []
        for at in range(CORES):
            mine, theirs = context.Pipe()
            part = (size * at // CORES, size * (at + 1) // CORES)
            arguments = (theirs, str(world.folder), *part, kinds)
            process = context.Process(target=_worker, args=arguments, daemon=True)
            process.start()
            self.lines.append((mine, process))

    def __enter__(self):
        for pipe, _process in self.lines:
            pipe.recv()
        return self

    def __exit__(self, *_):
        for pipe, process in self.lines:
            pipe.send(False)
            process.join()

    def run(self):
        """{"seconds", "cpu"} of all of it, all cores at work."""
        began = time.perf_counter()
        for pipe, _process in self.lines:
            pipe.send(True)
        cpu = sum(pipe.recv() for pipe, _process in self.lines)
        return {"seconds": time.perf_counter() - began, "cpu": cpu}
