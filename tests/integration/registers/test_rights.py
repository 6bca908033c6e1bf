"""Every right of the real conventions: place, holder (role, else words, `-` for any party), first and last words."""

from collections.abc import Mapping
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.definitions import read_definitions
from ingestion.facts.parties import read_parties
from ingestion.facts.rights import Right, read_rights
from ingestion.facts.roles import read_roles

END = "- | il peut être mis … de trois mois"
REGISTER = {
    "3d62c197": f"""
2 | L'intrapreneur(e) et l'équipe du service | choisir la forme de sa présentation
4 | partenaire-délégataire | consommer les crédits, hors … continue de "**MonServiceSécurisé**"
6 | {END}
""",
    "ffea78a1": f"""
1 | délégataire | consommer des crédits hors … est le délégant
2 | l'intrapreneur | mobiliser les utilisateurs finaux … passage à l'échelle
2 | l'intrapreneur | prendre des décisions stratégiques … ses supérieurs hiérarchiques
2 | L'équipe de la DINUM en charge | être invitée à participer … ce comité d'investissement
7 | délégataire | mettre fin totalement ou … partenariat (annexe 1)
7 | {END}
annexe 2 | l'équipe | prendre les décisions nécessaires … auprès du sponsor
annexe 2 | l'équipe | a la main sur … du budget alloué)
""",
    "595f852e": f"""
2 | L'intrapreneur(e) et l'équipe du service | choisir la forme de sa présentation
6 | {END}
""",
    "2c0d475b": f"""
1 | délégataire | consommer des crédits hors … est le délégant
7 | {END}
""",
    "95bf845b": f"""
1 | délégataire | consommer 100 000 € … est le délégant
7 | délégataire | mettre fin totalement ou … manifeste (annexe 1)
7 | {END}
""",
}
_LONG = 7
"""Words from which a right is named by its first four and its last three."""


def _brief(words: str) -> str:
    return " ".join(words.split()[:6])


def _told(right: Right) -> tuple[str, ...]:
    held = right.evidence[0]
    words = right.what.split()
    short = " ".join(words) if len(words) <= _LONG else f"{' '.join(words[:4])} … {' '.join(words[-3:])}"
    who = "-" if right.holder is None else right.holder.role or _brief(right.holder.words)
    return (held.article or f"annexe {held.annexe}", who, short)


@pytest.mark.parametrize("document", REGISTER)
def test_rights(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    blocks = conventions[document]
    roles = read_roles(blocks, read_parties(blocks), read_definitions(blocks))
    expected = [tuple(line.split(" | ")) for line in REGISTER[document].strip().splitlines()]
    compare("rights", map(_told, read_rights(blocks, roles)), expected)
