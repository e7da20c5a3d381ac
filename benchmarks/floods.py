"""A scripted flood: ten thousand posts by seven tricks, readers writing in between. How much arrives, and whose.

Against the pages in this process, with a clock of its own: 33 posts a second. What arrives is what the ledger keeps,
held or shown."""

from __future__ import annotations

import hashlib
import json
import random
import re
import tempfile
from html import unescape
from typing import Any

from starlette.testclient import TestClient

ADDRESS = "https://record.example"
PACE = 0.03  # seconds from one post of the flood to the next
FIELD = re.compile(r'name="token" value="([^"]+)"')
WORK = re.compile(r'data-work="([^"]+)"')


class Clock:
    """A clock that the flood moves."""

    def __init__(self) -> None:
        self.at = 1_700_000_000.0

    def __call__(self) -> float:
        """Now, as the flood has it."""
        return self.at


class Flood:
    """Posts by every trick against one article."""

    def __init__(self, app: Any, clock: Any, article: str) -> None:
        self.app, self.clock, self.where = app, clock, f"/articles/{article}/comment"
        self.rng, self.count, self.arrived = random.Random(5), 0, 0
        self.client = TestClient(app, base_url=ADDRESS, follow_redirects=False)
        self.held = self._form(self._client("203.0.113.1"))[0]

    def _client(self, host: str) -> TestClient:
        """The one client as if it came from there, without cookies: making one for each post would be the work."""
        self.client.cookies.clear()
        self.client._transport.client = (host, 4000)  # type: ignore[attr-defined]
        return self.client

    def _anywhere(self) -> TestClient:
        return self._client(".".join(str(self.rng.randint(1, 250)) for _ in range(4)))

    def _form(self, client: TestClient) -> tuple[str, str]:
        page = client.get(self.where).text
        work = WORK.search(page)
        return FIELD.findall(page)[0], unescape(work.group(1)) if work else ""

    def _words(self) -> str:
        self.count += 1
        return f"Best offers number {self.count}, only {self.rng.random():.6f} today"

    def _send(self, client: TestClient, **given: str) -> None:
        self.arrived += client.post(self.where, data={"text": self._words(), **given}).status_code == 303

    # --- tricks ---

    def without_a_form(self) -> None:
        """Straight to the address, as old scripts do."""
        self._send(self._anywhere())

    def one_form_for_all(self) -> None:
        """A token fetched once and sent again and again, from anywhere."""
        self._send(self._anywhere(), token=self.held)

    def every_field(self) -> None:
        """A robot that fills every field."""
        client = self._anywhere()
        self._send(client, token=self._patient(client), website="https://spam.example", name="Robot")

    def at_once(self) -> None:
        """A fresh form sent in the same second."""
        client = self._anywhere()
        self._send(client, token=self._form(client)[0])

    def one_network(self) -> None:
        """A patient script on one network."""
        client = self._client(f"198.51.100.{self.rng.randint(1, 250)}")
        self._send(client, token=self._patient(client))

    def many_networks(self) -> None:
        """A patient script on a thousand networks, new words each time."""
        client = self._anywhere()
        self._send(client, token=self._patient(client))

    def same_words(self) -> None:
        """The same words from everywhere."""
        client = self._anywhere()
        self._send(client, token=self._patient(client), text="Buy cheap watches at our shop, best price of all")

    def solving(self) -> None:
        """A patient script on a thousand networks that pays: it solves every sum."""
        client = self._anywhere()
        token, work = self._form(client)
        self._send(client, token=self._aged(token), work=answer(work))

    def _patient(self, client: TestClient) -> str:
        return self._aged(self._form(client)[0])

    def _aged(self, token: str) -> str:
        """Meanwhile others post: five seconds have passed without moving the flood's pace."""
        self.clock.at += 5
        self.waited = getattr(self, "waited", 0) + 5
        return token

    # --- readers ---

    def reads(self) -> bool:
        """A newcomer with scripts on writes a comment; whether it arrived at once."""
        client = self._anywhere()
        token, work = self._form(client)
        self._aged(token)
        given = {"token": token, "text": f"I was there, and it was so: {self.rng.random()}", "work": answer(work)}
        return client.post(self.where, data=given).status_code == 303

    def run(self, posts: int, readers: int, tricks: tuple[str, ...] | None = None) -> dict[str, float]:
        """So many posts, readers spread among them; what arrived of each."""
        names = tricks or TRICKS
        let_in, every = 0, max(1, posts // readers)
        for at in range(posts):
            then = self.clock.at
            getattr(self, names[at % len(names)])()
            if at % every == every - 1:
                let_in += self.reads()
            self.clock.at = then + PACE  # however long each one waited, the flood goes on side by side
        return {"arrived": self.arrived, "stopped": 1 - self.arrived / posts, "readers": let_in / (posts // every)}


TRICKS = ("without_a_form", "one_form_for_all", "every_field", "at_once", "one_network", "many_networks", "same_words")


def answer(work: str) -> str:
    """The answer to a sum."""
    from altcha import v1

    if not work:
        return ""
    asked = json.loads(work)
    salt, right = asked["salt"], asked["challenge"]
    made = (hashlib.sha256(f"{salt}{at}".encode()).hexdigest() for at in range(asked["maxNumber"] + 1))
    number = next(at for at, one in enumerate(made) if one == right)
    return v1.Payload(asked["algorithm"], right, number, salt, asked["signature"]).to_base64()


def main(posts: int = 10_000) -> dict[str, float]:
    """The figures: a flood that does no sums, then one that pays for them."""
    plain = _flood(posts, None)
    paid = _flood(posts // 10, ("solving",))
    figures = {f"no sums: {name}": value for name, value in plain.items()}
    return {**figures, **{f"sums solved: {name}": value for name, value in paid.items()}}


def _flood(posts: int, tricks: tuple[str, ...] | None) -> dict[str, float]:
    from onrecord.config import Settings
    from onrecord.ledger import open_ledger
    from onrecord.pages.app import create_app
    from onrecord.records import Document, Page, Reading, document_id

    with tempfile.TemporaryDirectory() as folder, open_ledger(f"sqlite:///{folder}/l.sqlite") as ledger:
        text = "A bridge was opened."
        one = Document(id=document_id(None, text), text=text, title=text, rights="own")
        ledger.record(Reading(page=Page(document=one)))
        given: dict[str, Any] = {"_env_file": None, "base_url": ADDRESS, "desk_token": "x" * 40, "hold_first": False}
        clock = Clock()
        app = create_app(Settings(**given), ledger, now=clock, seconds=clock)
        return Flood(app, clock, one.id).run(posts, readers=50, tricks=tricks)


if __name__ == "__main__":
    for name, value in main().items():
        print(f"{name:32} {value}")
