"""A poster with the letter's public address as a QR code."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from organize.languages import spoken
from organize.paper import pdf
from petitions.documents.picture import grouped, public_address, square
from petitions.pages import sheet


def poster(letter):
    """The poster of a letter that has its public address, as PDF in the letter's language."""
    title, _html = sheet(bytes(letter.letter_md))
    path, address = public_address(letter.address)
    with translation.override(spoken(letter.language)):
        words = {
            "over": gettext("A letter from people who work here"),
            "square": gettext("The address below as a picture"),
            "tor": gettext("With Tor Browser:"),
            "phone": gettext("Read it on your own phone, not on a work device or network."),
            "nobody": gettext("You decide later whether to sign, and how. Nobody needs an account."),
            "fingerprint": gettext("Everyone reads the same text. Its fingerprint:"),
        }
        data = {
            "words": words,
            "address": address,
            "square": square(address),
            "onion": f"http://{settings.ONION}{path}" if settings.ONION else "",
            "fingerprint": grouped(letter.address),
        }
        return pdf("poster", data, language=letter.language, title=title)
