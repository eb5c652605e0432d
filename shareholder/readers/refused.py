"""Why a file was not read."""


class Unreadable(ValueError):
    """Carries one sentence without any word of the file."""
