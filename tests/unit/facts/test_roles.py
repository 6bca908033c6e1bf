"""Roles: words of a clause resolved to the party meant, through slips and ambiguous words."""

import pytest

from ingestion.facts.definitions import read_definitions
from ingestion.facts.parties import read_parties
from ingestion.facts.roles import EVERYONE, Roles, read_roles
from ingestion.structure import read_blocks

DELEGATION = """Convention de délégation de gestion

Entre

La direction interministérielle du numérique (DINUM), représentée par Aline Kerros, ci-après « le délégant »,

Et

Le secrétariat général des bois et des eaux, représenté par Hugo Lancel, ci-après « le partenaire-délégataire »,

Et ensemble, « les parties »

Article 1 – Objet

Le SGBE tient le registre.
"""
GRANT = """Convention

Entre le Commissariat aux digues (CAD), représenté par Mme Odile Ferran, ci-après « l'Administration », d'une part, et
l'association Les Vannes, représentée par son président, M. Ali Kessel, ci-après « le Bénéficiaire », d'autre part,

Article 1 – Objet

Texte.
"""
SIMPLE = """Convention

Entre la Ville de Montclar, représentée par son maire, ci-après « le délégant », et le Service des eaux (SDE),
représenté par Ali Kessel, ci-après « le délégataire »,

Article 1 – Obligations du délégant

{body}
"""


def roles(text: str) -> Roles:
    blocks = read_blocks(text)
    known = read_parties(blocks)
    return read_roles(blocks, known, read_definitions(blocks, known))


@pytest.mark.parametrize(
    ("words", "role", "party"),
    [
        ("le délégant", "délégant", "DINUM"),
        ("du Délégrant", "délégant", "DINUM"),
        ("la DINUM", "délégant", "DINUM"),
        ("la direction interministérielle du numérique", "délégant", "DINUM"),
        ("le partenaire-déléguataire", "partenaire-délégataire", "SGBE"),
        ("le partenaire-déléataire", "partenaire-délégataire", "SGBE"),
        ("partenaire-délégué", "partenaire-délégataire", "SGBE"),
        ("le délégataire", "partenaire-délégataire", "SGBE"),
        ("le partenaire", "partenaire-délégataire", "SGBE"),
        ("Le SGBE", "partenaire-délégataire", "SGBE"),
        ("le secrétariat général", "partenaire-délégataire", "SGBE"),
        ("les parties", EVERYONE, None),
        ("chacune des parties", EVERYONE, None),
        ("les partenaires", EVERYONE, None),
        ("l'une ou l'autre des parties", EVERYONE, None),
        ("l'équipe", None, None),
        ("le comité d'investissement", None, None),
        ("l'administration", None, None),
        ("la délégation", None, None),
        ("le délégué général", None, None),
    ],
)
def test_words_lead_to_a_party(words: str, role: str | None, party: str | None) -> None:
    actor = roles(DELEGATION).resolve(words)
    assert (actor.words, actor.role, actor.party) == (words, role, party)


def test_roles_given_by_common_words() -> None:
    known = roles(GRANT)
    assert known.resolve("l'Administration").party == known.resolve("le CAD").party == "CAD"
    assert known.resolve("le bénéficaire").party == known.resolve("l'association").party == "association Les Vannes"
    found = known.find_actors("Le Bénéficiaire informe l'Administration, mais l'administration fiscale n'en sait rien.")
    assert [(actor.words, actor.party) for _, _, actor in found] == [
        ("Le Bénéficiaire", "association Les Vannes"),
        ("l'Administration", "CAD"),
    ]


def test_a_delegue_is_not_the_other_role_of_its_sentence() -> None:
    known = roles(SIMPLE.format(body="Texte."))
    assert known.resolve("le délégué", "Le délégué fournit ce que demande le délégataire.").role == "délégant"
    assert known.resolve("le délégué", "Le délégué rend compte au délégant.").role == "délégataire"
    assert known.resolve("le délégué").role == "délégataire"


def test_a_delegue_keeps_the_meaning_that_the_document_gives_it() -> None:
    body = "Le délégué fournit les pièces demandées par le délégataire.\n\nLe délégué signe."
    assert roles(SIMPLE.format(body=body)).resolve("le délégué").role == "délégant"
    assert roles(SIMPLE.format(body="Le délégué signe.")).resolve("le délégué").role == "délégant"


def test_the_other_of_two_parties_has_the_other_role() -> None:
    text = SIMPLE.format(body="Texte.").replace("ci-après « le délégataire »", "ci-après « le Service »")
    assert roles(text).resolve("le délégataire").party == "SDE"


def test_mentions_stand_at_their_place() -> None:
    text = (
        "Le partenaire-délégué et l'équipe Haie Sèche rendent compte au délégant ; la DINUM réunit le comité de suivi."
    )
    found = roles(DELEGATION).find_actors(text)
    assert [(text[a:b], actor.role) for a, b, actor in found] == [
        ("Le partenaire-délégué", "partenaire-délégataire"),
        ("l'équipe Haie Sèche", None),
        ("délégant", "délégant"),
        ("la DINUM", "délégant"),
        ("le comité de suivi", None),
    ]
    assert all(text[a:b] == actor.words for a, b, actor in found)


@pytest.mark.parametrize(
    "text",
    [
        "Les parties prenantes lisent une partie des crédits délégués, en partie par délégation.",
        "Les délais de la délégation de gestion sont tenus ; la déléguée générale aussi.",
        "Une administration partenaire suit les partenariats.",
    ],
)
def test_what_names_no_party(text: str) -> None:
    assert [actor.words for _, _, actor in roles(DELEGATION).find_actors(text) if actor.role] == []


def test_everyone_means_every_party() -> None:
    known = roles(DELEGATION)
    assert known.meant(known.resolve("les parties")) == known.parties
    assert known.meant(known.resolve("le délégant")) == known.parties[:1]
    assert known.meant(known.resolve("l'équipe")) == ()


def test_a_name_for_all_that_the_text_defines() -> None:
    text = DELEGATION.replace("Et ensemble, « les parties »", "ci-après conjointement « les Contributeurs »")
    assert roles(text).resolve("les Contributeurs").role == EVERYONE
    assert roles(DELEGATION).resolve("les Contributeurs").role is None
