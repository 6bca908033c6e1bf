"""Which conventions a question names."""

import pytest

from bot.mentions import Mention, directory
from ingestion.names import DocumentKind
from tests.made_plans import ALTO, AVENANT, DIRECTORY, QUAI, ROWS, VERGER, row


def mentions(text: str, *ordinary: str) -> tuple[Mention, ...]:
    return DIRECTORY.mentions(text, ordinary)


def documents(text: str) -> list[str]:
    return [document for mention in mentions(text) for document in mention.documents]


@pytest.mark.parametrize(
    "text",
    [
        "Quai Ouvert",
        "QUAI OUVERT",
        "quai-ouvert",
        "quaiouvert",
        "le quai  ouvert ?",
        "fast 31",
        "FAST31",
        "la convention Fast n° 31".replace("n° ", ""),
        "quai ouver",
        "quay ouvert",
        "Quai Ouverts",
    ],
)
def test_a_name_is_known_through_case_spacing_and_slips(text: str) -> None:
    assert documents(text) == ["Quai Ouvert"]


def test_a_slip_is_told_and_the_span_is_the_questions_own() -> None:
    (found,) = mentions("pour quai ouver svp", "pour", "svp")
    assert "pour quai ouver svp"[found.start : found.end] == "quai ouver"
    assert not found.exact and found.main and found.strong
    assert mentions("pour quai ouvert svp")[0].exact


@pytest.mark.parametrize("text", ["FAST 32", "fast 13", "FAST 310"])
def test_a_number_is_never_a_slip_of_another(text: str) -> None:
    assert documents(text) == []


@pytest.mark.parametrize("text", ["Alto", "ouvert", "Port", "commun bus", ""])
def test_part_of_a_name_is_no_name(text: str) -> None:
    assert documents(text) == []


def test_the_first_word_of_a_name_is_no_name_when_it_is_ordinary() -> None:
    named = directory([row("Budget Participatif"), row("Alto Bus")])
    assert [m.name for m in named.mentions("Quel est le budget d'Alto Bus ?", {"budget"})] == ["Alto Bus"]


def test_an_ordinary_word_is_no_slip() -> None:
    assert [m.name for m in mentions("alto bux")] == ["Alto Bus"]
    assert mentions("alto bux", "bux") == ()


def test_a_party_shared_by_two_names_both_and_is_weak() -> None:
    (found,) = mentions("la convention DINUM")
    assert found.documents == ("Quai Ouvert", "Verger Commun")
    assert not found.strong and not found.main


def test_a_partys_head_noun_may_be_left_out() -> None:
    assert documents("la convention Roulibre") == documents("l'association Roulibre") == ["Alto Bus"]


def test_an_ordinary_word_names_its_party_only_after_convention() -> None:
    assert documents("une agence de voyage") == documents("Roulibre") == []
    assert documents("la convention Agence") == ["Alto Bus"]


def test_a_slip_takes_no_word_more_than_the_name() -> None:
    (found,) = mentions("quai ouver dpd")
    assert found.end == len("quai ouver")


def test_an_elided_article_before_an_ordinary_word() -> None:
    assert documents("la convention avec l'agence") == ["Alto Bus"]


def test_something_inside_a_convention_is_strong_and_not_its_own_name() -> None:
    (found,) = mentions("dans Cueille-Tout")
    assert found.documents == ("Verger Commun",) and found.strong and not found.main


def test_a_name_shared_with_the_avenant_means_the_convention() -> None:
    assert documents("Quai Ouvert") == [QUAI.id]
    assert documents("Quai Ouvert – avenant n° 1") == [AVENANT.id]
    assert DIRECTORY.avenants[QUAI.id] == (AVENANT.id,) and DIRECTORY.avenants[VERGER.id] == ()
    assert DIRECTORY.avenants[""] == (AVENANT.id,)


def test_two_names_are_two_mentions_in_the_order_of_the_text() -> None:
    assert documents("compare Verger Commun et Quai Ouvert") == [VERGER.id, QUAI.id]


def test_the_longest_name_wins_without_overlap() -> None:
    rows = (row("Alto"), row("Alto Bus Express"))
    found = directory(rows).mentions("pour Alto Bus Express")
    assert [m.name for m in found] == ["Alto Bus Express"]


def test_a_party_of_every_document_names_none() -> None:
    everywhere = directory([row("Un", ("DINUM", "party")), row("Deux", ("DINUM", "party"))])
    assert everywhere.mentions("DINUM")[0].everywhere
    assert not mentions("DINUM")[0].everywhere
    alone = directory([row("Un", ("DINUM", "party"))])
    assert not alone.mentions("DINUM")[0].everywhere, "one document: its party may stand for it"


def test_initials_and_seasons_are_names() -> None:
    made = directory([row("Grand Atelier des Ponts – saison 4"), row("Grand Atelier des Ponts – saison 5")])
    assert made.mentions("la saison 4")[0].documents == ("Grand Atelier des Ponts – saison 4",)
    both = {"Grand Atelier des Ponts – saison 4", "Grand Atelier des Ponts – saison 5"}
    assert set(made.mentions("Grand Atelier des Ponts")[0].documents) == both


def test_no_document_no_mention() -> None:
    assert directory([]).mentions("Quai Ouvert") == ()
    assert {QUAI.id, VERGER.id, ALTO.id, AVENANT.id} == {r.id for r in ROWS}
    assert AVENANT.kind is DocumentKind.AVENANT
