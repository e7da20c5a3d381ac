"""Commands about who speaks: a person's word on who is whom, and persons known from elsewhere; cli.py takes them in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli_common import Db, Id, Json, Why, by_hand, ledger_of

if TYPE_CHECKING:
    from onrecord.ledger.answers import Profile

Other = Annotated[str, typer.Argument(help="The other speaker's id.")]
speakers = typer.Typer(
    name="speakers", help="Who speaks in the ledger: list them, say who is whom.", no_args_is_help=True
)


@speakers.command("list")
def listed(
    name: Annotated[str | None, typer.Argument(help="A last name, in any spelling or script.")] = None,
    limit: Annotated[int, typer.Option(help="At most so many.", min=1)] = 100,
    json: Json = False,
    db: Db = None,
) -> None:
    """Print speakers, those who said most first; with a name, those whose last name sounds like it."""
    for one in ledger_of(db).speakers(name, limit):
        _print(one, json)


def _print(one: Profile, json: bool) -> None:
    import msgspec

    from onrecord.shapes import profile_shape

    who = one.speaker
    role = ", ".join(part for part in (who.role, who.of) if part)
    line = f"{who.id}  {who.name}{f' ({role})' if role else ''}, {one.statements} said"
    typer.echo(msgspec.json.encode(profile_shape(one)).decode() if json else line)


@speakers.command()
def show(id: Id, json: Json = False, db: Db = None) -> None:
    """Print a speaker: names, roles as reported, and other speakers whose name sounds alike."""
    from onrecord.errors import NotFound
    from onrecord.names import alike

    ledger = ledger_of(db)
    one = ledger.speaker(id)
    if one is None:
        raise NotFound("the ledger holds no speaker of this id", id)
    _print(one, json)
    if json:
        return
    for role in one.roles:
        typer.echo(f"  {role.role}{f', {role.of}' if role.of else ''} (articles: {role.documents})")
    decided = ledger.decided(id)
    for other in ledger.speakers(one.speaker.name):
        if other.speaker.id != id:
            like, word = alike(one.speaker.name, other.speaker.name), decided.get(other.speaker.id)
            told = f"decided: {word}" if word else f"{like.verdict}? {like.why}"
            typer.echo(f"  sounds alike: {other.speaker.id}  {other.speaker.name}. {told}")


@speakers.command()
def same(id: Id, other: Other, why: Why = "", db: Db = None) -> None:
    """Say that two speakers are one; it stays when articles are read again."""
    ledger_of(db).identify(id, other, "same", why, by_hand())
    typer.echo(f"{id} and {other}: the same", err=True)


@speakers.command()
def different(id: Id, other: Other, why: Why = "", db: Db = None) -> None:
    """Say that two speakers are not one, also where it was said before that they are."""
    ledger_of(db).identify(id, other, "different", why, by_hand())
    typer.echo(f"{id} and {other}: different", err=True)


@speakers.command()
def apart(
    id: Id, document: Annotated[str, typer.Argument(help="The article's id.")], why: Why = "", db: Db = None
) -> None:
    """Say that in this article the name is another person's; prints the other's new id."""
    typer.echo(ledger_of(db).apart(id, document, why, by_hand()))


@speakers.command()
def said(
    statement: Annotated[str, typer.Argument(help="The statement's id.")],
    name: Annotated[str, typer.Argument(help='Who said it; "" where nobody can tell.')],
    type: Annotated[str, typer.Option(help="person, organisation, country, group or outlet.")] = "person",
    role: Annotated[str | None, typer.Option(help="In which role.")] = None,
    of: Annotated[str | None, typer.Option(help="Where the role is held.")] = None,
    why: Why = "",
    db: Db = None,
) -> None:
    """Say who made a statement; it stands before every reading's."""
    from typing import get_args

    from onrecord import intake
    from onrecord.records import SpeakerType, new_speaker

    kind = intake.one_of(type, get_args(SpeakerType), "--type")
    who = new_speaker(name, kind, role=role, of=of) if name.strip() else None
    ledger_of(db).judge(statement, who, why, by_hand())
    typer.echo(f"{statement}: {name or 'nobody known'}", err=True)


@speakers.command()
def load(
    file: Annotated[Path, typer.Argument(help="A CSV file with the columns name and qid.")], db: Db = None
) -> None:
    """Load persons known from elsewhere (name, Wikidata's number): several names of one number are one person."""
    from onrecord.known import loaded, rows

    taken = loaded(ledger_of(db), rows(file), by_hand())
    for line, fault in taken.faults:
        typer.echo(f"{file}, line {line}: {fault}", err=True)
    typer.echo(f"{file}: {taken.new} new, {taken.held} known already", err=True)
    raise typer.Exit(1 if taken.faults else 0)
