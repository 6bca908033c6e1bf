"""A convention says the same in every office format: the register of each sample, figure by figure."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.made_formats import to_html
from tests.made_office import FIGURES, converted, facts_of, figures, people, to_docx

SAMPLES = ("00a9-p3.txt", "2f0b77e1.txt", "7e41c9d05b.txt", "avn-8c2e.txt", "d3f8_a17.md", "scan_0231.txt")
OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@pytest.fixture(scope="module")
def pages(root: Path) -> Mapping[str, str]:
    return {name: to_html(root / "conventions" / name) for name in SAMPLES}


@pytest.fixture(scope="module")
def by_office(pages: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, bytes]]:
    named = {f"{name}.html": html.encode() for name, html in pages.items()}
    return {target: converted(named, target, tmp_path_factory.mktemp(target)) for target in ("docx", "odt")}


def compare(root: Path, sample: str, content: bytes, suffix: str) -> None:
    text = facts_of((root / "conventions" / sample).read_bytes(), sample)
    found = facts_of(content, f"a.{suffix}")
    assert figures(found) == figures(text)
    assert people(found) == people(text)


def test_every_sample_is_compared(root: Path) -> None:
    assert {path.name for path in (root / "conventions").iterdir()} == set(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES)
def test_as_a_page(root: Path, pages: Mapping[str, str], sample: str) -> None:
    compare(root, sample, pages[sample].encode(), "html")


@pytest.mark.parametrize("sample", SAMPLES)
def test_as_python_docx_writes_it(root: Path, pages: Mapping[str, str], sample: str) -> None:
    compare(root, sample, to_docx(pages[sample]), "docx")


@OFFICE
@pytest.mark.parametrize("suffix", ["docx", "odt"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_as_libreoffice_writes_it(
    root: Path, by_office: Mapping[str, Mapping[str, bytes]], sample: str, suffix: str
) -> None:
    compare(root, sample, by_office[suffix][f"{sample}.html"], suffix)


def test_the_comparison_sees_a_fault(root: Path, pages: Mapping[str, str]) -> None:
    sample = "scan_0231.txt"
    facts = facts_of((root / "conventions" / sample).read_bytes(), sample)
    assert {fact.kind for fact in facts} & FIGURES
    with pytest.raises(AssertionError):
        compare(root, sample, pages[sample].replace("240 000", "240 001").encode(), "html")
