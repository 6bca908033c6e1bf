"""Workbooks: what a person sees of each sheet, as headings and tables that the readers of facts know."""

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ingestion.documents import Reading, Remark, document_of
from ingestion.errors import UnreadableFile
from ingestion.readers.number_formats import show_number
from ingestion.readers.workbook import read_workbook
from ingestion.reading import read_entry
from ingestion.reading_rules import ReadingRules
from tests.fuzz.seeds import zipped

PATH = Path("annexe.xlsx")
RULES = ReadingRules()


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def made(*rows: list[Any], name: str = "Feuil1", change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(book)


def edited(content: bytes, member: str, old: str, new: str) -> bytes:
    """A workbook with a part of it changed by hand."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        assert member in source.namelist()
        for info in source.infolist():
            body = source.read(info).decode()
            assert info.filename != member or re.search(old, body, re.DOTALL), "nothing to change"
            target.writestr(info, re.sub(old, new, body, flags=re.DOTALL) if info.filename == member else body)
    return buffer.getvalue()


def written(cells: str, strings: str = "", settings: str = "") -> bytes:
    """A workbook written by hand, as Excel does: one row of cells, and the table of their texts."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ends = {"worksheet": "/xl/worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml"}
    related = "".join(f'<Relationship Id="{e}" Type="{office}/{e}" Target="{target}"/>' for e, target in ends.items())
    sheets = '<sheets><sheet name="Feuil1" sheetId="1" r:id="worksheet"/></sheets>'
    members = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{settings}{sheets}</workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData><row>{cells}</row></sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
    }
    return zipped(members)


def read(content: bytes) -> Reading:
    return read_workbook(PATH, content, RULES)


def refusal(content: bytes, rules: ReadingRules = RULES) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_workbook(PATH, content, rules)
    return caught.value.reason


def test_a_sheet_is_a_heading_and_a_table() -> None:
    content = made(["Poste", "AE 2025"], ["Équipe", 120000], name="Budget")
    assert read(content) == Reading("# Budget\n\n| Poste | AE 2025 |\n| --- | --- |\n| Équipe | 120000 |\n")


@pytest.mark.parametrize("name", ["Feuil1", "Sheet 2", "Feuille3"])
def test_a_name_that_a_program_gave_is_no_heading(name: str) -> None:
    assert read(made(["Lavoir"], name=name)).text == "Lavoir\n"


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (1234.5, '#,##0.00 "€"', "1\u00a0234,50 €"),
        (1234.5, "#,##0.00\\ [$€-40C];[Red]-#,##0.00\\ [$€-40C]", "1\u00a0234,50 €"),
        (-1234.5, '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', "-1\u00a0234,50 €"),
        (0, '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-', "- €"),
        (0.1 + 0.2, "General", "0,3"),
        (0.125, "0.0%", "12,5%"),
        (352, "0000", "0352"),
        (date(2025, 12, 31), "DD/MM/YYYY", "31/12/2025"),
        (date(2025, 12, 31), "yyyy-mm-dd", "31/12/2025"),
        (date(2025, 12, 31), "m/d/yyyy", "31/12/2025"),
        (date(2025, 12, 31), "mm-dd-yy", "31/12/2025"),
        (date(2025, 8, 1), "[$-40C]d mmmm yyyy", "1 août 2025"),
        (datetime(2025, 12, 31, 14, 30), "dd/mm/yyyy hh:mm", "31/12/2025 14:30"),
        (time(8, 5), "h:mm", "8:05"),
        (True, "General", "VRAI"),
        (False, "General", "FAUX"),
        ("0352-CDIN", "General", "0352-CDIN"),
        ("« l'été » | 10 €\u202fTTC\nsuite", "General", "« l'été » ¦ 10 €\u202fTTC suite"),
    ],
)
def test_a_cell_is_what_is_shown(value: Any, code: str, shown: str) -> None:
    def formatted(sheet: Any) -> None:
        sheet["B2"].number_format = code

    assert read(made(["a", "b"], ["c", value], change=formatted)).text.splitlines()[-1] == f"| c | {shown} |"


def test_formats_known_by_number_only_follow_french_settings() -> None:
    content = edited(made(["a", 1234.5]), "xl/styles.xml", 'numFmtId="0"', 'numFmtId="44"')
    assert read(content).text == "| a | 1\u00a0234,50 € |\n"


def test_days_since_1904() -> None:
    cells = '<c r="A1" t="d"><v>2025-12-31T00:00:00</v></c><c t="d"><v>2025-12-31T14:30:00</v></c>'
    assert read(written(cells)).text == "| 31/12/2025 | 31/12/2025 14:30 |\n"
    assert show_number("1", "dd/mm/yyyy", since_1904=True) == "02/01/1904"
    styles = '<c s="0"><v>1</v></c>'
    assert read(written(styles, settings='<workbookPr date1904="1"/>')).text == "1\n"


def test_formulas_have_their_last_value_or_none() -> None:
    cells = '<c t="inlineStr"><is><t>a</t></is></c><c><f>1+1</f><v>2</v></c><c><f>2+2</f><v/></c><c><f>B1</f></c>'
    empty = '<c t="str"><f>""</f><v></v></c>'
    assert read(written(cells + empty)) == Reading("| a | 2 |  |  |\n", remarks=(Remark("uncomputed", {"count": "2"}),))


def test_errors_are_shown_and_told() -> None:
    assert read(made(["a", "#REF!"])) == Reading("| a | #REF! |\n", remarks=(Remark("cell_errors", {"count": "1"}),))


def test_what_is_hidden_is_left_out_and_told() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Feuil1"
    for row in (["Poste", "AE", "CP"], ["Équipe", 1, 2], ["Secret", 3, 4], ["Total", 5, 6]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("Calculs").sheet_state = "hidden"
    book.create_sheet("Paie").sheet_state = "veryHidden"
    names, counts = Remark("hidden_sheets", {"names": "Calculs, Paie"}), {"count": "1"}
    remarks = (names, Remark("hidden_rows", counts), Remark("hidden_columns", counts))
    assert read(saved(book)) == Reading(
        "| Poste | CP |\n| --- | --- |\n| Équipe | 2 |\n| Total | 6 |\n", remarks=remarks
    )


def test_lines_above_and_below_a_table_are_paragraphs() -> None:
    rows = [
        [None, "Annexe financière"],
        [],
        [None, "Montants TTC"],
        [None, "Poste", "AE"],
        [None, "Équipe", 10],
        [None, "* estimation"],
    ]
    assert read(made(*rows)).text.split("\n\n") == [
        "Annexe financière",
        "Montants TTC",
        "| Poste | AE |\n| --- | --- |\n| Équipe | 10 |",
        "* estimation\n",
    ]


def test_empty_rows_part_tables_but_not_a_total_from_its_own() -> None:
    rows = [["Poste", "AE"], ["Équipe", 10], [], ["Total", 10], [], ["Centre de coût", "SPM075"], ["Programme", "0352"]]
    assert read(made(*rows)).text.split("\n\n") == [
        "| Poste | AE |\n| --- | --- |\n| Équipe | 10 |\n| Total | 10 |",
        "| Centre de coût | SPM075 |\n| Programme | 0352 |\n",
    ]


def test_labels_above_a_header_are_a_table_of_their_own() -> None:
    rows = [["Service", "Quai Ouvert"], ["Poste", "Détail", "AE", "CP"], ["Équipe", "x", 10, 11], ["Gîte", "y", 12, 13]]
    first, second = read(made(*rows)).text.split("\n\n")
    assert first == "| Service | Quai Ouvert |"
    assert second.splitlines()[1] == "| --- | --- | --- | --- |"


def merged(sheet: Any) -> None:
    for span in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
        sheet.merge_cells(span)


GRID = (
    ["Annexe financière | Quai Ouvert"],
    ["Poste", 2025, None, 2026],
    [None, "AE", "CP", "AE", "CP"],
    ["Équipe", 10, 11, 12, 13],
    ["Gîte", 20, 21, 22, 23],
)


def test_merged_headers_are_written_once_above_the_rule() -> None:
    assert read(made(*GRID, change=merged)).text.split("\n\n")[1].splitlines()[:3] == [
        "| Poste | 2025 |  | 2026 |  |",
        "|  | AE | CP | AE | CP |",
        "| --- | --- | --- | --- | --- |",
    ]


def test_what_a_merged_cell_covers_is_not_read() -> None:
    content = edited(
        made(["a", "b", "c"]),
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )
    assert read(content).text == "| a | c |\n"


def test_a_merged_range_over_the_whole_sheet_costs_nothing() -> None:
    ranges = '<mergeCell ref="A1:XFD1048576"/>' * 5_000
    content = edited(
        made(["a", "b"], ["c", "d"]),
        "xl/worksheets/sheet1.xml",
        "</sheetData>",
        f"</sheetData><mergeCells>{ranges}</mergeCells>",
    )
    assert read(content).text == "a\n"


def test_budget_lines_come_out_of_a_sheet() -> None:
    def formatted(sheet: Any) -> None:
        merged(sheet)
        for row in sheet["B4:E5"]:
            for cell in row:
                cell.number_format = '#,##0.00 "€"'

    content = made(*GRID, change=formatted)
    entry = read_entry(document_of("annexe.xlsx", "xlsx", content, read(content)))
    found = {(f.label, f.column, f.year): f.value for f in entry.facts if f.kind == "budget"}
    assert found[("Équipe", "CP", 2026)] == Decimal(13)
    assert found[("Gîte", "AE", 2025)] == Decimal(20)
    assert len(found) == 8
    assert entry.identity.short_name == "Quai Ouvert – annexe financière"


def test_the_same_bytes_give_the_same_text() -> None:
    content = made(*GRID, change=merged)
    assert read(content) == read(content)


def test_styled_words_are_put_together_without_how_they_are_said() -> None:
    runs = "<si><r><t>Quai </t></r><r><rPr><b/></rPr><t>Ouvert</t></r><rPh><t>kai</t></rPh></si><si><t>Gîte</t></si>"
    cells = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="s"><v>-1</v></c>'
    assert read(written(cells, runs)).text == "| Quai Ouvert | Gîte |\n"
    assert read(written('<c t="inlineStr"><is><r><t>Quai</t></r><rPh><t>kai</t></rPh></is></c>')).text == "Quai\n"


def test_characters_that_the_format_escapes() -> None:
    assert read(written('<c t="s"><v>0</v></c>', "<si><t>a_x000D_\nb_xD800_</t></si>")).text == "a\nb\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 no more", "damaged"),
        (b"Poste;AE\n", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (made(), "empty"),
        (edited(made(["a"]), "xl/workbook.xml", "<workbook ", '<!DOCTYPE x [<!ENTITY a "b">]><workbook '), "damaged"),
        (edited(made(["a"]), "xl/worksheets/sheet1.xml", "<worksheet ", "<!DOCTYPE x><worksheet "), "damaged"),
        (edited(made(["a"]), "xl/worksheets/sheet1.xml", "</sheetData>", ""), "damaged"),
    ],
)
def test_what_is_refused(content: bytes, reason: str) -> None:
    assert refusal(content) == reason


def test_a_workbook_that_unpacks_too_large_is_refused() -> None:
    content = edited(made(["a"]), "xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData>" + " " * 300_000)
    assert refusal(content, ReadingRules(unpacked=200_000)) == "unpacks_too_large"


def test_sheets_beyond_the_rules_are_told() -> None:
    book = Workbook()
    book.active["A1"] = "Lavoir"
    book.create_sheet("Deux")["A1"] = "Four"
    found = read_workbook(PATH, saved(book), ReadingRules(pages=1))
    assert (found.text, found.remarks) == ("Lavoir\n", (Remark("large_sheets", {"names": "2–2"}),))


def test_places_out_of_the_sheet_and_faulty_styles_lose_nothing_else() -> None:
    odd = '<c r="A0"><v>1</v></c><c r="ZZZZ9" t="s"><v>99</v></c><c r="C1" s="999"><v>3</v></c></row>'
    content = edited(made(["a", "b"]), "xl/worksheets/sheet1.xml", "</row>", odd)
    assert read(content).text.startswith("| a | b |")
