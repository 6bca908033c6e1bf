"""Decisive passages: the clause that decides a case, and the verdict that it allows."""

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.decisive import asks_whether, decides, opened, states_case
from bot.question import Question
from bot.verdicts import verdict
from index.words import tokens
from tests.made_library import library_of
from tests.made_plans import ask_of

TEXT = """# Convention de subvention relative au service « Lavoir Commun »

Entre

L'Agence des eaux vives (AEV), ci-après « l'Agence »,

Et

La société coopérative Belle Lessive, représentée par son gérant, M. Aristide Moulin, ci-après « le Porteur »,

## Article 1 – Objet

La convention organise le service « Lavoir Commun », qui partage les machines de quatorze laveries.

## Article 2 – Engagements du Porteur

Le Porteur :

- tient une comptabilité séparée ;
- nomme un sponsor ;
- ne peut céder les machines.

Les clés des laveries sont rendues à l'Agence le lendemain de la fin.

## Article 3 – Durée

La convention prend fin le 31 décembre 2026. L'Agence peut résilier la convention, avec un préavis de trois mois. Le
Porteur ne dispose pas de cette faculté. En cas de manquement grave, le préavis est ramené à dix jours.

## Article 4 – Montant

L'Agence verse 60 000 € au Porteur. Une pénalité de 50 € par jour est due en cas de retard. Aucune pénalité n'est due
en cas de force majeure. Les factures sont gardées dix ans.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant(library_of(tmp_path_factory.mktemp("lavoir"), {"lavoir.md": TEXT}))


@pytest.mark.parametrize(
    "question",
    [
        "Le Porteur peut-il vendre les machines ?",
        "on peut sortir avant la fin ?",
        "Est-ce que la formation est payante ?",
        "La page est obligatoire ?",
        "Y a-t-il une pénalité ?",
        "Is the button mandatory?",
        "Does the agreement allow advertising?",
    ],
)
def test_questions_answered_by_yes_or_no(question: str) -> None:
    assert asks_whether(ask_of(question)) and decides(ask_of(question))


@pytest.mark.parametrize(
    "question",
    [
        "Qui peut résilier ?",
        "Qu'est-ce que l'avenant change ?",
        "Quand doit-on payer ?",
        "Peux-tu me donner le montant ?",
        "Can you tell me the amount?",
        "Le Porteur doit prévenir qui ?",
        "What must the partner publish?",
    ],
)
def test_questions_that_ask_for_something(question: str) -> None:
    assert not asks_whether(ask_of(question))


@pytest.mark.parametrize(
    ("question", "case"),
    [
        ("Que se passe-t-il si le projet est abandonné ?", True),
        ("Que deviennent les machines à la fin ?", True),
        ("What happens to the keys?", True),
        ("Si un partenaire s'en va, la convention s'arrête ?", True),
        ("Que doit publier l'équipe ?", False),
        ("Le Porteur peut-il partir ?", False),
    ],
)
def test_cases_are_told_from_other_questions(question: str, case: bool) -> None:
    assert states_case(ask_of(question)) is case


def test_an_opened_ask_wants_its_cue_words_and_no_little_ones() -> None:
    ask = opened(ask_of("Peut-on dépasser le montant alloué ?"))
    assert set(tokens("dépasser montant alloué")) == set(ask.terms)
    assert ask.answer_type is None and not ask.subjects


@pytest.mark.parametrize(
    ("question", "held", "left"),
    [
        ("Y a-t-il une pénalité en cas de force majeure pour Lavoir Commun ?", "Aucune pénalité", "50 €"),
        ("Que deviennent les clés de Lavoir Commun à la fin ?", "Les clés des laveries", "31 décembre"),
        ("What happens to the keys of Lavoir Commun at the end?", "Les clés des laveries", "December"),
        ("Le gérant de Lavoir Commun peut-il résilier ?", "ne dispose pas de cette faculté", "comptabilité"),
        ("Quel préavis en cas de manquement grave dans Lavoir Commun ?", "dix jours", "trois mois"),
        ("How long are invoices kept in Lavoir Commun?", "dix ans", "2026"),
        ("Combien de laveries dans Lavoir Commun ?", "quatorze laveries", "dix ans"),
    ],
)
def test_the_clause_decides_where_a_fact_leaves_the_case_out(
    assistant: Assistant, question: str, held: str, left: str
) -> None:
    answer = assistant.ask(Question("q", question))
    assert answer.status == "answered" and held in answer.text and left not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le préavis de Lavoir Commun ?",
        "Y a-t-il un préavis dans Lavoir Commun ?",
        "Is there a notice period in Lavoir Commun?",
    ],
)
def test_a_fact_that_covers_the_question_stays(assistant: Assistant, question: str) -> None:
    assert assistant.ask(Question("q", question)).text.startswith(("**trois mois**", "**3 months**"))


@pytest.mark.parametrize(
    "question",
    [
        "Qui est le sponsor de Lavoir Commun ?",
        "Combien de salariés travaillent pour Lavoir Commun ?",
        "Quel est le numéro de téléphone du gérant de Lavoir Commun ?",
        "Quelle est l'adresse mail de l'Agence dans Lavoir Commun ?",
        "Peut-on télétravailler dans Lavoir Commun ?",
        "Que se passe-t-il en cas de grève dans Lavoir Commun ?",
        "Does Lavoir Commun pay for taxis?",
    ],
)
def test_what_the_text_does_not_say_stays_unanswered(assistant: Assistant, question: str) -> None:
    assert assistant.ask(Question("q", question)).status == "not_found"


ALIASES = {"porteur": frozenset({"porteur"}), "agenc": frozenset({"agenc"})}


@pytest.mark.parametrize(
    ("question", "clause", "told"),
    [
        ("Le Porteur peut-il céder les machines ?", "Le Porteur : ne peut céder les machines.", "no"),
        ("L'Agence peut-elle refuser un dossier ?", "3. L'Agence peut refuser un dossier ; elle dit pourquoi.", "yes"),
        ("Can the Agence refuse a file?", "L'Agence peut refuser un dossier.", "yes"),
        ("On peut vendre les machines ?", "Le Porteur ne peut pas vendre les machines.", "no"),
        # Another party, a condition, a narrower clause, a question turned round: quoted without a verdict.
        ("Le Porteur peut-il refuser un dossier ?", "L'Agence peut refuser un dossier.", None),
        ("L'Agence peut-elle refuser un dossier ?", "L'Agence peut refuser un dossier si elle le motive.", None),
        ("L'Agence peut-elle refuser un dossier ?", "L'Agence peut refuser un dossier incomplet.", None),
        ("Le Porteur ne peut-il pas céder les machines ?", "Le Porteur ne peut céder les machines.", None),
        ("Le Porteur peut-il céder les machines ?", "Le Porteur ne peut céder plus de 4 machines.", None),
        ("Que peut céder le Porteur ?", "Le Porteur peut céder les machines.", None),
    ],
)
def test_a_verdict_is_given_only_for_the_same_clause(question: str, clause: str, told: str | None) -> None:
    assert verdict(ask_of(question), clause, ALIASES) == told


def test_a_verdict_comes_before_the_clause(assistant: Assistant) -> None:
    told = assistant.ask(Question("q", "Le Porteur de Lavoir Commun peut-il céder les machines ?")).text
    assert told.startswith(("**Non.**", "- **Non.**")) and "ne peut céder les machines" in told
    plain = assistant.ask(Question("q", "Qu'est-ce que le Porteur de Lavoir Commun n'a pas le droit de faire ?")).text
    assert "**Non.**" not in plain and "céder les machines" in plain


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("La convention Sentinelle Bocage finit-elle en 2025 ?", "30 juin 2026"),
        ("Le plafond de Sentinelle Bocage a-t-il été relevé ?", "465 000 €"),
        ("Faut-il un rapport mensuel dans Sentinelle Bocage ?", "chaque trimestre"),
    ],
)
def test_what_an_avenant_changed_is_told_by_its_facts(root: Path, tmp_path: Path, question: str, shown: str) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in (root / "conventions").iterdir()}
    assert shown in Assistant(library_of(tmp_path, texts)).ask(Question("q", question)).text


@pytest.mark.parametrize(
    "question", ["Peut-on avoir le montant de Lavoir Commun ?", "Est-ce que le montant de Lavoir Commun est fixé ?"]
)
def test_a_question_that_adds_no_case_is_answered_by_the_fact(assistant: Assistant, question: str) -> None:
    assert "**60 000 €**" in assistant.ask(Question("q", question)).text


def test_a_year_asked_about_chooses_the_passage(tmp_path: Path) -> None:
    text = TEXT.replace(
        "## Article 4",
        "Le comité est présidé par l'Agence. La présidence du comité revient au Porteur en 2027.\n\n## Article 4",
    )
    told = Assistant(library_of(tmp_path, {"lavoir.md": text})).ask(
        Question("q", "Qui préside le comité de Lavoir Commun en 2027 ?")
    )
    assert "revient au Porteur en 2027" in told.text and "présidé par l'Agence" not in told.text
