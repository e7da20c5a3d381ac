"""Villages that the gazetteer lacks stand beside their namesakes and beat none of them."""

from __future__ import annotations

import pytest

from onrecord.resolution.gazetteer import lookup, villages


@pytest.mark.parametrize("name", ["Makarivka", "Makarovka"])
def test_a_village_of_ours_is_found_in_its_own_region(name: str):
    assert any("Donetsk Oblast" in one.within for one in lookup(name))


def test_its_namesakes_stay_and_come_first():
    found = lookup("Makarivka")
    assert [one.within[0] for one in found] == ["Kherson Oblast", "Donetsk Oblast"]
    assert not any(one.curated for one in found)


def test_every_row_lies_on_the_globe_in_a_region_and_a_country():
    rows = [one for held in villages().values() for one in held]
    assert rows
    assert all(-90 <= one.lat <= 90 and -180 <= one.lon <= 180 and len(one.within) == 2 for one in rows)
