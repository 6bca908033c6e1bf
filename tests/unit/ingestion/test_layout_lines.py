"""Words on lines: baselines, superscripts, letter-spacing, characters put together."""

from dataclasses import replace

from ingestion.layout.characters import Character, words_of
from ingestion.layout.lines import fits, lines_of, settled
from tests.placed_words import placed


def characters(text: str, room: float = 0.0) -> list[Character]:
    step = 5.0 + room
    return [Character(c, i * step, 0, i * step + 5, 10, 10, False, 0, False) for i, c in enumerate(text)]


def test_characters_are_parted_by_blanks_and_by_room() -> None:
    spread = characters("ab") + [replace_left(c, 100) for c in characters("cd")]
    assert [word.text for word in words_of(characters("le lot"))] == ["le", "lot"]
    assert [word.text for word in words_of(spread)] == ["ab", "cd"]


def replace_left(character: Character, left: float) -> Character:
    return character._replace(left=character.left + left, right=character.right + left)


def test_a_no_break_blank_stays_in_its_word() -> None:
    assert [word.text for word in words_of(characters("12\u202f500\u00a0€ \u00a0"))] == ["12\u202f500\u00a0€"]


def test_letters_of_a_ligature_share_their_place() -> None:
    drawn = characters("fn")
    both = [drawn[0], drawn[0]._replace(text="i"), drawn[1]]
    assert [word.text for word in words_of(both)] == ["fin"]


def test_accents_drawn_over_their_letters_are_composed() -> None:
    e, c, i = characters("e")[0], replace_left(characters("c")[0], 5), replace_left(characters("ı")[0], 10)
    over = [e._replace(text="´"), e, c, c._replace(text="¸"), i._replace(text="ˆ"), i]
    assert [word.text for word in words_of(over)] == ["éçî"]
    assert [word.text for word in words_of(characters("a`b"))] == ["a`b"]


def test_lines_are_read_by_their_baselines() -> None:
    words = placed("deux", baseline=113) + placed("un", baseline=101) + placed("gros", left=120, size=14)
    assert [line.text for line in lines_of(words, 1)] == ["un gros", "deux"]


def test_a_mark_set_lower_belongs_to_its_item() -> None:
    words = placed("•", baseline=104) + placed("payer", left=80)
    assert [line.text for line in lines_of(words, 1)] == ["• payer"]


def test_letter_spaced_words_are_closed() -> None:
    spread = placed("A V E N A N T") + placed("N O", left=70 + 7 * 7.5 + 10)
    assert [line.text for line in lines_of(spread, 1)] == ["AVENANT NO"]
    assert [line.text for line in lines_of(placed("A et B à C"), 1)] == ["A et B à C"]


def test_raised_letters_and_figures_come_down() -> None:
    base = placed("le 1") + placed("immeuble", left=120)
    er = replace(placed("er", left=87.5, size=6)[0], top=90, bottom=97)
    call = replace(placed("2", left=160, size=6)[0], top=90, bottom=97)
    assert [line.text for line in lines_of(settled([*base, er, call]), 1)] == ["le 1er immeuble²"]


def test_a_small_word_of_another_line_is_not_raised() -> None:
    words = placed("immeuble") + placed("2", left=110, baseline=80, size=6)
    assert settled(words) == words


def test_a_line_is_ended_on_purpose_when_the_next_word_had_room() -> None:
    line, following = lines_of(placed("Entre") + placed("La direction", baseline=113), 1)
    assert fits(replace(line, edge=300.0), following)
    assert not fits(replace(line, edge=line.right + 12), following)
