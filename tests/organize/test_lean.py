"""Signatory pages: no session, account, locale, token or cookie, whatever the request brings."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.catalogs import translate_into

pytestmark = pytest.mark.urls("tests.organize.lean_urls")


@pytest.mark.django_db
def test_signatory_page_asks_the_database_nothing_and_varies_on_no_cookie(client):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = client.get("/l/seen/", headers={"Cookie": "sid=abc; csrf=def"})
    assert response.status_code == 200
    assert len(asked) == 0
    assert "Vary" not in response
    assert not response.cookies
    assert response.json()["cookies"] == {}


def test_two_hundred_visitors_look_the_same_to_a_view():
    metas = set()
    for number in range(200):
        client = Client(REMOTE_ADDR=f"127.77.{number}.55")
        response = client.get(
            "/l/seen/",
            headers={
                "User-Agent": f"Canary/{number}",
                "Referer": f"https://intranet.example/{number}",
                "Accept-Language": ["de", "fr", "hi"][number % 3],
                "X-Forwarded-For": f"10.0.0.{number}",
                "X-Real-IP": f"10.0.1.{number}",
                "Forwarded": f"for=10.0.2.{number}",
                "Sec-CH-UA": f'"Canary";v="{number}"',
                "Cookie": f"tracker={number}",
            },
        )
        metas.add(str(sorted(response.json()["meta"].items())))
    assert len(metas) == 1


def test_one_address_has_one_bucket_today_and_another_has_another():
    def bucket(address):
        return Client(REMOTE_ADDR=address).get("/l/seen/").json()["bucket"]

    assert bucket("127.77.66.55") == bucket("127.77.66.55") != bucket("127.77.66.56")


def test_forwarded_address_is_believed_from_a_trusted_proxy_only(settings):
    def bucket():
        return Client(REMOTE_ADDR="127.0.0.9").get("/l/seen/", headers={"X-Real-IP": "127.77.1.1"}).json()["bucket"]

    direct = Client(REMOTE_ADDR="127.77.1.1").get("/l/seen/").json()["bucket"]
    assert bucket() != direct
    settings.TRUSTED_PROXIES = ["127.0.0.9"]
    assert bucket() == direct


CROSS_SITE = [
    ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, 200),  # the browser vouches; it decides
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "none"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
    ({"Origin": "http://testserver"}, 200),
    ({"Origin": "https://testserver"}, 403),
    ({"Origin": "http://sibling.testserver"}, 403),
    ({"Origin": "null"}, 403),
    ({}, 200),  # not from a page; there is no cookie that a page could misuse
]


@pytest.mark.parametrize(("headers", "status"), CROSS_SITE)
def test_writes_from_other_sites_are_refused(headers, status, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert Client().post("/l/take/", {"a": 1}, headers=headers).status_code == status


def test_language_comes_from_the_path_and_from_nothing_else(client, settings, tmp_path):
    translate_into("de", "fr", settings=settings, folder=tmp_path)
    assert client.get("/l/seen/de/", headers={"Accept-Language": "fr"}).content == b"de"
    assert client.get("/l/seen/xx/", headers={"Accept-Language": "fr", "Cookie": "django_language=fr"}).content == b"en"


def test_refusal_is_a_page_or_json(client):
    page = client.get("/l/refuse/")
    assert page.status_code == 409
    assert b"This letter is closed." in page.content
    answer = client.get("/l/refuse/", headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json() == {"error": "This letter is closed."}


def test_a_bug_says_nothing_of_what_was_sent():
    client = Client(raise_request_exception=False)
    for path in ("/l/break/", "/break/"):
        response = client.get(path)
        assert response.status_code == 500
        assert b"Canary" not in response.content
        assert b"ValueError" not in response.content


def test_cookie_on_a_signatory_page_is_a_bug():
    response = Client(raise_request_exception=False).get("/l/cookie/")
    assert response.status_code == 500
    assert not response.cookies


def test_foreign_host_is_refused(client, settings):
    settings.ALLOWED_HOSTS = ["letters.example"]
    assert client.get("/l/seen/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/l/seen/", headers={"Host": "letters.example"}).status_code == 200
