"""A draft beside its signed copy: the signed one answers, and says where the draft differs."""

from pathlib import Path

import pytest

from bot.access import Access, Rule, Viewer
from bot.assistant import Assistant
from bot.library import Library
from bot.question import Question
from tests.made_library import library_of
from tests.unit.ingestion.test_editions import text

SIGNED, DRAFT = text(signed="3 mars 2025"), text(amount="150 000 €")
AMOUNT = "Combien verse le délégant pour Lavoir ?"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return library_of(tmp_path, {"projet.md": DRAFT, "signee.md": SIGNED, "autre.md": text(service="Fontaine")})


def test_the_signed_one_answers_and_says_what_the_draft_does(library: Library) -> None:
    answer = Assistant(library).ask(Question("q", AMOUNT))
    assert [figure.value for figure in answer.figures] == ["120000"]
    assert {citation.source for citation in answer.citations} == {"signee.md"}
    (warning,) = answer.warnings
    assert "projet.md" in warning and "150 000 €" in warning.replace("\u202f", " ").replace("\u00a0", " ")


def test_what_both_say_alike_is_answered_without_a_word_of_the_draft(library: Library) -> None:
    answer = Assistant(library).ask(Question("q", "Quand finit Lavoir ?"))
    assert answer.status == "answered" and not any("projet.md" in warning for warning in answer.warnings)


def test_two_files_are_one_convention_of_the_portfolio(library: Library) -> None:
    assert [row.short_name for row in library.documents()] == ["Fontaine", "Lavoir"]
    assert {hit.document for hit in library.search("financement du service", 20, None, ())} == {
        row.id for row in library.documents()
    }


def test_whoever_may_not_see_the_draft_is_not_told_of_it(library: Library) -> None:
    signed = next(row.id for row in library.documents() if row.short_name == "Lavoir")
    answer = Assistant(library.within(frozenset([signed]))).ask(Question("q", AMOUNT))
    assert answer.status == "answered" and answer.warnings == ()


def test_a_draft_is_under_the_rules_of_its_convention_and_its_own(library: Library) -> None:
    ids = {row.source: row.id for row in library.every_document()}
    hidden = Access("all", (Rule(("Lavoir",), frozenset({"U1"}), frozenset()),))
    assert hidden.visible(Viewer("U2", None, public=False), library) == {ids["autre.md"]}
    assert hidden.visible(Viewer("U1", None, public=False), library) == set(ids.values())
    draft = Access("all", (Rule(("projet.md",), frozenset({"U1"}), frozenset()),))
    assert draft.visible(Viewer("U2", None, public=False), library) == {ids["autre.md"], ids["signee.md"]}
