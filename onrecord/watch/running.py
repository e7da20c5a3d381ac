"""The watch at a door: the real clock, the web and the line; round after round until told to stop."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from onrecord import clock, intake
from onrecord.config import Settings
from onrecord.errors import LedgerError, ReadError, WrongUse
from onrecord.extraction import model_name
from onrecord.ledger import Ledger
from onrecord.line import Options, pages_of, reading_of
from onrecord.records import Page, Reading, utc
from onrecord.terminal import print_line
from onrecord.watch import deliver
from onrecord.watch.deliver import Target
from onrecord.watch.plan import Pace
from onrecord.watch.told import told
from onrecord.watch.watcher import Watcher, World, address

LONGEST = 60.0  # seconds between two looks at the plan, so that what another program adds is seen
LOST = (5.0, 300.0)  # seconds until a lost database is asked again, the first time and at most


def world_of(settings: Settings) -> World:
    """The world as it is: a seed makes chance the same on every run."""
    fetcher = intake.fetcher_of(settings)
    seed = settings.watch_seed
    chance = random.Random(seed if seed else None).random

    def read(page: Page) -> Reading:
        return reading_of(page, clock.stamp(model_name()), settings.threads)

    return World(
        look=fetcher.look,
        pages=lambda source: pages_of(source, Options()),
        read=read,
        now=time.time,
        sleep=time.sleep,
        chance=chance,
        stamp=lambda: clock.stamp("watch"),
    )


def say(words: str) -> None:
    """A trouble, on standard error."""
    print(f"onrecord: {words}", file=sys.stderr, flush=True)


def watcher(settings: Settings, ledger: Ledger, every: float | None = None) -> Watcher:
    """A watcher with the settings' pace."""
    minutes = settings.watch_every if every is None else every
    if minutes <= 0:
        raise WrongUse("--every takes minutes, more than none", str(minutes))
    pace = Pace(
        feed=60 * minutes,
        page=max(60 * minutes, 60 * settings.watch_pages),
        days=settings.watch_days,
        gap=settings.watch_gap,
    )
    return Watcher(ledger, world_of(settings), pace, say)


def begin(one: Watcher, name: str) -> None:
    """Watches an address that a person named; raises WrongUse for what is none."""
    try:
        one.add(address(name))
    except ReadError as wrong:
        raise WrongUse(wrong.what, name, wrong.hint) from wrong


def targets(settings: Settings, mail: Sequence[str], webhook: Sequence[str]) -> list[Target]:
    """Whom to tell beside standard output. Raises WrongUse where mail is asked for and no server is set."""
    if mail and not settings.smtp:
        raise WrongUse("no mail server is set", hint="Set ONRECORD_SMTP to smtp://user:password@host:587")
    told_by_mail = [deliver.by_mail(settings.smtp or "", settings.mail_from, to) for to in mail]
    return told_by_mail + [deliver.by_webhook(url, settings.webhook_secret) for url in webhook]


def run(one: Watcher, whom: Sequence[Target], *, once: bool, json: bool) -> int:
    """Rounds until told to stop, or one; 1 where something of the one failed."""
    if not once:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    deliver.begin(one.ledger, whom)
    if once:
        failed = _round(one, whom, json)
        return 1 if failed else 0
    while True:
        _kept_up(one, lambda: _round(one, whom, json))
        one.world.sleep(_until_next(one))


def _round(one: Watcher, whom: Sequence[Target], json: bool) -> int:
    """One round, told as it goes; how many things failed."""
    one.failed = 0
    for event in one.round():
        tale = told(one.ledger, event)
        if json:
            print_line(tale.shape)
        else:
            print(tale.text, flush=True)
    return one.failed + deliver.deliver(one.ledger, whom, one.say)


def _kept_up(one: Watcher, work: Callable[[], object]) -> None:
    """Does work; while the database is lost it waits and tries again: what was recorded is kept there."""
    pause = LOST[0]
    while True:
        try:
            work()
            return
        except LedgerError as wrong:
            one.say(f"{wrong} Trying again in {pause:g} s.")
            one.world.sleep(pause)
            pause = min(2 * pause, LOST[1])


def _until_next(one: Watcher) -> float:
    try:
        due = one.ledger.watch.next_due()
    except LedgerError:
        return LOST[0]
    return max(1.0, min((due or 0.0) - one.world.now(), LONGEST)) if due else LONGEST


# --- what is watched, and searched ---


def forget(ledger: Ledger, url: str) -> None:
    """Watches an address no more; raises WrongUse for one that is not watched."""
    try:
        known = address(url)
    except ReadError:
        known = url
    if not ledger.watch.forget(known):
        raise WrongUse("this is not watched", url, "`onrecord watch --list` prints what is")
    print(f"{known}: watched no more", file=sys.stderr)


def listed(ledger: Ledger, json: bool) -> None:
    """What persons named to be watched, and how it goes."""
    for one in ledger.watch.named():
        due = utc(datetime.fromtimestamp(one.due or 0, UTC))
        if json:
            shape = {"url": one.url, "kind": one.kind or None, "next": due, "failures": one.failures}
            print_line({**shape, "error": one.error or None})
        else:
            trouble = f"; failed {one.failures} times: {one.error}" if one.failures else ""
            print(f"{one.url} ({one.kind or 'not looked at yet'}), next {due}{trouble}")


def searches(ledger: Ledger, json: bool) -> None:
    """The saved searches."""
    for one in ledger.watch.searches():
        asked = {name: value for name in one.query.__struct_fields__ if (value := getattr(one.query, name))}
        asked.pop("limit", None)
        if json:
            print_line({"name": one.name, "query": asked, "since": one.stamp.at})
        else:
            print(f"{one.name}: {', '.join(f'{name} {value}' for name, value in asked.items())}")
