# ruff: noqa: E501  (tables read best by the line)
"""Feeds and the other things a name can stand for: folders, files, standard input, addresses."""

from __future__ import annotations

import gzip
import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.errors import NoArticle, OnrecordError, ReadError
from onrecord.reading import Source, read
from onrecord.reading.feed import feed_of, parts_of
from onrecord.reading.sources import sources
from onrecord.records import Page

LONG = " ".join(["The ferry sails again on Monday, the harbour master said, and the queue is long already."] * 5)
STORY = "The ferry sails again on Monday, the harbour master said, and the queue is two streets long.\n"

RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Selna Courier</title><link>https://courier.example/</link><language>en-gb</language>
<item>
  <title>Ferry Sails &amp;amp; Queue Grows</title><link>https://courier.example/ferry</link>
  <dc:creator>Mara Lind</dc:creator><pubDate>Mon, 06 Jun 2022 10:00:00 +0200</pubDate>
  <description>The ferry sails again.</description>
  <content:encoded><![CDATA[
    <figure><img src="https://courier.example/f.jpg"><figcaption>The quay on Monday. Photo: Jon Aske</figcaption></figure>
    <p>{LONG}</p><script>alert("p")</script>
    <h2>The queue</h2><ul><li>Lorries&nbsp;first</li><li>then cars</li></ul>
    <blockquote><p>“We wait,” a driver said.</p></blockquote>
  ]]></content:encoded>
</item>
<item><title>Only A Teaser</title><link>https://courier.example/teaser</link><description>The mayor &lt;b&gt;said&lt;/b&gt; ...</description></item>
</channel></rss>"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Harbour Daily</title><id>urn:x</id><updated>2022-06-06T08:00:00Z</updated>
<entry><title>Grain Ships Leave</title><id>urn:1</id><link rel="alternate" href="https://harbour.example/grain"/>
<author><name>Petra Holm</name></author><published>2022-06-06T08:00:00Z</published>
<content type="html">&lt;p&gt;{LONG}&lt;/p&gt;</content></entry></feed>"""


@dataclass
class Web:
    """A small web: pages by their addresses."""

    pages: dict[str, Source]

    def get(self, url: str) -> Source:
        if url not in self.pages:
            raise ReadError("the server answered 404", url)
        return self.pages[url]


def pages_of(name: str, web: Web | None = None, **options: object) -> list[Page | str]:
    """Each page, or the error in its place."""
    found: list[Page | str] = []
    for source in sources(name, web, **options):  # type: ignore[arg-type]
        try:
            found += read(source)
        except OnrecordError as wrong:
            found.append(str(wrong))
    return found


def texts(found: list[Page | str]) -> list[str]:
    return [page if isinstance(page, str) else page.document.text for page in found]


# --- feeds ---


def test_an_rss_entry_with_its_text() -> None:
    [page] = read(Source("feed.xml", RSS.encode()))
    document = page.document
    assert document.title == "Ferry Sails & Queue Grows"
    assert (document.url, document.publisher, document.byline) == (
        "https://courier.example/ferry",
        "The Selna Courier",
        "Mara Lind",
    )
    assert (document.published, document.lang) == ("2022-06-06T08:00:00Z", "en")
    assert [(block.kind, block.span.of(document.text)) for block in document.blocks] == [
        ("title", "Ferry Sails & Queue Grows"),
        ("caption", "The quay on Monday."),
        ("paragraph", LONG),
        ("heading", "The queue"),
        ("list", "Lorries\xa0first"),
        ("list", "then cars"),
        ("quote", "“We wait,” a driver said."),
    ]
    [image] = document.images
    assert (image.src, image.credit) == ("https://courier.example/f.jpg", "Jon Aske")
    assert image.caption is not None
    assert image.caption.of(document.text) == "The quay on Monday."
    assert page.evidence == RSS.encode()


def test_an_atom_entry() -> None:
    [page] = read(Source("feed.xml", ATOM.encode()))
    assert (page.document.title, page.document.byline, page.document.text) == (
        "Grain Ships Leave",
        "Petra Holm",
        f"Grain Ships Leave\n\n{LONG}",
    )


def test_a_teaser_is_read_from_its_page() -> None:
    web = Web(
        {
            "https://courier.example/feed": Source("https://courier.example/feed", RSS.encode()),
            "https://courier.example/teaser": Source(
                "https://courier.example/teaser", STORY.encode(), media="text/plain"
            ),
        }
    )
    first, second = texts(pages_of("https://courier.example/feed", web))
    assert first.startswith("Ferry Sails")
    assert second == STORY.strip()


def test_a_page_that_fails_does_not_end_the_feed() -> None:
    web = Web({"https://courier.example/feed": Source("https://courier.example/feed", RSS.encode())})
    first, second = texts(pages_of("https://courier.example/feed", web))
    assert first.startswith("Ferry Sails")
    assert second == "https://courier.example/teaser: the server answered 404"


def test_a_feed_of_teasers_alone_says_so() -> None:
    teasers = RSS.replace("content:encoded", "ignored")
    with pytest.raises(NoArticle, match="a feed of 2 entries, none with its text"):
        list(read(Source("feed.xml", teasers.encode())))


def test_a_damaged_feed_gives_what_can_be_followed() -> None:
    [page] = read(Source("feed.xml", RSS.replace("</channel></rss>", "<item><title>cut").encode()))
    assert page.document.title == "Ferry Sails & Queue Grows"
    with pytest.raises(ReadError, match=r"feed\.xml"):
        list(read(Source("feed.xml", b"<rss><channel><<<<")))


def test_a_feed_that_expands_without_end_is_harmless() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    data = f"{bomb}]><rss version='2.0'><channel><title>x</title><item><title>&i;</title></item></channel></rss>"
    with pytest.raises(ReadError):
        list(read(Source("bomb.xml", data.encode())))


def test_entries_of_a_feed_are_told_apart() -> None:
    assert [entry.full for entry in feed_of(Source("feed.xml", RSS.encode())).entries] == [True, False]


@pytest.mark.parametrize(
    "markup", ["", "<!-- -->", "<p>", "</p></p>", "<br><br>", "\x00\x01", "<?php x ?>", "<script>1</script>"]
)
def test_markup_without_words_has_no_parts(markup: str) -> None:
    assert [part for part in parts_of(markup) if part.words] == []


# --- what a name stands for ---


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/c.txt.gz", ".hidden", "a/data.json"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        text = f"{name}: {STORY}".encode()
        file.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    assert [text.split(":")[0] for text in texts(pages_of(str(tmp_path)))] == [
        "a/c.txt.gz",
        "a/z.txt",
        "b.txt",
    ]


def test_one_bad_file_does_not_end_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(STORY)
    first, second = texts(pages_of(str(tmp_path)))
    assert first == f"{tmp_path}/a.txt: nothing in it"
    assert second == STORY.strip()


def test_standard_input() -> None:
    assert texts(pages_of("-", stdin=io.BytesIO(STORY.encode()))) == [STORY.strip()]


def test_names_that_stand_for_nothing(tmp_path: Path) -> None:
    assert texts(pages_of(str(tmp_path / "none.txt")))[0].startswith(f"{tmp_path}/none.txt: no such file.")
    assert texts(pages_of(str(tmp_path)))[0].startswith(f"{tmp_path}: a folder without files")
    assert "nothing here fetches" in texts(pages_of("https://courier.example/"))[0]


def test_an_archive_stays_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "news.warc"
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 2\r\n\r\n{}\r\n\r\n")
    [source] = sources(str(path))
    assert (source.data, source.path) == (b"", str(path))
    assert list(read(source)) == []


def test_a_file_that_is_too_large_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"word " * 1000)
    [error] = pages_of(str(path), limit=1000)
    assert "large.txt: too large for one page" in str(error)


def test_the_expected_values_beside_the_pages_are_sound() -> None:
    for path in (Path(__file__).parent / "plain").glob("*.json"):
        assert {"title", "article", "images", "comments"} <= json.loads(path.read_text()).keys(), path.name
