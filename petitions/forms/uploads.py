"""Files that people upload at the desk: measured before they are read, and bytes from there on."""

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

SMALL = 64 * 1024  # keys, approvals, statements, lists of leaves are larger only by mistake
LARGE = 32 * 1024 * 1024  # a release file of a wave of 150,000 is about 10 MB

NOT_TEXT = _("This is not the text file that was asked for. Choose the file that the tool wrote, unchanged.")


class FileBytes(forms.FileField):
    """An uploaded file as bytes, refused by its size before anything reads it. `is_text`: it must be UTF-8 text."""

    def __init__(self, *, max_bytes=SMALL, is_text=True, **options):
        self.max_bytes, self.is_text = max_bytes, is_text
        super().__init__(**options)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return b""
        if file.size > self.max_bytes:
            raise ValidationError(
                _("This file is too large: %(size)s. At most %(most)s are accepted here."),
                params={"size": filesizeformat(file.size), "most": filesizeformat(self.max_bytes)},
            )
        content = file.read()
        if self.is_text:
            check_text(content)
        return content


def check_text(content):
    """ValidationError unless `content` is UTF-8 without zero bytes."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise ValidationError(NOT_TEXT) from None
    if "\0" in text:
        raise ValidationError(NOT_TEXT)


class FileOrText(forms.Form):
    """What a trustee's tool wrote: as a file, or pasted. `cleaned_data["content"]` holds its bytes."""

    file = FileBytes(label=_("The file"), required=False)
    text = forms.CharField(
        label=_("Or its text, pasted"),
        required=False,
        strip=True,
        max_length=SMALL,
        widget=forms.Textarea(attrs={"class": "raw", "rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )

    def clean(self):
        found = super().clean()
        if self.errors:
            return found
        file, text = found.get("file"), found.get("text")
        if file and text:
            raise ValidationError(_("Give the file or its text, not both."))
        if not file and not text:
            raise ValidationError(_("Choose the file, or paste its text."))
        found["content"] = file or text.replace("\r\n", "\n").encode()
        return found
