"""Where: marked names, which place is meant, and why; "?" is an honest open question."""

from __future__ import annotations

import pytest

from onrecord.records import Document, document_id
from onrecord.resolution import gazetteer
from onrecord.resolution.gazetteer import GazetteerError, curated, folded, lookup
from onrecord.resolution.places import places

WHERE = {
    "The bridge in Kherson was hit.": ["Kherson in Kherson Oblast"],
    "Troops left the Kherson region.": ["Kherson Oblast in Ukraine (claimed by Russia)"],
    "She lives in Paris, Texas.": ["Paris in Texas", "Texas in United States"],
    "She lives in Paris.": ["Paris in Île-de-France"],
    "Floods in Springfield, Ill., closed roads.": ["Springfield in Illinois", "Illinois in United States"],
    "Crimea, the West Bank and Nagorno-Karabakh were named.": [
        "Crimea in Ukraine (claimed by Russia)",
        "West Bank in Palestine (claimed by Israel)",
        "Nagorno-Karabakh in Azerbaijan (claimed by Artsakh)",
    ],
    "Artsakh and Karabakh are one place.": [
        "Nagorno-Karabakh in Azerbaijan (claimed by Artsakh)",
        "Nagorno-Karabakh in Azerbaijan (claimed by Artsakh)",
    ],
    "The village of Novosillia in the Kherson region was shelled.": [
        "Novosillia in Kherson Oblast",
        "Kherson Oblast in Ukraine (claimed by Russia)",
    ],
    "Russian forces left.": ["Russia"],
    "The U.S. denied it.": ["United States"],
    "RENO, Nev. — Snow fell.": ["Reno in Nevada", "Nevada in United States"],
    "She moved to Reno, NV, in May.": ["Reno in Nevada", "Nevada in United States"],
    "The Lviv-based firm closed.": ["Lviv in Lviv Oblast"],
    "Springfield was calm. She lives in Springfield, Ohio.": [
        "Springfield in Ohio",
        "Springfield in Ohio",
        "Ohio in United States",
    ],
    # no places
    "Victoria Brandt spoke. Brandt left.": [],
    "The Boston Globe reported it.": [],
}


def found(text: str):
    return places(Document(id=document_id(None, text), text=text))


@pytest.mark.parametrize(("text", "wanted"), WHERE.items(), ids=list(WHERE))
def test_which_place_is_meant(text, wanted):
    assert [told(one) for one in found(text)] == wanted
    assert all(one.why.endswith(".") and one.span.of(text) for one in found(text))


def told(one) -> str:
    if one.place is None:
        return "?"
    return f"{one.place.name} in {one.place.within[0]}" if one.place.within else one.place.name


USES = {
    "Moscow said the talks were over.": "metonymic",
    "Moscow was cold on Sunday.": "literal",
    "Trains left for Moscow.": "literal",
    "Kherson was shelled on Sunday.": "literal",
    "Moscow was accused of delay.": "metonymic",
    "Nobody left Aleppo.": "literal",
    "A Washington spokesman spoke.": "metonymic",
    "The Kremlin denied it.": "metonymic",
    "Ukraine has denied it.": "metonymic",
    "It rained in Ukraine.": "literal",
    "Ukrainian trains were late.": "metonymic",
}


@pytest.mark.parametrize(("text", "use"), USES.items())
def test_how_it_is_meant(text, use):
    assert next(one.use for one in found(text)) == use


RELATIVE = {
    "Shells fell south of Krasnohorivka.": "south of",
    "They stopped 20 km from Bakhmut.": "20 km from",
    "They stopped some 15 kilometres north-east of the town of Bakhmut.": "some 15 kilometres north-east of",
    "Fighting went on on the outskirts of Aleppo.": "on the outskirts of",
    "Troops hold the left bank of the Dnieper.": "the left bank of",
    "Shells fell in Krasnohorivka.": None,
    "The mayor of Bakhmut left.": None,
    "South Korea and Bakhmut were named.": None,
}


@pytest.mark.parametrize(("text", "words"), RELATIVE.items())
def test_what_lies_beside_a_place_is_kept_as_such(text, words):
    one = found(text)[-1]
    assert (one.relative.of(text) if one.relative else None) == words


def test_a_village_in_no_gazetteer_has_no_position():
    village = found("The village of Novosillia in the Kherson region was shelled.")[0]
    assert (village.place.lat, village.place.lon) == (None, None)


def test_the_curated_table_is_whole():
    entries = set(curated().values())
    assert len({entry.name for entry in entries}) >= 200
    for entry in entries:
        assert abs(entry.lat) <= 90, entry.name
        assert abs(entry.lon) <= 180, entry.name
        assert entry.kind
    assert lookup("Lugansk")[0].name == "Luhansk"
    assert folded("Sana'a") == "sanaa"


def test_a_missing_gazetteer_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(gazetteer, "TABLE", tmp_path / "none.db")
    gazetteer._db.cache_clear()
    try:
        with pytest.raises(GazetteerError, match=r"none\.db: the gazetteer is missing"):
            gazetteer._db()
    finally:
        gazetteer._db.cache_clear()
