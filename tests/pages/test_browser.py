"""In a browser: accessible in every dress, narrow without scrolling, whole without scripts, by keyboard."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

WIDTHS = {"narrow": 360, "wide": 1280}
PAGES = [
    "/",
    "/?publisher=nobody",
    "/articles/{new}",
    "/articles/{old}",
    "/articles/{hostile}",
    "/articles/{new}/history",
    "/statements/{statement}",
    "/search",
    "/search?words=bridge&since=nonsense",
    "/desk",
    "/publish",
    "/publish?edit={new}",
    "/about",
    "/api/docs",
    "/nope",
]
OUTSIDE = ["/", "/articles/{talks}", "/statements/{wrong}", "/desk", "/desk/sign-in"]


def where(live, path):
    return path.format(
        new=live.new.document.id,
        old=live.old.document.id,
        talks=live.talks.document.id,
        hostile=live.hostile.document.id,
        statement=live.new.statements[3].id,
        wrong=live.talks.statements[0].id,
    )


@pytest.fixture
def look(chromium):
    """Opens an address; fails where the page complains, of its security policy too."""
    said: list[str] = []
    contexts = []

    def opened(address, width=1280, scheme="light", **more):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    expected = ("status of 4", "status of 503")  # refused, or the ledger is down: the test says which it wants
    bad = [words for words in said if words.startswith(("error", "warning")) and not any(map(words.count, expected))]
    assert bad == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_in_a_readers_way(live, look, path, width, scheme):
    page = look(live.inside + where(live, path), width, scheme)
    assert_accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_stands_in_the_publics_way(live, look, path, width, scheme):
    page = look(live.outside + where(live, path), width, scheme)
    assert_accessible(page)


def assert_accessible(page):
    if page.viewport_size["width"] < 960:  # on wide screens closed ones show, and must be sound as they are
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert [f"{one['id']}: {one['nodes'][0]['html']}" for one in found.response["violations"]] == []
    assert sideways(page) == []


SIDEWAYS = """() => [...document.querySelectorAll('*')].filter(one =>
    ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth
    || one === document.documentElement && one.scrollWidth > innerWidth).map(one => one.outerHTML.slice(0, 200))"""


def sideways(page):
    """What is to be scrolled sideways: the page, or a box in it, which is no better."""
    return page.evaluate(SIDEWAYS)


def test_what_is_to_be_scrolled_sideways_is_found(look):
    page = look("about:blank", 360)
    page.set_content("<div><p>Words that fit.</p></div>")
    assert sideways(page) == []
    page.set_content("<div style='overflow-x: auto'><table style='width: 600px'><td>A wide table.</table></div>")
    assert [box[:4] for box in sideways(page)] == ["<div"]
    page.set_content("<table style='width: 600px'><td>A wide table.</table>")
    assert [box[:5] for box in sideways(page)] == ["<html"]


def test_at_360_notes_fold_under_their_paragraph(live, look):
    page = look(live.inside + where(live, "/articles/{new}"), 360)
    note = page.locator(f"#n-s-{live.new.statements[3].id}")
    expect(note).to_be_hidden()
    page.locator("summary", has_text="2 statements").first.click()
    expect(note).to_be_visible()
    expect(note.locator("blockquote")).to_be_visible()


def test_on_a_wide_screen_notes_stand_beside_their_words(live, look):
    page = look(live.inside + where(live, "/articles/{new}"), 1280)
    for one in live.new.statements:
        words, note = page.locator(f"#s-{one.id}"), page.locator(f"#n-s-{one.id}")
        expect(note).to_be_visible()
        across, along = note.bounding_box(), words.bounding_box()
        assert across["x"] > along["x"] + 300
        assert abs(across["y"] - along["y"]) < 260


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_address_of_a_statement_lights_all_its_words(live, look, scripts):
    one = live.new.statements[5]  # two spans
    page = look(live.inside + where(live, "/articles/{new}") + f"#s-{one.id}", java_script_enabled=scripts)
    lit = page.locator("mark").filter(has_text="There is no offer")
    also = page.locator("mark").filter(has_text="There may be one")
    other = page.locator("mark").filter(has_text="We will not open")
    colours = [each.evaluate("e => getComputedStyle(e).backgroundColor") for each in (lit, also, other)]
    assert colours[0] == colours[1] != colours[2]
    expect(lit).to_be_in_viewport()


def test_the_thread_stops_indenting(live, look):
    page = look(live.inside + where(live, "/articles/{new}"), 360)
    left = [item.bounding_box()["x"] for item in page.locator(".thread li").all()]
    assert left[0] < left[1] < left[2]
    assert len(set(left[4:9])) == 1
    assert all(360 - x > 250 for x in left)


# --- with scripts off ---


def test_a_reader_replies_without_scripts(live, look):
    page = look(live.outside + where(live, "/articles/{new}"), 360, java_script_enabled=False)
    page.locator("summary", has_text="2 statements").first.click()
    page.get_by_role("link", name="wrong? reply to statement 4").click()
    page.get_by_label("What is wrong, and what is right?").fill("I named no sum.")
    page.get_by_role("button", name="Send to the desk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your reply has reached the desk")


def test_the_desk_publishes_without_scripts(live, look):
    page = look(live.inside + "/publish", java_script_enabled=False)
    page.get_by_label("Headline").fill("A short notice")
    page.get_by_label("Text", exact=True).fill("The ferry runs on Sunday, he said.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Preview: not published yet")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A short notice")
    expect(page.locator("mark")).to_have_text("The ferry runs on Sunday")


def test_a_search_without_scripts_has_an_address(live, look):
    page = look(live.outside + "/search", java_script_enabled=False)
    page.get_by_label("Who said it").fill("Wren")
    page.get_by_role("button", name="Search").click()
    address = page.url
    assert "speaker=Wren" in address
    assert page.locator(".items > li").count() == 2
    page.reload()
    assert (page.url, page.locator(".items > li").count()) == (address, 2)


# --- by keyboard alone ---


def test_a_reader_comes_from_the_list_to_a_reply_by_keyboard(live, look):
    page = look(live.outside + "/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    reach(page, "Harbour board says")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/*")
    expect(page.locator("article")).to_be_visible()
    reach(page, "wrong? reply to statement 4")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#reply$"))
    page.keyboard.press("Tab")
    page.keyboard.type("I named no sum, by keyboard.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your reply has reached the desk")


def reach(page, name):
    """Tabs until something of this name has focus, and sees on the way that focus always shows."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const e = document.activeElement, box = e.getBoundingClientRect();
            return {name: e.getAttribute('aria-label') || e.textContent,
            shown: getComputedStyle(e).outlineStyle !== 'none',
            seen: box.bottom > 0 && box.top < innerHeight}; }"""
        )
        assert here["shown"], here
        assert here["seen"], here
        if name in here["name"]:
            return
    raise AssertionError(f"{name} was not reached")


def test_the_queue_is_worked_by_keys(live, look):
    page = look(live.inside + "/desk")
    cases = page.locator(".case[id^='d-']")
    first, second, third = (cases.nth(at).get_attribute("id") for at in range(3))
    expect(page.locator(f"#{first}")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(f"#{second}")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(f"#{first}")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url(re.compile(f"#{third}$"))
    expect(page.locator(f"#{third}")).to_be_focused()
    assert page.locator(f"#{second}").count() == 0
    assert [one.verdict for one in live.ledger.reviews(second.removeprefix("d-"))] == ["confirmed"]


def test_keys_mean_letters_where_someone_writes(live, look):
    page = look(live.inside + "/desk")
    before = dict(live.ledger.counts())["reviews"]
    why = page.locator(".case[id^='d-'] input[name=why]").first
    why.fill("")
    why.press_sequentially("cwjk")
    expect(why).to_have_value("cwjk")
    assert dict(live.ledger.counts())["reviews"] == before


# --- what a script adds ---


def test_a_draft_survives_a_reload(live, look):
    page = look(live.inside + "/publish")
    page.get_by_label("Headline").fill("Half a thought")
    page.reload()
    expect(page.get_by_label("Headline")).to_have_value("Half a thought")


# --- other dresses ---


def test_in_print_the_notes_are_there_and_the_forms_are_not(live, look):
    page = look(live.inside + where(live, "/articles/{new}"), 800)
    page.emulate_media(media="print")
    expect(page.locator(f"#n-s-{live.new.statements[3].id}")).to_be_visible()
    expect(page.locator("nav")).to_be_hidden()
    assert page.locator("form:visible").count() == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_print_is_black_on_white_in_the_dark_too(live, look):
    page = look(live.inside + where(live, "/articles/{new}"), 800, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = page.evaluate("[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]


def test_in_forced_colours_a_mark_is_still_a_line(live, look):
    page = look(live.inside + where(live, "/articles/{new}"), forced_colors="active")
    style = page.locator("mark").first.evaluate(
        "e => [getComputedStyle(e).textDecorationLine, getComputedStyle(e).textDecorationStyle]"
    )
    assert style == ["underline", "dotted"]


def test_nothing_moves_where_motion_is_not_wanted(live, look):
    page = look(live.inside + where(live, "/articles/{new}"), reduced_motion="reduce")
    page.locator("a").first.focus()
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
