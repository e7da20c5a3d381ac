"""Hostile words everywhere a stranger can put them: nothing runs, in the browser, with the policy and without it."""

from __future__ import annotations

import email
import json
import re
import xml.etree.ElementTree as ET
from email.policy import default
from types import SimpleNamespace

import pytest

from onrecord.discussion.markdown import render
from onrecord.ledger import open_ledger
from onrecord.ledger.concerns import new_notice
from onrecord.ledger.posts import Act, Draft
from onrecord.pages import letters, mail
from onrecord.pages.discussion import place
from onrecord.pages.words import clean
from onrecord.records import Document, Page, Reading, Stamp, compose, document_id
from onrecord.text import Span
from tests.pages.conftest import application, serving
from tests.shared import HOME

OWN = [
    "<script>window.pwned=1</script>",
    '"><img src=x onerror="window.pwned=1">',
    "'><svg/onload=window.pwned=1>",
    "javascript:window.pwned=1",
    "[x](javascript:window.pwned=1)",
    "[x](java\nscript:window.pwned=1)",
    "[x](data:text/html;base64,PHNjcmlwdD53aW5kb3cucHduZWQ9MTwvc2NyaXB0Pg==)",
    "<https://x.example/\"onmouseover='window.pwned=1'>",
    "![x](https://evil.example/x.png)",
    "</textarea><script>window.pwned=1</script>",
    "</title><script>window.pwned=1</script>",
    "</script><script>window.pwned=1</script>",
    "<!--><script>window.pwned=1</script>-->",
    "]]><script>window.pwned=1</script>",
    "<iframe srcdoc='<script>parent.pwned=1</script>'>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.pwned=1>",
    '<a href="&#106;avascript:window.pwned=1">x</a>',
    "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action='https://evil.example/'><button name=action value=approve>Publish</button></form>",
    "<style>*{background:url(https://evil.example/)}</style>",
    "{{ 7*7 }}{% raw %}{{ ''.__class__ }}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "\u2028window.pwned=1\u2029",
    "\u202e<tpircs>\u202c",
    "+ADw-script+AD4-window.pwned=1+ADw-/script+AD4-",
    "%3Cscript%3Ewindow.pwned=1%3C/script%3E",
    '=HYPERLINK("https://evil.example")',
    "x\r\nBcc: eve@evil.example\r\n\r\n<script>window.pwned=1</script>",
    "' autofocus onfocus=window.pwned=1 x='",
    "`onerror=window.pwned=1`",
]
SHEET = HOME / "data/hostile/xss-filter-evasion.md"


def payloads():
    """Our own, and those of the cheat sheet where it lies beside the project."""
    sheet = SHEET.read_text(encoding="utf-8") if SHEET.exists() else ""
    return OWN + [found.strip() for found in re.findall(r"^```\w*\n(.*?)^```", sheet, re.S | re.M) if found.strip()]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """One article made of payloads, each quoted, answered, corrected, decided on; staff and notices of them too."""
    ledger = open_ledger(f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'ledger.sqlite'}")
    words = [clean(one) for one in payloads()]
    text, blocks = compose([("title", words[0]), *(("paragraph", one) for one in words)])
    document = Document(
        id=document_id(None, text), text=text, blocks=blocks, title=" ".join(words[:12]), byline=words[1], rights="own"
    )
    ledger.record(Reading(page=Page(document=document)), stamp=Stamp(at="2026-03-03T12:00:00Z", by="test"))
    pairs = enumerate(zip(blocks[1:], words, strict=True))
    posts = [_said(ledger, document, block.span, one, at) for at, (block, one) in pairs]
    for at, one in enumerate(words[:20]):
        ledger.people.notice(new_notice(str(at), one, posts[at].id, one, "a@x.example", one, _stamp(at)))
    made = ledger.people.make("staff", "s" * 64, "staff@x.example", words[0], _stamp(0))
    ledger.people.appoint(made.id, "moderator", words[1], _stamp(0))
    public, desk = (
        application(ledger, votes=True),
        application(ledger, base_url="http://127.0.0.1:8000", desk_token=None),
    )
    with serving(public) as outside, serving(desk) as inside:
        yield SimpleNamespace(
            outside=outside, inside=inside, id=document.id, ledger=ledger, posts=posts, app=public, words=words
        )
    ledger.close()


def _stamp(at):
    return Stamp(at=f"2026-03-03T12:{at % 60:02}:00Z", by="reader")


def _said(ledger, document, span, one, at):
    """A payload as name, comment, quote, correction and source; what was decided on it has it as a reason."""
    draft = Draft(
        key=f"k{at}",
        document=document.id,
        text=one,
        html=render(one),
        author=" ".join(one.split())[:80],
        spans=(Span(span.start, span.end),),
        instead=one,
        cited=one,
        reader=f"{at:064}",
    )
    held = ledger.talk.post(draft, Act(action="post", state="shown"), place, _stamp(at))
    if at % 3 == 0:
        ledger.talk.decide(held.id, Act(action="decline", why=one), 1, _stamp(at))
    if at % 3 == 1:
        ledger.talk.report(held.id, one, f"r{at}", _stamp(at))
    return held


PAGES = [
    ("outside", "/articles/{id}"),
    ("outside", "/articles/{id}?page=2"),
    ("outside", "/articles/{id}?sort=newest&fold=yes"),
    ("outside", "/articles/{id}/comment?under={post}&quote=yes"),
    ("outside", "/comments/{post}/report"),
    ("outside", "/comments/{post}/hide"),
    ("outside", "/corrections"),
    ("outside", "/decisions"),
    ("outside", "/sign-in?next=javascript:alert(1)"),
    ("outside", "/notice?about=%22%3E%3Cscript%3Ewindow.pwned=1%3C/script%3E"),
    ("outside", "/search?words=%3Cscript%3Ewindow.pwned=1%3C/script%3E"),
    ("inside", "/desk/comments"),
    ("inside", "/desk/comments/{post}"),
    ("inside", "/desk/notices"),
    ("inside", "/desk/people"),
]
# Whatever could run, load or lead away, that is not of the page's own making.
FOREIGN = """() => {
  const own = (one) => one.matches("script[type='module'][src^='/static/'], script[type='application/ld+json']");
  const kinds = "script, img, svg, iframe, object, embed, math, base, style, video, audio";
  const elements = [...document.querySelectorAll(kinds)];
  const found = elements.filter((one) => !own(one)).map((one) => one.outerHTML.slice(0, 200));
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      const bad = name.startsWith("on") || name === "srcdoc" || name === "style";
      const leads = ["href", "src", "action", "formaction"].includes(name) && !/^(https?:|[/#?]|$)/.test(value);
      if (bad || leads) found.push(`${name}=${value}`.slice(0, 200));
    }
  }
  const forms = [...document.forms].map((one) => one.getAttribute("action"));
  found.push(...forms.filter((action) => action && !/^[/](?![/])/.test(action)));
  const heads = document.querySelectorAll("meta[http-equiv], link:not([href^='/']):not([rel=canonical])");
  found.push(...[...heads].map((one) => one.outerHTML));
  return found;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_strangers_words_run_nothing_load_nothing_and_lead_nowhere(site, chromium, policy):
    context = chromium.new_context(bypass_csp=not policy)
    page, said, asked = context.new_page(), [], []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    for side, path in PAGES:
        page.goto(getattr(site, side) + path.format(id=site.id, post=site.posts[1].id))
        assert page.evaluate(FOREIGN) == [], path
        page.mouse.move(300, 300)
        page.keyboard.press("Tab")
        assert page.evaluate("typeof window.pwned") == "undefined", path
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith((site.outside, site.inside))] == []


def test_feeds_are_feeds_and_hold_words_alone(site):
    from starlette.testclient import TestClient

    reader = TestClient(site.app, base_url="https://record.example", client=("203.0.113.9", 1))
    for path in ("discussion.atom",):
        feed = ET.fromstring(reader.get(f"/articles/{site.id}/{path}").content)
        kinds = {one.get("type") for one in feed.iter("{http://www.w3.org/2005/Atom}content")}
        assert kinds <= {"text"}
        links = [one.get("href") for one in feed.iter("{http://www.w3.org/2005/Atom}link")]
        assert all(link.startswith("https://record.example/") for link in links)
    ET.fromstring(reader.get("/corrections.atom").content)
    for path in (f"/articles/{site.id}/discussion.json", "/decisions.json"):
        answer = reader.get(path)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        json.loads(answer.content)


def test_linked_data_cannot_end_its_script(site):
    from starlette.testclient import TestClient

    page = TestClient(site.app, base_url="https://record.example", client=("203.0.113.9", 1)).get(
        f"/articles/{site.id}"
    )
    (held,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.S)
    assert "<" not in held
    assert json.loads(held)["headline"] == " ".join(site.words[:12])


def test_letters_are_plain_text_with_our_headers_alone(site):
    here = site.app.state.site
    plain = mail.message(here.settings, "a@x.example", "a", "b")
    for post, words in zip(site.posts, site.words, strict=True):
        parcel = letters.Parcel(seq=0, account="x", kind="reply", post=post.id, then=0.0)
        to = site.ledger.people.of_email("staff@x.example")
        letter = letters.letter(here, to, "reply", [letters.told(here, to, parcel, post, words)])
        read = email.message_from_bytes(bytes(letter), policy=default)
        assert read.get_content_type() == "text/plain"
        assert set(read.keys()) - set(plain.keys()) == {"List-Unsubscribe", "List-Unsubscribe-Post"}
        assert read["to"] == "staff@x.example"
