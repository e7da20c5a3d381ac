"""What the pages say, in one place for translators: templates use _() and ngettext(), Python this."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

from markupsafe import Markup

from onrecord.ledger.answers import Found
from onrecord.pages import spoken
from onrecord.pages.spoken import _, counted, ngettext
from onrecord.records import Document, utc
from onrecord.text import QUOTE_MARKS

__all__ = ["_", "counted", "ngettext", "too_long"]

KINDS = {
    "direct": _("in their own words"),
    "mixed": _("partly in their own words"),
    "indirect": _("in the article’s words"),
}
STANCES = {
    "denies": _("denies it"),
    "confirms": _("confirms it"),
    "refuses": _("refuses to say"),
    "asks": _("asks"),
    "demands": _("demands"),
    "promises": _("promises"),
    "threatens": _("threatens"),
    "warns": _("warns"),
    "predicts": _("predicts"),
    "believes": _("believes"),
    "alleges": _("alleges"),
    "suggests": _("suggests"),
    "agrees": _("agrees"),
}
CHECKED = {
    "thus": _("Said thus"),
    "differently": _("Said differently"),
    "someone else": _("Said by someone else"),
    "not found": _("Not in this ledger"),
}
TYPES = {
    "person": _("person"),
    "organisation": _("organisation"),
    "country": _("country"),
    "group": _("group"),
    "outlet": _("outlet"),
}
PROBLEMS = {
    400: (_("This cannot be meant"), _("Something in the address or the form does not fit.")),
    401: (_("Not signed in"), _("That token is not the desk’s.")),
    403: (
        _("Only for the desk"),
        _("Sign in, or open this page on the machine itself."),
    ),
    404: (_("Nothing here"), _("No record has this address. It may have been mistyped, or never recorded.")),
    405: (_("Not that way"), _("This address does not take that kind of request.")),
    409: (_("Someone came first"), _("Something was changed meanwhile. Look at it again.")),
    410: (_("Withdrawn"), _("This was withdrawn.")),
    413: (_("Too large"), _("That is more than this site takes at once.")),
    422: (_("This cannot be meant"), _("Something in the address or the form does not fit.")),
    429: (_("One moment"), _("Many messages came from your network. What you wrote was not kept.")),
    500: (_("Our mistake"), _("Something went wrong here. Nothing that was recorded is lost.")),
    503: (_("The ledger does not answer"), _("Nothing that was recorded is lost. Try again in a moment.")),
}
REFUSED = _("That may not be")  # where more is said of it than that it is for the desk
FORGED = _("Another site sent this form. Open the page here and send it again.")

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d:\d\d))?)?)?")


def day(iso: str | None, *, time: bool = False) -> str:
    """A date as people write it, as precise as it is known: "13 November 2022", "листопад 2022"."""
    found = _DATE.match(iso or "")
    if not found:
        return iso or ""
    year, month, date, clock = found.groups()
    written = _written(int(year), int(month or 0), int(date or 0)) or found[0].partition("T")[0]
    return f"{written}, {clock} UTC" if time and clock else written


def moment(seconds: float | None) -> str:
    """A moment (seconds since 1970) as stamps have it; "" for none."""
    return utc(dt.datetime.fromtimestamp(seconds, dt.UTC)) if seconds is not None else ""


def _written(year: int, month: int, date: int) -> str:
    """The date in the page's language; none where there is no such day."""
    if not 1 <= month <= 12:
        return str(year)
    try:
        return spoken.written(year, month, date, spoken.lang())
    except ValueError:
        return ""


def after(seconds: int) -> str:
    """How long until something may be done again, as people count: "50 seconds", "11 minutes"."""
    if seconds <= 90:
        return counted("%(num)s second", "%(num)s seconds", seconds)
    return counted("%(num)s minute", "%(num)s minutes", -(-seconds // 60))


def wait(seconds: int) -> str:
    """That a network sends too much, and when it may again."""
    return _("Many messages came from your network. Send this again in %(wait)s.") % {"wait": after(seconds)}


def too_long(over: int) -> str:
    """That something has so many characters too many."""
    return counted("That is %(num)s character too long.", "That is %(num)s characters too long.", over)


def percent(score: float) -> str:
    """A model's score as a reader sees it: never 0 or 100, it is a guess."""
    return f"{min(99, max(1, round(100 * score)))}\u00a0%"


def safe_url(url: str | None) -> str | None:
    """An address that may be linked: http or https, with a host; a script's is none."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return url.strip() if url and parts.scheme in ("http", "https") and parts.hostname else None


def host(url: str | None) -> str:
    """The name of an address's site."""
    return (urlsplit(safe_url(url) or "").hostname or "").removeprefix("www.")


def clean(words: str | None) -> str:
    """A person's input without control characters, which databases and XML refuse; ends trimmed."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", words or "").strip()


def lang_of(lang: str | None) -> str | None:
    """A language tag where it is one."""
    return lang if lang and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", lang) else None


def citation(document: Document, address: str) -> str:
    """An article as one cites it, with its address and version here."""
    title = f"“{(document.title or _('Untitled')).rstrip('.')}.”"
    parts = [
        _stopped(document.byline),
        title,
        _stopped(document.publisher),
        _stopped(day(document.published)),
    ]
    seen = _("Retrieved %s.") % day(document.retrieved) if document.retrieved else ""
    version = _("version %s") % document.id
    return " ".join(part for part in [*parts, seen, f"{address} ({version})."] if part)


def _stopped(part: str | None) -> str:
    return f"{part.rstrip('.')}." if part else ""


def quotation(found: Found, address: str) -> str:
    """A statement as one cites it."""
    source, document = found.source or _("No one is named"), found.document
    origin = [document.title or _("Untitled"), document.publisher, day(document.published)]
    where = ", ".join(part for part in origin if part)
    return f"{source}: {quoted(found.statement.anchor.exact)} ({where}). {address}"


def ticked(said: str) -> Markup:
    """Words with `code` between ticks as code."""
    parts = enumerate(said.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in parts)


def quoted(said: str) -> str:
    """Words between quotation marks, unless they bring their own."""
    return said if said[:1] in QUOTE_MARKS and said[-1:] in QUOTE_MARKS else f"“{said}”"
