"""Headings: numbers in every style; a cross-reference is none."""

import pytest

from ingestion.blocks import BlockKind
from ingestion.headings import MAX_TITLE_WORDS, normalise_number, read_heading, read_numbered, read_plain
from ingestion.lines import Line, split_lines


def line(text: str) -> Line:
    return split_lines(text)[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Article 1 : Objet", "1"),
        ("Article 1er – Objet", "1"),
        ("Article premier.", "1"),
        ("ARTICLE PREMIER - OBJET", "1"),
        ("ARTICLE IV. DURÉE", "4"),
        ("Art. 5. – Suivi", "5"),
        ("Article n° 6 : Suivi", "6"),
        ("Article 5-1 : Suivi", "5-1"),
        ("Article 3 - 2 : Suivi", "3-2"),
        ("Article 2.1 Suivi", "2.1"),
        ("Article 6 bis", "6 bis"),
        ("Article unique", "unique"),
        ("### Article 2 : Rôle", "2"),
        ("**Article 5 : Assurance**", "5"),
        ("#### **Article 1<sup>er</sup> : Durée**", "1"),
        ("\u00a0Article\u00a07\u00a0: Prix", "7"),
    ],
)
def test_articles_in_every_style(text: str, number: str) -> None:
    heading = read_heading(line(text), follows_text=False)
    assert heading is not None
    assert (heading.kind, heading.number, heading.length) == (BlockKind.ARTICLE, number, len(text))


@pytest.mark.parametrize(
    "text",
    [
        "article 5 du décret du 3 mars 2019",
        "Article 2 de la loi de finances",
        "Art. 7 du code, les frais sont dus.",
        "article 9 du règlement : voir le site.",
        "Les articles 1 et 2 restent en vigueur.",
        "Article 4 ci-dessous",
        "Article 4, alinéa 2",
        "**Article 5 du décret de 2019**",
        "### Article 2 de la loi",
        "articles",
        "Articulation des tâches",
        "| Article 8 | reste dans le tableau |",
        "annexe 2 ci-jointe",
        "Annexes au présent contrat",
    ],
)
def test_a_reference_is_no_heading(text: str) -> None:
    assert read_heading(line(text), follows_text=False) is None


def test_a_wrapped_line_is_no_heading() -> None:
    assert read_heading(line("Article 5 Dépenses"), follows_text=True) is None
    assert read_heading(line("Article 5 Dépenses"), follows_text=False) is not None
    assert read_heading(line("**Article 5 Dépenses**"), follows_text=True) is not None


@pytest.mark.parametrize(
    ("text", "number"),
    [("Annexe 1 : plan", "1"), ("ANNEXE B – Tarifs", "B"), ("Annexe", ""), ("Annexe n° 3", "3"), ("ANNEXE II", "2")],
)
def test_annexes(text: str, number: str) -> None:
    heading = read_heading(line(text), follows_text=False)
    assert heading is not None
    assert (heading.kind, heading.number) == (BlockKind.ANNEXE, number)


def test_divisions_have_no_number_and_stand_above_articles() -> None:
    ranks = []
    for text in ("TITRE II – FIN", "Chapitre 1 : Suivi", "Section 2 – Prix", "Article 4 : Fin"):
        heading = read_heading(line(text), follows_text=False)
        assert heading is not None
        ranks.append(heading.rank)
        assert (heading.number is None) == (heading.kind is BlockKind.HEADING)
    assert ranks == sorted(set(ranks))


def test_a_body_run_in_after_the_number_is_not_the_title() -> None:
    body = "La commune verse la somme due au syndicat dans le mois."
    heading = read_heading(line(f"Article 4 : {body}"), follows_text=False)
    assert heading is not None
    assert (heading.title, heading.length) == ("Article 4 :", len("Article 4 : "))


def test_a_title_then_its_body_are_parted() -> None:
    heading = read_heading(
        line("Article 4 – Prix de la saison. La commune verse la somme due au syndicat dans le mois."),
        follows_text=False,
    )
    assert heading is not None
    assert heading.title == "Article 4 – Prix de la saison."


def test_a_long_line_without_a_separator_is_a_sentence() -> None:
    words = " ".join(["Mot"] * (MAX_TITLE_WORDS + 1))
    assert read_heading(line(f"Article 4 {words}"), follows_text=False) is None


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("1ère", "1ère"),
        ("Première", "première"),
        ("XIV", "14"),
        ("ix", "9"),
        ("II bis", "2 bis"),
        ("c", "C"),
        ("vv", "vv"),
    ],
)
def test_numbers(raw: str, number: str) -> None:
    assert normalise_number(raw) == number


@pytest.mark.parametrize("text", ["1. OBJET DU PROTOCOLE", "I. – Objet", "2.1 Gouvernance", "3) Suivi", "A. Prix"])
def test_numbered_headings(text: str) -> None:
    heading = read_numbered(line(text))
    assert heading is not None
    assert heading.kind is BlockKind.HEADING


@pytest.mark.parametrize(
    "text", ["1. ouvrir le lavoir", "2 Gouvernance", "1. Ouvrir le lavoir ;", "3. Il paie :", "2022 AE"]
)
def test_items_and_sentences_are_not_numbered_headings(text: str) -> None:
    assert read_numbered(line(text)) is None


@pytest.mark.parametrize("text", ["Gouvernance", "# Suivi", "**Prix :**", "« Le Lavoir »"])
def test_plain_headings(text: str) -> None:
    assert read_plain(line(text)) is not None


@pytest.mark.parametrize(
    "text", ["Il est gratuit.", "la suite", "Total 12 €", "12", "Un lavoir qui ouvre :", "**un ;**", "Mot " * 13]
)
def test_short_lines_that_are_no_headings(text: str) -> None:
    assert read_plain(line(text)) is None
