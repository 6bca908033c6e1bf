"""Questions made safe to read."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.question import MAX_CHARACTERS, MAX_THREAD, Question, clean, cleaned, parse


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("<@U012AB3CD> quel préavis ?", "quel préavis ?"),
        ("<#C012AB3CD|général> quel préavis ?", "général quel préavis ?"),
        ("<!channel> quel préavis ?", "quel préavis ?"),
        ("<!subteam^S01|@equipe> quel préavis ?", "@equipe quel préavis ?"),
        ("voir <https://example.org/a|la page>", "voir la page"),
        ("voir <https://example.org/a>", "voir https://example.org/a"),
        ("le *montant* de `FAST 31`", "le montant de FAST 31"),
        ("plus de 3 &lt; 4 &amp; 5 &gt; 2", "plus de 3 < 4 & 5 > 2"),
        ("pre\u0301avis\u00a0?\u200b\x00\x1b", "préavis ?"),
        ("  a\n\n\tb  ", "a b"),
        ("\ud800 seul", "seul"),
        ("", ""),
    ],
)
def test_marks_and_controls_leave_the_words(typed: str, read: str) -> None:
    assert clean(typed) == read


def test_a_star_between_words_is_no_mark() -> None:
    assert clean("2 * 3") == "2 * 3"


def test_a_long_question_is_read_no_further() -> None:
    assert clean("a" * 50_000) == "a" * MAX_CHARACTERS
    assert len(clean("ab " * 50_000)) <= MAX_CHARACTERS


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_control_character_and_no_double_blank_is_left(text: str) -> None:
    read = clean(text)
    assert read == " ".join(read.split())
    assert not {unicodedata.category(c) for c in read} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}, ascii(read)


def test_a_thread_keeps_its_last_messages_that_say_something() -> None:
    thread = ("trop vieux", *(f"message {n}" for n in range(MAX_THREAD - 1)), " \x00 ")
    read = cleaned(Question("7", " quel\nmontant ?", thread))
    assert read.id == "7" and read.text == "quel montant ?"
    assert read.thread == tuple(f"message {n}" for n in range(MAX_THREAD - 1))


def test_the_contract_gives_a_question() -> None:
    assert parse({"id": 4, "question": "Et ?", "thread": ["Quand ?"], "tags": []}) == Question(
        "4", "Et ?", ("Quand ?",)
    )
    assert parse({"question": "Et ?", "thread": None}) == Question("", "Et ?", ())


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"id": "1"}, KeyError),
        ({"question": 3}, TypeError),
        ({"question": None}, TypeError),
        ({"question": "a", "thread": "b"}, TypeError),
        ({"question": "a", "thread": 3}, TypeError),
    ],
)
def test_what_is_no_question_is_refused(fields: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        parse(fields)
