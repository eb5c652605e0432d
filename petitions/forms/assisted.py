"""The forms of the path without JavaScript: the server seals, and says so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions import name_rules, names
from petitions.sealing import passes
from petitions.sealing.errors import Malformed, SealingError
from petitions.sealing.plaintext import pad
from petitions.states import PassMode

CHOICES = [
    ("sealed", _("Named once enough of us are")),
    ("count", _("Counted, never named")),
    ("named", _("Named now")),
]


def is_short_enough(identity):
    """Whether these fields fit together into the 512 bytes that are sealed."""
    try:
        pad(identity)
    except SealingError:
        return False
    return True


class AssistedForm(forms.Form):
    code = forms.CharField(
        max_length=64,
        label=_("Code from your paper slip"),
        help_text=_("20 letters and digits; spaces and hyphens don't matter."),
        widget=forms.TextInput(attrs={"class": "code", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the code you were given.")},
    )
    choice = forms.ChoiceField(choices=CHOICES, error_messages={"required": _("Choose how you want to sign.")})
    tier = forms.TypedChoiceField(
        coerce=int, required=False, empty_value=None, label=_("Open my name when"),
        help_text=_("Only for the first choice. The number you choose is public; your name is not."),
    )  # fmt: skip
    name = forms.CharField(
        max_length=120,
        required=False,
        label=_("Name, as it should appear"),
        help_text=_("Leave it empty if you only want to be counted."),
    )
    title = forms.CharField(max_length=120, required=False)
    team = forms.CharField(max_length=120, required=False)
    understood = forms.BooleanField(
        label=_("I have read what the server sees for a moment, and I want to sign this way."),
        error_messages={"required": _("Tick the box to say that you have read what the server sees.")},
    )

    def __init__(self, *args, manifest, lists, **kwargs):
        super().__init__(*args, **kwargs)
        self._offer(lists)
        self.by_mail = manifest.eligibility.mode == PassMode.EMAIL
        if self.by_mail:
            self.fields["code"].label = _("Code from your mail")
            self.fields["code"].help_text = _("10 letters and digits; spaces and hyphens don't matter.")
        self.fields["tier"].choices = [("", _("Choose a number"))] + [
            (tier, _("at least %(goal)s are named together") % {"goal": tier + manifest.margin})
            for tier in manifest.tiers
        ]

    def _offer(self, lists):
        """Where the letter has lists, people choose from them or say nothing."""
        labels = {"team": _("Office"), "title": _("Family of roles")}
        for field, offered in zip(("team", "title"), lists, strict=True):
            if offered:
                choices = [("", _("say nothing")), *((item, item) for item in offered)]
                self.fields[field] = forms.ChoiceField(choices=choices, required=False, label=labels[field])
            elif any(lists):
                del self.fields[field]

    def clean_code(self):
        length = passes.MAILED_LENGTH if self.by_mail else passes.CODE_LENGTH
        try:
            return passes.normalise_code(self.cleaned_data["code"], length)
        except Malformed as problem:
            sentence = _("This is not a code: codes have %(length)s letters and digits.") % {"length": length}
            raise forms.ValidationError(sentence) from problem

    def clean(self):
        given = super().clean()
        choice = given.get("choice")
        if choice == "sealed" and given.get("tier") is None and "tier" not in self.errors:
            self.add_error("tier", _("Choose how many must be named together with you."))
        if choice in ("sealed", "named"):
            for field, fault in name_rules.faults(given):
                if field not in self.errors:
                    self.add_error(field, names.SENTENCES[fault])
            if not self.errors and not is_short_enough(self.identity()):
                self.add_error(None, names.SENTENCES["long"])
        return given

    def identity(self):
        """The fields that are sealed or published; empty for a count-only signature."""
        if self.cleaned_data["choice"] == "count":
            return {}
        given = {key: name_rules.tidy(self.cleaned_data.get(key, "")) for key in ("name", "title", "team")}
        return {key: text for key, text in given.items() if text}


class AssistedWithdrawForm(forms.Form):
    saved = forms.FileField(required=False, max_length=100, label=_("The file you saved when you signed"))
    pasted = forms.CharField(
        max_length=4096,
        required=False,
        label=_("Or paste its text"),
        widget=forms.Textarea(attrs={"class": "raw", "rows": 5}),
    )

    def clean(self):
        given = super().clean()
        if bool(given.get("saved")) == bool(given.get("pasted")):
            raise forms.ValidationError(
                _("Choose the file you saved when you signed, or paste its text: one of the two.")
            )
        if given.get("saved"):
            if given["saved"].size > 4096:
                raise forms.ValidationError(_("This is not a file you saved when you signed."))
            given["secret"] = given["saved"].read()
        else:
            given["secret"] = given["pasted"].strip().encode()
        return given
