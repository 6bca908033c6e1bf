"""A folder of conventions with its corpus, and containers of an invented format, `.box`."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingestion.containers import Part, Parts
from ingestion.corpus import entries
from ingestion.documents import Reading, Remark
from ingestion.errors import UnreadableFile
from ingestion.outcome import Outcome, Report
from ingestion.pipeline import ingest
from ingestion.reading import InProcess, Reads
from ingestion.reading_rules import ReadingRules

CONVENTION = """Convention relative au service « {name} »

Entre :

La commune des Sources, délégant,

Et le syndicat du Val, délégataire,

Article 1 : Objet

Le service « {name} » recense les lavoirs.

Article 2 : Prix

Le cofinancement est de {price} €.

Article 3 : Durée

La convention est conclue pour une durée de {months} mois.
"""
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def convention(name: str, price: str = "1 000", months: str = "neuf") -> str:
    """A convention about an invented service."""
    return CONVENTION.format(name=name, price=price, months=months)


def open_box(path: Path, content: bytes, rules: ReadingRules) -> Parts:
    """Parts apart by form feeds, each its name on a line; « secret » is left out."""
    if content == b"broken":
        raise UnreadableFile(path, "empty")
    held = dict(text.split("\n", 1) for text in content.decode().split("\f"))
    left = tuple(Remark("left", {"name": name}) for name in held if name == "secret")
    return Parts(tuple(Part(name, held[name].encode()) for name in sorted(held) if name != "secret"), left)


def read_scan(path: Path, content: bytes, rules: ReadingRules) -> Reading:
    """A reader of `.scan`: text after the first line, left out with a remark unless the rules allow recognition."""
    first, _, rest = content.decode().partition("\n")
    return Reading(content.decode()) if rules.ocr else Reading(f"{first}\n", remarks=(Remark("left", {"name": rest}),))


class Place:
    """A folder and its corpus, ingested in this process."""

    def __init__(self, root: Path) -> None:
        self.folder, self.corpus = root / "conventions", root / "data" / "corpus"
        self.folder.mkdir()
        self.rules = ReadingRules()
        self.grace = timedelta(0)
        self.now = NOW

    def put(self, source: str, content: str | bytes) -> Path:
        """Write a file."""
        path = self.folder / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def box(self, source: str, **parts: str) -> Path:
        """Write a container; `__` in a name stands for `/`, and `_` for a full stop."""
        named = {name.replace("__", "/").replace("_", "."): text for name, text in parts.items()}
        return self.put(source, "\f".join(f"{name}\n{text}" for name, text in named.items()))

    def ingest(self, reads: Reads | None = None) -> Report:
        """One run."""
        return ingest(self.folder, self.corpus, reads=reads or InProcess(self.rules), grace=self.grace, now=self.now)

    def outcomes(self) -> Mapping[str, Outcome]:
        """One run, by source."""
        return {outcome.source: outcome for outcome in self.ingest().outcomes}

    def statuses(self) -> dict[str, str]:
        """One run, the statuses alone."""
        return {source: outcome.status for source, outcome in self.outcomes().items()}

    def changes(self) -> dict[str, str]:
        """One run, the sorts of changes alone."""
        return {change.source: change.sort for change in self.ingest().changes}

    def names(self) -> dict[str, str]:
        """Short names in the corpus, by source."""
        return {entry.document.source: entry.identity.short_name for entry in entries(self.corpus)}

    def without_recognition(self) -> None:
        """From now on, scans are left out."""
        self.rules = replace(self.rules, ocr=False)
