from datetime import date

import pytest

from ingestion.facts.dates import DateFact, read_dates
from ingestion.facts.evidence import State
from ingestion.structure import read_blocks

BODY = "Article 1 : Objet\n\nLe prêt des ruches.\n\n"


def dates(text: str) -> list[DateFact]:
    facts = list(read_dates(read_blocks(text)))
    assert all(text[place.start : place.end] == place.quote for fact in facts for place in fact.evidence)
    return facts


def clause_dates(sentence: str) -> list[DateFact]:
    return dates(f"Article 1 : Objet\n\nLe prêt des ruches.\n\nArticle 2 : Dispositions\n\n{sentence}\n")


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("Fait à Dole, le 3 mai 2024", date(2024, 5, 3)),
        ("Fait à Neuilly-sur-Seine, le 3 mai 2024", date(2024, 5, 3)),
        ("Fait à Nevers, le 3 mai 2024", date(2024, 5, 3)),
        ("Fait à Dole, le", None),
        ("Fait en deux exemplaires à Dole, le ………………", None),
        ("Fait à Dole, le [date]", None),
        ("Fait à Dole\n\nLe 3 mai 2024", date(2024, 5, 3)),
        ("3 MAI 2024\n\nFait à Dole, le", date(2024, 5, 3)),
        ("Fait le Dole\n\nà 03/05/2024", date(2024, 5, 3)),
        ("Fait à Dole, en deux originaux, le *Dole* à - 3 MAI 2024", date(2024, 5, 3)),
    ],
)
def test_the_date_of_signature(ending: str, expected: date | None) -> None:
    (fact,) = dates(f"{BODY}{ending}\n\nLe prêteur,\n\nLa commune,\n")
    assert (fact.nature, fact.value) == ("signature", expected)
    assert fact.state is (State.STATED if expected else State.BLANK)
    assert bool(fact.words) is bool(expected)


def test_each_party_s_own_date_of_signature() -> None:
    facts = dates(f"{BODY}Fait à Dole.\n\nPour la commune, le 03/05/2024          Pour le rucher, le ………\n")
    assert [(fact.what, fact.value) for fact in facts] == [
        ("Pour la commune", date(2024, 5, 3)),
        ("Pour le rucher", None),
    ]


def test_an_effect_on_the_first_day_of_the_month_after_an_event() -> None:
    (fact,) = clause_dates("La convention entre en vigueur le premier jour du mois suivant sa signature.")
    assert (fact.event, fact.words) == ("signature", "le premier jour du mois suivant sa signature")


def test_a_stamp_beside_its_place_has_both_as_evidence() -> None:
    (fact,) = dates(f"{BODY}3 MAI 2024\n\nFait à Dole, le\n\nLe prêteur,\n\nLa commune,\n")
    assert [place.quote for place in fact.evidence] == ["Fait à Dole, le", "3 MAI 2024"]


@pytest.mark.parametrize(
    ("sentence", "event", "words"),
    [
        ("La convention prend effet à sa date de signature.", "signature", "à sa date de signature"),
        ("Le contrat entre en vigueur dès sa notification.", "notification", "sa notification"),
        (
            "La présente convention prend effet à la date de sa publication.",
            "publication",
            "à la date de sa publication",
        ),
        (
            "L'accord prendra effet à compter de la dernière signature.",
            "signature",
            "à compter de la dernière signature",
        ),
        ("Elle prend effet le jour de sa signature et prend fin à l'été.", "signature", "le jour de sa signature"),
    ],
)
def test_an_effect_that_starts_from_an_event(sentence: str, event: str, words: str) -> None:
    (fact,) = clause_dates(sentence)
    assert (fact.nature, fact.event, fact.value, fact.state) == ("effect", event, None, State.STATED)
    assert words in (fact.words, f"dès {fact.words}", fact.words.removeprefix("dès "))


@pytest.mark.parametrize(
    ("sentence", "nature", "value"),
    [
        ("La convention prend effet le 1er mars 2024.", "effect", date(2024, 3, 1)),
        ("La convention est conclue pour deux ans à compter du 1er mars 2024.", "effect", date(2024, 3, 1)),
        ("Elle est conclue jusqu'au 31 mars 2026.", "end", date(2026, 3, 31)),
        ("La convention expire le 31/03/2026.", "end", date(2026, 3, 31)),
        ("La convention a été notifiée le 4 avril 2024.", "notification", date(2024, 4, 4)),
        ("Vu la lettre du ministre en date du 9 juin 2023, il est décidé.", "letter", date(2023, 6, 9)),
        ("Le courrier signé par Mme Ortie, maire de Dole, a été adressé le 9 juin 2023.", "letter", date(2023, 6, 9)),
        ("Le jury réuni le 2 mai 2024 a rendu son avis.", "meeting", date(2024, 5, 2)),
        ("La délibération du conseil du 2 mai 2024 autorise le maire.", "decision", date(2024, 5, 2)),
        ("L'avenant modifie le protocole signé le 2 mai 2023.", "convention", date(2023, 5, 2)),
        ("Les ruches ont été livrées le 2 mai 2023.", "other", date(2023, 5, 2)),
    ],
)
def test_the_nature_of_a_date(sentence: str, nature: str, value: date) -> None:
    (fact,) = clause_dates(sentence)
    assert (fact.nature, fact.value, fact.state) == (nature, value, State.STATED)


def test_an_award_is_a_decision_with_a_partial_date() -> None:
    (fact,) = clause_dates("En mai 2024, l'équipe Ruche Claire obtient un cofinancement.")
    assert (fact.nature, fact.value, fact.year, fact.month) == ("decision", None, 2024, 5)
    assert fact.what == "l'équipe Ruche Claire obtient un cofinancement"


def test_a_period_gives_a_start_and_an_end() -> None:
    start, end = clause_dates("La convention est conclue de mars 2024 à juin 2025.")
    assert [(fact.nature, fact.year, fact.month) for fact in (start, end)] == [("start", 2024, 3), ("end", 2025, 6)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Vu le décret n° 2001-11 du 3 mai 2001, il est convenu ce qui suit.",
        "Conformément à la loi du 3 mai 2001 et à la circulaire du ministre 12/SG du 4 mai 2002, il en est ainsi.",
        "Depuis 2012, cent ruches ont été posées.",
        "Le bilan est remis avant le 15 octobre de chaque année.",
        "À l'article 3, les mots « jusqu'au 3 mai 2024 » sont remplacés par les mots « jusqu'au 3 mai 2025 ».",
    ],
)
def test_dates_of_other_families_are_left_to_them(sentence: str) -> None:
    assert clause_dates(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "nature"),
    [
        ("La convention prend effet le …………………", "effect"),
        ("La commission s'est réunie le [date].", "meeting"),
        ("Date de notification : ____________", "notification"),
    ],
)
def test_a_date_still_to_come_is_blank(sentence: str, nature: str) -> None:
    facts = clause_dates(f"Les ruches sont prêtées.\n\n{sentence}")
    assert [(fact.nature, fact.state, fact.words) for fact in facts] == [(nature, State.BLANK, "")]


def test_a_date_that_no_calendar_has_is_unread() -> None:
    (fact,) = clause_dates("Les ruches sont livrées le 31 février 2024.")
    assert (fact.state, fact.value, fact.words) == (State.UNREAD, None, "31 février 2024")


def test_a_date_of_a_table_takes_its_headers() -> None:
    (fact,) = dates("Article 1 : Objet\n\n| Rucher | Date de pose |\n|---|---|\n| Nord | 3 mai 2024 |\n")
    assert (fact.value, fact.what) == (date(2024, 5, 3), "Nord – Date de pose")
