"""A zip that is sent while it is made: nothing is held but what was not sent yet, and nothing touches the disk."""

import zipfile

BLOCK = 1 << 16
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # no member says when it was made
ZIP64_FROM = 1 << 31  # bytes; a member that may be longer needs other headers from the start


class _Pipe:
    """What zipfile writes into; it finds no `tell` here, so it never goes back."""

    def __init__(self):
        self.parts, self.size = [], 0

    def write(self, part):
        self.parts.append(bytes(part))
        self.size += len(part)
        return len(part)

    def flush(self):
        pass

    def take(self):
        taken, self.parts, self.size = b"".join(self.parts), [], 0
        return taken


def stream(members):
    """Yield the bytes of a zip of `members`: (name, blocks of bytes, length or None where it is not known).

    A block is asked for when what came before was sent. Members of a known length are stored as they are.
    """
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for name, blocks, length in members:
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED if length is None else zipfile.ZIP_STORED
            info.external_attr = 0o600 << 16
            with archive.open(info, "w", force_zip64=length is not None and length >= ZIP64_FROM) as member:
                yield pipe.take()
                for block in blocks:
                    member.write(block)
                    if pipe.size >= BLOCK:
                        yield pipe.take()
    yield pipe.take()


def blocks_of(path, size=BLOCK):
    """Yield a file's bytes."""
    with path.open("rb") as file:
        while block := file.read(size):
            yield block
