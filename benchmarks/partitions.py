"""What can be looked up, in one table and divided by months, quarters and years on PostgreSQL: milliseconds a question.

Rows are made up, ten years of them. PostgreSQL itself says how long it planned and worked (EXPLAIN ANALYZE); the tables
are as `search` is, with all of its indexes. docs/decisions/0016 says what follows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import Any

from onrecord.ledger import open_ledger
from tests.servers import postgres_server

ROWS, DAYS, FIRST, ROUNDS = 200_000, 3_650, 2016, 15
MADE = """
INSERT INTO search (statement, document, publisher, kind, score, day, first, last, words, source, via, speaker)
SELECT substr(md5(i::text), 1, 20), substr(md5((i / 14)::text || 'd'), 1, 20), 'P' || (i % 6), 'direct',
  (i % 1000) / 1000.0, d, d, d,
  to_tsvector('simple', 'w' || (i % 50000) || ' w' || (i * 7 % 20000) || ' w' || (i * 13 % 3000) || ' the of and '
    || 'w' || (i % 100)), to_tsvector('simple', 's' || (i % 300)), to_tsvector('simple', 'v' || (i % 6)),
  substr(md5((i % 300)::text || 's'), 1, 20)
FROM (SELECT i, to_char(date '{first}-01-01' + (i::bigint * {days} / {rows})::int, 'YYYY-MM-DD') d
  FROM generate_series(1, {rows}) i) x
"""
COLUMNS = "statement, document, publisher, kind, score, day, first, last, words, source, via, speaker"
INDEXES = ("(speaker, day)", "(document)", "(day, statement)", "(score, statement)", "USING hash (publisher)",
           "USING gin (words, source, via)")  # fmt: skip
NEWEST = "ORDER BY day DESC, statement DESC LIMIT 50"
MONTH = "day >= '2024-03-01' AND day <= '2024-03-31'"
IDS = ", ".join(f"substr(md5('{4000 * at}'), 1, 20)" for at in range(50))
ASKED = {
    "fifty statements by their ids": f"statement IN ({IDS})",
    "the statements of an article": "document = substr(md5('77d'), 1, 20)",
    "two words, the newest fifty": f"words @@ 'w77 & w5'::tsquery {NEWEST}",
    "two words, in one month": f"words @@ 'w77 & w5'::tsquery AND {MONTH} {NEWEST}",
    "a word that all hold, in one month": f"words @@ 'the'::tsquery AND {MONTH} {NEWEST}",
    "the newest fifty": f"true {NEWEST}",
    "a speaker's newest fifty": f"speaker = substr(md5('7s'), 1, 20) {NEWEST}",
}
WAYS = {"in one table": 0, "by years": 12, "by quarters": 3, "by months": 1}


def divided(name: str, months: int) -> Iterator[str]:
    """What makes a table like `search`, divided by so many months."""
    yield (
        f"CREATE TABLE {name} (LIKE search INCLUDING DEFAULTS, PRIMARY KEY (seq, day), UNIQUE (statement, day)) "
        "PARTITION BY RANGE (day)"
    )
    count = DAYS // 365 * 12
    ends = [f"{FIRST + at // 12}-{at % 12 + 1:02}" for at in range(0, count + 1, months)]
    bounds = ["MINVALUE", *(f"'{end}'" for end in ends), "MAXVALUE"]
    for at, (low, high) in enumerate(pairwise(bounds)):
        yield f"CREATE TABLE {name}_{at} PARTITION OF {name} FOR VALUES FROM ({low}) TO ({high})"
    yield from (f"CREATE INDEX ON {name} {index}" for index in INDEXES)
    yield f"INSERT INTO {name} ({COLUMNS}) SELECT {COLUMNS} FROM search"


def explained(db: Any, question: str) -> dict[str, float]:
    """Milliseconds of planning and of work, at the median; how many divisions were looked into."""
    told = [db.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {question}").fetchone()[0][0] for _ in range(ROUNDS)]
    return {
        "planning": median(one["Planning Time"] for one in told),
        "work": median(one["Execution Time"] for one in told),
        "divisions": json.dumps(told[-1]["Plan"]).count('"Relation Name"'),
    }


def main() -> dict[str, dict[str, dict[str, float]]]:
    """Every question of every way to divide."""
    import psycopg

    with postgres_server() as server:
        url = server.database()
        with open_ledger(url):
            pass
        with psycopg.connect(url, autocommit=True) as db:
            for end in ("statement", "document"):
                db.execute(f"ALTER TABLE search DROP CONSTRAINT search_{end}_fkey".encode())
            db.execute(MADE.format(first=FIRST, days=DAYS, rows=ROWS).encode())
            names = {way: f"by_{months}" if months else "search" for way, months in WAYS.items()}
            for way, months in WAYS.items():
                for command in divided(names[way], months) if months else ():
                    db.execute(command.encode())
            db.execute("VACUUM ANALYZE")
            return {asked: _each(db, names, asking) for asked, asking in ASKED.items()}


def _each(db: Any, names: dict[str, str], asking: str) -> dict[str, dict[str, float]]:
    return {way: explained(db, f"SELECT statement FROM {name} WHERE {asking}") for way, name in names.items()}


if __name__ == "__main__":
    for asked, ways in main().items():
        print(asked, *(f"{way} {one['planning']:.2f} + {one['work']:.2f} ms" for way, one in ways.items()), sep="\n  ")
