"""The first schema: documents, passages, texts, debts and state. Databases of before revisions stand here."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables. Those of words are made by `index.lexical` in every version."""
    op.create_table(
        "documents",
        sa.Column("id", sa.String, primary_key=True),
        *(sa.Column(name, sa.String, nullable=False) for name in ("source", "kind", "short_name", "title", "identity")),
        sa.Column("articles", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("reader", "digest", "stamp")),
        sa.Column("entry", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "texts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
    )
    op.create_table(
        "passages",
        sa.Column("document_id", sa.String, primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("text_id", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("passage", sa.String, nullable=False),
    )
    op.create_index("ix_passages_text_id", "passages", ["text_id"])
    op.create_table("debts", sa.Column("key", sa.String, primary_key=True))
    op.create_table(
        "state", sa.Column("name", sa.String, primary_key=True), sa.Column("value", sa.String, nullable=False)
    )
