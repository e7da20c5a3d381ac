"""The article for other programs: schema.org NewsArticle, W3C Web Annotations. Pure."""

from __future__ import annotations

import json
from typing import Any

from onrecord.pages.rights import View
from onrecord.pages.words import KINDS, safe_url
from onrecord.records import Statement
from onrecord.text import Span, anchor, words_of

ANNO = "http://www.w3.org/ns/anno.jsonld"


def written(value: object) -> bytes:
    """Linked data as bytes."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def embedded(value: object) -> str:
    """The same inside HTML's <script>: nothing in it can end the element."""
    packed = json.dumps(value, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        packed = packed.replace(char, f"\\u{ord(char):04x}")
    return packed


def news_article(seen: View, base: str) -> dict[str, Any]:
    """schema.org NewsArticle: whole where it is shown whole, else headline and origin."""
    document = seen.document
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{base}/articles/{document.id}",
        "headline": document.title,
        "datePublished": document.published,
        "inLanguage": document.lang,
        "publisher": {"@type": "Organization", "name": document.publisher} if document.publisher else None,
        "author": {"@type": "Person", "name": document.byline} if document.byline else None,
    }
    if not seen.whole:
        facts["isBasedOn"] = safe_url(document.url)
    elif document.rights != "excerpt":
        facts["articleBody"] = document.text
    return {name: value for name, value in facts.items() if value}


def annotation_page(seen: View, base: str) -> dict[str, Any]:
    """Every statement as a W3C Web Annotation whose target is the exact words."""
    here = f"{base}/articles/{seen.document.id}"
    return {
        "@context": ANNO,
        "id": f"{here}/annotations.jsonld",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": [annotation(one, seen, base) for one in seen.reading.statements],
    }


def annotation(statement: Statement, seen: View, base: str) -> dict[str, Any]:
    """One statement: what it is as the body, its words as the target (one for each span)."""
    here = f"{base}/articles/{seen.document.id}"
    targets = [_target(here, span, seen) for span in statement.content]
    return {
        "id": f"{base}/statements/{statement.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "created": statement.stamp.at,
        "generator": {"type": "Software", "name": statement.stamp.by},
        "body": _bodies(statement, seen),
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _bodies(statement: Statement, seen: View) -> list[dict[str, str]]:
    source = words_of(seen.text, statement.source)
    bodies = [("classifying", KINDS[statement.kind]), ("identifying", source)]
    verdict = seen.verdicts.get(statement.id)
    bodies += [("assessing", verdict)] if verdict else []
    return [{"type": "TextualBody", "purpose": what, "value": said} for what, said in bodies if said]


def _target(here: str, span: Span, seen: View) -> dict[str, Any]:
    return {"source": here, "selector": _selectors(span, seen)}


def _selectors(span: Span, seen: View) -> list[dict[str, Any]]:
    """Position and quote; of an excerpt nothing from around the words."""
    held = anchor(seen.document.id, seen.text, [span])
    around = {"prefix": held.prefix, "suffix": held.suffix} if seen.whole else {}
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {"type": "TextQuoteSelector", "exact": held.exact, **around},
    ]
