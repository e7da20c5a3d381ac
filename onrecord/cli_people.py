"""Commands about accounts and mail; cli.py takes them in."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli_common import Db, Json, by_hand, ledger_of, settings_of
from onrecord.errors import WrongUse

HOUR = 3600.0


def register(app: typer.Typer) -> None:
    """Adds these commands."""
    app.command()(admin)
    app.command()(purge)


def admin(email: Annotated[str, typer.Argument(help="Their mail address.")], json: Json = False, db: Db = None) -> None:
    """Make or name the first administrator and print a sign-in link, good once and for an hour."""
    import msgspec

    ledger = ledger_of(db)
    address = link_for_admin(settings_of(db).base_url, ledger, email, by_hand())
    typer.echo(msgspec.json.encode({"email": email, "link": address}).decode() if json else address)
    typer.echo("onrecord: open it within an hour; it works once. The server must run at that address", err=True)


def purge(
    days: Annotated[int, typer.Option(help="How old what is forgotten is, at least.", min=0)] = 30,
    json: Json = False,
    db: Db = None,
) -> None:
    """Forget networks of comments, who gave answered notices, and letters, after 30 days; the server does so hourly."""
    import time

    import msgspec

    ledger = ledger_of(db)
    done = ledger.people.purge(time.time(), days)
    ledger.close()
    if json:
        typer.echo(msgspec.json.encode(done).decode())
    else:
        typer.echo("\n".join(f"{name:10} {getattr(done, name)}" for name in done.__struct_fields__))


def link_for_admin(base_url: str, ledger: object, email: str, stamp: object) -> str:
    """The account as administrator, and the address that signs it in."""
    import time

    from onrecord.ledger import Ledger
    from onrecord.ledger.persons import Pass
    from onrecord.pages import mail, tokens
    from onrecord.pages.sessions import reader_key
    from onrecord.records import Stamp

    assert isinstance(ledger, Ledger)
    assert isinstance(stamp, Stamp)
    bare = mail.address(email)
    if bare is None:
        raise WrongUse("that is no mail address", email, "Write NAME@HOST")
    key, token, now = tokens.fresh(), tokens.fresh(), time.time()
    made = ledger.people.make(key, reader_key(key), bare, "", stamp)
    ledger.people.appoint(made.id, "admin", "by the command line", stamp)
    held = Pass(kind="mail", email=bare, held="/account")
    ledger.people.offer(tokens.digest(token), held, now + HOUR, now)
    return f"{base_url.rstrip('/')}/sign-in/link?token={token}"
