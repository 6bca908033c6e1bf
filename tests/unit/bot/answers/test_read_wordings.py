"""Answers from a convention read whole: budgets, payments, delays, ceilings, ends and rights, in new wordings."""

from bot.answers.claim import Claim
from bot.answers.facts import claims
from bot.vocabulary import vocabulary
from ingestion.facts.register import read_facts
from ingestion.structure import read_blocks
from tests.made_plans import plan_of
from tests.made_texts import structured

TEXT = """Convention Quai Ouvert

Article 1 : Crédits

Les crédits, en euros, sont :

| Exercice | Titre | AE | CP |
|---|---|---|---|
| 2025 | Titre 2 | 310 000 | 310 000 |
| 2025 | Titre 3 | 540 000 | 360 000 |
| Total 2025 | | 850 000 | 670 000 |

Les frais de structure ne peuvent excéder 12 % des coûts directs.

Article 2 : Versements

La Ville verse 95 200 euros à la notification, soit 70 % de la contribution de 2025. Le solde est versé au plus \
tard le 30 novembre 2025, après le bilan. Une avance de 50 % est versée avant le 31 mars de chaque année.

Article 3 : Remises

L'association s'engage à fournir dans les six mois de la clôture de l'exercice :
- le compte rendu financier ;
- le rapport d'activité.

Elle rétablit l'accès dans un délai de quatre heures ouvrées et adresse le relevé des pannes sous deux mois.

Article 4 : Durée

La convention est conclue pour une durée indéterminée. Chaque partie peut la résilier avec un préavis de trois mois.

Article 5 : Usage

L'association peut afficher son logo. Toute location est interdite.

Article 6 : Apports

| Année | Région | Office |
|---|---|---|
| 2026 | 400 000 € | 120 000 € |
| 2027 | 350 000 € | 140 000 € |
"""


def claimed(question: str) -> tuple[Claim, ...]:
    plan = plan_of(question)
    entry = structured("Quai Ouvert", TEXT, read_facts(TEXT, read_blocks(TEXT)))
    return claims(entry, plan.asks[0], plan, vocabulary())


def values(question: str) -> list[str]:
    return [value.value for claim in claimed(question) for value in claim.values]


def test_the_row_that_the_question_names() -> None:
    assert values("Combien d'AE de titre 3 en 2025 pour Quai Ouvert ?") == ["540000"]
    assert len(values("Combien d'AE en 2025 pour Quai Ouvert ?")) == 3


def test_a_yearly_total_is_cited_beside_its_parts() -> None:
    (found,) = claimed("Total des CP 2025 de Quai Ouvert ?")
    assert found.values[0].value == "670000"
    assert any("Total 2025" in one.quote for one in found.evidence)


def test_a_partners_column() -> None:
    assert values("Quel est le montant de l'Office en 2027 dans Quai Ouvert ?") == ["140000"]


def test_the_balance_is_what_is_called_so() -> None:
    (found,) = claimed("Quand est versé le solde de 2025 de Quai Ouvert ?")
    assert "30 novembre 2025" in found.evidence[0].quote


def test_a_payment_said_in_two_ways_is_not_computed_again() -> None:
    found = claimed("Quel est le premier versement de Quai Ouvert ?")
    assert [value.value for value in found[0].values] == ["95200", "70"]


def test_a_delay_is_found_by_what_its_list_holds() -> None:
    found = claimed("Sous quel délai fournir le compte rendu financier de Quai Ouvert ?")
    assert found[0].values[0].value == "6"


def test_worked_hours_are_told() -> None:
    (found,) = claimed("Sous quel délai rétablir l'accès dans Quai Ouvert ?")
    assert found.text.startswith("**quatre heures ouvrées**")


def test_a_ceiling_that_is_a_share() -> None:
    (found,) = claimed("Quel est le plafond des frais de structure de Quai Ouvert ?")
    assert "12 %" in found.text
    assert claimed("Quel est le plafond des frais de bouche de Quai Ouvert ?") == ()


def test_what_nothing_ends() -> None:
    for question in ("Quelle est la durée de Quai Ouvert ?", "Quand s'arrête la convention Quai Ouvert ?"):
        (found,) = claimed(question)
        assert found.text.startswith("**une durée indéterminée**")


def test_the_notice_is_still_told_to_who_stops() -> None:
    assert "3" in values("Quel préavis pour arrêter la convention Quai Ouvert ?")


def test_rights_are_those_that_the_question_speaks_of() -> None:
    assert claimed("Peut-on louer dans Quai Ouvert ?") == ()
    assert "logo" in claimed("Peut-on afficher le logo de Quai Ouvert ?")[0].text
