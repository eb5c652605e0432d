"""The product's settings for tests: real PostgreSQL and Redis where they are named, else SQLite and the embedded queue.

UNDERSIGNED_TEST_DATABASE_URL and UNDERSIGNED_TEST_REDIS_URL choose the services; files go to a folder of their own.
"""

import os
from pathlib import Path

_VAR = Path(os.environ.get("UNDERSIGNED_TEST_VAR", Path(__file__).resolve().parent.parent / "var" / "test"))
for _name in [name for name in os.environ if name.startswith("UNDERSIGNED_") and "_TEST_" not in name]:
    del os.environ[_name]  # a developer's own settings must not change what is tested
os.environ["UNDERSIGNED_VAR"] = str(_VAR)
os.environ["UNDERSIGNED_SECRET_KEY"] = "only for tests, never for people, and longer than forty characters"
for _kind in ("DATABASE_URL", "REDIS_URL"):
    if os.environ.get(f"UNDERSIGNED_TEST_{_kind}"):
        os.environ[f"UNDERSIGNED_{_kind}"] = os.environ[f"UNDERSIGNED_TEST_{_kind}"]

from organize.settings import *  # noqa: E402, F403  everything, then the few differences
from organize.settings import DATABASES, REDIS_URL, VAR  # noqa: E402

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = VAR / "static"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file: threads share it, as they do in the product; an in-memory one would be one connection for all.
    DATABASES["default"]["TEST"] = {"NAME": VAR / f"test-{os.getpid()}.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}_{os.getpid()}"}
SERVICES = bool(REDIS_URL)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
