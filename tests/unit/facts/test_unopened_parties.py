"""Parties that no « Entre » opens, names on two lines, and who signs for them."""

import pytest

from ingestion.facts.dates import read_dates
from ingestion.facts.evidence import State
from ingestion.facts.parties import Party, read_parties
from ingestion.facts.roles import read_roles
from ingestion.facts.signatures import Signature, read_signatures
from ingestion.structure import read_blocks

QUOTED = """PROTOCOLE D'ÉCHANGE « RUCHE 7 »

La Caisse des apiculteurs (CDA), établissement public, ci-après « l'Émetteur », représentée par M. Paul Rayon,

et

l'Agence des prairies (ADP), ci-après « le Destinataire », représentée par Mme Lise Trèfle,

ont décidé de ce qui suit.
"""
ROLES = """DÉLÉGATION DE GESTION

La direction des ruches (DDR), délégant,
Et
La mission des fleurs (MDF), délégataire,

conviennent de ce qui suit.

Article 1 - Objet. Le délégant confie les ruches.
"""


def parties(text: str) -> tuple[Party, ...]:
    return read_parties(read_blocks(text))


def signatures(text: str) -> tuple[Signature, ...]:
    blocks = read_blocks(text)
    return read_signatures(blocks, read_roles(blocks, read_parties(blocks)))


def test_two_paragraphs_that_name_and_call_a_party() -> None:
    assert [(one.label, one.short_names[-1]) for one in parties(QUOTED)] == [
        ("CDA", "l'Émetteur"),
        ("ADP", "le Destinataire"),
    ]


def test_two_roles_in_one_paragraph() -> None:
    assert [(one.label, one.role) for one in parties(ROLES)] == [("DDR", "délégant"), ("MDF", "délégataire")]


@pytest.mark.parametrize(
    "text",
    [
        "LETTRE\n\nLa Caisse des apiculteurs, ci-après « la Caisse », vous remercie.\n\nElle vous écrira.\n",
        "NOTE\n\nLe service veille aux ruches.\n\nLe miel est récolté en juin.\n",
    ],
)
def test_one_name_alone_makes_no_parties(text: str) -> None:
    assert parties(text) == ()


def test_parties_that_an_avenant_only_names() -> None:
    text = "AVENANT N° 1\n\nEntre la Région des ruches (RDR), le Rucher central (RC) et l'Office du miel (ODM),\n\n"
    assert [one.label for one in parties(f"{text}Article 1\n\nRien ne change.\n")] == ["RDR", "RC", "ODM"]


def test_a_short_name_on_two_lines() -> None:
    text = (
        "CONVENTION\n\nEntre\n\nLe Rucher des Combes, représenté par M. Paul Rayon, ci-après « l'établissement\n"
        "d'origine »,\n\nEt\n\nL'Office du miel, représenté par Mme Lise Trèfle, "
        "ci-après « l'organisme d'accueil »,\n\nArticle 1 : Objet\n\nL'organisme d'accueil nourrit les abeilles.\n"
    )
    found = parties(text)
    assert found[0].short_names == ("l'établissement d'origine",)
    mentions = read_roles(read_blocks(text), found).find_actors("L'organisme d'accueil nourrit les abeilles.")
    assert mentions[0][2].party == "Office du miel"


def test_a_body_known_by_its_own_name_between_quotes() -> None:
    text = (
        "CONVENTION\n\nEntre\n\nLe Service à compétence nationale « Ruches de l'État » (SCN RDE), "
        "représenté par M. Rayon, ci-après « le délégant »,\n\nEt\n\n"
        "L'Office du miel (ODM), ci-après « le délégataire »,\n\nArticle 1 : Objet\n\nRien.\n"
    )
    assert (parties(text)[0].name, parties(text)[0].label) == (
        "Service à compétence nationale « Ruches de l'État »",
        "SCN RDE",
    )


SIGNED = (
    "CONVENTION\n\nEntre\n\nLe Rucher (RC), représenté par M. Paul Rayon, ci-après « le Loueur »,\n\nEt\n\n"
    "L'Office du miel (ODM), représenté par Mme Lise Trèfle, ci-après « l'Occupant »,\n\n"
    "Article 1 : Objet\n\nLe prêt des ruches.\n\n"
)


@pytest.mark.parametrize("mark", ["p/o", "p.o.", "P/O"])
def test_who_signs_by_order_is_named(mark: str) -> None:
    columns = f"Le Loueur,                L'Occupant,\nPaul Rayon                {mark} Luc Acacia\n"
    text = f"{SIGNED}Fait à Vezoul, le 3 mai 2024\n\n{columns}"
    second = signatures(text)[1]
    assert (second.signatory, second.state, second.party and second.party.party) == ("Luc Acacia", State.STATED, "ODM")


def test_each_line_has_its_own_place_and_date() -> None:
    text = f"{SIGNED}Vezoul, le 3 mai 2024\t\tPaul Rayon, président\nDole, le \t\tLise Trèfle, directrice\n"
    dated = [(one.signatory, one.date and one.date.day, one.place) for one in signatures(text)]
    assert dated == [("Paul Rayon", 3, "Vezoul"), ("Lise Trèfle", None, None)]
    dates = [(fact.what, fact.state) for fact in read_dates(read_blocks(text)) if fact.nature == "signature"]
    assert dates == [("Vezoul", State.STATED), ("Dole", State.BLANK)]


def test_a_mark_of_signature_is_no_name() -> None:
    text = f"{SIGNED}Fait à Vezoul, le 3 mai 2024\n\nPour le Loueur : Paul Rayon\nPour l'Occupant : [signature]\n"
    assert [(one.signatory, one.state) for one in signatures(text)] == [
        ("Paul Rayon", State.STATED),
        (None, State.BLANK),
    ]
