"""HTML pages: the article as blocks with its words as they stand, pictures, and what the page says of itself."""

# ruff: noqa: E501 (pages and sentences stand whole)
from __future__ import annotations

import pytest

from benchmarks import reading as bench
from onrecord.errors import NoArticle
from onrecord.reading.html import read_html
from onrecord.reading.source import Source
from onrecord.records import Document
from tests.shared import shared

PARAGRAPHS = (
    "The harbour master closed the inner basin on Thursday after a barge lost its load of gravel in the fairway.",
    "“Nobody was hurt, and the gravel is not going anywhere,” said the harbour master, Ewa Lis, who has held the post since 2011.",
    "Divers will look at the bottom on Friday, if the wind allows it, and the ferries will berth at the outer quay until then.",
)
BODY = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)


def document(html: str | bytes, **of: str | None) -> Document:
    data = html if isinstance(html, bytes) else html.encode()
    return read_html(Source("page.html", data, **of)).document  # type: ignore[arg-type]


def page(body: str = BODY, head: str = "", lang: str = "en") -> str:
    return f"<!DOCTYPE html><html lang='{lang}'><head><meta charset='utf-8'><title>Basin closed - Harbour News</title>{head}</head><body><main><article><h1>Basin closed</h1>{body}</article></main></body></html>"


def kinds(found: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(found.text)) for block in found.blocks]


def test_the_blocks_are_the_page_in_order() -> None:
    found = document(
        page(
            f"<p>{PARAGRAPHS[0]}</p><h2>What divers say</h2><p>{PARAGRAPHS[1]}</p><blockquote><p>Gravel is patient, and it has no plans for the weekend at all.</p></blockquote><p>{PARAGRAPHS[2]}</p>"
        )
    )
    assert kinds(found) == [
        ("title", "Basin closed"),
        ("paragraph", PARAGRAPHS[0]),
        ("heading", "What divers say"),
        ("paragraph", PARAGRAPHS[1]),
        ("quote", "Gravel is patient, and it has no plans for the weekend at all."),
        ("paragraph", PARAGRAPHS[2]),
    ]
    assert found.text == "\n\n".join(words for _, words in kinds(found))


# Inline elements never glue words or lose them; what a reader sees stands in the text.
@pytest.mark.parametrize(
    ("inline", "seen"),
    [
        ("The <b>harbour</b> master, <a href='/x'>Ewa&nbsp;Lis</a>, said", "The harbour master, Ewa\xa0Lis, said"),
        ("He<em>ll</em>o from the quay", "Hello from the quay"),
        ("one<br>two", "one\ntwo"),
        ("a <span>“typographic”</span> ‘quote’ — and a dash", "a “typographic” ‘quote’ — and a dash"),
        ("5&nbsp;km, H<sub>2</sub>O, caf&eacute;", "5\xa0km, H2O, café"),
        ("before<!-- hidden --> and after<script>var x = 1;</script> it", "before and after it"),
        ("spread\n   over\tlines", "spread over lines"),
    ],
)  # fmt: skip
def test_inline_words_stay_as_they_stand(inline: str, seen: str) -> None:
    rest = "and the master of the harbour wrote it down in the book by the window"
    found = document(page(f"<p>{inline} {rest}.</p>{BODY}"))
    assert f"{seen} {rest}." in found.text


# The same words in the charsets of the web: said by the sender, by the page, by a mark, or by nobody.
GERMAN = "Die Brücke über die Weiße Elster bleibt für Fußgänger geöffnet, sagte die Bürgermeisterin “im Übrigen” am Dienstag."
RUSSIAN = "Мост через реку останется закрытым до весны, заявил во вторник представитель администрации города на пресс-конференции."


@pytest.mark.parametrize(
    ("words", "encoding", "meta", "sender"),
    [
        (GERMAN, "utf-8", "", None),
        (GERMAN, "utf-8", "", "iso-8859-1"),  # a server's default is no word of the page's
        (GERMAN, "utf-8-sig", "", None),
        (GERMAN, "cp1252", '<meta charset="iso-8859-1">', None),  # browsers read Latin-1 as Windows-1252
        (GERMAN, "cp1252", "", "windows-1252"),
        (GERMAN, "utf-16", "", None),
        (RUSSIAN, "cp1251", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">', None),
        (RUSSIAN, "koi8-r", "", "koi8-r"),
        (RUSSIAN, "cp1251", '<meta charset="windows-1251">', "iso-8859-1"),
    ],
)
def test_charsets(words: str, encoding: str, meta: str, sender: str | None) -> None:
    html = (
        f"<html><head>{meta}<title>Brief</title></head><body><article>{f'<p>{words}</p>' * 3}</article></body></html>"
    )
    found = document(html.encode(encoding), charset=sender)
    assert words in found.text


def test_a_few_damaged_bytes_do_not_turn_the_page_into_another_charset() -> None:
    html = page(f"<p>{GERMAN}</p>" * 3).encode() + b"\xff"
    read = read_html(Source("page.html", html))
    assert GERMAN in read.document.text
    assert read.notes == ("1 characters damaged: not in its charset utf-8",)


FIGURES = {
    "figcaption with a credit of its own": (
        '<figure><img src="/p/basin.jpg"><figcaption>The inner basin on Thursday. <span class="credit">Photo: Jo Rask/AP</span></figcaption></figure>',
        "The inner basin on Thursday.", "Jo Rask/AP",
    ),
    "a photographer's initial in a credit of its own": (
        '<figure><img src="/p/basin.jpg"><figcaption>The inner basin on Thursday. <span class="credit">Photo: J. Rask/The Courier</span></figcaption></figure>',
        "The inner basin on Thursday.", "J. Rask/The Courier",
    ),
    "credit in brackets": (
        '<figure><img src="/p/basin.jpg"><figcaption>The inner basin on Thursday. (AP Photo/Jo Rask)</figcaption></figure>',
        "The inner basin on Thursday.", "AP Photo/Jo Rask",
    ),
    "credit glued to the last word": (
        '<figure><img src="/p/basin.jpg"><figcaption>The inner basin on Thursday.GETTY</figcaption></figure>',
        "The inner basin on Thursday.", "GETTY",
    ),
    "credit beside the caption": (
        '<figure><img src="/p/basin.jpg"><figcaption>The inner basin on Thursday.</figcaption><div class="image-credit">Jo Rask / Reuters</div></figure>',
        "The inner basin on Thursday.", "Jo Rask / Reuters",
    ),
    "no figure, a caption by its class": (
        '<div class="wp-caption"><img src="/p/basin.jpg"><p class="wp-caption-text">The inner basin on Thursday.</p></div>',
        "The inner basin on Thursday.", None,
    ),
    "loaded late": (
        '<figure><img src="data:image/gif;base64,R0lGOD" data-src="/p/basin.jpg"><figcaption>The inner basin on Thursday.</figcaption></figure>',
        "The inner basin on Thursday.", None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_pictures(name: str) -> None:
    html, caption, credit = FIGURES[name]
    found = document(page(html + BODY), url="https://harbour.example/news/1")
    [image] = found.images
    assert image.src == "https://harbour.example/p/basin.jpg"
    assert image.caption is not None
    assert image.caption.of(found.text) == caption
    assert image.credit == credit
    assert [kind for kind, _ in kinds(found)] == ["title", "caption", "paragraph", "paragraph", "paragraph"]


LD = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"%s","datePublished":"2024-05-02T08:30:00+02:00","author":[{"@type":"Person","name":"%s"}],"publisher":{"name":"Harbour News"}}</script>'


def test_what_the_page_says_of_itself() -> None:
    head = '<link rel="canonical" href="/news/basin"><meta property="og:site_name" content="Harbour News"><meta name="author" content="Nora Quist">'
    found = document(
        page(head=LD % ("Basin closed", "Nora Quist") + head, body="<p class='byline'>By Nora Quist</p>" + BODY),
        url="https://harbour.example/news/basin?from=mail",
    )
    assert (found.title, found.byline, found.publisher) == ("Basin closed", "Nora Quist", "Harbour News")
    assert (found.url, found.published, found.lang) == (
        "https://harbour.example/news/basin",
        "2024-05-02T08:30:00+02:00",
        "en",
    )


def test_json_ld_of_another_article_is_not_believed() -> None:
    head = LD % ("Ten recipes for leeks in cold weather", "Chef Anton")
    found = document(page(head=head + '<meta property="article:published_time" content="2023-11-05">'))
    assert (found.byline, found.published) == (None, "2023-11-05")


def test_json_ld_does_not_name_a_writer_whom_nobody_sees() -> None:
    assert document(page(head=LD % ("Basin closed", "Ghost Writer"))).byline is None


def test_a_canonical_address_of_another_site_is_not_believed() -> None:
    found = document(page(head='<link rel="canonical" href="https://famous.example/story">'), url="https://copy.test/a")
    assert found.url == "https://copy.test/a"


def test_the_date_given_by_hand_stands_in_where_the_page_has_none() -> None:
    read = read_html(Source("page.html", page().encode()), published="2022-12-08")
    assert read.document.published == "2022-12-08"


@pytest.mark.parametrize(
    ("declared", "words", "lang"),
    [
        ("en", GERMAN, "de"),  # a template's "en" on a German page
        ("de", GERMAN, "de"),
        ("", RUSSIAN, "ru"),
        ("eo", PARAGRAPHS[0], "eo"),  # a language we cannot tell: the page's own word
    ],
)
def test_the_language_is_that_of_the_words(declared: str, words: str, lang: str) -> None:
    assert document(page(f"<p>{words}</p>" * 3, lang=declared)).lang == lang


def test_lines_that_sell_something_are_left_out() -> None:
    body = f"<p>{PARAGRAPHS[0]}</p><p><a href='/x'>Read more: the barge that would not sail and other stories</a></p><p>{PARAGRAPHS[1]}</p><p>Sign up for our newsletter and never miss a tide.</p><p>{PARAGRAPHS[2]}</p>"
    assert [words for kind, words in kinds(document(page(body))) if kind == "paragraph"] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "html",
    ["<html><body></body></html>", "<nav><a href='/'>Home</a> <a href='/n'>News</a></nav>", "<p>404 Not Found</p>"],
)
def test_a_page_without_an_article_says_so(html: str) -> None:
    with pytest.raises(NoArticle, match=r"page\.html: no"):
        document(html)


def test_the_same_bytes_give_the_same_page() -> None:
    source = Source("page.html", page(FIGURES["credit in brackets"][0] + BODY).encode())
    assert read_html(source) == read_html(source)


@pytest.mark.corpus
def test_articles_of_the_benchmark() -> None:
    pages, gold = bench.corpus(shared("data/reading/article-extraction-benchmark.tar.xz"))
    found = {key: bench.body(data) for key, data in pages.items()}
    assert bench.score(found, gold).f1 >= 0.97
    assert all(bench.score(found, half).f1 >= 0.964 for half in bench.halves(gold))


# --- several articles on one page ---

FERRY = [
    "A ferry with sixty people on board ran aground at the northern pier on Tuesday evening, the coast guard said.",
    "All of them were brought ashore before midnight, and the ferry came free with the tide in the early morning.",
]
SECOND = f"<article><h2>Ferry runs aground</h2>{''.join(f'<p>{words}</p>' for words in FERRY)}</article>"


def test_a_second_article_is_not_glued_to_the_first_and_is_named() -> None:
    read = read_html(Source("page.html", page().replace("</article>", f"</article>{SECOND}").encode()))
    assert read.document.text.split("\n\n") == ["Basin closed", *PARAGRAPHS]
    assert read.notes == ("Another article stands on this page and was not read: “Ferry runs aground”.",)


def test_posts_of_a_live_report_stay_together_under_its_headline() -> None:
    posts = SECOND + SECOND.replace("Ferry runs aground", "Basin filled").replace("ferry", "barge")
    html = f"<html lang='en'><head><title>Live: the harbour</title></head><body><main><h1>Live: the harbour</h1><p>{PARAGRAPHS[0]}</p>{posts}</main></body></html>"
    read = read_html(Source("page.html", html.encode()))
    assert all(words in read.document.text for words in (*FERRY, FERRY[0].replace("ferry", "barge")))
    assert read.notes == ()


def test_an_article_whose_head_is_an_article_of_its_own_is_whole() -> None:
    html = page("").replace("</article>", f"</article><article><h2>What divers say</h2>{BODY}</article>")
    assert all(words in document(html).text for words in PARAGRAPHS)
