import pytest

from index.words import joined_codes, spellings, tokens, without


@pytest.mark.parametrize("code", ["0999-ABCD-EFGH", "PENICHE075", "1987-1234", "099900010101"])
def test_a_code_is_one_token_whatever_its_case(code: str) -> None:
    whole = code.replace("-", "").lower()
    assert whole in tokens(f"imputé sur {code}.")
    assert tokens(code.lower()) == tokens(code)


@pytest.mark.parametrize("typed", ["0999 abcd efgh", "0999abcd efgh", "0999-abcd-EFGH", "0999 ABCD-EFGH"])
def test_a_code_is_recognised_whatever_spacing_is_typed(typed: str) -> None:
    assert "0999abcdefgh" in [*tokens(typed), *joined_codes(typed)]


def test_accents_and_case_change_nothing() -> None:
    assert tokens("RÉSILIATION Anticipée") == tokens("resiliation anticipee")


def test_elisions_and_small_words_are_dropped() -> None:
    assert tokens("l'article, d’un comité qu'elle réunit") == tokens("article comité elle réunit")


@pytest.mark.parametrize("figure", ["120 000", "120\u00a0000", "120\u202f000", "120.000", "120000"])
def test_a_figure_is_one_token_whatever_separates_its_thousands(figure: str) -> None:
    assert tokens(f"{figure} €") == ["120000"]


def test_a_year_is_not_glued_to_the_amount_behind_it() -> None:
    assert tokens("2031 120 000") == ["2031", "120000"]


def test_a_misspelling_shares_most_runs_with_the_word() -> None:
    right, wrong = set(spellings("résiliation")), set(spellings("resilliation"))
    assert len(right & wrong) >= len(right) / 2
    assert not right & set(spellings("budget"))


def test_names_are_left_out_of_a_question() -> None:
    assert without("budget de la péniche bleue en 2031", ["Péniche-Bleue"]) == "budget de la en 2031"


def test_a_question_made_of_a_name_only_is_kept() -> None:
    assert without("Péniche-Bleue ?", ["Péniche bleue"]) == "Péniche-Bleue ?"


@pytest.mark.parametrize("odd", ["", "  ", "\0\x1f", "?!…", "日本語", "\ud800"])
def test_no_text_is_too_odd(odd: str) -> None:
    assert isinstance(tokens(odd) + spellings(odd) + joined_codes(odd), list)
