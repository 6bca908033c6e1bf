"""Which facts a question's words speak of."""

import pytest

from bot.answers.matching import holds, is_named, scores, spoken_of
from index.words import tokens

FACTS = ["le bilan de mi-parcours", "le bilan financier", "la page de statistiques"]


def stems(text: str) -> list[str]:
    return list(tokens(text))


def test_without_words_all_are_meant_in_their_order() -> None:
    assert spoken_of(FACTS, [], str) == FACTS


def test_the_one_that_holds_the_words_is_kept() -> None:
    assert spoken_of(FACTS, stems("statistiques"), str) == [FACTS[2]]
    assert spoken_of(FACTS, stems("bilan financier"), str) == [FACTS[1]]
    assert spoken_of(FACTS, stems("bilan"), str) == FACTS[:2]


def test_when_none_holds_them_an_essential_word_refuses_all() -> None:
    words = stems("baleine")
    assert spoken_of(FACTS, words, str) == FACTS
    assert spoken_of(FACTS, words, str, words) == []


def test_a_share_of_the_words_rare_ones_weighing_more() -> None:
    held = {fact: score for score, fact in scores(FACTS, stems("bilan statistiques"), str)}
    assert 0 < held[FACTS[0]] == held[FACTS[1]] < 0.5 < held[FACTS[2]] < 1
    assert [score for score, _ in scores(FACTS, stems("page"), str)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("word", "text", "held"),
    [("bilan", "le bilan", True), ("statistik", "statistiques", True), ("bilan", "balle", False)],
)
def test_a_word_is_held_by_its_stem_or_one_like_it(word: str, text: str, held: bool) -> None:
    assert holds(stems(word)[0], frozenset(tokens(text))) is held


def test_a_label_is_named_by_its_own_words_not_by_synonyms() -> None:
    fees = frozenset(tokens("Frais"))
    assert is_named(tokens("frais")[0], fees)
    assert holds(tokens("dépenses")[0], fees) and not is_named(tokens("dépenses")[0], fees)
