from datetime import date

import pytest

from ingestion.facts.terms import Term, read_terms
from ingestion.french.durations import Duration
from ingestion.structure import read_blocks


def terms(sentence: str, heading: str = "Dispositions") -> list[Term]:
    text = f"Article 1 : Objet\n\nLe prêt des ruches.\n\nArticle 2 : {heading}\n\n{sentence}\n"
    facts = list(read_terms(read_blocks(text)))
    assert all(text[place.start : place.end] == place.quote for fact in facts for place in fact.evidence)
    return facts


@pytest.mark.parametrize(
    ("sentence", "length", "event"),
    [
        (
            "La convention est conclue pour une durée de vingt-quatre (24) mois à compter de sa notification.",
            (24, "month"),
            "notification",
        ),
        ("La durée de la présente convention est fixée à trois ans.", (3, "year"), None),
        ("Le présent accord dure dix-huit mois.", (18, "month"), None),
        ("La présente convention est valable cinq ans à partir de sa signature.", (5, "year"), "signature"),
        ("Ce protocole, d'une durée de 36 mois, lie les deux fermes et est conclu sans frais.", (36, "month"), None),
        (
            "La convention prend effet à sa publication. Elle est conclue pour une période d'un an.",
            (1, "year"),
            "publication",
        ),
    ],
)
def test_durations(sentence: str, length: tuple[int, str], event: str | None) -> None:
    (fact,) = terms(sentence)
    assert (fact.nature, fact.starts_from) == ("duration", event)
    assert fact.duration == Duration(*length)  # type: ignore[arg-type]


def test_a_duration_from_a_date() -> None:
    (fact,) = terms("Le protocole est conclu pour trois ans à compter du 1er septembre 2024.")
    assert (fact.duration, fact.start, fact.starts_from) == (Duration(3, "year"), date(2024, 9, 1), None)


@pytest.mark.parametrize(
    ("sentence", "end"),
    [
        ("La présente convention est conclue jusqu'au 31 décembre 2026.", date(2026, 12, 31)),
        ("La convention entre en vigueur à sa signature et expire le 28 février 2027.", date(2027, 2, 28)),
        ("Le contrat arrive à échéance le 30/06/2026.", date(2026, 6, 30)),
        ("La convention prend effet à sa signature et prend fin le 15 mars 2026.", date(2026, 3, 15)),
        ("Le partenariat court jusqu'à la fin du mois de juin 2026.", date(2026, 6, 30)),
        ("La convention est prolongée jusqu'au 30 juin 2026.", date(2026, 6, 30)),
    ],
)
def test_ends(sentence: str, end: date) -> None:
    (fact,) = terms(sentence)
    assert (fact.nature, fact.end) == ("end", end)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("Elle est conclue pour une période de novembre 2022 à décembre 2023.", date(2022, 11, 1), date(2023, 12, 31)),
        (
            "La convention est établie pour la période du 1er janvier 2025 au 31 mars 2026.",
            date(2025, 1, 1),
            date(2026, 3, 31),
        ),
    ],
)
def test_periods(sentence: str, start: date, end: date) -> None:
    (fact,) = terms(sentence, "Durée")
    assert (fact.nature, fact.start, fact.end, fact.duration) == ("period", start, end, None)


def test_an_end_without_a_date_keeps_its_words() -> None:
    (fact,) = terms("La convention demeure en vigueur jusqu'à l'extinction des obligations des parties.")
    assert (fact.nature, fact.end, fact.until) == ("end", None, "l'extinction des obligations des parties")


@pytest.mark.parametrize(
    ("sentence", "mode", "times", "length"),
    [
        (
            "Elle est conclue pour deux ans, renouvelable une fois par tacite reconduction pour la même durée.",
            "tacite",
            1,
            (2, "year"),
        ),
        (
            "La convention est conclue pour un an ; elle se renouvelle tacitement par périodes de six mois.",
            "tacite",
            None,
            (6, "month"),
        ),
        ("Elle est conclue pour un an, reconductible expressément dans la limite de deux fois.", "expresse", 2, None),
        ("La convention est conclue pour un an. Elle ne peut pas être reconduite tacitement.", "exclue", None, None),
        ("Le contrat est conclu pour un an, sans tacite reconduction.", "exclue", None, None),
        (
            "La convention est conclue pour un an. Elle ne pourra être renouvelée que par avenant.",
            "expresse",
            None,
            None,
        ),
        ("La convention est conclue pour un an et renouvelable trois fois.", None, 3, None),
    ],
)
def test_renewals(sentence: str, mode: str | None, times: int | None, length: tuple[int, str] | None) -> None:
    fact = terms(sentence, "Durée")[-1]
    expected = Duration(*length) if length else None  # type: ignore[arg-type]
    assert (fact.nature, fact.renewal, fact.times, fact.duration) == ("renewal", mode, times, expected)


def test_the_length_of_a_renewal_is_not_the_term_s() -> None:
    (fact,) = terms("La convention est renouvelable une fois, pour une durée d'un an, par avenant.")
    assert (fact.nature, fact.duration, fact.renewal) == ("renewal", Duration(1, "year"), "expresse")


@pytest.mark.parametrize(
    ("sentence", "length"),
    [
        ("Les articles 5 et 6 survivent à l'expiration de la convention pendant cinq ans.", Duration(5, "year")),
        ("Le secret reste dû après la fin de la convention.", None),
        ("La ferme peut être contrôlée pendant la convention et quatre ans après son terme.", Duration(4, "year")),
    ],
)
def test_survivals(sentence: str, length: Duration | None) -> None:
    (fact,) = terms(sentence)
    assert (fact.nature, fact.duration) == ("survival", length)


@pytest.mark.parametrize(
    "sentence",
    [
        "La durée d'exécution des bons de commande passés au titre de cette convention est de douze mois.",
        "La durée de la phase de semis est de six mois.",
        "L'accompagnement est prévu pour une durée de six mois.",
        "Les registres sont conservés pendant une durée de cinq ans à compter de la fin de la convention.",
        "La période d'effet de la convention couvre les dépenses.",
        "À l'article 8, les mots « conclue pour un an » sont remplacés par « conclue pour deux ans ».",
        "Aucune demande n'est reçue après expiration de ce délai.",
    ],
)
def test_what_is_no_term_of_the_convention(sentence: str) -> None:
    assert terms(sentence) == []
