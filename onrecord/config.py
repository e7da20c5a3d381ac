"""Settings: one frozen value, read once at the doors from ONRECORD_* and an .env file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from onrecord.errors import LedgerError

HOME = Path.home() / ".local/share/onrecord"


class Settings(BaseSettings):
    """Every setting of onrecord; docs/settings.md is drawn from this class."""

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", env_file=".env", extra="ignore", frozen=True)

    db: str = Field(
        f"sqlite:///{HOME / 'ledger.sqlite'}",
        description="The ledger: sqlite:///FILE or postgresql://user@host/name.",
    )
    site_name: str = Field("On the record", description="The name at the head of every page.")
    language: str = Field("", description="The pages' language, en or uk; empty: what each reader's browser asks for.")
    base_url: str = Field("http://127.0.0.1:8000", description="Readers' address, for permalinks and feeds.")
    host: str = Field("127.0.0.1", description="Where `serve` listens.")
    port: int = Field(8000, description="On which port.")
    desk_token: str | None = Field(
        None, description="Signs the desk in where it is not on loopback; unset: loopback only."
    )
    show_unreviewed: bool = Field(
        True,
        description="Whether the public sees what only a machine read (marked so).",
    )
    show_unconfirmed: bool = Field(
        False,
        description="Whether the public sees contradictions that no person confirmed (marked so).",
    )
    discussion: bool = Field(True, description="Whether readers may answer under articles.")
    hold_all: bool = Field(False, description="Whether the desk reads every comment before it is shown.")
    hold_first: bool = Field(True, description="Whether it reads each reader's first comment before it is shown.")
    suspect_words: str = Field(
        "", description="Words that hold a comment, separated by commas; one that ends in * begins longer ones."
    )
    banned_words: str = Field("", description="Words that are not printed; who writes one is asked for another.")
    embed_sites: str = Field(
        "",
        description="Sites whose articles are read for the discussion embedded under them, separated by commas: "
        "https://news.example.",
    )
    close_after_days: int = Field(0, description="Days after which a discussion closes; 0: never.")
    hold_imports: bool = Field(False, description="Whether imported comments wait until the desk looked at them.")
    edit_minutes: int = Field(15, description="For how long readers may change their comments.")
    hold_tone: int = Field(0, description="From which score of harshness (1 to 100) a comment is held; 0: never.")
    warn_tone: int = Field(
        60, description="From which score of harshness a writer is asked once to think it over; 0: never."
    )
    hold_pile: int = Field(4, description="After how many answers to one reader in an hour more are held; 0: never.")
    votes: bool = Field(False, description="Whether readers may say which comments are well argued.")
    proof: int = Field(
        50_000, description="Most tries of the sum that a reader's script solves before a first comment; 0: none."
    )
    trusted_proxies: str = Field(
        "127.0.0.0/8,::1/128", description="Networks whose X-Forwarded-For is believed, separated by commas."
    )
    contact: str = Field("", description="Where people and authorities reach this site: an address, for /notice.")
    sign_in: bool = Field(True, description="Whether readers may sign in; staff always may.")
    session_days: int = Field(30, description="How long a sign-in lasts.")
    mail: str = Field("", description="Instead of a mail server: file:FOLDER lays each letter there, console: prints.")
    sso_secret: str | None = Field(
        None, description="Key (32 bytes or more) by which the site's own login signs readers in (JWT, HS256)."
    )
    sso_url: str = Field("", description="The site's own login page; it comes back to /sign-in/sso?token=...")
    oidc_issuer: str = Field("", description="An OpenID Connect provider's address.")
    oidc_name: str = Field("", description="What the provider is called on the page.")
    oidc_client: str = Field("", description="Our client id there.")
    oidc_secret: str | None = Field(None, description="Our client secret there.")
    webhook: str = Field("", description="An address that is told of comments that wait and of decisions (JSON).")
    private_addresses: bool = Field(False, description="Whether the own network may be fetched from.")
    ignore_robots: str = Field(
        "",
        description="Hosts whose owners allow reading despite robots.txt and TDM opt-outs.",
    )
    fetch_seconds: float = Field(20.0, description="How long one fetch may take.")
    fetch_bytes: int = Field(20_000_000, description="How large one fetched page may be, unpacked.")
    fetch_redirects: int = Field(5, description="How many redirects are followed.")
    user_agent: str = Field("onrecord/0.1 (+https://example.org/onrecord)", description="How fetches name us.")
    watch_every: float = Field(15.0, description="Minutes between two looks of `watch` at a feed.")
    watch_pages: float = Field(60.0, description="Minutes after which it looks at an article's page again, at least.")
    watch_days: float = Field(30.0, description="For how many days it looks at an article's page again.")
    watch_gap: float = Field(2.0, description="Seconds between two of its requests to one host.")
    watch_seed: int = Field(0, description="Seeds the chance in its pauses; 0: another on each run.")
    smtp: str | None = Field(
        None, description="The mail server: smtp://user:password@host:587 or smtps://; unset: no mail."
    )
    mail_from: str = Field("onrecord@localhost", description="From whom mail comes.")
    webhook_secret: str | None = Field(None, description="Signs what webhooks are sent (HMAC-SHA256).")
    log: Literal["plain", "json"] = Field(
        "plain", description="What `serve` writes on standard error: troubles in words, or every request as JSON."
    )
    metrics_open: bool = Field(
        False, description="Whether /metrics answers everyone, not this machine and the desk alone."
    )
    threads: int = Field(
        1, ge=1, description="How many pages, or windows of a page that comes alone, are read at once."
    )


def make_home(settings: Settings) -> None:
    """Makes the folder of the default ledger; one that a person named must be there already."""
    if settings.db == Settings.model_fields["db"].default:
        make_folder(HOME, "Name a ledger elsewhere with --db or ONRECORD_DB.")


def make_folder(folder: Path, hint: str) -> None:
    """Makes a folder where it is not there yet, or says why it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as wrong:
        raise LedgerError(f"this folder cannot be made: {wrong.strerror or wrong}", str(folder), hint) from None
