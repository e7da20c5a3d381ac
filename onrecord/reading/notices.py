# ruff: noqa: E501  (tables read best by the line)
"""Pages that stand where an article should: an error's, a question for consent, a check for robots; and the
sign that only an article's beginning is shown."""

from __future__ import annotations

import re

from onrecord.records import Page

MOST = 90  # words; whatever says more has something to tell
_SITE = re.compile(r"\s+[|–—-]\s+.*$")

# What a page says it is, by its whole headline.
INSTEAD = {
    "an error page": "(error )?404( error)?|(404 ?[-–—:|]? ?)?((page|file) )?not found|(sorry, )?(this|the|that) page (was not|could not be|cannot be|can't be) found|page (doesn't|does not) exist|410 gone|"
    "(403 )?forbidden|access denied|(500 )?internal server error|(503 )?service unavailable|(502 )?bad gateway|(504 )?gateway time-?out|seite nicht gefunden|page (non trouvée|introuvable)|"
    "página no encontrada|pagina non trovata|страница не найдена|сторінку не знайдено|nie znaleziono strony",
    "a question for consent": "(we (value|respect|care about)|about) your privacy|your privacy (matters|choices)( to us)?|before you continue.{0,30}|(we use |your )?cookies?( settings| consent| notice| preferences)?|"
    "wir (schätzen|respektieren) ihre privatsphäre|nous respectons votre vie privée|мы используем файлы cookie",
    "a check for robots": "just a moment(\\.{3}|…)?|attention required!?|checking (if the site connection is secure|your browser.{0,40})|are you (a )?(human|robot)\\??|(please )?verify (that )?you are (a )?human|security check",
}
_INSTEAD = {kind: re.compile(said, re.IGNORECASE) for kind, said in INSTEAD.items()}
_BEGINNING = re.compile(
    r"\b(?:subscribe|sign up|register|log in|sign in) to (?:continue|keep|read|unlock)\b|already a subscriber\?|(?:this|the) (?:article|story|content) is (?:only )?(?:for|available to) (?:\w+ )?subscribers",
    re.IGNORECASE,
)
BEGINNING = "only the article's beginning may be here: the page asks to subscribe"
CUT = "only the article's beginning may be here: the archive holds the page's beginning only"


def instead(page: Page) -> str | None:
    """What a page holds instead of an article; None for one that tells something.

    Short pages only, without readers' talk, whose whole headline says so."""
    words = page.document.text
    if page.comments or len(words.split()) > MOST:
        return None
    title = (page.document.title or words.split("\n", 1)[0]).replace("’", "'")
    heads = [head.strip(" .!") for head in (title, _SITE.sub("", title))]
    return next((kind for kind, said in _INSTEAD.items() if any(map(said.fullmatch, heads))), None)


def only_beginning(text: str) -> bool:
    """Whether an article's last lines ask to subscribe."""
    return any(_BEGINNING.search(line) for line in text.split("\n")[-4:] if len(line) < 300)
