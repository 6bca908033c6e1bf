"""Signatures: one column or several, filled or left blank, for oneself or by delegation."""

from datetime import date

import pytest

from ingestion.facts.evidence import State
from ingestion.facts.parties import read_parties
from ingestion.facts.roles import read_roles
from ingestion.facts.signatures import Signature, read_signatures
from ingestion.structure import read_blocks

OPENING = """Convention de délégation de gestion

Entre

La direction des phares (DP), représentée par Aline Kerros, directrice des phares, ci-après « le délégant »,

Et

Le service des bouées (SB), représenté par Hugo Lancel, chef du service des bouées, ci-après « le délégataire »,

Article 1 - Objet

Le service entretient les bouées.

"""


def signatures(closing: str) -> tuple[Signature, ...]:
    text = OPENING + closing
    blocks = read_blocks(text)
    found = read_signatures(blocks, read_roles(blocks, read_parties(blocks)))
    for signature in found:
        for one in signature.evidence:
            assert text[one.start : one.end] == one.quote
    return found


def outline(closing: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(s.party.party if s.party else None, s.signatory, s.title) for s in signatures(closing)]


@pytest.mark.parametrize(
    ("closing", "expected"),
    [
        pytest.param(
            "Fait à Brest, le 5 mai 2024\n\nLe délégant,\n\nLa directrice des phares\n\nAline KERROS\n\n"
            "Le délégataire,\n\nHugo LANCEL\nChef du service\n",
            [("DP", "Aline KERROS", "La directrice des phares"), ("SB", "Hugo LANCEL", "Chef du service")],
            id="one column, office above or below",
        ),
        pytest.param(
            "Fait à Brest, le 5 mai 2024\n\nPour la DP,                    Pour le SB,\n\n"
            "La directrice                  Le chef du service\n\nAline KERROS                   Hugo LANCEL\n",
            [("DP", "Aline KERROS", "La directrice"), ("SB", "Hugo LANCEL", "Le chef du service")],
            id="columns of spaces",
        ),
        pytest.param(
            "Fait à Brest, le 5 mai 2024\n\nPour la DP,                    Pour le SB,\n\n"
            "                               Paul NORD\n",
            [("DP", None, None), ("SB", "Paul NORD", None)],
            id="one name, under the second column",
        ),
        pytest.param(
            "Fait à Brest, le 5 mai 2024\n\nLe délégant\tLe délégataire\nAline KERROS\tPaul NORD\n",
            [("DP", "Aline KERROS", None), ("SB", "Paul NORD", None)],
            id="tabs",
        ),
        pytest.param(
            "Fait à Brest, le 5 mai 2024\n\n| Pour le délégant | Pour le délégataire |\n|---|---|\n"
            "| La directrice, Aline KERROS | Le chef, Hugo LANCEL |\n",
            [("DP", "Aline KERROS", "La directrice"), ("SB", "Hugo LANCEL", "Le chef")],
            id="pipes, office and name in one cell",
        ),
        pytest.param(
            "Fait à Brest, le 5 mai 2024\n\nHugo LANCEL\nChef du service\n\nLe délégant,\n\nLe délégataire\n\n"
            "La directrice\n\nAline KEROS\n",
            [("DP", "Aline KEROS", "La directrice"), ("SB", "Hugo LANCEL", "Chef du service")],
            id="columns that a scan unrolled: names tell",
        ),
        pytest.param(
            "Fait à Brest, le 5 mai 2024\n\nLe délégant,\nLe délégataire,\n\nZoé SUD\n\nPaul NORD\n",
            [("DP", "Zoé SUD", None), ("SB", "Paul NORD", None)],
            id="unknown names, in order",
        ),
        pytest.param(
            "Fait à Brest, le 5 mai 2024\n\nSigné électroniquement par : Hugo LANCEL\n"
            "Signé électroniquement par : Zoé EST\n",
            [("SB", "Hugo LANCEL", None), (None, "Zoé EST", None)],
            id="no party named",
        ),
        pytest.param(
            "À Brest, le 5 mai 2024\n\nLa directrice des phares,\nAline KERROS\n\nLe chef du service des bouées,\n",
            [("DP", "Aline KERROS", "La directrice des phares"), ("SB", None, "Le chef du service des bouées")],
            id="offices only",
        ),
    ],
)
def test_who_signs_for_whom(closing: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    assert outline(closing) == expected


def test_by_delegation_and_in_the_place_of_another() -> None:
    first, second = signatures(
        "Fait à Brest, le 5 mai 2024\n\nLE DÉLÉGANT\n\nP/ la directrice des phares,\nle secrétaire général\n"
        "M. Zacharie Le Nôtre\n\nLE DÉLÉGATAIRE\n\nPour le chef du service et par délégation,\nl'adjointe\n"
        "Inès DUBOURG\n"
    )
    assert (first.on_behalf_of, first.title) == ("P/ la directrice des phares", "le secrétaire général")
    assert (second.on_behalf_of, second.title) == ("Pour le chef du service et par délégation", "l'adjointe")
    assert (first.signatory, second.signatory) == ("Zacharie Le Nôtre", "Inès DUBOURG")


def test_a_place_left_blank() -> None:
    found = signatures("Fait à Brest, le\n\nLa DP,\n\nLe délégataire,\n")
    assert [(s.party.words, s.state, s.date, s.place) for s in found if s.party] == [
        ("La DP", State.BLANK, None, "Brest"),
        ("Le délégataire", State.BLANK, None, "Brest"),
    ]


def test_a_form_with_one_name_filled() -> None:
    found = signatures(
        "Fait à Brest, le ………\n\nPour la DP,\tPour le SB,\nLa directrice\tLe chef\nNom :\tNom : Hugo LANCEL\n"
    )
    assert [(s.signatory, s.title, s.state) for s in found] == [
        (None, "La directrice", State.BLANK),
        ("Hugo LANCEL", "Le chef", State.STATED),
    ]


@pytest.mark.parametrize(
    ("header", "day", "place"),
    [
        ("Fait à Saint-Malo, en deux exemplaires, le 5 mai 2024", date(2024, 5, 5), "Saint-Malo"),
        ("Fait en deux exemplaires, à Brest, le 05/05/2024", date(2024, 5, 5), "Brest"),
        ("12 JUIN 2024\n\nFait à Brest, le", date(2024, 6, 12), "Brest"),
        ("Fait à Brest,\nle 1er juin 2024", date(2024, 6, 1), "Brest"),
        ("Fait à Brest, le [date]", None, "Brest"),
        ("Fait le Brest\n\nà 05/05/2024", date(2024, 5, 5), "Brest"),
        ("Fait en deux exemplaires originaux, le ………", None, None),
    ],
)
def test_date_and_place(header: str, day: date | None, place: str | None) -> None:
    found = signatures(f"{header}\n\nLe délégant,\n\nAline KERROS\n")
    assert [(s.date, s.place) for s in found] == [(day, place)]


def test_each_column_has_its_own_date() -> None:
    found = signatures(
        "Fait à Brest, le 5 mai 2024          Fait à Lyon, le 7 juin 2024\n\n"
        "Pour la DP                           Pour le SB\n"
    )
    assert [(s.date, s.place) for s in found] == [(date(2024, 5, 5), "Brest"), (date(2024, 6, 7), "Lyon")]


def test_a_place_to_sign_that_names_nobody() -> None:
    (only,) = signatures("Fait en trois exemplaires à [ville], le [date].\n")
    assert (only.party, only.signatory, only.state) == (None, None, State.BLANK)


def test_no_signature_without_a_place_to_sign() -> None:
    assert (
        signatures(
            "Article 2 - Suite\n\nLe bilan fait à Brest en mai 2024 est joint par Hugo LANCEL, chef du service.\n"
        )
        == ()
    )
