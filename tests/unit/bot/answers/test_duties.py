"""Obligations and rights."""

import pytest

from tests.made_register import DUTIES, PARTIES, claimed, texts

FACTS = (*PARTIES, *DUTIES)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Que doit faire la DCX ?", ["publie le code source", "réunit le comité de suivi"]),
        ("Quelles sont les obligations du délégant de Quai Ouvert ?", ["forme l'équipe"]),
        ("Que doit faire la DCX sur le code source ?", ["publie le code source"]),
        ("What are the duties of the DCX?", ["publie le code source", "réunit le comité de suivi"]),
    ],
)
def test_what_the_bearer_owes_on_the_theme(question: str, told: list[str]) -> None:
    assert texts(claimed(question, *FACTS)) == told


def test_the_bearer_is_named_when_the_question_names_none() -> None:
    found = texts(claimed("Quelles sont les obligations de Quai Ouvert ?", *FACTS))
    assert len(found) == 3 and found[0] == "**La DCX** : publie le code source"


def test_nothing_on_a_theme_that_no_duty_speaks_of() -> None:
    assert claimed("Quelles obligations sur les baleines dans Quai Ouvert ?", *FACTS) == ()


def test_rights_are_quoted() -> None:
    (found,) = claimed("La DINUM peut-elle suspendre les versements de Quai Ouvert ?", *PARTIES, *DUTIES)
    assert "« La DINUM peut suspendre les versements. »" in texts((found,))[0]


def test_a_long_duty_is_cut_and_its_citation_is_whole() -> None:
    from dataclasses import replace

    long = replace(DUTIES[0], what="publie " + "le code source " * 30)  # type: ignore[type-var]
    (found,) = claimed("Que doit faire la DCX ?", *PARTIES, long)
    assert found.text.endswith("…") and len(found.text) < 220 and found.evidence == DUTIES[0].evidence
