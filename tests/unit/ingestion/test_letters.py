"""Letters that commit: told from those that commit nobody, and read as conventions across."""

from datetime import date
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.question import Question
from ingestion.names import DocumentKind
from tests.made_library import library_of

LETTER = """Observatoire des marées
La directrice

                                            Brest, le 4 mars 2025

à Monsieur le directeur du Laboratoire des phares

Objet : {object} « Marnage »

Monsieur le directeur,

L'Observatoire met à votre disposition ses relevés pour que le laboratoire construise « Marnage ».

Cet accord vaut du 1er avril 2025 au 31 mars 2027.

{leaving}

{end}
"""
AGREED = "Bon pour accord, le .............."


def assistant(folder: Path, **parts: str) -> Assistant:
    given = {"object": "lettre d'accord – prêt de données pour le service", "leaving": "Bien à vous.", "end": AGREED}
    return Assistant(library_of(folder, {"lettre.txt": LETTER.format(**given | parts)}), lambda: date(2025, 9, 1))


@pytest.mark.parametrize(("told", "kind"), [
    ("lettre d'accord – prêt de données pour le service", DocumentKind.CONVENTION),
    ("échange de lettres valant accord sur le service", DocumentKind.CONVENTION),
    ("convention de prêt de données du service", DocumentKind.CONVENTION),
    ("compte rendu de la réunion sur le service", DocumentKind.DOCUMENT),
    ("demande d'information sur le service", DocumentKind.DOCUMENT),
])  # fmt: skip
def test_a_letter_commits_by_its_object(tmp_path: Path, told: str, kind: DocumentKind) -> None:
    (row,) = assistant(tmp_path, object=told).library.documents()
    assert row.kind is kind


@pytest.mark.parametrize("leaving", [
    "Chacun de nous peut y renoncer en prévenant l'autre deux semaines avant.",
    "Chaque partie peut s'en délier ou se dégager de l'accord en prévenant l'autre deux semaines à l'avance.",
    "L'un ou l'autre peut renoncer à cet accord avec un préavis de deux semaines.",
])  # fmt: skip
def test_a_notice_without_its_word(tmp_path: Path, leaving: str) -> None:
    made = assistant(tmp_path, leaving=leaving)
    assert "deux semaines" in made.ask(Question("q", "Quel est le préavis de Marnage ?")).text
    assert "31 mars 2027" in made.ask(Question("q", "Quelles conventions sont en cours ?")).text
