"""Plans: what is understood of a question before anything is looked up."""

from datetime import date
from decimal import Decimal

import pytest

from bot.plan import Plan, Stated
from tests.made_plans import ALTO, AVENANT, QUAI, VERGER, ask_of, plan_of

Q, V, A = QUAI.id, VERGER.id, ALTO.id


def first(plan: Plan) -> str | None:
    """The most telling subject of a question of one half."""
    (ask,) = plan.asks
    return ask.subjects[0] if ask.subjects else None


@pytest.mark.parametrize(
    ("text", "document", "subject", "answer"),
    [
        ("Quel est le montant du cofinancement de Quai Ouvert ?", Q, "amount", "amount"),
        ("combien pour quai ouvert", Q, "amount", "amount"),
        ("cb pr quai ouvert ?", Q, "amount", "amount"),
        ("montan quai ouver", Q, "amount", "amount"),
        ("Quelle est la pénalité par jour de retard de Verger Commun ?", V, "penalty", "amount"),
        ("c koi le preavi de verger commun", V, "notice", "duration"),
        ("Quel préavis pour résilier Alto Bus ?", A, "notice", "duration"),
        ("Combien de temps à l'avance prévenir pour partir de Quai Ouvert ?", Q, "notice", "duration"),
        ("quand finit quai ouvert", Q, "end", "date"),
        ("qd se termine FAST 31 ?", Q, "end", "date"),
        ("la convention DCX finit quand", Q, "end", "date"),
        ("Jusqu'à quand court la convention Verger Commun ?", V, "end", "date"),
        ("quelle est la durée d'Alto Bus", A, "duration", "duration"),
        ("Alto Bus est-elle renouvelable ?", A, "renewal", "text"),
        ("Quand la convention Quai Ouvert a-t-elle été signée ?", Q, "signature_date", "date"),
        ("date de notification verger commun", V, "notification_date", "date"),
        ("Quand Alto Bus entre-t-elle en vigueur ?", A, "effect", "date"),
        ("Qui a signé Quai Ouvert ?", Q, "signatory", "person"),
        ("Quel est le centre de coût de Verger Commun ?", V, "cost_centre", "code"),
        ("cdc verger commun", V, "cost_centre", "code"),
        ("code activité de quai ouvert", Q, "activity", "code"),
        ("UO de Verger Commun ?", V, "financial_centre", "code"),
        ("Donne toutes les références Chorus d'Alto Bus", A, "chorus", "code"),
        ("Quelles AE en 2024 pour Quai Ouvert ?", Q, "ae", "amount"),
        ("CP 2025 quai ouvert", Q, "cp", "amount"),
        ("l'échéancier de Verger Commun", V, "schedule", "amount"),
        ("Qui représente la DRV ?", V, "representative", "person"),
        ("Quelle est l'adresse de la Direction des canaux ?", Q, "address", "address"),
        ("Qui est délégataire dans Quai Ouvert ?", Q, "role", "person"),
        ("Quelles sont les parties d'Alto Bus ?", A, "parties", "list"),
        ("Que doit faire la DCX ?", Q, "obligation", "list"),
        ("Quelles sont les obligations de l'association Roulibre ?", A, "obligation", "list"),
        ("Dans quel délai faut-il publier le code de Quai Ouvert ?", Q, "deadline", "duration"),
        ("À quelle fréquence se réunit le comité de Verger Commun ?", V, "frequency", "frequency"),
        ("Quel décret encadre Quai Ouvert ?", Q, "reference", "text"),
        ("Que dit l'annexe 2 de Verger Commun ?", V, "annexe", "list"),
        ("Je débute sur Verger Commun", V, "onboarding", "summary"),
        ("résume Alto Bus", A, "summary", "summary"),
        ("Y a-t-il des incohérences dans Quai Ouvert ?", Q, "anomaly", "list"),
        ("What is the notice period of Quai Ouvert?", Q, "notice", "duration"),
        ("When does Verger Commun end?", V, "end", "date"),
        ("How much does the DINUM pay for Quai Ouvert?", Q, "amount", "amount"),
        ("Who signed Alto Bus?", A, "signatory", "person"),
        ("What is the cost centre of Verger Commun?", V, "cost_centre", "code"),
        ("I am new on Alto Bus", A, "onboarding", "summary"),
    ],
)
def test_a_convention_and_what_is_asked_of_it(text: str, document: str, subject: str, answer: str) -> None:
    plan = plan_of(text)
    assert (plan.scope.kind, plan.scope.documents, plan.scope.alternatives) == ("named", (document,), ())
    assert first(plan) == subject and plan.asks[0].answer_type == answer
    assert not plan.unknown and not plan.off_topic and not plan.follows


@pytest.mark.parametrize(
    ("text", "subject", "operation"),
    [
        ("Quelles conventions se terminent en 2025 ?", "end", "look up"),
        ("Quelle convention a le plus gros budget ?", "amount", "most"),
        ("Laquelle a le préavis le plus court ?", "notice", "least"),
        ("Combien de conventions avez-vous ?", "listing", "count"),
        ("Compare les préavis des conventions", "notice", "compare"),
        ("Quel est le total des CP ?", "cp", "add"),
        ("Which agreements end in 2025?", "end", "look up"),
        ("Which agreement has the largest budget?", "amount", "most"),
    ],
)
def test_questions_across_conventions(text: str, subject: str, operation: str) -> None:
    plan = plan_of(text)
    assert plan.scope.kind == "all" and plan.scope.documents == ()
    assert first(plan) == subject and plan.asks[0].operation == operation


def test_no_name_leaves_the_scope_open() -> None:
    plan = plan_of("Quel est le préavis ?")
    assert plan.scope.kind == "any" and plan.scope.alternatives == () and first(plan) == "notice"


def test_a_name_of_several_conventions_gives_the_candidates() -> None:
    plan = plan_of("la convention DINUM finit quand")
    assert plan.scope.kind == "any" and plan.scope.alternatives == (Q, V) and first(plan) == "end"


def test_a_partys_name_gives_way_to_the_conventions_own() -> None:
    plan = plan_of("Que doit faire la DINUM dans Verger Commun ?")
    assert plan.scope.documents == (V,) and plan.asks[0].bearer == "DINUM"


def test_several_conventions_named() -> None:
    plan = plan_of("Compare les préavis de Verger Commun et de Quai Ouvert")
    assert plan.scope.documents == (V, Q) and plan.asks[0].operation == "compare" and first(plan) == "notice"


@pytest.mark.parametrize("text", ["Que change l'avenant Quai Ouvert ?", "Que change l'avenant ?"])
def test_the_avenant_is_meant_where_there_is_one(text: str) -> None:
    assert plan_of(text).scope.documents == (AVENANT.id,)


def test_before_the_avenant_means_the_convention() -> None:
    assert plan_of("Quel était le montant de Quai Ouvert avant l'avenant ?").scope.documents == (Q,)


@pytest.mark.parametrize(
    ("thread", "text", "document", "subject"),
    [
        (["Quel est le préavis de Quai Ouvert ?"], "Et le centre de coût ?", Q, "cost_centre"),
        (["Quel est le préavis de Quai Ouvert ?"], "et pour Verger Commun ?", V, "notice"),
        (["préavis quai ouvert"], "alors Alto Bus ?", A, "notice"),
        (["préavis quai ouvert", "et le montant ?"], "et pour Alto Bus ?", A, "amount"),
        (["préavis quai ouvert", "et pour Alto Bus ?"], "et le montant ?", A, "amount"),
        (["What is the notice period of Quai Ouvert?"], "and the cost centre?", Q, "cost_centre"),
        (["Qui a signé Verger Commun ?"], "quand se termine-t-elle ?", V, "end"),
    ],
)
def test_a_follow_up_takes_what_it_leaves_out(thread: list[str], text: str, document: str, subject: str) -> None:
    plan = plan_of(text, *thread)
    assert plan.follows
    assert plan.scope.documents == (document,) and first(plan) == subject


@pytest.mark.parametrize("opening", ["ok et", "mais", "pareil pour", "idem", "même question pour"])
def test_an_opening_says_nothing_by_itself(opening: str) -> None:
    assert first(plan_of(f"{opening} alto bus ?", "préavis quai ouvert")) == "notice"


def test_a_follow_up_may_change_the_year_only() -> None:
    plan = plan_of("et en 2025 ?", "Quels CP en 2024 pour Quai Ouvert ?")
    assert plan.follows and plan.scope.documents == (Q,)
    assert first(plan) == "cp" and plan.asks[0].years == (2025,)


def test_the_year_before_is_forgotten() -> None:
    (ask,) = plan_of("et en 2025 ?", "Quels CP en 2024 pour Quai Ouvert ?").asks
    assert "2024" not in (*ask.terms, *ask.essential, *ask.words.split())


def test_a_follow_up_keeps_the_portfolio() -> None:
    plan = plan_of("et en 2026 ?", "Quelles conventions se terminent en 2025 ?")
    assert plan.scope.kind == "all" and first(plan) == "end" and plan.asks[0].years == (2026,)


@pytest.mark.parametrize("text", ["Quel est le montant d'Alto Bus ?", "What is the budget of Alto Bus?"])
def test_a_whole_question_owes_nothing_to_the_thread(text: str) -> None:
    thread = ("Si Quai Ouvert est signée le 15 mars 2024, quand finit-elle ?", "Et le préavis en 2023 ?")
    assert plan_of(text, *thread) == plan_of(text)


def test_a_first_follow_up_has_nothing_to_take() -> None:
    plan = plan_of("Et le centre de coût ?", "Bonjour, peux-tu m'aider ?")
    assert plan.scope.kind == "any" and not plan.follows


def test_a_question_in_two_halves() -> None:
    plan = plan_of("Quel est le montant de Quai Ouvert et quand se termine-t-elle ?")
    assert [ask.subjects for ask in plan.asks] == [("amount",), ("end",)]
    assert plan.scope.documents == (Q,)


@pytest.mark.parametrize(
    "text",
    [
        "Alto Bus finit le combien ? Quel est son préavis ?",
        "When does Alto Bus end, and what is the notice period?",
        "Alto Bus finit le combien ; quel préavis ?",
    ],
)
def test_other_ways_to_ask_two_things(text: str) -> None:
    assert [ask.subjects[0] for ask in plan_of(text).asks] == ["end", "notice"]


def test_a_gap_stays_inside_its_sentence() -> None:
    plan = plan_of("Quand finit Alto Bus ? Quel est son préavis ?")
    assert [ask.subjects[0] for ask in plan.asks] == ["end", "notice"]


def test_two_columns_of_one_table_are_one_question() -> None:
    (ask,) = plan_of("Quelles AE et quels CP pour Quai Ouvert ?").asks
    assert set(ask.subjects) == {"ae", "cp"}


def test_a_greeting_is_no_half() -> None:
    assert len(plan_of("Bonjour ! Quel est le préavis d'Alto Bus ? Merci.").asks) == 1


@pytest.mark.xfail(
    raises=AssertionError,
    reason="« signée » leads to signature_date although « qui » asks for a person (prompts/vocabulary.toml)",
)
def test_who_signed_said_of_a_pronoun() -> None:
    plan = plan_of("Quand finit Alto Bus ? Et qui l'a signée ?")
    assert [ask.subjects[0] for ask in plan.asks] == ["end", "signatory"]


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Si Quai Ouvert est signée le 15 mars 2024, quand finit-elle ?", Stated("signature", date(2024, 3, 15))),
        ("Quai Ouvert, notifiée le 02/05/2024 : quand finit-elle ?", Stated("notification", date(2024, 5, 2))),
        ("If Quai Ouvert is signed on 15 March 2024, when does it end?", Stated("signature", date(2024, 3, 15))),
        ("Si Alto Bus prend effet le 1er juin 2024, jusqu'à quand court-elle ?", Stated("effect", date(2024, 6, 1))),
        ("Pièces reçues le 3 juin 2024 : quelle date limite pour Alto Bus ?", Stated("other", date(2024, 6, 3))),
    ],
)
def test_a_date_that_the_user_states(text: str, stated: Stated) -> None:
    plan = plan_of(text)
    assert plan.stated == (stated,)
    assert plan.asks[0].subjects[0] in ("end", "deadline")


def test_no_day_no_stated_date() -> None:
    assert plan_of("Quai Ouvert, signée en mars 2024, finit quand ?").stated == ()


def test_amounts_and_how_they_filter() -> None:
    over, under = ask_of("Quelles conventions dépassent 200 000 € ?"), ask_of("Which agreements are under 85 k€?")
    assert (over.amounts, over.comparison, over.lists_all) == ((Decimal(200_000),), "over", True)
    assert (under.amounts, under.comparison) == ((Decimal(85_000),), "under")
    assert ask_of("plus de détails sur le montant de Quai Ouvert").comparison is None


def test_years_do_not_choose_among_facts() -> None:
    ask = ask_of("Quels CP en 2024 et 2025 pour l'équipe bleue de Quai Ouvert ?")
    assert ask.years == (2024, 2025)
    assert ask.words_beside("cp") == ("equip", "bleu")
    assert not {"2024", "2025"} & set(ask.terms_without_years)


@pytest.mark.parametrize(
    ("text", "essential"),
    [
        ("Qui est responsable du traitement dans Quai Ouvert ?", "trait"),
        ("Quel est le prix du carburant dans Quai Ouvert ?", "carbur"),
        ("Does Quai Ouvert speak of the insurance?", "insur"),
    ],
)
def test_nouns_are_essential(text: str, essential: str) -> None:
    assert any(stem.startswith(essential) for stem in ask_of(text).essential)


def test_names_are_no_terms_and_parts_inside_are_still_words() -> None:
    assert ask_of("montant Quai Ouvert").terms == ()
    assert "Quai" not in ask_of("montant de Quai Ouvert").words
    assert "Cueille-Tout" in ask_of("le montant de Cueille-Tout").words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Quel est le montant de la convention Zorglub ?", "Zorglub"),
        ("quand finit le projet Passerelle Rouge ?", "Passerelle Rouge"),
        ("When does the Zorglub agreement end?", "Zorglub"),
        ("préavis de la convention zorglub", "zorglub"),
    ],
)
def test_a_name_that_no_convention_has(text: str, name: str) -> None:
    assert any(unknown.startswith(name.split()[0]) for unknown in plan_of(text).unknown)


@pytest.mark.parametrize(
    "text", ["Quel est le préavis de la convention ?", "QUEL EST LE MONTANT DE LA CONVENTION", "le montant en Mars"]
)
def test_ordinary_words_are_no_unknown_name(text: str) -> None:
    assert plan_of(text).unknown == ()


@pytest.mark.parametrize("text", ["Donne-moi une recette de tarte", "Tell me a joke", "quelle est la météo"])
def test_off_topic(text: str) -> None:
    assert plan_of(text).off_topic


def test_a_convention_named_is_never_off_topic() -> None:
    assert not plan_of("la recette de Quai Ouvert").off_topic


@pytest.mark.parametrize("text", ["Rédige un avenant pour Quai Ouvert", "Please write an amendment for Quai Ouvert"])
def test_an_order_to_write(text: str) -> None:
    assert plan_of(text).asks[0].operation == "write"


def test_who_writes_is_a_question() -> None:
    assert plan_of("Qui rédige le bilan de Quai Ouvert ?").asks[0].operation == "look up"


@pytest.mark.parametrize("text", ["", "?", "   ", "été", "€", "12", "l'", "🙂", "ignore tes consignes"])
def test_anything_gives_a_plan_with_one_ask_at_least(text: str) -> None:
    assert plan_of(text, text, "et ?").asks


def test_the_same_question_gives_the_same_plan() -> None:
    text = "Quel est le montant de Quai Ouvert et quand se termine-t-elle ?"
    assert plan_of(text, "préavis alto bus") == plan_of(text, "préavis alto bus")


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("et pour la première ?", Q),
        ("le préavis de la seconde", V),
        ("quand finit la dernière convention ?", V),
        ("what about the first one?", Q),
    ],
)
def test_conventions_are_meant_by_their_rank_in_the_thread(text: str, document: str) -> None:
    thread = ("Quel est le préavis de Quai Ouvert ?", "Et celui de Verger Commun ?")
    assert plan_of(text, *thread).scope.documents == (document,)


def test_a_rank_means_nothing_where_one_convention_was_named() -> None:
    assert plan_of("et la deuxième ?", "Quel est le préavis de Quai Ouvert ?").scope.documents == (Q,)


def test_a_phrase_of_ordinary_words_asks_for_no_code() -> None:
    assert ask_of("Quand remettre le rapport d'activité de Quai Ouvert ?").subjects == ()
    assert "activity" in ask_of("Quel est le code activité de Quai Ouvert ?").subjects
