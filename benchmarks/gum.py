"""Out of domain: attribution relations that GUM's annotators drew in news (rhetorical structure, `.rs4`).

GUM marks every attribution, also inside another's content, and cuts clauses; our rows are outermost
statements. So two figures are reported: of all relations, and of those that lie in no other's content.
A relation is found where a statement's source or cue touches the attributing clause and the contents
share at least half of the words of the longer one (or, second figure, touch at all).
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

from onrecord.extraction import extract
from onrecord.records import Block, Document, Stamp, Statement
from onrecord.text import Span

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
NEEDS = ("gum",)


class Relation(NamedTuple):
    """An attributing clause and what is attributed, as places in the text."""

    clause: list[Span]
    content: list[Span]


class Article(NamedTuple):
    """A GUM document: raw text, words' places, attributions."""

    name: str
    text: str
    relations: list[Relation]


def articles(folder: Path, genre: str = "news") -> Iterator[Article]:
    """The documents of a genre, train and dev, in order of name."""
    for path in sorted(folder.glob(f"*/GUM_{genre}_*.rs4.gz")):
        name = path.name.removesuffix(".rs4.gz")
        text, words = read_text(path.with_name(f"{name}.conllu.gz"))
        yield Article(name, text, list(relations(path, words)))


def read_text(path: Path) -> tuple[str, list[Span]]:
    """Sentences joined as they stood, paragraphs by a blank line; each token's place."""
    text, words, sentence, gap, at = "", [], "", "", 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# newpar"):
                gap = "\n\n"
            elif line.startswith("# text = "):
                sentence = line[len("# text = ") :].rstrip("\n")
                text += (gap if text else "") + sentence
                gap, at = " ", len(text) - len(sentence)
            elif line[:1].isdigit():
                number, form = line.split("\t")[:2]
                if number.isdigit():
                    start = text.index(form, at) if form in text[at:] else at
                    words.append(Span(start, start + len(form)))
                    at = start + len(form)
    return text, words


def relations(path: Path, words: list[Span]) -> Iterator[Relation]:
    """Every attribution of a structure file."""
    tree = etree.fromstring(gzip.decompress(path.read_bytes()))
    nodes = {node.get("id"): node for node in tree.iter("segment", "group")}
    places: dict[str, list[int]] = {}
    at = 0
    for segment in tree.iter("segment"):
        count = len((segment.text or "").split())
        places[segment.get("id")] = list(range(at, at + count))
        at += count
    for node in nodes.values():
        if (node.get("relname") or "").startswith("attribution"):
            clause = _under(node, nodes, places)
            content = _under(nodes[node.get("parent")], nodes, places)
            yield Relation(_spans(clause, words), _spans(sorted(set(content) - set(clause)), words))


def _under(node: Any, nodes: dict[str, Any], places: dict[str, list[int]]) -> list[int]:
    """Tokens of a node and of all that hangs below it."""
    mine = list(places.get(node.get("id"), ()))
    for other in nodes.values():
        if other.get("parent") == node.get("id") and not (other.get("relname") or "").startswith("attribution"):
            mine += _under(other, nodes, places)
    return sorted(mine)


def _spans(tokens: list[int], words: list[Span]) -> list[Span]:
    return [words[token] for token in tokens if token < len(words)]


def document_of(article: Article) -> Document:
    """The text as one of our documents."""
    blocks, at = [], 0
    for part in article.text.split("\n\n"):
        blocks.append(Block(kind="paragraph", start=at, end=at + len(part)))
        at += len(part) + 2
    return Document(id=article.name, text=article.text, blocks=tuple(blocks), lang="en")


def _points(spans: list[Span] | tuple[Span, ...], text: str) -> set[int]:
    return {at for span in spans for at in range(span.start, span.end) if text[at].isalnum()}


def found(relation: Relation, statements: tuple[Statement, ...], text: str, share: float) -> bool:
    """Whether one of the statements is this attribution."""
    clause, content = _points(relation.clause, text), _points(relation.content, text)
    for statement in statements:
        said = _points(statement.content, text)
        touches = clause & (_points(statement.cue, text) | _points(statement.source, text))
        if touches and len(said & content) > share * max(len(said), len(content)):
            return True
    return False


def outermost(article: Article) -> list[Relation]:
    """The attributions whose clause lies in no other's content."""
    contents = [_points(relation.content, article.text) for relation in article.relations]
    return [
        one
        for at, one in enumerate(article.relations)
        if not any(_points(one.clause, article.text) <= other for i, other in enumerate(contents) if i != at)
    ]


def main(folder: Path = SHARED / "gum") -> dict[str, float | int]:
    """Counts and shares over GUM's news."""
    tally = {
        "documents": 0,
        "statements": 0,
        "all": 0,
        "outermost": 0,
        "all_found": 0,
        "outermost_found": 0,
        "touched": 0,
    }
    for article in articles(folder):
        said = extract(document_of(article), Stamp(at="2000-01-01T00:00:00Z", by="benchmark"))
        outer = outermost(article)
        tally["documents"] += 1
        tally["statements"] += len(said)
        tally["all"] += len(article.relations)
        tally["outermost"] += len(outer)
        tally["all_found"] += sum(found(one, said, article.text, 0.5) for one in article.relations)
        tally["outermost_found"] += sum(found(one, said, article.text, 0.5) for one in outer)
        tally["touched"] += sum(found(one, said, article.text, 0.0) for one in outer)
    shares = {
        "recall_all": tally["all_found"] / tally["all"],
        "recall_outermost": tally["outermost_found"] / tally["outermost"],
        "recall_outermost_touched": tally["touched"] / tally["outermost"],
    }
    return {**tally, **shares}
