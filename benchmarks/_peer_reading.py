"""Run by the peers' Python: reads the pages of a folder with one peer; prints its texts and pages a second as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

ROUNDS = 3


def trafilatura(data: bytes) -> str:
    """Its own defaults."""
    import trafilatura as peer

    return peer.extract(data) or ""


def trafilatura_precision(data: bytes) -> str:
    """Its precise mode."""
    import trafilatura as peer

    return peer.extract(data, favor_precision=True, include_comments=False) or ""


def readability(data: bytes) -> str:
    """The article's HTML, and its text."""
    from lxml import html
    from readability import Document

    try:
        summary = Document(data.decode("utf-8", "replace")).summary()
        return html.fromstring(summary).text_content() if summary.strip() else ""
    except (ValueError, html.etree.LxmlError):
        return ""


def resiliparse(data: bytes) -> str:
    """Main content as plain text."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    text = bytes_to_str(data, detect_encoding(data))
    return extract_plain_text(text, main_content=True, alt_texts=False, links=False, form_fields=False)


def main() -> None:
    """The reader's name and the folder of pages on the command line."""
    reader = globals()[sys.argv[1]]
    pages = {path.stem: path.read_bytes() for path in sorted(Path(sys.argv[2]).iterdir())}
    best, found = float("inf"), {}
    for _ in range(ROUNDS):
        start = time.process_time()
        found = {key: reader(data) for key, data in pages.items()}
        best = min(best, time.process_time() - start)
    print(json.dumps({"texts": found, "rate": len(pages) / best}))


if __name__ == "__main__":
    main()
