"""Claims about territory, the places they are about, and what disagrees with what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "0007"
down_revision = "0006"

ID = sa.String(20)


def ordered(name: str) -> sa.Column[str]:
    """Text compared byte by byte."""
    return sa.Column(name, sa.Text().with_variant(TEXT(collation="C"), "postgresql"), nullable=False)


def text(name: str, *, null: bool = False) -> sa.Column[str]:
    """Text."""
    return sa.Column(name, sa.Text(), nullable=null)


def id_of(name: str, of: str | None = None, *, null: bool = False, key: bool = False) -> sa.Column[str]:
    """An id, of another table's row where it is."""
    held = [sa.ForeignKey(f"{of}.id")] if of else []
    return sa.Column(name, ID, *held, nullable=null, primary_key=key)


def stamp() -> list[sa.Column[str]]:
    """When and by whom."""
    return [ordered("at"), text("by")]


def indexes(table: str, **columns: list[str]) -> None:
    """Indexes named after their table."""
    for name, held in columns.items():
        op.create_index(f"{table}_{name}", table, held)


def upgrade() -> None:
    """Adds six tables; nothing that is there is touched."""
    _places()
    _claims()
    _contradictions()


def _places() -> None:
    op.create_table(
        "places",
        id_of("id", key=True),
        text("name"),
        sa.Column("lat", sa.Float()),
        sa.Column("lon", sa.Float()),
        text("within"),
        id_of("key"),
        *stamp(),
    )
    indexes("places", key=["key"])
    op.create_table("place_within", id_of("place", "places", key=True), id_of("container", key=True))
    indexes("place_within", container=["container"])
    op.create_table("stale_places", id_of("place", "places", key=True))


def _claims() -> None:
    op.create_table(
        "claims",
        id_of("id", key=True),
        id_of("document", "documents"),
        sa.Column("start", sa.Integer(), nullable=False),
        text("kind"),
        text("register"),
        id_of("actor", null=True),
        text("actor_name", null=True),
        id_of("counter", null=True),
        text("counter_name", null=True),
        id_of("place", "places", null=True),
        text("extent"),
        text("since", null=True),
        text("until", null=True),
        text("polarity"),
        text("factuality"),
        text("phase"),
        text("framing", null=True),
        id_of("said", null=True),
        text("evidence"),
        text("words"),
        text("outlet", null=True),
        ordered("asserted"),
        ordered("day"),
        sa.Column("hand", sa.Boolean(), nullable=False),
        *stamp(),
    )
    indexes("claims", document=["document", "start"], place=["place", "day"], actor=["actor", "day"])
    indexes("claims", said=["said"], day=["day", "id"])
    op.create_table(
        "claim_standings",
        sa.Column("seq", sa.Integer(), primary_key=True, autoincrement=True),
        id_of("claim", "claims"),
        sa.Column("stands", sa.Boolean(), nullable=False),
        text("why"),
        *stamp(),
    )
    indexes("claim_standings", claim=["claim", "seq"])


def _contradictions() -> None:
    op.create_table(
        "contradictions",
        id_of("id", key=True),
        id_of("home", "places"),
        id_of("one", "claims"),
        id_of("other", "claims"),
        text("rule"),
        text("verdict"),
        text("hinges", null=True),
        id_of("actor", null=True),
        id_of("other_actor", null=True),
        id_of("other_place"),
        ordered("first"),
        ordered("last"),
        ordered("seen"),
    )
    indexes("contradictions", home=["home", "seen"], place=["other_place", "seen"], seen=["seen", "id"])
    indexes(
        "contradictions", actor=["actor", "seen"], other_actor=["other_actor", "seen"], one=["one"], other=["other"]
    )
