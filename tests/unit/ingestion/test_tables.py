"""Tables: pipes, tabs and aligned columns; each cell verbatim, with its headers."""

import pytest

from ingestion.blocks import Row
from ingestion.lines import split_lines
from ingestion.tables import WIDEST, column_headers, is_rule, read_rows, table_ends

Grid = list[list[tuple[str, str | None, str | None]]]


def rows(text: str, *inherited: str | None) -> tuple[Row, ...]:
    found = read_rows(split_lines(text), inherited)
    for row in found:
        assert text[row.start : row.end].strip() == text[row.start : row.end]
        for cell in row.cells:
            assert text[cell.start : cell.end] == cell.text
    return found


def texts(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in rows(text)]


def test_pipes_with_a_rule() -> None:
    found = rows("| Année | AE |\n|---|--:|\n| 2022 | 5 € |\n| 2023 | |\n")
    assert [row.header for row in found] == [True, False, False]
    assert [(c.text, c.row_header, c.column_header) for row in found[1:] for c in row.cells] == [
        ("2022", None, "Année"),
        ("5 €", "2022", "AE"),
        ("2023", None, "Année"),
        ("", "2023", "AE"),
    ]


def test_tabs_with_an_empty_corner() -> None:
    found = rows("\tAE\tCP\n2022\t5 €\t\n2023\t\t6 €\n")
    assert found[0].header
    assert [(c.row_header, c.column_header) for c in found[1].cells] == [(None, None), ("2022", "AE"), ("2022", "CP")]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_cell_cut_by_a_line_end_is_put_back_together(ending: str) -> None:
    text = ending.join(["\tAE\tCP", "2022\t60 €", "soit 20 €\t30 €", "2023\t90 €\t120 €", ""])
    assert texts(text)[1:] == [["2022", f"60 €{ending}soit 20 €", "30 €"], ["2023", "90 €", "120 €"]]


def test_a_rule_between_two_lines_parts_their_cells() -> None:
    assert texts("\tAE\tCP\n2022\t60 €\n-----\nsoit\t30 €\n")[1:] == [["2022", "60 €", ""], ["soit", "30 €", ""]]


def test_aligned_columns_with_a_hole() -> None:
    text = "Poste          Montant      Part\nSalaires       12.000 €     60 %\nTrajets                     25 %\n"
    assert texts(text)[1:] == [["Salaires", "12.000 €", "60 %"], ["Trajets", "", "25 %"]]


def test_no_piece_of_a_row_is_lost_where_columns_do_not_fit() -> None:
    wide = "a" + " " * 40 + "b" * 20 + "\n"
    under = " " * 42 + "c" + " " * 5 + "d\n"
    assert [[cell for cell in row if cell] for row in texts(wide + under)] == [["a", "b" * 20], ["c", "d"]]


def test_headers_on_two_rows_above_a_rule_are_joined() -> None:
    found = rows("| | 2022 | 2022 |\n| Poste | AE | CP |\n|---|---|---|\n| Lavoir | 1 € | 2 € |\n")
    assert [row.header for row in found] == [True, True, False]
    assert [cell.column_header for cell in found[2].cells] == ["Poste", "2022 AE", "2022 CP"]


def test_years_may_head_columns_and_figures_may_not() -> None:
    assert rows("| Poste | 2022 | 2023 |\n| Lavoir | 1 € | 2 € |\n")[0].header
    assert not rows("| Lavoir | 1 € | 2 € |\n| Vanne | 3 € | 4 € |\n")[0].header


def test_keys_and_values_have_no_column_header() -> None:
    found = rows("| Programme : | 0911 |\n| Centre : | ABC |\n")
    assert not any(row.header for row in found)
    assert [(c.row_header, c.column_header) for c in found[1].cells] == [(None, None), ("Centre :", None)]


def test_a_table_goes_on_with_the_headers_of_the_part_before() -> None:
    before = rows("| Année | AE |\n|---|---|\n| 2022 | 5 € |\n")
    after = rows("| 2023 | 6 € |\n| 2024 | 7 € |\n", *column_headers(before))
    assert [cell.column_header for cell in after[0].cells] == ["Année", "AE"]
    assert not after[0].header
    other = rows("| 2023 | 6 € | 7 € |\n| 2024 | 7 € | 8 € |\n", *column_headers(before))
    assert other[0].cells[1].column_header is None


def test_rules_alone_hold_no_row() -> None:
    assert rows("|---|---|\n+---+---+\n") == ()
    assert column_headers(()) == ()


def test_a_very_wide_row_does_not_widen_all() -> None:
    found = rows("|" + "x|" * 5000 + "\n" + "| a | b |\n" * 50)
    assert len(found[0].cells) == 5000
    assert {len(row.cells) for row in found[1:]} == {WIDEST}


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("| a | b |\ntexte\n", [1, 1]),
        ("a\tb\nc\td\n", [2, 2]),
        ("a    b\ntexte\n", [0, 1]),
        ("a    b\nc    d\ntexte\n", [2, 1, 2]),
        ("a    b\n-----\nc    d\n", [3, 1, 2]),
        ("aaaaaaaaaaaaaaaaaaaa    b\nc    d\n", [0, 1]),
        ("\tun paragraphe en retrait\n", [0]),
        ("-\tun\n-\tdeux\n", [0, 1]),
        ("+---+\n| a | b |\n", [2, 2]),
        ("", []),
    ],
)
def test_where_tables_end(text: str, ends: list[int]) -> None:
    assert list(table_ends(split_lines(text))) == ends


@pytest.mark.parametrize(
    ("text", "rule"), [("|---|", True), ("+==+", True), ("--", False), ("| a |", False), ("|  |", False)]
)
def test_rules(text: str, rule: bool) -> None:
    assert is_rule(split_lines(text)[0]) is rule
