"""A financial annexe kept as a workbook answers for its convention: its rows, its totals, and nothing else."""

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.question import Question
from tests.made_library import library_of

CONVENTION = """Convention n° ECL-12 relative au service « Écluse Ouverte »

Entre

L'Agence des eaux (AGEO), ci-après « le délégant »,

et

La Caisse des éclusiers (CDE), ci-après « le délégataire ».

Article 1 : Objet

Le délégant verse une subvention de 90 000 €.
"""
ANNEXE = """Écluse Ouverte – annexe financière;;;
Poste de dépense;Montant 2025;Montant 2026;Total
Salaires;30 000,00 €;20 000,00 €;50 000,00 €
Licences;10 000,00 €;5 000,00 €;15 000,00 €
TOTAL;40 000,00 €;25 000,00 €;65 000,00 €
"""


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("Quel est le montant 2026 dans l'annexe financière d'Écluse Ouverte ?", ["25000"]),
        ("salaires 2025 dans l'annexe d'Écluse Ouverte", ["30000"]),
        ("combien pour les licences dans le tableau d'Écluse Ouverte ?", ["10000", "5000", "15000"]),
        ("Quel est le montant de la subvention d'Écluse Ouverte ?", ["90000"]),
    ],
)
def test_rows_and_totals_are_answered_from_the_workbook(tmp_path: Path, question: str, values: list[str]) -> None:
    library = library_of(tmp_path, {"ecluse.txt": CONVENTION, "annexe.csv": ANNEXE})
    answer = Assistant(library).ask(Question("q", question))
    assert [figure.value for figure in answer.figures] == values
    library.close()
