"""Which conventions a question names: through case, accents, hyphens, spaces and slips, by name, party or number."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from rapidfuzz import fuzz, process

from index.records import DocumentRow
from ingestion.french.folding import fold
from ingestion.names import Alias, DocumentKind
from ingestion.naming import name_key

_HEAD = re.compile(
    r"(?:association|soci[ée]t[ée]|fondation|f[ée]d[ée]ration|groupement|ville|commune|syndicat|agence)\s+(?:d[eu]s?\s+|d['’])?",
    re.IGNORECASE,
)
"""What people leave out of a party's name: « l'association X » is « X »."""
_GENRE_WORD = re.compile(
    r"(?:convention|protocole|accord|contrat|avenant|partenariat|delegation|dossier|lettre|annexe)s?\b"
)
"""What a document is, never its name: « la convention X » must not mean the one that has no better name."""
_WORD = re.compile(r"[^\W_]+")
_MAX_WORDS = 7
_SLIP_MIN_LETTERS = 5
"""Shorter names are only taken as they are: « Pix » is no slip of « Pic »."""
_SLIP_RATIO = 84.0
"""rapidfuzz ratio, 0 to 100: one slip in six letters, two in twelve."""
_LONG_LETTERS = 10
_LONG_RATIO = 80.0
"""In a longer name slips may be more: it still resembles no other."""
_MAIN = ((DocumentKind.CONVENTION,), (DocumentKind.DOCUMENT,))
"""Kinds whose name is their own first."""
_Typed = tuple[int, int, str]
"""A word of the question: its span, and its folded form."""
_STRONG = ("title", "service", "object", "number", "annexe", "file", "first")
_LEADS_TO_PARTY = re.compile(r"(?:convention|accord|avenant|protocole|partenariat|delegation)\s+(?:\w+[\s'’]+){0,3}$")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a question that names conventions."""

    start: int
    end: int
    """Character span in the question."""
    name: str
    """The alias it was taken for, as the convention writes it."""
    documents: tuple[str, ...]
    """Ids of the documents that answer to it, in the order of their short names."""
    strong: bool
    """False for a party's name, which may only say who acts."""
    everywhere: bool
    """True when every document has it: it says who acts, never which convention."""
    main: bool
    """True for a convention's own name or number; false for what is inside it, whose words still say what is asked."""
    exact: bool
    """False when a slip was forgiven."""


@dataclass(frozen=True, slots=True)
class _Name:
    text: str
    strong: bool
    main: bool
    everywhere: bool
    partial: bool
    """The first word of a longer name: an ordinary word is then no name."""
    generic: bool
    """An ordinary word (« Agence »): a party is meant only where the question speaks of its convention."""
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Directory:
    """Every name of every document, ready to be looked up."""

    names: Mapping[str, _Name]
    """By `name_key`."""
    short_names: Mapping[str, str]
    """Short name by document id."""
    avenants: Mapping[str, tuple[str, ...]]
    """Ids of the avenants that name a convention, by the convention's id; all of them under the empty string."""
    attached: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids of the documents that go with a convention, by the convention's id."""
    _fuzzy: tuple[str, ...] = field(repr=False, default=())

    def mentions(self, text: str, ordinary: Collection[str] = ()) -> tuple[Mention, ...]:
        """The conventions named in a text, as they are written first, then through slips, without overlap.

        `ordinary` are folded words that are taken for what they are and never for a slip of a name.
        """
        words = [(m.start(), m.end(), fold(m[0])) for m in _WORD.finditer(text)]
        found: list[Mention] = []
        slips = sorted(self._slips(text, words, ordinary), key=lambda pair: -pair[0])
        for mention in (*self._exact(text, words, ordinary), *(slip for _, slip in slips)):
            if not any(mention.start < other.end and other.start < mention.end for other in found):
                found.append(self._extended(mention, words))
        return tuple(sorted(found, key=lambda mention: mention.start))

    def written(self, text: str) -> tuple[Mention, ...]:
        """The conventions that a text names as they are written; a shorter name may stand in a longer one."""
        return tuple(self._exact(text, [(m.start(), m.end(), fold(m[0])) for m in _WORD.finditer(text)], ()))

    def _exact(self, text: str, words: Sequence[_Typed], ordinary: Collection[str]) -> Iterator[Mention]:
        """Names as they are written, the longest first."""
        for start, end, window in _windows(words):
            name = self.names.get(name_key(text[start:end]))
            if (
                name
                and self._meant(name, text[:start], text[start:end])
                and not (name.partial and window[0][2] in ordinary)
            ):
                yield _mention(name, start, end, exact=True)

    def _slips(self, text: str, words: Sequence[_Typed], ordinary: Collection[str]) -> Iterator[tuple[float, Mention]]:
        """Names with slips, each with its likeness."""
        for start, end, window in _windows(words):
            likeness, key = self._slip(name_key(text[start:end]), window, ordinary)
            name = self.names.get(key)
            if name and self._meant(name, text[:start], text[start:end]):
                yield likeness, _mention(name, start, end, exact=False)

    def _extended(self, mention: Mention, words: Sequence[_Typed]) -> Mention:
        """« le groupement de commandes » where a convention is called « Groupement de commandes pour… »: its words are
        its name's, and say nothing of what is asked."""
        if len(mention.documents) != 1:
            return mention
        own = [fold(m[0]) for m in _WORD.finditer(self.short_names[mention.documents[0]])]
        typed = [word for word in words if word[0] >= mention.start]
        alike = takewhile(lambda pair: pair[0][2] == pair[1], zip(typed, own, strict=False))
        return replace(mention, end=max([mention.end, *(word[1] for word, _ in alike)]))

    def _meant(self, name: _Name, before: str, written: str) -> bool:
        capital = written[:1].isupper() and bool(before.strip()) and not before.isupper()
        return not name.generic or capital or bool(_LEADS_TO_PARTY.search(fold(before)))

    def _slip(self, key: str, window: Sequence[_Typed], ordinary: Collection[str]) -> tuple[float, str]:
        """The name that a window is a slip of, with their likeness; the empty string when it is none."""
        if len(key) < _SLIP_MIN_LETTERS or window[0][2] in ordinary or window[-1][2] in ordinary:
            return 0.0, ""
        cutoff = _SLIP_RATIO if len(key) < _LONG_LETTERS else _LONG_RATIO
        best = process.extractOne(key, self._fuzzy, scorer=fuzz.ratio, score_cutoff=cutoff)
        same_digits = best and sorted(filter(str.isdigit, best[0])) == sorted(filter(str.isdigit, key))
        return (best[1], best[0]) if best and same_digits else (0.0, "")


def _windows(words: Sequence[_Typed]) -> Iterator[tuple[int, int, Sequence[_Typed]]]:
    """Every run of words with its span, the longest first."""
    for length in range(min(_MAX_WORDS, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            window = words[at : at + length]
            yield window[0][0], window[-1][1], window


def _mention(name: _Name, start: int, end: int, *, exact: bool) -> Mention:
    return Mention(start, end, name.text, name.documents, name.strong, name.everywhere, name.main, exact)


def directory(rows: Sequence[DocumentRow]) -> Directory:
    """Index the names of the documents."""
    holders: dict[str, dict[str, tuple[Alias, DocumentRow]]] = defaultdict(dict)
    for row in rows:
        first = Alias(row.short_name, "title", 0, 0)
        for alias in (first, *row.identity.aliases, *_variants(row)):
            key = name_key(alias.name)
            if len(key) >= 2 and (row.id not in holders[key] or alias.origin in _STRONG):
                holders[key][row.id] = (alias, row)
    names = {key: _name(list(held.values()), len(rows)) for key, held in holders.items()}
    fuzzy = tuple(key for key, name in names.items() if len(key) >= _SLIP_MIN_LETTERS and not name.generic)
    known = Directory(names, {row.id: row.short_name for row in rows}, _avenants(rows), {}, fuzzy)
    return replace(known, attached=_attached(rows, known))


def _attached(rows: Sequence[DocumentRow], known: Directory) -> dict[str, tuple[str, ...]]:
    """Documents by the one convention that their title names, or else the path of their file."""
    conventions = {row.id for row in rows if row.kind is DocumentKind.CONVENTION}
    found: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in rows:
        if row.kind is DocumentKind.DOCUMENT:
            for text in (row.identity.title, re.sub(r"[/._-]+", " ", row.source)):
                named = {m.documents for m in known.written(text) if m.strong and conventions & set(m.documents)}
                if len(named) == 1 and len(one := named.pop()) == 1:
                    found[one[0]] += (row.id,)
                    break
    return dict(found)


def _avenants(rows: Sequence[DocumentRow]) -> dict[str, tuple[str, ...]]:
    """Avenants by the convention whose name their title holds."""
    avenants = [row for row in rows if row.kind is DocumentKind.AVENANT]
    found: dict[str, tuple[str, ...]] = {"": tuple(row.id for row in avenants)}
    for row in rows:
        keys = {name_key(a.name) for a in row.identity.aliases if a.origin in ("title", "service", "object", "number")}
        if row.kind is DocumentKind.CONVENTION:
            own = tuple(
                a.id
                for a in avenants
                if keys & {name_key(n.name) for n in a.identity.aliases if n.origin in ("title", "number")}
            )
            found[row.id] = own
    return found


def _variants(row: DocumentRow) -> Iterator[Alias]:
    """The name without its season, without its avenant, and each half of « A – B »."""
    first = re.split(r"[ '’]+", row.short_name)[0]
    genre = _GENRE_WORD.match(fold(first))
    if (
        first != row.short_name
        and not genre
        and len(first) >= _SLIP_MIN_LETTERS
        and row.kind is not DocumentKind.AVENANT
    ):
        yield Alias(first, "first", 0, 0)
    base_name = re.split(r"\s+[–—|]\s+", row.short_name)[0]
    initials = "".join(m[0] for m in re.finditer(r"[A-ZÀ-Ý]|(?<=[ '’-])[a-zà-ÿ](?!['’])", base_name))
    if len(initials) >= 3 and row.kind is not DocumentKind.AVENANT:
        yield Alias(initials, "service", 0, 0)
    for season in re.findall(r"\b(?:saison|promotion) \d+", row.short_name):
        yield Alias(season, "number", 0, 0)
    for alias in row.identity.aliases:
        if alias.origin == "number" and (digits := re.sub(r"^n\s*°\s*", "", alias.name)) != alias.name:
            yield Alias(digits, "number", alias.start, alias.end)
        bare = _HEAD.sub("", alias.name)
        if alias.origin == "party" and bare != alias.name and bare[:1].isupper():
            yield Alias(bare, "party", alias.start, alias.end)
    base = row.identity.aliases[0] if row.identity.aliases else None
    for part in re.split(r"\s+[–—|-]\s+", row.short_name)[:1]:
        if part != row.short_name and row.kind is not DocumentKind.AVENANT:
            yield Alias(part, base.origin if base else "title", 0, 0)


def _name(held: Sequence[tuple[Alias, DocumentRow]], total: int) -> _Name:
    """A name that a convention shares with its avenant or with a document that goes with it means the convention."""
    alias = next((a for a, _ in held if a.origin in _STRONG), held[0][0])
    strong = alias.origin in _STRONG
    strongly = [row for a, row in held if (a.origin in _STRONG) == strong]
    main = next((rows for kinds in _MAIN if (rows := [row for row in strongly if row.kind in kinds])), strongly)
    generic = (
        not strong and len(alias.name.split()) == 1 and not any(c.isupper() or c.isdigit() for c in alias.name[1:])
    )
    documents = tuple(row.id for row in sorted(main, key=lambda row: row.short_name))
    return _Name(
        alias.name,
        strong,
        alias.origin not in ("annexe", "party"),
        not strong and len(documents) == total > 1,
        alias.origin == "first",
        generic,
        documents,
    )
