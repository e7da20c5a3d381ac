"""What a source's words say: input and expected side by side."""

from __future__ import annotations

import pytest

from onrecord.resolution.naming import naming

NAMED = [  # words, name, type, role, of
    ("Harbour spokesman Ole Brandt", "Ole Brandt", "person", "spokesman", "Harbour"),
    ("French President Anna de la Cour", "Anna de la Cour", "person", "President", "France"),
    ("former prime minister Ola Nord", "Ola Nord", "person", "former prime minister", None),
    ("Hugh Hale, a doctor", "Hugh Hale", "person", "doctor", None),
    ("Jane Roe, 43, the mayor of Elmstead", "Jane Roe", "person", "mayor", "Elmstead"),
    ("Ms. Roe", "Roe", "person", None, None),
    ("Jane Roe", "Jane Roe", "person", None, None),
    ("a Norwegian spokeswoman", None, "person", "spokeswoman", "Norway"),
    ("the president", None, "person", "president", None),
    ("a spokesman for the Ministry of Tides", None, "person", "spokesman", "Ministry of Tides"),
    ("the Harbour Ministry", "Harbour Ministry", "organisation", None, None),
    ("NATO", "NATO", "organisation", None, None),
    ("Ukraine", "Ukraine", "country", None, None),
    ("the White House", "White House", "organisation", None, None),
    ("Reuters", "Reuters", "outlet", None, None),
    ("state television", "state television", "outlet", None, None),
    ("two officials", "two officials", "group", None, None),
    ("Elmstead", "Elmstead", None, None, None),
    ("Despite", "Despite", None, None, None),
    ("the painted door", None, None, None, None),
]


@pytest.mark.parametrize(("words", "name", "type", "role", "of"), NAMED, ids=[row[0] for row in NAMED])
def test_a_source_is_name_role_and_where(words, name, type, role, of):
    found = naming(words)
    assert (found.name, found.type, found.role, found.of) == (name, type, role, of)


def test_a_group_says_whom_it_includes():
    found = naming("Coastal governments, including Norway and the Netherlands,")
    assert (found.name, found.type, found.includes) == ("Coastal governments", "group", ("Norway", "Netherlands"))


@pytest.mark.parametrize(("word", "gender"), [("he", "m"), ("She", "f"), ("they", None), ("who", None)])
def test_a_pronoun_names_nobody(word, gender):
    assert (naming(word).pronoun, naming(word).name, naming(word).gender) == (word.lower(), None, gender)
