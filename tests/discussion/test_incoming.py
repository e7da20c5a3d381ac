"""Other systems' exports as comments: small files side by side with what they become, dirty ones too."""

from __future__ import annotations

import pytest

from onrecord.discussion.incoming import Tally, arrivals
from onrecord.discussion.incoming.wording import worded
from tests.shared import shared

WXR = """<?xml version="1.0"?>
<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>
<title>Ferry & bridge</title><link>https://news.test/ferry</link>
%s
</item></channel></rss>
"""
DISQUS = """<?xml version="1.0"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<thread dsq:id="7"><link>https://news.test/ferry</link><title>Ferry</title></thread>
%s
</disqus>
"""


def wp(id: int, words: str, *, more: str = "", approved: str = "1", parent: int = 0) -> str:
    """One comment of a WXR file."""
    return (
        f"<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>Ada</wp:comment_author>"
        f"<wp:comment_date_gmt>2026-03-03 12:00:00</wp:comment_date_gmt>"
        f"<wp:comment_content>{words}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved>"
        f"<wp:comment_parent>{parent}</wp:comment_parent>{more}</wp:comment>"
    )


def post(id: int, words: str, more: str = "", thread: str = 'dsq:id="7"') -> str:
    """One post of a Disqus file."""
    return f'<post dsq:id="{id}"><message>{words}</message><thread {thread}/>{more}</post>'


def taken(kind: str, text: str, tally: Tally | None = None):
    return list(arrivals(kind, iter(text.splitlines(keepends=True)), tally if tally is not None else Tally()))


def said(kind: str, text: str, tally: Tally | None = None) -> list[str]:
    return [worded(one.text, one.markup)[0] for one in taken(kind, text, tally) if not one.gone]


def test_a_comment_of_wordpress_with_its_article_and_line():
    [one] = taken("wordpress", WXR % wp(3, "First", parent=2))
    assert (one.line, one.article, one.title) == (4, "https://news.test/ferry", "Ferry & bridge")
    assert (one.key, one.parent, one.author, one.at) == ("3", "2", "Ada", "2026-03-03T12:00:00Z")


def test_pingbacks_trackbacks_spam_and_the_bin_are_left_out_and_counted():
    kinds = [
        wp(at, "x", more=f"<wp:comment_type>{kind}</wp:comment_type>")
        for at, kind in enumerate(("pingback", "trackback"))
    ]
    states = [wp(10, "x", approved="spam"), wp(11, "x", approved="trash"), wp(12, "kept", approved="0")]
    tally = Tally()
    found = taken("wordpress", WXR % "\n".join(kinds + states), tally)
    assert [(one.key, one.gone, one.waits) for one in found if not one.gone] == [("12", "", True)]
    assert dict(tally.left_out) == {"pingbacks": 1, "trackbacks": 1, "spam": 1, "in the bin": 1}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("AT&T &amp; us", "AT&T & us"),  # a stray ampersand is no entity
        ("caf&eacute;&nbsp;bar", "café\xa0bar"),  # HTML's entities, which XML does not know
        ("&lol9; and &#11;no", "&lol9; and no"),  # an entity of the file's own stays as it is written
        ("<![CDATA[a <b>bold</b> word & more]]>", "a bold word & more"),
        ("<![CDATA[one\n\ntwo\nthree]]>", "one\n\ntwo\nthree"),
        ("<![CDATA[5 < 6]]>", "5 < 6"),
        ('<![CDATA[<a href="https://a.test/b">there</a>]]>', "there (https://a.test/b)"),
        ('<![CDATA[<a href="https://a.test/long/way">https://a.test/lo...</a>]]>', "https://a.test/long/way"),
        ("<![CDATA[<blockquote>they said</blockquote>no]]>", "> they said\n\nno"),
        ("bell\x07rings", "bellrings"),
        ("Слава <i>без</i> тегу", "Слава без тегу"),
    ],
)
def test_dirty_words_come_in_as_their_writer_meant_them(written, expected):
    assert said("wordpress", WXR % wp(1, written)) == [expected]


def test_a_file_that_expands_itself_stays_small_and_reads_no_other_file():
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/hostname">]>\n'
    text = WXR.replace("<rss", bomb + "<rss") % wp(1, "x &b; &f; y")
    assert said("wordpress", text) == ["x &b; &f; y"]


def test_nothing_that_runs_comes_in():
    text = WXR % wp(
        1, "<![CDATA[hi <script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:x'>k</a>]]>"
    )
    [one] = taken("wordpress", text)
    shown = worded(one.text, one.markup)[1]
    assert not any(bad in shown for bad in ("<script", "onerror", "javascript:", "<img"))


def test_a_file_cut_in_the_middle_gives_what_is_whole_and_the_line_of_what_is_not():
    whole = WXR % (wp(1, "one") + "\n" + wp(2, "two"))
    tally = Tally()
    assert said("wordpress", whole[: whole.index("two") + 2], tally) == ["one"]
    assert [one.line for one in tally.broken] == [5]


def test_a_post_of_disqus_whose_thread_is_missing_is_named_by_its_line():
    tally = Tally()
    found = said("disqus", DISQUS % (post(1, "one") + "\n" + post(2, "two", thread='dsq:id="8"')), tally)
    assert found == ["one"]
    assert [(one.line, "thread 8" in one.why) for one in tally.broken] == [(5, True)]


def test_disqus_deleted_spam_and_unquoted_attributes():
    posts = [
        post(1, "kept", thread="dsq:id=7"),
        post(2, "gone", "<isDeleted>true</isDeleted>"),
        post(3, "spam", "<isSpam>true</isSpam>"),
        post(4, "answer", '<parent dsq:id="2"/>'),
    ]
    tally = Tally()
    found = taken("disqus", "`" + DISQUS % "\n".join(posts), tally)
    assert [(one.key, one.gone, one.parent) for one in found] == [
        ("1", "", ""),
        ("2", "deleted", ""),
        ("3", "removed", ""),
        ("4", "", "2"),
    ]
    assert dict(tally.left_out) == {"deleted": 1, "spam": 1}


def test_json_that_is_broken_names_its_line_and_one_bad_comment_does_not_stop_the_others():
    tally = Tally()
    assert said("isso", '[\n{"id": "/a",\n oops}]', tally) == []
    assert [one.line for one in tally.broken] == [3]
    tally = Tally()
    mixed = (
        '[{"id": "/a", "comments": [\n{"text": "one", "id": 1},\n{"text": 5},\n{"text": "two", "id": 2, "parent": 1}]}]'
    )
    assert said("isso", mixed, tally) == ["one", "two"]
    assert [one.line for one in tally.broken] == [3]


def test_commento_names_its_writers_and_keeps_who_answers_whom():
    text = """{"comments": [
 {"commentHex": "a", "domain": "news.test", "url": "/x", "commenterHex": "h", "markdown": "*one*", "parentHex": "root"},
 {"commentHex": "b", "domain": "news.test", "url": "/x", "commenterHex": "anonymous", "markdown": "two",
  "parentHex": "a", "state": "unapproved", "creationDate": "2021-03-12T11:21:56Z"}],
 "commenters": [{"commenterHex": "h", "name": "Ada"}]}"""
    one, two = taken("commento", text)
    assert (one.article, one.author, one.parent, one.waits) == ("https://news.test/x", "Ada", "", False)
    assert (two.author, two.parent, two.waits, two.at) == ("", "a", True, "2021-03-12T11:21:56Z")
    assert worded(one.text, one.markup)[1] == "<p><em>one</em></p>\n"


IMPORTS = {
    "WordPress-theme-test-data/themeunittestdata.wordpress.xml": (
        "wordpress",
        29,
        {"pingbacks": 2, "trackbacks": 2},
        [],
    ),
    "isso-comments-isso/wordpress.xml": ("wordpress", 8, {}, []),
    "isso-comments-isso/disqus.xml": ("disqus", 4, {"deleted": 1}, [66]),
    "isso-comments-isso/generic.json": ("isso", 2, {}, []),
    "umputun-remark42/commento.json": ("commento", 3, {}, []),
    "umputun-remark42/disqus.xml": ("disqus", 5, {"spam": 1}, []),
    "umputun-remark42/disqus-deleted-post.xml": ("disqus", 4, {"spam": 1, "deleted": 1}, []),
    "umputun-remark42/disqus-deleted-thread.xml": ("disqus", 2, {"of deleted articles": 4}, []),
}


@pytest.mark.corpus
@pytest.mark.parametrize("path", IMPORTS)
def test_real_exports_come_in_or_fail_with_their_line(path):
    kind, comments, left_out, broken = IMPORTS[path]
    tally = Tally()
    with shared(f"data/imports/{path}").open(encoding="utf-8") as lines:
        found = [one for one in arrivals(kind, iter(lines), tally) if not one.gone]
    assert (len(found), dict(tally.left_out), [one.line for one in tally.broken]) == (comments, left_out, broken)
