"""Every address. Pages without a session come first; the handlers say no in one voice."""

from django.urls import include, path

from organize.views import accounts, home, invitations

handler400 = "organize.answers.bad_request"
handler403 = handler404 = "organize.answers.missing"
handler500 = "organize.answers.broken"

urlpatterns = [
    path("", include("petitions.urls")),  # /l/…
    path("c/", include("organize.public_urls")),
    path("", home.front, name="front"),
    path("join/", invitations.join, name="join"),
    path("join/accept/", invitations.accept, name="join-accept"),
    path("desk/", include("organize.desk_urls")),
    path("desk/letters/", include("petitions.desk_urls")),
    # No account has a password. One that could be set would stand in for the second factor on the library's own pages.
    path("accounts/password/<path:rest>", accounts.closed),
    path("accounts/reauthenticate/", accounts.closed),
    path("accounts/email/", accounts.mailbox, name="account_email"),
    path("accounts/", include("allauth.urls")),
]
