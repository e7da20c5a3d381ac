"""Alembic's environment: it is always handed an open connection, whose transaction it leaves alone."""

from alembic import context

from onrecord.ledger.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=False,
)
context.run_migrations()
