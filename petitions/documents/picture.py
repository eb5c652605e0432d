"""What several documents show: the letter's public address, fingerprints, and both as QR pictures."""

import qrcode
from django.conf import settings
from django.urls import reverse

from organize.paper import squares


def square(text):
    """`text` as the SVG of a QR code, without the white margin, which is the page's.

    The mask is given: choosing the best of eight takes eight times as long, and readers take any.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0, mask_pattern=3)
    code.add_data(text)
    return squares(code.get_matrix())


def public_address(address):
    """(path, whole address) of what stands before the letter at this 32-character address."""
    path = reverse("petitions:letter-safety", args=[address])
    return path, settings.PUBLIC_ORIGIN + path


def grouped(text, mark=" "):
    """A code or a fingerprint as it is printed: groups of four."""
    return mark.join(text[at : at + 4] for at in range(0, len(text), 4))
