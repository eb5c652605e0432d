"""Our rules where allauth asks for them."""

import base64
import hmac

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organize.actions.post import leave_mail

UNKNOWN_ACCOUNT = "account/email/unknown_account"
LOGIN_CODE = "account/email/login_code"
WAYS = {
    "mfa_reauthenticate": _("Type digits or a recovery code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey or security key"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation or by `manage.py organizer`, never by whoever comes along."""

    def is_open_for_signup(self, request):
        return False

    def clean_email(self, email):
        return super().clean_email(email).lower()

    def send_mail(self, template_prefix, email, context):
        """Queue the mail. For a mailbox that has no account the same is done for a mail that nobody will get.

        Otherwise the time an answer takes would tell at once who has an account (what is left: SECURITY.md).
        """
        is_known = template_prefix != UNKNOWN_ACCOUNT
        if not is_known:
            template_prefix, context = LOGIN_CODE, {"code": self.generate_login_code()}
        mail = self.render_mail(template_prefix, email, {"email": email} | context)
        leave_mail(to=email, subject=mail.subject, text=mail.body, is_sent=is_known)

    def get_reauthentication_methods(self, user):
        """The passkey first where there is one: nothing has to be typed, and nothing can be typed into a false page."""
        found = super().get_reauthentication_methods(user)
        for one in found:
            one["description"] = WAYS.get(one["id"], one["description"])
        return sorted(found, key=lambda one: not one["id"].endswith("webauthn"))

    def get_client_ip(self, request):
        return request.META["REMOTE_ADDR"]  # today's pseudonym; the address itself is not known here

    def get_http_user_agent(self, request):
        return ""


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor seeds and recovery codes are encrypted at rest; allauth's default keeps them in plain text."""

    def generate_authenticator_name(self, user, type):
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey %(number)d") % {"number": number}

    def encrypt(self, text):
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _box().decrypt(encrypted_text.encode()).decode()


def _box():
    return Fernet(base64.urlsafe_b64encode(hmac.digest(settings.SECRET_KEY.encode(), b"undersigned mfa", "sha256")))


def display(user):
    """How mails and pages call an account."""
    return user.goes_by
