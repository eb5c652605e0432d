"""What parts of a letter's addresses look like."""

from django.conf import settings
from django.urls import register_converter


class AddressConverter:
    regex = "[a-z2-7]{32}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class LanguageConverter(AddressConverter):
    regex = "|".join(code for code, _ in settings.LANGUAGES)


class Sha256Converter(AddressConverter):
    regex = "[0-9a-f]{64}"


register_converter(AddressConverter, "address")
register_converter(LanguageConverter, "language")
register_converter(Sha256Converter, "sha256")
