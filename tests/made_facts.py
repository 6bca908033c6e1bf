"""Facts written by hand over small texts, and records that hold them, for the tests of lookups, views and exports."""

from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from index import manifest
from index.changes import passage_keys, read_file
from index.folder import open_records
from index.records_facts import RefusedFact
from index.records_writing import put_document
from ingestion import corpus
from ingestion.corpus import Entry
from ingestion.documents import Document
from ingestion.facts.amounts import Amount
from ingestion.facts.chorus import ChorusReference
from ingestion.facts.evidence import Actor, Evidence, State
from ingestion.facts.obligations import Obligation
from ingestion.facts.parties import Party
from ingestion.facts.register import Fact
from ingestion.names import Alias, DocumentKind, Identity

PORTULAN = """La Direction des phares (DPH), délégant, et le Bureau des marées, partenaire-délégataire.
Le délégant verse 141 000 € en 2024.
Le partenaire-déléguataire remet un bilan chaque trimestre.
- tenir le journal de bord
Centre financier : 0999-ABCD-EFGH
Centre de coût :
"""


def quoted(text: str, quote: str, article: str | None = None) -> tuple[Evidence, ...]:
    """Evidence for the first place of a quote in a text."""
    start = text.index(quote)
    return (Evidence(start, start + len(quote), quote, article, None, None),)


def portulan_facts(text: str = PORTULAN) -> tuple[Fact, ...]:
    """Two parties, an amount, two duties, a code and a blank."""
    giver = Actor("Le délégant", "délégant", "DPH")
    taker = Actor("Le partenaire-déléguataire", "partenaire-délégataire", "Bureau des marées")
    clause = quoted(text, text.splitlines()[0])
    duty = Obligation(taker, None, "", "s'engage", None, ("suivi",), None, ())
    return (
        Party("DPH", "Direction des phares", "délégant", ("DPH",), None, None, None, False, ("address",), clause),
        Party(
            "Bureau des marées", "Bureau des marées", "partenaire-délégataire", (), None, None, None, False, (), clause
        ),
        Amount(Decimal("141000.50"), "EUR", None, "délégué", False, None, 2024, giver, taker, None, None, State.STATED,
               quoted(text, "Le délégant verse 141 000 € en 2024.", "4")),
        replace(duty, what="remet un bilan chaque trimestre",
                evidence=quoted(text, "Le partenaire-déléguataire remet un bilan chaque trimestre.", "5")),
        replace(duty, bearer=giver, what="tenir le journal de bord",
                evidence=quoted(text, "- tenir le journal de bord", "5")),
        ChorusReference("centre_financier", "0999-ABCD-EFGH", None, State.STATED, quoted(text, "0999-ABCD-EFGH", "6")),
        ChorusReference("centre_de_coût", None, None, State.BLANK, quoted(text, "Centre de coût :", "6")),
    )  # fmt: skip


def entry_of(name: str, text: str, facts: tuple[Fact, ...], kind: DocumentKind = DocumentKind.CONVENTION) -> Entry:
    """An entry with these facts and no passage; its id is made of the name."""
    identifier = name.encode().hex().ljust(16, "0")[:16]
    aliases = (Alias(name, "title", 0, 1), Alias("FAST 5", "number", 0, 1))
    identity = Identity(kind, name, f"Convention de délégation de gestion {name}", aliases, ())
    return Entry("1", Document(identifier, f"dossier/{name}.txt", "txt", text), identity, (), (), facts)


def write_records(data: Path, *entries: Entry) -> list[RefusedFact]:
    """Write entries into the corpus and the index of a data folder, without vectors; the facts refused."""
    refused: list[RefusedFact] = []
    index = data / "index"
    index.mkdir(parents=True)
    with closing(open_records(index, "themes")) as records:
        for entry in entries:
            corpus.save(data / "corpus", entry)
            file = read_file(data / "corpus", entry.document.id)
            with records.writing() as connection:
                refused += put_document(connection, file, passage_keys(file, "themes"))
    manifest.write(index, manifest.Manifest(manifest.SCHEMA, "themes", 0, "1"))
    return refused
