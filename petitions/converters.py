"""What parts of the addresses of letters and joint statements look like."""

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


class StatementConverter(AddressConverter):
    regex = "[a-z2-7]{26}"


class StatementMoveConverter(AddressConverter):
    regex = "publish|close|reopen|deliver|cancel"


class TextMoveConverter(AddressConverter):
    regex = "begin|adopt|drop"


class DecisionConverter(AddressConverter):
    regex = "list|decline|reconsider|withdraw"


register_converter(StatementConverter, "statement")
register_converter(StatementMoveConverter, "statement_move")
register_converter(TextMoveConverter, "text_move")
register_converter(DecisionConverter, "decision")
register_converter(AddressConverter, "address")
register_converter(LanguageConverter, "language")
register_converter(Sha256Converter, "sha256")
