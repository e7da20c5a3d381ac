"""Why a comment waits for the desk, as this site's settings and the moment have it; what its writer is warned of."""

from __future__ import annotations

import datetime as dt

from starlette.requests import Request

from onrecord.discussion import holds
from onrecord.discussion.tone import Tone, tone
from onrecord.pages import crowd, people_words, readers, talk_words, words
from onrecord.pages.entry import Case, Entry, Problem
from onrecord.pages.floods import Standing
from onrecord.pages.site import Site
from onrecord.pages.words import _


def reasons(site: Site, request: Request, case: Case, who: Standing) -> list[str]:
    """Why this waits, as keys; none where it need not. What the desk writes never does."""
    if site.viewer(request).desk:
        return []
    entry, settings = case.entry, site.settings
    why = holds.reasons(entry.written, entry.author, known(site, request), case.policy)
    why += ["unproved"] if settings.proof and not who.known and not who.proved else []
    why += ["rush"] if not who.settled and crowd.rushed(site) else []
    why += ["pile"] if piled(site, request, case) else []
    return why + harsh(site, entry.written)


def known(site: Site, request: Request) -> bool:
    """Whether something of this reader was shown here; asked only where the site holds newcomers."""
    mine = readers.readers_of(request) if site.settings.hold_first else ()
    return any(site.ledger.talk.known(reader) for reader in mine)


def harsh(site: Site, words_: str) -> list[str]:
    """The key of the rule that holds harsh words, where the site has one and these are."""
    least = site.settings.hold_tone
    return ["tone"] if least and harshness(words_).score * 100 >= least else []


def piled(site: Site, request: Request, case: Case) -> bool:
    """Whether many have answered the same reader within the last hour; answering oneself is none of it."""
    most, above = site.settings.hold_pile, case.aim.above
    if not most or above is None or readers.is_author(request, above.reader):
        return False
    return site.ledger.talk.aimed(above.id, readers.hour_ago(site)) >= most


def harshness(words: str) -> Tone:
    """How harsh these words are, and which of them."""
    return tone(words[:5_000])


class Warned(Problem):
    """Nothing is in the way but what they may want to say otherwise; the same form again posts it."""


def unwarned(site: Site, case: Case) -> Warned | None:
    """Words that may read as an insult, told once before posting: a reader can rephrase, and need not."""
    entry, least = case.entry, site.settings.warn_tone
    if not least or entry.sure == "yes":
        return None
    found = harshness(entry.written)
    if found.score * 100 < least:
        return None
    said = dict.fromkeys(f"“{one.span.of(entry.written)}”" for one in found.harsh)
    says = _("These words may read as an insult or a threat: %s. Say it otherwise, or post it as it is.")
    return Warned(200, says % ", ".join(said))


def foreseen(site: Site, entry: Entry) -> list[str]:
    """Why this would wait, told before it is posted; what holds every newcomer is told afterwards."""
    words_ = entry.written
    policy = holds.Policy(first=False, suspect=site.settings.suspect_words.split(","))
    return talk_words.reasons(" ".join(holds.reasons(words_, entry.author, True, policy))) if words_ else []


def muted(site: Site, request: Request) -> str:
    """Until when this reader may not write, and why; "" where they may."""
    mine = readers.readers_of(request)
    found = site.ledger.people.muted(mine, site.now()) if mine and not site.viewer(request).desk else None
    if found is None:
        return ""
    until = dt.datetime.fromtimestamp(found.until, dt.UTC).strftime("%Y-%m-%dT%H:%MZ")
    return people_words.MUTED % {"until": words.day(until, time=True), "why": found.why}
