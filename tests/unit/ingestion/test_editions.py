"""Editions: a draft, its signed copy and its scan are one convention; two conventions of one template are two."""

import pytest

from ingestion.documents import Document, ScannedPage, content_id
from ingestion.editions import Known, edition_name, editions, likeness
from ingestion.reading import read_entry

CLAUSES = "\n".join(
    f"## Article {number} - {title}\n\nLe délégataire {verb} au délégant, pour le service, {what} de chaque année.\n"
    for number, title, verb, what in [
        (3, "Bilan", "remet", "un bilan des crédits consommés au plus tard le 30 juin"),
        (4, "Comité", "présente", "les résultats obtenus par les équipes lors du comité du mois de mars"),
        (5, "Données", "transmet", "la liste des sous-traitants et des mesures de sécurité prises avant la fin"),
        (6, "Publicité", "fournit", "les éléments de communication validés et les logotypes à jour avant la fin"),
    ]
)


def text(
    service: str = "Lavoir", partner: str = "Caisse des lavoirs (CDL)", amount: str = "120 000 €", year: int = 2025,
    signed: str = "", number: str = "",
) -> str:  # fmt: skip
    return f"""# Convention{number} relative au service « {service} »

Entre

L'Agence des eaux (AGEO), représentée par Mme Lise Orme, ci-après « le délégant »,

et

La {partner}, représentée par M. Abel Vigne, ci-après « le délégataire »,

## Article 1 - Objet

La convention fixe le financement du service « {service} ». Le délégant verse {amount}.

## Article 2 - Durée

La convention prend effet le 1er janvier {year} et s'achève le 31 décembre {year}.

{CLAUSES}
Fait à Vezoul, le {signed}

Pour le délégant, Lise Orme
"""


def known(name: str, content: str, *, scanned: bool = False) -> Known:
    pages = (ScannedPage(1, 0.9),) if scanned else ()
    entry = read_entry(Document(content_id(content.encode()), name, "md", content, (0,), pages))
    return Known(name, name, entry.identity, likeness(entry))


SIGNED, DRAFT = text(signed="3 mars 2025"), text(amount="150 000 €")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (known("projet.md", DRAFT), known("signee.md", SIGNED), {"projet.md": "signee.md"}),
        (known("signee.md", SIGNED), known("copie.md", SIGNED + " "), {"copie.md": "signee.md"}),
        (known("scan.png", DRAFT, scanned=True), known("projet.md", DRAFT + " "), {"scan.png": "projet.md"}),
        (known("scan.png", SIGNED, scanned=True), known("projet.md", DRAFT), {"projet.md": "scan.png"}),
        (known("a.md", SIGNED), known("b.md", text(service="Fontaine", signed="3 mars 2025")), {}),
        (known("a.md", SIGNED), known("b.md", text(signed="9 mai 2025")), {}),
        (known("a.md", SIGNED), known("b.md", text(year=2027)), {}),
        (known("a.md", SIGNED), known("b.md", text(partner="Régie des sources (RDS)")), {}),
        (known("a.md", text(number=" n° 2025-12")), known("b.md", text(number=" n° 2025-13")), {}),
    ],
    ids=["draft", "copy", "scan", "signed scan", "service", "signed twice", "year", "partner", "number"],
)
def test_which_files_hold_one_convention(one: Known, other: Known, expected: dict[str, str]) -> None:
    assert editions((one, other)) == expected


def test_three_files_of_one_stand_behind_the_signed_one() -> None:
    three = [known("a.md", DRAFT), known("b.md", DRAFT + " "), known("c.md", SIGNED)]
    assert editions(three) == {"a.md": "c.md", "b.md": "c.md"}


def test_an_edition_bears_its_file() -> None:
    assert edition_name("Lavoir", "2025/projet.docx") == "Lavoir (2025/projet.docx)"
