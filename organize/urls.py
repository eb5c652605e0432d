"""Every address. Pages without a session come first; the handlers say no in one voice."""

from django.urls import include, path

from organize.views import accounts, home, invitations

handler400 = "organize.answers.bad_request"
handler403 = handler404 = "organize.answers.missing"
handler500 = "organize.answers.broken"

urlpatterns = [
    path("p/", include("petitions.petition_urls")),  # first: behind others each request would try forty patterns
    path("", include("petitions.urls")),  # /l/… and /s/…
    path("c/", include("organize.public_urls")),
    path("", include("shareholder.public_urls")),  # /c/…/resolutions/… and /calendar/…
    path("", home.front, name="front"),
    path("join/", invitations.join, name="join"),
    path("join/accept/", invitations.accept, name="join-accept"),
    path("desk/", include("organize.desk_urls")),
    path("desk/letters/", include("petitions.desk_urls")),
    path("desk/petitions/", include("petitions.petition_desk_urls")),
    path("desk/statements/", include("petitions.statement_urls")),
    path("desk/resolutions/", include("shareholder.desk_urls")),
    # No account has a password. One that could be set would stand in for the second factor on the library's own pages.
    path("accounts/password/<path:rest>", accounts.closed),
    path("accounts/reauthenticate/", accounts.closed),
    path("accounts/email/", accounts.mailbox, name="account_email"),
    path("accounts/2fa/totp/activate/", accounts.add_app, name="mfa_activate_totp"),
    path("accounts/2fa/webauthn/add/", accounts.add_passkey, name="mfa_add_webauthn"),
    path("accounts/", include("allauth.urls")),
]
