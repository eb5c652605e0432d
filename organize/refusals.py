"""How the product says no."""


class Refusal(Exception):
    """A sentence for the person who asked, and the status to send it with. Everything else is a bug and a plain 500.

    `sentence` is translated, complete, and holds no name, address, code or id. Status: 400 unless said; 409 when the
    row is in another state; 403, 404, 413 and 429 as usual.
    """

    def __init__(self, sentence, status=400):
        super().__init__(str(sentence))
        self.sentence = sentence
        self.status = status


class FactorNeeded(Exception):
    """Whoever asks may do this, but has not shown a second factor, or not lately: sent to the page that asks for it.

    Raised only for people who may: everybody else is told that there is nothing.
    """
