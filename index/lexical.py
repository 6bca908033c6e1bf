"""Lexical search in SQLite FTS5, over tokens made in Python: by words and by spellings. Only here FTS5 is spoken."""

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

import sqlalchemy as sa

from index.words import joined_codes, spellings, tokens
from ingestion.passages import Passage

# Tokens are letters and figures only, so that this tokenizer cuts at the spaces and nowhere else.
_TOKENIZE = 'tokenize="unicode61 remove_diacritics 0"'
_TABLES = {"words": "context, body", "spellings": "body"}
# A word of a heading counts twice: « Résiliation » above a clause says more of it than one inside.
_BM25 = {"words": "bm25(words, 2.0, 1.0)", "spellings": "bm25(spellings)"}
# A question longer than this is a pasted page, and FTS5 walks one list a term.
_WORDS_AT_MOST = 64
_RUNS_AT_MOST = 128
# Places in these lists that one question may walk: some 30 ms. Beyond it the commonest terms, which tell least, are
# left out; among 3,100 articles of law nothing is (28,000 places for a median question, 58,000 for the longest).
_PLACES_AT_MOST = 60_000

Scores = dict[int, float]
"""Number of a text to its BM25, above 0; texts that share no term are absent."""


def create(connection: sa.Connection) -> None:
    """Create the tables of words where they are not there yet."""
    for table, columns in _TABLES.items():
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({columns}, {_TOKENIZE})")
        connection.exec_driver_sql(f"CREATE VIRTUAL TABLE IF NOT EXISTS {table}_terms USING fts5vocab({table}, 'row')")


def add(connection: sa.Connection, texts: Mapping[int, Passage]) -> None:
    """Index texts: by words, headings and lead-in apart from the text, and by spellings."""
    rows = [_row(number, passage) for number, passage in texts.items()]
    if rows:
        connection.execute(sa.text("INSERT INTO words(rowid, context, body) VALUES (:number, :context, :body)"), rows)
        connection.execute(sa.text("INSERT INTO spellings(rowid, body) VALUES (:number, :runs)"), rows)


def remove(connection: sa.Connection, texts: Collection[int]) -> None:
    """Drop the words of texts."""
    rows = [{"number": number} for number in texts]
    for table in _TABLES if rows else ():
        connection.execute(sa.text(f"DELETE FROM {table} WHERE rowid = :number"), rows)


def clear(connection: sa.Connection) -> None:
    """Drop the words of all texts: the tables whole, for FTS5 deletes row by row what it believes to be there."""
    for table in _TABLES:
        connection.exec_driver_sql(f"DROP TABLE {table}_terms")
        connection.exec_driver_sql(f"DROP TABLE {table}")
    create(connection)


def numbers(connection: sa.Connection) -> tuple[set[int], set[int]]:
    """Numbers of the texts indexed by words, and of those indexed by spellings."""
    words, runs = (set(connection.scalars(sa.text(f"SELECT rowid FROM {table}"))) for table in _TABLES)
    return words, runs


def by_words(connection: sa.Connection, question: str) -> Scores:
    """Texts by the stems, codes and pairs of neighbouring stems that they share with a question.

    All texts are scored, also when the search is inside some conventions: rareness is counted over the index.
    """
    sequence = tokens(question)[:_WORDS_AT_MOST]
    single = _affordable(connection, "words", [*sequence, *joined_codes(question)[:_WORDS_AT_MOST]])
    pairs = [f"{left} {right}" for left, right in pairwise(sequence) if left in single and right in single]
    return _scores(connection, "words", [*single, *dict.fromkeys(pairs)])


def by_spellings(connection: sa.Connection, question: str) -> Scores:
    """Texts by the runs of letters that they share with a question; as `by_words` otherwise."""
    runs = _affordable(connection, "spellings", spellings(question)[:_RUNS_AT_MOST])
    return _scores(connection, "spellings", runs)


def held(connection: sa.Connection, terms: Collection[str], texts: Collection[int] | None = None) -> frozenset[str]:
    """Those of the stems that some text of the index holds; one of `texts` unless `None`."""
    asked = {f"t{at}": term for at, term in enumerate(list(terms)[:_RUNS_AT_MOST])}
    if not asked:
        return frozenset()
    query = f"SELECT term FROM words_terms WHERE term IN ({', '.join(f':{name}' for name in asked)})"
    found = frozenset(connection.scalars(sa.text(query), asked))
    return found if texts is None else frozenset(term for term in found if _stands_in(connection, term, texts))


def _stands_in(connection: sa.Connection, term: str, texts: Collection[int]) -> bool:
    """Whether one of the texts holds a term: its list is walked no further than there."""
    query = sa.text("SELECT rowid FROM words WHERE words MATCH :match")
    with connection.execute(query, {"match": f'"{term}"'}) as rows:
        return any(row[0] in texts for row in rows)


def _row(number: int, passage: Passage) -> dict[str, object]:
    context = "\n".join([*passage.path, passage.lead_in or ""])
    return {
        "number": number,
        "context": " ".join(tokens(context)),
        "body": " ".join(tokens(passage.text)),
        "runs": " ".join(spellings(f"{context}\n{passage.text}")),
    }


def _affordable(connection: sa.Connection, table: str, terms: Iterable[str]) -> list[str]:
    """Those of the terms that the index holds, the rarest first, as far as walking their lists is cheap."""
    asked = {f"t{at}": term for at, term in enumerate(dict.fromkeys(terms))}
    if not asked:
        return []
    query = f"SELECT term, doc FROM {table}_terms WHERE term IN ({', '.join(f':{name}' for name in asked)})"
    held = sorted(connection.execute(sa.text(query), asked), key=lambda row: (row[1], row[0]))
    kept: list[str] = []
    places = 0
    for term, count in held:
        places += count
        if kept and places > _PLACES_AT_MOST:
            break
        kept.append(term)
    return kept


def _scores(connection: sa.Connection, table: str, terms: list[str]) -> Scores:
    if not terms:
        return {}
    # Quoted, a term is a phrase whatever it holds: no word of a question is ever read as FTS5 syntax.
    match = " OR ".join(f'"{term}"' for term in terms)
    query = f"SELECT rowid, -{_BM25[table]} FROM {table} WHERE {table} MATCH :match"
    return dict(connection.execute(sa.text(query), {"match": match}).all())
