"""Nothing leaves that no quote, question or declared computation carries."""

import logging

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Citation, Figure
from bot.grounding import figures_in, grounded, loose_figures
from bot.question import Question

ASKED = Question("q1", "Quel est le montant ?")


def answer(text: str, *quotes: str, figures: tuple[Figure, ...] = (), **changes: object) -> Answer:
    citations = tuple(
        Citation(source="a.txt", convention="Alto", article=None, heading=None, start=0, end=len(q), quote=q)
        for q in quotes
    )
    made = Answer(id="q1", status="answered", language="fr", text=text, citations=citations, figures=figures)
    return made.model_copy(update=changes)


def computed(value: str, how: str | None, unit: str = "EUR") -> Figure:
    return Figure(label="total", value=value, unit=unit, kind="computed" if how else "stated", how=how)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("141 000 €", {"141000"}),
        ("141\u202f000 € et 96.500 €, 85,000 USD", {"141000", "96500", "85000"}),
        ("**12 400,50 €**", {"12400", "50"}),
        ("le 31 décembre 2024", {"2024-12-31"}),
        ("31/12/2024 ou 2024-12-31", {"2024-12-31"}),
        ("1er juin 2024", {"2024-06-01"}),
        ("June 1, 2024", {"2024-06-01"}),
        ("fin 2024", {"2024"}),
        ("0352-CFSE-075", {"352", "75"}),
        ("3 équipes, 5 %", set()),
        ("60 % × 195 000", {"60", "195000"}),
        ("| 2024 | 195 000 € |", {"2024", "195000"}),
        ("", set()),
    ],
)
def test_figures_are_read_alike_however_written(text: str, found: set[str]) -> None:
    assert figures_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "**141 000 €** [1]",
        "141.000 € [1]",
        "le 31 décembre 2024 [1] : 141 000 €",
        "d'ici le 31/12/2024 [1]",
        "rien [12]",
    ],
)
def test_what_a_quote_says_is_carried_in_any_form(text: str) -> None:
    given_ = answer(text, "soit 141 000 €, jusqu'au 31 décembre 2024")
    assert loose_figures(given_, ASKED) == frozenset() and grounded(given_, ASKED) is given_


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("**141 001 €** [1]", "141001"),
        ("14 100 € [1]", "14100"),
        ("le 30 décembre 2024 [1]", "2024-12-30"),
        ("avant 2025 [1]", "2025"),
        ("99 % [1]", "99"),
    ],
)
def test_what_no_quote_says_never_leaves(text: str, loose: str, caplog: pytest.LogCaptureFixture) -> None:
    made = answer(f"141 000 € [1]\n{text}", "soit 141 000 €, jusqu'au 31 décembre 2024")
    assert loose_figures(made, ASKED) == {loose}
    with caplog.at_level(logging.WARNING, "bot.grounding"):
        assert grounded(made, ASKED).text == "141 000 € [1]"
    assert loose in caplog.text and "q1" in caplog.text


def test_when_no_line_holds_the_quotes_are_left() -> None:
    made = grounded(answer("999 € et 777 €", "le montant\nest de 141 000 €", "article 5"), ASKED)
    assert made.text == "« le montant est de 141 000 € » [1]\n« article 5 » [2]"
    assert loose_figures(made, ASKED) == frozenset()


def test_a_declared_computation_carries_its_value_and_its_terms() -> None:
    text = "**117 000 €** — 60 % × 195 000 € [1]"
    assert loose_figures(answer(text, "60 % de 195 000 €"), ASKED) == {"117000"}
    declared = computed("117000", "60 % × 195 000 € = 117 000 €")
    assert loose_figures(answer(text, figures=(declared,)), ASKED) == frozenset()


def test_a_stated_figure_carries_nothing_by_itself() -> None:
    assert loose_figures(answer("117 000 €", "rien", figures=(computed("117000", None),)), ASKED) == {"117000"}


def test_a_computed_date_is_carried_in_words() -> None:
    declared = computed("2024-09-15", "2024-03-15 + 6 mois = 2024-09-15", "date")
    assert (
        loose_figures(answer("le 15 septembre 2024, soit le 15 mars 2024 + 6 mois", figures=(declared,)), ASKED)
        == set()
    )


def test_what_the_user_said_is_carried() -> None:
    asked = Question("q1", "Si elle est signée le 15 mars 2024 ?", ("et pour 250 000 € ?",))
    assert loose_figures(answer("15/03/2024, 250 000 €", "rien"), asked) == frozenset()


def test_article_and_heading_of_a_citation_are_carried() -> None:
    cited = Citation(source="a", convention="FAST 31", article="12", heading="Annexe 14", start=0, end=1, quote="x")
    made = answer("FAST 31, article 12, annexe 14").model_copy(update={"citations": (cited,)})
    assert loose_figures(made, ASKED) == frozenset()


def test_a_refusal_is_left_as_it_is() -> None:
    refused = answer("Je n'ai rien trouvé parmi 6500 pages", "x", status="not_found")
    assert grounded(refused, ASKED) is refused


@example("01", "1\n000")
@settings(max_examples=60, deadline=None)
@given(st.text("0123456789 .,€%/-\nab[]|*", max_size=60), st.text("0123456789 .,€%/-ab\t\n", max_size=40))
def test_what_leaves_is_always_carried(text: str, quote: str) -> None:
    made = grounded(answer(text, quote or "x"), ASKED)
    assert loose_figures(made, ASKED) == frozenset()


def test_a_head_goes_with_what_was_below_it() -> None:
    made = grounded(answer("**Un** : \n- 777 €\n**Deux** : \n- 141 000 €", "le montant est de 141 000 €"), ASKED)
    assert made.text == "**Deux** : \n- 141 000 €"
    bare = grounded(answer("**Un** : \n- 777 €", "le montant est de 141 000 €"), ASKED)
    assert bare.text == "« le montant est de 141 000 € » [1]"
