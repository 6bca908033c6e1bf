import json
from pathlib import Path

import pytest

from index.errors import BadBench
from index.retrieval_bench import main, run
from tests.made_corpus import ThemeEmbedder

PASSAGES = [
    {"_id": "p1", "title": "Résiliation", "text": "Le préavis est de trois mois."},
    {"_id": "p2", "title": "", "text": "Le comité se réunit au moulin."},
    {"_id": "p3", "title": "Finances", "text": "Le budget est annuel."},
]
QUESTIONS = [{"_id": "q1", "text": "quel préavis ?"}, {"_id": "q2", "text": "le comité"}, {"_id": "q3", "text": "rien"}]
JUDGED = [("q1", "p1", 1), ("q2", "p3", 1)]  # the second one is judged wrongly: p3 comes after p2


def write_lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


@pytest.fixture(params=["jsonl", "tsv"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "set"
    folder.mkdir()
    write_lines(folder / "corpus.jsonl", PASSAGES)
    write_lines(folder / "queries.jsonl", QUESTIONS)
    names = ("query-id", "corpus-id", "score")
    if request.param == "jsonl":
        write_lines(folder / "qrels.jsonl", [dict(zip(names, row, strict=True)) for row in JUDGED])
    else:
        (folder / "qrels").mkdir()
        rows = ["\t".join(map(str, row)) for row in [names, *JUDGED]]
        (folder / "qrels" / "test.tsv").write_text("\n".join(rows))
    return folder


def test_measures_can_be_worked_out_by_hand(bench: Path, tmp_path: Path) -> None:
    found = run(bench, tmp_path / "data", embedder=ThemeEmbedder())
    assert found["R@1"] == 0.5 and found["R@100"] == 1
    assert found["RR@10"] in (pytest.approx((1 + 1 / 2) / 2), pytest.approx((1 + 1 / 3) / 2))
    assert set(found) == {"nDCG@10", "RR@10", "R@1", "R@5", "R@10", "R@100"}


def test_a_second_run_embeds_nothing_again(bench: Path, tmp_path: Path) -> None:
    first, second = ThemeEmbedder(), ThemeEmbedder()
    assert run(bench, tmp_path / "data", embedder=first) == run(bench, tmp_path / "data", embedder=second)
    assert len(first.embedded) == 3 and second.embedded == []


def test_a_limit_asks_fewer_questions(bench: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []

    def told(stage: str, done: int, total: int) -> None:
        if stage == "search":
            steps.append((done, total))

    assert run(bench, tmp_path / "data", 1, told, ThemeEmbedder())["R@1"] == 1
    assert steps == [(1, 1)]


@pytest.mark.parametrize("broken", ["corpus.jsonl", "queries.jsonl", "qrels.jsonl"])
@pytest.mark.parametrize("content", [None, b"{", b"[]", b'{"_id": "x"}', b"\xff"])
def test_what_is_no_bench_is_told(tmp_path: Path, broken: str, content: bytes | None) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    write_lines(folder / "corpus.jsonl", PASSAGES)
    write_lines(folder / "queries.jsonl", QUESTIONS)
    write_lines(folder / "qrels.jsonl", [{"query-id": "q1", "corpus-id": "p1", "score": 1}])
    if content is None:
        (folder / broken).unlink()
    else:
        (folder / broken).write_bytes(content)
    with pytest.raises(BadBench):
        run(folder, tmp_path / "data", embedder=ThemeEmbedder())


def test_the_program_names_the_fault_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--data", str(tmp_path / "data")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
