import re

import pytest

from ingestion.facts.evidence import Actor
from ingestion.facts.notices import Notice, read_notices
from ingestion.french.durations import Duration
from ingestion.structure import read_blocks


class Names:
    """Finds « le Moulin » and « la Ville » by their names."""

    def find_actors(self, text: str, sentence: str | None = None) -> tuple[tuple[int, int, Actor], ...]:
        found = re.finditer(r"(?:\b[Ll]e |\b[Ll]a )?(Moulin|Ville)\b", text)
        return tuple((match.start(), match.end(), Actor(match[0], None, match[1])) for match in found)


def notices(sentence: str, heading: str = "Fin anticipée") -> list[Notice]:
    text = f"Article 1 : Objet\n\nLe prêt des ruches.\n\nArticle 2 : {heading}\n\n{sentence}\n"
    facts = list(read_notices(read_blocks(text), Names()))  # type: ignore[arg-type]
    assert all(text[place.start : place.end] == place.quote for fact in facts for place in fact.evidence)
    return facts


@pytest.mark.parametrize(
    ("sentence", "length", "purpose", "form"),
    [
        (
            "Il peut être mis fin à la convention par l'une des parties, sous réserve d'un préavis de trois mois.",
            Duration(3, "month"),
            "résiliation",
            None,
        ),
        (
            "Chacune peut résilier, moyennant un préavis de deux mois par lettre recommandée avec avis de réception.",
            Duration(2, "month"),
            "résiliation",
            "lettre recommandée avec avis de réception",
        ),
        (
            "La convention peut être dénoncée par écrit avec un préavis de 45 jours.",
            Duration(45, "day"),
            "dénonciation",
            "écrit",
        ),
        (
            "Elle se renouvelle tacitement, sauf dénonciation par l'une des parties trois mois avant l'échéance.",
            Duration(3, "month"),
            "reconduction",
            None,
        ),
        (
            "Une ferme peut se retirer en prévenant les autres six semaines à l'avance.",
            Duration(6, "week"),
            "retrait",
            None,
        ),
        (
            "Si l'une des parties y manque, l'autre peut résilier un mois après une mise en demeure restée sans effet.",
            Duration(1, "month"),
            "résiliation",
            None,
        ),
        (
            "La partie qui ne souhaite pas reconduire la convention en informe l'autre quatre mois avant son terme.",
            Duration(4, "month"),
            "reconduction",
            None,
        ),
    ],
)
def test_notices(sentence: str, length: Duration, purpose: str, form: str | None) -> None:
    (fact,) = notices(sentence)
    assert (fact.length, fact.purpose, fact.form, fact.holder) == (length, purpose, form, None)


def test_a_sentence_with_two_purposes_gives_two_notices() -> None:
    facts = notices("Chacun peut s'opposer à la reconduction, ou se retirer, en respectant un préavis de quatre mois.")
    assert [fact.purpose for fact in facts] == ["reconduction", "retrait"]


def test_what_leaving_brings() -> None:
    (fact,) = notices("Chaque partie peut résilier avec un préavis d'un mois. La résiliation n'ouvre droit à rien.")
    assert fact.effect == "La résiliation n'ouvre droit à rien."
    assert [place.quote for place in fact.evidence][-1] == fact.effect


def test_the_holder_is_the_one_party_that_may() -> None:
    (fact,) = notices("La Ville peut résilier la convention avec un préavis d'un mois adressé au Moulin.")
    assert fact.holder and fact.holder.party == "Ville"


@pytest.mark.parametrize(
    "sentence",
    [
        "La partie la plus diligente peut rompre le contrat sans préavis.",
        "Le rapport est remis trois mois avant l'échéance de la convention.",
        "Les données sont supprimées un mois après la résiliation.",
        "Son renouvellement est exprès ; il est demandé six mois avant le terme.",
        "Le préavis des salariés n'est pas concerné.",
    ],
)
def test_what_is_no_notice(sentence: str) -> None:
    assert notices(sentence) == []
