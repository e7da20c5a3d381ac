"""Which comments are listed beside each other at the desk: the same site, nearly the same words, one sender's hour."""

from __future__ import annotations

import pytest

from onrecord.discussion.alike import Sent, alike, sites

AT = "2026-03-03T12:00:00Z"
SPAM = "Earn 300 a day from home, ask me how it is done today, write to me"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://www.casino.example/win?now=1.", {"casino.example"}),
        ("[here](http://CASINO.example:8080/a) and www.other.example", {"casino.example", "other.example"}),
        ("https://a:b@casino.example/x", {"casino.example"}),  # a name and a password before it
        ("https://cas\u200bino.example", {"casino.example"}),  # an invisible space within
        ("ｈｔｔｐｓ://ｃａｓｉｎｏ.example", {"casino.example"}),  # full-width letters
        ("No. 3.5 of the U.S. report", set()),
        ("https:// and www. and http://localhost", set()),
    ],
)
def test_the_sites_that_a_text_links_to(text, found):
    assert sites(text) == found


@pytest.mark.parametrize(
    ("way", "one", "other", "same"),
    [
        ("link", "Buy at https://casino.example/a", "Look: www.casino.example/b!", True),
        ("link", "https://casino.example", "https://ferry.example", False),
        ("link", "no link", "no link", False),
        ("words", SPAM, SPAM.replace("300", "450").upper(), True),
        ("words", SPAM, "The ferry was late again on Monday, and nobody at the pier could say why", False),
        ("words", "Yes.", "yes", True),
        ("words", "👍", "❤️", False),  # no words at all are not the same words
    ],
)
def test_alike_by_what_it_says(way, one, other, same):
    assert alike(way, Sent(one, AT), Sent(other, AT)) is same
    assert alike(way, Sent(other, AT), Sent(one, AT)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Sent("", AT, "ada"), Sent("", "2026-03-03T13:00:00Z", "ada"), True),
        (Sent("", AT, "ada"), Sent("", "2026-03-03T13:00:01Z", "ada"), False),
        (Sent("", AT, "ada", "1.2.3.0/24"), Sent("", AT, "tam", "1.2.3.0/24"), True),
        (Sent("", AT, "ada", "1.2.3.0/24"), Sent("", AT, "tam", "1.2.4.0/24"), False),
        (Sent("", AT), Sent("", AT), False),  # two of whom nothing is known are not one
        (Sent("", "2013-05-01", "ada"), Sent("", AT, "ada"), False),  # imported with a day only
        (Sent("", "long ago", "ada"), Sent("", "long ago", "ada"), False),
    ],
)
def test_alike_by_its_sender(one, other, same):
    assert alike("sender", one, other) is same
