"""Laws cited, annexes, articles, definitions."""

from dataclasses import replace

import pytest

from bot.answers.texts import article, asked_article
from ingestion.facts.definitions import Definition
from ingestion.facts.references import Reference
from tests.made_plans import ask_of
from tests.made_register import TEXTS, at, claimed, quai, texts
from tests.made_texts import structured


def test_the_kind_of_text_asked_for() -> None:
    (decree,) = claimed("Quel décret encadre Quai Ouvert ?", *TEXTS)
    assert decree.text.startswith("**décret 1990-111** — « Vu le décret n° 1990-111")
    (law,) = claimed("Quelle loi vise Quai Ouvert ?", *TEXTS)
    assert law.key == "loi 95-7"
    assert len(claimed("Quelle est la base juridique de Quai Ouvert ?", *TEXTS)) == 2


def test_a_text_cited_twice_is_told_once_at_its_fullest() -> None:
    bare = replace(TEXTS[0], object=None, evidence=at("Vu le décret n° 1990-111"))  # type: ignore[type-var]
    (found,) = claimed("Quel décret encadre Quai Ouvert ?", bare, TEXTS[0])
    assert "relatif aux écluses" in found.text


def test_an_annexe_cited_and_absent_is_told() -> None:
    missing = Reference("annexe", "7", None, None, None, False, at("Elle s'achève"))
    found = claimed("Quelles sont les annexes de Quai Ouvert ?", missing)
    assert len(found) == 1 and found[0].state == "blank" and "L'annexe 7 est citée" in found[0].text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Que dit l'article 2 ?", ("article", "2")),
        ("l'article 4 bis de Quai Ouvert", ("article", "4 bis")),
        ("art. 1er", ("art.", "1")),
        ("et l'annexe 1", ("annexe", "1")),
        ("l'article 5 du décret", None),
        ("cet article", None),
    ],
)
def test_the_article_asked_for(text: str, place: tuple[str, str] | None) -> None:
    found = asked_article(ask_of(text))
    assert (found and (found[0], found[1].replace(" ", "-"))) == (place and (place[0], place[1].replace(" ", "-")))


def test_an_article_is_opened_with_its_heading() -> None:
    found = article(structured("Quai"), "article", "2", "fr")
    assert texts(found)[0] == "**Article 2 : Engagements du délégataire**"
    assert any("publier le code source" in text for text in texts(found))
    assert all(one.quote in structured("Quai").document.text for claim in found for one in claim.evidence)


def test_an_annexe_is_opened_and_is_no_article() -> None:
    assert "six heures" in texts(article(structured("Quai"), "annexe", "1", "fr"))[1]
    assert article(structured("Quai"), "article", "9", "fr") == ()


def test_a_definition_answers_for_its_own_word_only() -> None:
    defined = Definition("éclusier", "agent qui manœuvre l'écluse", "définition", at("La DCX publie le code source."))
    (found,) = claimed("C'est quoi un éclusier dans Quai Ouvert ?", defined)
    assert found.text == "**éclusier** : agent qui manœuvre l'écluse"
    assert claimed("C'est quoi un batelier dans Quai Ouvert ?", defined) == ()
    assert quai(defined).facts == (defined,)
