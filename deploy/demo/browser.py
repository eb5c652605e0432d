"""A browser without a screen: follows links and fills in the forms a page really has, over HTTP, with cookies."""

import http.cookiejar
import secrets
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser


class AnsweredError(Exception):
    """The site answered with an error status; `page` holds what it said."""

    def __init__(self, page):
        super().__init__(f"{page.status} {page.says()}")
        self.page = page


class Form:
    def __init__(self, attributes):
        self.action = attributes.get("action", "")
        self.method = attributes.get("method", "get").lower()
        self.id = attributes.get("id", "")
        self.fields = []  # (name, value), in page order, as a browser would send them untouched
        self.names = set()


class _Reader(HTMLParser):
    """Forms, links, plain text, and text areas outside forms (by id) of a page."""

    def __init__(self):
        super().__init__()
        self.forms, self.links, self.words, self.texts = [], [], [], {}
        self.form = self.select = self.area = self.link = None
        self.quiet = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.form = Form(given)
            self.forms.append(self.form)
        elif tag == "a":
            self.link = [given.get("href", ""), ""]
            self.links.append(self.link)
        elif tag in ("script", "style", "template"):
            self.quiet += 1
        elif self.form is not None:
            self._field(tag, given)
        elif tag == "textarea":
            self.area = [given.get("id", ""), ""]

    def _field(self, tag, given):
        name = given.get("name")
        if tag == "option" and self.select and ("selected" in given or self.select[1] is None):
            self.select[1] = given.get("value", "")
        if not name or "disabled" in given:
            return
        self.form.names.add(name)
        if tag == "input":
            kind = given.get("type", "text")
            if kind in ("submit", "button", "file") or (kind in ("radio", "checkbox") and "checked" not in given):
                return
            self.form.fields.append((name, given.get("value", "on" if kind == "checkbox" else "")))
        elif tag == "select":
            self.select = [name, None]
        elif tag == "textarea":
            self.area = [name, ""]

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "a":
            self.link = None
        elif tag == "select" and self.select:
            self.form.fields.append((self.select[0], self.select[1] or ""))
            self.select = None
        elif tag == "textarea" and self.area:
            name, text = self.area[0], self.area[1].removeprefix("\n")
            if self.form is None:
                self.texts[name] = text
            else:
                self.form.fields.append((name, text))
            self.area = None
        elif tag in ("script", "style", "template"):
            self.quiet -= 1

    def handle_data(self, data):
        if self.area:
            self.area[1] += data
        elif not self.quiet and data.strip():
            self.words.append(" ".join(data.split()))
        if self.link:
            self.link[1] += data


class Page:
    def __init__(self, url, status, headers, content):
        self.url, self.status, self.headers, self.content = url, status, headers, content
        self._read = None

    @property
    def read(self):
        if self._read is None:
            self._read = _Reader()
            self._read.feed(self.content.decode())
        return self._read

    def text(self):
        return " ".join(self.read.words)

    def says(self):
        """The page's words, short enough for an error message."""
        return self.text()[:600]

    def form(self, *names):
        """The first form that has all these fields."""
        for form in self.read.forms:
            if set(names) <= form.names:
                return form
        raise LookupError(f"no form with {names} on {self.url}; there are {[sorted(f.names) for f in self.read.forms]}")


class Browser:
    def __init__(self, base):
        self.base = base
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

    def get(self, path):
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.base, path)))

    def post(self, path, content, kind, *, page=None):
        origin = "/".join(self.base.split("/", 3)[:3])
        headers = {"Content-Type": kind, "Origin": origin, "Referer": page.url if page else self.base}
        return self._ask(urllib.request.Request(urllib.parse.urljoin(self.base, path), content, headers))

    def submit(self, page, form, *, files=None, **values):
        """Send a form with `values` for what it held; a list sends a name several times; `files`: name → bytes."""
        fields = [(name, value) for name, value in form.fields if name not in values]
        for name, value in values.items():
            fields += [(name, str(one)) for one in (value if isinstance(value, list) else [value])]
        where = urllib.parse.urljoin(page.url, form.action)
        if form.method == "get":
            return self.get(where.split("?")[0] + "?" + urllib.parse.urlencode(fields))
        if files:
            return self.post(where, *_multipart(fields, files), page=page)
        return self.post(where, urllib.parse.urlencode(fields).encode(), "application/x-www-form-urlencoded", page=page)

    def _ask(self, request):
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Page(answer.url, answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as answer:
            with answer:
                raise AnsweredError(Page(answer.url, answer.code, answer.headers, answer.read())) from None


def _multipart(fields, files):
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    for name, content in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
