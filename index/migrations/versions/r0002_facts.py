"""Facts and names in tables of their own. Documents written before are written again by the build that follows."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables, and forget what « unchanged » means, so that each document is written again from the corpus.

    Its texts, words and vectors stay: nothing is embedded again, and a build killed half-way goes on at the next run.
    """
    op.create_table(
        "facts",
        sa.Column("document_id", sa.String, primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        *(sa.Column(name, sa.String) for name in ("article", "bearer", "role", "party")),
        sa.Column("year", sa.Integer),
        *(sa.Column(name, sa.String) for name in ("value", "date")),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("fact", sa.String, nullable=False),
    )
    op.create_index("ix_facts_kind", "facts", ["kind", "document_id"])
    op.create_table(
        "names",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("document_id", sa.String, primary_key=True),
        sa.Column("own", sa.Boolean, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_names_document_id", "names", ["document_id"])
    op.execute("UPDATE documents SET digest = '', stamp = ''")
    # Written for schema 1 by the build that made it; the records are emptied when this is not the present one.
    op.execute("UPDATE state SET value = '2' || substr(value, 2) WHERE name = 'written_for' AND value LIKE '1 %'")
