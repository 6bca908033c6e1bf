"""CSV: separators and encodings told apart, values as they are written."""

from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.documents import document_of
from ingestion.errors import UnreadableFile
from ingestion.readers.table_text import read_table_text
from ingestion.reading import read_entry
from ingestion.reading_rules import ReadingRules

EXPECTED = "| Poste | AE |\n| --- | --- |\n| Équipe d'été | 80 000,50 € |\n"


def read(content: bytes) -> str:
    return read_table_text(Path("a.csv"), content, ReadingRules()).text


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    return caught.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert read("Poste;AE\r\nÉquipe d'été;80 000,50 €\r\n".encode(encoding)) == EXPECTED


@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
def test_separators(separator: str) -> None:
    value = '"80 000,50 €"' if separator == "," else "80 000,50 €"
    assert read(f"Poste{separator}AE\nÉquipe d'été{separator}{value}\n".encode()) == EXPECTED


def test_decimal_commas_are_no_separator() -> None:
    assert read(b"a;1,5;2,5\nb;3,5;4,5\n") == "| a | 1,5 | 2,5 |\n| b | 3,5 | 4,5 |\n"


def test_excel_may_tell_the_separator() -> None:
    assert read(b"sep=,\r\na;b,c\r\n") == "| a;b | c |\n"


def test_quotes_hold_separators_line_ends_and_quotes() -> None:
    assert read(b'a;"b;\nc ""d"""\nx;y\n') == '| a | b; c "d" |\n| x | y |\n'


def test_lines_above_the_table_are_paragraphs() -> None:
    assert read("Annexe financière;;\n;;\nPoste;AE;CP\nÉquipe;1;2\n".encode()).split("\n\n") == [
        "Annexe financière",
        "| Poste | AE | CP |\n| --- | --- | --- |\n| Équipe | 1 | 2 |\n",
    ]


def test_codes_keep_their_zeros() -> None:
    assert read(b"Programme;0352\nBOP;0352-CDIN\n") == "| Programme | 0352 |\n| BOP | 0352-CDIN |\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b";;\n;\n", "empty"),
        (b"a;\x00", "binary"),
        (b"a;\x81", "encoding"),
        (b"a;" + b"x" * 200_000, "damaged"),
        (b"1;2\n" * 150_000, "too_many_cells"),
    ],
)
def test_what_is_refused(content: bytes, reason: str) -> None:
    assert refusal(content) == reason


def test_instalments_come_out_of_a_table() -> None:
    content = "Versement;Date;Montant\nPremier versement;31/03/2025;30 000,50 €\nSolde;31/12/2025;12 000 €\n".encode()
    reading = read_table_text(Path("a.csv"), content, ReadingRules())
    facts = read_entry(document_of("a.csv", "csv", content, reading)).facts
    assert [fact.amount for fact in facts if fact.kind == "instalment"] == [Decimal("30000.50"), Decimal(12000)]


def test_a_total_under_every_empty_row_stays_in_its_table() -> None:
    content = b"Poste;AE\nGite;1\n" + b"\nTotal;10\n" * 20_000
    assert read(content).count("\n\n") == 0
