"""The two ways in which this package says no. Both carry a fixed sentence and never any content."""


class SealingError(Exception):
    """Base of both refusals. `check` is a short stable name that tools and tests compare; str() is the sentence."""

    def __init__(self, check, sentence):
        super().__init__(sentence)
        self.check = check

    def __reduce__(self):
        # Worker processes send these back; the default would rebuild from the sentence alone.
        return type(self), (self.check, str(self))


class Malformed(SealingError):  # noqa: N818 - reads as a verdict
    """The bytes do not parse exactly."""


class Rejected(SealingError):  # noqa: N818 - reads as a verdict
    """The bytes parse, but a rule of the protocol refuses them."""
