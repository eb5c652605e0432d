"""The one way in which this package says no."""


class RulebookError(Exception):
    """Something that was given cannot be computed with. str() is one fixed sentence that repeats nothing of it."""
