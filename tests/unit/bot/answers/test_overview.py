"""The picture of one convention, each line cited."""

import re

from bot.answers.overview import MOST_CHARACTERS, wanted, written
from bot.writing import Draft
from tests.made_plans import plan_of
from tests.made_register import AMOUNTS, COMMITTEE, DUTIES, ENDS, NOTICE, PARTIES, at, quai
from tests.made_register import deadline as made_deadline

FACTS = (*PARTIES, *AMOUNTS, ENDS, NOTICE, COMMITTEE, *DUTIES)


def overview(question: str, *facts: object) -> tuple[str, Draft]:
    plan, draft = plan_of(question), Draft()
    return written(draft, quai(*facts), plan.asks[0], plan), draft  # type: ignore[arg-type]


def test_who_how_much_until_when_and_what_is_owed() -> None:
    text, draft = overview("Je débute sur Quai Ouvert", *FACTS)
    for words in (
        "Direction des canaux",
        "80 000 €",
        "31 décembre 2025",
        "trois mois",
        "chaque trimestre",
        "publie le code source",
        "forme l'équipe",
    ):
        assert words in text, words
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert all(re.search(r"\[\d+\]$", line) for line in lines)
    assert {int(n) for n in re.findall(r"\[(\d+)\]", text)} == set(range(1, len(draft.citations.found) + 1))


def test_what_the_team_owes_and_what_it_gets_are_apart() -> None:
    text, _ = overview("résume Quai Ouvert", *FACTS)
    owed, _, got = text.partition("Ce que la DINUM apporte")
    assert "publie le code source" in owed and "forme l'équipe" in got and "forme l'équipe" not in owed


def test_sections_without_facts_are_left_out() -> None:
    text, _ = overview("résume Quai Ouvert", *PARTIES)
    assert "Combien" not in text and "Jusqu'à quand" not in text and "Qui" in text


def test_it_fits_a_phone() -> None:
    from dataclasses import replace

    many = [
        made_deadline("x", "Le comité de suivi se réunit chaque trimestre.", recurrence_words="chaque trimestre")
        for _ in range(9)
    ]
    wide = [replace(p, name=p.name + " et de toutes les voies d'eau" * 40) for p in PARTIES for _ in range(2)]  # type: ignore[union-attr]
    text, _ = overview("résume Quai Ouvert", *wide, *many, *FACTS)
    assert len(text) <= MOST_CHARACTERS


def test_only_questions_about_the_whole_want_it() -> None:
    asked = ("Je débute sur Quai Ouvert", "Summarise Quai Ouvert", "C'est quoi Quai Ouvert ?")
    assert all(wanted(plan.asks[0], plan) for plan in map(plan_of, asked))
    for text in ("Quel est le préavis de Quai Ouvert ?", "C'est quoi un CP dans Quai Ouvert ?"):
        assert not wanted(plan_of(text).asks[0], plan_of(text))
    assert at("Elle s'achève")
