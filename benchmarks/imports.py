"""How long 100,000 comments take to come in, how much memory that needs, and to go out and come in again.

python3 dev.py python -m benchmarks.imports [HOW_MANY]"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

COMMENTS = 100_000
UNDER_ONE_ARTICLE = 600
WORDS = "The ferry was late again on Monday, and nobody at the pier could say why it had been taken off the timetable. "
HEAD = '<?xml version="1.0"?>\n<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n'


def wxr(many: int) -> Iterator[str]:
    """A WordPress export; every third comment answers the one before it."""
    yield HEAD
    for at in range(many):
        if at % UNDER_ONE_ARTICLE == 0:
            yield ("</item>\n" if at else "") + f"<item><title>A</title><link>https://news.test/{at}</link>\n"
        parent = at if at % 3 == 2 else 0
        yield (
            f"<wp:comment><wp:comment_id>{at + 1}</wp:comment_id>"
            f"<wp:comment_author>Reader {at % 977}</wp:comment_author><wp:comment_approved>1</wp:comment_approved>"
            f"<wp:comment_date_gmt>2026-01-01 10:00:00</wp:comment_date_gmt>"
            f"<wp:comment_content><![CDATA[{WORDS}<b>{at}</b> {WORDS}]]></wp:comment_content>"
            f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>\n"
        )
    yield "</item></channel></rss>\n"


def commento(many: int) -> Iterator[str]:
    """A Commento export of as many comments."""
    yield '{"version": 1, "commenters": [], "comments": [\n'
    for at in range(many):
        row = {"commentHex": f"c{at}", "domain": "news.test", "url": f"/{at // UNDER_ONE_ARTICLE}", "state": "approved"}
        row |= {"markdown": f"{WORDS}*{at}* {WORDS}", "parentHex": f"c{at - 1}" if at % 3 == 2 else "root"}
        yield json.dumps(row) + ("\n" if at == many - 1 else ",\n")
    yield "]}\n"


def measured(words: list[str], out: Path | None = None) -> tuple[float, float]:
    """Seconds and the most megabytes that `onrecord WORDS` took."""
    began = time.monotonic()
    with (out or Path(os.devnull)).open("wb") as to:
        child = subprocess.Popen([sys.executable, "-m", "onrecord", *words], stdout=to)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, f"onrecord {' '.join(words)} ended with {child.returncode}"
    return time.monotonic() - began, usage.ru_maxrss / 1024


def main(many: int = COMMENTS) -> dict[str, float]:
    """Measures and gives the figures."""
    figures: dict[str, float] = {"comments": many}
    with tempfile.TemporaryDirectory() as folder:
        for kind, made in (("wordpress", wxr), ("commento", commento)):
            source, db = Path(folder, f"{kind}.export"), f"sqlite:///{folder}/{kind}.sqlite"
            with source.open("w", encoding="utf-8") as file:
                file.writelines(made(many))
            names = (f"{kind}: seconds", f"{kind}: megabytes")
            figures |= dict(zip(names, measured(["import", kind, str(source), "--db", db]), strict=True))
        one, two = Path(folder, "one.jsonl"), Path(folder, "two.jsonl")
        db = f"sqlite:///{folder}/wordpress.sqlite"
        figures["export: seconds"], figures["export: megabytes"] = measured(["export", "--db", db], one)
        other = f"sqlite:///{folder}/other.sqlite"
        taken = measured(["import", "onrecord", str(one), "--db", other])
        figures["import onrecord: seconds"], figures["import onrecord: megabytes"] = taken
        measured(["export", "--db", other], two)
        figures["export equal byte for byte"] = float(one.read_bytes() == two.read_bytes())
    return figures


if __name__ == "__main__":
    for name, value in main(*map(int, sys.argv[1:])).items():
        print(f"{name:40} {value:12.1f}")
