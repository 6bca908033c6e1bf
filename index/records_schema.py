"""The schema of the records: made whole where there is none, else migrated with Alembic, in one transaction.

A database bears the revision of its tables in Alembic's own table. Alembic takes some 0.2 s to import, so it is only
asked when the revision is not the latest; a kill in the middle leaves the former schema as it was.
"""

from pathlib import Path

import sqlalchemy as sa

from index.errors import OldIndex
from index.records_tables import METADATA

HEAD = "0002"
"""Latest revision in `index/migrations/versions`; `manifest.SCHEMA` is raised with it."""
_FIRST = "0001"
"""Revision of the tables made before revisions were written."""
_MIGRATIONS = Path(__file__).parent / "migrations"
_REVISION = sa.Table("alembic_version", sa.MetaData(), sa.Column("version_num", sa.String(32), primary_key=True))


def bring_up_to_date(engine: sa.Engine) -> None:
    """Give a database the tables of `HEAD`, keeping what is in it. Raises OldIndex when a later version wrote it."""
    with engine.begin() as connection:
        found = revision(connection)
        if found is None:
            METADATA.create_all(connection)
            _stamp(connection, HEAD)
        elif found > HEAD:
            raise OldIndex(found, HEAD)
        elif found != HEAD:
            _migrate(connection)


def revision(connection: sa.Connection) -> str | None:
    """The revision of a database's tables; `None` when it has none."""
    inspector = sa.inspect(connection)
    if inspector.has_table(_REVISION.name):
        return connection.scalar(sa.select(_REVISION.c.version_num))
    return _FIRST if inspector.has_table("documents") else None


def _stamp(connection: sa.Connection, number: str) -> None:
    _REVISION.create(connection)
    connection.execute(sa.insert(_REVISION), {"version_num": number})


def _migrate(connection: sa.Connection) -> None:
    """Run the missing revisions inside the transaction of this connection."""
    if not sa.inspect(connection).has_table(_REVISION.name):
        _stamp(connection, _FIRST)
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    command.upgrade(config, "head")
