"""The same strict headers on every response: pages, errors, redirects and files."""

import pytest
from django.test import Client

STRICT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, noarchive",
}


def policy(response):
    """The content security policy as {directive: set of sources}; its order differs between processes."""
    parts = [part.split() for part in response["Content-Security-Policy"].split(";")]
    return {name: set(sources) for name, *sources in parts}


@pytest.mark.urls("tests.organize.lean_urls")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/l/seen/", 200),
        ("get", "/l/nothing/", 404),
        ("get", "/l/refuse/", 409),
        ("get", "/l/break/", 500),
        ("get", "/seen/", 200),
        ("get", "/nothing/", 404),
        ("get", "/seen", 301),
        ("get", "/refuse/", 409),
        ("get", "/break/", 500),
        ("post", "/seen/", 403),
    ],
)
def test_every_answer_carries_them(method, path, status):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    response = getattr(client, method)(path)
    assert response.status_code == status
    for name, value in STRICT.items():
        assert response[name] == value, name
    assert response["Referrer-Policy"] == ("no-referrer" if path.startswith("/l/") else "same-origin")
    assert "no-store" in response["Cache-Control"]
    assert "camera=()" in response["Permissions-Policy"]
    directives = policy(response)
    assert directives["default-src"] == {"'none'"}
    assert directives["script-src"] == {"'self'"}
    assert directives["frame-ancestors"] == {"'none'"}
    assert directives["require-trusted-types-for"] == {"'script'"}
    assert not any("unsafe" in source for sources in directives.values() for source in sources)


@pytest.mark.urls("tests.organize.lean_urls")
def test_onion_host_over_plain_http_lets_the_browser_say_where_a_form_came_from(settings):
    """With no-referrer a form's Origin would be "null", which is refused where no Sec-Fetch-Site says more."""
    settings.ALLOWED_HOSTS = ["letters.example", "x.onion"]
    said = [Client().get("/l/seen/", headers={"Host": host})["Referrer-Policy"] for host in settings.ALLOWED_HOSTS]
    assert said == ["no-referrer", "same-origin"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_SAFE", "yes")
    assert Client().get("/l/seen/", headers={"Host": "x.onion", "X-Safe": "yes"})["Referrer-Policy"] == "no-referrer"


@pytest.mark.urls("tests.organize.lean_urls")
@pytest.mark.django_db  # the answer's end looks whether the connection is still good
def test_static_file_carries_them_and_may_be_kept(client):
    from django.contrib.staticfiles.storage import staticfiles_storage

    response = client.get(staticfiles_storage.url("organize/tokens.css"))
    assert response.status_code == 200
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "immutable" in response["Cache-Control"]
    b"".join(response.streaming_content)
    response.close()
