"""The files under deploy/ start, and do what README.md and their own comments say."""

import http.client
import re
import ssl
import subprocess
from contextlib import closing

import pytest
import redis
from django.urls import get_resolver

from tests.stack import programs
from tests.stack.visitor import Visitor

pytestmark = [pytest.mark.postgresql, pytest.mark.usefixtures("stack_is_here")]


def test_nginx_accepts_its_file_without_a_warning(tmp_path):
    programs.certificate(tmp_path)
    conf = programs.nginx_files(tmp_path, tmp_path, http=8080, https=8443)
    done = subprocess.run([programs.found("nginx"), "-e", "/dev/null", "-t", "-c", str(conf)], capture_output=True)
    assert done.returncode == 0
    assert b"warn" not in done.stderr.replace(b'the "user" directive', b""), done.stderr


def test_a_page_arrives_over_tls_with_the_strict_headers(stack):
    answer = Visitor(stack).get("/")
    assert answer.status == 200
    assert "default-src 'none'" in answer.header("Content-Security-Policy")
    assert answer.header("Server") == "nginx"


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda visitor: visitor.ask("PUT", "/"), 405),
        (lambda visitor: visitor.ask("OPTIONS", "/"), 405),
        (lambda visitor: visitor.post("/l/" + "a" * 32 + "/sign/", bytes(64 * 1024 + 1)), 413),
        (lambda visitor: visitor.post("/desk/", bytes(1024 * 1024 + 1)), 413),
        (lambda visitor: visitor.get("/l/" + "a" * 32 + "/"), 404),
        (lambda visitor: visitor.get("/" + "a" * 9000), 414),
        (lambda visitor: visitor.get("/", Referer="a" * 9000), 400),
    ],
)
def test_what_nginx_or_the_application_refuses_carries_strict_headers(stack, ask, status):
    answer = ask(Visitor(stack))
    assert answer.status == status
    assert "default-src 'none'" in answer.header("Content-Security-Policy")
    assert answer.header("Cache-Control") == "no-store"
    assert answer.header("X-Content-Type-Options") == "nosniff"
    assert answer.header("Set-Cookie") is None


def test_another_host_name_gets_nothing(stack):
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError, ssl.SSLError)):
        Visitor(stack).get("/", Host="other.example.org")
    with closing(http.client.HTTPConnection("127.0.0.1", stack.http)) as plain:
        plain.request("GET", "/", headers={"Host": "other.example.org"})
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
            plain.getresponse()


def test_plain_http_only_redirects(stack):
    with closing(http.client.HTTPConnection("127.0.0.1", stack.http)) as plain:
        plain.request("GET", "/desk/", headers={"Host": programs.HOST})
        answer = plain.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, f"https://{programs.HOST}/desk/")


def test_the_table_of_large_bodies_is_the_one_of_theviews():
    """Every view marked large_body, and no other, lies behind the 32 MB location of nginx.conf."""
    pattern = re.search(r"location ~ (\S+) \{", (programs.DEPLOY / "nginx.conf").read_text())[1]
    large, others = [], []
    for path, view in views(get_resolver()):
        (large if hasattr(view, "body_limit") else others).append(path)
    assert large
    assert all(re.search(pattern, path) for path in large), large
    assert not [path for path in others if re.search(pattern, path)]


def views(resolver, prefix="/", fill=()):
    """(a path that leads to it, view) for every URL of the product. fill: {"<slug:slug>": what to put there}."""
    for entry in resolver.url_patterns:
        route = str(entry.pattern)
        for place, word in dict(fill).items():
            route = route.replace(place, word)
        route = re.sub(r"<int:\w+>", "7", route)
        route = re.sub(r"<[^>]+>", "abcdefghijklmnop", route)
        if hasattr(entry, "url_patterns"):
            yield from views(entry, prefix + route, fill)
        else:
            yield prefix + route, entry.callback


PROMISED = {
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_connections": "off",
    "track_activities": "off",
    "track_commit_timestamp": "off",
    "wal_recycle": "off",
}


def test_postgresql_runs_with_what_is_promised(stack):
    assert {name: stack.sql(f"SHOW {name}")[0][0] for name in PROMISED} == PROMISED
    assert stack.sql("SELECT extname FROM pg_extension") == [("plpgsql",)]


FORBIDDEN = ("MONITOR", "SAVE", "BGSAVE", "CONFIG GET *", "SLOWLOG GET", "FLUSHALL", "KEYS *")


def test_redis_keeps_nothing_on_disk_and_lets_nobody_in_without_a_password(stack):
    with closing(stack.redis()) as known:
        assert known.ping()
        assert known.info("persistence")["aof_enabled"] == 0
        for command in FORBIDDEN:
            with pytest.raises(redis.exceptions.NoPermissionError):
                known.execute_command(*command.split())
    stranger = redis.Redis(unix_socket_path=str(stack.run / "redis.sock"))
    with closing(stranger), pytest.raises(redis.exceptions.AuthenticationError):
        stranger.ping()
    assert not list(stack.run.glob("*.rdb"))
