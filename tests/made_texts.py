"""Small texts about an invented service, read into blocks, for the tests of what is quoted."""

from ingestion.corpus import Entry
from ingestion.documents import Document
from ingestion.facts.register import Fact
from ingestion.names import Alias, DocumentKind, Identity
from ingestion.structure import read_blocks

QUAI_TEXT = """Convention de délégation de gestion FAST 31 | Quai Ouvert

Article 1 : Objet

Le service aide les mariniers à réserver une écluse. Il est gratuit.

Article 2 : Engagements du délégataire

Le délégataire s'engage à :

- publier le code source dans les trois mois ;
- réunir le comité de suivi chaque trimestre.

Article 3 : Argent

Le délégant verse 80 000 € en 2024. La pénalité est de 50 € par jour.

| Année | AE | CP |
|-------|----|----|
| 2024 | 80 000 € | 50 000 € |
| 2025 | | 30 000 € |

Annexe 1 : écluses ouvertes

L'écluse des Trois-Saules ouvre à six heures.
"""


def structured(name: str, text: str = QUAI_TEXT, facts: tuple[Fact, ...] = ()) -> Entry:
    """An entry with the blocks of a text and facts given by hand; its id is its name."""
    identity = Identity(DocumentKind.CONVENTION, name, f"Convention {name}", (Alias(name, "title", 0, 1),), ())
    return Entry("1", Document(name, f"{name}.txt", "txt", text), identity, read_blocks(text), (), facts)
