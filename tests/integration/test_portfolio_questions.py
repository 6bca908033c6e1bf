"""Questions across the sample conventions: what they lack, what is over, in which order, in figures without units."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.assistant import Assistant
from bot.question import Question
from tests.made_library import library_of

ON = date(2025, 9, 1)
"""Two of the five conventions are then over or about to be."""
Ask = Callable[[str], Answer]


@pytest.fixture
def ask(samples: Assistant) -> Ask:
    dated = Assistant(samples.library, lambda: ON)
    return lambda text: dated.ask(Question("q", text))


def listed(answer: Answer) -> list[str]:
    """Names of the conventions in the order of the answer's lines."""
    lines = [line for line in answer.text.splitlines() if line.startswith("- **")]
    return [line.removeprefix("- **").partition("**")[0] for line in lines]


@pytest.mark.parametrize("question", [
    "Quelles conventions n'ont pas de date de signature ?", "Quelles conventions ne sont pas signées ?",
    "conventions sans date de signature",
    "kelles conv on pas encore de date de signature", "Which conventions are unsigned?",
])  # fmt: skip
def test_those_that_leave_it_blank(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert listed(answer) == ["Carnet d'Escale"]
    assert len(answer.citations) >= 1 and answer.status == "answered"


def test_none_lacks_it(ask: Ask) -> None:
    answer = ask("Quelles conventions n'ont pas de préavis ?")
    assert answer.text.startswith("Aucune") and len(listed(answer)) == 5


def test_those_whose_text_says_nothing_are_named_apart(ask: Ask) -> None:
    answer = ask("Quelles conventions ne parlent pas de RGAA ?")
    head = answer.text.partition("\n")[0]
    assert "Phare Logement" in head and "Boussole Rentrée" not in head
    assert "Boussole Rentrée" in listed(answer)


@pytest.mark.parametrize(("question", "names"), [
    ("Quelles conventions sont terminées ?", ["Carnet d'Escale"]),
    ("quelles conventions ne sont plus en vigueur", ["Carnet d'Escale"]),
    ("conventions en cours",
     ["Tournevis Solidaire", "Boussole Rentrée", "Sentinelle Bocage", "Phare Logement"]),
    ("Which agreements are still in force?",
     ["Tournevis Solidaire", "Boussole Rentrée", "Sentinelle Bocage", "Phare Logement"]),
])  # fmt: skip
def test_what_is_over_and_what_runs(ask: Ask, question: str, names: list[str]) -> None:
    assert listed(ask(question)) == names


@pytest.mark.parametrize(("question", "names"), [
    ("Combien de conventions dépassent 200 000 € ?", ["Boussole Rentrée", "Carnet d'Escale", "Sentinelle Bocage"]),
    ("combien de conventions dépassent 200000", ["Boussole Rentrée", "Carnet d'Escale", "Sentinelle Bocage"]),
    ("Which agreements are over 300k?", ["Boussole Rentrée", "Sentinelle Bocage"]),
    ("Quelles conventions ne dépassent pas 200 000 € ?", ["Phare Logement", "Tournevis Solidaire"]),
])  # fmt: skip
def test_over_and_under(ask: Ask, question: str, names: list[str]) -> None:
    assert listed(ask(question)) == names


@pytest.mark.parametrize(("question", "first", "last"), [
    ("Classe les conventions par montant", "Boussole Rentrée", "Phare Logement"),
    ("conventions triées par montant croissant", "Phare Logement", "Boussole Rentrée"),
    ("Classe les conventions par date de fin", "Carnet d'Escale", "Phare Logement"),
])  # fmt: skip
def test_orders(ask: Ask, question: str, first: str, last: str) -> None:
    names = listed(ask(question))
    assert (len(names), names[0], names[-1]) == (5, first, last)


@pytest.mark.parametrize(("question", "name"), [
    ("Quelle est la plus grosse convention ?", "Boussole Rentrée"),
    ("Which one is the largest?", "Boussole Rentrée"),
    ("la convention la plus longue", "Sentinelle Bocage"),
    ("quelle convention finit en dernier ?", "Phare Logement"),
    ("quelle convention se termine la première ?", "Carnet d'Escale"),
])  # fmt: skip
def test_the_most_and_the_least(ask: Ask, question: str, name: str) -> None:
    assert ask(question).text.startswith(f"**{name}**")


def test_a_schedule_is_told_whole(ask: Ask) -> None:
    answer = ask("Crédits par année de toutes les conventions")
    values = {(one.label, one.value) for one in answer.figures}
    assert {("CP 2025", "75000"), ("CP 2026", "45000"), ("AE 2024", "195000"), ("AE 2024", "285000")} <= values


def test_every_signatory_is_told(ask: Ask) -> None:
    answer = ask("Qui signe chaque convention ?")
    assert "Tancrède Aubry" in answer.text and "Ulysse Pommeraye" in answer.text


@pytest.mark.parametrize("question", ["tableau récapitulatif des conventions", "Compare les conventions"])
def test_a_table_of_what_matters(ask: Ask, question: str) -> None:
    header, _, *rows = ask(question).text.splitlines()
    assert header == "| Convention | Montant | Fin | Préavis |" and len(rows) == 5


def test_two_conventions_side_by_side(ask: Ask) -> None:
    _, _, *rows = ask("compare Phare Logement et Carnet d'Escale").text.splitlines()
    assert [row.split(" | ")[0] for row in rows] == ["| Phare Logement", "| Carnet d'Escale"]


@pytest.mark.parametrize("question", [
    "Dates clés de Sentinelle Bocage", "calendrier de Sentinelle Bocage",
    "c'est quoi le planning de Sentinelle Bocage ?",
    "Key dates of Sentinelle Bocage",
])  # fmt: skip
def test_every_date_of_a_convention(ask: Ask, question: str) -> None:
    answer = ask(question)
    days = [one.value for one in answer.figures if one.unit == "date"]
    assert days == sorted(days)
    assert {"2023-03-17", "2023-03-01", "2026-06-30"} <= set(days)


@pytest.mark.parametrize(("question", "words"), [
    ("Quel est le calendrier des versements de Tournevis Solidaire ?", "40 %"),
    ("calendrier des crédits de Sentinelle Bocage", "285 000 €"),
])  # fmt: skip
def test_a_calendar_of_money_is_no_calendar_of_days(ask: Ask, question: str, words: str) -> None:
    assert words in ask(question).text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(("question", "said"), [
    ("Sentinelle Bocage est-elle encore en vigueur ?", "en cours"), ("Carnet d'Escale c fini ?", "terminée"),
    ("est ce que carnet d'escale a expiré", "terminée"), ("Is Sentinelle Bocage still in force?", "is in force"),
    ("Has Carnet d'Escale ended?", "has ended"),
])  # fmt: skip
def test_whether_one_convention_is_over(ask: Ask, question: str, said: str) -> None:
    answer = ask(question)
    assert said in answer.text and len(answer.citations) == 1
    assert "2026-06-30" in [one.value for one in answer.figures] or "2025-06-30" in [
        one.value for one in answer.figures
    ]


@pytest.mark.parametrize("question", [
    "combien de temps reste-t-il avant la fin de Sentinelle Bocage ?", "How much time is left on Sentinelle Bocage?",
        "sentinelle bocage ca finit ds combien de tps",
])  # fmt: skip
def test_the_days_that_are_left(ask: Ask, question: str) -> None:
    answer = ask(question)
    (left,) = (one for one in answer.figures if one.unit == "day")
    assert (left.value, left.kind, left.how) == ("302", "computed", "2026-06-30 − 2025-09-01 = 302")


def test_what_happens_once_it_is_over_is_another_question(ask: Ask) -> None:
    assert "à ce jour" not in ask("Que se passe-t-il quand Phare Logement est terminée ?").text


@pytest.mark.parametrize(("question", "names"), [
    ("Quelles conventions se terminent avant fin 2025 ?", ["Carnet d'Escale", "Tournevis Solidaire"]),
    ("Which agreements end after June 2026?", ["Phare Logement"]),
    ("conventions signées entre janvier 2024 et juin 2024", ["Boussole Rentrée", "Tournevis Solidaire"]),
])  # fmt: skip
def test_days_before_and_after(ask: Ask, question: str, names: list[str]) -> None:
    assert listed(ask(question)) == names


@pytest.mark.parametrize("question", [
    "Quelles conventions se terminent avant mars 2020 ?", "conventions de plus de 5 millions d'euros",
    "Quelles conventions ont été signées en 2019 ?",
])  # fmt: skip
def test_none_fits_and_what_they_say_instead(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.text.startswith("Aucune.") and len(listed(answer)) >= 4


def test_renewals_that_are_ruled_out(ask: Ask) -> None:
    assert listed(ask("Quelles conventions sont reconductibles ?")) == ["Boussole Rentrée", "Phare Logement"]
    assert listed(ask("Quelles conventions ne sont pas reconductibles ?"))[0] == "Tournevis Solidaire"


def test_a_list_of_what_each_has_one_of(ask: Ask) -> None:
    assert "DGPLNUM044" in ask("liste des centres de coût").text
    assert ask("liste des obligations du délégataire").status == "clarify"


def test_conventions_that_an_avenant_amends(ask: Ask) -> None:
    assert listed(ask("Quelles conventions ont un avenant ?")) == ["Sentinelle Bocage"]


@pytest.mark.parametrize(("question", "total", "parts"), [
    ("total AE toutes conventions", "660000", 2), ("AE totales de toutes les conventions", "660000", 2),
    ("combien de CP 2024 pour toutes les conventions ?", "330000", 2),
    ("total des CP 2025 de toutes les conventions", "195000", 2),
])  # fmt: skip
def test_a_total_leaves_no_convention_out(ask: Ask, question: str, total: str, parts: int) -> None:
    answer = ask(question)
    (found,) = (one for one in answer.figures if one.label == "Total" and one.kind == "computed")
    assert found.value == total, answer.text
    assert sum(line.startswith("- ") for line in answer.text.splitlines()) == parts


def test_a_table_of_credits_adds_up_their_years(ask: Ask) -> None:
    rows = ask("AE et CP de toutes les conventions").text.splitlines()[2:]
    cells = {row.split(" | ")[0].removeprefix("| "): row for row in rows}
    assert "465 000 €" in cells["Sentinelle Bocage"] and "180 000" not in cells["Sentinelle Bocage"]


def test_blank_is_not_absent(ask: Ask) -> None:
    text = ask("dates de signature des conventions").text.replace("\xa0", " ")
    assert "Laissé en blanc : Carnet d'Escale." in text and "Sans cette information" not in text


def test_an_amount_by_the_year_is_told_so_in_a_table(ask: Ask) -> None:
    rows = ask("compare les montants des conventions").text.replace("\xa0", " ")
    assert "18 000 € par an" in rows


@pytest.mark.parametrize(("thread", "names"), [
    (("Quelles conventions dépassent 200 000 € ?", "et 400 000 ?"), ["Boussole Rentrée", "Sentinelle Bocage"]),
    (("Quelles conventions dépassent 200 000 € ?", "et moins de 50 000 € ?"), ["Phare Logement"]),
    (("Quelles conventions sont en cours ?", "et celles qui sont terminées ?"), ["Carnet d'Escale"]),
    (("conventions sans préavis", "et sans date de signature ?"), ["Carnet d'Escale"]),
])  # fmt: skip
def test_threads(samples: Assistant, thread: tuple[str, ...], names: list[str]) -> None:
    dated = Assistant(samples.library, lambda: ON)
    assert listed(dated.ask(Question("q", thread[-1], thread[:-1]))) == names


def many(folder: Path, count: int) -> Assistant:
    """Conventions that differ by a name, an amount and an end."""
    texts = {
        f"{number}.md": f"""# Convention de subvention relative au service « Ruche {names(number)} »

Entre l'Agence des ruchers et l'association Miellerie {number}

## Article 1 – Montant

L'Agence verse une subvention de {number} 500 €.

## Article 2 – Durée

La convention prend fin le 31 décembre {2020 + number % 10}.
"""
        for number in range(1, count + 1)
    }
    return Assistant(library_of(folder, texts), lambda: ON)


def names(number: int) -> str:
    """A word of its own for each number."""
    return "".join(chr(ord("A") + int(digit)) + "olie"[int(digit) % 4] for digit in f"{number:03d}").capitalize()


def test_a_long_list_says_what_it_leaves_out(tmp_path: Path) -> None:
    assistant = many(tmp_path, 30)
    asked = ("Montant de chaque convention", "Total des montants", "Compare les montants", "Liste des conventions",
             "Quelles conventions sont en cours ?", "Quelles conventions n'ont pas de préavis ?")  # fmt: skip
    for question in asked:
        text = assistant.ask(Question("q", question)).text
        rows = [line for line in text.splitlines() if line.startswith(("- ", "| Ruche"))]
        left = re.search(r"et (\d+) autres", text)
        told = int(left[1]) if left else 0
        wanted = 15 if "en cours" in question else 30
        assert len(rows) + told == wanted, (question, text)
    total = next(one for one in assistant.ask(Question("q", "Total des montants")).figures if one.label == "Total")
    assert total.value == str(sum(1000 * n + 500 for n in range(1, 31))) and len(total.citations) == 30


def test_a_number_belongs_to_the_name_before_it(tmp_path: Path) -> None:
    answer = many(tmp_path, 12).ask(Question("q", "Quelles conventions avec l'association Miellerie 12 ?"))
    assert len(listed(answer)) == 1 and "Miellerie 12" in answer.citations[0].quote
