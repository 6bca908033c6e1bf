"""Migrations of the records, run by `index.records_schema`; a revision is never changed once it was released."""
