"""Evaluations: figures, latency, comparison, and their report."""

import builtins
import json
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer
from bot.evaluation import MEASURES, Evaluation, changes, evaluate, read_evaluation
from bot.evaluation_report import figure_rows, markdown, shown_share, write_report
from bot.gold import BadGold, Expectation, GoldQuestion
from bot.question import Question
from prompts import has_message

OK, BAD = "oui", "non"


def gold(name: str, *tags: str, thread: tuple[str, ...] = ()) -> GoldQuestion:
    expect = Expectation(status=("answered",), must=((OK,),))
    return GoldQuestion(id=name, question=f"{name} ?", thread=thread, tags=tags, expect=expect)


def evaluation(questions: dict[GoldQuestion, str], times: tuple[float, ...] = (1.0,) * 200) -> Evaluation:
    """Each question with what is answered to it, and the milliseconds of each answer."""
    said = {question.id: text for question, text in questions.items()}
    clock = iter(times)

    def ask(question: Question) -> Answer:
        text = said[question.id]
        return Answer(id=question.id, status="answered", language="fr", text=text, elapsed_ms=next(clock))

    return evaluate("gold.jsonl", tuple(questions), ask, {})


def test_questions_are_asked_with_their_threads_and_progress_is_told() -> None:
    asked: list[Question] = []
    told: list[tuple[int, int]] = []

    def ask(question: Question) -> Answer:
        asked.append(question)
        return Answer(id=question.id, status="clarify", language="fr", text="?")

    evaluate("g", (gold("a"), gold("b", thread=("x", "y"))), ask, {}, lambda done, total: told.append((done, total)))
    assert asked == [Question("a", "a ?"), Question("b", "b ?", ("x", "y"))]
    assert told == [(1, 2), (2, 2)]


def test_figures_in_all_and_by_tag() -> None:
    found = evaluation({gold("a", "date", "typo"): OK, gold("b", "date"): BAD, gold("c"): OK})
    assert (found.figures.questions, found.figures.correct, found.figures.concise) == (3, 0.6667, 1.0)
    assert found.figures.evidence is found.figures.refusal is None
    assert {tag: (one.questions, one.correct) for tag, one in found.tags.items()} == {
        "date": (2, 0.5),
        "typo": (1, 1.0),
    }


@pytest.mark.parametrize(
    ("times", "p50", "p95"),
    [((3.0,), 3.0, 3.0), ((5.0, 1.0), 3.0, 5.0), (tuple(map(float, range(1, 101))), 50.5, 95.0)],
)
def test_latency(times: tuple[float, ...], p50: float, p95: float) -> None:
    found = evaluation({gold(str(n)): OK for n in range(len(times))}, times).figures
    assert (found.p50_ms, found.p95_ms) == (p50, p95)


def test_changes_name_what_became_right_and_wrong() -> None:
    follow_up = gold("f", thread=("x",))
    old = evaluation({gold("a"): OK, gold("b"): BAD, gold("c"): OK, gold("d"): BAD, gold("e"): OK, follow_up: OK})
    same = {gold("c"): OK, gold("d"): BAD, follow_up: BAD}
    changed = changes(old, evaluation({gold("a"): BAD, gold("b"): OK, gold("e", thread=("x",)): BAD, **same}))
    assert [row.id for row in changed.right] == ["b"]
    assert [row.id for row in changed.wrong] == ["a", "f"]
    assert (changed.added, changed.removed) == (("e",), ("e",))
    assert (changed.before.correct, changed.after.correct) == (0.6667, 0.3333)


def test_a_report_is_read_back(tmp_path: Path) -> None:
    found = evaluation({gold("a", "date"): BAD, gold("b"): OK})
    write_report(tmp_path / "new" / "folder", found, None, "fr")
    assert read_evaluation(tmp_path / "new" / "folder" / "report.json") == found


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"questions": 3}'])
def test_what_is_no_report_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(content)
    with pytest.raises(BadGold) as raised:
        read_evaluation(path)
    assert raised.value.key == "eval.bad_report"


def test_the_plot_is_written_and_shown(tmp_path: Path) -> None:
    assert write_report(tmp_path, evaluation({gold("a", "date"): BAD}), None, "fr") is True
    assert (tmp_path / "report.png").read_bytes().startswith(b"\x89PNG")
    assert "](report.png)" in (tmp_path / "report.md").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.json", "report.md", "report.png"]


def test_without_matplotlib_the_report_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = builtins.__import__

    def refusing(name: str, *rest: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return ours(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refusing)
    (tmp_path / "report.png").write_bytes(b"an earlier run's")
    assert write_report(tmp_path, evaluation({gold("a"): OK}), None, "fr") is False
    told = (tmp_path / "report.md").read_text("utf-8")
    assert "alinea[report]" in told.replace("\\", "")
    assert "report.png" not in told
    assert not (tmp_path / "report.png").exists()


def test_the_report_tells_figures_faults_and_changes() -> None:
    old, new = evaluation({gold("a"): OK, gold("b"): BAD}), evaluation({gold("a"): BAD, gold("b"): OK, gold("c"): OK})
    told = markdown(new, changes(old, new), "en", plotted=False)
    assert "| correct answers | 66.67% |" in told
    assert "- **a** a ?\n  - missing: oui" in told
    assert "Became correct: 1\n\n- **b** b ?" in told
    assert "Became wrong: 1\n\n- **a** a ?" in told
    assert "| correct answers | 50.00% | 66.67% |" in told


def test_words_of_the_gold_file_are_no_markup() -> None:
    question = gold("<b>|x|").model_copy(update={"question": "[a](b)\n# c"})
    told = markdown(evaluation({question: BAD}), None, "fr", plotted=False)
    assert r"- **\<b\>\|x\|** \[a\](b) \# c" in told


def test_every_measure_has_its_label_and_shares_are_not_rounded_up_to_all() -> None:
    found = evaluation({gold("a"): OK}).figures
    assert len(figure_rows(found, "fr")) == len(type(found).model_fields)
    assert all(has_message(f"eval.{name}") for name in MEASURES)
    assert shown_share(0.9999, "fr") == "99,99\u00a0%"


def test_the_json_holds_no_language(tmp_path: Path) -> None:
    found = evaluation({gold("a"): BAD})
    for language in ("fr", "en"):
        write_report(tmp_path / language, found, None, language)  # type: ignore[arg-type]
    french, english = (json.loads((tmp_path / one / "report.json").read_bytes()) for one in ("fr", "en"))
    assert french == english
    assert french["rows"][0]["verdict"]["faults"] == [{"kind": "missing", "words": OK}]
