"""Who floods, and who reads meanwhile: each is a generator that acts and says for how many seconds it does not.

Their clock is the flood's own. Sums are not computed but paid for: `Purse` knows the answers, and what finding them
takes of a flooder's processor or of a reader's browser."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from typing import Any

from altcha import v1
from starlette.testclient import TestClient

from onrecord.pages.tokens import SESSION, digest
from onrecord.records import Stamp

ADDRESS = "https://record.example"
FIELD = re.compile(r'name="token" value="([^"]+)"')
WORK = re.compile(r'data-work="([^"]+)"')
Story = Iterator[float]
OFFERS = "offers deals prices watches shoes loans coins pills tickets games".split()
PRAISE = "best great finest cheapest fastest safest newest largest only first".split()


class Purse:
    """The answer to every sum that was set, and how many tries it takes to find."""

    def __init__(self, seed: int) -> None:
        self.rng, self.answers, self.made = random.Random(seed), dict[str, int](), v1.create_challenge

    def __enter__(self) -> Purse:
        v1.create_challenge = self._set
        return self

    def __exit__(self, *_: object) -> None:
        v1.create_challenge = self.made

    def _set(self, options: v1.ChallengeOptions) -> v1.Challenge:
        options.number = self.rng.randint(0, options.max_number)
        made = self.made(options)
        self.answers[made.challenge] = options.number
        return made

    def tries(self, work: str) -> int:
        """What the sum costs."""
        return self.answers[json.loads(work)["challenge"]] + 1 if work else 0

    def answer(self, work: str) -> str:
        """The sum's answer, as a form sends it."""
        if not work:
            return ""
        asked = json.loads(work)
        number = self.answers[asked["challenge"]]
        return v1.Payload(asked["algorithm"], asked["challenge"], number, asked["salt"], asked["signature"]).to_base64()


class Web:
    """The site as visitors meet it: one client in many guises, since making one for each would be the work."""

    def __init__(self, app: Any, article: str, purse: Purse, rng: random.Random) -> None:
        self.client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
        self.where, self.purse, self.rng = f"/articles/{article}/comment", purse, rng

    def anywhere(self) -> str:
        """Some address of the whole net."""
        return ".".join(str(self.rng.randint(1, 250)) for _ in range(4))

    def form(self, host: str, cookies: dict[str, str] | None = None) -> tuple[str, str]:
        """A fresh form: its token and its sum."""
        return fields(self._as(host, cookies).get(self.where).text)

    def send(self, host: str, cookies: dict[str, str] | None = None, **given: str) -> tuple[int, str]:
        """Sends a form; the status and the page."""
        answer = self._as(host, cookies).post(self.where, data=given)
        return answer.status_code, answer.text

    def _as(self, host: str, cookies: dict[str, str] | None) -> TestClient:
        self.client.cookies.clear()
        self.client.cookies.update(cookies or {})
        self.client._transport.client = (host, 4000)  # type: ignore[attr-defined]
        return self.client


def fields(page: str) -> tuple[str, str]:
    """Token and sum of a form."""
    work = WORK.search(page)
    return FIELD.findall(page)[0], unescape(work.group(1)) if work else ""


class Flooders:
    """What scripts try. `speed`: tries a second of all their processors together, for those that do the sums."""

    def __init__(self, web: Web, clock: Any, speed: float) -> None:
        self.web, self.clock, self.speed, self.free_at = web, clock, speed, 0.0
        self.rng, self.count = web.rng, 0
        self.held, work = web.form("203.0.113.1")
        self.sum = web.purse.answer(work)

    def words(self) -> str:
        """Other words each time, as a machine writes them."""
        self.count += 1
        return " ".join(self.rng.choice(OFFERS) + str(self.rng.randint(100, 999)) for _ in range(12))

    def without_a_form(self) -> Story:
        """Straight to the address, as old scripts do."""
        yield 0
        self.web.send(self.web.anywhere(), text=self.words())

    def one_form_for_all(self) -> Story:
        """A token fetched once and sent again and again, from anywhere."""
        yield 0
        self.web.send(self.web.anywhere(), text=self.words(), token=self.held)

    def one_sum_for_all(self) -> Story:
        """A sum solved once, its answer sent with every form."""
        yield from self._patient(work=self.sum)

    def every_field(self) -> Story:
        """A robot that fills every field."""
        yield from self._patient(website="https://spam.example", name="Robot")

    def at_once(self) -> Story:
        """A fresh form sent in the same second."""
        yield from self._patient(seconds=0.5)

    def one_network(self) -> Story:
        """A patient script on one network."""
        yield from self._patient(host=f"198.51.100.{self.rng.randint(1, 250)}")

    def many_networks(self) -> Story:
        """A patient script from anywhere, new words each time, no sums."""
        yield from self._patient()

    def same_words(self) -> Story:
        """The same words from everywhere."""
        yield from self._patient(text="Buy cheap watches at our shop, best price of all")

    def slow(self) -> Story:
        """A thousand readers with cookies on networks of their own, each of whom comes back every few minutes."""
        who = self.rng.randint(0, 999)
        cookie = {"onrecord_reader": sha256(f"slow {who}".encode()).hexdigest()[:32]}
        yield from self._patient(host=f"100.{who // 250}.{who % 250}.7", cookies=cookie, seconds=60)

    def many_accounts(self) -> Story:
        """A fresh account each time, signed in from anywhere."""
        token = f"session {self.rng.random()}"
        ledger, key = self.web.client.app.state.site.ledger, digest(token)  # type: ignore[attr-defined]
        stamp = self.web.client.app.state.site.stamp("reader")  # type: ignore[attr-defined]
        made = ledger.people.make(key[:20], key, f"{key[:12]}@spam.example", "", stamp)
        ledger.people.enter(made.id, key, "", self.clock() + 3600, self.clock(), stamp)
        yield from self._patient(cookies={SESSION: token})

    def nearly_same(self) -> Story:
        """One message in ever other words, its sums solved while there is processor for it."""
        one, two = self.rng.choice(PRAISE), self.rng.choice(OFFERS)
        text = f"You will not believe the {one} {two} that my neighbour found at our shop number {self.count} this week"
        yield from self._paying(text)

    def solving(self) -> Story:
        """Other words each time from anywhere, the sums solved while there is processor for it."""
        yield from self._paying(self.words())

    def _paying(self, text: str) -> Story:
        """Waits its turn at the processor, solves, sends; without an answer where that would take over two minutes."""
        host = self.web.anywhere()
        token, work = self.web.form(host)
        begins = max(self.clock(), self.free_at)
        ends = begins + self.web.purse.tries(work) / self.speed
        if ends - self.clock() > 120:
            yield 5
            self.web.send(host, token=token, text=text)
            return
        self.free_at = ends
        yield max(5, ends - self.clock())
        self.web.send(host, token=token, text=text, work=self.web.purse.answer(work))

    def _patient(
        self, host: str = "", cookies: dict[str, str] | None = None, seconds: float = 5, **given: str
    ) -> Story:
        host = host or self.web.anywhere()
        token, _ = self.web.form(host, cookies)
        yield seconds
        self.web.send(host, cookies, **{"token": token, "text": self.words(), **given})


TRICKS = (
    *("without_a_form", "one_form_for_all", "one_sum_for_all", "every_field", "at_once", "one_network"),
    *("many_networks", "same_words", "nearly_same", "many_accounts", "slow", "solving"),
)


class Readers:
    """Real people meanwhile. `through` says of each kind how many were let in within a minute of having written."""

    DESKTOP, PHONE = 4_000_000, 1_000_000  # tries a second of a browser's four workers

    def __init__(self, web: Web, clock: Any, words: list[str]) -> None:
        self.web, self.clock, self.vocabulary = web, clock, words
        self.asked: dict[str, int] = {}
        self.through: dict[str, int] = {}
        self.longest: dict[str, float] = {}

    def newcomer_on_a_desktop(self) -> Story:
        """Writes a first comment; the browser does the sum meanwhile."""
        yield from self._writes("newcomer, desktop", self.DESKTOP)

    def newcomer_on_a_phone(self) -> Story:
        """The same with a slow processor."""
        yield from self._writes("newcomer, phone", self.PHONE)

    def newcomer_without_scripts(self) -> Story:
        """A first comment without a sum, which the desk looks at first."""
        yield from self._writes("newcomer, no scripts", 0)

    def known(self) -> Story:
        """Somebody whose comments have been shown here."""
        cookie = f"{self.web.rng.randint(0, 10**31):032d}"
        settle(self.web.client.app.state.site, self.web.where.split("/")[2], cookie)  # type: ignore[attr-defined]
        yield from self._writes("shown before, no scripts", 0, {"onrecord_reader": cookie})

    def _writes(self, kind: str, speed: float, cookies: dict[str, str] | None = None) -> Story:
        host, text = self.web.anywhere(), " ".join(self.web.rng.choices(self.vocabulary, k=18))
        self.asked[kind] = self.asked.get(kind, 0) + 1
        token, work = self.web.form(host, cookies)
        writing = self.web.rng.uniform(15, 60)
        written = self.clock() + writing
        yield max(writing, self._sum(work, speed))
        while self.clock() - written <= 60:
            given = {"token": token, "text": text, "work": self.web.purse.answer(work) if speed else ""}
            status, page = self.web.send(host, cookies, **given)
            if status == 303:
                self.through[kind] = self.through.get(kind, 0) + 1
                self.longest[kind] = max(self.longest.get(kind, 0.0), self.clock() - written)
                return
            token, work = fields(page)
            yield max(5.0, self._sum(work, speed))

    def _sum(self, work: str, speed: float) -> float:
        return self.web.purse.tries(work) / speed if speed else 0.0


PEOPLE = ("newcomer_on_a_desktop", "known", "newcomer_on_a_phone", "newcomer_without_scripts")


def settle(site: Any, article: str, cookie: str) -> None:
    """A comment of this reader's, shown since yesterday."""
    from onrecord.ledger.posts import Act, Draft
    from onrecord.pages.discussion import place

    reader = sha256(f"reader {cookie}".encode()).hexdigest()
    draft = Draft(key=f"settled {cookie}", document=article, text="Before.", html="<p>Before.</p>", reader=reader)
    stamp = Stamp(at="2023-11-01T00:00:00Z", by="reader")
    site.ledger.talk.post(draft, Act(action="post", state="shown"), place, stamp)
