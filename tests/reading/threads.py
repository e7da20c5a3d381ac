"""Pages with a discussion: real structures, own words.

Each file of `discussions/` is one structure that comments stand in on the web (a template of
Jinja); those in `discussions/kept/` were written before any tuning and are looked at only to
measure. `pages()` fills every structure with an article and a thread, in one of four page frames."""

# ruff: noqa: E501 (pages and sentences stand whole)
from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment

HERE = Path(__file__).with_name("discussions")

# Structures that do not say who answers whom: every comment stands by itself.
FLAT = set(
    "vbulletin discourse-crawler blogger-dl typepad github-issue vanilla wrote-paragraphs table-guestbook webmentions "
    "stack-comments letters-dl inline-name-colon dl-terms".split()
)
NAMELESS = {"anonymous-numbers"}
TWO_LEVELS = {"youtube"}  # answers to answers stand beside them


@dataclass
class Said:
    """A comment of a thread, and what a template may ask about it."""

    id: int
    author: str
    paragraphs: list[str]
    iso: str
    day: str
    depth: int = 0
    parent: int = 0
    to: str = ""
    parent_start: str = ""
    number: str = ""
    replies: list[Said] = field(default_factory=list)

    @property
    def html(self) -> str:
        return "".join(f"<p>{words}</p>" for words in self.paragraphs)

    @property
    def br(self) -> str:
        return "<br><br>".join(self.paragraphs)

    @property
    def plain(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def head(self) -> str:
        return " ".join(self.paragraphs[0].split()[:4])

    @property
    def all(self) -> list[Said]:
        return [one for reply in self.replies for one in (reply, *reply.all)]


@dataclass
class Sample:
    """One page: its HTML, the article's paragraphs, the comments as they should be read."""

    name: str
    kept: bool
    html: str
    title: str
    article: list[str]
    comments: list[Said]

    @property
    def parents(self) -> dict[str, str | None]:
        """Each comment's words, and the words of the one it answers."""
        name = self.name.removeprefix("kept/")
        by_id = {comment.id: comment for comment in self.comments}
        out: dict[str, str | None] = {}
        for comment in self.comments:
            above = by_id.get(comment.parent)
            if above and name in TWO_LEVELS:
                while above.parent:
                    above = by_id[above.parent]
            out[comment.plain] = None if name in FLAT or above is None else above.plain
        return out


ARTICLES: list[tuple[str, list[str]]] = [
    (
        "Harbour Council Puts Off Vote on the Northern Pier",
        [
            "The harbour council put off its vote on the northern pier on Tuesday night, after four hours of speeches and one power cut that left the chamber in the dark.",
            "Councillor Mara Feld said the city had “no business selling a pier it has not finished paying for”, and asked for the contract to be read aloud before anybody raised a hand.",
            "The port authority, which drew up the sale, denied that the price had been settled in advance. Its spokesman said three offers had been weighed and that the highest came with conditions nobody could accept.",
            "According to figures handed to reporters, the pier costs about 2.4 million a year to keep open and brings in a little under one million, most of it from two ferry lines.",
            "Dock workers who filled the gallery left before the end. “We will be back next week, and we will bring chairs,” said Ilyas Brandt, who has loaded ships there for nineteen years.",
            "The council meets again on the first of the month. Until then the pier stays public, the mayor said, and so does the quarrel about it.",
        ],
    ),
    (
        "Ministry Says Border Bridge Will Reopen Before Winter",
        [
            "The bridge at Kamenka, closed since shelling cracked its second pillar in spring, will carry traffic again before the first snow, the transport ministry said on Friday.",
            "Engineers on both banks have worked under an agreement that neither government describes in the same way. One calls it a truce of sorts; the other a technical arrangement that changes nothing about who owns what.",
            "“We measured the pillar every morning for six weeks and it has not moved by the width of a hair,” said Oksana Dovhal, who leads the crew on the western side.",
            "The army warned that repair crews had twice come under fire in July. It did not say from where, and both sides have blamed the other.",
            "Farmers in the valley have driven a detour of ninety kilometres to bring in the harvest. Several told a regional broadcaster that they had given up on the eastern fields altogether.",
            "The ministry expects the first lorries to cross at walking pace, one at a time, with an officer on each bank to count them.",
        ],
    ),
    (
        "Old Observatory Wins Back Its Dark Sky",
        [
            "After eleven years of letters, petitions and one small lawsuit, the observatory on Saddle Hill has won back its dark sky: the town will dim its street lamps after ten at night.",
            "The vote was close. Five members of the board were for it, four against, and the chairwoman said she had changed her mind twice during the meeting.",
            "Astronomers had shown pictures taken from the same window in 1974 and last month. In the second, the Milky Way is a smear behind an orange curtain.",
            "Shopkeepers fear for their windows. “Dark streets are good for stars and for burglars,” said Tomas Rehn, who sells bicycles on the main square.",
            "The police chief answered that the three towns in the county which had dimmed their lamps saw no more break-ins afterwards than before, and in one case fewer.",
            "The lamps will be fitted with shields by August. The bill, about forty thousand, is paid from a fund that was meant for a fountain.",
        ],
    ),
    (
        "Two Villages, One Well, and a Court That Will Not Choose",
        [
            "A regional court declined on Monday to say which of two villages owns the well that stands exactly on the line between them, and told them to share it as their grandparents did.",
            "The judge wrote that maps from three different empires put the border in three different places, and that the well had outlived all of them.",
            "Lawyers for the upper village claimed that their clients dug it in 1861. Lawyers for the lower village produced a receipt for the rope, dated 1859.",
            "Neither side will appeal, people close to the case told this newspaper, because neither can afford to lose. The dry months begin in June.",
            "“My mother drew water on Mondays and theirs on Tuesdays, and nobody drew a lawyer,” said Hana Sulic, 81, who watched from the last row.",
            "A committee of six will keep the key. It is to meet under the plane tree, the ruling says, and to keep minutes.",
        ],
    ),
    (
        "Airline Cancels Mountain Route as Insurers Balk",
        [
            "The only airline that still flew to the mountain capital cancelled the route on Wednesday, saying that no insurer would cover its aircraft below the northern ridge.",
            "Passengers with tickets for this week will be taken by bus, a journey of fourteen hours when the passes are open. The company offered refunds to the rest.",
            "The civil aviation office accused the airline of giving up too early. Radar on the ridge had shown nothing unusual for twelve days, it said in a statement.",
            "A pilots' union took the other side. Its members had reported lost satellite signals on nine of the last twenty flights, and in two cases warnings that made no sense.",
            "Hotels in the old town say that half of their bookings for the festival are gone. “We have lived through worse, but then we were younger,” said one owner.",
            "The government promised to talk to a carrier from the coast. Nobody expects an aeroplane before the autumn.",
        ],
    ),
    (
        "Museum Returns Painted Door to the Island It Came From",
        [
            "A painted door that hung for ninety years in a museum on the mainland went home on Saturday, wrapped in three blankets and a sail.",
            "It belongs, both sides now agree, to a chapel on the island of Vrana, which lost it when a collector paid the sacristan with a barrel of wine.",
            "The museum's director said that she had no doubt about the return, only about the damp. The chapel has been fitted with a small machine that hums and keeps the air dry.",
            "Islanders rowed out to meet the ferry. The oldest of them, who had seen the door as a child, said that the blue was lighter than he remembered.",
            "Critics on the museum's board had argued that the sale was legal at the time. They were outvoted seven to two, and one of the two came to the harbour all the same.",
            "The door will be hung in May. Visitors may look at it on Sundays, after mass, if they wipe their feet.",
        ],
    ),
]

WORDS: list[tuple[str, list[str]]] = [
    (
        "Petra Lind",
        [
            "I sat in that room until midnight and this is a fair account of it, except that nobody mentions the smell of the burnt fuse box.",
            "They should have gone home.",
        ],
    ),
    ("old_sailor", ["Nobody ever asks who pays for the paint. I asked, twice, and got a leaflet."]),
    (
        "Jun-ho K.",
        ["You are right about the leaflet, I have the same one on my fridge. The numbers on page two do not add up."],
    ),
    (
        "Beate",
        [
            "My cousin works there and says the whole story is upside down. Ask the people who carry things, not the people who sign things."
        ],
    ),
    (
        "Rui Teixeira",
        [
            "That is hearsay, Beate. Your cousin may be right but he did not see the papers either.",
            "I would rather wait for the minutes.",
        ],
    ),
    ("NightOwl77", ["Waiting is what they count on. In a month we will all be angry about something else."]),
    (
        "Agnieszka W.",
        [
            "Thank you for reporting this without shouting. I read three other versions today and understood none of them."
        ],
    ),
    (
        "Dr. Halloran",
        [
            "A small correction: the figure in the fourth paragraph includes the repairs of last year, so it is not the yearly cost at all.",
            "Take the repairs out and you arrive at something closer to half.",
        ],
    ),
    ("fernweh", ["Where did you find that? The annual report that I downloaded has only a pie chart without labels."]),
    (
        "Dr. Halloran",
        ["Appendix C, second table, at the very bottom in small print. You need patience and good glasses."],
    ),
    (
        "Samira",
        [
            "We drove past on Sunday and there was not a soul around, just a dog asleep on the steps. So much for the great quarrel."
        ],
    ),
    (
        "Olof",
        [
            "Dogs know more than councils, as my grandmother used to say. She also said never to trust a man with two hats."
        ],
    ),
    (
        "M. Achterberg",
        ["I disagree with nearly everyone here. It was the least bad of four bad choices and somebody had to make it."],
    ),
    ("Petra Lind", ["Four choices? I counted two, and one of them was to adjourn for sandwiches."]),
    (
        "quietreader",
        [
            "First comment after nine years of reading. I only wanted to say that the last sentence made me laugh out loud on the tram."
        ],
    ),
    ("Teo", ["Same here, and my tram was full."]),
]

# The shapes of threads: for each comment, which earlier one (counted from one) it answers; nought for none.
SHAPES = [
    [0, 1, 2, 0, 4, 0],
    [0, 0, 2, 2, 0],
    [0, 1, 2, 3, 0, 0, 6],
    [0, 1, 1, 0],
    [0, 0, 0, 3, 4, 3, 0, 7],
    [0, 1, 0, 3, 0, 5, 6, 0],
]
_MONTHS = "January February March April May June July August September October November December".split()

FRAMES = [
    """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} - The Harbour Post</title><meta property="og:title" content="{title}"><meta property="og:site_name" content="The Harbour Post"></head><body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header><main><article class="entry"><h1>{title}</h1><p class="byline">By Nina Okoro</p><div class="entry-content">{body}</div></article>{talk}</main><aside><h3>Most read</h3><ul><li><a href="/1">Ferry line adds a morning boat for the winter</a></li></ul></aside><footer><p>© The Harbour Post. All rights reserved.</p></footer></body></html>""",
    """<html><head><title>{title} | Valley Courier</title></head><body><div id="wrap"><div id="head"><a href="/">Valley Courier</a></div><div id="content"><div class="post"><h2 class="post-title">{title}</h2><div class="post-body">{body}</div></div>{talk}</div><div id="sidebar"><h3>Archive</h3><a href="/a">April</a> <a href="/m">May</a></div><div id="footer">Powered by goodwill</div></div></body></html>""",
    """<!DOCTYPE html><html><head><title>{title}</title></head><body><div class="page"><div class="story"><h1 class="headline">{title}</h1><div class="story-body" itemprop="articleBody">{body}</div><div class="share"><a href="#">Share</a><a href="#">Tweet</a></div>{talk}</div><div class="related"><h3>Related stories</h3><ul><li><a href="/r1">The ferry that would not leave and other tales</a></li><li><a href="/r2">What the mayor said last year about piers</a></li></ul></div></div></body></html>""",
    """<!DOCTYPE html><html lang="en"><head><title>{title} :: Notes</title></head><body><article><header><h1>{title}</h1><time datetime="2024-05-02">2 May 2024</time></header><section>{body}</section>{talk}</article><footer>Notes, since 2009</footer></body></html>""",
]


def pages() -> Iterator[Sample]:
    """Every structure as a page."""
    files = sorted(HERE.glob("*.html")) + sorted(HERE.glob("kept/*.html"))
    for number, file in enumerate(files):
        yield _page(file, number)


def _page(file: Path, number: int) -> Sample:
    title, article = ARTICLES[number % len(ARTICLES)]
    comments = _thread(number)
    env = Environment(autoescape=False)
    env.policies["json.dumps_function"] = json.dumps
    talk = env.from_string(file.read_text()).render(
        thread=[one for one in comments if not one.parent], flat=comments, count=len(comments), title=title
    )
    body = "".join(f"<p>{words}</p>" for words in article)
    html = FRAMES[number % len(FRAMES)].format(title=title, body=body, talk=talk)
    name = file.relative_to(HERE).with_suffix("").as_posix()
    return Sample(name, name.startswith("kept/"), html, title, article, comments)


def _thread(number: int) -> list[Said]:
    shape = SHAPES[number % len(SHAPES)]
    comments: list[Said] = []
    for at, answered in enumerate(shape):
        author, words = WORDS[(number * 5 + at) % len(WORDS)]
        day, month = 1 + (number * 3 + at) % 28, 1 + number % 12
        comment = Said(
            101 + at, author, words, f"2024-{month:02}-{day:02}T09:{at:02}:00Z", f"{day} {_MONTHS[month - 1]} 2024"
        )
        above = comments[answered - 1] if answered else None
        if above:
            comment.parent, comment.depth, comment.to = above.id, above.depth + 1, above.author
            comment.parent_start = above.paragraphs[0]
            above.replies.append(comment)
        comments.append(comment)
    return _in_order([one for one in comments if not one.parent])


def _in_order(tops: list[Said], above: str = "") -> list[Said]:
    """The order a page shows them in: answers right under what they answer; and their numbers."""
    out: list[Said] = []
    for place, comment in enumerate(tops, 1):
        comment.number = f"{above}.{place}" if above else str(place)
        out += [comment, *_in_order(comment.replies, comment.number)]
    return out
