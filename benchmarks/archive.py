"""A made-up news archive of any size, always the same: WARC of pages as sites write them, one in a hundred damaged.

The words are the project's own templates; shapes and charsets vary as on the web. Some pages are printed by several
outlets, some hold no article, some are no pages at all. `python -m benchmarks.archive FOLDER` reads one, in pieces."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from pathlib import Path
from typing import NamedTuple

SEED = 20_260_101
LONG, BRIEF = (7, 15), (1, 3)  # paragraphs after the first
CHARSETS = ("utf-8", "utf-8", "utf-8", "utf-8", "windows-1252", "iso-8859-1", "iso-8859-15", "utf-16")
OUTLETS = ("Harbour Courier", "Northern Wire", "Eastmark Gazette", "Lantern Review", "The Quay", "Valley Post")
PEOPLE = (
    ("Anna Brandt", "mayor", "she"),
    ("Tomas Weil", "harbour master", "he"),
    ("Ilse Korven", "finance minister", "she"),
    ("Pavel Dorn", "head of the railway union", "he"),
    ("Ruth Amadi", "chief engineer", "she"),
    ("José Peña", "president of the fishermen’s guild", "he"),
    ("Søren Lind", "spokesman for the coast guard", "he"),
    ("Zoë Marchetti", "director of the museum", "she"),
)
GROUPS = ("two officials", "residents of the old town", "the opposition", "a person familiar with the talks")
PLACES = (
    "the north bridge",
    "the old lock",
    "the grain terminal",
    "the east gate",
    "the ferry landing",
    "the tram depot",
)
SAID = (
    "would stay closed until the cracks had been looked at by people from outside the city",
    "had been paid for twice, although nobody could say which of the two bills was the right one",
    "was safe, and that whoever said otherwise had not read the report of the inspectors",
    "should go to a vote before the summer, when most of the shops along the quay are shut anyway",
    "had not been looked after since the company that built it left the country eleven years ago",
    "would open again in spring, if the steel that was ordered in autumn came in time",
)
QUOTES = (
    "We have known this for years",
    "Nobody asked us, and nobody will",
    "The money is there, it only has to be spent",
    "I will not sign a paper that I have not read",
    "That is not what the contract says",
    "It was a mistake, and we are going to put it right",
)
PLAIN = (
    "Shops along the quay opened late on Monday, and the market was moved to the square behind the church.",
    "The work began in March and was to last six weeks, but rain and a strike of the crane drivers held it up.",
    "Some four hundred people live on the far side of the water, where there is no other road into the town.",
    "The council met behind closed doors for three hours and then went home without a word to the cameras.",
    "A first offer was turned down in June; a second, of which only the sum is known, is being looked at.",
    "In winter the water stands so high that the lower road is shut for days, and the school bus takes the long way.",
)


class Made(NamedTuple):
    """An article: its words, when and by whom it was printed."""

    url: str
    title: str
    outlet: str
    day: date
    paragraphs: tuple[str, ...]
    byline: str


def article(rng: random.Random, number: int, length: tuple[int, int] = LONG) -> Made:
    """A news article of so many paragraphs and one: some 350 to 700 words, or a brief."""
    name, role, pronoun = rng.choice(PEOPLE)
    place, outlet = rng.choice(PLACES), rng.choice(OUTLETS)
    day = date(2026, 1, 1) + timedelta(days=rng.choice((0, 0, 0, 0, 1, 1, 1, 2, rng.randint(-400, 0))))
    title = f"{name} on {place}: {rng.choice(QUOTES).lower()}"
    paragraphs = [f"{rng.choice(PLAIN)} {name}, the {role}, said on {day:%A} that {place} {rng.choice(SAID)}."]
    paragraphs += [_paragraph(rng, name, role, pronoun) for _ in range(rng.randint(*length))]
    slug = "-".join(title.split()[:4]).lower().replace(":", "")
    return Made(
        f"https://{outlet.split()[-1].lower()}.example/{number}-{slug}", title, outlet, day, tuple(paragraphs), name
    )


def _paragraph(rng: random.Random, name: str, role: str, pronoun: str) -> str:
    other, other_role, _ = rng.choice(PEOPLE)
    place, said, quote = rng.choice(PLACES), rng.choice(SAID), rng.choice(QUOTES)
    number = rng.randint(2, 900)
    return rng.choice(
        (
            f"“{quote},” {pronoun} said. {rng.choice(PLAIN)}",
            f"{other}, the {other_role}, told reporters that {place} {said}. {rng.choice(PLAIN)}",
            f"{rng.choice(GROUPS).capitalize()} said that {place} {said}, and that {number} people had signed.",
            f"According to {other}, {place} {said}. “{quote},” {other.split()[-1]} added.",
            f"{rng.choice(PLAIN)} {rng.choice(PLAIN)}",
            f"The {role} denied that {place} {said}. {rng.choice(PLAIN)} Some {number} tonnes went by lorry.",
            f"“{quote}. {rng.choice(QUOTES)},” {other} said of {place}. {rng.choice(OUTLETS)} first had the letter.",
        )
    )


# --- as sites write them ---

_MENU = "".join(
    f'<li><a href="/{word}">{word.capitalize()}</a></li>' for word in ("news", "sport", "harbour", "letters")
)
_RELATED = "".join(f'<li><a href="/r{n}">{line[:40]}</a></li>' for n, line in enumerate(PLAIN))


def _semantic(made: Made, charset: str) -> str:
    body = "".join(f"<p>{escape(one, quote=False)}</p>" for one in made.paragraphs)
    facts = json.dumps({"@type": "NewsArticle", "headline": made.title, "datePublished": made.day.isoformat()})
    return (
        f'<!doctype html><html lang="en"><head><meta charset="{charset}"><title>{escape(made.title)}</title>'
        f'<meta property="og:site_name" content="{made.outlet}"><link rel="canonical" href="{made.url}">'
        f'<script type="application/ld+json">{facts}</script></head><body><header><nav><ul>{_MENU}</ul></nav></header>'
        f"<main><article><h1>{escape(made.title)}</h1><p class=byline>By {made.byline}</p>{body}</article></main>"
        f"<aside><h2>More</h2><ul>{_RELATED}</ul></aside><footer>All rights reserved</footer></body></html>"
    )


def _divs(made: Made, charset: str) -> str:
    body = "".join(f'<div class="text">{escape(one, quote=False)}</div>\n' for one in made.paragraphs)
    return (
        f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">'
        f'<title>{escape(made.title)} | {made.outlet}</title><meta name="date" content="{made.day.isoformat()}"></head>'
        f'<body><div id="menu"><ul>{_MENU}</ul></div><div id="content"><div class="headline">{escape(made.title)}</div>'
        f'<div class="story">{body}</div></div><div class="sidebar"><ul>{_RELATED}</ul></div></body></html>'
    )


def _old(made: Made, charset: str) -> str:
    body = "<p>".join(escape(one, quote=False) for one in made.paragraphs)
    return (
        f"<HTML><HEAD><TITLE>{escape(made.title)}</TITLE></HEAD><BODY><TABLE><TR><TD><UL>{_MENU}</UL></TD><TD><H2>"
        f"{escape(made.title)}</H2><P>{made.day:%d %B %Y}<P>{body}</TD></TR></TABLE></BODY></HTML>"
    )


def _talked(made: Made, charset: str) -> str:
    replies = "".join(
        f'<li class="comment" id="comment-{n}"><div class="comment-author">Reader {n}</div>'
        f'<div class="comment-content"><p>{escape(line)}</p></div></li>'
        for n, line in enumerate(QUOTES[:3])
    )
    return _semantic(made, charset).replace("</main>", f'<section id="comments"><ol>{replies}</ol></section></main>')


SHAPES = (_semantic, _semantic, _divs, _old, _talked)
SHELL = "<!doctype html><html><head><title>Sign in</title></head><body><form><input name=q></form></body></html>"


def html(rng: random.Random, made: Made) -> tuple[bytes, str]:
    """An article as one of the shapes, in one of the charsets; the header's word for that, which may be none."""
    charset = rng.choice(CHARSETS)
    page = rng.choice(SHAPES)(made, charset).encode(charset, "xmlcharrefreplace")
    return page, rng.choice((f"text/html; charset={charset}", f"text/html; charset={charset}", "text/html"))


# --- records ---


def record(url: str, body: bytes, kind: str = "text/html", status: str = "200 OK", number: int = 0) -> bytes:
    """A response of an archive, packed."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", compresslevel=6, mtime=0)


def damaged(rng: random.Random, packed: bytes) -> bytes:
    """A record with its middle spoilt, or without its end."""
    if rng.random() < 0.5:
        return packed[: len(packed) * 2 // 3]
    at = len(packed) // 2
    return packed[:at] + bytes(255 - byte for byte in packed[at : at + 40]) + packed[at + 40 :]


def records(pages: int, seed: int = SEED, length: tuple[int, int] = LONG) -> Iterator[bytes]:
    """So many records: nine of ten are articles, one in twenty of those is another outlet's too."""
    rng = random.Random(seed)
    last: Made | None = None
    for number in range(pages):
        lot = rng.random()
        made = last if last and lot < 0.05 else article(rng, number, length)
        url = made.url if made is not last else f"https://copy{rng.randint(1, 4)}.example/{number}"
        body, kind = html(rng, made._replace(url=url))
        if lot > 0.97:
            body, kind = b"\x89PNG" + rng.randbytes(200), "image/png"
        elif lot > 0.94:
            body, kind = SHELL.encode(), "text/html"
        elif lot > 0.93:
            body = b"<p>gone</p>"
        packed = record(url, body, kind, "404 Not Found" if 0.94 > lot > 0.93 else "200 OK", number)
        yield damaged(rng, packed) if number % 100 == 57 else packed
        last = made


def write(
    folder: Path, pages: int, a_file: int = 2_000, seed: int = SEED, length: tuple[int, int] = LONG
) -> list[Path]:
    """The archive in files of so many records each."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for at, first in enumerate(range(0, pages, a_file)):
        files.append(folder / f"news-{at:05}.warc.gz")
        with files[-1].open("wb") as file:
            file.writelines(records(min(a_file, pages - first), seed + at, length))
    return files


if __name__ == "__main__":
    from benchmarks._long import go

    go(sys.argv[1], *map(int, sys.argv[2:3]), *map(float, sys.argv[3:4]))
