"""Every sum that the real conventions state in sentences: value, nature, ceiling, per, roles of giver and getter."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.amounts import Amount, read_amounts
from ingestion.facts.parties import read_parties
from ingestion.facts.roles import read_roles

GIVER, GETTER = "délégant", "délégataire"
PARTNER = "partenaire-délégataire"
REGISTER: dict[str, list[tuple[int, str, bool, str | None, str | None, str | None, str | None]]] = {
    "3d62c197": [
        (141_000, "cofinancement", False, None, None, None, None),
        (141_000, "cofinancement", False, None, PARTNER, None, "2"),
    ],
    "ffea78a1": [(125_000, "par équipe", True, "par équipe", GIVER, None, "2")],
    "595f852e": [
        (300_000, "cofinancement", False, None, None, None, None),
        (300_000, "cofinancement", False, None, PARTNER, None, "2"),
        (30_000, "retenu", False, None, GIVER, None, "2"),
        (300_000, "enveloppe", False, None, None, None, "2"),
        (270_000, "délégué", False, None, None, None, "2"),
    ],
    "2c0d475b": [(250_000, "cofinancement", False, None, None, "Cette équipe", None)],
    "95bf845b": [
        (100_000, "délégué", False, None, GIVER, GETTER, "1"),
        (100_000, "délégué", True, None, GIVER, GETTER, "2"),
    ],
}
"""Value, nature, ceiling, per, bearer, beneficiary (role, else words), article."""


def read(blocks: tuple[Block, ...]) -> tuple[Amount, ...]:
    return read_amounts(blocks, read_roles(blocks, read_parties(blocks)))


@pytest.mark.parametrize("document", REGISTER)
def test_amounts(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    found = [
        (
            fact.value,
            fact.nature,
            fact.ceiling,
            fact.per,
            _who(fact.bearer),
            _who(fact.beneficiary),
            fact.evidence[0].article,
        )
        for fact in read(conventions[document])
    ]
    compare("amount", found, [(Decimal(value), *rest) for value, *rest in REGISTER[document]])


def test_conditions_and_words(conventions: Mapping[str, tuple[Block, ...]]) -> None:
    (fact,) = read(conventions["2c0d475b"])
    assert (fact.condition or "").startswith("sous la condition de l'obtention d'une lettre d'engagement")
    assert [fact.words for fact in read(conventions["95bf845b"])] == [Decimal(100_000)] * 2


def _who(actor: Any) -> str | None:
    return actor and (actor.role or actor.words)
