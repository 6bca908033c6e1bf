"""Conventions assumed: what they settle, and what wins over them."""

import pytest

from bot.mentions import directory
from bot.plan import Plan, Scope
from bot.question import Question, cleaned
from bot.understanding import understand
from bot.vocabulary import vocabulary
from ingestion.names import DocumentKind
from tests.made_plans import ALTO, AVENANT, DIRECTORY, QUAI, ROWS, VERGER, plan_of, row

Q, V, A = QUAI.id, VERGER.id, ALTO.id


def assuming(text: str, assumed: tuple[str, ...], *thread: str) -> Plan:
    return understand(cleaned(Question("q", text, thread, assumed)), DIRECTORY, vocabulary())


def named(*documents: str) -> Scope:
    return Scope("named", documents, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "Quel est le préavis ?",
        "combien en tout ?",
        "le total ?",
        "Quel est le total des CP ?",
        "Quel est le plus gros montant ?",
        "What is the notice period?",
        "when does it end?",
        "Quand se termine cette convention ?",
        "Quels sont les livrables de la convention ?",
    ],
)
def test_a_question_that_names_none_is_about_what_is_assumed(text: str) -> None:
    plan = assuming(text, (V,))
    assert plan.scope == named(V) and not plan.follows
    assert assuming(text, (V, A)).scope == named(V, A)


@pytest.mark.parametrize(
    "text",
    [
        "Quelles conventions se terminent en 2025 ?",
        "Quel est le préavis de toutes les conventions ?",
        "Compare les préavis",
        "Combien de conventions avez-vous ?",
        "Quelle est la convention la plus longue ?",
        "Quelle est la plus grosse convention ?",
        "Quel est le total des CP, toutes conventions confondues ?",
        "Which agreement has the largest budget?",
        "How many agreements do you have?",
        "Quelles conventions ont un avenant ?",
    ],
)
def test_a_question_across_conventions_wins(text: str) -> None:
    assert assuming(text, (V,)) == plan_of(text)


def test_a_comparison_wins_in_a_thread_that_names_none() -> None:
    assert assuming("Compare les préavis", (V,), "bonjour").scope == Scope("all", (), (), ())


@pytest.mark.parametrize(
    "text", ["Quel est le préavis de Quai Ouvert ?", "Et pour Quai Ouvert ?", "Que doit faire la DCX ?"]
)
def test_a_name_wins(text: str) -> None:
    assert assuming(text, (V,)) == plan_of(text)
    assert assuming(text, (V,)).scope.documents == (Q,)


def test_a_convention_that_nobody_knows_is_still_told() -> None:
    plan = assuming("Quel est le montant de la convention Zorglub ?", (V,))
    assert set(plan.unknown) == {"Zorglub"} and plan.scope == named(V)


def test_the_thread_wins() -> None:
    assert assuming("et le préavis ?", (V,), "Quand finit Alto Bus ?") == plan_of(
        "et le préavis ?", "Quand finit Alto Bus ?"
    )
    assert assuming("et le préavis ?", (V,), "bonjour").scope == named(V)


def test_the_thread_wins_for_an_avenant() -> None:
    plan = assuming("et l'avenant, que change-t-il ?", (A,), "Quand finit Quai Ouvert ?")
    assert plan.scope.documents == (AVENANT.id,) and plan.follows


def test_a_name_of_several_means_the_one_assumed() -> None:
    plan = assuming("la convention DINUM finit quand", (A, V))
    assert plan.scope.documents == (V,) and plan.scope.alternatives == () and plan.scope.names == ("DINUM",)
    assert assuming("la convention DINUM finit quand", (A,)) == plan_of("la convention DINUM finit quand")
    assert assuming("et quand ?", (V,), "la convention DINUM finit quand").scope == named(V)


def test_an_avenant_is_the_assumed_conventions() -> None:
    second = row("Alto Bus – avenant n° 1", ("Alto Bus", "title"), kind=DocumentKind.AVENANT)
    names = directory((*ROWS, second))
    question = Question("q", "Que change l'avenant ?", (), (A,))
    assert understand(question, names, vocabulary()).scope.documents == (second.id,)
    assert assuming("Que change l'avenant ?", (V,)).scope == named(V), "it has none: never another's"


def test_what_the_library_does_not_hold_is_ignored() -> None:
    assert assuming("Quel est le préavis ?", ("gone",)) == plan_of("Quel est le préavis ?")
    assert assuming("Quel est le préavis ?", ("gone", V, V)).scope == named(V)


def test_cleaning_keeps_what_is_assumed() -> None:
    assert cleaned(Question("q", " a ", ("", " b "), (V,))) == Question("q", "a", ("b",), (V,))
