"""What waits for a person, and plain talk that must not."""

from __future__ import annotations

import pytest

from onrecord.discussion.holds import Policy, listed, reasons

OPEN = Policy(first=False)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("See https://news.example/1 for more.", ["link"]),
        ("it is all on shop-of-dreams.online", ["link"]),
        ("[look](here)", ["link"]),
        ("They stand at 48.5133, 35.0721 now", ["coordinates"]),
        ("at 48,51330 35,07210", ["coordinates"]),
        ("48°30'47\"N 35°04'19\"E", ["coordinates"]),
        ("grid 36U VA 1234 5678", ["coordinates"]),
        ("///filled.count.soap", ["coordinates"]),
        ("８FVC9G8F+6X is the yard", ["coordinates"]),
        ("https://www.google.com/maps?q=1", ["map", "link"]),
        ("osm.org/#map=12", ["map", "link"]),
        ("geo:48.5,35.1", ["map"]),
        ("Call +380 44 123 45 67", ["phone"]),
        ("Call ＋380 (44) 123-45-67", ["phone"]),
        ("ring 044 123-45-67 tonight", ["phone"]),
        ("ring (044) 1234567", ["phone"]),
        ("his number is 555 123 4567", ["phone"]),
        ("+3\u200b80441234567", ["phone"]),
        ("the van AA 1234 BB is back", ["plate"]),
        ("номер АА1234ВС", ["plate"]),
        ("a black car, А123ВС77", ["plate"]),
        ("He lives at 14 Old Ferry Street", ["address"]),
        ("вул. Садова, буд. 12", ["address"]),
        ("Lindenstraße 4", ["address"]),
    ],
)
def test_held(words, why):
    assert reasons(words, "Ada", True, OPEN) == why


@pytest.mark.parametrize(
    "words",
    [
        "They shelled the town for 12 hours on 13 November 2022, killing 4 people.",
        "On 01.02.2024 at 12:30 it was 0.75 percent, not 1.25.",
        "From 2014-02-20 to 2022-02-24 is 2,926 days.",
        "14,000 vehicles, 23 kilometres, 9 million, 1 000 000 000 of debt",
        "See resolution 2202 (2015) and page 31.",
        "The 93rd brigade and 3 T-72B3 tanks were destroyed, he said. Kill the bill!",
        "I’d say 50/50. Version 1.2.3 was better, e.g. here.",
        "Росія обстріляла місто 3 рази, загинули 4 людини.",
    ],
)
def test_plain_talk_is_not_held(words):
    assert reasons(words, "Ada", True, OPEN) == []


@pytest.mark.parametrize(
    ("author", "known", "policy", "why"),
    [
        ("Ada", False, Policy(), ["first"]),
        ("Ada", True, Policy(), []),
        ("Ada", True, Policy(everything=True), ["all"]),
        ("The  Lantern", True, Policy(names=("The Lantern",)), ["name"]),
        ("T.h.e lantern", True, Policy(names=("The Lantern",)), ["name"]),
        ("Lantern reader", True, Policy(names=("The Lantern",)), []),
        ("Ada", True, Policy(suspect=("casino",)), []),
        ("casino", True, Policy(suspect=("casino",)), ["suspect"]),
    ],
)
def test_what_a_site_holds_besides(author, known, policy, why):
    assert reasons("Rain again.", author, known, policy) == why


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("You FOOL!", ["fool"]),
        ("foolish, that is", []),
        ("ｆｏｏｌ", ["fool"]),
        ("fo\u200bol", ["fool"]),
        ("swindlers all", ["swindl*"]),
        ("a cold   fish", ["cold fish"]),
        ("", []),
    ],
)
def test_words_of_a_list_as_words(words, found):
    assert listed(words, ["fool", "swindl*", "cold fish", "", "*"]) == found
