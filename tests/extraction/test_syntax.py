"""Sentences as trees: whom a verb is said of, what hangs on what, and what is mentioned."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.extraction.model import find, found, look, looked, opened
from onrecord.extraction.syntax import parsed
from onrecord.trees import sentence_at


def word(text, sentence, at):
    return text[sentence.words[at].start : sentence.words[at].end]


def hangs(text):
    """Each word with its relation and what it hangs on, the first sentence's."""
    (sentence, *_) = parsed(text)
    return {
        word(text, sentence, at): (one.relation, word(text, sentence, one.head) if one.head >= 0 else None)
        for at, one in enumerate(sentence.words)
    }


@pytest.mark.parametrize(
    ("text", "dependent", "relation", "head"),
    [
        ("The soldiers left the village on Monday.", "soldiers", "nsubj", "left"),
        ("The soldiers left the village on Monday.", "village", "obj", "left"),
        ("The village was shelled by the rebels.", "village", "nsubj:pass", "shelled"),
        ("The village was shelled by the rebels.", "rebels", "obl:agent", "shelled"),
        ("She did not sign the treaty.", "not", "advmod", "sign"),
        ("The red bridge fell.", "red", "amod", "bridge"),
    ],
)
def test_who_does_what(text, dependent, relation, head):
    assert hangs(text)[dependent] == (relation, head)


def test_every_word_leads_to_one_root():
    text = "The mayor, who had promised a bridge, said it would not be built.\n\nNobody was surprised by that."
    for sentence in parsed(text):
        assert sum(one.head < 0 for one in sentence.words) == 1
        root = next(at for at, one in enumerate(sentence.words) if one.head < 0)
        assert all(root in (at, *sentence.above(at)) for at in range(len(sentence.words)))


def test_places_are_the_words_own():
    text = "“We won’t leave,” he said.\n\n  Kyiv’s air defence shot down 12 drones. "
    places = [(one.start, one.end) for sentence in parsed(text) for one in sentence.words]
    assert "".join(text[a:b] for a, b in places) == "".join(text.split())


def test_mentions_are_phrases_with_their_kind():
    text = "The mayor of Elm met Anna Brandt on Friday."
    (sentence,) = parsed(text)
    found = {text[one.start : one.end]: one.kind for one in sentence.mentions}
    assert found["The mayor of Elm"] == "person"
    assert found["Anna Brandt"] == "person"
    assert found["Elm"] == "place"
    assert found["Friday"] == "time"


@pytest.mark.parametrize("text", ["", "  \n\n ", "…", "A", "?\n!\n"])
def test_texts_with_hardly_a_word(text):
    assert all(sentence.words for sentence in parsed(text))


def test_a_sentence_longer_than_a_window():
    text = "They saw " + ", ".join(f"house {number}" for number in range(400)) + " and left."
    assert sum(len(sentence.words) for sentence in parsed(text)) > 1000


def test_the_statements_are_those_of_a_pass_without_the_layers():
    text = "“Rain is likely,” the mayor said. The council denied that it had been asked."
    model = opened()
    assert found(look(text, model), model) == find(text, model)


def test_one_pass_is_kept_for_what_is_asked_later():
    text = "The lock on the canal was closed, the warden said."
    assert looked(text) is looked(text)


def test_the_same_words_read_the_same_beside_others():
    text = "The council met.\n\n" + "\n\n".join("Other words stand here for a while." for _ in range(60))
    alone = look(text[:16], opened()).layers
    again = look(text[:16], opened()).layers
    assert np.array_equal(alone, again)


def test_the_sentence_of_a_place():
    text = "It rained. The mayor left."
    found = sentence_at(parsed(text), text.index("mayor"))
    assert found is not None
    assert [word(text, found, at) for at in range(len(found.words))] == ["The", "mayor", "left", "."]
