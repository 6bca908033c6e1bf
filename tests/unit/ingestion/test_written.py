"""The common written form, and the tables that are brought to it."""

import pytest

from ingestion.structure import read_blocks
from ingestion.written import Footnote, Heading, Item, Paragraph, Piece, Table, clean, write
from ingestion.written_tables import Cell, spread, table_pieces


def cell(text: str, across: int = 1, down: int = 1, header: bool = False) -> Cell:
    return Cell([Paragraph(line) for line in text.split("\n")], across, down, header)


def test_pieces_are_apart_and_the_text_ends_with_a_line_end() -> None:
    pieces: list[Piece] = [
        Heading("Durée\net terme", 9), Paragraph("a\nb"), Item("un\ndeux"), Item("trois", 2, "a)"), Paragraph(" "),
        Item("quatre"), Table([["x|y", ""], ["z"]]), Footnote("1", "n\nm"), Footnote("2", "o"),
    ]  # fmt: skip
    written = write(pieces)
    assert written.text == (
        "###### Durée et terme\n\na\nb\n\n- un\n  deux\n    a) trois\n- quatre\n\n| x¦y |  |\n| z |  |\n\n"
        "[^1]: n m\n[^2]: o\n"
    )
    assert len(written.starts) == len(pieces)
    assert [written.text[start : start + 4] for start in written.starts[-2:]] == ["[^1]", "[^2]"]


def test_nothing_gives_nothing() -> None:
    assert write([Paragraph("\u200b"), Table([["", ""]]), Item(" ")]).text == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("12\u202f000\u00a0€", "12\u202f000\u00a0€"),
        ("a \u00a0 b", "a\u00a0b"),
        ("e\u0301\u00ad\u200b\ufefft", "ét"),
        ("ﬁn ½ m² № …", "ﬁn ½ m² № …"),
        ("a\x00\x07b\x0cc\u2028d", "ab\nc\nd"),
        (" " * 100_000 + "x", "x"),
    ],
)
def test_what_is_cleaned_and_what_is_not(given: str, kept: str) -> None:
    assert clean(given) == kept
    assert clean(kept) == kept


def test_merged_cells_over_rows_and_columns() -> None:
    rows = [[cell("A", 2, 2), cell("B")], [cell("C")], [cell("D"), cell("E", 5), cell("F")]]
    assert spread(rows) == (
        ("A", "", "B", "", "", "", ""), ("A", "", "C", "", "", "", ""), ("D", "E", "", "", "", "", "F"),
    )  # fmt: skip


def test_a_merged_sum_is_said_once() -> None:
    rows = [[cell("12 000 €", down=2), cell("a")], [cell("b")]]
    assert spread(rows) == (("12 000 €", "a"), ("", "b"))


def test_no_cell_of_a_wide_table_is_lost() -> None:
    (row,) = spread([[cell("a", 1_000_000), *[cell(str(rank)) for rank in range(100)]]])
    assert [text for text in row if text] == ["a", *map(str, range(100))]


def test_a_caption_and_rows_of_headers() -> None:
    pieces = table_pieces([
        [cell("Crédits ouverts", 3)],
        [cell("Année", down=2), cell("Crédits", 2)],
        [cell("AE"), cell("CP")],
        [cell("2025"), cell("10 000 €"), cell("5 000 €")],
    ])  # fmt: skip
    assert [type(piece) for piece in pieces] == [Paragraph, Table]
    assert pieces[1] == Table([("Année", "Crédits", "Crédits"), ("", "AE", "CP"), ("2025", "10 000 €", "5 000 €")], 2)


def test_a_group_over_sums_is_no_header() -> None:
    (table,) = table_pieces([[cell("Total", 2), cell("9 €")], [cell("a"), cell("b"), cell("4 €")], [cell("c")] * 3])
    assert isinstance(table, Table) and table.headers == 0


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        (["a\nb", "c\nd"], [("a", "c"), ("b", "d")]),
        (["a\nb\ne", "c\nd"], [("a", "c"), ("b", "d"), ("e", "")]),
        (["2025", "10 €\n(estimé)"], [("2025", "10 €\n(estimé)")]),
    ],
)
def test_people_who_sign_side_by_side(cells: list[str], rows: list[tuple[str, str]]) -> None:
    (table,) = table_pieces([[cell(text) for text in cells]])
    assert isinstance(table, Table) and list(table.rows) == rows


def test_the_structure_is_read_back() -> None:
    pieces = [Heading("Article 1 : Objet", 1), Paragraph("Elle doit :"), Item("payer ;"), Item("finir.", 0)]
    kinds = [block.kind.value for block in read_blocks(write([*pieces, Table([["a", "b"]])]).text)]
    assert kinds == ["article", "paragraph", "item", "item", "table"]
