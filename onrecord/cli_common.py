"""What the commands of every group share: their options, the settings, the ledger, who is at the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.errors import WrongUse

if TYPE_CHECKING:
    from onrecord.config import Settings
    from onrecord.ledger import Ledger
    from onrecord.records import Stamp

Json = Annotated[bool, typer.Option("--json", help="JSON Lines on standard output.")]
Db = Annotated[str | None, typer.Option("--db", help="The ledger's address; else ONRECORD_DB.", metavar="URL")]
Why = Annotated[str, typer.Option(help="The reason, kept with the record.", metavar="TEXT")]
Id = Annotated[str, typer.Argument(help="A record's id.")]


def settings_of(db: str | None = None) -> Settings:
    """The settings of the environment, with the ledger named on the command line.

    Raises WrongUse for one that cannot be; its value is not told, as it may be a secret."""
    from pydantic import ValidationError

    from onrecord.config import Settings

    try:
        return Settings(db=db) if db else Settings()
    except ValidationError as fault:
        wrong = fault.errors(include_url=False, include_input=False)[0]
        what = wrong["msg"].removeprefix("Input ").removeprefix("Value error, ")
        raise WrongUse(f"this setting {what}", f"ONRECORD_{wrong['loc'][0]}".upper(), "See docs/settings.md") from None


def ledger_of(db: str | None) -> Ledger:
    """The ledger to work on, made where it is not there yet."""
    from onrecord.config import make_home
    from onrecord.ledger import open_ledger

    settings = settings_of(db)
    make_home(settings)
    return open_ledger(settings.db)


def by_hand() -> Stamp:
    """Now, by the person at the keyboard."""
    from getpass import getuser

    from onrecord.clock import stamp

    return stamp(getuser())
