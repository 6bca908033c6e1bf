"""Page noise: letterheads, page numbers, images, running headers; never a line of the text."""

import pytest

from ingestion.lines import split_lines
from ingestion.noise import noise_lines


def noise(text: str) -> list[str]:
    lines = split_lines(text)
    return [lines[index].text for index in sorted(noise_lines(lines))]


@pytest.mark.parametrize(
    "text",
    [
        "Page 3/7",
        "page 3 sur 7",
        "- 4 -",
        "12",
        "p. 12",
        "-----",
        "![](image_3.png)",
        "[Logo du lac]",
        "<!-- page 2 -->",
        "RÉPUBLIQUE FRANÇAISE",
        "Liberté • Égalité • Fraternité",
        "GOVERNEMENT",
        "Convention Grand Lavoir                   Page 2/5",
        "Convention Grand Lavoir - 2/5",
    ],
)
def test_noise(text: str) -> None:
    assert noise(f"Un texte.\n\n{text}\n\nUn autre.") == [text]


@pytest.mark.parametrize(
    "text", ["La page 3 est blanche.", "2022", "Le gouvernement paie.", "Il y a 12 lavoirs", "[3 lavoirs]", "| 12 |"]
)
def test_text_is_not_noise(text: str) -> None:
    assert noise(f"Un texte.\n\n{text}\n\nUn autre.") == []


def test_a_short_line_found_three_times_is_a_running_header() -> None:
    page = "Convention du Grand Lavoir 2024\n\nUn texte {}.\n\n"
    assert noise("".join(page.format(n) for n in range(3))) == ["Convention du Grand Lavoir 2024"] * 3
    assert noise("".join(page.format(n) for n in range(2))) == []


@pytest.mark.parametrize(
    "text", ["- ouvrir le lavoir", "Article 2", "La commune paie", "un lavoir ;", "Prix : 2 €", "a\tb c d"]
)
def test_what_repeats_in_a_text(text: str) -> None:
    assert noise(f"{text}\n\n" * 4) == []


def test_what_is_stamped_around_a_letterhead_in_mid_document() -> None:
    stamp = "MINISTÈRE DU LAC\n\nRépublique française\nLiberté Égalité Fraternité\n\nBureau\ndes eaux\n\n"
    assert noise(f"Un texte.\n\n{stamp}La suite du texte.") == [
        "MINISTÈRE DU LAC",
        "République française",
        "Liberté Égalité Fraternité",
        "Bureau",
        "des eaux",
    ]


def test_what_stands_around_the_first_letterhead_is_the_document_s_own() -> None:
    text = "République française\n\nConvention\nGrand Lavoir\n\nUn texte."
    assert noise(text) == ["République française"]


def test_a_heading_under_a_letterhead_is_text() -> None:
    assert noise("Un texte.\n\nRépublique française\n\nArticle 3 : Prix\n\nUn texte.") == ["République française"]
