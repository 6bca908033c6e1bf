"""Lines: every character kept, marks blanked at the same offsets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingestion.lines import Line, display, mask, split_lines


def only(text: str) -> Line:
    (line,) = split_lines(text)
    return line


def test_each_line_end_is_known() -> None:
    lines = split_lines("un\ndeux\r\ntrois\rquatre\fcinq")
    assert [(line.text, line.ending) for line in lines] == [
        ("un", "\n"),
        ("deux", "\r\n"),
        ("trois", "\r"),
        ("quatre", "\f"),
        ("cinq", ""),
    ]


def test_other_separators_do_not_end_a_line() -> None:
    assert [line.text for line in split_lines("un\u2028deux\x0btrois\x85quatre\n")] == [
        "un\u2028deux\x0btrois\x85quatre"
    ]


def test_no_text_has_no_line() -> None:
    assert split_lines("") == ()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_lines_cover_the_text(text: str) -> None:
    lines = split_lines(text)
    assert "".join(line.text + line.ending for line in lines) == text
    assert [line.start for line in lines] == [0, *(line.end for line in lines)][: len(lines)]
    assert all(len(line.masked) == len(line.text) and line.end - line.start >= 1 for line in lines)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## __Article 7__", "Article 7"),
        ("1<sup>er</sup>  avril", "1er avril"),
        ("\ufeff# Titre", "Titre"),
        ("voir <https://lavoir.example>", "voir <https://lavoir.example>"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("un *mot* fort", "un mot fort"),
    ],
)
def test_marks_are_not_shown(text: str, shown: str) -> None:
    assert display(text) == shown
    assert len(mask(text)) == len(text)


def test_levels_and_bold_are_read_past_a_byte_order_mark() -> None:
    line = only("\ufeff### **Article 1**")
    assert (line.markdown_level, line.folded) == (3, "article 1")
    assert only("\ufeff**Objet** :").bold
    assert not only("**Objet** du texte").bold


def test_a_line_of_marks_is_blank() -> None:
    assert only("** **\n").blank
    assert only(" \u00a0\t\n").blank
    assert not only(" x\n").blank


def test_a_tab_counts_as_four_columns() -> None:
    assert [line.indent for line in split_lines("\tun\n  deux\n \ttrois\n")] == [4, 2, 4]
