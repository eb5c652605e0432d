"""P55: nothing that anybody writes into any field runs in a browser, with the content security policy off or on.

The sinks are the product's own templates and forms, many payloads to a page, as a browser would get them. Not covered:
wfuzz's list, which no package carries; the offline pages, which build their text with textContent and have own tests.
"""

import datetime
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from organize import text, timeline
from organize.forms import CompanyForm, GroupForm
from organize.forms.companies import ContractForm, DescribeForm, OfficeholderForm
from organize.forms.facts import SourcedForm
from organize.forms.ledger import TellForm, UpdateForm
from organize.forms.lists import ListForm, Row
from organize.middleware import fixed_headers
from organize.models import (
    Campaign,
    Commitment,
    Company,
    Contract,
    Evidence,
    Group,
    Officeholder,
    Response,
    Update,
    User,
)
from petitions import letter_text, pages
from petitions.forms.endings import AnswerForm
from petitions.forms.letters import AddresseeForm, LetterForm
from petitions.forms.trustees import SeatForm
from petitions.models import Letter
from petitions.names import Shown
from tests.web import coalition_sinks
from tests.web.payloads import all_payloads

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]
ADDRESS = "http://letters.example/"
WATCH = """() => { window.ran = []; window.broken = [];
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = (...given) => { ran.push(name); };
  addEventListener('securitypolicyviolation', event => broken.push(event.violatedDirective)); }"""
# Elements that no field of ours can make, handlers, styles and addresses that run.
FOUND = """() => [...document.body.querySelectorAll('*')].filter(one =>
  one.matches('script,iframe,frame,object,embed,svg,math,img,video,audio,base,link,meta,style,marquee,applet,dialog')
  || [...one.attributes].some(a => /^on|^style$|^srcdoc$/i.test(a.name)
    || (/^(href|src|action|formaction|data|xlink:href)$/i.test(a.name)
        && !/^(https:|mailto:|[/]|[?#]|$)/i.test(a.value.trim())))).map(one => one.outerHTML.slice(0, 200))"""


def sheet_of(payload):
    """The payload as title, body, demand and addressee of one letter, by way of letter.md."""
    fields = {"title": payload, "body": payload, "demands": [payload], "addressees": [(payload, payload)]}
    title, html = pages.sheet(letter_text.letter_md(**fields, language="en"))
    return render_to_string("petitions/_sheet.html", {"title": title, "html": html, "letter": Letter(language="en")})


def form_of(form, fields, payload):
    """A form with the payload in every field, as filled in, and again with its errors."""
    given = dict.fromkeys(fields, payload)
    return "".join(render_to_string("_fields.html", {"form": one}) for one in (form(initial=given), form(given)))


FORMS = [
    (LetterForm, ("title", "body", "demands", "language")), (AddresseeForm, ("name", "title")),
    (SeatForm, ("name", "contact", "url")), (AnswerForm, ("answered_on", "answer")), (GroupForm, ("name",)),
    (CompanyForm, ("name",)), (DescribeForm, DescribeForm.base_fields), (OfficeholderForm, ("name", "title")),
    (ContractForm, ContractForm.base_fields), (TellForm, ("headline", "story")), (UpdateForm, ("title", "body")),
    (ListForm, ("text",)), (SourcedForm, ("on", "text", "source", "source_url")), *coalition_sinks.FORMS,
]  # fmt: skip


def answered(payloads):
    """The letter's page with the company's answer on it, its trustees and the names beneath."""
    trustee = [SimpleNamespace(name=one, contact=one) for one in payloads]
    shown = [Shown("0" * 64, one, one, one, False, "") for one in payloads]
    struck = [Shown("0" * 64, one, one, one, True, "alike") for one in payloads]
    context = {
        "letter": Letter(language="en", answer="\n\n".join(payloads)), "state": "answered", "address": "a" * 32,
        "title": payloads[0], "html": text.render(payloads[0]), "names": shown + struck, "named_total": len(shown),
        "manifest": SimpleNamespace(n=3, t=2, trustees=trustee),
    }  # fmt: skip
    return render_to_string("petitions/letter_show.html", context)


def on_the_desk(payloads):
    group, user = Group(name=payloads[0], slug="g"), User(mailbox=f"{payloads[0]}@desk.example", pseudonym=payloads[0])
    named = {"slug": "c", "address": "c"}
    campaigns = [
        Campaign(title=one, summary=one, headline=one, company=Company(name=one, slug="o"), **named) for one in payloads
    ]
    letters = [SimpleNamespace(letter=Letter(title=one, slug="l"), signed=1) for one in payloads]
    fields = ("name", "title", "team")
    struck = [(dict.fromkeys(fields, one), SimpleNamespace(reason=one, day=None)) for one in payloads]
    erratum = [(identity, 25, "0" * 64, mark) for identity, mark in struck]
    chosen = {"name": payloads[0]}
    yield render_to_string("organize/_campaigns.html", {"campaigns": campaigns})
    yield render_to_string("petitions/_shelf_letters.html", {"items": letters, "campaign": campaigns[0]})
    one = {"group": group, "letter": letters[0].letter, "campaign": campaigns[0], "user": user, "may_edit": True}
    yield render_to_string("petitions/name_strike.html", {"rows": erratum, "chosen": chosen, **one})
    actors = [SimpleNamespace(pseudonym=one, mailbox=one) for one in payloads]
    entries = [SimpleNamespace(actor=one, verb=one.mailbox, object_kind="organize.campaign") for one in actors]
    yield from of_the_ledger(payloads, one)
    yield from coalition_sinks.pages_of(payloads, one)
    yield render_to_string("organize/trail.html", {"entries": entries, **one})


def of_the_ledger(payloads, one):
    """What is recorded about companies, on the desk and before everybody. Pictures are left out: they hold numbers."""
    day = {"on": datetime.date(2026, 1, 1), "grain": "day"}
    said = [{"text": it, "source": it, "source_url": ""} | day for it in payloads]
    companies = [Company(name=it, slug="o", aliases=[it], domains=[it], ticker=it, cik=it) for it in payloads]
    pairs = list(zip(said, companies, strict=True))
    responses = [Response(company=company, kind="ban", **fields) for fields, company in pairs]
    of = {"campaign": one["campaign"]}
    promises = [Commitment(company=company, demand=fields["text"], **of, **fields) for fields, company in pairs]
    for promise, fields in zip(promises, said, strict=True):
        promise.asked, promise.judged = fields["text"], [Evidence(state="kept", commitment=promise, **fields)]
    contracts = [Contract(what=it, for_whom=it, currency=it, value=1, source=it) for it in payloads]
    people = [Officeholder(name=it, title=it) for it in payloads]
    updates = [Update(title=it, body=it, published_on=day["on"]) for it in payloads]
    events = [timeline.Event("x", day["on"], "published", timeline.WORDS, one["campaign"], text=it) for it in payloads]
    events += [timeline._update(row) for row in updates] + [timeline._response(row) for row in responses]
    events += [event for row in promises for event in timeline._commitment(row)]
    ledger = {"company": companies[0], "contracts": contracts, "responses": responses, "commitments": promises}
    disputes = [
        SimpleNamespace(name=it, erratum=None, text=it, answer=it, state="declined", letter=one["letter"],
                        day=day["on"], answered=SimpleNamespace(actor=it)) for it in payloads
    ]  # fmt: skip
    public = {"events": events, "companies": companies, "story": text.render("\n\n".join(payloads))}
    for name, context in (
        ("organize/company.html", ledger | {"officeholders": people, "campaigns": [one["campaign"]]}),
        ("organize/_campaign_public.html", ledger | {"updates": updates}),
        ("organize/commitment.html", {"commitment": promises[0], "evidence": promises[0].judged}),
        ("organize/ledger.html", ledger),
        ("organize/campaign_public.html", public),
        ("organize/_shelf_attention.html", {"items": promises}),
        ("organize/company_list.html", {"rows": [Row(1, it, errors=[it]) for it in payloads]}),
        ("petitions/_disputes.html", {"disputes": disputes, "with_letter": True}),
    ):
        html = render_to_string(name, one | context)
        yield html[html.index("<main") : html.rindex("</main>")] if "<main" in html else html  # without our own script


def page_of(payloads):
    """One document in which each payload stands in every sink."""
    payloads = [one.encode("utf-8", "replace").decode() for one in payloads]
    parts = [answered(payloads).rpartition("</body>")[0], *on_the_desk(payloads)]
    parts += [sheet_of(one) for one in payloads]
    parts += [form_of(form, fields, one) for one in payloads for form, fields in FORMS]
    return "".join(part.partition("<body>")[2].rpartition("</body>")[0] if "<body>" in part else part for part in parts)


class Stage:
    """A browser page that shows documents given to it, and tells what ran and what it asked for."""

    def __init__(self, page):
        self.page, self.html, self.headers, self.asked = page, "", {}, []
        page.add_init_script(f"({WATCH})()")
        page.on("dialog", lambda dialog: (self.asked.append("dialog"), dialog.dismiss()))
        page.route("**/*", self._answer)

    def _answer(self, route):
        if route.request.url == ADDRESS and route.request.is_navigation_request():
            route.fulfill(body=self.html, headers={"Content-Type": "text/html; charset=utf-8", **self.headers})
        else:
            self.asked.append(route.request.url)
            route.abort()

    def show(self, body, *, policy):
        self.html = f"<!doctype html><html lang=en><title>Document</title><body>{body}</body></html>"
        self.headers, self.asked = dict(fixed_headers()) if policy else {}, []
        self.page.goto(ADDRESS, wait_until="load", timeout=120_000)
        ran, broken = self.page.evaluate("() => [ran, broken]")
        return ran + self.asked, broken


AT_ONCE = 50  # payloads on a page: each stands in a hundred forms and in every list, and a browser has to draw it


def test_p55_nothing_that_people_write_runs(reach, page):
    counts, payloads = all_payloads()
    number = reach.size(sample=100, full=len(payloads))
    chosen = sorted(reach.chance.sample(payloads, number))
    stage = Stage(page)
    raw = "".join(f"<div>{one}</div>" for one in ("<img src=x onerror=alert(1)>", "<script>alert(2)</script>"))
    ran, _broken = stage.show(raw, policy=False)
    assert {"alert"} <= set(ran), "what runs is seen"
    assert stage.show(raw, policy=True)[1] != [], "what the policy stops is seen"
    assert stage.page.evaluate(FOUND) != []
    for at in range(0, number, AT_ONCE):
        batch = chosen[at : at + AT_ONCE]
        body = page_of(batch)
        assert body.count("&lt;") >= sum("<" in one for one in batch)  # they are there, as text
        for policy in (False, True):
            ran, broken = stage.show(body, policy=policy)
            assert (ran, broken) == ([], []), (at, policy)
        assert stage.page.evaluate(FOUND) == [], at
    told = ", ".join(f"{name} {count:,}" for name, count in counts.items())
    reach.reached(f"{number:,} of {len(payloads):,} payloads ({told}) in every sink: 0 executions, 0 reports")
