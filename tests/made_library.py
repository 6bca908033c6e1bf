"""A library made of small documents written by a test: ingested and indexed for real, without a heavy embedder."""

from collections.abc import Mapping
from pathlib import Path

from bot.library import Library
from index.build import update
from index.search import Search
from ingestion.pipeline import ingest
from tests.made_corpus import ThemeEmbedder


def library_of(folder: Path, documents: Mapping[str, str | bytes]) -> Library:
    """The library of these texts, or of the bytes of files, by file name; `folder` is empty or not there."""
    source = folder / "source"
    for name, text in documents.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    ingest(source, folder / "corpus")
    embedder = ThemeEmbedder()
    update(folder / "corpus", folder / "index", embedder)
    return Library(Search(folder / "index", embedder))


QUAI = """# Convention de délégation de gestion relative au service « Quai Ouvert »

Entre

La Direction interministérielle du numérique (DINUM), ci-après « le délégant »,

Et

La Direction des ports de plaisance (DPP), ci-après « le délégataire »,

## Article 1 – Objet

La convention organise le service « Quai Ouvert », qui réserve les anneaux des ports.

## Article 2 – Atelier des usagers

Un atelier des usagers réunit les capitaineries volontaires deux fois par an. Il est animé par un médiateur
indépendant, choisi par la DPP. Les comptes rendus de l'atelier sont remis aux capitaineries sous vingt jours.
Le médiateur ne peut pas recevoir de consigne de la DINUM.

## Article 3 – Engagements du délégataire

Le délégataire s'engage à :

- publier le code source du service sous licence libre ;
- former les agents des capitaineries pendant trois jours ;
- tenir une page de statistiques à l'adresse quai-ouvert.beta.gouv.fr/stats.

## Article 4 – Montant

Le délégant verse 120 000 € au délégataire, dont 45 000 € pour l'atelier des usagers.

## Article 5 – Durée

La convention prend fin le 31 décembre 2025. Chaque partie peut la résilier avec un préavis de trois mois.
"""
"""A convention with an open subject, the workshop, that no fact covers."""
