"""`alinea ask`: for a person, as JSON, as JSON lines."""

import io
import json
from collections.abc import Callable

import pytest

from bot.answer import Answer, Citation
from bot.cli.asking import place
from bot.question import Question

Alinea = Callable[..., tuple[int, str, str]]


class Echo:
    """An assistant that answers a question with its own words."""

    def ask(self, question: Question) -> Answer:
        quote = "Elle dure\nun an.\x1b[31m"
        cited = Citation(
            source="a.txt", convention="Portulan", article="3", heading="Durée", start=0, end=len(quote), quote=quote
        )
        return Answer(
            id=question.id,
            status="answered",
            language="fr",
            text=question.text,
            citations=(cited,),
            warnings=("date en blanc",),
        )


@pytest.fixture(autouse=True)
def _assistant(double: Callable[..., None]) -> None:
    double("bot.assistant", open_assistant=lambda settings: Echo())


def test_a_person_reads_the_answer_then_its_passages(alinea: Alinea) -> None:
    code, out, _ = alinea("ask", "Combien ?")
    assert code == 0
    assert out.splitlines() == [
        "Combien ?",
        "",
        "À noter",
        "- date en blanc",
        "",
        "Passages",
        "[1] Portulan · article 3 · Durée · a.txt",
        "    Elle dure",
        "    un an.[31m",
    ]


def test_json(alinea: Alinea) -> None:
    answer = json.loads(alinea("ask", "--json", "--", "-5 % d'été ?")[1])
    assert answer["text"] == "-5 % d'été ?"
    assert list(answer) == list(Answer.model_fields)
    assert list(answer["citations"][0]) == list(Citation.model_fields)


def test_json_lines_keep_their_order(alinea: Alinea, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"id": f"q{n}", "question": f"n°{n} ?\u2028"} for n in range(3)]
    monkeypatch.setattr(
        "sys.stdin", io.StringIO("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n")
    )
    code, out, err = alinea("ask", "--jsonl")
    assert (code, err) == (0, "")
    assert [json.loads(line)["id"] for line in out.strip().split("\n")] == ["q0", "q1", "q2"]


@pytest.mark.parametrize("line", ["{", "[]", "3", '{"id": "x"}', "[" * 100_000])
def test_a_bad_line_is_told_and_the_others_answered(alinea: Alinea, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f'{line}\n{{"id": "b", "question": "?"}}\n'))
    code, out, err = alinea("ask", "--jsonl")
    assert (code, json.loads(out)["id"]) == (1, "b")
    assert "Ligne 1" in err
    assert '{"id": …' in err


def test_no_question(alinea: Alinea) -> None:
    code, _, err = alinea("ask")
    assert code == 1
    assert 'alinea ask "votre question"' in err


def test_a_page_is_part_of_the_place() -> None:
    cited = Citation(
        source="a.pdf", convention="Portulan", article="3", heading=None, start=0, end=3, quote="Oui", page=7,
        confidence=0.5,
    )  # fmt: skip
    assert place(cited, "fr") == place(cited, "en") == "Portulan · article 3 · p. 7 · a.pdf"
