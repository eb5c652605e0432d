"""What may be written down: the class of an error, where in the code it happened, and a random incident number.

No request, path, address, argument, exception text or query ever reaches a log. Messages of our own loggers are
constants with counts; of everybody else's only the place they were written from is kept.
"""

import logging.config
import secrets
import traceback

OURS = ("organize", "petitions", "shareholder", "undersigned")


def new_incident():
    """Six random characters that a person can read out and an operator can find in the log."""
    return secrets.token_hex(3)


def where(error):
    """The lines of code an error came through, innermost last, and its class: `a.py:12 b.py:3 ValueError`."""
    chain = []
    while error is not None and len(chain) < 5:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "importlib" not in f.filename][-8:]
        places = " ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in frames)
        chain.append(f"{type(error).__module__}.{type(error).__qualname__} at {places or '?'}")
        error = error.__cause__ or error.__context__
    return " <- ".join(chain)


def _short(path):
    """The last three parts of a path: enough to find the file, nothing of the machine."""
    return "/".join(path.split("/")[-3:])


class Scrubbed(logging.Formatter):
    """One line a record, made from what cannot hold content."""

    def format(self, record):
        request = getattr(record, "request", None)
        incident = getattr(request, "incident", None) or new_incident()
        parts = [record.levelname, record.name]
        if record.name.split(".")[0] in OURS:
            parts.append(record.getMessage())
        else:
            parts.append(f"{_short(record.pathname)}:{record.lineno}")
        if record.exc_info and record.exc_info[1] is not None:
            parts.append(f"incident {incident}: {where(record.exc_info[1])}")
        return " ".join(parts)


def configure(_settings=None):
    """Django's LOGGING_CONFIG: standard error only, scrubbed, no access log, no mail."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"scrubbed": {"()": Scrubbed}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "scrubbed"}},
            "root": {"handlers": ["stderr"], "level": "WARNING"},
            "loggers": {
                "django": {"handlers": [], "level": "WARNING"},
                # 4xx are answers, not incidents, and their records carry paths
                "django.request": {"level": "ERROR"},
                "django.security": {"level": "CRITICAL"},
                "django.server": {"handlers": [], "level": "CRITICAL", "propagate": True},
                "rq": {"level": "WARNING"},
                "rq.worker": {"level": "WARNING"},
            },
        }
    )
