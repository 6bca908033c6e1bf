"""Parties: clauses in every style, and what a clause leaves blank."""

import pytest

from ingestion.facts.parties import Party, read_parties
from ingestion.structure import read_blocks


def parties(text: str) -> tuple[Party, ...]:
    found = read_parties(read_blocks(text))
    for party in found:
        for one in party.evidence:
            assert text[one.start : one.end] == one.quote
    return found


def outline(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(p.label, p.role, p.representative, p.representative_title) for p in parties(text)]


BODY = "\n\nArticle 1 – Objet\n\nLe service compte les ponts.\n"

LINES = f"""Convention de délégation de gestion

Entre

La direction des ponts et passerelles (DPP)

Adresse : **3 quai de l'Arche - 69000 LYON Cedex 02,**
Représentée par Aline Kerros, directrice des ponts,
Ci-après appelée « le déléegant »,

Et

La **Direction interministérielle du numérique**

Adresse : 8 rue du Bac, 75020 PARIS

Représentée Hugo LANCEL, directeur interministériel du numérique

Ci après désignée "DINUM" ou « le déléguataire » ,

Et ensemble, « les parties »{BODY}"""

SENTENCE = f"""Convention de partenariat

Entre la Ville de Montclar, représentée par son maire, M. Jean Valdor, dûment habilité par délibération du conseil
du 3 mai 2023, ci-après « la Ville », d'une part, et l'association Les Semeurs, dont le siège social est situé
4 bis, rue du Moulin, 38000 Grenoble, n° SIRET 812 345 678 00012, représentée par sa présidente, Mme Odile Ferran,
ci-après dénommée « l'Association », d'autre part,{BODY}"""

NUMBERED = f"""Convention

ENTRE :

1. Le ministère de la Mer, direction des affaires portuaires (DAP), sis 3 place du Quai à Brest (29200), représenté par
Mme Aline Kerros, directrice des affaires portuaires, ci-après désigné « le délégant » ;

2. La direction interministérielle du numérique (DINUM), représentée par M. Paul Orban, directeur, ci-après
désignée « le partenaire-déléataire » ;

3. L'Agence des archives maritimes, établissement public, représentée par son directeur, ci-après l'Agence.{BODY}"""

LABELLED = f"""Convention de délégation de gestion

La présente convention est conclue entre :

- le délégant : la direction générale des forêts (DGF), 1 rue des Pins, 33000 Bordeaux, représentée par Mme la
directrice générale, Inès Dubourg ;
- le délégataire : le secrétariat général des ministères de la Terre (SGMT), représenté par M. Hugo Lancel.{BODY}"""

MARKDOWN = """# Convention cadre

**Entre**

**L'État**, représenté par le préfet de la région Armor, M. Luc Tessier, ci-après désigné par « l'État »,

**et**

**La société ACME SAS**, au capital de 10 000 euros, dont le siège est situé 12, boulevard de la Liberté – 35000 Rennes,
représentée par Zoé MARTIN-LE BRAS en qualité de directrice générale, ci-après dénommée le Titulaire,

ci-après conjointement dénommées « les Parties »,

## Article 1 – Objet

Texte.
"""

CAPITALS = f"""Convention

ENTRE LES SOUSSIGNÉS :

LA COMMUNE DE BELLERIVE, représentée par Madame Jeanne FAURE, Maire, autorisée par délibération du 2 avril 2022,
Ci-après dénommée « LA COMMUNE »

D'UNE PART,

ET :

LE SYNDICAT MIXTE DES RIVES, représenté par Monsieur Karim BENALI, son Président,
Ci-après dénommé « LE SYNDICAT »

D'AUTRE PART,{BODY}"""

INSIDE_AN_ARTICLE = """Convention de mise à disposition

Article 1 – Les parties

La présente convention est conclue entre le Centre des mesures (CDM), représenté par son directeur, M. Ali Kessel,
ci-après « le Centre », et la Direction générale des routes (DGR), représentée par Mme Eva Lund, directrice générale,
ci-après « la Direction ».

Article 2 – Objet

Texte.
"""

LATER = """Protocole

Entre d'une part :
La direction interministérielle du numérique et du système d'information et de communication de l'État (DINSIC),
représentée par Henri Vauban, directeur

Et d'autre part :
Le Conseil départemental de l'Ondine (ci-après « le Département »), représenté par sa présidente Madame Léa Roche,

Article 1 : Objet

La DINSIC (délégataire) réalise pour le Département, délégant, le service.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            LINES,
            [
                ("DPP", "délégant", "Aline Kerros", "directrice des ponts"),
                ("DINUM", "délégataire", "Hugo LANCEL", "directeur interministériel du numérique"),
            ],
        ),
        (
            SENTENCE,
            [
                ("Ville de Montclar", None, "Jean Valdor", "maire"),
                ("association Les Semeurs", None, "Odile Ferran", "présidente"),
            ],
        ),
        (
            NUMBERED,
            [
                ("DAP", "délégant", "Aline Kerros", "directrice des affaires portuaires"),
                ("DINUM", "partenaire-délégataire", "Paul Orban", "directeur"),
                ("Agence des archives maritimes", None, None, "directeur"),
            ],
        ),
        (
            LABELLED,
            [
                ("DGF", "délégant", "Inès Dubourg", "directrice générale"),
                ("SGMT", "délégataire", "Hugo Lancel", None),
            ],
        ),
        (
            MARKDOWN,
            [
                ("État", None, "Luc Tessier", "préfet de la région Armor"),
                ("société ACME SAS", "titulaire", "Zoé MARTIN-LE BRAS", "directrice générale"),
            ],
        ),
        (
            CAPITALS,
            [
                ("COMMUNE DE BELLERIVE", None, "Jeanne FAURE", "Maire"),
                ("SYNDICAT MIXTE DES RIVES", None, "Karim BENALI", "Président"),
            ],
        ),
        (
            INSIDE_AN_ARTICLE,
            [
                ("CDM", None, "Ali Kessel", "directeur"),
                ("DGR", None, "Eva Lund", "directrice générale"),
            ],
        ),
        (
            LATER,
            [
                ("DINSIC", "délégataire", "Henri Vauban", "directeur"),
                ("Conseil départemental de l'Ondine", "délégant", "Léa Roche", "présidente"),
            ],
        ),
    ],
    ids=["lines", "sentence", "numbered", "labelled", "markdown", "capitals", "inside an article", "role later"],
)
def test_clauses_in_every_style(text: str, expected: list[tuple[str, str | None, str | None, str | None]]) -> None:
    assert outline(text) == expected


def test_names_and_addresses() -> None:
    first, second = parties(LINES)
    assert first.name == "direction des ponts et passerelles"
    assert first.short_names == ("DPP", "le déléegant")
    assert first.address == "3 quai de l'Arche - 69000 LYON Cedex 02"
    assert second.short_names == ("DINUM", "le déléguataire")
    assert [party.is_dinum for party in (first, second)] == [False, True]
    assert parties(LATER)[0].is_dinum
    assert [party.address for party in parties(SENTENCE)] == [None, "4 bis, rue du Moulin, 38000 Grenoble"]
    assert parties(NUMBERED)[0].address == "3 place du Quai à Brest (29200)"


def test_a_clause_is_the_evidence_with_its_role_and_representative() -> None:
    clause, role, representative = parties(LINES)[0].evidence
    assert clause.quote.startswith("La direction des ponts") and clause.quote.endswith("« le déléegant »")
    assert role.quote == "le déléegant"
    assert representative.quote == "Représentée par Aline Kerros, directrice des ponts"


def test_initials_used_in_the_text_are_a_short_name() -> None:
    text = LABELLED.replace(" (SGMT)", "").replace("compte les ponts", "est suivi par le SGMT")
    assert outline(text)[1][0] == "SGMT"
    assert outline(LABELLED.replace(" (SGMT)", ""))[1][0] == "secrétariat général des ministères de la Terre"


def test_what_is_left_blank_is_told() -> None:
    text = f"""Convention

Entre les soussignés

La Préfecture de la Combe
Adresse :
Représentée par …………………………,
Ci-après dénommée « le bénéficiaire »,

ET

[nom de la structure]
Adresse : [adresse]
Représentée par [nom], [fonction]
Ci-après dénommée « le partenaire »{BODY}"""
    first, second = parties(text)
    assert (first.role, first.blanks) == ("bénéficiaire", ("address", "representative"))
    assert (first.address, first.representative) == (None, None)
    assert (second.label, second.name, second.role) == ("partenaire", "", "partenaire")
    assert second.blanks == ("name", "address", "representative", "representative_title")


@pytest.mark.parametrize(
    "text",
    [
        "Note\n\nLe trajet entre la gare et le port dure une heure. La Ville, ci-après, en parle.\n",
        "Convention\n\nArticle 1 – Objet\n\nLa différence entre le plafond et la dépense est rendue.\n",
        "",
    ],
)
def test_a_text_without_parties_has_none(text: str) -> None:
    assert parties(text) == ()


def test_a_name_for_all_is_no_party_and_a_list_of_powers_no_clause() -> None:
    assert len(parties(LINES)) == 2
    assert parties(MARKDOWN)[1].short_names == ("le Titulaire",)
    assert parties(MARKDOWN)[1].evidence[0].quote.endswith("le Titulaire")
    text = SENTENCE.replace("Le service compte", "Entre les rives, le service compte")
    assert [party.label for party in parties(text)] == ["Ville de Montclar", "association Les Semeurs"]
