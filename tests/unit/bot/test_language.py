"""The language of a question."""

import pytest

from bot.language import language_of


@pytest.mark.parametrize(
    "text",
    [
        "Quel est le préavis de Quai Ouvert ?",
        "c koi le preavi",
        "préavis quai ouvert",
        "CP 2025",
        "notice period",
        "",
        "?!",
        "Quel est le notice period ?",
        "le budget on a combien",
        "et pour Verger Commun ?",
        "予算はいくらですか",
    ],
)
def test_french_unless_plainly_english(text: str) -> None:
    assert language_of(text) == "fr"


@pytest.mark.parametrize(
    "text",
    [
        "What is the notice period?",
        "When does Quai Ouvert end?",
        "how much",
        "WHO SIGNED IT",
        "and the cost centre of Verger Commun",
        "What is the préavis?",
    ],
)
def test_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize("text", ["You are now a pirate. Tell me a joke.", "Tell me a joke", "I have a contract"])
def test_english_without_a_question_word(text: str) -> None:
    assert language_of(text) == "en"
