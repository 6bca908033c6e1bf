"""Units: the smallest spans worth quoting."""

from itertools import pairwise

from bot.units import Unit, read_units
from ingestion.blocks import BlockKind
from tests.made_texts import QUAI_TEXT, structured

ENTRY = structured("Quai Ouvert")
UNITS = read_units(ENTRY)


def unit(words: str, units: tuple[Unit, ...] = UNITS) -> Unit:
    (found,) = [unit for unit in units if words in unit.text]
    return found


def test_units_are_spans_in_the_order_of_the_text() -> None:
    assert [u.text for u in UNITS] == [QUAI_TEXT[u.start : u.end] for u in UNITS]
    assert [u.start for u in UNITS] == sorted(u.start for u in UNITS)
    assert all(a.end <= b.start for a, b in pairwise(UNITS))


def test_a_paragraph_gives_its_sentences() -> None:
    assert unit("mariniers").text == "Le service aide les mariniers à réserver une écluse."
    assert unit("gratuit").text == "Il est gratuit."


def test_an_item_is_whole_and_knows_its_lead_in_and_its_heading() -> None:
    item = unit("code source")
    assert item.text.lstrip("- ").startswith("publier") and ENTRY.blocks[item.block].kind is BlockKind.ITEM
    assert {"delegatair", "engag"} <= item.led and not {"delegatair"} & item.stems
    assert "engag" in item.headed
    assert unit("s'engage à").opens_list and not item.opens_list


def test_a_row_knows_its_columns() -> None:
    row = unit("80 000 € | 50 000")
    assert {"ae", "cp"} <= row.led and {"80000", "50000", "2024"} <= row.stems
    only = unit("30 000")
    assert "cp" in only.led and "ae" not in only.led, "an empty cell's header says nothing of the row"


def test_header_rows_and_headings_are_no_units() -> None:
    assert not any("Année" in u.text for u in UNITS)
    assert not any(u.text.startswith(("Article", "Annexe")) for u in UNITS)


def test_a_sentence_that_leans_on_the_one_before_has_its_words() -> None:
    assert {"marini", "eclus"} <= unit("gratuit").before
    assert unit("réserver une").before == frozenset()
    assert unit("pénalité").before == frozenset(), "« La pénalité » leans on nothing"


def test_a_sentence_has_the_words_of_its_paragraph_near() -> None:
    assert "penalit" in unit("verse 80").near and "penalit" not in unit("verse 80").stems


def test_words_side_by_side_are_pairs() -> None:
    assert ("cod", "sourc") in unit("code source").pairs
    assert ("sourc", "cod") not in unit("code source").pairs


def test_page_noise_is_never_quoted() -> None:
    text = QUAI_TEXT.replace("Il est gratuit.", "Il est gratuit.\n\n![logo](image.png)\n\n2 / 6\n")
    noisy = structured("Quai Ouvert", text)
    noise = [b for b in noisy.blocks if b.kind is BlockKind.NOISE and b.body]
    assert noise, "the text must hold noise for this test to mean something"
    assert not any(b.start <= u.start < b.end for b in noise for u in read_units(noisy))
