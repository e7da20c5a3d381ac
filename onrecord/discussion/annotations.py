"""A W3C Web Annotation as others send it: checked by the model's rules, then read for what it says. Pure.

https://www.w3.org/TR/annotation-model/; each rule stands in a table beside the section it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_MEDIA = re.compile(r"[\w.+-]+/[\w.+-]+.*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
Check = Callable[[Any], bool]


class Malformed(Exception):
    """It is no annotation by the model; the words say why."""


class Unkept(Exception):
    """It is an annotation, and not one of those that can be kept here; the words say why."""


class Meant(NamedTuple):
    """What an annotation says: about which address and which words of it, in which words of its own."""

    target: str
    exact: str | None = None
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None
    text: str = ""
    markup: bool = False
    instead: str | None = None
    creator: str = ""


# --- the model's rules ---


def is_iri(value: Any) -> bool:
    """Whether it is one address."""
    return isinstance(value, str) and _IRI.fullmatch(value) is not None


def _is_moment(value: Any) -> bool:
    """One date and time with its zone."""
    try:
        return isinstance(value, str) and "T" in value and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_agent(value: Any) -> bool:
    return is_iri(value) or isinstance(value, dict)


def _like(pattern: re.Pattern[str]) -> Check:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _each(check: Check) -> Check:
    """One, or several of them."""
    return lambda value: all(map(check, value)) and bool(value) if isinstance(value, list) else check(value)


def _one_of(*words: str) -> Check:
    return lambda value: value in words


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_place(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


KEYS: dict[str, Check] = {
    "id": is_iri,  # 3.1: exactly one
    "created": _is_moment,  # 3.3.1: each exactly one
    "modified": _is_moment,
    "generated": _is_moment,
    "creator": _each(_is_agent),  # 3.3.2
    "generator": _each(_is_agent),
    "rights": _each(is_iri),  # 3.3.6
    "canonical": is_iri,  # 3.3.7
    "via": _each(is_iri),
    "motivation": _each(_is_text),  # 3.3.5
    "purpose": _each(_is_text),
    "format": _each(_like(_MEDIA)),  # 3.2.1
    "language": _each(_like(_LANGUAGE)),
    "processingLanguage": _like(_LANGUAGE),
    "textDirection": _one_of("ltr", "rtl", "auto"),
}
# 4.2: what each kind of selector must say of itself.
SELECTORS: dict[str, dict[str, Check]] = {
    "FragmentSelector": {"value": _is_text},
    "CssSelector": {"value": _is_text},
    "XPathSelector": {"value": _is_text},
    "TextQuoteSelector": {"exact": _is_text},
    "TextPositionSelector": {"start": _is_place, "end": _is_place},
    "DataPositionSelector": {"start": _is_place, "end": _is_place},
    "SvgSelector": {},
    "RangeSelector": {
        "startSelector": lambda one: isinstance(one, dict),
        "endSelector": lambda one: isinstance(one, dict),
    },
}
SETS = ("Choice", "List", "Composite", "Independents")


def check(value: Any) -> dict[str, Any]:
    """The annotation, where it holds the model's rules; raises Malformed."""
    if not isinstance(value, dict):
        raise Malformed("an annotation is a JSON object")
    whole: dict[str, Any] = {name: one for name, one in value.items() if one is not None}  # in JSON-LD null is nothing
    if CONTEXT not in _list(whole.get("@context")):
        raise Malformed(f"its @context is not {CONTEXT}")
    if "Annotation" not in _list(whole.get("type")):
        raise Malformed("its type is not Annotation")
    _keys(whole)
    if not _list(whole.get("target")):
        raise Malformed("it has no target")
    if "body" in whole and "bodyValue" in whole:
        raise Malformed("it has both body and bodyValue")
    if not isinstance(whole.get("bodyValue", ""), str):
        raise Malformed("its bodyValue is not one text")
    for one in _list(whole["target"]):
        _resource(one, "target")
    for one in _list(whole.get("body")):
        _resource(one, "body")
    return whole


def _keys(value: dict[str, Any]) -> None:
    for name, fits in KEYS.items():
        if name in value and not fits(value[name]):
            raise Malformed(f"its {name} is not what the model has there")


def _resource(value: Any, role: str) -> None:
    """A body or target: an address, or an object that says what it is."""
    if is_iri(value):
        return
    if not isinstance(value, dict):
        raise Malformed(f"its {role} is neither an address nor an object")
    _keys(value)
    kinds = _list(value.get("type"))
    if "SpecificResource" in kinds or "selector" in value or "source" in value:
        _specific(value, role)
    elif "items" in value:
        _set(value, kinds, role)
    elif "TextualBody" in kinds or "value" in value:
        if role == "target" or not isinstance(value.get("value"), str):
            raise Malformed(
                f"its {role} is a TextualBody without one text as value" if role == "body" else "a target is no text"
            )
    elif "id" not in value:
        raise Malformed(f"its {role} says not what it is")


def _set(value: dict[str, Any], kinds: list[Any], role: str) -> None:
    if len([kind for kind in kinds if kind in SETS]) != 1:
        raise Malformed(f"its {role} has items and is not one kind of set")
    for one in _list(value["items"]):
        _resource(one, role)


def _specific(value: dict[str, Any], role: str) -> None:
    source = value.get("source")
    if not (is_iri(source) or (isinstance(source, dict) and is_iri(source.get("id")))):
        raise Malformed(f"its {role} is a SpecificResource without one source")
    for one in _list(value.get("selector")):
        _selector(one)


def _selector(one: Any) -> None:
    if is_iri(one):
        return
    if not isinstance(one, dict):
        raise Malformed("a selector is an object")
    known = [SELECTORS[kind] for kind in _list(one.get("type")) if kind in SELECTORS]
    if len(known) != 1:
        raise Malformed("a selector is of one kind that the model knows")
    for name, fits in known[0].items():
        if not fits(one.get(name)):
            raise Malformed(f"a selector’s {name} is not what the model has there")
    if known[0].keys() >= {"start", "end"} and one["start"] > one["end"]:
        raise Malformed("a selector ends before it starts")
    for refined in _list(one.get("refinedBy")):
        _selector(refined)


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


# --- what it says ---


def meant(value: Any) -> Meant:
    """What an annotation says; raises Malformed, and Unkept for what has no place in a discussion."""
    whole = check(value)
    targets = _list(whole["target"])
    if len(targets) != 1:
        raise Unkept("a comment is about one thing: it has several targets")
    text, markup, instead = _said(whole)
    return Meant(**_aimed(targets[0]), text=text, markup=markup, instead=instead, creator=_creator(whole))


def _aimed(target: Any) -> dict[str, Any]:
    if isinstance(target, str):
        return {"target": target}
    if "items" in target:
        raise Unkept("a comment is about one thing: its target is a set")
    source = target.get("source", target.get("id"))
    held = source if isinstance(source, str) else source["id"]
    found: dict[str, Any] = {"target": held}
    for one in _list(target.get("selector")):
        found |= _words(one)
    return found


def _words(one: Any) -> dict[str, Any]:
    """The words that a selector means; other kinds cannot be followed in a text."""
    kinds = _list(one.get("type")) if isinstance(one, dict) else []
    if "refinedBy" in one or not {"TextQuoteSelector", "TextPositionSelector"} & set(kinds):
        raise Unkept("words are chosen by a TextQuoteSelector or a TextPositionSelector here")
    if "TextQuoteSelector" in kinds:
        around = {name: one[name] for name in ("prefix", "suffix") if isinstance(one.get(name), str)}
        return {"exact": one["exact"], **around}
    return {"start": one["start"], "end": one["end"]}


def _said(whole: dict[str, Any]) -> tuple[str, bool, str | None]:
    if "bodyValue" in whole:
        return whole["bodyValue"], False, None
    bodies = _list(whole.get("body"))
    texts = [one for one in bodies if isinstance(one, dict) and isinstance(one.get("value"), str)]
    if len(texts) != len(bodies) or not texts:
        raise Unkept("a comment is words: its body is no text")
    comments = [one for one in texts if "editing" not in _list(one.get("purpose"))]
    edits = [one["value"] for one in texts if one not in comments]
    if len(comments) > 1 or len(edits) > 1:
        raise Unkept("a comment is one text, and one correction at most")
    if not comments:
        raise Unkept("a correction says why: a second body with the purpose commenting")
    return comments[0]["value"], _is_html(comments[0]), edits[0] if edits else None


def _is_html(body: dict[str, Any]) -> bool:
    return any(str(kind).startswith(("text/html", "application/xhtml")) for kind in _list(body.get("format")))


def _creator(whole: dict[str, Any]) -> str:
    return next(iter(_names(whole)), "")


def _names(whole: dict[str, Any]) -> Iterator[str]:
    for one in _list(whole.get("creator")):
        if isinstance(one, dict):
            yield from (name for name in _list(one.get("name")) if isinstance(name, str))
