"""Words of the field, explained."""

import pytest

from bot.answers.glossary import asked, explained, glossary
from tests.made_plans import ask_of


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("C'est quoi un CP ?", ["**CP**"]),
        ("c koi les AE", ["**AE**"]),
        ("Que veut dire UO ?", ["**UO**"]),
        ("C'est quoi la différence entre AE et CP ?", ["**AE**", "**CP**"]),
        ("C'est quoi un axe ministériel ?", ["**Axe ministériel**"]),
    ],
)
def test_a_word_is_explained(question: str, opening: list[str]) -> None:
    lines = explained(asked(ask_of(question)), "fr").splitlines()
    assert [line[: len(start)] for line, start in zip(lines, opening, strict=True)] == opening


def test_the_longest_name_is_the_word_meant() -> None:
    (only,) = asked(ask_of("C'est quoi un programme budgétaire ?"))
    assert only.text["fr"].startswith("**Programme**")


@pytest.mark.parametrize("name", ["Centre de coût", "Budget opérationnel de programme"])
def test_a_word_with_a_little_word_inside_is_explained(name: str) -> None:
    assert len(asked(ask_of(f"C'est quoi un {name.lower()} ?"))) == 1


@pytest.mark.parametrize("question", ["Quels CP en 2024 ?", "C'est quoi une baleine ?", "le centre de coût", ""])
def test_other_questions_are_about_no_word(question: str) -> None:
    assert asked(ask_of(question)) == ()


def test_every_entry_is_in_both_languages_and_has_a_name() -> None:
    assert len(glossary()) > 20
    for entry in glossary():
        assert all(entry.names) and entry.text["fr"].startswith("**") and entry.text["en"].startswith("**")
        assert entry.text["fr"] != entry.text["en"]
