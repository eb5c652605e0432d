"""How long a group keeps things: one number of days for each period, within its bounds."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from organize import inventory

BOUNDS = _("{help} {least} to {most} days; {default} unless you choose.")


class RetentionForm(forms.Form):
    """A field for every period there is, named as it is. Cleans `days` to {name: days}."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, period in inventory.periods().items():
            self.fields[name] = forms.IntegerField(
                label=period.title,
                min_value=period.least,
                max_value=period.most,
                help_text=format_lazy(
                    BOUNDS, help=period.help, least=period.least, most=period.most, default=period.default
                ),
            )

    def clean(self):
        return {"days": dict(super().clean())}
