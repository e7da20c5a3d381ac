"""What the model says of each word, to statements: spans, and which belong together. Pure numpy."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from onrecord.extraction.chains import Floats, Ints, Likely, Scores, choose, likely, posterior, weighed
from onrecord.extraction.pieces import Pieces

SOURCE, CUE, CONTENT = range(3)
SURE = 0.7  # below it one source in six was right on the development part: an honest unknown puts no words in a mouth
TOGETHER = 0.75  # a second content whose mass times its link is less was oftener another's or nobody's, there too
SEEN = 0.02  # chance from which a span counts towards the mass of those near it
SURELY = Likely(SOURCE, 0, 0, 1.0)  # stands in for a part that is missing
REACH = 150  # words between two parts of one statement: farther apart, training showed hardly any together

Place = tuple[int, int]


class Found(NamedTuple):
    """A statement's places in the text, each part zero or more of them, and the chance that it is right."""

    content: tuple[Place, ...]
    cue: tuple[Place, ...]
    source: tuple[Place, ...]
    score: float


class Linker(NamedTuple):
    """What near and far are worth, and no answer; row 0 for a cue's source, row 1 for a content's cue."""

    distance: Floats
    none: Floats


class Answer(NamedTuple):
    """Which span answers another, -1 for none, and how likely that is."""

    place: int
    chance: float


class Joined(NamedTuple):
    """Spans that make one statement, and how likely each joint is."""

    contents: tuple[Likely, ...]
    cue: Likely | None
    source: Likely | None
    to_cue: float
    to_source: float


class Settings(NamedTuple):
    """Numbers set on the corpus's development part: the least chance of a span by type, or else the least mass, of the
    only content that a cue could have, and of a statement; the score's weights; and how far the model's
    worths are calmed (times `calm`) before they are made chances, as it is too sure of itself."""

    floors: tuple[float, float, float]
    masses: tuple[float, float, float]
    rescue: float
    weights: tuple[float, ...]
    least: float = 0.0
    calm: float = 1.0

    @property
    def floor(self) -> float:
        """The least chance that any span can be chosen with."""
        return min(*self.floors, self.rescue)


def bucket(gap: Ints, size: int) -> Ints:
    """Signed distance in words as one of `size` steps that grow with the distance."""
    half = size // 2
    step = np.minimum((2 * np.log2(np.abs(gap) + 1)).astype(np.int64), half - 1)
    steps: Ints = np.where(gap < 0, half - 1 - step, half + step)
    return steps


def gaps(left: Ints, right: Ints) -> Ints:
    """Words from each of `left` to each of `right`: below nought where right comes first."""
    after = right[None, :, 0] - left[:, None, 1]
    before = right[None, :, 1] - left[:, None, 0]
    words: Ints = np.where(after >= 0, after + 1, np.where(before <= 0, before - 1, 0))
    return words


def pooled(states: Floats, spans: Ints) -> Floats:
    """Mean state of each span's words."""
    means = [np.add.reduce(states[start:end]) / np.float32(end - start) for start, end in spans.tolist()]
    return np.stack(means)


def answers(
    states: Floats, asking: Sequence[Likely], among: Sequence[Likely], linker: Linker, row: int
) -> list[Answer]:
    """For each span that asks, the likeliest among those that may answer."""
    if not asking or not among:
        return [Answer(-1, 1.0)] * len(asking)
    left = np.array([(span.start, span.end) for span in asking])
    right = np.array([(span.start, span.end) for span in among])
    width = states.shape[1] // 4
    query = pooled(states[:, 2 * row * width : (2 * row + 1) * width], left)
    key = pooled(states[:, (2 * row + 1) * width : (2 * row + 2) * width], right)
    far = gaps(left, right)
    worth = query @ key.T / math.sqrt(width) + linker.distance[row][bucket(far, linker.distance.shape[1])]
    worth = np.where(np.abs(far) > REACH, -np.inf, worth)
    worth = np.concatenate([np.full((len(left), 1), linker.none[row]), worth], axis=1)
    chance = np.exp(worth - worth.max(1, keepdims=True))
    chance /= chance.sum(1, keepdims=True)
    best = chance.argmax(1)
    return [Answer(int(i) - 1, float(row_[i])) for i, row_ in zip(best, chance, strict=True)]


def rescued(
    every: Sequence[Likely], chosen: Sequence[Likely], states: Floats, linker: Linker, floor: float
) -> list[Likely]:
    """The chosen spans, and for each cue left without content the likeliest content that answers to it.

    A cue says that something was said; where only its ends are in doubt, each reading of them is unlikely."""
    cues = [span for span in chosen if span.kind == CUE]
    taken = {word for span in chosen for word in range(span.start, span.end)}
    spare = [
        span
        for span in every
        if span.kind == CONTENT and span.chance >= floor and taken.isdisjoint(range(span.start, span.end))
    ]
    contents = [span for span in chosen if span.kind == CONTENT]
    served = {answer.place for answer in answers(states, contents, cues, linker, 1)}
    offers = zip(spare, answers(states, spare, cues, linker, 1), strict=True)
    best: dict[int, Likely] = {}
    for span, answer in offers:
        if answer.place >= 0 and answer.place not in served:
            best[answer.place] = max(best.get(answer.place, span), span, key=lambda one: (one.chance, -one.start))
    saved = choose(list(best.values()), (floor, floor, floor))
    return sorted([*chosen, *saved], key=lambda span: span.start)


def together(parts: Sequence[tuple[Likely, float]]) -> list[tuple[Likely, float]]:
    """A cue's last content that is rather its own than not, and those of its others that surely are.

    Where a cue stands within what is said, words before it may be no more than where or when it was said; without
    those after it, what was said has no verb."""
    worth = [content.mass * link for content, link in parts]
    chief = max(range(len(parts)), key=lambda i: (worth[i] >= 0.5, parts[i][0].start))
    return [part for i, part in enumerate(parts) if i == chief or worth[i] >= TOGETHER]


def join(spans: Sequence[Likely], states: Floats, linker: Linker) -> list[Joined]:
    """A cue with its source and the contents that answer to it; a content without cue stands alone."""
    sources, cues, contents = ([span for span in spans if span.kind == kind] for kind in (SOURCE, CUE, CONTENT))
    source_of = answers(states, cues, sources, linker, 0)
    cue_of = answers(states, contents, cues, linker, 1)
    joined = []
    for i, cue in enumerate(cues):
        mine = [(content, answer.chance) for content, answer in zip(contents, cue_of, strict=True) if answer.place == i]
        if mine:
            mine = together(mine)
            sure = source_of[i].place >= 0 and source_of[i].chance >= SURE
            source = sources[source_of[i].place] if sure else None
            parts = tuple(content for content, _ in mine)
            joined.append(Joined(parts, cue, source, min(chance for _, chance in mine), source_of[i].chance))
    for content, answer in zip(contents, cue_of, strict=True):
        if answer.place < 0:
            joined.append(Joined((content,), None, None, answer.chance, 1.0))
    return sorted(joined, key=lambda one: one.contents[0].start)


def signs(one: Joined) -> list[float]:
    """What the score is weighed from: log chances and masses of the spans, of the joints, the content's words,
    whether it is in pieces, and what is missing."""
    least = min(one.contents, key=lambda span: span.chance)
    cue, source = one.cue or SURELY, one.source or SURELY
    chances = [least.chance, cue.chance, source.chance, one.to_cue, one.to_source]
    masses = [min(content.mass for content in one.contents), cue.mass, source.mass]
    return [
        1.0,
        *(math.log(max(chance, 1e-6)) for chance in (*chances, *masses)),
        math.log(sum(content.end - content.start for content in one.contents)),
        float(len(one.contents) > 1),
        float(one.cue is None),
        float(one.source is None),
    ]


def score(one: Joined, weights: Sequence[float]) -> float:
    """The chance that a reader would mark this statement too, with half of each part or more the same."""
    worth = sum(sign * weight for sign, weight in zip(signs(one), weights, strict=True))
    return 1 / (1 + math.exp(-worth))


def select(every: Sequence[Likely], states: Floats, linker: Linker, settings: Settings) -> list[Joined]:
    """The statements that a text's likely spans make."""
    spans = choose(every, settings.floors, settings.masses)
    joined = join(rescued(every, spans, states, linker, settings.rescue), states, linker)
    return [one for one in joined if not settings.least or score(one, settings.weights) >= settings.least]


def spans_in(read: Pieces, emissions: Floats, chain: Scores, floor: float) -> list[Likely]:
    """Every span of a text that is at least so likely, with its mass."""
    return weighed(likely(posterior(emissions, read.paragraph, chain), read.paragraph, SEEN), floor)


def statements(
    read: Pieces, emissions: Floats, states: Floats, chain: Scores, linker: Linker, settings: Settings
) -> list[Found]:
    """Every statement of a text, in the order of their words."""
    every = spans_in(read, emissions, chain, settings.floor)

    def places(parts: Sequence[Likely | None]) -> tuple[Place, ...]:
        return tuple((int(read.words[p.start, 0]), int(read.words[p.end - 1, 1])) for p in parts if p)

    return [
        Found(places(one.contents), places([one.cue]), places([one.source]), score(one, settings.weights))
        for one in select(every, states, linker, settings)
    ]
