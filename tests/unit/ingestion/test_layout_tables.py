"""Tables: ruled, aligned, merged, over pages; columns of text are none."""

from itertools import pairwise

import pytest

from ingestion.layout.page import Page, Rule, Word
from ingestion.layout.writing import lay_out
from tests.placed_words import grid, lined, page_of, placed

XS, YS = (60.0, 160.0, 260.0, 360.0), (80.0, 100.0, 120.0, 140.0)
CELLS = (("Année", 70, 94), ("AE", 170, 94), ("CP", 270, 94), ("2024", 70, 114), ("120 000 €", 170, 114))


def cells(*placings: tuple[str, float, float], bold: int = 0) -> list[Word]:
    found = enumerate(placings)
    return [word for i, (text, x, y) in found for word in placed(text, x, y, bold=i < bold)]


def text_of(words: list[Word], rules: tuple[Rule, ...] = ()) -> str:
    return lay_out([page_of(words, rules=rules)]).text


def test_a_grid_is_a_table_with_its_empty_cells() -> None:
    words = cells(*CELLS, ("2025", 70, 134), ("90 000 €", 270, 134), bold=3)
    made = ["| Année | AE | CP |", "| --- | --- | --- |", "| 2024 | 120 000 € | |", "| 2025 | | 90 000 € |"]
    assert text_of(words, grid(XS, YS)).splitlines() == made


def test_without_bold_nothing_says_header() -> None:
    assert "---" not in text_of(cells(*CELLS), grid(XS, YS))


def test_borders_drawn_cell_by_cell_make_one_grid() -> None:
    boxes = [
        rule
        for left, right in pairwise(XS)
        for top, bottom in pairwise(YS)
        for rule in grid((left + 1, right - 1), (top + 1, bottom - 1))
    ]
    assert text_of(cells(*CELLS), tuple(boxes)) == text_of(cells(*CELLS), grid(XS, YS))


def test_a_merged_header_names_each_of_its_columns() -> None:
    rules = (*grid(XS, (100.0, 120.0, 140.0)), *grid((60.0, 160.0, 360.0), (80.0, 100.0)))
    words = cells(("Lot", 70, 94), ("2024", 250, 94), ("AE", 170, 114), ("CP", 270, 114), ("A", 70, 134), bold=5)
    words += cells(("1 €", 170, 134), ("2 €", 270, 134))
    assert text_of(words, rules).splitlines()[:2] == ["| Lot | 2024 | 2024 |", "| | AE | CP |"]


def test_rows_without_rules_between_them_are_parted_by_their_figures() -> None:
    words = cells(("2024", 70, 94), ("2025", 70, 108), ("10 €", 170, 94), ("20 €", 170, 108), ("30 €", 270, 108))
    assert text_of(words, grid(XS, (80.0, 120.0))) == "| 2024 | 10 € | |\n| 2025 | 20 € | 30 € |\n"


def test_lines_of_a_cell_are_joined() -> None:
    words = cells(("Études", 70, 94), ("préalables", 70, 106), ("selon", 170, 94), ("le devis", 170, 106))
    assert text_of(words, grid(XS, (80.0, 120.0))) == "| Études préalables | selon le devis | |\n"


def test_a_frame_is_no_table() -> None:
    assert text_of(cells(("Encadré", 70, 94)), grid((60.0, 360.0), (80.0, 100.0))) == "Encadré\n"


def test_aligned_columns_are_a_table() -> None:
    rows = [("Poste", "Montant", "Part"), ("Salaires", "98 000 €", "60 %"), ("Loyer", "", "0 %"), ("Total", "1 €", "")]
    placings = [(text, 70 + 120 * i, 100 + 13 * j) for j, row in enumerate(rows) for i, text in enumerate(row)]
    assert text_of(cells(*placings)).splitlines()[1:] == [
        "| Salaires | 98 000 € | 60 % |",
        "| Loyer | | 0 % |",
        "| Total | 1 € | |",
    ]


def test_a_cell_that_goes_on_is_put_together() -> None:
    left = lined("Direction générale des ports et", "du littoral", "Mer")
    right = placed("12 €", left=400) + placed("8 €", left=400, baseline=126)
    made = ["| Direction générale des ports et du littoral | 12 € |", "| Mer | 8 € |"]
    assert text_of(left + right).splitlines() == made


def test_who_sign_side_by_side_are_a_table() -> None:
    words = lined("Pour la DINUM", "", "", "Luc Tanguy") + lined("Pour la DGPL", "", "", "Anselme Querrien", left=300)
    assert text_of(words) == "| Pour la DINUM | Pour la DGPL |\n| Luc Tanguy | Anselme Querrien |\n"


def test_one_who_signs_without_a_name_beside() -> None:
    words = placed("Pour la DINUM") + lined("Pour la DGPL", "", "", "Anselme Querrien", left=300)
    assert text_of(words) == "| Pour la DINUM | Pour la DGPL |\n| | Anselme Querrien |\n"


def test_columns_of_text_are_read_one_after_another() -> None:
    left = lined("La direction des phares est", "représentée par sa directrice,", "ci-après « le délégant »")
    right = lined("La direction du numérique est", "représentée par son directeur,", "« le délégataire »", left=300)
    assert text_of(left + right).split("\n\n") == [
        "La direction des phares est représentée par sa directrice, ci-après « le délégant »",
        "La direction du numérique est représentée par son directeur, « le délégataire »\n",
    ]


def test_marks_and_justified_lines_make_no_columns() -> None:
    marks = [
        word for row in range(3) for word in placed("1.", 70, 100 + 13 * row) + placed("payer", 110, 100 + 13 * row)
    ]
    assert "|" not in text_of(marks)
    stretched = [
        Word(w.text, x, w.top, x + 30, w.bottom, 10) for w, x in zip(placed("a b c"), (70, 250, 430), strict=True)
    ]
    below = [Word(w.text, w.left, w.top + 13, w.right, w.bottom + 13, 10) for w in stretched]
    assert "|" not in text_of(stretched + below)


def pages(repeated: bool) -> list[Page]:
    header = cells(*CELLS[:3], bold=3)
    second = (header if repeated else []) + cells(
        ("2025", 70, 114 if repeated else 94), ("7 €", 170, 114 if repeated else 94)
    )
    rules = grid(XS, YS[:3]) if repeated else grid(XS, YS[:2])
    return [page_of(cells(*CELLS, bold=3), 1, grid(XS, YS[:3])), page_of(second, 2, rules)]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_goes_on_over_the_page(repeated: bool) -> None:
    read = lay_out(pages(repeated))
    assert read.text.splitlines()[2:] == ["| 2024 | 120 000 € | |", "| 2025 | 7 € | |"]
    assert read.pages == (0, read.text.index("| 2025"))


def test_a_table_with_other_columns_is_another() -> None:
    first, second = pages(False)
    other = Page(2, 595.0, 842.0, second.words, grid((60.0, 160.0, 400.0), YS[:2]))
    assert lay_out([first, other]).text.count("\n\n") == 1
