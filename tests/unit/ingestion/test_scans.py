"""Scans: what is made of an engine's words, with an engine that says what the test wants."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from ingestion.documents import Remark
from ingestion.layout.page import Page, Word
from ingestion.layout.writing import lay_out
from ingestion.readers import scans
from ingestion.readers.engine import Picture, RecognitionFailed
from ingestion.readers.scans import read_page, read_scanned
from ingestion.reading_rules import ReadingRules

PROSE = ["Le", "délégant", "verse", "au", "délégataire", "la", "somme", "de", "douze", "mille", "euros", "annuellement"]


def inked(dark: bool = True) -> Picture:
    pixels = np.full((600, 500), 255, np.uint8)
    if dark:
        for top in range(100, 400, 40):
            pixels[top : top + 12, 50:450] = 0
    return Picture(pixels, 300)


def page(words: Sequence[str], confidence: float = 0.95, size: float = 11, number: int = 1) -> Page:
    made = [Word(text, 50 + 70 * i, 100, 110 + 70 * i, 111, size, False, confidence) for i, text in enumerate(words)]
    return Page(number, 2000, 800, tuple(made), recognised=True)


@dataclass
class Engine:
    """Gives one page after another; raises what is no page."""

    pages: list[Page | Exception]
    turns: int = 0
    seen: list[Picture] = field(default_factory=list)

    def read(self, picture: Picture, number: int) -> Page:
        self.seen.append(picture)
        given = self.pages.pop(0) if len(self.pages) > 1 else self.pages[0]
        if isinstance(given, Exception):
            raise given
        return given

    def quarter_turns(self, picture: Picture) -> int:
        return self.turns


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Engine], Engine]:
    def put(engine: Engine) -> Engine:
        monkeypatch.setattr(scans, "recogniser", lambda rules: engine)
        return engine

    return put


@pytest.mark.parametrize(
    ("why", "rules"), [("off", ReadingRules(ocr=False)), ("no_engine", ReadingRules()), ("no_language", ReadingRules())]
)
def test_without_an_engine_pages_are_named_and_not_even_rendered(
    why: str, rules: ReadingRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingestion.readers.recognition._binary", lambda: None if why == "no_engine" else "tesseract")
    monkeypatch.setattr("ingestion.readers.tesseract_door.languages", lambda binary: frozenset({"eng"}))
    found = read_scanned([3, 5], lambda number: pytest.fail("rendered"), rules)
    assert found.pages == {}
    assert found.remarks == (Remark(f"no_recognition_{why}", {"pages": "3, 5", "language": "fra"}),)
    assert read_scanned([], lambda number: pytest.fail("rendered"), rules).remarks == ()


def test_a_page_that_fails_costs_itself_only(use: Callable[[Engine], Engine]) -> None:
    use(Engine([page(PROSE), RecognitionFailed("time"), page(PROSE, number=4)]))
    found = read_scanned([2, 3, 4], lambda number: inked(), ReadingRules())
    assert sorted(found.pages) == [2, 4]
    assert found.remarks == (Remark("recognition_failed", {"pages": "3"}),)


def test_when_the_time_is_over_the_pages_left_are_named(use: Callable[[Engine], Engine]) -> None:
    use(Engine([]))
    found = read_scanned([1, 2], lambda number: inked(), ReadingRules(seconds=-1))
    assert found.remarks == (Remark("recognition_late", {"pages": "1, 2"}),)


def test_a_blank_page_is_no_scan() -> None:
    engine = Engine([])
    found = read_page(inked(dark=False), 7, engine)
    assert (found.number, found.words, found.recognised, engine.seen) == (7, (), False, [])


def test_a_page_on_its_side_is_turned(use: Callable[[Engine], Engine]) -> None:
    engine = Engine([page(["x"] * 80, 0.3), page(PROSE)], turns=1)
    assert [word.text for word in read_page(inked(), 1, engine).words] == PROSE
    assert engine.seen[1].pixels.shape != engine.seen[0].pixels.shape


def test_a_page_that_the_engine_cannot_place_is_tried_each_way() -> None:
    engine = Engine([page(["xxxx"] * 20, 0.3), page(["xxxx"] * 20, 0.3), page(PROSE)], turns=0)
    assert [word.text for word in read_page(inked(), 1, engine).words] == PROSE
    assert len(engine.seen) == 3, "it is not turned again once it is read"


def test_words_higher_than_wide_lie_on_their_side() -> None:
    lying = page(PROSE)
    lying = replace(lying, words=tuple(replace(word, bottom=word.top + 90) for word in lying.words))
    engine = Engine([lying, page(PROSE, 0.9)], turns=3)
    assert read_page(inked(), 1, engine).words[0].bottom == 111


def test_the_better_reading_is_kept() -> None:
    poor = [page(["xxxx"] * 14, 0.3) for _ in range(3)]
    engine = Engine([page(PROSE, 0.6), *poor], turns=2)
    assert [word.text for word in read_page(inked(), 1, engine).words] == PROSE


def test_a_first_in_small_print_is_mended_and_stays_a_doubt(use: Callable[[Engine], Engine]) -> None:
    use(Engine([page(["le", "ler", "mars", "au", "ler,", "Ier", "atelier"])]))
    found = lay_out([*read_scanned([1], lambda number: inked(), ReadingRules()).pages.values()])
    assert found.text == "le 1er mars au 1er, Ier atelier\n"
    assert [found.text[doubt.start : doubt.end] for doubt in found.doubts] == ["1er", "1er,"]


def test_dust_goes_and_figures_stay_whatever_their_confidence(use: Callable[[Engine], Engine]) -> None:
    words = ["|", "48", "000", "€", ".", "12", "%"]
    use(Engine([page(words, 0.1)]))
    found = lay_out([*read_scanned([1], lambda number: inked(), ReadingRules()).pages.values()])
    assert found.text == "48 000 € 12 %\n"
    assert found.scanned[0].confidence == pytest.approx(0.1)
    assert len(found.doubts) == 5


def test_sizes_of_one_text_are_one_size(use: Callable[[Engine], Engine]) -> None:
    use(Engine([page(PROSE, size=11.4), page(PROSE, size=10.5, number=2), page(["Objet"], size=17, number=3)]))
    found = read_scanned([1, 2, 3], lambda number: inked(), ReadingRules()).pages
    sizes = [found[number].words[0].size for number in (1, 2, 3)]
    assert sizes[0] == sizes[1] and sizes[2] > 1.3 * sizes[0]
