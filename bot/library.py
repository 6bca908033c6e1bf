"""The library: what the bot reads of the index, kept warm between questions."""

from collections import OrderedDict
from collections.abc import Collection
from datetime import date
from threading import Lock

from bot.amended import Amended, amended
from bot.mentions import Directory, directory
from bot.units import Unit, read_units
from bot.vocabulary import words_of
from index.records import DocumentRow
from index.search import Hit, Search
from index.words import tokens
from ingestion.amending.attaching import attach
from ingestion.corpus import Entry
from ingestion.facts.parties import Party
from ingestion.french.folding import squash
from ingestion.names import DocumentKind

_KEPT = 64
"""Documents whose units stay in memory: some 200 kB each."""


class Library:
    """Documents, their names, their units and the search over them. Safe in several threads."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._directory: tuple[list[DocumentRow], Directory] | None = None
        self._units: OrderedDict[tuple[str, int], tuple[Unit, ...]] = OrderedDict()
        self._attached: tuple[list[DocumentRow], dict[str, tuple[str, ...]]] | None = None
        self._lock = Lock()

    def documents(self) -> list[DocumentRow]:
        """All documents, by short name."""
        return self._search.records.documents()

    def directory(self) -> Directory:
        """Every name; made again when the documents change."""
        rows = self.documents()
        if self._directory is None or self._directory[0] is not rows:
            self._directory = (rows, directory(rows))
        return self._directory[1]

    def entry(self, document: str) -> Entry:
        """All that was read of a document. Raises KeyError."""
        return self._search.records.entry(document)

    def units(self, document: str) -> tuple[Unit, ...]:
        """Sentences, items and rows of a document."""
        entry = self.entry(document)
        key = (document, id(entry))
        with self._lock:
            if key in self._units:
                self._units.move_to_end(key)
                return self._units[key]
        units = read_units(entry)
        with self._lock:
            self._units[key] = units
            if len(self._units) > _KEPT:
                self._units.popitem(last=False)
        return units

    def amended(self, document: str, on: date) -> Amended:
        """A convention with its avenants as of a day. Raises KeyError."""
        return amended(self.entry(document), [self.entry(avenant) for avenant in self.avenants(document)], on)

    def avenants(self, document: str) -> tuple[str, ...]:
        """Ids of the avenants attached to a convention, the first to take effect first."""
        rows = self.documents()
        if self._attached is None or self._attached[0] is not rows:
            self._attached = (rows, self._attach(rows))
        return self._attached[1].get(document, ())

    def _attach(self, rows: list[DocumentRow]) -> dict[str, tuple[str, ...]]:
        avenants = [row for row in rows if row.kind is DocumentKind.AVENANT]
        if not avenants:
            return {}
        found: dict[str, list[Entry]] = {}
        filed = {row.id: self.entry(row.id) for row in rows}
        for avenant, attachment in attach(filed.values()).items():
            if attachment.convention:
                found.setdefault(attachment.convention, []).append(filed[avenant])
        return {
            convention: tuple(e.document.id for e in sorted(held, key=_effect)) for convention, held in found.items()
        }

    def aliases(self, document: str) -> dict[str, frozenset[str]]:
        """For each word that names a party alone (« l'association »), the stems of its others (« le Bénéficiaire »)."""
        parties = [fact for fact in self.entry(document).facts if isinstance(fact, Party)]
        found: dict[str, frozenset[str]] = {}
        for party in parties:
            names = frozenset(s for name in (party.label, *party.short_names, party.role or "") for s in tokens(name))
            for stem in frozenset(tokens(party.name)) | names:
                others = [other for other in parties if other is not party and stem in tokens(other.name)]
                if not others:
                    found[stem] = names
        return found

    def says(self, words: str) -> bool:
        """Whether some document holds these words as they are."""
        wanted = squash(words)
        return any(wanted in squash(hit.passage.text) for hit in self.search(words, 8, None, ()))

    def search(self, words: str, k: int, documents: Collection[str] | None, ignore: Collection[str]) -> list[Hit]:
        """Passages for some words, the best first."""
        return self._search.search(words, k, documents, ignore)

    def said(self, text: str) -> frozenset[str]:
        """Stems of the words of a text that some document holds too: no slip of anything."""
        return self._search.held(tuple(dict.fromkeys(word.stem for word in words_of(text))))

    def close(self) -> None:
        """Let go of the index."""
        self._search.close()


def _effect(avenant: Entry) -> date:
    return min((change.effect for change in avenant.amendments if change.effect), default=date.max)
