"""`alinea eval`: figures, bar, report, comparison, and files that cannot be used."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.answer import Answer, Citation
from bot.question import Question
from tests.made_plans import QUAI

Alinea = Callable[..., tuple[int, str, str]]
Double = Callable[..., None]
TEXT = "Le préavis est de trois mois."


class Knowing:
    """An assistant that answers each question with its last word, from the only document."""

    def ask(self, question: Question) -> Answer:
        cited = Citation(
            source=QUAI.source, convention="Quai", article="1", heading=None, start=0, end=len(TEXT), quote=TEXT
        )
        text = question.text.split()[-1]
        return Answer(id=question.id, status="answered", language="fr", text=text, citations=(cited,), elapsed_ms=4.0)


@pytest.fixture(autouse=True)
def _assistant(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    double("bot.assistant", open_assistant=lambda settings: Knowing())
    entry = SimpleNamespace(document=SimpleNamespace(text=TEXT))
    records = SimpleNamespace(every_document=lambda: [QUAI], entry=lambda document: entry)
    monkeypatch.setattr("bot.cli.listing.open_records", lambda settings: records)


def gold(path: Path, *rows: tuple[str, str]) -> str:
    """A file of questions, each with the word that its answer must hold."""
    made: list[dict[str, Any]] = [
        {
            "id": f"q{number}",
            "question": question,
            "tags": ["notice"],
            "expect": {"status": "answered", "sources": [QUAI.source], "must": [[must]]},
        }
        for number, (question, must) in enumerate(rows, 1)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
    return str(path)


def plain(out: str) -> str:
    return " ".join(out.replace("\u00a0", " ").split())


def test_figures_and_faults_are_printed(alinea: Alinea, tmp_path: Path) -> None:
    code, out, _ = alinea("eval", gold(tmp_path / "gold.jsonl", ("dis oui", "oui"), ("dis non", "oui")))
    shown = plain(out)
    assert code == 0
    assert "Évaluation de gold.jsonl" in shown
    assert "réponses correctes │ 50,00 %" in shown
    assert "citations mot pour mot │ 100,00 %" in shown
    assert "notice │ 1/2 │ 50,00 % │ 4,0 ms │ 4,0 ms" in shown
    assert "- q2 dis non il manque : oui" in shown
    assert "- q1" not in shown


@pytest.mark.parametrize(("bar", "code"), [("0.5", 0), ("0.51", 1)])
def test_the_bar(alinea: Alinea, tmp_path: Path, bar: str, code: int) -> None:
    path = gold(tmp_path / "gold.jsonl", ("dis oui", "oui"), ("dis non", "oui"))
    found, _, err = alinea("eval", path, "--min", bar)
    assert found == code
    assert ("sous la barre" in plain(err)) is bool(code)


def test_the_report_is_written_and_compared_with_the_next(alinea: Alinea, tmp_path: Path) -> None:
    report = str(tmp_path / "report")
    first = gold(tmp_path / "gold.jsonl", ("dis oui", "oui"), ("dis non", "oui"))
    assert "Rapport écrit" in plain(alinea("eval", first, "--report", report)[1])
    old = json.loads((tmp_path / "report" / "report.json").read_bytes())
    assert [row["id"] for row in old["rows"]] == ["q1", "q2"]

    second = gold(tmp_path / "gold.jsonl", ("dis oui", "autre"), ("dis non", "non"), ("dis oui", "oui"))
    code, out, _ = alinea("eval", second, "--report", report, "--against", f"{report}/report.json")
    shown = plain(out)
    assert code == 0
    assert "réponses correctes │ 50,00 % │ 66,67 %" in shown
    assert "Devenues correctes : 1 - q2 dis non" in shown
    assert "Devenues fausses : 1 - q1 dis oui" in shown
    assert "ajoutées : 1 ; retirées : 0" in shown
    assert "Devenues correctes" in (tmp_path / "report" / "report.md").read_text("utf-8")
    assert len(json.loads((tmp_path / "report" / "report.json").read_bytes())["rows"]) == 3


def test_bad_files_are_told_before_any_question(alinea: Alinea, tmp_path: Path, double: Double) -> None:
    double("bot.assistant")  # asking would fail
    good = gold(tmp_path / "gold.jsonl", ("dis oui", "oui"))
    (tmp_path / "bad.jsonl").write_text('{"id": "x", "question": "?"}\n')
    cases = [
        ([str(tmp_path / "absent.jsonl")], "absent.jsonl"),
        ([str(tmp_path / "bad.jsonl")], "ligne 1 : « expect »"),
        ([good, "--against", good], "n'est pas le report.json"),
        ([good, "--report", good], "--report attend un dossier"),
        ([good, "--min", "2"], "--min"),
        ([good, "--min", "nan"], "--min"),
        ([], "QUESTIONS.jsonl"),
    ]
    for arguments, told in cases:
        code, out, err = alinea("eval", *arguments)
        assert (code, out) == (2, ""), arguments
        assert told in plain(err)
        assert len(err.splitlines()) == 1
