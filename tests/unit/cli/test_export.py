"""`alinea export`: evidence included, codes whole, nothing run as a formula."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.exporting import neutral, sheets
from bot.workbooks import _title
from index.lookup import facts
from index.records import Records
from ingestion.documents import Doubt
from tests.made_facts import PORTULAN, entry_of, portulan_facts, quoted, write_records

Alinea = Callable[..., tuple[int, str, str]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    write_records(folder, entry_of("Portulan", PORTULAN, portulan_facts()))
    return folder


def table(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True), delimiter=";"))


def test_csv_has_a_file_a_kind_as_french_spreadsheets_open_it(alinea: Alinea, data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sortie"
    code, out, _ = alinea("export", "--format", "csv", "--output", str(folder))
    assert (code, "7 faits de 1 documents" in out) == (0, True)
    assert {path.name for path in folder.iterdir()} == {"party.csv", "amount.csv", "obligation.csv", "chorus.csv"}
    [row] = table(folder / "amount.csv")
    assert (row["valeur"], row["année"], row["Fichier"], row["Article"]) == (
        "141000,50", "2024", "dossier/Portulan.txt", "4",
    )  # fmt: skip
    assert PORTULAN[int(row["Début"]) : int(row["Fin"])] == row["Citation"]


def test_states_are_told(alinea: Alinea, data: Path, tmp_path: Path) -> None:
    alinea("export", "--format", "csv", "--output", str(tmp_path))
    states = [(row["champ"], row["code"], row["État"]) for row in table(tmp_path / "chorus.csv")]
    assert states == [
        ("Centre financier (UO)", "0999-ABCD-EFGH", "écrit"),
        ("Centre de coût", "", "laissé en blanc"),
    ]
    assert [row["adresse"] for row in table(tmp_path / "party.csv")] == ["laissé en blanc", ""]


def test_csv_text_is_never_a_formula(alinea: Alinea, data: Path, tmp_path: Path) -> None:
    alinea("export", "--format", "csv", "--output", str(tmp_path))
    assert table(tmp_path / "obligation.csv")[1]["Citation"] == "'- tenir le journal de bord"


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@SOMME", "\t=1", "\r=1", " =1", "\n=1", "\u00a0@x"])
def test_what_a_spreadsheet_would_run_is_neutral(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert neutral(f"a{text}") == f"a{text}"


def test_a_workbook_has_a_sheet_a_kind(alinea: Alinea, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "registre.xlsx"
    assert alinea("export", "--output", str(path))[0] == 0
    book = load_workbook(path)
    assert book.sheetnames == ["Parties", "Montants", "Références Chorus", "Obligations"]
    head, row = book["Montants"].iter_rows(values_only=True)
    shown = dict(zip(head, row, strict=True))
    assert (shown["valeur"], shown["Citation"]) == (141000.5, "Le délégant verse 141 000 € en 2024.")
    assert PORTULAN[shown["Début"] : shown["Fin"]] == shown["Citation"]


def test_a_workbook_keeps_texts_verbatim_and_as_texts(alinea: Alinea, tmp_path: Path) -> None:
    text = "=CMD|' /C calc'!A0 est le code 035200010101 \x1b[31m"
    code = replace(portulan_facts()[5], code="035200010101", label="=CMD|' /C calc'!A0", evidence=quoted(text, text))
    write_records(tmp_path / "data", entry_of("Portulan", text, (code,)))
    path = tmp_path / "registre.xlsx"
    alinea("export", "--format", "xlsx", "--output", str(path))
    page = load_workbook(path).active
    cells = {page.cell(1, cell.column).value: cell for cell in page[2]}
    assert cells["code"].value == "035200010101"
    assert (cells["libellé"].value, cells["libellé"].data_type, cells["libellé"].quotePrefix) == (
        "=CMD|' /C calc'!A0", "s", True,
    )  # fmt: skip
    assert cells["Citation"].value == text.replace("\x1b", "")
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_json_is_all_the_facts(alinea: Alinea, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "registre.json"
    alinea("export", "--format", "json", "--output", str(path))
    found = json.loads(path.read_text(encoding="utf-8"))
    assert [row["fact"]["kind"] for row in found] == [fact.kind for fact in portulan_facts()]
    assert found[2]["fact"]["value"] == "141000.50"


def test_a_file_is_replaced_whole(alinea: Alinea, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "registre.json"
    path.write_text("avant", encoding="utf-8")
    alinea("export", "--format", "json", "--output", str(path))
    assert path.read_text(encoding="utf-8").startswith("[")
    assert [other.name for other in tmp_path.iterdir() if other.name.startswith(".")] == []


@pytest.mark.parametrize("arguments", [("--format", "pdf", "--output", "x"), ()])
def test_an_export_badly_asked_for(alinea: Alinea, data: Path, arguments: tuple[str, ...]) -> None:
    code, out, err = alinea("export", *arguments)
    assert (code, out) == (2, "")
    assert "alinea export --help" in err


def test_rows_are_numbered_in_each_document(data: Path) -> None:
    found = facts(Records(data / "index"), kinds=["obligation"])
    twice = [*found, *(replace(row, document="other") for row in found)]
    assert [row[3] for row in sheets(twice, "fr")[0].rows] == [1, 2, 1, 2]
    assert sheets(found, "en")[0].title == "Obligations"
    assert sheets([], "fr") == ()


def test_long_sheets_have_names_that_differ() -> None:
    assert _title("Crédits : tableaux", 1) == "Crédits   tableaux"
    assert len(_title("x" * 40, 2)) == 31 and _title("x" * 40, 2).endswith(" (2)")


def test_the_name_of_the_file_says_the_format(alinea: Alinea, data: Path, tmp_path: Path) -> None:
    assert alinea("export", "--output", str(tmp_path / "register.json"))[0] == 0
    assert json.loads((tmp_path / "register.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("arguments", [("x.csv",), ("x.csv", "--format", "csv"), ("x.json", "--format", "xlsx")])
def test_a_name_of_another_format_writes_nothing(
    alinea: Alinea, data: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    name, *rest = arguments
    code, out, err = alinea("export", "--output", str(tmp_path / name), *rest)
    assert code != 0 and out == "" and name in err and "--format csv" in err
    assert not (tmp_path / name).exists()


def test_a_spreadsheet_says_the_page_and_the_doubt(alinea: Alinea, tmp_path: Path) -> None:
    entry = entry_of("Portulan", PORTULAN, portulan_facts())
    start = PORTULAN.index("000 €")
    document = replace(entry.document, source="a.tiff", pages=(0, start - 5), doubts=(Doubt(start, start + 3, 0.45),))
    write_records(tmp_path / "data", replace(entry, document=document))
    alinea("export", "--format", "csv", "--output", str(tmp_path / "sortie"))
    [row] = table(tmp_path / "sortie" / "amount.csv")
    confidence = next(value for column, value in row.items() if column.startswith("Confiance"))
    assert (row["Page"], confidence) == ("1", "0,45")
    first = list(table(tmp_path / "sortie" / "party.csv")[0].values())
    assert first[-2:] == ["1", ""]
