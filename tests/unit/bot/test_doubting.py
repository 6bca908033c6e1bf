"""Doubting: warnings on what was read in scans, with doubts placed by hand."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.answer import Answer, Figure
from bot.citing import Citations
from bot.doubting import doubtful_figures, with_doubts
from ingestion.corpus import Entry
from ingestion.documents import Document, Doubt, ScannedPage
from tests.made_texts import structured

TEXT = """Article 1 – Objet

Le service aide les écluses.

Article 2 – Montant

Le délégant verse 48 000 € avant le 3 mai 2025, dans un délai de six semaines, soit 12 % du total de 400 000 €.
"""
PAGES = (0, TEXT.index("Article 2"))


def scan(*doubtful: str, sure: float = 0.95, pages: tuple[int, ...] = PAGES) -> Entry:
    """The text as a scan of two pages, some words of it read with a confidence of 0.4."""
    entry = structured("Écluse", TEXT)
    spans = sorted((TEXT.index(word), TEXT.index(word) + len(word)) for word in doubtful)
    scanned = tuple(ScannedPage(number, sure) for number in range(1, len(pages) + 1))
    doubts = tuple(Doubt(start, end, 0.4) for start, end in spans)
    document = replace(entry.document, source="a.pdf", pages=pages, scanned=scanned, doubts=doubts)
    return replace(entry, document=document)


def library(*entries: Entry) -> Any:
    held = {entry.document.id: entry for entry in entries}
    rows = [SimpleNamespace(id=entry.document.id, source=entry.document.source) for entry in entries]
    return SimpleNamespace(documents=lambda: rows, entry=held.__getitem__)


def answered(entry: Entry, text: str, *quotes: str, language: str = "fr") -> Answer:
    citations = Citations()
    for quote in quotes:
        citations.cite(entry, TEXT.index(quote), TEXT.index(quote) + len(quote))
    return Answer(id="q", status="answered", language=language, text=text, citations=tuple(citations.found))  # type: ignore[arg-type]


MONEY = "Le délégant verse 48 000 € avant le 3 mai 2025"


def test_a_figure_read_with_doubt_is_never_passed_for_sure() -> None:
    entry = scan("000")
    told = with_doubts(answered(entry, "**48 000 €** [1]", MONEY), library(entry)).warnings
    assert told == (
        "chiffre lu avec doute\xa0: «\xa048 000 €\xa0» (p. 2), à vérifier sur l'original",
        "document scanné, à vérifier p. 2",
    )
    told = with_doubts(answered(entry, "**€48,000** [1]", MONEY, language="en"), library(entry)).warnings
    assert told == (
        "figure read with doubt: “48 000 €” (p. 2), to be checked on the original",
        "scanned document, to be checked p. 2",
    )


def test_a_doubtful_word_beside_a_sure_figure_warns_of_the_page() -> None:
    entry = scan("délégant")
    told = with_doubts(answered(entry, "**48 000 €** [1]", MONEY), library(entry)).warnings
    assert told == ("document scanné, à vérifier p. 2",)


def test_a_page_that_is_hard_to_read_is_always_told() -> None:
    entry = scan(sure=0.7)
    told = with_doubts(answered(entry, "…", MONEY, "Le service aide"), library(entry)).warnings
    assert told == ("document scanné, à vérifier p. 1, 2",)


def test_a_sure_page_says_nothing() -> None:
    entry = scan("400")
    answer = answered(entry, "**48 000 €** [1]", MONEY)
    assert with_doubts(answer, library(entry)) is answer


def test_texts_without_pages_and_pages_with_their_own_text_say_nothing() -> None:
    plain = structured("Écluse", TEXT)
    answer = answered(plain, "…", MONEY)
    assert answer.citations[0].page is None and with_doubts(answer, library(plain)) is answer
    printed = replace(plain, document=replace(plain.document, source="a.pdf", pages=PAGES))
    answer = answered(printed, "…", MONEY)
    assert answer.citations[0].page == 2 and with_doubts(answer, library(printed)) is answer


def test_of_several_documents_the_convention_is_named() -> None:
    one = scan("48")
    other = replace(
        one, document=replace(one.document, id="2", source="b.pdf"), identity=replace(one.identity, short_name="Bief")
    )
    both = (*answered(one, "x", MONEY).citations, *answered(other, "x", MONEY).citations)
    answer = answered(one, "rien").model_copy(update={"citations": both})
    assert with_doubts(answer, library(one, other)).warnings == (
        "Écluse\xa0: document scanné, à vérifier p. 2",
        "Bief\xa0: document scanné, à vérifier p. 2",
    )


def test_a_figure_of_the_contract_counts_as_stated() -> None:
    entry = scan("48")
    figure = Figure(label="montant", value="48000", unit="EUR")
    answer = answered(entry, "quarante-huit mille [1]", MONEY).model_copy(update={"figures": (figure,)})
    assert any("48 000" in warning for warning in with_doubts(answer, library(entry)).warnings)


def test_warnings_stay_and_are_not_doubled() -> None:
    entry = scan("48")
    answer = answered(entry, "48 000 €", MONEY).model_copy(update={"warnings": ("avant",)})
    told = with_doubts(answer, library(entry))
    assert told.warnings[0] == "avant" and len(told.warnings) == 3
    assert with_doubts(told, library(entry)) == told


@pytest.mark.parametrize(
    ("word", "shown"),
    [("000", "48 000 €"), ("mai", "3 mai 2025"), ("six", "six semaines"), ("12", "12 %"), ("€", "48 000 €")],
)
def test_the_whole_figure_is_named(word: str, shown: str) -> None:
    [found] = doubtful_figures(scan(word).document, 0, len(TEXT))
    assert (found.shown, found.page, found.confidence) == (shown, 2, 0.4)


def test_digits_of_no_known_figure_are_named_alone() -> None:
    document = Document(
        "d", "a.pdf", "pdf", "Activité : 0388 ; objet", (0,), (ScannedPage(1, 0.9),), (Doubt(11, 15, 0.3),)
    )
    assert [one.shown for one in doubtful_figures(document, 0, 20)] == ["0388"]
    assert doubtful_figures(document, 16, 20) == []
