"""The parts of the speed bench that can be worked out by hand. Durations are never asserted."""

from pathlib import Path

from bot.speed_bench import _spread, questions
from bot.speed_corpus import grow, variant

TEXT = "Le service « Portulan » reçoit 141 000 €, dont 96.500 € en 2024 (article 12, décret 2004-1085).\n"


def test_a_variant_has_other_amounts_and_names_and_the_same_clauses() -> None:
    first, second = variant(TEXT, ["Portulan"], 1), variant(TEXT, ["Portulan"], 2)
    assert "« Portulan 1 »" in first
    assert "141 000" not in first + second
    assert first.endswith(" € en 2024 (article 12, décret 2004-1085).\n")
    assert first != second
    assert variant(TEXT, ["Portulan"], 1) == first


def test_growing_writes_the_originals_and_their_variants(tmp_path: Path) -> None:
    folder, target = tmp_path / "from", tmp_path / "to"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.pdf").write_bytes(b"%PDF")
    assert grow(folder, target, 3) == 4
    assert sorted(path.name for path in target.iterdir()) == ["a-00001.txt", "a-00002.txt", "a.txt", "b.pdf"]
    assert (target / "a.txt").read_text(encoding="utf-8") == TEXT


def test_the_95th_percentile_needs_twenty_measures() -> None:
    assert _spread([3, 1, 2]) == (2, None)
    assert _spread(range(1, 101)) == (50.5, 95)


def test_questions_name_a_convention() -> None:
    for kind in ("lookup", "passage"):
        assert all("Portulan" in question for question in questions(kind, ["Portulan"]))
