"""Definitions: « ci-après », abbreviations, words that the text defines, and what only looks like them."""

import pytest

from ingestion.facts.definitions import Definition, read_definitions
from ingestion.structure import read_blocks

OPENING = """Convention

Entre la Ville de Montclar, représentée par son maire, ci-après « la Ville », et le Port de Sel (PDS), représenté par
Ali Kessel, ci-après « le Port » ou « le délégataire », ensemble « les Signataires »,

Article 1 - Objet

"""


def definitions(text: str) -> tuple[Definition, ...]:
    found = read_definitions(read_blocks(text))
    for definition in found:
        for one in definition.evidence:
            assert text[one.start : one.end] == one.quote
    return found


def body(sentence: str) -> list[tuple[str, str, str]]:
    known = {(d.term, d.meaning) for d in definitions(OPENING)}
    found = definitions(OPENING + sentence + "\n")
    return [(d.sort, d.term, d.meaning) for d in found if (d.term, d.meaning) not in known]


def test_names_of_the_parties() -> None:
    assert [(d.sort, d.term, d.meaning) for d in definitions(OPENING)] == [
        ("ci-après", "la Ville", "Ville de Montclar"),
        ("ci-après", "le Port", "Port de Sel"),
        ("ci-après", "le délégataire", "Port de Sel"),
        ("ci-après", "les Signataires", "Ville de Montclar, Port de Sel"),
        ("abréviation", "PDS", "Port de Sel"),
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Le suivi public des balises (ci-après le « Service ») est ouvert.",
            [("ci-après", "Service", "Le suivi public des balises")],
        ),
        (
            "Vu la convention du 3 mai 2021, ci-après « la convention initiale », rien ne change.",
            [("ci-après", "la convention initiale", "la convention du 3 mai 2021")],
        ),
        (
            "Les agents, ci-après dénommés « les Gardiens » ou « les Veilleurs », veillent.",
            [("ci-après", "les Gardiens", "Les agents"), ("ci-après", "les Veilleurs", "Les agents")],
        ),
        (
            "Le schéma directeur des usages du numérique (SDUN) est joint.",
            [("abréviation", "SDUN", "schéma directeur des usages du numérique")],
        ),
        (
            "La Ville nomme un DPD (délégué à la protection des données).",
            [("abréviation", "DPD", "délégué à la protection des données")],
        ),
        (
            "On entend par « Marée », la montée de l'eau mesurée au quai.",
            [("définition", "Marée", "la montée de l'eau mesurée au quai")],
        ),
        (
            "Le terme « Quai » désigne tout ouvrage d'accostage.",
            [("définition", "Quai", "tout ouvrage d'accostage")],
        ),
        (
            "Par « Escale », il faut entendre un arrêt de plus d'une heure.",
            [("définition", "Escale", "un arrêt de plus d'une heure")],
        ),
        (
            "Les équipes suivent une méthode de mesure appelée « la Sonde ».",
            [("définition", "la Sonde", "une méthode de mesure")],
        ),
        (
            "L'équipe observe le port (« phase d'écoute »), puis pose une première balise (« phase de pose »).",
            [
                ("définition", "phase d'écoute", "L'équipe observe le port"),
                ("définition", "phase de pose", "pose une première balise"),
            ],
        ),
    ],
)
def test_wordings(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    assert body(sentence) == expected


def test_a_glossary() -> None:
    text = (
        OPENING.replace("Objet", "Définitions")
        + "- « Balise » : appareil flottant ;\n- Jour ouvré : du lundi au vendredi ;\n"
    )
    found = [(d.term, d.meaning) for d in definitions(text) if d.sort == "définition"]
    assert found == [("Balise", "appareil flottant"), ("Jour ouvré", "du lundi au vendredi")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Le tableau figure ci-après.",
        "Le Port désigne un référent et le comité (COPIL) se réunit.",
        "Le service « Vigie » est ouvert depuis la page (RGAA).",
        "Le Port : ses quais et ses bassins.",
        "L'annexe II (Paris) est jointe au bilan (2024).",
    ],
)
def test_what_defines_nothing(sentence: str) -> None:
    assert body(sentence) == []
