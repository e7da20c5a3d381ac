"""A TextQuoteSelector's places, on the match cases of a W3C implementation where they lie beside the project."""

from __future__ import annotations

import re

import lxml.html
import pytest

from onrecord.text import Span, selected
from tests.shared import shared

TEXT = "She asked. He asked, and nobody answered."

CASE = re.compile(
    r"html:\s*['`](?P<html>[^'`\n]*)['`],\s*selector: \{(?P<selector>[^}]*)\},\s*"
    r"expected: (?P<expected>\[\]|\[.*?\n    \])",
    re.S,
)
FIELD = re.compile(r"(exact|prefix|suffix): '(.*?)'")
RANGE = re.compile(
    r"startContainerXPath: '(.*?)',\s*startOffset: (\d+),\s*endContainerXPath: '(.*?)',\s*endOffset: (\d+)"
)


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "starts"),
    [
        ("asked", "", "", [4, 14]),
        ("asked", "He ", "", [14]),
        ("asked", "", ".", [4]),
        ("asked", "They ", "", []),
        ("swered", "an", ".", [34]),
    ],
)
def test_a_selector_means_its_words_in_their_surroundings(exact, prefix, suffix, starts):
    assert [span.start for span in selected(TEXT, exact, prefix, suffix)] == starts


def text_nodes(html: str) -> tuple[str, dict[str, tuple[int, str]]]:
    """The text of a page, and where each of its text nodes begins, by XPath."""
    root = lxml.html.document_fromstring(f"<html><body>{html}</body></html>")
    text, begins = "", {}
    for node in root.xpath("//text()"):
        parent = node.getparent()
        owner = parent if node.is_text else parent.getparent()
        order = [str(one) for one in owner.xpath("text()")]
        begins[f"//{owner.tag}/text()[{order.index(str(node)) + 1}]"] = (len(text), str(node))
        text += str(node)
    return text, begins


def test_the_cases_of_another_implementation():
    source = shared("data/anchoring/apache-annotator/match-cases.ts").read_text()
    seen = 0
    for case in CASE.finditer(source):
        text, begins = text_nodes(case["html"])
        if "</head>" in case["html"] or not text:
            continue
        wanted = []
        for start, low, end, high in RANGE.findall(case["expected"]):
            places = [begins[path if path.endswith("]") else f"{path}[1]"][0] for path in (start, end)]
            wanted.append(Span(places[0] + int(low), places[1] + int(high)))
        found = selected(text, **dict(FIELD.findall(case["selector"])))
        assert found == wanted, case["selector"]
        seen += 1
    assert seen >= 15
