"""Tables: which rows of an answer are shown as one, with which cells, and what stays text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.tables import MOST_COLUMNS, MOST_ROWS, Table, parts

NAMES = ("Bac-Net", "Carnet d'Escale", "Phare Logement")
LINES = (
    "- 2024 : 3 €", "- 2025 — AE : 4 € · CP : 5 € [1]", "- Bac-Net : deux mois [2]", "- autre chose", "| a | b |",
    "|---|---|", "|", "||", "| **c** | `d` | e |", "", " ", "du texte", "**titre**", "- ", "-", "|:--|--:|",
    "- 2024 :",
)  # fmt: skip
texts = st.lists(st.sampled_from(LINES) | st.text(max_size=20), max_size=30).map("\n".join)


def tables(text: str) -> list[Table]:
    return [part for part in parts(text, NAMES, "fr") if isinstance(part, Table)]


def only(text: str) -> Table:
    (table,) = tables(text)
    return table


def test_a_schedule_has_a_column_for_each_credit() -> None:
    table = only(
        "- 2023 — AE : **180 000 €** · CP : **90 000 €** [1] [2]\n"
        "- 2024 — AE : **285 000 €** · CP : **210 000 €** [3]\n"
        "- 2025 — AE : — · CP : **120 000 €**"
    )
    assert table.header == ("Année", "AE", "CP", "Source")
    assert table.rows == (
        ("2023", "180 000 €", "90 000 €", "[1] [2]"),
        ("2024", "285 000 €", "210 000 €", "[3]"),
        ("2025", "—", "120 000 €", "–"),
    )


def test_a_schedule_with_its_total_is_a_table() -> None:
    table = only(
        "- 2023 — AE : **180 000 €** · CP : **90 000 €** [1]\n- Total — AE : **180 000 €** · CP : **90 000 €** [2]"
    )
    assert table.rows[-1] == ("Total", "180 000 €", "90 000 €", "[2]")


def test_years_of_other_shapes_have_one_column() -> None:
    table = only("- 2024 : trois mois [1]\n- 2025 : AE : 4 €")
    assert (table.header, table.rows[0]) == (("Année", "Réponse", "Source"), ("2024", "trois mois", "[1]"))


def test_a_list_across_conventions_is_headed_by_their_names() -> None:
    rows = "- **Bac-Net** : **deux mois** — préavis, lettre [1]\n- **Phare Logement** : un mois [2]"
    text = f"**2** conventions sur 2 :\n{rows}"
    told, table = parts(text, NAMES, "fr")
    assert told == "**2** conventions sur 2 :" and isinstance(table, Table)
    assert table.header == ("Convention", "Réponse", "Source")
    assert table.rows == (("Bac-Net", "deux mois — préavis, lettre", "[1]"), ("Phare Logement", "un mois", "[2]"))


def test_english_headers() -> None:
    (table,) = parts("- 2024 : two months [1]\n- 2025 : three [2]", (), "en")
    assert isinstance(table, Table) and table.header == ("Year", "Answer", "Source")


def test_a_table_of_markdown_is_read_without_its_rule_and_marks() -> None:
    text = "| Convention | Montant |\n|---|---:|\n| **Bac-Net** | 1 240 000 € [1] |\n| Péniche | |"
    assert only(text).header == ("Convention", "Montant")
    assert only(text).rows == (("Bac-Net", "1 240 000 € [1]"), ("Péniche", ""))
    assert only(text).lines == tuple(text.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "- 2024 : 3 €",
        "- 2024 : 3 €\n- autre : 4 €",
        "- 2024 : 3 €\n- 2025 : 4 €\n- sans valeur",
        "- Bac-Net : 3 €\n- 2024 : 4 €",
        "- Inconnue : 3 €\n- Autre : 4 €",
        "- Bac-Net : 3 €\n- Phare Logement",
        f"- 2024 : {'x' * 91}\n- 2025 : y",
        "| seule |",
        "|---|",
        "\n".join(["| a |"] * (MOST_ROWS + 1)),
        "\n".join(["| a " * (MOST_COLUMNS + 1) + "|"] * 2),
        "\n".join(f"- {2000 + n} : {n} €" for n in range(MOST_ROWS)),
        "du texte | avec une barre",
    ],
    ids=str.__len__,
)
def test_what_is_no_table_stays_text(text: str) -> None:
    assert parts(text, NAMES, "fr") == [text]


def test_order_is_kept_between_text_and_tables() -> None:
    first, table, last = parts("avant\n\n| a |\n| b |\naprès\n- un point", NAMES, "fr")
    assert (first, last) == ("avant\n", "après\n- un point")
    assert isinstance(table, Table) and table.rows == (("b",),)


@given(texts)
def test_every_line_is_in_one_part_in_order(text: str) -> None:
    found = [
        line
        for part in parts(text, NAMES, "fr")
        for line in (part.split("\n") if isinstance(part, str) else part.lines)
    ]
    assert [line for line in found if line.strip()] == [line for line in text.split("\n") if line.strip()]


@given(texts)
def test_rows_of_lists_are_as_wide_as_their_header(text: str) -> None:
    for table in tables(text):
        assert 1 <= len(table.rows) < MOST_ROWS and 1 <= len(table.header) <= MOST_COLUMNS
        if table.lines[0].startswith("- "):
            assert {len(row) for row in table.rows} == {len(table.header)}
            assert all(cell for row in table.rows for cell in row)
