"""Run by the peers' Python: Isso's CPU time for a thread of so many comments, asked in-process; prints JSON."""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

SETTINGS = """[general]
dbpath = {folder}/isso.db
host = http://127.0.0.1:1/
log-file = {folder}/log
[guard]
enabled = false
[moderation]
enabled = false
"""


def main() -> None:
    """Milliseconds of CPU a request: the whole thread, and a post."""
    from isso import config, make_app
    from werkzeug.test import Client

    logging.disable(logging.CRITICAL)
    many, words = int(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "isso.cfg")
        path.write_text(SETTINGS.format(folder=folder), encoding="utf-8")
        client = Client(make_app(config.load(config.default_file(), str(path))))

        def post(parent: int | None) -> int:
            answer = client.post("/new?uri=/story", json={"text": words, "parent": parent, "title": "A story"})
            assert answer.status_code in (201, 202), answer.get_data(as_text=True)
            return int(answer.get_json()["id"])

        parents: list[int | None] = [None]
        for at in range(many):
            parents.append(post(parents[at // 3] if at % 3 else None))
        print(
            json.dumps({"get": spent(lambda: client.get("/?uri=/story").get_data()), "post": spent(lambda: post(None))})
        )


def spent(work: Callable[[], object], rounds: int = 15) -> float:
    """CPU milliseconds at the median."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(1000 * (time.process_time() - start))
    return median(times)


if __name__ == "__main__":
    main()
