"""Refuse to start where it would not be safe, and say what to do."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

ONION_HOST = re.compile(r"[a-z2-7]{56}\.onion")
WEB_ADDRESS = re.compile(r"https?://[a-z0-9.:\[\]-]+")


@register(Tags.security)
def deployment_is_safe(app_configs, **kwargs):
    found = []
    if settings.DEBUG and not settings.IS_LAPTOP:
        found.append(Error("Debug pages show what people sent.", hint="Unset UNDERSIGNED_DEBUG.", id="organize.E001"))
    if "*" in settings.ALLOWED_HOSTS or any(host.startswith(".") for host in settings.ALLOWED_HOSTS):
        found.append(
            Error("Host names must be exact.", hint="List every name in UNDERSIGNED_HOSTS.", id="organize.E002")
        )
    if settings.ADMINS or settings.MANAGERS:
        found.append(Error("Errors must not be mailed.", hint="Leave ADMINS and MANAGERS empty.", id="organize.E003"))
    if not settings.IS_LAPTOP and len(settings.SECRET_KEY) < 40:
        found.append(
            Error(
                "The secret key is short.",
                hint="Unset UNDERSIGNED_SECRET_KEY to have one made, or give 40 random characters or more.",
                id="organize.E004",
            )
        )
    if not settings.IS_LAPTOP and settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        found.append(
            Error("Sign-in codes would be printed to a log.", hint="Set UNDERSIGNED_MAIL_URL.", id="organize.E005")
        )
    if not settings.IS_LAPTOP and not settings.REDIS_URL:
        found.append(
            Error(
                "Without Redis the queue and the rate limits live inside one process, and a real host has several.",
                hint="Set UNDERSIGNED_REDIS_URL.",
                id="organize.E006",
            )
        )
    if not settings.IS_LAPTOP and settings.REDIS_URL and not urlsplit(settings.REDIS_URL).password:
        found.append(
            Error(
                "Redis would take orders from whoever reaches it, and give out what waits there.",
                hint="Set a password in redis.conf (`user … >PASSWORD`) and put it into UNDERSIGNED_REDIS_URL_FILE.",
                id="organize.E009",
            )
        )
    if settings.ONION and (settings.ONION not in settings.ALLOWED_HOSTS or not ONION_HOST.fullmatch(settings.ONION)):
        found.append(
            Error(
                "The onion address that signatories are shown is not one of this site's.",
                hint="UNDERSIGNED_ONION is 56 letters and digits and .onion; name it in UNDERSIGNED_HOSTS as well.",
                id="organize.E007",
            )
        )
    if not WEB_ADDRESS.fullmatch(settings.PUBLIC_ORIGIN):
        found.append(
            Error(
                "The address for QR codes is not an origin.",
                hint="UNDERSIGNED_PUBLIC_ORIGIN looks like https://letters.example, with nothing behind the host.",
                id="organize.E008",
            )
        )
    if not settings.IS_LAPTOP and not settings.SOURCE_URL:
        found.append(
            Warning(
                "Section 13 of the AGPL: whoever runs a changed version for others must offer them its source.",
                hint="Set UNDERSIGNED_SOURCE_URL to where the source of exactly this version can be fetched.",
                id="organize.W001",
            )
        )
    return found
