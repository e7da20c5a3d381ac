"""What sentences as trees say of who is meant: subjects, and what a relative clause hangs on. Pure over the trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from onrecord.trees import PART, Sentence, sentence_at

Trees = Callable[[], tuple[Sentence, ...]]  # asked for only where they are needed: they take their time
NAME = {"flat", "compound", "nmod:desc", PART}  # relations that tie the words of one name together
BACK = 3  # sentences in which whom an article is about is looked for
SUBJECT = {"nsubj", "nsubj:pass", "nsubj:outer"}


def no_trees() -> tuple[Sentence, ...]:
    """Where nothing was read as trees."""
    return ()


def subjects(sentences: tuple[Sentence, ...]) -> frozenset[int]:
    """Places of the words of names and nouns of which something is said: "Ann Roe" in "Ann Roe left"."""
    return frozenset(place for sentence in sentences for place in _subjects(sentence))


def _subjects(sentence: Sentence) -> Iterator[int]:
    for word in sentence.words:
        main = word
        while main.relation in NAME and main.head >= 0:
            main = sentence.words[main.head]
        if main.relation in SUBJECT:
            yield word.start


def hung_on(sentences: tuple[Sentence, ...], place: int) -> tuple[int, int] | None:
    """The place of what a relative clause hangs on, without the clause: for "who" in "the men, who said"."""
    sentence = sentence_at(sentences, place)
    at = sentence.at(place) if sentence else None
    if sentence is None or at is None:
        return None
    verb = next((one for one in (at, *sentence.above(at)) if sentence.words[one].relation == "acl:relcl"), None)
    noun = sentence.words[verb].head if verb is not None else -1
    told = sentence.mention(noun)
    if noun < 0 or sentence.words[noun].end > place or (told and told.kind not in ("person", "organization")):
        return None
    return _up_to(sentence, noun, place)


def _up_to(sentence: Sentence, noun: int, place: int) -> tuple[int, int]:
    """A noun's phrase as far as it stands before a place."""
    left_out = {under for below in sentence.below(noun, "acl", "parataxis", "appos") for under in sentence.under(below)}
    held = [one for one in sentence.under(noun) if one not in left_out and sentence.words[one].end <= place]
    held = [one for one in held if sentence.words[one].relation not in ("punct", "case") or one > min(held)]
    nearest = [one for one in held if one <= noun] + [one for one in held if one > noun]
    words = [sentence.words[one] for one in nearest if sentence.words[one].relation != "case" or one > noun]
    return min(word.start for word in words), max(word.end for word in words)


def topic(sentences: tuple[Sentence, ...], place: int) -> tuple[int, int] | None:
    """The place of the name that the sentences before are about: the nearest subject of a main clause that is a
    name, not farther back than `BACK` sentences."""
    before = [one for one in sentences if one.words and one.words[-1].end <= place][-BACK:]
    for sentence in reversed(before):
        main = _said_of(sentence)
        if main is not None and sentence.words[main].tag.startswith("NNP"):
            run = [main, *sentence.below(main, "flat", "compound", "nmod:desc")]
            return min(sentence.words[one].start for one in run), max(sentence.words[one].end for one in run)
        if main is not None and not sentence.words[main].tag.startswith("PRP"):
            named, told = _on(sentence, main), sentence.mention(main)
            if named or not told or told.kind != "person" or sentence.words[main].tag == "NNS":
                return named
    return None


def bodies(sentences: tuple[Sentence, ...], place: int) -> list[tuple[int, int]]:
    """The places of the organisations named in the words before a place, in its sentence and the one before."""
    near = [one for one in sentences if one.words and one.words[0].start <= place][-2:]
    return [
        (mention.start, mention.end)
        for sentence in near
        for mention in sentence.mentions
        if mention.kind == "organization"
        and mention.end <= place
        and sentence.words[mention.head].tag.startswith("NNP")
    ]


def _on(sentence: Sentence, main: int) -> tuple[int, int] | None:
    """A description's own apposition: "the mayor, Ann Roe, left"."""
    named = next((one for one in sentence.below(main, "appos") if sentence.words[one].tag == "NNP"), None)
    return sentence.phrase(named) if named is not None else None


def _said_of(sentence: Sentence) -> int | None:
    """The main word of the subject of a sentence's main clause."""
    root = next((at for at, word in enumerate(sentence.words) if word.head < 0), -1)
    return next(iter(sentence.below(root, "nsubj")), None)
