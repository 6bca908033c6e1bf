"""Paragraphs, items, headings, notes and what runs, as they are written."""

from dataclasses import replace

from ingestion.documents import Doubt, ScannedPage
from ingestion.layout.page import Word
from ingestion.layout.writing import lay_out
from tests.placed_words import doubted, lined, page_of, placed

WIDE = "Le délégant met à la disposition du délégataire les fichiers qui lui sont"
"""A line that fills the column."""


def text_of(*pages: list[Word]) -> str:
    return lay_out([page_of(words, number) for number, words in enumerate(pages, 1)]).text


def test_lines_are_joined_and_a_cut_word_keeps_its_hyphen() -> None:
    cut = WIDE[:-4] + "néces-"
    assert text_of(lined(WIDE, "utiles.")) == f"{WIDE} utiles.\n"
    assert text_of(lined(cut, "saires.")) == f"{cut}\nsaires.\n"


def test_a_line_ended_on_purpose_keeps_its_end() -> None:
    assert text_of(lined(WIDE, "utiles.", "", "Adresse : 8 quai", "75020 Paris")).endswith(
        "\n\nAdresse : 8 quai\n75020 Paris\n"
    )


def test_paragraphs_are_parted_by_room_indent_and_type() -> None:
    spaced = lined(WIDE, "utiles.") + lined(WIDE, "encore.", top=140)
    indented = lined("Il " + WIDE[3:], left=90) + lined("utiles.", top=113) + lined("Le reste.", left=90, top=126)
    larger = placed("Objet", size=14) + lined(WIDE, "utiles.", top=115)
    assert text_of(spaced).count("\n\n") == 1
    assert text_of(indented).endswith("utiles.\n\nLe reste.\n")
    assert text_of(larger).startswith("# Objet\n\nLe délégant")


def test_headings_by_size_then_bold() -> None:
    words = placed("Convention", size=18) + placed("Article 1 – Objet", baseline=130, size=14)
    words += placed("Détail", baseline=160, bold=True) + lined(WIDE, "utiles.", top=185)
    lines = text_of(words).split("\n\n")
    assert lines[:3] == ["# Convention", "## Article 1 – Objet", "### Détail"]


def test_a_bold_lead_in_is_no_heading() -> None:
    words = placed("Le délégant :", bold=True) + lined(WIDE, "utiles.", top=125)
    assert text_of(words).startswith("Le délégant :\n\n")


def test_items_are_nested_by_their_marks() -> None:
    words = (
        placed("- payer :") + placed("• tôt ;", 90, 113) + placed("• bien ;", 90, 126) + placed("- publier.", 70, 139)
    )
    assert text_of(words) == "- payer :\n  • tôt ;\n  • bien ;\n- publier.\n"


def test_an_unknown_bullet_is_a_hyphen() -> None:
    assert text_of(placed("\uf076 payer") + placed("\uf0b7 publier", baseline=113)) == "- payer\n• publier\n"


def margins(number: int, body: str) -> list[Word]:
    return [
        *placed("Convention Lanterne", baseline=40),
        *lined(body),
        *placed(f"Page {number} / 3", baseline=810),
    ]


def test_what_runs_is_left_out_even_inside_a_sentence() -> None:
    read = lay_out([page_of(margins(1, WIDE), 1), page_of(margins(2, "utiles à tous."), 2)])
    assert read.text == f"{WIDE} utiles à tous.\n"
    assert read.pages == (0, len(WIDE) + 1)


def test_a_row_whose_figures_alone_differ_does_not_run() -> None:
    def page(number: int) -> list[Word]:
        return [*lined(WIDE, "utiles."), *placed(f"Lot {number}{number} : 10{number * 3} €", baseline=800)]

    assert text_of(page(1), page(2), page(3)).count("Lot") == 3


def test_a_page_number_stands_in_the_margin_only() -> None:
    assert text_of([*lined(WIDE), *placed("- 3 -", baseline=815)]) == f"{WIDE}\n"
    assert "12" in text_of(lined(WIDE, "", "12", top=400))


def test_a_footnote_stands_before_the_paragraph_that_runs_over_its_page() -> None:
    call = replace(placed("1", left=70 + 0.5 * 10 * 7, size=6)[0], top=90, bottom=97)
    number = replace(placed("1", left=70, size=6)[0], top=770, bottom=776)
    first = [*placed("Montant"), call, *lined(WIDE, top=400), number, *placed("Hors taxes.", 75, 780, 8)]
    read = lay_out([page_of(first, 1), page_of(lined("utiles."), 2)])
    assert read.text == f"Montant[^1]\n\n[^1]: Hors taxes.\n\n{WIDE} utiles.\n"
    assert read.pages == (0, read.text.index("utiles"))


def test_a_raised_figure_without_a_note_stays_raised() -> None:
    square = replace(placed("2", left=70 + 0.5 * 10 * 1, size=6)[0], top=90, bottom=97)
    assert text_of([*placed("m"), square]) == "m²\n"


def test_doubts_and_confidence_of_recognised_words() -> None:
    words = doubted(lined("payer 45 000 euros"), "45", 0.4)
    read = lay_out([replace(page_of(words), recognised=True)])
    assert read.text == "payer 45 000 euros\n"
    assert read.doubts == (Doubt(6, 8, 0.4),)
    assert read.scanned == (ScannedPage(1, round((13 * 0.95 + 2 * 0.4) / 15, 4)),)


def test_a_page_that_holds_nothing_starts_where_the_next_does() -> None:
    read = lay_out([page_of(lined("Un.")), page_of([], 2), page_of(lined("Trois."), 3)])
    assert read.text == "Un.\n\nTrois.\n"
    assert read.pages == (0, 5, 5)
    assert lay_out([page_of([])]).pages == (0,)


def test_characters_are_composed_and_marks_left_out() -> None:
    assert text_of(placed("e\u0301te\u0301 co\u00adope\u0301ration")) == "été coopération\n"
