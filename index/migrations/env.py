"""What Alembic runs before the revisions: they go through the connection, and in the transaction, of the caller."""

from alembic import context


def run() -> None:
    """Run the revisions that are missing."""
    connection = context.config.attributes["connection"]
    # SQLite takes table definitions in a transaction; Alembic must be told, it supposes otherwise.
    context.configure(connection=connection, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


# The name under which Alembic loads this file; whatever else reads it (tests, doctests) runs nothing.
if __name__ == "env_py":
    run()
