"""Names in several spellings and scripts: pairs, and whether they may be one person's."""

from __future__ import annotations

import pytest

from onrecord.names import alike, key

PAIRS = {
    ("Volodymyr Zelenskyy", "Volodymyr Zelenskiy"): "same",
    ("Володимир Зеленський", "Volodymyr Zelensky"): "same",
    ("Дмитрий Песков", "Dmitry Peskov"): "same",
    ("Sergei Lavrov", "Sergey Lavrov"): "same",
    ("José Muñoz", "Jose Munoz"): "same",
    ("ANNA ROE", "Anna Roe"): "same",
    ("Zelensky", "Volodymyr Zelenskiy"): "unsure",
    ("J. Smith", "John Smith"): "unsure",
    ("Vladimir Orlov", "Volodymyr Orlov"): "unsure",
    ("John Smith", "Jane Smith"): "different",
    ("Ivan Orlov", "Ivan Petrov"): "different",
    ("Anna Roe", "2000"): "different",
}


@pytest.mark.parametrize(("names", "verdict"), PAIRS.items(), ids=str)
def test_may_two_names_be_one_persons(names, verdict):
    one, other = names
    assert alike(one, other).verdict == alike(other, one).verdict == verdict
    assert alike(one, other).why.endswith(".")


def test_a_key_finds_other_spellings_and_decides_nothing():
    assert key("Volodymyr Zelenskyy") == key("Зеленський") == key("Mr. Zelenskiy")
    assert key("John Smith") == key("Jane Smith")
    assert key("!") == ""
