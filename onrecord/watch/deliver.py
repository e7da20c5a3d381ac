"""Telling those who are not looking: by mail, or to another program by webhook.

Each address is told every event once, in order. What could not be delivered is kept and sent with the next round."""

from __future__ import annotations

import hmac
import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from onrecord.errors import OnrecordError, WrongUse
from onrecord.ledger import Ledger
from onrecord.shapes import dumps
from onrecord.watch.told import Told, all_told

AT_ONCE = 100  # events of one mail or one request
SECONDS = 20.0


class DeliveryError(OnrecordError):
    """A mail server or a webhook that did not take what it was sent; it is sent again later."""


@dataclass(frozen=True)
class Target:
    """A mail address or a webhook, and how it is told."""

    name: str
    send: Callable[[Sequence[Told]], None]

    @property
    def key(self) -> str:
        """Under which the ledger notes how far it was told."""
        return sha256(f"target {self.name}".encode()).hexdigest()


def begin(ledger: Ledger, targets: Sequence[Target]) -> None:
    """A new target hears of what comes from now on, not of all that ever was."""
    for target in targets:
        if ledger.watch.mark(target.key) is None:
            ledger.watch.set_mark(target.key, ledger.watch.last_event())


def deliver(ledger: Ledger, targets: Sequence[Target], say: Callable[[str], None]) -> int:
    """Tells every target what it has not heard; how many could not be told."""
    failed = 0
    for target in targets:
        try:
            _deliver(ledger, target)
        except DeliveryError as wrong:
            failed += 1
            say(str(wrong))
    return failed


def _deliver(ledger: Ledger, target: Target) -> None:
    while events := ledger.watch.events(ledger.watch.mark(target.key) or 0, limit=AT_ONCE):
        target.send(all_told(ledger, events))
        ledger.watch.set_mark(target.key, events[-1].seq)


# --- mail ---


def by_mail(server: str, sender: str, to: str) -> Target:
    """Told by mail, over the server at smtp://[user:password@]host[:port], or smtps://."""
    if any(sign in to + sender for sign in "\r\n") or "@" not in to:
        raise WrongUse("this is no mail address", to)
    return Target(to, lambda all_: _send(server, _message(sender, to, all_)))


def _message(sender: str, to: str, all_: Sequence[Told]) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = _subject(all_)
    message["From"], message["To"] = sender, to
    message["Date"], message["Message-ID"] = formatdate(), make_msgid()
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday reply comes back
    message.set_content("\n\n".join(one.text for one in all_) + "\n")
    return message


def _subject(all_: Sequence[Told]) -> str:
    first = " ".join(all_[0].head.split())[:120]
    return first if len(all_) == 1 else f"{first} and {len(all_) - 1} more"


def _send(server: str, message: EmailMessage) -> None:
    parts = urlsplit(server)
    safe = ssl.create_default_context()
    try:
        with _connected(parts.scheme, parts.hostname or "localhost", parts.port, safe) as smtp:
            if parts.scheme == "smtp" and smtp.has_extn("starttls"):
                smtp.starttls(context=safe)
            if parts.username:
                smtp.login(unquote(parts.username), unquote(parts.password or ""))
            smtp.send_message(message)
    except (OSError, smtplib.SMTPException) as wrong:
        host = f"{parts.hostname}:{parts.port or 25}"
        raise DeliveryError(
            f"the mail server did not take it ({wrong})", host, "Nothing is lost: it is sent with the next round"
        ) from wrong


def _connected(scheme: str, host: str, port: int | None, safe: ssl.SSLContext) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=SECONDS, context=safe)
    smtp = smtplib.SMTP(host, port or 25, timeout=SECONDS)
    smtp.ehlo()
    return smtp


# --- webhook ---


def by_webhook(url: str, secret: str | None) -> Target:
    """Told by POST of {"events": [...]}; with a secret, signed as X-Onrecord-Signature: sha256=HEX of the body."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise WrongUse("this is no webhook's address", url, "Write it as https://HOST/PATH")
    return Target(url, lambda all_: _post(url, secret, all_))


def _post(url: str, secret: str | None, all_: Sequence[Told]) -> None:
    import httpx2

    body = dumps({"events": [one.shape for one in all_]}).encode()
    headers = {"content-type": "application/json", "user-agent": "onrecord"}
    if secret:
        headers["x-onrecord-signature"] = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    hint = "Nothing is lost: it is sent with the next round"
    try:
        with httpx2.Client(trust_env=False, timeout=SECONDS) as client:
            answer = client.post(url, content=body, headers=headers)
    except (httpx2.HTTPError, httpx2.InvalidURL) as wrong:
        raise DeliveryError(f"the webhook could not be reached ({wrong})", url, hint) from wrong
    if not 200 <= answer.status_code < 300:
        raise DeliveryError(f"the webhook answered {answer.status_code}", url, hint)
