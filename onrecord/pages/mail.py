"""Mail: written as plain text, sent by SMTP, or laid into a folder or on the console where a site says so."""

from __future__ import annotations

import logging
import re
import smtplib
import ssl
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from urllib.parse import unquote, urlsplit

from onrecord.config import Settings
from onrecord.errors import OnrecordError

log = logging.getLogger("onrecord.mail")
PATIENCE = 20  # seconds for a mail server to answer
_ADDRESS = re.compile(r"[^@\s<>()\[\],;:\"\\]{1,64}@[^@\s<>()\[\],;:\"\\.]+(?:\.[^@\s<>()\[\],;:\"\\.]+)*")


class MailError(OnrecordError):
    """Mail that could not be sent; what it was about is kept."""


def address(given: str) -> str | None:
    """An address as it is compared, none where it cannot be one."""
    bare = given.strip().lower()
    return bare if len(bare) <= 254 and _ADDRESS.fullmatch(bare) else None


def message(
    settings: Settings, to: str, subject: str, body: str, headers: Mapping[str, str] | None = None
) -> EmailMessage:
    """A letter. What a stranger wrote stands in the body or, on one line, in the subject: never in a header's name."""
    made = EmailMessage(policy=SMTP)
    made["From"] = _address(settings.mail_from, settings.site_name)
    made["To"] = _address(to)
    made["Subject"] = " ".join(subject.split())[:200]
    made["Date"] = format_datetime(datetime.now(UTC))
    made["Message-ID"] = make_msgid(domain=urlsplit(settings.base_url).hostname or "localhost")
    for name, value in {"Auto-Submitted": "auto-generated", **(headers or {})}.items():
        made[name] = value
    made.set_content(body)
    return made


def _address(given: str, name: str = "") -> Address:
    bare = given.rsplit("<", 1)[-1].rstrip("> ")
    user, _, domain = bare.rpartition("@")
    return Address(" ".join(name.split()), username=user, domain=domain)


def way(settings: Settings) -> str:
    """Where letters go; "" where the site sends none."""
    return settings.mail or settings.smtp or ""


def send(settings: Settings, letter: EmailMessage) -> None:
    """Sends a letter as the settings say. Raises MailError."""
    where = way(settings)
    kind, _, rest = where.partition(":")
    by = WAYS.get(kind)
    if by is None:
        raise MailError("there is no such way to send mail", kind, "Write smtp://, smtps://, file: or console:")
    try:
        by(where, letter)
    except (OSError, smtplib.SMTPException) as error:
        server = urlsplit(where).hostname or rest
        raise MailError(f"the mail was not taken ({type(error).__name__})", server) from error


def post(settings: Settings, letter: EmailMessage) -> None:
    """Sends a letter after the answer has gone out; what fails is logged, nobody waits."""
    try:
        send(settings, letter)
    except MailError as error:
        log.error("mail: %s", error)


def _smtp(url: str, letter: EmailMessage) -> None:
    place = urlsplit(url)
    host, safe = place.hostname or "localhost", ssl.create_default_context()
    with _server(place.scheme == "smtps", host, place.port, safe) as server:
        server.ehlo()
        if place.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=safe)
        if place.username:
            server.login(unquote(place.username), unquote(place.password or ""))
        server.send_message(letter)


def _server(secure: bool, host: str, port: int | None, safe: ssl.SSLContext) -> smtplib.SMTP:
    if secure:
        return smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=safe)
    return smtplib.SMTP(host, port or 25, timeout=PATIENCE)


def _file(url: str, letter: EmailMessage) -> None:
    folder = Path(url.partition(":")[2])
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.@-]", "", str(letter["Message-ID"]))
    (folder / f"{name}.eml").write_bytes(bytes(letter))


def _console(url: str, letter: EmailMessage) -> None:
    print(f"--- mail to {letter['To']}: {letter['Subject']}\n{letter.get_content()}", file=sys.stderr, flush=True)


WAYS: dict[str, Callable[[str, EmailMessage], None]] = {
    "smtp": _smtp,
    "smtps": _smtp,
    "file": _file,
    "console": _console,
}
