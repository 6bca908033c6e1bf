from collections.abc import Iterator
from pathlib import Path

import pytest

from index import lexical
from index.records import Records
from index.records_tables import Connection
from ingestion.passages import Passage


def passage(text: str, path: tuple[str, ...] = (), lead_in: str | None = None) -> Passage:
    return Passage(0, 0, len(text), text, "Péniche", None, path, lead_in)


TEXTS = {
    1: passage("La péniche est amarrée au quai.", path=("Article 4 – Amarrage",)),
    2: passage("Le quai est repeint ; l'amarrage y est libre."),
    3: passage("imputé sur 0999-ABCD-EFGH", lead_in="Centre financier :"),
    **{
        number: passage(f"clause sans rapport {word}")
        for number, word in enumerate(["un", "deux", "trois", "quatre"], 4)
    },
}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    records = Records(tmp_path, create=True)
    with records.writing() as connection:
        lexical.create(connection)
        lexical.add(connection, TEXTS)
        yield connection
    records.close()


def test_only_texts_that_share_a_stem_have_a_score(connection: Connection) -> None:
    scores = lexical.by_words(connection, "AMARRAGES")
    assert set(scores) == {1, 2}  # « amarrée » has another stem: 1 is there by its heading
    assert all(score > 0 for score in scores.values())


def test_a_word_of_the_heading_counts_more(connection: Connection) -> None:
    assert (scores := lexical.by_words(connection, "amarrage"))[1] > scores[2]


def test_the_lead_in_is_indexed(connection: Connection) -> None:
    assert set(lexical.by_words(connection, "centre financier")) == {3}


def test_neighbours_in_order_score_more_than_apart(connection: Connection) -> None:
    lexical.add(connection, {8: passage("suivi mensuel des travaux"), 9: passage("travaux des mensuel suivi")})
    scores = lexical.by_words(connection, "suivi mensuel")
    assert scores[8] > scores[9] > 0


@pytest.mark.parametrize("typed", ["0999-abcd-efgh", "0999 ABCD EFGH", "0999ABCDEFGH"])
def test_a_code_is_found_whole(connection: Connection, typed: str) -> None:
    assert set(lexical.by_words(connection, typed)) == {3}


def test_spelling_finds_what_words_do_not(connection: Connection) -> None:
    assert lexical.by_words(connection, "amarage penniche") == {}
    assert set(lexical.by_spellings(connection, "amarage penniche")) == {1, 2}


def test_what_is_removed_is_not_found(connection: Connection) -> None:
    lexical.remove(connection, [1])
    assert set(lexical.by_words(connection, "amarrage")) == {2}
    assert 1 not in lexical.by_spellings(connection, "amarrage")
    assert lexical.numbers(connection) == (TEXTS.keys() - {1}, TEXTS.keys() - {1})


def test_all_are_cleared(connection: Connection) -> None:
    lexical.clear(connection)
    assert lexical.numbers(connection) == (set(), set())


@pytest.mark.parametrize(
    "question", ["", "le de la", '"', "NOT quai", "quai OR", "body : quai", "(quai", "quai*", "\0"]
)
def test_no_question_breaks_the_syntax(connection: Connection, question: str) -> None:
    found = lexical.by_words(connection, question)
    assert set(found) == ({1, 2} if "quai" in question else set())


def test_the_commonest_terms_are_left_out_of_too_dear_a_question(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(lexical.by_words(connection, "clause trois")) == {4, 5, 6, 7}
    monkeypatch.setattr(lexical, "_PLACES_AT_MOST", 3)
    assert set(lexical.by_words(connection, "clause trois")) == {6}
    assert set(lexical.by_words(connection, "clause")) == {4, 5, 6, 7}  # one term is always asked
