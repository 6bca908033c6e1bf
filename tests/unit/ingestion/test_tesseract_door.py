"""The door of Tesseract, with a program in its place that prints what the test wants."""

from pathlib import Path

import numpy as np
import pytest

from ingestion.readers.engine import Picture, RecognitionFailed
from ingestion.readers.tesseract_door import Tesseract, languages

PAPER = Picture(np.full((600, 400), 255, np.uint8), 144)


def program(folder: Path, script: str) -> str:
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def tsv(*words: tuple[str, int, int, int, int, float], line: int = 1) -> str:
    return "\n".join(
        f"5\t1\t1\t1\t{line}\t{i}\t{a}\t{b}\t{c}\t{d}\t{e}\t{text}" for i, (text, a, b, c, d, e) in enumerate(words)
    )


def read(folder: Path, told: str) -> list[tuple[str, float | None]]:
    (folder / "told").write_text(told, encoding="utf-8")
    page = Tesseract(program(folder, f"cat >/dev/null; cat {folder}/told"), "fra", 10).read(PAPER, 3)
    assert (page.number, page.width, page.height, page.recognised) == (3, 200, 300, True)
    return [(word.text, word.confidence) for word in page.words]


def test_words_have_their_confidence_and_other_lines_are_skipped(tmp_path: Path) -> None:
    told = "level\tpage\n4\t1\t1\t1\t1\t0\t0\t0\t9\t9\t-1\t\n" + tsv(
        ("Durée", 10, 20, 60, 24, 96.5), (" ", 80, 20, 4, 24, 95)
    )
    assert read(tmp_path, told) == [("Durée", 0.965)]


def test_words_of_a_line_share_its_baseline_and_its_size(tmp_path: Path) -> None:
    (tmp_path / "told").write_text(
        tsv(
            ("page", 10, 26, 40, 20, 96),
            ("Un", 60, 20, 20, 20, 96),
            ("le", 90, 20, 20, 20, 96),
            ("2", 120, 6, 8, 10, 96),
        )
    )
    engine = Tesseract(program(tmp_path, f"cat >/dev/null; cat {tmp_path}/told"), "fra", 10)
    words = engine.read(PAPER, 1).words
    assert len({(word.top, word.bottom) for word in words[:3]}) == 1 and len({word.size for word in words}) == 1
    assert words[0].left == 5 and words[3].bottom == 8, "points; a raised figure stays where it is"


@pytest.mark.parametrize(
    ("text", "width", "sure", "expected"),
    [
        ("*", 6, 60, "•"), (">", 6, 80, "•"), ("s", 6, 17, "•"), ("«", 4, 0, "•"), ("-:", 5, 36, "•"),
        ("«", 18, 60, "«"), ("-", 6, 95, "-"), ("a", 6, 95, "a"), ("2", 6, 30, "2"), ("le", 12, 30, "le"),
    ],
)  # fmt: skip
def test_a_narrow_unsure_sign_that_opens_a_line_is_a_bullet(
    text: str, width: int, sure: float, expected: str, tmp_path: Path
) -> None:
    assert read(tmp_path, tsv((text, 10, 26, width, 6, sure), ("former", 30, 20, 60, 20, 96)))[0][0] == expected


def test_a_sign_alone_on_its_line_is_no_bullet(tmp_path: Path) -> None:
    assert read(tmp_path, tsv(("*", 10, 26, 6, 6, 60))) == [("*", 0.6)]


@pytest.mark.parametrize("script", ["exit 1", "sleep 5", "kill -9 $$"])
def test_what_stops_the_program_fails_the_page(script: str, tmp_path: Path) -> None:
    with pytest.raises(RecognitionFailed):
        Tesseract(program(tmp_path, script), "fra", 0.2).read(PAPER, 1)
    assert Tesseract(program(tmp_path, script), "fra", 0.2).quarter_turns(PAPER) == 0


def test_a_page_is_turned_only_when_the_program_is_sure(tmp_path: Path) -> None:
    script = f'if [ "$1" = --list-langs ]; then echo list; echo osd; else cat >/dev/null; cat {tmp_path}/osd; fi'
    engine = Tesseract(program(tmp_path, script), "fra", 10)
    for rotate, sure, expected in (("90", "12.5", 1), ("180", "9", 2), ("270", "0.4", 0), ("0", "20", 0)):
        (tmp_path / "osd").write_text(f"Rotate: {rotate}\nOrientation confidence: {sure}\n")
        assert engine.quarter_turns(PAPER) == expected


def test_an_absent_program_has_no_language(tmp_path: Path) -> None:
    assert languages(str(tmp_path / "nothing")) == frozenset()
    assert languages(program(tmp_path, "echo 'List of languages (2):'; echo fra; echo osd")) == {"fra", "osd"}
