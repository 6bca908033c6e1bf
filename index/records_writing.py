"""Writing the records: one document a transaction, its words with it. What Chroma must follow is noted as debts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from zlib import compress

import sqlalchemy as sa
from pydantic import TypeAdapter

from index import lexical
from index.records import IDENTITY, PASSAGE, REVISION, revision
from index.records_facts import RefusedFact, delete_facts, put_facts, sound_facts
from index.records_tables import DEBTS, DOCUMENTS, METADATA, PASSAGES, STATE, TEXTS, slices
from ingestion.blocks import BlockKind
from ingestion.corpus import Entry
from ingestion.passages import Passage

# Level 3 packs an entry ten times smaller in a few milliseconds; higher levels gain little and cost much.
_COMPRESSION = 3


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """An entry of the corpus as it was read from its file."""

    content: bytes
    """The file, whole."""
    digest: str
    """SHA-256 of `content`, in hexadecimal."""
    stamp: str
    """Size, modification time and inode of the file when it was read."""
    entry: Entry
    """`content`, parsed."""


def put_document(connection: sa.Connection, file: CorpusFile, keys: Sequence[str]) -> tuple[RefusedFact, ...]:
    """Write a document with its facts, in place of its former version if any; the facts refused for their quotes.

    `keys`: vector key of each passage, in order.
    """
    entry, refused = sound_facts(file.entry)
    document, passages = file.entry.document.id, file.entry.passages
    former = _delete(connection, document)
    numbers = _number_texts(connection, dict(zip(keys, passages, strict=True)))
    connection.execute(sa.insert(DOCUMENTS), _document_row(file, entry))
    rows = [_passage_row(document, passage, numbers[key]) for key, passage in zip(keys, passages, strict=True)]
    if rows:
        connection.execute(sa.insert(PASSAGES), rows)
    put_facts(connection, entry)
    _drop_orphans(connection, former - set(numbers.values()))
    _next_revision(connection)
    return refused


def remove_document(connection: sa.Connection, document_id: str) -> None:
    """Remove a document, its passages, its facts, and the words that no other document holds."""
    _drop_orphans(connection, _delete(connection, document_id))
    _next_revision(connection)


def restamp(connection: sa.Connection, document_id: str, stamp: str) -> None:
    """Note that the file changed its place or time and nothing else."""
    connection.execute(sa.update(DOCUMENTS).where(DOCUMENTS.c.id == document_id).values(stamp=stamp))


def owe(connection: sa.Connection, keys: Collection[str]) -> None:
    """Note that Chroma must follow what happened to these keys."""
    for some in slices(sorted(keys)):
        connection.execute(sa.delete(DEBTS).where(DEBTS.c.key.in_(some)))
        connection.execute(sa.insert(DEBTS), [{"key": key} for key in some])


def owe_all(connection: sa.Connection) -> None:
    """Note that Chroma must follow every text."""
    owe(connection, list(connection.scalars(sa.select(TEXTS.c.key))))


def debts(connection: sa.Connection, most: int) -> tuple[list[str], list[str]]:
    """Some of the keys that Chroma must follow: those to be there, and those to be gone."""
    due = list(connection.scalars(sa.select(DEBTS.c.key).order_by(DEBTS.c.key).limit(most)))
    there: set[str] = set()
    for some in slices(due):
        there.update(connection.scalars(sa.select(TEXTS.c.key).where(TEXTS.c.key.in_(some))))
    return [key for key in due if key in there], [key for key in due if key not in there]


def settle(connection: sa.Connection, keys: Collection[str]) -> None:
    """Note that Chroma has followed."""
    for some in slices(sorted(keys)):
        connection.execute(sa.delete(DEBTS).where(DEBTS.c.key.in_(some)))


def _delete(connection: sa.Connection, document_id: str) -> set[int]:
    """Remove a document, its passages and its facts; numbers of the texts it held."""
    held = set(connection.scalars(sa.select(PASSAGES.c.text_id).where(PASSAGES.c.document_id == document_id)))
    connection.execute(sa.delete(PASSAGES).where(PASSAGES.c.document_id == document_id))
    delete_facts(connection, document_id)
    connection.execute(sa.delete(DOCUMENTS).where(DOCUMENTS.c.id == document_id))
    return held


def _number_texts(connection: sa.Connection, passages: dict[str, Passage]) -> dict[str, int]:
    """Number of each text by its key; new ones are numbered, indexed by their words, and owed to Chroma."""
    known: dict[str, int] = {}
    for some in slices(sorted(passages)):
        query = sa.select(TEXTS.c.key, TEXTS.c.id).where(TEXTS.c.key.in_(some))
        known.update(connection.execute(query).all())
    first = (connection.scalar(sa.select(sa.func.max(TEXTS.c.id))) or 0) + 1
    new = {key: number for number, key in enumerate((key for key in passages if key not in known), first)}
    if new:
        connection.execute(sa.insert(TEXTS), [{"id": number, "key": key} for key, number in new.items()])
        lexical.add(connection, {number: passages[key] for key, number in new.items()})
        owe(connection, new)
    return known | new


def _drop_orphans(connection: sa.Connection, texts: Collection[int]) -> None:
    """Drop those of the texts that no passage holds any more."""
    for some in slices(sorted(texts)):
        held = set(connection.scalars(sa.select(PASSAGES.c.text_id).where(PASSAGES.c.text_id.in_(some))))
        gone = [number for number in some if number not in held]
        owe(connection, list(connection.scalars(sa.select(TEXTS.c.key).where(TEXTS.c.id.in_(gone)))))
        connection.execute(sa.delete(TEXTS).where(TEXTS.c.id.in_(gone)))
        lexical.remove(connection, gone)


def note(connection: sa.Connection, name: str, value: str) -> None:
    """Keep a fact about the whole index, in place of its former value."""
    connection.execute(sa.delete(STATE).where(STATE.c.name == name))
    connection.execute(sa.insert(STATE), {"name": name, "value": value})


def clear(connection: sa.Connection) -> None:
    """Remove everything but the debts, to which all texts are added, and the revision, which goes on growing.

    Table by table and not document by document: what is left over from a fault goes too.
    """
    owe_all(connection)
    for table in METADATA.sorted_tables:
        if table not in (DEBTS, STATE):
            connection.execute(sa.delete(table))
    lexical.clear(connection)
    _next_revision(connection)


def _next_revision(connection: sa.Connection) -> None:
    note(connection, REVISION, str(revision(connection) + 1))


def _document_row(file: CorpusFile, entry: Entry) -> dict[str, object]:
    """The row of a document; `entry` is the file's, without the facts that were refused."""
    content = file.content if entry is file.entry else TypeAdapter(Entry).dump_json(entry)
    return {
        "id": entry.document.id,
        "source": entry.document.source,
        "kind": entry.identity.kind.value,
        "short_name": entry.identity.short_name,
        "title": entry.identity.title,
        "identity": IDENTITY.dump_json(entry.identity).decode(),
        "articles": sum(block.kind is BlockKind.ARTICLE for block in entry.blocks),
        "reader": entry.reader,
        "digest": file.digest,
        "stamp": file.stamp,
        "entry": compress(content, _COMPRESSION),
    }


def _passage_row(document: str, passage: Passage, text_id: int) -> dict[str, object]:
    return {
        "document_id": document,
        "ordinal": passage.ordinal,
        "text_id": text_id,
        "start": passage.start,
        "end": passage.end,
        "passage": PASSAGE.dump_json(passage).decode(),
    }
