"""Scans of our samples, askew and noisy, at 200 dots an inch, state the figures of their text."""

import re
from collections import Counter
from pathlib import Path

import pytest

from ingestion.documents import Document, Reading, document_of
from ingestion.hyphens import joined
from ingestion.readers.pdf import read_pdf
from ingestion.readers.picture import read_picture
from ingestion.readers.plain import read_plain_text
from ingestion.readers.recognition import lack
from ingestion.reading_rules import ReadingRules
from tests.made_formats import figures_of, to_html, to_pdf
from tests.made_scans import to_scan

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path.name for path in (ROOT / "conventions").iterdir())
EQUAL = 0.95
"""Share of the figures of the text that the scan must state, and of those that it states that must be the text's."""
WORST = 0.75
"""The same, of the sample that is read worst."""
KEPT = 0.98
"""Share of accented words that the scan must have as they are."""
pytestmark = pytest.mark.skipif(
    lack(ReadingRules()) is not None, reason="Tesseract or its French is not installed (see .ci/install)"
)
ACCENTED = re.compile(r"\w*[àâçèéêëîïôùûÀÂÇÈÉÊËÎÏÔÙÛ]\w*")


Readings = dict[str, tuple[Document, Reading, Reading]]
"""By name of the sample: its text, its PDF read, and the scan of that PDF read."""


@pytest.fixture(scope="module")
def readings() -> Readings:
    """All of them: it takes a minute."""
    made = {}
    for name in SAMPLES:
        content = (ROOT / "conventions" / name).read_bytes()
        text = document_of(name, "txt", content, read_plain_text(Path(name), content, ReadingRules()))
        pdf = to_pdf(to_html(ROOT / "conventions" / name))
        scan = read_picture(Path(name), to_scan(pdf), ReadingRules())
        made[name] = (text, read_pdf(Path(name), pdf, ReadingRules()), scan)
    return made


def test_scans_state_the_figures_of_their_text(readings: Readings) -> None:
    expected: Counter[tuple[object, ...]] = Counter()
    found: Counter[tuple[object, ...]] = Counter()
    for name, (text, _, reading) in readings.items():
        stated = figures_of(text)
        read = figures_of(document_of(name, "tiff", b"", reading))
        assert (stated & read).total() >= WORST * stated.total(), name
        expected.update({(name, *key): count for key, count in stated.items()})
        found.update({(name, *key): count for key, count in read.items()})
    same = (expected & found).total()
    print(f"figures equal: {same} of {expected.total()}")
    print(f"of the text only: {[*(expected - found)]}\nof the scan only: {[*(found - expected)]}")
    assert same >= EQUAL * expected.total()
    assert same >= EQUAL * found.total()


def test_accents_are_kept(readings: Readings) -> None:
    lost: Counter[str] = Counter()
    total = 0
    for _, pdf, scan in readings.values():
        expected = Counter(ACCENTED.findall(joined(pdf.text)))
        lost += expected - Counter(ACCENTED.findall(joined(scan.text)))
        total += expected.total()
    print(f"accented words lost: {lost.total()} of {total}: {sorted(lost)}")
    assert lost.total() <= (1 - KEPT) * total


def test_every_page_says_how_surely_it_was_read(readings: Readings) -> None:
    for _, _, reading in readings.values():
        assert [page.page for page in reading.scanned] == list(range(1, len(reading.pages) + 1))
        assert all(0.85 < page.confidence <= 1 for page in reading.scanned)
        assert all(reading.text[doubt.start : doubt.end].strip() for doubt in reading.doubts)
        spans = [(doubt.start, doubt.end) for doubt in reading.doubts]
        assert spans == sorted(spans)
