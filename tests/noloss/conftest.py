"""Conventions of invented services, and the process in which works are done and killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.noloss.served import Served

_SERVICES = ("Balise", "Carène", "Drisse", "Étrave", "Flotille", "Goélette")


def convention(name: str, amount: str) -> str:
    """A short convention whose clauses but one stand in all the others."""
    return f"""# Convention de délégation de gestion relative au service « {name} »

Entre la direction des ports fluviaux, ci-après dénommée « le délégant »,
et la direction des phares, ci-après dénommée « le délégataire ».

## Article 1 : Objet

La présente convention confie au délégataire la construction du service « {name} ».

## Article 2 : Financement

Le délégant verse {amount} € au délégataire à la signature.

## Article 3 : Durée et résiliation

La convention prend fin le 31 décembre 2027. Chacune des parties peut la résilier avec un préavis de trois mois.
"""


@pytest.fixture(scope="session")
def conventions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of six conventions."""
    folder = tmp_path_factory.mktemp("conventions")
    for number, name in enumerate(_SERVICES, 1):
        (folder / f"{name}.md").write_text(convention(name, f"{number}1 500"), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory, conventions: Path) -> Path:
    """The same folder after a week: one convention corrected, one gone, one new."""
    folder = tmp_path_factory.mktemp("changed")
    for path in sorted(conventions.iterdir())[1:]:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "Drisse.md").write_text(convention("Drisse", "99 900"), encoding="utf-8")
    (folder / "Hauban.md").write_text(convention("Hauban", "12 000"), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def served(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    process = Served(root, tmp_path_factory.mktemp("served"))
    yield process
    process.close()
