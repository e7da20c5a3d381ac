"""Sends what waits in the outbox: letters one by one or once a day together, calls of the webhook."""

from __future__ import annotations

import hmac
import logging
import threading
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import groupby

from onrecord.errors import OnrecordError
from onrecord.ledger.answers import Withdrawn
from onrecord.ledger.persons import Account, Parcel
from onrecord.pages import letters, mail, spoken
from onrecord.pages.site import Site

log = logging.getLogger("onrecord.mail")
HOUR = 3600.0
DAY = 24 * HOUR
EVERY = 20.0  # seconds between two rounds
PATIENCE = 10.0  # seconds for the webhook to answer


def round(site: Site, now: float) -> int:
    """Sends what is due; how many letters and calls went out. What fails is tried again later."""
    due = site.ledger.outbox.waiting(now)
    hooks = [[one] for one in due if one.account is None]
    mine = sorted((one for one in due if one.account), key=lambda one: (one.account or "", one.seq))
    sent = sum(_sent(site, batch, _call, now) for batch in hooks)
    for id, found in groupby(mine, key=lambda one: one.account or ""):
        held = site.ledger.people.account(id)
        sent += _letters(site, held, list(found), now) if held and mail.way(site.settings) else 0
    return sent


def _letters(site: Site, to: Account, due: list[Parcel], now: float) -> int:
    """Each by itself, or together once the oldest has waited for a day."""
    if not to.daily:
        return sum(_sent(site, [one], _mailer(to), now) for one in due)
    return _sent(site, due, _mailer(to), now) if now - min(one.then for one in due) >= DAY else 0


def _sent(site: Site, batch: list[Parcel], send: Callable[[Site, Sequence[Parcel]], None], now: float) -> int:
    """Sends what no other worker took; 1 where it went out."""
    taken = site.ledger.outbox.take([one.seq for one in batch], now)
    mine = [one for one in batch if one.seq in taken]
    try:
        send(site, mine) if mine else None
    except (OnrecordError, OSError, ValueError) as error:
        log.error("not sent, tried again later: %s", error)
        site.ledger.outbox.back(taken, now)
        return 0
    return 1 if mine else 0


def _mailer(to: Account) -> Callable[[Site, Sequence[Parcel]], None]:
    def send(site: Site, batch: Sequence[Parcel]) -> None:
        with spoken.speaking(to.language or site.settings.language):
            told = [one for parcel in batch if (one := _told(site, to, parcel))]
            if told and to.email:
                kind = batch[0].kind if len(batch) == 1 else "daily"
                mail.send(site.settings, letters.letter(site, to, kind, told))

    return send


def _told(site: Site, to: Account, parcel: Parcel) -> letters.Told | None:
    """What a parcel says, none where it is not wanted any more or what it is about is gone."""
    post = site.ledger.talk.find(parcel.post or "")
    if post is None or to.gone or parcel.kind in to.quiet:
        return None
    if parcel.kind in ("reply", "mention") and post.state != "shown":
        return None
    try:
        title = site.reading(post.document).document.title or ""
    except Withdrawn:
        return None
    return letters.told(site, to, parcel, post, title)


def _call(site: Site, batch: Sequence[Parcel]) -> None:
    import httpx2

    settings, body = site.settings, batch[0].held.encode()
    headers = {"content-type": "application/json", "user-agent": settings.user_agent}
    if settings.webhook_secret:
        signed = hmac.new(settings.webhook_secret.encode(), body, sha256).hexdigest()
        headers["x-onrecord-signature"] = f"sha256={signed}"
    try:
        answer = httpx2.post(settings.webhook, content=body, headers=headers, timeout=PATIENCE)
        answer.raise_for_status()
    except httpx2.HTTPError as error:
        raise OnrecordError(f"the webhook did not take it ({type(error).__name__})", settings.webhook) from error


class Postman(threading.Thread):
    """Goes round as long as the server runs, then stops at once. Once an hour it forgets what may be kept no longer."""

    def __init__(self, site: Site, every: float = EVERY) -> None:
        super().__init__(name="onrecord-mail", daemon=True)
        self.site, self.every, self.stopped = site, every, threading.Event()
        self.purged = -HOUR

    def run(self) -> None:
        """Rounds, whatever one of them met."""
        while not self.stopped.wait(self.every):
            try:
                self.once()
            except Exception:
                log.exception("a round of mail failed")

    def once(self) -> None:
        """One round."""
        now = self.site.now()
        round(self.site, now)
        if now - self.purged >= HOUR:
            self.site.ledger.people.purge(now)
            self.purged = now

    def stop(self) -> None:
        """Ends after the round that is on."""
        self.stopped.set()
