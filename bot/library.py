"""The library: what the bot reads of the index, kept warm between questions."""

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import Lock, local

from bot.amended import Amended, amended
from bot.fact_doubts import with_places
from bot.mentions import Directory, directory
from bot.units import Unit, read_units
from bot.vocabulary import words_of
from index.lookup import FactRow
from index.lookup import facts as look_up
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
_VIEWS = 16
"""Restricted libraries that stay in memory: each holds its own names."""


@dataclass(slots=True)
class _Moment:
    """What one answer has read so far."""

    rows: list[DocumentRow] | None = None
    entries: dict[str, Entry] = field(default_factory=dict)


class Library:
    """Documents, their names, their units and the search over them. Safe in several threads."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._directory: tuple[list[DocumentRow], Directory] | None = None
        self._units: OrderedDict[tuple[str, int], tuple[Unit, ...]] = OrderedDict()
        self._attached: tuple[list[DocumentRow], _Attachments] | None = None
        self._views: OrderedDict[frozenset[str], Library] = OrderedDict()
        self._lock = Lock()
        self._moment = local()

    def within(self, documents: frozenset[str]) -> "Library":
        """A library that holds these documents only, whatever is added later; it shares what this one keeps warm."""
        with self._lock:
            view = self._views.setdefault(documents, _Restricted(self, documents))
            self._views.move_to_end(documents)
            if len(self._views) > _VIEWS:
                self._views.popitem(last=False)
        return view

    @contextmanager
    def steady(self) -> Iterator[None]:
        """Within the block, in this thread, documents and entries stay as they are first read.

        An answer then speaks of one state of the index, and asks the database once whether it has changed, not at each
        of its steps.
        """
        outer, self._moment.held = getattr(self._moment, "held", None), _Moment()
        try:
            yield
        finally:
            self._moment.held = outer

    def documents(self) -> list[DocumentRow]:
        """All documents, by short name."""
        held: _Moment | None = getattr(self._moment, "held", None)
        if held is None:
            return self._search.records.documents()
        if held.rows is None:
            held.rows = self._search.records.documents()
        return held.rows

    def directory(self) -> Directory:
        """Every name; made again when the documents change."""
        rows = self.documents()
        if self._directory is None or self._directory[0] is not rows:
            self._directory = (rows, directory(rows))
        return self._directory[1]

    def entry(self, document: str) -> Entry:
        """All that was read of a document. Raises KeyError."""
        held: _Moment | None = getattr(self._moment, "held", None)
        if held is None:
            return self._search.records.entry(document)
        if document not in held.entries:
            held.entries[document] = self._search.records.entry(document)
        return held.entries[document]

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
        return self._attachments().avenants.get(document, ())

    def amends(self, avenant: str) -> tuple[str, ...]:
        """Ids of the conventions that an avenant amends, or may amend: several that fit it as well, or that its title
        names."""
        attached = self._attachments().conventions.get(avenant, ())
        titled = [one for one, held in self.directory().avenants.items() if one and avenant in held]
        return tuple(dict.fromkeys((*attached, *titled)))

    def _attachments(self) -> "_Attachments":
        rows = self.documents()
        if self._attached is None or self._attached[0] is not rows:
            amending = any(row.kind is DocumentKind.AVENANT for row in rows)
            self._attached = (rows, _attachments([self.entry(row.id) for row in rows] if amending else []))
        return self._attached[1]

    def every_document(self) -> list[DocumentRow]:
        """All documents, by short name, other editions of conventions among them."""
        return self._search.records.every_document()

    def editions(self, document: str) -> tuple[str, ...]:
        """Ids of the other editions of a convention, by short name."""
        return tuple(row.id for row in self.every_document() if row.identity.edition_of == document)

    def edition(self, document: str) -> Entry:
        """All that was read of another edition. Raises KeyError."""
        return self._search.records.entry(document)

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

    def facts(
        self,
        kinds: Collection[str] | None = None,
        document: str | None = None,
        bearer: str | None = None,
        year: int | None = None,
        article: str | None = None,
    ) -> list[FactRow]:
        """Facts of its documents that fit every condition, as `index.lookup.facts` orders them; `None` asks nothing."""
        ids = [row.id for row in self.documents() if document in (None, row.id)]
        records = self._search.records
        return with_places(look_up(records, kinds, ids, bearer, year, article), records)

    def said(self, text: str) -> frozenset[str]:
        """Stems of the words of a text that some document holds too: no slip of anything."""
        return self._search.held(_stems(text))

    def close(self) -> None:
        """Let go of the index."""
        self._search.close()


class _Restricted(Library):
    """Some documents of a library, as if there were no others: neither names nor counts nor passages tell of them.

    Two things are those of the whole: how rare a word is, which orders passages and is never shown, and short names,
    which were made distinct from those of all documents.
    """

    def __init__(self, whole: Library, only: frozenset[str]) -> None:
        super().__init__(whole._search)
        self._whole = whole
        self._only = only
        self._rows: tuple[list[DocumentRow], list[DocumentRow]] | None = None

    @contextmanager
    def steady(self) -> Iterator[None]:
        with self._whole.steady():
            yield

    def within(self, documents: frozenset[str]) -> Library:
        return self._whole.within(self._only & documents)

    def documents(self) -> list[DocumentRow]:
        rows = self._whole.documents()
        if self._rows is None or self._rows[0] is not rows:
            self._rows = (rows, [row for row in rows if row.id in self._only])
        return self._rows[1]

    def entry(self, document: str) -> Entry:
        if document not in self._only:
            raise KeyError(document)
        return self._whole.entry(document)

    def units(self, document: str) -> tuple[Unit, ...]:
        if document not in self._only:
            raise KeyError(document)
        return self._whole.units(document)

    def avenants(self, document: str) -> tuple[str, ...]:
        held = self._whole.avenants(document) if document in self._only else ()
        return tuple(avenant for avenant in held if avenant in self._only)

    def amends(self, avenant: str) -> tuple[str, ...]:
        held = self._whole.amends(avenant) if avenant in self._only else ()
        return tuple(convention for convention in held if convention in self._only)

    def every_document(self) -> list[DocumentRow]:
        return [row for row in self._whole.every_document() if row.id in self._only]

    def search(self, words: str, k: int, documents: Collection[str] | None, ignore: Collection[str]) -> list[Hit]:
        inside = self._only if documents is None else self._only.intersection(documents)
        return self._whole.search(words, k, inside, ignore) if inside else []

    def said(self, text: str) -> frozenset[str]:
        return self._search.held(_stems(text), self._only)

    def close(self) -> None:
        """Nothing: the index is the whole library's."""


@dataclass(frozen=True, slots=True)
class _Attachments:
    """Which avenants go with which conventions."""

    avenants: Mapping[str, tuple[str, ...]]
    """Ids of a convention's avenants, the first to take effect first."""
    conventions: Mapping[str, tuple[str, ...]]
    """Ids of the convention that an avenant amends, or of those that fit it equally well."""


def _attachments(entries: Sequence[Entry]) -> _Attachments:
    filed = {entry.document.id: entry for entry in entries}
    avenants: dict[str, list[Entry]] = {}
    conventions: dict[str, tuple[str, ...]] = {}
    for avenant, attachment in attach(entries).items():
        conventions[avenant] = attachment.candidates
        if attachment.convention:
            conventions[avenant] = (attachment.convention,)
            avenants.setdefault(attachment.convention, []).append(filed[avenant])
    ordered = {one: tuple(e.document.id for e in sorted(held, key=_effect)) for one, held in avenants.items()}
    return _Attachments(ordered, conventions)


def _stems(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.stem for word in words_of(text)))


def _effect(avenant: Entry) -> date:
    return min((change.effect for change in avenant.amendments if change.effect), default=date.max)
