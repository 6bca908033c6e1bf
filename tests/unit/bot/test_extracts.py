"""Extracts: the units that answer when no fact does."""

import pytest

from bot.answer_types import has_type
from bot.extracts import Extract, rank, slip, synonyms, translations, wanted
from bot.units import read_units
from bot.vocabulary import vocabulary
from tests.made_plans import ask_of, plan_of
from tests.made_texts import structured

UNITS = read_units(structured("Quai Ouvert"))


def best(question: str, aliases: dict[str, frozenset[str]] | None = None) -> list[Extract]:
    (ask,) = (plan := plan_of(question)).asks
    want = wanted(ask, vocabulary(), plan.language == "en", aliases or {})
    return rank("quai", UNITS, ask, want, {})


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Qui aide les mariniers ?", "aide les mariniers"),
        ("Les mariniers réservent quoi ?", "réserver une écluse"),
        ("À quelle heure ouvre l'écluse des Trois-Saules ?", "six heures"),
        ("Faut-il publier du code source ?", "code source"),
        ("les marinier", "mariniers"),
        ("et les mariniars", "mariniers"),
    ],
)
def test_the_unit_that_says_it_comes_first(question: str, words: str) -> None:
    assert words in best(question)[0].unit.text


def test_the_best_come_first_and_support_is_a_share() -> None:
    found = best("Qui aide les mariniers à réserver une écluse ?")
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    assert all(0 <= e.support <= 1 for e in found)
    assert found[0].support > 0.9


def test_a_word_that_the_text_never_holds_lowers_the_support() -> None:
    whole, half = best("les mariniers")[0], best("l'assurance des mariniers")[0]
    assert half.unit == whole.unit and half.support < 0.6 < whole.support
    verb = best("zigzaguer les mariniers")[0]
    assert half.support < verb.support < whole.support, "texts say the same with other verbs"


def test_nothing_is_found_for_words_that_stand_nowhere() -> None:
    assert best("la zoologie des éléphants") == []


def test_a_passage_found_by_search_breaks_a_tie() -> None:
    ask = ask_of("l'écluse")
    want = wanted(ask, vocabulary(), False, {})
    last = next(unit for unit in UNITS if "Trois-Saules" in unit.text)
    plain = rank("quai", UNITS, ask, want, {})
    lifted = rank("quai", UNITS, ask, want, {(last.start, last.end): 1.0})
    score = {e.unit: e.score for e in plain}[last]
    assert next(e.score for e in lifted if e.unit == last) == pytest.approx(score + 0.2)


def test_a_partys_other_name_says_it_too() -> None:
    found = best("le Bureau des tarifs", {"tarif": frozenset({"delegatair"})})
    assert found and "délégataire" in found[0].unit.text
    assert not any("délégataire" in e.unit.text for e in best("le Bureau des tarifs"))


def test_english_words_find_french_ones() -> None:
    assert "donne" in translations("dat")
    assert synonyms("zorglub") == frozenset() == translations("zorglub")


def test_an_english_question_reaches_a_french_text() -> None:
    found = best("the source code: who must publish it?")
    assert "code source" in found[0].unit.text


@pytest.mark.parametrize(
    ("term", "stems", "same"),
    [
        ("marini", {"mairini"}, True),
        ("eclus", {"ecluz"}, False),
        ("eclus", {"clus"}, False),
        ("cod", {"cot"}, False),
        ("0352", {"0353"}, False),
        ("publi", {"public"}, True),
        ("publi", {"assur"}, False),
        ("eclus", set(), False),
    ],
)
def test_slips(term: str, stems: set[str], same: bool) -> None:
    assert slip(term, frozenset(stems)) is same


@pytest.mark.parametrize(
    ("answer_type", "holds", "lacks"),
    [
        ("amount", "soit 80 000 €", "soit 80 000 bateaux"),
        ("date", "le 3 mai 2024", "le quai est beau"),
        ("date", "dès la signature", "la signature est belle"),
        ("duration", "pendant trois mois", "pendant la crue"),
        ("frequency", "chaque trimestre", "une fois pour toutes"),
        ("percent", "60 % des sommes", "60 bateaux"),
        ("count", "cinq écluses", "des écluses"),
        ("count", "12 écluses", "quelques écluses"),
        ("person", "présidé par Mme Aubin", "il pleut sur les quais"),
        ("person", "le délégataire en répond", "cela en répond"),
        ("address", "3 rue du Halage", "au bord du canal"),
        ("address", "44600 Saint-Nazaire", "un code de 5 lettres"),
        ("code", "sur 0388-CMER", "sur le centre"),
    ],
)
def test_an_answer_holds_something_of_the_type_asked(answer_type: str, holds: str, lacks: str) -> None:
    assert has_type(holds, answer_type) and not has_type(lacks, answer_type)
    assert has_type(lacks, None)


def test_the_type_asked_lifts_the_sentence_that_has_it() -> None:
    found = best("combien verse le délégant")
    assert "80 000 €" in found[0].unit.text
