"""Trustees with own folders and one passphrase, and the steps that their tool takes with them."""

from datetime import timedelta

from petitions.sealing import bundle as bundles
from petitions.sealing import trustee_release
from petitions.sealing.encoding import sha256
from tests.sealing import world as w

PASSPHRASE = "correct horse"
SCOPE = sha256(b"the scope of this test")


def at(world, **later):
    return trustee_release.midnight(world.day) + timedelta(**later)


def frozen(homes, **fields):
    """The letter these trustees joined, with their keys in a World."""
    keys = ("name", "contact", "url", "ed25519", "xwing")
    seats = [{key: answer[key] for key in keys} for _home, answer in homes]
    world = w.new(scope=SCOPE, trustees=seats, tiers=[2, 3, 8], **fields)
    world.identities = [home.identity_seed(PASSPHRASE) for home, _answer in homes]
    return world


def folder(tmp_path, files, name="letter"):
    path = tmp_path / name
    bundles.write(path, files)
    return path


def copy(world):
    return w.World(
        **{key: value.copy() if isinstance(value, (list, dict, set)) else value for key, value in vars(world).items()}
    )


def shown(home, world, **later):
    with bundles.Bundle.of(w.files(world)) as bundle:
        return trustee_release.look(home, bundle, now=at(world, **later), processes=1)


def planned(home, world, wave=1, **more):
    later = more.pop("later", {})
    bundle = bundles.Bundle.of(more.pop("files", None) or w.files(world, sealed=True))
    return trustee_release.prepare(home, bundle, wave, now=at(world, **later), processes=1, **more)


def after_notice(home, world):
    shown(home, world)
    w.batch(world, days=3)
