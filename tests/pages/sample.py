"""Readings for the pages to show: invented outlets and people, in our own words."""

from __future__ import annotations

import hashlib
import re

from onrecord.records import (
    Document,
    Image,
    Page,
    ReaderComment,
    Reading,
    Stamp,
    Statement,
    compose,
    document_id,
    new_statement,
)
from onrecord.text import Span

MODEL = Stamp(at="2026-03-02T09:00:00Z", by="attribution-model 1")
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
LONG_URL = "https://example.org/" + "a-very-long-path-without-a-break" * 8


def at(text: str, words: str, after: int = 0) -> Span:
    """Where the words stand."""
    start = text.index(words, after)
    return Span(start, start + len(words))


def nearest(text: str, words: str, to: Span) -> Span:
    """Where the words stand nearest to a place."""
    places = [found.start() for found in re.finditer(re.escape(words), text)]
    best = min(places, key=lambda start: min(abs(start - to.end), abs(to.start - start - len(words))))
    return Span(best, best + len(words))


def said(
    document: Document, *content: str, by: str = "", cue: str = "", kind: str = "indirect", score: float = 0.8
) -> Statement:
    """A statement by its words; source and cue stand nearest before or after them."""
    text = document.text
    spans = [at(text, words) for words in content]
    who = [nearest(text, by, spans[0])] if by else []
    told = [nearest(text, cue, spans[0])] if cue else []
    return new_statement(document, spans, kind=kind, stamp=MODEL, source=who, cue=told, score=score)  # type: ignore[arg-type]


def document(parts: list[tuple[str, str]], **facts: object) -> Document:
    """A document of these blocks."""
    text, blocks = compose(parts)  # type: ignore[arg-type]
    url = facts.get("url")
    title = next((words for kind, words in parts if kind == "title"), None)
    key = document_id(url if isinstance(url, str) else None, text)
    return Document(**({"id": key, "text": text, "blocks": blocks, "title": title, "lang": "en"} | facts))  # type: ignore[arg-type]


# --- an article of the site's own: every kind of mark, and a deep thread ---

BRIDGE = [
    ("title", "Harbour board says the Sill bridge will stay closed until spring"),
    ("caption", "The Sill bridge at low tide, seen from the east bank on Monday."),
    (
        "paragraph",
        "The Sill bridge will stay closed until at least April, the harbour board said on Monday, "
        "two weeks after inspectors found cracks in its northern pier.",
    ),
    (
        "paragraph",
        "“We will not open a bridge that we would not drive our own children across,” the board’s chair, "
        "Ines Okafor, told reporters. Okafor said the repairs would cost “somewhere near nine million” "
        "and that the town could not carry that alone.",
    ),
    (
        "paragraph",
        "The bridge, finished in 1961, carries some 14,000 vehicles on a working day. Since the closure they "
        "have gone round by Marl, a detour of 23 kilometres.",
    ),
    ("heading", "A dispute over money"),
    (
        "paragraph",
        "According to the Lantern Review, the regional government has offered to pay half. "
        "A spokesman for the region, Tomas Wren, denied that. “There is no offer,” Wren said, adding: "
        "“There may be one when there is a plan.”",
    ),
    (
        "paragraph",
        "Wren said the engineers had told him that the southern pier “is sound for another decade”. "
        "The engineers’ report, which this paper has seen, puts it more carefully.",
    ),
    ("quote", "The southern pier shows no defect that would call for closure at present loads."),
    (
        "paragraph",
        "Shopkeepers on the east bank are counting the days. “Nobody asked us,” said Mira Holt, who sells "
        "paint on Ferry Street. “Nobody will pay us either.”",
    ),
    ("paragraph", "The board meets again on 9 March."),
]

THREAD = [
    (
        "1",
        None,
        "Okonedo",
        "Nine million for one pier? Somebody should show the sums.",
        ["somewhere near nine million"],
    ),
    ("1.1", "1", "Ferryman", "They were in the annex of the report, page 31.", []),
    ("1.1.1", "1.1", "Okonedo", "Thank you. I had not seen the annex.", []),
    ("1.1.1.1", "1.1.1", "R. Amsel", "Nor had most of the board, it seems.", []),
    ("1.1.1.1.1", "1.1.1.1", "Ferryman", f"See {LONG_URL} for all of it.", []),
    ("1.1.1.1.1.1", "1.1.1.1.1", "Lale", f"Or ask the {LONG_WORD}.", []),
    ("1.1.1.1.1.1.1", "1.1.1.1.1.1", "R. Amsel", "I did. They are closed on Mondays.", []),
    ("1.1.1.1.1.1.1.1", "1.1.1.1.1.1.1", "Lale", "Of course they are.", []),
    ("1.1.1.1.1.1.1.1.1", "1.1.1.1.1.1.1.1", None, "Ten deep and nobody has been rude. A record.", []),
    ("2", None, "Paint buyer", "It was “Nobody asked any of us”, I stood beside her.", ["Nobody asked us"]),
]


def bridge(now: bool = True) -> Reading:
    """The bridge article; `now` False gives the version before its correction."""
    parts = BRIDGE if now else _earlier()
    image = next(words for kind, words in parts if kind == "caption")
    made = document(
        parts,
        publisher="On the record",
        byline="Ada Quill",
        published="2026-03-02",
        retrieved="2026-03-02T08:30:00Z",
        rights="own",
        url="https://record.example/sill-bridge",
    )
    picture = Image(src="https://pictures.example/sill.jpg", caption=at(made.text, image), credit="J. Marrow")
    from msgspec.structs import replace

    made = replace(made, images=(picture,))
    return Reading(page=Page(document=made, comments=_thread(made)), statements=tuple(_said_of_bridge(made)))


def _earlier() -> list[tuple[str, str]]:
    swaps = {"until at least April": "until at least March", "some 14,000": "some 12,000"}
    out = []
    for kind, words in BRIDGE:
        for new, old in swaps.items():
            words = words.replace(new, old)
        out.append((kind, words))
    return [part for part in out if not part[1].startswith("Shopkeepers")] + [
        ("paragraph", "A ferry will run from Thursday, said the operator, Grey Line.")
    ]


def _said_of_bridge(made: Document) -> list[Statement]:
    text = made.text
    found = [
        said(made, "the Sill bridge will stay closed until spring", by="Harbour board", cue="says", score=0.91),
        said(
            made,
            text[text.index("The Sill bridge will stay") : text.index(", the harbour board said")],
            by="the harbour board",
            cue="said",
            score=0.94,
        ),
        said(
            made,
            "“We will not open a bridge that we would not drive our own children across,”",
            by="the board’s chair, Ines Okafor",
            cue="told",
            kind="direct",
            score=0.98,
        ),
        said(
            made,
            "the repairs would cost “somewhere near nine million” and that the town could not carry that alone",
            by="Okafor",
            cue="said",
            kind="mixed",
            score=0.83,
        ),
        said(
            made,
            "the regional government has offered to pay half",
            by="the Lantern Review",
            cue="According to",
            score=0.77,
        ),
        said(
            made,
            "“There is no offer,”",
            "“There may be one when there is a plan.”",
            by="Wren",
            cue="said",
            kind="direct",
        ),
        said(
            made,
            "the engineers had told him that the southern pier “is sound for another decade”",
            by="Wren",
            cue="said",
            kind="mixed",
            score=0.64,
        ),
        said(
            made,
            "the southern pier “is sound for another decade”",
            by="the engineers",
            cue="told",
            kind="mixed",
            score=0.41,
        ),
    ]
    if "Nobody asked us" in text:
        words = ("“Nobody asked us,”", "“Nobody will pay us either.”")
        found.append(said(made, *words, by="", cue="said", kind="direct", score=0.9))
    else:
        found.append(said(made, "A ferry will run from Thursday", by="the operator, Grey Line", cue="said"))
    return found


def _thread(made: Document) -> tuple[ReaderComment, ...]:
    return tuple(
        ReaderComment(
            number=number,
            parent=parent,
            author=author,
            at="2026-03-02T10:00:00Z" if number == "1" else None,
            text=words,
            quotes=tuple(at(made.text, quote) for quote in quotes if quote in made.text),
            orphans=("Nobody asked any of us",) if number == "2" else (),
        )
        for number, parent, author, words, quotes in THREAD
    )


# --- a fetched page: in public an excerpt ---

SECRET = "The minister walked out of the hall by a side door and took no questions."
EVIDENCE = b"<html><title>Minister: talks will go on</title></html>"


def talks() -> Reading:
    """A fetched page with a comment under it and a statement longer than a short quotation."""
    long = "“" + "We will talk, and then we will talk again, and nobody will leave before it is done. " * 6 + "”"
    made = document(
        [
            ("title", "Minister: talks will go on"),
            (
                "paragraph",
                f"The talks will go on through the winter, Foreign Minister Petra Lund said. {SECRET}",
            ),
            ("paragraph", f"{long} Lund said later."),
        ],
        url="https://harbour-courier.example/talks?id=1&x=2",
        publisher="Harbour Courier",
        published="2026-02-27",
        retrieved="2026-02-27T17:45:00Z",
        source=hashlib.sha256(EVIDENCE).hexdigest(),
    )
    comments = (ReaderComment(number="1", author="Reader", text="A comment that belongs to the Courier’s site."),)
    statements = (
        said(
            made,
            "The talks will go on through the winter",
            by="Foreign Minister Petra Lund",
            cue="said",
            score=0.9,
        ),
        said(made, long.strip(), by="Lund", cue="said", kind="direct", score=0.96),
    )
    return Reading(page=Page(document=made, comments=comments, evidence=EVIDENCE), statements=statements)


# --- what a stranger's page may hold ---

SCRIPT = "<script>alert(1)</script>"


def hostile() -> Reading:
    """Markup, script addresses and odd characters wherever a page can put them."""
    made = document(
        [
            ("title", f'Headline {SCRIPT} & "quotes" \' \u202e'),
            (
                "paragraph",
                f'He said <img src=x onerror="alert(1)"> {SCRIPT} was \U0001f600 fine. {LONG_WORD}',
            ),
            ("list", "- one\n- two </script>"),
        ],
        url="javascript:alert(1)",
        publisher='"><svg onload=alert(1)>',
        byline=SCRIPT,
        published="2026-13-45T99:99",
        lang='en" onload="x',
        rights="licensed",
        images=(Image(src="javascript:alert(1)", credit=SCRIPT), Image(src="//evil.example/x.png")),
    )
    comments = (
        ReaderComment(number='1" onclick="x', author=SCRIPT, text=f"{SCRIPT}</li></ol>", orphans=(SCRIPT,)),
        ReaderComment(number="2", parent="2", text="a loop"),
    )
    one = said(made, f"{SCRIPT} was \U0001f600 fine", by="He", cue="said")
    return Reading(page=Page(document=made, comments=comments), statements=(one,))
