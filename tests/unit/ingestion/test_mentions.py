"""Mentions: names where they stand, with their origin."""

import pytest

from ingestion.mentions import read_mentions, shared_names
from ingestion.structure import read_blocks


def mentions(text: str) -> list[tuple[str, str]]:
    found = read_mentions(read_blocks(text))
    for mention in found:
        assert mention.name == " ".join(text[mention.start : mention.end].split())
    return [(mention.name, mention.origin) for mention in found]


def in_article(sentence: str, title: str = "Contexte") -> list[tuple[str, str]]:
    return mentions(f"Article 1 : {title}\n\n{sentence}\n")


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Le service « Clé-O » ouvre.", "Clé-O"),
        ("La plateforme numérique Clé-O ouvre.", "Clé-O"),
        ("Le produit dénommé Compteur d'Eau ouvre.", "Compteur d'Eau"),
        ("L'application\nClé-O ouvre.", "Clé-O"),
        ("Le Compteur, ci-après dénommé « le produit », ouvre.", "Compteur"),
    ],
)
def test_services(sentence: str, name: str) -> None:
    assert (name, "service") in in_article(sentence)
    assert (name, "object") in in_article(sentence, "Objet")


@pytest.mark.parametrize(
    "sentence",
    ["Le service public ouvre.", "La plateforme Chorus ouvre.", "Le service « délégant » paie.", "Un projet."],
)
def test_what_names_nothing(sentence: str) -> None:
    assert in_article(sentence) == []


def test_parties() -> None:
    first = "La régie de l'eau (RDL), ci-après « la régie » ou « RDL »,"
    text = f"Entre :\n\n{first}\nEt l'Institut du lac, délégataire,\n\nVu le code ;\n"
    assert [name for name, origin in mentions(text) if origin == "party"] == [
        "régie de l'eau",
        "Institut du lac",
        "RDL",
        "régie",
        "RDL",
    ]


def test_shared_names_are_keys() -> None:
    assert "chorus" in shared_names()
