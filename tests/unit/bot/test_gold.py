"""Gold questions: what a file may hold, and what is told of one that may not be used."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.gold import BadGold, GoldQuestion, read_gold

ROW: dict[str, Any] = {"id": "q1", "question": "Le préavis ?", "expect": {"status": "answered"}}


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_file_is_read_in_its_order_with_what_it_leaves_out(tmp_path: Path) -> None:
    other = {
        **ROW,
        "id": "q2",
        "question": "a\u2028b",
        "note": "ours",
        "thread": ["x"],
        "expect": {"status": ["clarify", "not_found"]},
    }
    path = written(tmp_path / "gold.jsonl", "\ufeff" + json.dumps(ROW), "", json.dumps(other, ensure_ascii=False))
    first, second = read_gold(path)
    assert first == GoldQuestion(**ROW)
    assert (first.tags, first.expect.must, first.expect.status) == ((), (), ("answered",))
    assert (second.question, second.thread, second.expect.status) == ("a\u2028b", ("x",), ("clarify", "not_found"))


@pytest.mark.parametrize(
    ("lines", "key", "values"),
    [
        (["{"], "eval.bad_line", {"line": 1}),
        ([json.dumps(ROW), "", "[" * 100_000], "eval.bad_line", {"line": 3}),
        (["[]"], "eval.bad_field", {"field": "{…}"}),
        ([json.dumps({**ROW, "question": ""})], "eval.bad_field", {"field": "question"}),
        ([json.dumps({**ROW, "expect": {"status": "maybe"}})], "eval.bad_field", {"line": 1}),
        (
            [json.dumps({**ROW, "expect": {**ROW["expect"], "must": ["x"]}})],
            "eval.bad_field",
            {"field": "expect.must.0"},
        ),
        (
            [json.dumps({**ROW, "expect": {**ROW["expect"], "must": [[]]}})],
            "eval.bad_field",
            {"field": "expect.must.0"},
        ),
        ([json.dumps(ROW), json.dumps(ROW)], "eval.twice", {"id": "q1"}),
        (["", " "], "eval.empty", {}),
    ],
)
def test_a_bad_file_is_told(tmp_path: Path, lines: list[str], key: str, values: dict[str, object]) -> None:
    with pytest.raises(BadGold) as raised:
        read_gold(written(tmp_path / "gold.jsonl", *lines))
    assert raised.value.key == key
    assert values.items() <= raised.value.values.items()


def test_what_is_no_text_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin.jsonl").write_bytes("é".encode("latin-1"))
    for path, key in (("latin.jsonl", "not_utf8"), ("absent.jsonl", "no_file"), (".", "no_file")):
        with pytest.raises(BadGold) as raised:
            read_gold(tmp_path / path)
        assert raised.value.key == f"eval.{key}"


def test_our_own_gold_questions_can_be_read(root: Path) -> None:
    found = read_gold(root / "tests" / "golden" / "samples.jsonl")
    assert len(found) >= 150
    assert all(gold.tags for gold in found)
    assert any(gold.thread for gold in found)
