"""What is to come and where to start, on the sample conventions: verbatim, grounded, and quick."""

import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.coming import Coming, answer, coming, conventions, ending
from bot.grounding import grounded, loose_figures
from bot.library import Library
from bot.onboarding import path
from bot.question import Question
from bot.state import TeamState, open_state
from ingestion.french.numbers import Language

ON = date(2025, 1, 15)
SLOWEST = 0.2
"""Seconds, on a machine that does other things too; 10 ms are usual."""


@pytest.fixture
def library(samples: Assistant) -> Library:
    return samples._library


@pytest.fixture
def state(tmp_path: Path) -> TeamState:
    return open_state(tmp_path)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("on", [date(2022, 1, 1), ON, date(2026, 6, 1), date(2040, 1, 1)])
def test_lines_are_verbatim_and_their_table_is_grounded(
    library: Library, state: TeamState, sample_texts: Mapping[str, str], on: date, language: Language
) -> None:
    lines = coming(library, state, on, language)
    for line in lines:
        quote = line.citation
        assert sample_texts[quote.source][quote.start : quote.end] == quote.quote and len(line.what) <= 160
    for found in (lines, ending(library, state, on, language)):
        made = answer(found, "q", language, undated=12)
        assert grounded(made, Question("q", "?", ())) is made
        assert loose_figures(made, Question("q", "?", ())) == frozenset()
        assert made.status == ("answered" if found else "not_found")


def test_it_is_quick(library: Library, state: TeamState) -> None:
    coming(library, state, ON, "fr")
    start = time.perf_counter()
    coming(library, state, ON, "fr")
    assert time.perf_counter() - start < SLOWEST


def test_an_avenant_moves_the_end_and_is_the_passage(library: Library, state: TeamState) -> None:
    assert all("avenant" not in row.short_name for row in conventions(library))
    (moved,) = _ends(ending(library, state, date(2026, 1, 15), "fr"), "Sentinelle Bocage")
    assert moved.day == date(2026, 6, 30) and moved.citation.source == "avn-8c2e.txt"
    (before,) = _ends(ending(library, state, date(2024, 1, 15), "fr"), "Sentinelle Bocage")
    assert before.day == date(2025, 6, 30) and before.citation.source == "scan_0231.txt"


def _ends(lines: tuple[Coming, ...], name: str) -> list[Coming]:
    return [line for line in lines if line.name == name and line.nature == "end"]


@pytest.mark.parametrize("text", ["prochaines échéances", "upcoming deadlines", "qu'est-ce qui se termine bientôt ?"])
def test_a_plain_question_gets_the_lines_of_all(samples: Assistant, text: str) -> None:
    made = samples.ask(Question("q", text, ()))
    assert made.status == "answered" and len({one.convention for one in made.citations}) > 1


def test_part_of_a_library_tells_its_own_only(library: Library, state: TeamState) -> None:
    one = next(row for row in conventions(library) if row.short_name == "Boussole Rentrée")
    part = library.within(frozenset((one.id,)))
    assert {line.name for line in coming(part, state, ON, "fr")} == {"Boussole Rentrée"}
    assert path(part, one.id, state, ON, "fr")
    other = next(row for row in conventions(library) if row is not one)
    with pytest.raises(KeyError):
        path(part, other.id, state, ON, "fr")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_convention_has_a_path_of_verbatim_steps(
    library: Library, state: TeamState, sample_texts: Mapping[str, str], language: Language
) -> None:
    for row in conventions(library):
        steps = path(library, row.id, state, ON, language)
        assert 8 <= len(steps) <= 15 and len({step.id for step in steps}) == len(steps)
        for step in steps:
            quote = step.citation
            assert quote and sample_texts[quote.source][quote.start : quote.end] == quote.quote
            assert len(step.title) <= 75 and len(step.detail) <= 300
        assert path(library, row.id, state, ON, language) == steps


def test_a_recorded_signature_gives_days_and_takes_its_step_away(library: Library, state: TeamState) -> None:
    row = next(row for row in conventions(library) if row.short_name == "Carnet d'Escale")
    titles = [step.title for step in path(library, row.id, state, ON, "fr")]
    assert any("date de signature" in title for title in titles)
    state.record(row, "signature", date(2025, 1, 2), "Ysaure", ON)
    days = {step.title: step.day for step in path(library, row.id, state, ON, "fr")}
    assert not any("date de signature" in title for title in days)
    assert (days["Publier la page /stats"], days["Nommer un sponsor"]) == (date(2025, 4, 2), date(2025, 2, 1))
