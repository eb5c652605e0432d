"""allauth's forms for second factors, with words for people who have never met a passkey."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.utils.translation import gettext_lazy as _

NAME = _("Name")
NAME_HELP = _("For you alone, so that you know which one it is.")


class AddPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["name"].help_text = NAME, NAME_HELP
        alone = self.fields["passwordless"]
        alone.label = _("Sign in with it alone")
        alone.help_text = _("Without a code by mail. It then always asks for your fingerprint, face or PIN.")


class RenamePasskeyForm(EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label, self.fields["name"].help_text = NAME, NAME_HELP
