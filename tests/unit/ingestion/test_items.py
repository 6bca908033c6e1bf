"""List items: their marks and their nesting."""

import pytest

from ingestion.items import DEEPEST, Mark, Nesting, read_mark
from ingestion.lines import split_lines


def depths(text: str) -> list[int]:
    nesting, previous, found = Nesting(), None, []
    for line in split_lines(text):
        mark = read_mark(line)
        assert mark is not None
        found.append(nesting.depth(mark, previous))
        previous = line.text
    return found


@pytest.mark.parametrize(
    ("text", "sort", "length"),
    [
        ("- un", "bullet:-", 2),
        ("– un", "bullet:-", 2),
        ("  • un", "bullet:•", 4),
        ("-un", "bullet:-", 1),
        ("* un", "bullet:*", 2),
        ("1° un", "digit", 3),
        ("(2) un", "digit", 4),
        ("a) un", "letter", 3),
        ("iii) un", "roman", 5),
        ("\uf0b7 un", "bullet:\uf0b7", 2),
    ],
)
def test_marks(text: str, sort: str, length: int) -> None:
    mark = read_mark(split_lines(text)[0])
    assert mark is not None
    assert (mark.sort, mark.length) == (sort, length)


@pytest.mark.parametrize("text", ["**gras**", "-", "- ", "---", "-5 %", "2022 un", "12,5) un", "mot", "1.5 un"])
def test_what_only_looks_like_a_mark(text: str) -> None:
    assert read_mark(split_lines(text)[0]) is None


def test_a_colon_opens_a_list_and_a_mark_closes_it() -> None:
    text = "- un :\n   1° deux ;\n   2° trois :\n      a) quatre ;\n      b) cinq ;\n- six."
    assert depths(text) == [0, 1, 1, 2, 2, 0]


def test_a_list_without_indentation_ends_with_a_full_stop() -> None:
    assert depths("- un :\n- deux ;\n- trois.\n- quatre ;") == [0, 1, 1, 0]


def test_indentation_tells_when_punctuation_does_not() -> None:
    assert depths("- un\n    • deux\n    • trois\n- quatre") == [0, 1, 1, 0]
    assert depths("- un ;\n    - deux ;") == [0, 0]


def test_nesting_has_an_end() -> None:
    found = depths("- un :\n" * 40)
    assert found[:3] == [0, 1, 2]
    assert max(found) == DEEPEST - 1


def test_a_new_list_starts_again() -> None:
    nesting = Nesting()
    mark = Mark("digit", 4, 3)
    assert [nesting.depth(mark, None), nesting.depth(mark, "un :"), nesting.depth(mark, None)] == [0, 1, 0]
