"""An effect put off after its event: told in the text's words, and counted from for the end."""

import pytest

from bot.answers.claim import Claim
from bot.answers.facts import claims
from bot.vocabulary import vocabulary
from ingestion.facts.register import read_facts
from ingestion.structure import read_blocks
from tests.made_plans import plan_of
from tests.made_texts import structured


def claimed(question: str, body: str) -> Claim:
    articles = f"Article 1 : Durée\n\n{body}\n\nArticle 2 : Prix\n\nRien.\n\n"
    text = f"Convention Quai Ouvert\n\n{articles}Fait à Paris, le 12 mars 2025\n"
    plan = plan_of(question)
    entry = structured("Quai Ouvert", text, read_facts(text, read_blocks(text)))
    (found,) = claims(entry, plan.asks[0], plan, vocabulary())
    return found


@pytest.mark.parametrize(
    ("body", "end"),
    [
        ("La convention prend effet le 1er du mois suivant sa signature, pour une durée de deux ans.", "2027-04-01"),
        ("La convention prend effet au lendemain de sa signature, pour une durée de deux ans.", "2027-03-13"),
        ("La convention prend effet à sa signature, pour une durée de deux ans.", "2027-03-12"),
        (
            "La convention prend effet le premier jour du mois suivant sa signature. "
            "Elle dure deux ans à compter de sa signature.",
            "2027-03-12",
        ),
    ],
)
def test_the_end_counts_from_the_day_of_effect(body: str, end: str) -> None:
    assert claimed("Quand se termine Quai Ouvert ?", body).values[0].value == end


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ("le 1er du mois suivant sa signature", "**le 1er du mois suivant sa signature**"),
        ("au lendemain de sa signature", "**au lendemain de sa signature**"),
        ("à sa signature", "**à la date de la signature**"),
        ("au jour de sa signature", "**à la date de la signature**"),
    ],
)
def test_an_effect_is_told_as_the_text_says_it(when: str, shown: str) -> None:
    assert claimed("Quand Quai Ouvert prend-elle effet ?", f"La convention prend effet {when}.").text.startswith(shown)
