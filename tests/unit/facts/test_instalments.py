from decimal import Decimal

import pytest

from ingestion.facts.instalments import Instalment, read_instalments
from ingestion.structure import read_blocks

HEADING = "Article 4 – Dispositions\n\n"


def instalments(text: str) -> tuple[Instalment, ...]:
    whole = HEADING + text
    facts = read_instalments(read_blocks(whole))
    for fact in facts:
        assert all(whole[place.start : place.end] == place.quote for place in fact.evidence)
        assert any(fact.trigger in " ".join(place.quote.split()) for place in fact.evidence)
    assert [fact.order for fact in facts] == list(range(1, len(facts) + 1))
    return facts


def shares(text: str) -> list[tuple[int | None, int | None, str]]:
    """Share, amount, trigger."""
    return [(_whole(fact.share), _whole(fact.amount), fact.trigger) for fact in instalments(text)]


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


THREE = [(40, None, "à la signature"), (40, None, "sur remise du rapport"), (20, None, "à l'issue du projet")]


@pytest.mark.parametrize(
    "text",
    [
        "La subvention est versée en trois fois :\n\n- 40 % à la signature ;\n- 40 % sur remise du rapport ;\n"
        "- 20 % à l'issue du projet.",
        "La subvention est versée ainsi : un acompte de 40 % à la signature, 40 % sur remise du rapport "
        "et 20 % à l'issue du projet.",
        "Le paiement suit ce calendrier :\n\n1° 1er versement : 40 % du montant total, à la signature ;\n"
        "2° 2e versement : 40 %, sur remise du rapport ;\n3° le solde (20 %) à l'issue du projet.",
        "| Versement | Part | Échéance |\n|---|---|---|\n"
        "| 1 | 40 % | à la signature |\n| 2 | 40 % | sur remise du rapport |\n"
        "| 3 | 20 % | à l'issue du projet |\n| Total | 100 % | |\n",
        "Sont versés, à la signature, 40 % ; sur remise du rapport, 40 % ; à l'issue du projet, 20 %.",
    ],
    ids=["list", "sentence", "numbered", "table", "trigger first"],
)
def test_the_same_shares_in_every_form(text: str) -> None:
    assert shares(text) == THREE


def test_conditions_are_apart_from_triggers() -> None:
    first, second = instalments(
        "Les crédits sont mis à disposition en deux temps :\n\n- 60% du montant seront versés dès la signature ;\n"
        "- Les 40% restants seront débloqués après le bilan (fin mai), sous réserve que le moulin tourne."
    )
    assert (first.trigger, first.condition) == ("dès la signature", None)
    assert (second.trigger, second.condition) == ("après le bilan (fin mai)", "sous réserve que le moulin tourne")


@pytest.mark.parametrize(
    "text",
    [
        "Elle est versée par moitié : la première dans le mois de la notification, la seconde au 1er mars 2025.",
        "Le montant est versé en deux versements égaux, dans le mois de la notification et au 1er mars 2025.",
        "Sont payés : moitié dans le mois de la notification, moitié au 1er mars 2025.",
    ],
)
def test_halves(text: str) -> None:
    assert shares(text) == [(50, None, "dans le mois de la notification"), (50, None, "au 1er mars 2025")]


def test_sums_instead_of_shares() -> None:
    text = "Sont versés 50 000 € dès la signature, 30 000 € en septembre 2024 et 20 000 € à la clôture."
    assert shares(text) == [
        (None, 50_000, "dès la signature"),
        (None, 30_000, "en septembre 2024"),
        (None, 20_000, "à la clôture"),
    ]


def test_a_share_and_its_sum_are_one_payment() -> None:
    text = "Sont versés 50 % (soit 70 500 €) à la signature et 70 500 € (50 %) après le bilan."
    assert shares(text) == [(50, 70_500, "à la signature"), (50, 70_500, "après le bilan")]


def test_what_a_share_is_taken_of_is_no_payment() -> None:
    assert shares("Est versé un acompte de 30 % de 90 000 € à la notification.") == [(30, None, "à la notification")]


def test_a_balance_without_a_figure() -> None:
    text = "Une avance de 15 000 € est versée à la notification ; le solde est payé au vu du bilan final."
    assert shares(text) == [(None, 15_000, "à la notification"), (None, None, "au vu du bilan final")]


def test_orders_start_again_with_each_article() -> None:
    text = "10 % sont versés à la signature.\n\nArticle 5 – Suite\n\n20 % sont versés à la clôture."
    assert [fact.order for fact in read_instalments(read_blocks(HEADING + text))] == [1, 1]


@pytest.mark.parametrize(
    "text",
    [
        "Les frais d'audit sont partagés par moitié.",
        "Le délégant peut retenir jusqu'à 10 % des crédits versés lorsque le rapport est en retard.",
        "Le total des pénalités ne dépasse pas 5 % du montant à la date du paiement.",
        "Le service est conforme à 75 % dès la mise en ligne.",
        "La Ville verse 18 000 €, payable au 31 mars.",
        "Elle prévoit 90 000 € à engager dans les six mois suivant la signature.",
        "Les crédits versés et non employés à l'issue de la convention profitent au solde des comptes.",
        "Il verse 70 % des crédits.",
        "Le solde, soit 9 000 €, est délégué à la Ville, qui l'engage dans les quatre mois suivant la signature.",
    ],
)
def test_what_is_no_instalment(text: str) -> None:
    assert shares(text) == []
