"""Zones: the parties' clause and the signatures."""

import pytest

from ingestion.lines import split_lines
from ingestion.zones import find_zones, is_signing, is_visa

TEXT = """Convention

Entre :
La commune
Et le syndicat,

Vu le code,

Article 1 : Objet
Fait nouveau.

Fait à Sources, le
La maire
Annexe 1
Un plan.
"""


def test_zones_of_a_convention() -> None:
    zones = find_zones(split_lines(TEXT), breaks=[8, 13])
    assert zones.parties == range(2, 6)
    assert zones.signatures == (range(11, 13),)


def test_parties_end_at_the_first_article() -> None:
    assert find_zones(split_lines("Entre\nA\nB\nObjet\nC\n"), breaks=[3]).parties == range(0, 3)


def test_parties_without_an_end_are_a_line() -> None:
    assert find_zones(split_lines("Entre\nA\nB\n"), breaks=[]).parties == range(0, 1)


def test_a_word_of_the_text_opens_no_parties() -> None:
    assert find_zones(split_lines("Objet\nEntre\n"), breaks=[0]).parties == range(0, 0)


def test_two_signatures_each_up_to_the_next_heading() -> None:
    text = "Article 1\nFait à Sources, le\nLa maire\nAnnexe 1\nFait à Val, le\nLe préfet\n"
    assert find_zones(split_lines(text), breaks=[0, 3]).signatures == (range(1, 3), range(4, 6))


def test_a_date_stamped_above_belongs_to_the_signature() -> None:
    text = "Article 1\nUn texte.\n\n12 mai 2024\n\nFait à Sources, le\n"
    assert find_zones(split_lines(text), breaks=[0]).signatures == (range(3, 6),)


@pytest.mark.parametrize(
    "opening",
    ["Entre", "ENTRE :", "Entre les soussignés :", "La présente convention est conclue entre :", "Entre d'une part,"],
)
def test_openings_of_parties(opening: str) -> None:
    assert find_zones(split_lines(f"{opening}\nLa commune\nVu le code\n"), breaks=[]).parties == range(0, 2)


@pytest.mark.parametrize(
    "text", ["Fait à Sources, le", "Fait en deux exemplaires, le 3 mai", "À Lyon, le 3 mai 2024", "Signé le 3 mai 2024"]
)
def test_signings(text: str) -> None:
    assert is_signing(split_lines(text)[0])


@pytest.mark.parametrize("text", ["Fait nouveau", "À défaut, le comité décide seul", "Fait à " + "mot " * 20])
def test_sentences_are_no_signing(text: str) -> None:
    assert not is_signing(split_lines(text)[0])


def test_visas() -> None:
    lines = split_lines("Vu le code ;\nConsidérant que\n- Vu la loi\nLu et approuvé\nVu et approuvé\nVue\n")
    assert [is_visa(line) for line in lines] == [True, True, True, False, False, False]
