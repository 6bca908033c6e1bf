"""OpenDocument spreadsheets: what their cells show."""

from pathlib import Path

import pytest

from ingestion.documents import Reading, Remark
from ingestion.errors import UnreadableFile
from ingestion.readers.calc import read_calc
from ingestion.reading_rules import ReadingRules
from tests.fuzz.seeds import zipped

_NAMES = " ".join(
    f'xmlns:{sort[0] if sort != "table" else "b"}="urn:oasis:names:tc:opendocument:xmlns:{sort}:1.0"'
    for sort in ("office", "table", "text", "style")
)


def read(tables: str, styles: str = "") -> Reading:
    body = f"<o:body><o:spreadsheet>{tables}</o:spreadsheet></o:body>"
    content = (
        f"<o:document-content {_NAMES}><o:automatic-styles>{styles}</o:automatic-styles>{body}</o:document-content>"
    )
    return read_calc(Path("a.ods"), zipped({"content.xml": content}), ReadingRules())


def table(*rows: str, columns: str = "", name: str = "Feuille1", style: str = "") -> str:
    inside = "".join(f"<b:table-row>{row}</b:table-row>" if not row.startswith("<b:table-row") else row for row in rows)
    return f'<b:table b:name="{name}" b:style-name="{style}">{columns}{inside}</b:table>'


def cell(text: str, more: str = "") -> str:
    return f"<b:table-cell {more}><t:p>{text}</t:p></b:table-cell>" if text else f"<b:table-cell {more}/>"


def figure(text: str, value: str, sort: str = "float") -> str:
    return cell(text, f'o:value-type="{sort}" o:value="{value}"')


def test_a_sheet_is_a_heading_and_a_table() -> None:
    rows = (cell("Poste") + cell("AE"), cell("Équipe") + figure("120 000,50 €", "120000.5", "currency"))
    assert (
        read(table(*rows, name="Budget")).text
        == "# Budget\n\n| Poste | AE |\n| --- | --- |\n| Équipe | 120 000,50 € |\n"
    )


@pytest.mark.parametrize(
    ("text", "value", "sort", "shown"),
    [
        ("1,234.50 €", "1234.5", "currency", "1\u00a0234,50 €"),
        ("-3.5", "-3.5", "float", "-3,5"),
        ("12.5%", "0.125", "percentage", "12,5%"),
        ("3,5", "3.5", "float", "3,5"),
        ("120 k€", "120000", "float", "120 k€"),
        ("31/12/2025", "", "date", "31/12/2025"),
        ("TRUE", "", "boolean", "VRAI"),
    ],
)
def test_figures_are_written_in_french(text: str, value: str, sort: str, shown: str) -> None:
    assert read(table(cell("a") + figure(text, value, sort))).text == f"| a | {shown} |\n"


def test_what_is_hidden_is_left_out_and_told() -> None:
    columns = '<b:table-column/><b:table-column b:visibility="collapse"/><b:table-column/>'
    rows = (cell("a") + cell("b") + cell("c"), f'<b:table-row b:visibility="filter">{cell("d")}</b:table-row>')
    styles = '<s:style s:name="ta2" s:family="table"><s:table-properties b:display="false"/></s:style>'
    found = read(table(*rows, columns=columns) + table(cell("e"), name="Calculs", style="ta2"), styles)
    counts = {"count": "1"}
    assert found.text == "| a | c |\n"
    assert found.remarks == (
        Remark("hidden_sheets", {"names": "Calculs"}), Remark("hidden_rows", counts), Remark("hidden_columns", counts)
    )  # fmt: skip


def test_repeated_cells_are_there_and_coloured_margins_are_not() -> None:
    rows = (cell("a", 'b:number-columns-repeated="2"') + cell("", 'b:number-columns-repeated="16000"'),)
    margin = f'<b:table-row b:number-rows-repeated="1048000">{cell("x")}</b:table-row>'
    assert read(table(*rows, margin)).text == "| a | a |\n"


def test_merged_cells_blanks_and_comments() -> None:
    comment = "<o:annotation><t:p>secret</t:p></o:annotation>"
    row = f'<b:table-cell b:number-columns-spanned="2"><t:p>a<t:s/>b</t:p>{comment}</b:table-cell>'
    assert read(table(row + "<b:covered-table-cell/>" + cell("c"))).text == "| a b | c |\n"


def test_formulas_without_a_value_and_errors_are_told() -> None:
    found = read(table(cell("a") + cell("", 'b:formula="of:=1"') + cell("#REF!", 'b:formula="of:=2"')))
    counts = {"count": "1"}
    assert found == Reading("| a |  | #REF! |\n", remarks=(Remark("uncomputed", counts), Remark("cell_errors", counts)))


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"content.xml": "<x/>"}, "damaged"),
        ({"a": ""}, "damaged"),
        ({"content.xml": "<x/>", "META-INF/manifest.xml": "<encryption-data/>"}, "encrypted"),
    ],
)
def test_what_is_refused(members: dict[str, str], reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_calc(Path("a.ods"), zipped(members), ReadingRules())
    assert caught.value.reason == reason


def test_an_empty_one_is_said() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(table(cell("")))
    assert caught.value.reason == "empty"
