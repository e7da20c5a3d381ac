"""The readers' talk of a text page: where it starts, and each comment with its author, time and parent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from onrecord.reading.dates import find_moment
from onrecord.reading.furniture import is_button, is_footer, is_form, is_reaction, is_tail, is_talk
from onrecord.reading.plain_lines import RULE, Piece
from onrecord.text import QUOTE_MARKS, fold

LONG = 12  # words; shorter paragraphs may be labels
MOST_LISTS = 8  # at the end of a page that are looked at
ENOUGH = 3  # weight of evidence from which a list is readers' talk

_SAYS = (
    "says|said|wrote|writes|commented|comments|replied|schreibt|schrieb|sagt|sagte|meint|a écrit|écrit|dit|dice|escribió|"
    "ha scritto|scrive|escreveu|disse|schreef|zegt|skrev|säger|пишет|написал|написала|сказал|говорит|пише|написав|pisze|napisał"
)
_SPEAKS = re.compile(rf"(?P<name>\S.{{0,48}}?)\s+(?:{_SAYS})\b(?P<rest>.*?)\s*(?P<colon>:?)$", re.IGNORECASE)
_ANSWERS = re.compile(
    r"(?P<name>\S.{0,40}?)?\s*(?:[↪↳→▶]|(?:in )?repl(?:y|ied|ying) to|antwortet?(?: auf)?|en réponse à|en respuesta a|в ответ)\s+@?(?P<to>\S.{0,40}?)\s*:?$",
    re.IGNORECASE,
)
_SEPARATORS = " ,•·|—–-:()[]"
_LINKERS = re.compile(r"(?:^|\s)(?:on|am|le|el|il|em|op|at|um|posted|publié|the)$", re.IGNORECASE)
_NAMED = re.compile(r"(?P<name>[^:]{2,30}):")
_FIRST_OR_SECOND = re.compile(
    r"\b(?:I|I'm|I’m|my|me|we|our|you|your|ich|mein\w*|wir|du|sie|je|j'ai|vous|nous|yo|mi|usted|я|мы|мне|вы|ми|ви)\b|@\w"
)


class Header(NamedTuple):
    """Who wrote a comment and when, as a line says; `sure` where nothing else could be meant."""

    name: str
    at: str | None
    to: str | None = None
    sure: bool = False


@dataclass
class Draft:
    """A comment while it is gathered; `level` is the column it starts at."""

    level: int
    numbered: bool = False
    path: str = ""
    author: str | None = None
    at: str | None = None
    to: str | None = None
    parts: list[tuple[str, bool, int]] = field(default_factory=list)  # words, empty line before, depth of ">"

    @property
    def text(self) -> str:
        """The comment's paragraphs, an empty line between them; quoted lines keep their ">"."""
        lines = [("\n\n" if gap else "\n") + "> " * min(quoted, 9) + words for words, gap, quoted in self.parts]
        return "".join(lines).strip("\n")


class Said(NamedTuple):
    """A comment as read, before its quotes are looked up."""

    number: str
    parent: str | None
    author: str | None
    at: str | None
    text: str


# --- where the talk starts ---


def talk_starts(pieces: Sequence[Piece]) -> int:
    """The index at which the talk starts; the number of pieces where there is none.

    First a heading of comments with an article before it. Without a heading: two or more lines that
    name a writer ("Ann says:"). Without these: a list that ends the page, if its evidence suffices
    (`_evidence`): readers' lists open with the article's words, hold replies, stand before a form;
    an article's list was announced by a colon, or the article goes on after it."""
    headed = _headed(pieces)
    if headed is not None:
        return headed
    spoken = _spoken(pieces)
    return _listed(pieces) if spoken is None else spoken


def _headed(pieces: Sequence[Piece]) -> int | None:
    first = _first_long(pieces)
    found = [at for at, piece in enumerate(pieces) if at > first and is_talk(piece.words)]
    for at, after in zip(found, [*found[1:], len(pieces)], strict=False):
        if any(_opens(pieces, place) for place in range(at + 1, after)):
            return at
    return found[-1] if found else None


def _first_long(pieces: Sequence[Piece]) -> int:
    """Where the article has its first paragraph; their number where it has none."""
    return next((at for at, piece in enumerate(pieces) if is_long(piece.words)), len(pieces))


def is_long(words: str) -> bool:
    """Whether the words are a paragraph rather than a label."""
    return len(words.split()) >= LONG or (len(words) > 60 and words.count(" ") < 3)


def _opens(pieces: Sequence[Piece], at: int) -> bool:
    return pieces[at].item or header(pieces, at) is not None or is_reaction(pieces[at].words)


def _spoken(pieces: Sequence[Piece]) -> int | None:
    heads = [at for at in range(len(pieces)) if (found := header(pieces, at)) and found.sure and found.at]
    first = _first_long(pieces)
    heads = [at for at in heads if at > first]
    if not heads:
        return None
    signs = sum(is_form(piece.words) or is_reaction(piece.words) for piece in pieces[heads[0] :])
    return heads[0] if len(heads) > 1 or signs else None


def _listed(pieces: Sequence[Piece]) -> int:
    end = _body_end(pieces)
    starts = _list_starts(pieces, end)
    talk = len(pieces)
    for start, stop in reversed(list(zip(starts, [*starts[1:], end], strict=False))):
        if _evidence(pieces, start, stop) < ENOUGH:
            break
        talk = start
    return talk


def _body_end(pieces: Sequence[Piece]) -> int:
    """Where forms and footers begin that end the page."""
    end = len(pieces)
    while end and _is_end(pieces[end - 1]):
        end -= 1
    return end


def _is_end(piece: Piece) -> bool:
    words = piece.words
    return piece.mark == RULE or is_form(words) or is_footer(words) or is_button(words) or is_reaction(words)


def _list_starts(pieces: Sequence[Piece], end: int) -> list[int]:
    """The starts of the lists that together reach to `end`, with nothing of the article among them."""
    start = end
    margin = _margin(pieces[:end])
    while start and (
        pieces[start - 1].item or pieces[start - 1].indent > margin or _is_end(pieces[start - 1])
    ):
        start -= 1
    while start < end and not pieces[start].item:
        start += 1
    top = min((piece.indent for piece in pieces[start:end] if piece.item), default=0)
    firsts = [at for at in range(start, end) if pieces[at].path == "1" and pieces[at].indent <= top + 1]
    return sorted({start, *firsts})[-MOST_LISTS:] if start < end else []


def _margin(pieces: Sequence[Piece]) -> int:
    """The column where the article's paragraphs start."""
    columns = [piece.indent for piece in pieces if not piece.item and is_long(piece.words)]
    return min(columns, default=0)


def _evidence(pieces: Sequence[Piece], start: int, stop: int) -> int:
    """How much speaks for the list being readers' talk; below nought, for the article's own."""
    items = [piece for piece in pieces[start:stop] if piece.item]
    article = fold("\n".join(piece.words for piece in pieces[:start])).text
    before = next((piece.words for piece in reversed(pieces[:start])), "")
    personal = sum(bool(_FIRST_OR_SECOND.search(piece.words)) for piece in pieces[start:stop])
    signs = [
        (3, any(is_form(piece.words) for piece in pieces[stop:])),
        (3, any(_quotes(piece.words, article) for piece in items)),
        (2, any(piece.numbered for piece in items) and any(piece.bulleted for piece in items)),
        (1, len({piece.indent for piece in items}) > 1),
        (1, any(not piece.item and not _is_end(piece) for piece in pieces[start:stop])),
        (1, personal * 3 >= stop - start),
        (-4, before.rstrip().endswith(":")),
        (-3, _first_long(pieces) >= start),
    ]
    return sum(weight for weight, seen in signs if seen)


def _quotes(words: str, article: str) -> bool:
    """Whether an item opens with words in quotation marks that stand in the article."""
    if not words or words[0] not in QUOTE_MARKS:
        return False
    inner = re.split(r"[”“\"»«„]", words[1:])[0]
    return len(inner.split()) >= 3 and fold(inner).text.strip(" ,.'") in article


# --- who wrote a comment ---


def header(pieces: Sequence[Piece], at: int) -> Header | None:
    """Who and when, where the line says so: "Ann says:", "Ann, 3 May 2022, 9:15", "Ann • 2 days ago";
    or a name whose next line is a time."""
    piece = pieces[at]
    words = piece.words.strip()
    if not words or len(words) > 120 or piece.quoted or is_form(words):
        return None
    after = pieces[at + 1].words if at + 1 < len(pieces) and not pieces[at + 1].item else ""
    return _spoken_by(words, after) or _dated(words) or _named_above(words, after)


def _spoken_by(words: str, after: str) -> Header | None:
    hit = _SPEAKS.fullmatch(words)
    if not hit or not _is_name(hit["name"]):
        return None
    moment = find_moment(hit["rest"])
    if _bare(hit["rest"], moment.start if moment else 0, moment.end if moment else 0):
        return None
    if not moment and not hit["colon"]:
        return None
    at = moment.at if moment else _only_moment(after)
    return Header(hit["name"].strip(_SEPARATORS), at, sure=True)


def _dated(words: str) -> Header | None:
    """A line that is a name and a time, in either order."""
    moment = find_moment(words)
    if not moment:
        return None
    before, behind = words[: moment.start], words[moment.end :]
    name = (
        _name_of(before)
        if not behind.strip(_SEPARATORS)
        else _name_of(behind)
        if not before.strip(_SEPARATORS)
        else ""
    )
    if not name or not _is_name(name):
        return None
    return Header(name, moment.at, sure=bool(re.search(r"[,•·|(:]\s*$|\b(?:on|am|le|el|at)\s*$", before)))


def _name_of(words: str) -> str:
    name = words.strip(_SEPARATORS)
    while hit := _LINKERS.search(name):
        name = name[: hit.start()].strip(_SEPARATORS)
    return re.sub(r"^(?:posted )?by\s+", "", name, flags=re.IGNORECASE)


def _named_above(words: str, after: str) -> Header | None:
    at = _only_moment(after)
    answer = _ANSWERS.fullmatch(words)
    if at and answer and answer["name"]:
        return Header(answer["name"], at, answer["to"])
    if not at or not _is_name(words) or find_moment(words) or is_reaction(words) or is_button(words):
        return None
    return Header(words.strip(_SEPARATORS), at)


def _only_moment(words: str) -> str | None:
    moment = find_moment(words)
    return moment.at if moment and not _bare(words, moment.start, moment.end) else None


def _bare(words: str, start: int, end: int) -> str:
    """What a line holds besides its time."""
    return _name_of(words[:start]) + words[end:].strip(_SEPARATORS)


def _is_name(words: str) -> bool:
    name = words.strip(_SEPARATORS)
    return (
        bool(name)
        and len(name.split()) <= 5
        and len(name) <= 48
        and not re.search(r"[.!?]\s|[!?;“”\"]", name)
    )


# --- the comments ---


def comments_of(pieces: Sequence[Piece]) -> list[Said]:
    """Every comment of the talk in order; forms, buttons and footers left out."""
    talk = [piece for piece in _until_foot(pieces) if not _noise(piece)]
    if any(header(talk, at) for at in range(len(talk))):
        drafts = list(_by_headers(talk))
    elif any(piece.item for piece in talk):
        drafts = list(_by_marks(talk))
    else:
        drafts = list(_by_gaps(talk))
    return _numbered([draft for draft in drafts if draft.parts])


def _until_foot(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if is_footer(piece.words) or is_tail(piece.words):
            return
        yield piece


def _noise(piece: Piece) -> bool:
    words = piece.words
    return (is_form(words) or is_talk(words) or is_button(words)) and not piece.quoted


def _by_headers(talk: Sequence[Piece]) -> Iterator[Draft]:
    draft: Draft | None = None
    skip = -1
    for at, piece in enumerate(talk):
        found = header(talk, at)
        if found:
            if draft:
                yield draft
            draft = Draft(piece.indent, author=found.name, at=found.at, to=found.to)
            own = find_moment(piece.words)
            skip = at if own or not found.at else at + 1
        elif draft and at > skip and not _button(piece):
            _add(draft, piece)
    if draft:
        yield draft


def _by_marks(talk: Sequence[Piece]) -> Iterator[Draft]:
    draft: Draft | None = None
    for piece in talk:
        if piece.item:
            if draft:
                yield draft
            draft = Draft(piece.indent, piece.numbered, piece.path)
        if draft and not _button(piece):
            _add(draft, replace(piece, mark="", gap=piece.gap or not draft.parts))
    if draft:
        yield draft


def _by_gaps(talk: Sequence[Piece]) -> Iterator[Draft]:
    """No mark and no name: lines drawn across, or buttons, part the comments; else each paragraph is one."""
    parted = any(piece.mark == RULE or is_reaction(piece.words) for piece in talk)
    draft = Draft(0)
    for piece in talk:
        if (_button(piece) if parted else piece.gap) and draft.parts:
            yield draft
            draft = Draft(piece.indent)
        if not _button(piece):
            _add(draft, piece)
    yield draft


def _button(piece: Piece) -> bool:
    return piece.mark == RULE or (is_reaction(piece.words) and not piece.quoted)


def _add(draft: Draft, piece: Piece) -> None:
    words = f"{piece.mark} {piece.words}" if piece.item else piece.words
    draft.parts.append((words, piece.gap, piece.quoted))


# --- who answers whom ---


def _numbered(drafts: Sequence[Draft]) -> list[Said]:
    """Numbers as paths: a comment set in deeper than the one before answers it."""
    said: list[Said] = []
    open_levels: list[tuple[Draft, str]] = []
    children: dict[str, int] = {}
    explicit = any("." in draft.path for draft in drafts)
    by_path: dict[str, str] = {}
    last_of: dict[str, str] = {}
    for draft in drafts:
        while open_levels and not _deeper(draft, open_levels[-1][0]):
            open_levels.pop()
        parent = open_levels[-1][1] if open_levels else ""
        if explicit:
            parent = by_path.get(draft.path.rpartition(".")[0], "")
        draft.author, answered = _answered(draft, last_of)
        parent = answered or parent
        children[parent] = children.get(parent, 0) + 1
        number = f"{parent}.{children[parent]}" if parent else str(children[parent])
        said.append(Said(number, parent or None, draft.author, draft.at, draft.text))
        open_levels.append((draft, number))
        by_path[draft.path] = number
        last_of[draft.author or ""] = number
    return said


def _deeper(draft: Draft, above: Draft) -> bool:
    # " 9." and "10." are one level; a bullet right under a number answers it even in the same column.
    if draft.level > above.level + 1:
        return True
    return draft.level >= above.level and above.numbered and not draft.numbered and bool(above.path)


def _answered(draft: Draft, last_of: dict[str, str]) -> tuple[str | None, str | None]:
    """The author, and the comment answered where the line names its writer ("Bert Ann • 3 years ago")."""
    name = draft.author
    if not name:
        return name, None
    if draft.to:
        return name, last_of.get(draft.to.strip())
    words = name.split(" ")
    for at in range(1, len(words)):
        earlier = " ".join(words[at:])
        if earlier in last_of:
            return " ".join(words[:at]), last_of[earlier]
    return name, None
