"""Everything that the real conventions cite: nature, number, article, date, address or name, presence, mentions."""

from collections.abc import Mapping
from typing import Any

import pytest

from ingestion.blocks import Block
from ingestion.facts.references import Reference, read_references

BETA, STATS = "https://beta.gouv.fr", "https://observatoire.numerique.gouv.fr"
GUIDE = "https://www.ssi.gouv.fr/…ue-agile-anssi-pa-v1.pdf"
MANAGEMENT = "https://www.gouvernement…s/delegations-de-gestion"
BUTTON = "https://observatoire.num…%20du%20bouton%20MonAvis"
DELEGATION = "décret 2004-1085 | 2004-10-14"
ACCOUNTS, STATE = "décret 2012-1246 | 2012-11-07 | 1", "décret 2019-1088 | 2019-10-25 | 1"
FREE = "circulaire 5608/SG | 2012-09-19 | 1"
REGISTER = {
    "3d62c197": f"""
{DELEGATION} | 1
{ACCOUNTS}
{STATE}
décret 2019-1088 art. 6 | 2019-10-25 | 1
url {BETA} | 2
url {BETA}/approche/ | 2
décret 2004-1085 art. 2 | 2004-10-14 | 2
url https://doc.incubateur.net/ | 2
url {BETA}/approche/manifeste | 1
url {BETA}/approche/intrapreneurs | 1
url {BETA}/approche/sponsors | 1
url {BETA}/approche/fast | 1
{FREE}
url {GUIDE} | 1
url https://franceconnect.gouv.fr/partenaires/ | 1
url {STATS}/ | 1
marché Accompagnement de la DINUM à l'animation d'incubateurs de | 1
marché Réalisation de services publics numériques en mode produit | 1
url {BUTTON} | 1
article 4 | there | 1
décret 2004-1085 art. 5 | 2004-10-14 | 1
url {MANAGEMENT} | 1
""",
    "ffea78a1": f"""
{DELEGATION} | 1
{ACCOUNTS}
annexe 1 | there | 2
décret 2004-1085 art. 2 | 2004-10-14 | 1
annexe 2 | there | 1
url {GUIDE} | 1
url https://observatoire.num…Aide/Donner%20son%20avis | 1
annexe 3 | there | 1
article 2 | there | 1
{FREE}
décret 2004-1085 art. 5 | 2004-10-14 | 1
url http://data.gouv.fr | 1
""",
    "595f852e": f"""
{DELEGATION} | 1
{ACCOUNTS}
{STATE}
décret 2019-1088 art. 6 | 2019-10-25 | 1
url {BETA} | 7
url {BETA}/approche/ | 2
décret 2004-1085 art. 2 | 2004-10-14 | 2
url https://doc.incubateur.net/ | 3
url {BETA}/approche/manifeste | 1
url {BETA}/approche/intrapreneurs | 1
url {BETA}/approche/sponsors | 1
url {BETA}/approche/fast | 1
{FREE}
url {STATS}/ | 1
url {GUIDE} | 1
url https://franceconnect.gouv.fr/partenaires/ | 1
url {BUTTON} | 1
article 1 | there | 1
article 3 | there | 1
décret 2004-1085 art. 5 | 2004-10-14 | 1
url http://gouvernement.fr | 1
url {MANAGEMENT} | 1
url http://data.gouv.fr | 1
""",
    "2c0d475b": f"""
{DELEGATION} | 1
{ACCOUNTS}
{STATE}
décret 2019-1088 art. 6 | 2019-10-25 | 1
url {BETA}/approche/ | 1
décret 2004-1085 art. 2 | 2004-10-14 | 2
url {BETA}/approche/manifeste/ | 1
url {BETA}/approche/intrapreneurs | 1
url {BETA}/approche/sponsors | 1
article 1 | there | 1
{FREE}
annexe 1 | there | 1
url {STATS}/ | 1
url {GUIDE} | 1
url https://franceconnect.gouv.fr/partenaires/ | 1
url {BUTTON} | 1
décret 2004-1085 art. 5 | 2004-10-14 | 1
url www.gouvernement.fr/publ…s/delegations-de-gestion | 1
""",
    "95bf845b": f"""
décret 2004-1085 | 2004-01-14 | 1
{ACCOUNTS}
convention convention de déploiement | 1
décret 2004-1085 art. 2 | 2004-10-14 | 2
annexe 1 | missing | 2
article 5 | there | 1
annexe 2 | missing | 1
article 1 | there | 2
{FREE}
article 7 | there | 1
article 2 | there | 1
décret 2004-1085 art. 5 | 2004-10-14 | 1
url https://intranet.spm.rie.gouv.fr | 1
""",
}
# The second footnote of 595f852e is an address too: its block is read as page noise, and noise is never evidence.
"""What is cited | its date or whether it is there, where it has one | number of mentions."""
_NAMED = 8
"""Words of a name that are compared."""
_LONG, _ENDS = 60, 24
"""Characters from which an address is told by its two ends, and their length."""


def _told(reference: Reference) -> tuple[str, ...]:
    what = reference.number or " ".join((reference.object or "").split()[:_NAMED])
    what = f"{what[:_ENDS]}…{what[-_ENDS:]}" if what.startswith(("http", "www")) and len(what) > _LONG else what
    article = f" art. {reference.article}" if reference.article else ""
    there = {True: "there", False: "missing", None: None}[reference.present]
    date = str(reference.date) if reference.date else None
    details = [detail for detail in (date, there) if detail]
    return (f"{reference.nature} {what}{article}", *details, str(len(reference.evidence)))


@pytest.mark.parametrize("document", REGISTER)
def test_references(conventions: Mapping[str, tuple[Block, ...]], compare: Any, document: str) -> None:
    expected = [tuple(line.split(" | ")) for line in REGISTER[document].strip().splitlines()]
    compare("references", map(_told, read_references(conventions[document])), expected)
