"""Tables of accounts, sign-in and what concerns readers as persons.

Unlike the record's rows these are personal data: they are changed, emptied and purged when the law or their owner
asks. What was done with an account, a reader or a notice is a log to which rows are added."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from onrecord.ledger.schema import Id, metadata, sequence, stamp

accounts = Table(
    "accounts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("reader", String(64), nullable=False, unique=True),  # how posts name it: a digest, as a cookie's
    Column("email", Text, unique=True),  # none after it was deleted, or where another site signs in
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("quiet", Text, nullable=False),  # kinds of mail that are not wanted
    Column("daily", Boolean, nullable=False),  # one mail a day instead of one each
    Column("gone", Boolean, nullable=False),
    Column("language", Text, nullable=False, server_default=""),  # of letters; empty: the site's
    *stamp(),
)

account_log = Table(
    "account_log",
    metadata,
    sequence(),
    Column("of", Id, nullable=False),
    Column("action", Text, nullable=False),
    Column("why", Text, nullable=False),
    *stamp(),
    Index("account_log_of", "of", "seq"),
)

# Who somebody is elsewhere: a digest of the provider and its name for them.
logins = Table(
    "logins",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("account", Id, ForeignKey("accounts.id"), nullable=False),
    *stamp(),
    Index("identities_account", "account"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),  # of the cookie, which alone knows the token
    Column("account", Id, ForeignKey("accounts.id"), nullable=False),
    Column("until", Float, nullable=False),
    *stamp(),
    Index("sessions_account", "account"),
    Index("sessions_until", "until"),
)

# Programs that write for somebody: each has a token of its own, which nobody else knows.
programs = Table(
    "programs",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("id", Id, nullable=False, unique=True),
    Column("account", Id, ForeignKey("accounts.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("until", Float, nullable=False),
    Column("used", Float),  # when it was used last, to the minute
    *stamp(),
    Index("programs_account", "account"),
)

# What may be used once and soon: links to sign in, answers that a provider owes.
links = Table(
    "links",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("held", Text, nullable=False),
    Column("until", Float, nullable=False),
    Index("links_until", "until"),
)

# For how long a reader may not write, and why; the latest row counts.
mutes = Table(
    "mutes",
    metadata,
    sequence(),
    Column("reader", String(64), nullable=False),
    Column("until", Float, nullable=False),
    Column("why", Text, nullable=False),
    *stamp(),
    Index("mutes_reader", "reader", "seq"),
)

# Whence a post came: the network, not the address; purged after 30 days.
networks = Table(
    "networks",
    metadata,
    Column("post", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("then", Float, nullable=False),
    Index("networks_then", "then"),
)

# What somebody told the site about something on it that they hold to be unlawful.
notices = Table(
    "notices",
    metadata,
    sequence(),
    Column("id", Id, nullable=False, unique=True),
    Column("about", Text, nullable=False),
    Column("post", Id),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False, server_default=""),  # of the answer's letter
    *stamp(),
)

notice_answers = Table(
    "notice_answers",
    metadata,
    sequence(),
    Column("notice", Id, nullable=False),
    Column("text", Text, nullable=False),
    *stamp(),
    Index("notice_answers_notice", "notice", "seq"),
)

# Mail and calls that wait to be sent; `sent` is when they were.
outbox = Table(
    "outbox",
    metadata,
    sequence(),
    Column("key", String(64), nullable=False, unique=True),  # one event is told once
    Column("account", Id),
    Column("kind", Text, nullable=False),
    Column("post", Id),
    Column("held", Text, nullable=False),
    Column("then", Float, nullable=False),
    Column("sent", Float),
    Column("tries", Integer, nullable=False),
    Index("outbox_sent", "sent", "seq"),
)

votes = Table(
    "votes",
    metadata,
    Column("post", Id, primary_key=True),
    Column("reader", String(64), primary_key=True),
    Column("up", Boolean, nullable=False),
    *stamp(),
)

# Derived from the votes, so that lists can be sorted; may be made anew.
post_scores = Table(
    "post_scores",
    metadata,
    Column("post", Id, primary_key=True),
    Column("ups", Integer, nullable=False),
    Column("downs", Integer, nullable=False),
    Column("score", Float, nullable=False),
)

# What the site's workers sign with where no setting says so.
secrets = Table(
    "secrets",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
