"""Terms, dates, payments, deadlines and codes in wordings of leases, protocols, funds and purchasing groups."""

from datetime import date
from decimal import Decimal

import pytest

from ingestion.facts.amounts import read_amounts
from ingestion.facts.chorus import read_chorus
from ingestion.facts.dates import read_dates
from ingestion.facts.deadlines import Deadline, read_deadlines
from ingestion.facts.evidence import State
from ingestion.facts.instalments import read_instalments
from ingestion.facts.roles import read_roles
from ingestion.facts.terms import Term, read_terms
from ingestion.french.durations import Duration
from ingestion.structure import read_blocks


def articles(body: str, heading: str = "Clauses") -> str:
    return f"Article 1 : Objet\n\nLe prêt des ruches.\n\nArticle 2 : {heading}\n\n{body}\n"


def terms(body: str) -> tuple[Term, ...]:
    return read_terms(read_blocks(articles(body)))


def deadlines(body: str) -> tuple[Deadline, ...]:
    blocks = read_blocks(articles(body))
    return read_deadlines(blocks, read_roles(blocks, ()))


@pytest.mark.parametrize(
    "body",
    [
        "Le protocole prend effet à sa signature pour une durée indéterminée.",
        "La présente convention est conclue sans limitation de durée.",
        "La durée du présent accord est indéterminée.",
    ],
)
def test_what_nothing_ends(body: str) -> None:
    (fact,) = terms(body)
    assert fact.end is None and fact.duration is None
    assert fact.until and fact.until in body


@pytest.mark.parametrize(
    ("body", "end"),
    [
        ("La convention prend effet à sa signature et s'éteint le 31 mars 2027.", date(2027, 3, 31)),
        ("La délégation est consentie pour l'année 2025.", date(2025, 12, 31)),
        ("Le présent accord est conclu au titre de l'exercice 2026.", date(2026, 12, 31)),
    ],
)
def test_other_ends(body: str, end: date) -> None:
    assert [fact.end for fact in terms(body)] == [end]


def test_a_years_list_is_no_single_year() -> None:
    assert all(fact.end != date(2025, 12, 31) for fact in terms("La convention vaut pour les années 2025 à 2027."))


@pytest.mark.parametrize("order", ["de l'accord-cadre, conclu", "du marché, passé", "des marchés subséquents, conclus"])
def test_how_long_an_order_lasts_is_not_the_conventions(order: str) -> None:
    body = f"La convention prend fin à l'expiration {order} pour un an et reconductible tacitement trois fois."
    found = terms(body)
    assert [(fact.duration, fact.renewal) for fact in found] == [(None, None)]
    assert found[0].until and found[0].until.startswith("l'expiration")


def test_a_posting_is_a_term() -> None:
    (fact,) = terms("La mise à disposition est prononcée pour une durée de deux ans à compter du 1er mars 2026.")
    assert (fact.nature, fact.duration, fact.start) == ("duration", Duration(2, "year"), date(2026, 3, 1))
    assert terms("La mise à disposition des crédits est prononcée pour une durée de deux ans.") == ()


def test_what_survives() -> None:
    (fact,) = terms("La confidentialité survit pendant cinq ans à la fin du protocole.")
    assert (fact.nature, fact.duration) == ("survival", Duration(5, "year"))


TRANCHES = "Les versements sont :\n\n{}\n"
TABLE = (
    "Tranche\tJalon\tÉchéance\tMontant (k€)\nT1\tSignature\tavril 2025\t780\nT2\tPrototype validé\t30 juin 2026\t650"
)


def test_tranches_in_thousands() -> None:
    found = read_instalments(read_blocks(articles(TRANCHES.format(TABLE))))
    assert [(one.amount, one.trigger) for one in found] == [
        (Decimal(780_000), "Signature"),
        (Decimal(650_000), "Prototype validé"),
    ]


def test_the_dates_of_tranches_are_not_the_conventions_end() -> None:
    found = read_dates(read_blocks(articles(TRANCHES.format(TABLE))))
    assert found and {fact.nature for fact in found} == {"other"}


def test_a_sum_said_as_a_share_too() -> None:
    (first, second) = read_instalments(
        read_blocks(
            articles(
                "La Ville verse 95 200 euros à la notification, soit 70 % de la subvention. "
                "Le solde est versé après le bilan."
            )
        )
    )
    assert (first.share, first.amount, first.trigger) == (Decimal(70), Decimal(95_200), "à la notification")
    assert second.share is None and second.amount is None


def test_a_cut_in_a_tranche_is_no_payment() -> None:
    body = (
        "Toute communication cite le fonds, sous peine d'une réfaction de 2 % de la tranche suivante, à la signature."
    )
    assert read_instalments(read_blocks(articles(body))) == ()


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (
            "L'Office prévient la Ville cinq jours avant la coupure et fournit un relevé sous un mois.",
            [("cinq", Duration(5, "day")), ("fournit", Duration(1, "month"))],
        ),
        (
            "Le service transmet le bilan dans les six mois de la clôture, puis verse le solde sous dix jours.",
            [("transmet", Duration(6, "month")), ("verse", Duration(10, "day"))],
        ),
    ],
)
def test_two_delays_of_one_sentence(body: str, parts: list[tuple[str, Duration]]) -> None:
    found = deadlines(body)
    assert [fact.offset for fact in found] == [length for _, length in parts]
    assert all(word in fact.what for fact, (word, _) in zip(found, parts, strict=True))
    assert parts[0][0] not in found[1].what


@pytest.mark.parametrize(
    ("body", "words", "months"),
    [
        ("L'Office remet un bilan chaque année avant fin février.", "chaque année avant fin février", (2,)),
        ("Le comité se réunit en mars et en octobre.", "en mars et en octobre", (3, 10)),
        ("Un comité se tient le premier mardi de chaque mois.", "le premier mardi de chaque mois", ()),
        (
            "Le titre est émis semestriellement, en juin et en\ndécembre.",
            "semestriellement, en juin et en décembre",
            (6, 12),
        ),
    ],
)
def test_when_it_comes_back(body: str, words: str, months: tuple[int, ...]) -> None:
    assert [(fact.recurrence_words, fact.months) for fact in deadlines(body)] == [(words, months)]


def test_a_time_that_one_has() -> None:
    (fact,) = deadlines("L'Office dispose de quinze jours pour répondre.")
    assert fact.offset == Duration(15, "day")


@pytest.mark.parametrize(
    "body",
    [
        "Le numéro d'engagement juridique est : …………",
        "Le programme est le 310. Centre de coût : à préciser par la Ville.",
        "Le centre financier sera communiqué. Numéro d'engagement juridique : à compléter",
    ],
)
def test_codes_to_come(body: str) -> None:
    assert State.BLANK in {fact.state for fact in read_chorus(read_blocks(articles(body)))}


def test_a_limit_on_a_thing_takes_no_nature_from_the_heading() -> None:
    blocks = read_blocks(articles("Les prestations de conseil sont limitées à 240 000 € TTC.", "Le financement"))
    (fact,) = read_amounts(blocks, read_roles(blocks, ()))
    assert (fact.nature, fact.ceiling) == ("plafond", True)
