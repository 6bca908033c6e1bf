import re
from decimal import Decimal

import pytest

from ingestion.facts.amounts import Amount, read_amounts
from ingestion.facts.evidence import Actor, State
from ingestion.structure import read_blocks

HEADING = "Article 3 – Dispositions\n\n"


GIVER, GETTER = ("délégant", "Meunerie"), ("délégataire", "Ville")
LABELS = {"délégant": GIVER, "Meunerie": GIVER, "délégataire": GETTER, "Ville": GETTER}


class Names:
    """Finds the two parties by their names alone, with the determiner that `Roles` takes in."""

    PARTY = re.compile(r"(?:\b[Ll]e |\b[Ll]a |\b[Ll]')?(?P<name>délégant|délégataire|Meunerie|Ville)\b")

    def find_actors(self, text: str, sentence: str | None = None) -> tuple[tuple[int, int, Actor], ...]:
        found = self.PARTY.finditer(text)
        return tuple((m.start(), m.end(), Actor(m[0], *LABELS[m["name"]])) for m in found)


def amounts(text: str) -> tuple[Amount, ...]:
    whole = HEADING + text
    facts = read_amounts(read_blocks(whole), Names())
    assert all(whole[place.start : place.end] == place.quote for fact in facts for place in fact.evidence)
    return facts


def only(text: str) -> Amount:
    (fact,) = amounts(text)
    return fact


def party(actor: Actor | None) -> str | None:
    return actor.party if actor else None


@pytest.mark.parametrize(
    ("text", "value", "nature"),
    [
        ("Le projet obtient un cofinancement de **141 000** €.", "141000", "cofinancement"),
        ("L'appel à projets est doté de 1,2 M€.", "1200000", "enveloppe"),
        ("La Meunerie accorde une subvention de 96.500 €.", "96500", "subvention"),
        ("La Ville apporte 85 k€ sur ses fonds propres.", "85000", "contribution"),
        ("Elle verse une participation forfaitaire de 18 000 €.", "18000", "participation"),
        ("Le coût total du projet est évalué à 181 500,50 €.", "181500.50", "coût"),
        ("Une pénalité de 150 € est due.", "150", "pénalité"),
        ("Il autorise le délégataire à consommer 70 000 € de crédits hors titre 2.", "70000", "délégué"),
        ("30 000 € sont conservés par la Meunerie.", "30000", "retenu"),
        ("Une avance de 5 000 € est versée à la commande.", "5000", "avance"),
        ("Les partenaires apportent ensemble six cent mille euros.", "600000", "contribution"),
        ("Le plafond est fixé à 40 000 €.", "40000", "plafond"),
        ("Le compte a reçu 12 €.", "12", "autre"),
    ],
)
def test_nature_by_its_words(text: str, value: str, nature: str) -> None:
    fact = only(text)
    assert (fact.value, fact.nature, fact.state) == (Decimal(value), nature, State.STATED)


def test_each_sum_of_a_sentence_has_its_nature() -> None:
    facts = amounts(
        "40 000€ sur les **400 000 €** de l'enveloppe sont utilisés directement par la Meunerie. "
        "Les 360 000 € restants seront délégués à la Ville."
    )
    assert [(int(fact.value or 0), fact.nature, party(fact.bearer), party(fact.beneficiary)) for fact in facts] == [
        (40_000, "retenu", "Meunerie", None),
        (400_000, "enveloppe", None, None),
        (360_000, "délégué", None, "Ville"),
    ]


def test_the_whole_said_first() -> None:
    facts = amounts(
        "Sur les 400 000 € du cofinancement, la Meunerie garde 40 000 €. Le solde, soit 360 000 €, est délégué."
    )
    assert [fact.nature for fact in facts] == ["cofinancement", "retenu", "délégué"]


def test_a_part_has_the_nature_of_its_whole() -> None:
    whole, part = amounts("La Meunerie verse une subvention de 50 000 €, dont 10 000 € au titre de 2024.")
    assert (whole.nature, part.nature, part.year) == ("subvention", "subvention", 2024)


def test_by_team_and_for_all() -> None:
    one, every = amounts(
        "Le montant confié au délégataire est plafonné à 14 000 € par équipe, soit 42 000 € pour les trois."
    )
    assert (one.nature, one.per, one.ceiling) == ("par équipe", "par équipe", True)
    assert (every.nature, every.per, every.ceiling) == ("délégué", None, True)


def test_a_daily_penalty_and_its_ceiling() -> None:
    day, most = amounts(
        "Le délégataire encourt une pénalité de 200 € par jour calendaire de retard, dans la limite de 5 000 €."
    )
    assert (day.nature, day.per, day.ceiling, party(day.bearer)) == (
        "pénalité",
        "par jour calendaire de retard",
        False,
        "Ville",
    )
    assert (most.nature, most.per, most.ceiling) == ("pénalité", None, True)


@pytest.mark.parametrize(
    "text",
    [
        "Une subvention d'un montant maximal de 10 000 € est versée.",
        "La subvention ne peut excéder 10 000 €.",
        "La subvention est versée dans la limite de 10 000 €.",
        "Il verse une subvention de 10 000 € au maximum.",
        "Il verse au plus 10 000 €.",
        "Il verse les montants maximums suivants :\n\n- 10 000 € ;",
    ],
)
def test_ceilings(text: str) -> None:
    assert only(text).ceiling


def test_no_ceiling() -> None:
    assert not only("Il verse une subvention à hauteur de 10 000 €.").ceiling


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Une cotisation de 50 € par an et par membre est due.", "par an et par membre"),
        ("Le loyer mensuel est de 900 €.", "par mois"),
        ("Une participation annuelle de 900 € est due.", "par an"),
        ("Le prix est de 850 € HT / jour.", "/ jour"),
        ("Une aide de 900 € par la Ville est due.", None),
    ],
)
def test_what_it_counts_for(text: str, per: str | None) -> None:
    assert only(text).per == per


@pytest.mark.parametrize(
    ("text", "bearer", "beneficiary"),
    [
        ("Le délégant verse au délégataire une somme de 9 000 €.", "Meunerie", "Ville"),
        ("Une somme de 9 000 € est versée par la Meunerie à la Ville.", "Meunerie", "Ville"),
        ("La Ville reçoit de la Meunerie une dotation de 9 000 €.", "Meunerie", "Ville"),
        ("Le délégant s'engage à :\n\n- mettre à la disposition du délégataire 9 000 € ;", "Meunerie", "Ville"),
        ("Le projet est financé à hauteur de 9 000 € par la Ville.", "Ville", None),
        ("Les partenaires apportent :\n\n- la Ville, 9 000 € ;", "Ville", None),
        ("Il obtient 9 000 € et l'appui de tous, voire l'accord donné par la Ville.", None, None),
    ],
)
def test_who_gives_and_who_gets(text: str, bearer: str | None, beneficiary: str | None) -> None:
    fact = only(text)
    assert (party(fact.bearer), party(fact.beneficiary)) == (bearer, beneficiary)


def test_year_condition_tax_and_words() -> None:
    fact = only("En 2025, il verse 9 000 € TTC (NEUF MILLE EUROS), sous réserve du vote des crédits.")
    assert (fact.year, fact.tax, fact.words) == (2025, "TTC", Decimal(9_000))
    assert fact.condition == "sous réserve du vote des crédits"
    assert only("En cas d'abandon, il rembourse 9 000 €.").condition == "En cas d'abandon"
    assert only("Il verse dix-neuf mille euros.").words is None


def test_words_that_disagree_are_kept() -> None:
    fact = only("Il verse 18 000 € (dix-neuf mille euros).")
    assert (fact.value, fact.words) == (Decimal(18_000), Decimal(19_000))


@pytest.mark.parametrize(
    "text",
    [
        "La subvention est d'un montant de …… €.",
        "La subvention est d'un montant de [montant].",
        "Une subvention de ____ euros est versée.",
        "Le montant de la subvention est de XX XXX €.",
        "Elle est fixée à [à compléter] €.",
    ],
)
def test_a_place_left_for_a_sum_is_blank(text: str) -> None:
    fact = only(text)
    assert (fact.value, fact.state) == (None, State.BLANK)


@pytest.mark.parametrize(
    "text",
    [
        "Le montant de la subvention est fixé à l'article 5.",
        "Le service compte 300 ports, 50 % des quais et 12 agents en 2024.",
        "La convention est signée le 12 mars 2024 ; une somme est due.",
        "| Poste | Montant |\n|---|---|\n| Sel | 300 € |\n",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert amounts(text) == ()


def test_a_threshold_is_nobodys() -> None:
    fact = only("Le délégant paie sur facture les achats de plus de 23 000 €.")
    assert (fact.nature, fact.bearer) == ("autre", None)


def test_evidence_is_the_sentence_then_its_lead_in() -> None:
    fact = only("Le délégant s'engage à :\n\n- nommer un agent. Il verse 9 000 € ;\n- rien.")
    assert [place.quote for place in fact.evidence] == ["Il verse 9 000 € ;", "Le délégant s'engage à :"]
