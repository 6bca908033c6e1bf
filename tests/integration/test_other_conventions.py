"""Conventions of other kinds and layouts: years above columns, quantities, long names, rents, funds with an avenant."""

import pytest

from bot.answer import Answer
from bot.assistant import Assistant
from bot.grounding import loose_figures
from bot.library import Library
from bot.question import Question
from tests.made_library import library_of

RAMPE = """# Convention de délégation de gestion relative au service « Rampe Douce »

Entre l'Agence des escaliers (AE2S), ci-après « le délégant »,
et la Direction des pentes (DP), ci-après « le délégataire ».

## Article 1 – Objet

Le service « Rampe Douce » recense les rampes d'accès.

## Article 2 – Crédits

Les crédits sont ouverts selon le tableau suivant :

| | 2025 | 2026 | 2027 |
|---|---|---|---|
| AE | 1 250 000 € | 300 000 € | 0 € |
| CP | 800 000 € | 500 000 € | 250 000 € |

## Article 3 – Durée

La convention prend fin le 31 décembre 2027.
"""
ACHATS = """# Groupement de commandes pour l'achat de rampes démontables

Entre la Ville de Pente-sur-Orge et le Syndicat des marches.

## Article 1 – Répartition

| Membre | Quantité | Montant annuel HT |
|---|---|---|
| Ville de Pente-sur-Orge | 70 | 31 500 € |
| Syndicat des marches | 260 | 117 000 € |

## Article 2 – Retrait

Un membre peut se retirer du groupement avec un préavis de quatre mois.

## Article 3 – Commandes

Chaque membre règle ses commandes dans un délai de trente jours.
"""


BAIL = """# Convention de mise à disposition de locaux « Pente Neuve »

Entre la Ville de Pente-sur-Orge, ci-après « le Propriétaire », et l'association Rampe, ci-après « l'Occupant ».

## Article 1 – Locaux

Les locaux sont à usage d'atelier. Toute sous-location est interdite.

## Article 2 – Redevance

L'Occupant verse au Propriétaire une redevance annuelle de 9 600 €.

## Article 3 – Textes

Les réparations sont celles de l'article 606 du code civil.
"""
FONDS = """# Convention de financement relative au projet « Bourrasque »

Entre l'Agence des vents (ADV), ci-après « le Financeur », et l'association Voilure, ci-après « le Porteur ».

## Article 1 – Montant

Le Financeur apporte une contribution de 600 000 €. Les frais de communication sont plafonnés à 40 000 €.

## Article 2 – Versements

La contribution est versée ainsi :

- 60 % à la signature de la convention ;
- 40 % à la remise du bilan final.

## Article 3 – Durée

La convention prend fin le 31 mars 2027.
"""
AVENANT = """# Avenant n° 1 à la convention de financement relative au projet « Bourrasque »

Entre l'Agence des vents (ADV) et l'association Voilure.

## Article 1

À l'article 3, la date du « 31 mars 2027 » est remplacée par celle du « 30 septembre 2028 ».

## Article 2

Le présent avenant prend effet le 1er janvier 2024.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(tmp_path_factory.mktemp("layouts"), {
        "rampe.md": RAMPE, "achats.md": ACHATS, "bail.md": BAIL, "fonds.md": FONDS, "avenant.md": AVENANT,
    })  # fmt: skip


def ask(library: Library, text: str) -> Answer:
    question = Question("q", text)
    answer = Assistant(library).ask(question)
    assert loose_figures(answer, question) == frozenset()
    return answer


def test_years_above_the_columns_are_cited_with_the_row(library: Library) -> None:
    answer = ask(library, "AE et CP par an de Rampe Douce")
    assert [line[:6] for line in answer.text.splitlines()[:3]] == ["- 2025", "- 2026", "- 2027"]
    assert {("AE 2025", "1250000"), ("CP 2027", "250000")} <= {(one.label, one.value) for one in answer.figures}
    assert any("2025" in one.quote and "2027" in one.quote for one in answer.citations)


def test_a_quantity_beside_an_amount_is_no_part_of_its_name(library: Library) -> None:
    answer = ask(library, "Quel est le montant annuel du Syndicat des marches dans le groupement de commandes ?")
    (figure,) = (one for one in answer.figures if one.value == "117000")
    assert "260" not in figure.label and "Syndicat des marches" in figure.label


@pytest.mark.parametrize("question", [
    "Quel préavis pour sortir du groupement de commandes ?",
    "préavis du groupement de commandes pour l'achat de rampes",
])  # fmt: skip
def test_the_words_of_a_long_name_ask_nothing(library: Library, question: str) -> None:
    answer = ask(library, question)
    assert "quatre mois" in answer.text and "trente jours" not in answer.text


@pytest.mark.parametrize("question", ["Je débarque sur Bourrasque, j'ai signé quoi ?", "Résume Bourrasque"])
def test_who_starts_is_told_what_is_in_force(library: Library, question: str) -> None:
    text = ask(library, question).text
    assert "30 septembre 2028" in text and "31 mars 2027" not in text


def test_a_ceiling_of_a_part_is_not_what_the_convention_brings(library: Library) -> None:
    assert ask(library, "Quel est le montant de Bourrasque ?").text.startswith("- **600 000 €**")
    assert "- **Bourrasque** : **600 000 €**" in ask(library, "Montant de chaque convention").text


def test_payments_are_a_schedule_where_no_table_is(library: Library) -> None:
    text = ask(library, "Échéancier de Bourrasque").text
    assert [line[:10] for line in text.splitlines()] == ["- **60 %**", "- **40 %**"]


def test_a_rent_is_no_law(library: Library) -> None:
    assert "9 600 €" in ask(library, "Quel est le loyer de Pente Neuve ?").text
    assert "sous-location est interdite" in ask(library, "Peut-on sous-louer Pente Neuve ?").text
