"""The product's settings for tests: real PostgreSQL and Redis where they are named, else SQLite and the embedded queue.

UNDERSIGNED_TEST_DATABASE_URL and UNDERSIGNED_TEST_REDIS_URL choose the services, UNDERSIGNED_TEST_VAR the folder. Each
process of a run has a database, a Redis database and a folder of its own; two runs at once need two Redis numbers.
"""

import os
from pathlib import Path

_SHARED = Path(os.environ.get("UNDERSIGNED_TEST_VAR", Path(__file__).resolve().parent.parent / "var" / "test"))
_PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")  # gw0, gw1, … where pytest runs in several processes
for _name in [name for name in os.environ if name.startswith("UNDERSIGNED_") and "_TEST_" not in name]:
    del os.environ[_name]  # a developer's own settings must not change what is tested
os.environ["UNDERSIGNED_VAR"] = str(_SHARED / f"run-{os.getpid()}")
os.environ["UNDERSIGNED_STATIC_ROOT"] = str(_SHARED / f"static{_PROCESS}")  # kept: compressing it takes seconds
os.environ["UNDERSIGNED_SECRET_KEY"] = "only for tests, never for people, and longer than forty characters"
for _kind in ("DATABASE_URL", "REDIS_URL"):
    if os.environ.get(f"UNDERSIGNED_TEST_{_kind}"):
        os.environ[f"UNDERSIGNED_{_kind}"] = os.environ[f"UNDERSIGNED_TEST_{_kind}"]
if _PROCESS and "UNDERSIGNED_REDIS_URL" in os.environ:
    _server, _slash, _number = os.environ["UNDERSIGNED_REDIS_URL"].rpartition("/")
    os.environ["UNDERSIGNED_REDIS_URL"] = f"{_server}/{(int(_number) + int(_PROCESS[2:])) % 16}"

from organize.settings import *  # noqa: E402, F403  everything, then the few differences
from organize.settings import DATABASES, VAR  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file: threads share it, as they do in the product; an in-memory one would be one connection for all.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "test.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"{DATABASES['default']['NAME']}_{os.getpid()}"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
# Every test client begins with middleware of its own, and looking through all files first is most of what that costs.
WHITENOISE_AUTOREFRESH = True
