"""The contract of facts: a fact as programs read it, from the command line, an export or the HTTP API."""

from index.lookup import FactRow
from index.records_facts import fact_adapter


def contract(row: FactRow) -> dict[str, object]:
    """A fact as programs read it: where it stands, and all of it. `page` and `confidence` where the file has pages."""
    fact = fact_adapter().dump_python(row.fact, mode="json")
    place = {} if row.page is None else {"page": row.page, "confidence": row.confidence}
    return {"document": row.document, "convention": row.name, "source": row.source, "fact": fact, **place}
