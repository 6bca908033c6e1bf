"""Answer types: what a text must hold to answer a question of a type."""

import pytest

from bot.answer_types import counts, has_type, identifies, numbers, states
from bot.extracts import wordings
from bot.vocabulary import vocabulary, words_of


@pytest.mark.parametrize(
    ("text", "noun", "held"),
    [
        ("Six agents au plus ont accès aux fichiers.", "agent", True),
        ("Le service couvre 412 laveries rurales.", "laver", True),
        ("Le suivi est confié à un agent.", "agent", False),
        ("20 000 € par équipe", "equip", False),
        ("1. Laverie du Pont (Arles)", "laver", False),
        ("le programme 388 « laveries et lavoirs »", "laver", False),
    ],
)
def test_a_number_counts_the_noun_that_follows_it(text: str, noun: str, held: bool) -> None:
    assert counts(text, (noun,)) is held


def test_money_shares_and_articles_are_no_numbers() -> None:
    assert not numbers("Une avance de 20 % et 4 000 € pour un lot.")
    assert numbers("Objets réparés : 1.500, 6.000")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Le sponsor est la cheffe du service.", True),
        ("Le sponsor : Mme Odile Fauvet", True),
        ("L'Agence et la Caisse sont les sponsors du service.", True),
        ("L'équipe, dont le sponsor, Odile Fauvet, se réunit.", True),
        ("nommer un sponsor de haut niveau dans le mois, voir https://exemple.example/sponsor", False),
    ],
)
def test_a_text_says_who_somebody_is(text: str, told: bool) -> None:
    assert identifies(text, ("sponsor",)) is told


def test_a_moment_is_no_date_where_one_must_be_stated() -> None:
    assert has_type("Il est remis dès la signature.", "date") and not states("Il est remis dès la signature.", "date")
    assert states("Il est remis le 3 mai 2025.", "date") and states("sous dix jours", "duration")
    assert not states("le 3 mai 2025", "duration") and not states("4 000 €", "amount")


@pytest.mark.parametrize(
    ("text", "kind", "held"),
    [
        ("Tél. : 04 90 00 00 00", "phone", True),
        ("joindre le +33 4 90 00 00 00", "phone", True),
        ("Le support téléphonique reste au délégant, art. 12.", "phone", False),
        ("contact@lavoir.example", "email", True),
        ("par courrier électronique", "email", False),
    ],
)
def test_contacts_are_values(text: str, kind: str, held: bool) -> None:
    assert has_type(text, kind) is held


def test_an_english_word_has_its_wordings_in_every_form() -> None:
    assert wordings("repair") and wordings("repaired") >= wordings("repair") - wordings("repaired")
    assert wordings("destroying") == wordings("destroy") != frozenset()
    assert wordings("zigzagged") == frozenset()
    assert frozenset({"compt", "rendu"}) in wordings("report"), "a wording of two words is held when both are"


@pytest.mark.parametrize(("text", "subject"), [("data", None), ("sending", None), ("datée", "signature_date")])
def test_an_english_word_is_no_french_cue_by_its_stem(text: str, subject: str | None) -> None:
    found = vocabulary().find(words_of(text))
    assert ({cue.subject for cue in found} or {None}) == {subject}
