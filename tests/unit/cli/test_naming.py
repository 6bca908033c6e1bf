"""Names typed on the command line."""

import pytest

from bot.cli.naming import NoSuchDocument, SeveralDocuments, find
from index.records import DocumentRow
from ingestion.names import Alias, DocumentKind, Identity


def row(name: str, source: str, *aliases: str) -> DocumentRow:
    names = tuple(Alias(alias, "title", 0, 1) for alias in (name, *aliases))
    identity = Identity(DocumentKind.CONVENTION, name, name, names, ())
    return DocumentRow(f"id-{source}", source, DocumentKind.CONVENTION, name, name, identity, 1, 1)


ROWS = [
    row("Carnet d'Escale", "ports/a.txt", "DGITM", "FAST 7"),
    row("Portulan", "b.txt", "DGITM"),
    row("FAST 7", "c.txt"),
]


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("carnet d’escale", "ports/a.txt"),
        ("CARNET-DESCALE", "ports/a.txt"),
        ("a.txt", "ports/a.txt"),
        ("ports/a.txt", "ports/a.txt"),
        ("id-b.txt", "b.txt"),
        ("portulam", "b.txt"),
        ("fast7", "c.txt"),
    ],
)
def test_a_name_is_found_through_case_accents_and_slips(typed: str, source: str) -> None:
    assert find(ROWS, typed).source == source


def test_an_alias_of_several_asks_which() -> None:
    with pytest.raises(SeveralDocuments) as caught:
        find(ROWS, "dgitm")
    assert caught.value.values == {"name": "dgitm", "close": "Carnet d'Escale, Portulan"}


def test_an_unknown_name_gives_the_closest() -> None:
    with pytest.raises(NoSuchDocument) as caught:
        find(ROWS, "porte")
    assert caught.value.values["close"].startswith("Portulan")
    with pytest.raises(NoSuchDocument) as caught:
        find([], "porte")
    assert caught.value.key == "no_such_document"
