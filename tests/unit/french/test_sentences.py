"""Sentences as spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.french.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Vu l'art. 5 du code du pain.",
        "Le décret n. 12 et le n° 13 s'appliquent.",
        "Représentée par M. Alba, Mme. Brun et Dr. Caillou.",
        "Représentée par M. Le Blé, directeur.",
        "Voir cf. Annexe 2, p. 12, al. 3.",
        "Le pain, le sel, etc. sont fournis.",
        "Paru au J.O. du 3 mai.",
        "Du pain, c.-à-d. de la farine, i.e. Du blé.",
        "Le pain ; le sel ; le blé.",
        "Le pain\nse vend\nle matin.",
        "Voir www.exemple.fr et https://exemple.fr/a.b pour la suite.",
        "1. Objet de la commande",
        "Le boulanger J. Alba signe.",
        "Le coût est de 12.50 euros.",
        "Signé le 9 DEC. 2019 à Nantes.",
        "« Le pain est bon. »",
        "Bravo...",
    ],
)
def test_one_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["Le pain est bon.", "Le sel aussi."],
        ["Est-il bon ?", "Oui !", "Vraiment."],
        ["« Le pain est bon. »", "Le sel aussi."],
        ["Le coût est de 12.", "Il double."],
        ["Signé en 2024.", "3 agents suivent."],
        ["Il dit tout, etc.", "Le reste suit."],
        ["Paru au J.O.", "Le reste suit."],
        ["**Le pain.**", "Le sel."],
        ["Objet :\n1. Le pain.", "2. Le sel."],
        ["Il part…", "Elle reste."],
    ],
)
def test_several_sentences(parts: list[str]) -> None:
    assert cut(" ".join(parts)) == parts


def test_an_empty_line_ends_a_sentence() -> None:
    assert cut("Le pain\n\nle sel\n \nle blé") == ["Le pain", "le sel", "le blé"]


@given(st.text(alphabet="aB1 .!?…;\n«»\")*é'"))
def test_every_character_but_blanks_is_in_one_sentence(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


@given(st.text())
def test_spans_are_trimmed_and_in_order(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert at <= start < end
        assert text[start:end] == text[start:end].strip()
        at = end
