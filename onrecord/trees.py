"""A sentence as a tree: words that hang on one another, and who and what is mentioned. Plain values and questions.

Relations are those of Universal Dependencies, tags those of the Penn Treebank, kinds of mention those of GUM (person,
organization, place, object, event, time, abstract, substance, animal, plant). extraction/syntax.py makes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

PART = "part"  # relation of a word's later pieces to its first: "." and "S" of "U.S."


class Word(NamedTuple):
    """A word's place in the text, the number of the word that it hangs on (-1: on none), how, and its tag."""

    start: int
    end: int
    head: int
    relation: str
    tag: str


class Mention(NamedTuple):
    """Somebody or something mentioned: the place in the text, what it is, and the number of its main word."""

    start: int
    end: int
    kind: str
    head: int


class Sentence(NamedTuple):
    """A sentence's words in order and the mentions in them; numbers count within the sentence."""

    words: tuple[Word, ...]
    mentions: tuple[Mention, ...] = ()

    def below(self, at: int, *relations: str) -> list[int]:
        """The words that hang on this one, in order; of these relations only, where any are named ("nsubj" is
        "nsubj:pass" too)."""
        return [
            number
            for number, word in enumerate(self.words)
            if word.head == at
            and (not relations or word.relation.split(":")[0] in relations or word.relation in relations)
        ]

    def phrase(self, at: int) -> tuple[int, int]:
        """The place in the text of a word with all that hangs below it."""
        held = list(self.under(at))
        return min(self.words[one].start for one in held), max(self.words[one].end for one in held)

    def under(self, at: int) -> Iterator[int]:
        """A word and all that hangs below it."""
        yield at
        for one in self.below(at):
            yield from self.under(one)

    def above(self, at: int) -> Iterator[int]:
        """The words that a word hangs on, the nearest first."""
        while (at := self.words[at].head) >= 0:
            yield at

    def at(self, place: int) -> int | None:
        """The number of the word at a place of the text."""
        return next((number for number, word in enumerate(self.words) if word.start <= place < word.end), None)

    def mention(self, head: int) -> Mention | None:
        """The mention whose main word this is."""
        return next((one for one in self.mentions if one.head == head), None)


def sentence_at(sentences: tuple[Sentence, ...], place: int) -> Sentence | None:
    """The sentence that a place of the text stands in."""
    return next((one for one in sentences if one.words and one.words[0].start <= place < one.words[-1].end), None)
