"""The same convention in two formats states the same figures."""

import re
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from ingestion.documents import Document, Reading, document_of
from ingestion.readers.pdf import read_pdf
from ingestion.readers.plain import read_plain_text
from ingestion.reading_rules import ReadingRules
from tests.made_formats import by_office, figures_of, to_html, to_pdf

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path.name for path in (ROOT / "conventions").iterdir())
FEWEST = 20
"""Facts with figures that each sample states at least: fewer, and the comparison says nothing."""


def original(name: str) -> Document:
    path = ROOT / "conventions" / name
    content = path.read_bytes()
    return document_of(name, "txt", content, read_plain_text(path, content, ReadingRules()))


def as_pdf(name: str, content: bytes) -> Document:
    return document_of(name, "pdf", content, read_pdf(Path(name), content, ReadingRules()))


@pytest.fixture(scope="module")
def by_weasyprint() -> Callable[[str], bytes]:
    """From a sample's name to its PDF, hyphenated and justified."""
    return lambda name: to_pdf(to_html(ROOT / "conventions" / name))


@pytest.fixture(scope="module")
def by_libreoffice() -> Callable[[str], bytes]:
    """Likewise by LibreOffice, all samples at once: starting it takes seconds."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    pages = {Path(name).stem: to_html(ROOT / "conventions" / name).encode() for name in SAMPLES}
    made = by_office(pages, "html", "pdf")
    return lambda name: made[Path(name).stem]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("route", ["by_weasyprint", "by_libreoffice"])
def test_a_pdf_states_the_figures_of_its_text(name: str, route: str, request: pytest.FixtureRequest) -> None:
    expected = figures_of(original(name))
    found = figures_of(as_pdf(name, request.getfixturevalue(route)(name)))
    assert expected.total() >= FEWEST
    assert (expected - found, found - expected) == ({}, {})


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("route", ["by_weasyprint", "by_libreoffice"])
def test_a_pdf_loses_no_letter(name: str, route: str, request: pytest.FixtureRequest) -> None:
    body = to_html(ROOT / "conventions" / name).partition("<body>")[2]
    printed = letters(unescape(re.sub(r"<[^>]+>", " ", body)))
    found = letters(as_pdf(name, request.getfixturevalue(route)(name)).text)
    assert printed - found == {}
    assert all(letter.isdigit() or letter in "abcde" for letter in found - printed), "but the marks of items"


def letters(text: str) -> Counter[str]:
    """Letters and figures of a text, superscripts as plain ones."""
    return Counter(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def test_the_comparison_sees_a_fault() -> None:
    document = original("d3f8_a17.md")
    other = document_of("a", "md", b"", Reading(document.text.replace("30 juin", "29 juin")))
    assert figures_of(document) != figures_of(other)
