"""Which place an event's words mean: a name's, or, for "the city", "there", "the areas", the one named before."""

from __future__ import annotations

import re

from onrecord.records import Place
from onrecord.resolution.actors import is_adjective, known
from onrecord.resolution.gazetteer import lookup
from onrecord.resolution.naming import NAME, tables
from onrecord.resolution.senses import Atlas, Mention, kind_of
from onrecord.resolution.waters import bank
from onrecord.resolution.whole import ISLES, isles, seat
from onrecord.text import Span

CITY = {"city", "town", "village", "settlement", "capital", "airport", "port", "camp", "base", "place", "neighbourhood"}
WIDE = {
    "region",
    "territory",
    "area",
    "province",
    "district",
    "island",
    "strip",
    "peninsula",
    "land",
    "country",
    "state",
}
WIDE |= {
    "islet",
    "atoll",
    "enclave",
    "shoal",
    "islands",
    "valley",
    "oblast",
    "zone",
    "republic",
    "nation",
    "corridor",
    "reef",
}
MANY = {
    "regions",
    "territories",
    "areas",
    "provinces",
    "cities",
    "towns",
    "villages",
    "districts",
    "oblasts",
    "islands",
}
MANY |= {"republics", "both", "them"}
DEFINITE = {"the", "this", "that", "these", "those", "its", "their", "both", "all", "it", "there", "them", "here"}
DEFINITE |= {"most", "much", "half", "parts", "part", "several", "some"}
DEFINITE |= {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
PLANT = {"plant", "dam", "airport", "bridge", "station", "steelworks"}
LAW = {"move", "annexation", "decision", "step", "claim", "claims", "referendum", "independence", "declaration", "vote"}


_LAWFUL = re.compile(rf"\b(?:{'|'.join(sorted(LAW))})\b (?:of|over|to) ")


_BESIDE = re.compile(r" (?:just |about |some )?(?:\d+ \w+ )?(?:(?:north|south|east|west)[\w-]* of|near|outside) ")


def meant(book: Atlas, span: Span, actor: Span | None = None) -> tuple[Place, ...]:
    """The places that an event's words mean: one, several for "the areas", none where that is in doubt.

    `actor`: who does it; nobody's own name is what "the island" points to."""
    inside = [one for one in book.mentions if one.span.overlaps(span)]
    if _LAWFUL.search(span.of(book.text)):  # "Russia's annexation of four regions" is not about Russia
        inside = [one for one in inside if book.text[one.span.end : one.span.end + 2] not in ("’s", "'s")]
        if not inside:
            return ()
    inside = [one for one in inside if not _whose(book.text, one)] or ([] if len(inside) == 1 else inside)
    if inside:
        best = _likeliest(book.text, inside, span)
        if _owned(book.text, best, span):
            return ()
        rest = book.text[best.span.end : span.end]
        part = lookup(rest[2:].strip())[:1] if rest[:2] in ("’s", "'s") and rest[3:4].isupper() else ()
        if part and part[0].curated:
            return (part[0].place,)  # "Russia's Kursk region", where only the owner was seen as a place
        return (bank(book.text, best.span, best.place) or _longer(book.text, best, span) or best.place,)
    words = span.of(book.text)
    if any(one.span.overlaps(span) and not one.place for one in book.toponyms):
        return ()
    if any(not is_adjective(one.group()) for one in NAME.finditer(words) if one.start()):
        return ()
    own = bool(re.search(r"\bcountry\b", words))  # an army's "the country" is its own
    seats = tables().seats  # "Tehran would support" is no city
    acting = {one.span for one in book.toponyms if one.use == "metonymic" and one.span.of(book.text) in seats}
    others = [
        one for one in book.mentions if one.span not in acting and (own or not (actor and one.span.overlaps(actor)))
    ]
    return _pointed(book._replace(mentions=tuple(others)), span, words)


def beside(book: Atlas, span: Span) -> tuple[Place, ...]:
    """The place in which a thing without a place of its own stands: "the Reichstag in Berlin"."""
    named = any(not is_adjective(one.group()) for one in NAME.finditer(span.of(book.text)))
    rest = named and re.match(r" (?:in|at) (?:the )?", book.text[span.end :][:10])
    start = span.end + rest.end() if rest else -1
    return tuple(one.place for one in book.mentions if one.span.start == start)


def _owned(text: str, best: Mention, span: Span) -> bool:
    """Whether the name only says whose somebody is: "Nevada's Ann Roe"."""
    rest = text[best.span.end : span.end]
    return rest[:2] in ("’s", "'s") and bool(re.search(r" [A-Z]\w+$", rest))


def _whose(text: str, one: Mention) -> bool:
    """Whether a country's name only says whose forces they are: "the Myanmar military's headquarters"."""
    after = re.match(r" (\w+)(?:[’']s)", text[one.span.end :][:30])
    return one.kind == "country" and bool(after and after[1] in known().state)


def _longer(text: str, best: Mention, span: Span) -> Place | None:
    """A facility that is called by a place's name: "the Mosul dam"."""
    rest = text[best.span.start : span.end]
    found = lookup(rest)[:1] if len(rest) > best.span.end - best.span.start else ()
    return found[0].place if found and found[0].kind == "facility" else None


def _likeliest(text: str, inside: list[Mention], span: Span) -> Mention:
    """Of several names the last that is no owner ("Sudan's capital Khartoum"), nor only a container after a comma."""
    free = [one for one in inside if text[one.span.end : one.span.end + 2] not in ("’s", "'s")] or inside
    between = text[free[0].span.end : free[1].span.start] if len(free) > 1 else ""
    return free[0] if between.startswith(", ") or _BESIDE.match(between) else free[-1]


def _pointed(book: Atlas, span: Span, words: str) -> tuple[Place, ...]:
    """ "The city", "there", "the areas": what the article has named last and fits."""
    run = [word.strip(",.").lower() for word in words.split()]
    head = next((word for word in reversed(run) if word in CITY | WIDE | MANY | PLANT | LAW), run[-1] if run else "")
    before = [one for one in book.mentions if one.span.start < span.start]
    land = next((word for word in words.split() if is_adjective(word)), None)
    if land and head in ("territory", "land", "soil", "territories"):
        return tuple(one.place for one in lookup(known().states[land])[:1])
    counted = run[0].isdigit() and bool({"the", "its", "their"} & set(run))  # "70 percent of the enclave"
    if run[0] not in DEFINITE and head not in LAW and not counted:
        return ()
    own = isles(before) if head in ISLES else seat(before) if run == ["the", "capital"] else None
    if own:
        return (own,)
    if run == ["the", "capital"] and len({one.place for one in before if one.kind == "city"}) > 1:
        return ()
    if head in MANY:
        held = next((one for one in reversed(book.lists) if one[0].span.start < span.start), ())
        if head in ("both", "them") and any(one.kind == "country" for one in held):
            held = ()  # states side by side are who does it, not where
        several = _beside(book, span)
        if head not in ISLES:  # towns side by side are no islands
            several = several or _claimed_together(book) or tuple(one.place for one in held)
        return several
    if head in LAW:
        return _under_law(book)
    if head in CITY | WIDE | PLANT | {"there", "it", "here"}:
        last = _facility(book, span, run) or _same_sentence(book, span, head) or _described(book, span, head)
        last = (
            last
            or _claimed(book, head)
            or (_same_sentence(book, span, "there") if book.text[span.end :][:6] == " there" else None)
        )
        if last:
            return (last,)
    if head in ("airport", "port", "base"):
        fit = [one for one in before if one.kind in ("city", "facility") and not _far(book, one, span)]
    elif head in CITY:
        fit = [one for one in before if one.kind in ("city", "village", "facility", "")]
    elif head in WIDE:
        fit = _wide(before, head)
    elif head in ("there", "here"):
        fit = [one for one in before if one.kind not in ("country", "seat", "continent")] or before
    else:
        return ()
    return (fit[-1].place,) if fit else ()


def _far(book: Atlas, one: Mention, span: Span) -> bool:
    """More than a sentence back."""
    return len(re.findall(r"[.!?][”\"’']?\s", book.text[one.span.end : span.start])) > 1


def _wide(before: list[Mention], head: str) -> list[Mention]:
    """Those before that "the island", "the region", "the country" can mean: no town is one."""
    if head in ("country", "nation", "state"):
        return [one for one in before if one.kind == "country"]
    if head in ("island", "islands", "islet", "atoll", "shoal", "reef"):
        return [one for one in before if one.kind in ("island", "water", "country", "region")]
    return [one for one in before if one.kind in ("region", "island", "water", "facility", "line")]


def _facility(book: Atlas, span: Span, run: list[str]) -> Place | None:
    """ "The nuclear power plant there": of the place named last, where the gazetteer has one."""
    kept = " ".join(word for word in run if word not in ("the", "a", "there", "its"))
    last = next((one for one in reversed(book.mentions) if one.span.end <= span.start), None)
    if not last or not set(run) & PLANT:
        return None
    found = lookup(f"{last.span.of(book.text)} {kept}")[:1]
    return found[0].place if found and found[0].kind == "facility" else None


def _same_sentence(book: Atlas, span: Span, head: str) -> Place | None:
    """ "It", "there": the place that the sentence itself has named before."""
    if head not in ("it", "there", "here"):
        return None
    start = max(book.text.rfind(mark, 0, span.start) for mark in (". ", "\n", "! ", "? "))
    inner = [
        one for one in book.mentions if start < one.span.start < span.start and one.kind not in ("country", "seat")
    ]
    fit = [
        one
        for one in inner
        if head != "it" or not re.search(r"\b(?:in|at) (?:the )?$", book.text[: one.span.start][-8:])
    ]
    return fit[-1].place if fit else None


def _described(book: Atlas, span: Span, head: str) -> Place | None:
    """ "The town", where the article has said of one place alone that it is a town: "Soledar, a salt-mining town"."""
    if head not in CITY | WIDE:
        return None
    said = re.compile(rf", (?:a|an|the) (?:[\w-]+ ){{0,3}}{head}\b")
    held = [
        one.place for one in book.mentions if one.span.start < span.start and said.match(book.text[one.span.end :][:60])
    ]
    return held[0] if len(set(held)) == 1 else None


def _claimed_together(book: Atlas) -> tuple[Place, ...]:
    """The places that the last claim about several was about."""
    groups: dict[Span, list[Place]] = {}
    for event, place in book.claimed:
        groups.setdefault(event.trigger, []).append(place)
    return next((tuple(dict.fromkeys(held)) for held in reversed(groups.values()) if len(set(held)) > 1), ())


def _claimed(book: Atlas, head: str) -> Place | None:
    """The place that the article's last claim was about, where the word fits it."""
    if not book.claimed:
        return None
    event, place = book.claimed[-1]
    alone = len([one for other, one in book.claimed if other.trigger == event.trigger]) == 1
    kind = kind_of(place)
    if head in ("airport", "port", "base", "city", "capital"):
        return place if alone and kind in ("city", "facility") else None  # a village has none
    if head in CITY:
        return place if alone and kind in ("city", "village", "facility") else None
    if kind not in ("city", "village", "facility"):
        return place if alone else None
    return place if alone and head in {*HERE, "territory", "area"} and (head in HERE or _level(place)) else None


HERE = {"there", "here", "it", "enclave"}


def _level(place: Place) -> bool:
    """Whether its name is that of the region around it too: "Kherson ... the territory"."""
    return any(region.startswith(f"{place.name} ") for region in place.within[:1])


def _under_law(book: Atlas) -> tuple[Place, ...]:
    """ "The move", "the annexation": the places of the last claim in law."""
    lawful = [one for one in book.claimed if one[0].kind in ("SOVEREIGNTY", "RECOGNISE", "ADMINISTER")]
    return tuple(dict.fromkeys(place for event, place in lawful if event.trigger == lawful[-1][0].trigger))


def _beside(book: Atlas, span: Span) -> tuple[Place, ...]:
    """The list that follows or stands before in the same sentence: "four territories ...—Donetsk, Luhansk"."""
    for held in book.lists:
        gap = book.text[span.end : held[0].span.start] if held[0].span.start >= span.end else None
        back = book.text[held[-1].span.end : span.start] if held[-1].span.end <= span.start else None
        if gap is not None and len(gap) < 80 and not re.search(r"[.;!?]\s", gap) and re.search(r"[—–:]|such as|,", gap):
            return tuple(one.place for one in held)
        if back is not None and re.fullmatch(r", (?:the )?", back):
            return tuple(one.place for one in held)
    return ()
