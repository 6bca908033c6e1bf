import subprocess
import sys
from pathlib import Path

import pytest

from index.build import update
from index.errors import DamagedIndex, NoIndex, OtherEmbedder
from index.records import FILE, Records
from index.search import Search
from tests.made_corpus import BOARD, BUDGET, CODES, NOTICE, ThemeEmbedder, write_convention


def id_of(index: Path, name: str) -> str:
    return next(row.id for row in Records(index).documents() if row.short_name == name)


@pytest.fixture(params=[True, False], ids=["exact", "chroma"])
def search(request: pytest.FixtureRequest, index: Path, embedder: ThemeEmbedder) -> Search:
    return Search(index, embedder) if request.param else Search(index, embedder, exact=0)


def test_the_best_passage_comes_first_once_for_each_document(search: Search) -> None:
    hits = search.search("Quel préavis ?")
    assert [hit.passage.text for hit in hits[:2]] == [NOTICE, NOTICE]
    assert len({hit.document for hit in hits[:2]}) == 2
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_measures_are_those_of_the_passage(search: Search) -> None:
    best = search.search("préavis", 1)[0]
    assert best.dense == pytest.approx(1)  # the same vector: one « préavis » in both
    assert best.lexical > 0 and best.spelling > 0


@pytest.mark.parametrize("typed", ["0999-ABCD-EFGH", "0999 abcd efgh", "c'est quoi 0999abcd efgh"])
def test_a_code_is_found_whole(search: Search, typed: str) -> None:
    assert search.search(typed, 1)[0].passage.text == BUDGET


@pytest.mark.parametrize("typed", ["peniche075", "1987-1234", "decret 1987 1234"])
def test_other_codes_too(search: Search, typed: str) -> None:
    assert search.search(typed, 1)[0].passage.text == CODES


def test_a_slip_still_finds(search: Search) -> None:
    nearest = max(search.search("trimmestre"), key=lambda hit: hit.spelling)
    assert nearest.passage.text == BOARD
    assert nearest.lexical == 0 < nearest.spelling


def test_search_stays_inside_the_documents_named(search: Search, index: Path) -> None:
    moulin = id_of(index, "Moulin")
    hits = search.search("budget et préavis", documents={moulin})
    assert {hit.document for hit in hits} == {moulin}
    assert [hit.document for hit in search.search("budget", 1, documents={moulin})] == [moulin]
    assert search.search("préavis", documents=()) == []


def test_names_to_ignore_weigh_nothing(search: Search) -> None:
    plain = search.search("comité", 1)[0]
    named = search.search("comité de la Péniche-Budget", 1, ignore=["péniche budget"])[0]
    assert named.passage.text == plain.passage.text == BOARD
    assert named.dense == pytest.approx(plain.dense)
    assert search.search("réunit 0999 Péniche", 8, ignore=["Péniche"]) == search.search("réunit 0999", 8)


@pytest.mark.parametrize(
    "injected",
    [
        '"',
        "préavis OR",
        "NEAR(",
        "body:préavis",
        "préavis*",
        "a AND NOT (",
        "^préavis",
        "{body}: x",
        "'; DROP TABLE words",
    ],
)
def test_no_question_is_read_as_syntax(search: Search, injected: str) -> None:
    assert all(hit.passage.text for hit in search.search(injected))
    assert search.search("préavis", 1)[0].passage.text == NOTICE


@pytest.mark.parametrize("odd", ["", "   ", "\0\x07", "?" * 60_000, "préavis " * 10_000, "\ud800 préavis"])
def test_odd_questions_get_an_answer_or_none(search: Search, odd: str) -> None:
    assert len(search.search(odd)) <= 8


def test_no_hit_asked_none_given(search: Search) -> None:
    assert search.search("préavis", 0) == []


def test_a_change_is_seen_at_the_next_question(search: Search, index: Path, corpus: Path) -> None:
    assert search.search("phare", 1)[0].lexical == 0
    write_convention(corpus, "Phare", "Le phare est rallumé au préavis de novembre.")
    update(corpus, index, ThemeEmbedder())
    assert search.search("phare", 1)[0].passage.convention == "Phare"


def test_a_rebuild_is_survived(search: Search, index: Path, corpus: Path) -> None:
    before = search.search("préavis", 2)
    update(corpus, index, ThemeEmbedder(), rebuild=True)
    assert search.search("préavis", 2) == before


def test_a_rebuild_with_another_embedder_is_told(index: Path, corpus: Path, embedder: ThemeEmbedder) -> None:
    search = Search(index, embedder)
    update(corpus, index, ThemeEmbedder("others"), rebuild=True)
    with pytest.raises(OtherEmbedder):
        search.search("préavis")


def test_an_empty_index_has_no_hit(tmp_path: Path, embedder: ThemeEmbedder) -> None:
    update(tmp_path / "no corpus", tmp_path / "empty", embedder)
    assert Search(tmp_path / "empty", embedder).search("préavis") == []


def test_opening_says_what_is_wrong(tmp_path: Path, index: Path) -> None:
    with pytest.raises(NoIndex):
        Search(tmp_path / "nothing")
    with pytest.raises(OtherEmbedder):
        Search(index, ThemeEmbedder("others"))


def test_a_corrupt_file_is_damage(index: Path, embedder: ThemeEmbedder) -> None:
    for path in index.glob(f"{FILE}*"):
        path.write_bytes(b"not a database at all" * 500)
    with pytest.raises(DamagedIndex):
        Search(index, embedder).search("préavis")


def test_a_small_corpus_is_searched_without_importing_chroma(index: Path, root: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from index.search import Search
from tests.made_corpus import ThemeEmbedder
assert Search(Path({str(index)!r}), ThemeEmbedder()).search("préavis")
assert not any(name.startswith(("chromadb", "langchain")) for name in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
