"""What does not hold together in the five real conventions and in the samples: every anomaly, judged by hand."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from ingestion.amendments import read_amendments
from ingestion.anomalies import Anomaly, find_anomalies
from ingestion.anomaly.leftovers import find_leftovers
from ingestion.facts.register import read_facts
from ingestion.naming import read_identity
from ingestion.structure import read_blocks

Told = tuple[str, tuple[str, ...], frozenset[str]]
"""Code, articles of the quotes, values that the sentence names (amounts as digits, dates in ISO form)."""


def told(code: str, articles: str = "", *values: str) -> Told:
    return code, tuple(articles.split()), frozenset(values)


REGISTER: dict[str, list[Told]] = {
    "3d62c197": [told("blank_signature_date"), told("blank_signatory", "", "SGDSN, DINUM")],
    "ffea78a1": [
        told("effect_before_signature", "7", "novembre 2019", "2019-12-09"),
        told("other_signatory", "", "Emilie Piette", "Anne JEANJEAN", "le délégant"),
        told("annexe_cited_for_other", "7", "1", "l'entente de partenariat"),
        told("wrong_article", "3 5", "2", "5"),
    ],
    "595f852e": [
        told("credits_after_end", "4 6", "CP 2024", "2023-12-31"),
        told("wrong_article", "4", "1", "4", "l'UO mentionnée à l'article 1"),
        told("wrong_article", "4", "3", "4", "l'unité opérationnelle mentionnée à l'article 3"),
        told("blank_signature_date"),
        told("blank_signatory", "", "DINUM"),
    ],
    "2c0d475b": [
        told("own_request", "5", "La DNUM", "DNUM", "demandés par le délégataire"),
        told("other_purpose", "1", "1", "symptômes, patients, médecin", "juges, majeurs à protéger"),
        told("name_two_spellings", "1", "e-MJPM", "e-MPJPM"),
        told("empty_header", "", "3"),
        told("blank_signatory", "", "DINUM"),
    ],
    "95bf845b": [
        told("annexe_missing", "2 7", "1"),
        told("annexe_missing", "3", "2"),
        told("reference_two_dates", "1", "décret", "2004-1085", "2004-01-14", "2004-10-14"),
    ],
}
SAMPLES: dict[str, list[Told]] = {
    "00a9-p3.txt": [
        told("words_differ_from_digits", "5", "18000", "19000"),
        told("missing_page", "2 5", "3", "5"),
        told("blank_words", "4", "1"),
    ],
    "2f0b77e1.txt": [told("total_differs_from_parts", "3", "Montant TTC", "TOTAL", "181500", "181000")],
    "7e41c9d05b.txt": [
        told("wrong_article", "6 5", "7", "5", "L'échéancier de l'article 7"),
        told("blank_signature_date"),
        told("blank_signatory", "", "DINUM"),
    ],
    "avn-8c2e.txt": [],
    "d3f8_a17.md": [
        told("annexe_missing", "5 10", "3"),
        told("reference_two_dates", "6", "loi", "78-17", "1978-01-16", "1978-01-06"),
    ],
    "scan_0231.txt": [
        told("credits_after_end", "5 8", "CP 2026", "2025-06-30"),
        told("starts_before_signature", "8", "mars 2023", "2023-03-17"),
        told("signed_by_delegation", "", "Hortense Valmorin", "Gaspard LENOIR-THIBAUT", "DPRA"),
    ],
}
Compare = Callable[[str, Iterable[object], Iterable[object]], None]
_LONG = {("wrong_article", "words"), ("annexe_cited_for_other", "heading"), ("signed_by_delegation", "words")}
"""Values that quote a whole phrase: stated above where they are short."""


def found_in(text: str) -> list[Anomaly]:
    blocks = read_blocks(text)
    return list(find_anomalies(text, blocks, read_facts(text, blocks), read_identity(text, blocks, "x.txt")))


def kept(one: Anomaly, expected: Iterable[Told]) -> Told:
    """The anomaly as stated by hand; a long quote counts only where the hand states it."""
    known = {value for _, _, values in expected for value in values}
    values = [value.text for value in one.values if (one.code, value.name) not in _LONG or value.text in known]
    return one.code, one.articles, frozenset(values)


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    files = (shared / "conventions").glob("*.txt")
    return {hashlib.sha256(path.read_bytes()).hexdigest()[:8]: path.read_text(encoding="utf-8") for path in files}


@pytest.mark.parametrize("digest", REGISTER)
def test_every_anomaly_of_the_real_conventions(digest: str, texts: dict[str, str], compare: Compare) -> None:
    found = found_in(texts[digest])
    compare(f"anomalies {digest}", [kept(one, REGISTER[digest]) for one in found], REGISTER[digest])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_anomaly_of_the_samples(name: str, root: Path, compare: Compare) -> None:
    found = found_in((root / "conventions" / name).read_text(encoding="utf-8"))
    compare(f"anomalies {name}", [kept(one, SAMPLES[name]) for one in found], SAMPLES[name])


def test_the_sample_avenant_leaves_a_monthly_report(root: Path) -> None:
    names = ("avn-8c2e.txt", "scan_0231.txt")
    amending, amended = ((root / "conventions" / name).read_text(encoding="utf-8") for name in names)
    blocks, own = read_blocks(amending), read_blocks(amended)
    changes = read_amendments(amending, blocks, read_facts(amending, blocks), read_identity(amending, blocks, "x.txt"))
    found = find_leftovers(amended, own, read_facts(amended, own), read_identity(amended, own, "y.txt"), changes)
    assert [(one.code, one.articles[:2]) for one in found] == [("pace_left", ("3", "6"))]
