"""Every instalment of the real conventions: order, share, trigger, first words of the condition, article."""

from collections.abc import Mapping
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.instalments import read_instalments

SIGNED = (1, 50, "dès la signature de la convention", "", "4")
REVIEW = "suite au bilan de mi-parcours avec l'équipe FAST"
CONDITION = "sous réserve de la bonne mobilisation"
REGISTER: dict[str, list[tuple[int, int, str, str, str]]] = {
    "3d62c197": [SIGNED, (2, 50, REVIEW, CONDITION, "4")],
    "ffea78a1": [],
    "595f852e": [SIGNED, (2, 50, f"{REVIEW} (fin novembre)", CONDITION, "4")],
    "2c0d475b": [],
    "95bf845b": [],
}


@pytest.mark.parametrize("document", REGISTER)
def test_instalments(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    found = [
        (fact.order, fact.share, fact.trigger, (fact.condition or "")[: len(CONDITION)], fact.evidence[0].article)
        for fact in read_instalments(conventions[document])
    ]
    compare("instalment", found, REGISTER[document])
