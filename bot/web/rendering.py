"""Rendering: pages from templates, every text escaped by the template engine, whose door this is (Jinja)."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from bot.answer import Language
from bot.web.pieces import Piece, read_pieces
from bot.web.register import Family, families
from bot.web.stretches import Span, Stretch, stretches
from ingestion.corpus import Entry
from prompts import message

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_FOLDER = Path(__file__).parent / "templates"
_KEPT = 32
"""Documents whose pieces and facts stay rendered in memory: some 400 kB each."""


@dataclass(slots=True)
class Marking:
    """The cited passages of one page while it is written: each begins once, where its first character is shown."""

    passages: Sequence[Span] = ()
    begun: set[int] = field(default_factory=set)

    def begins(self, stretch: Stretch) -> bool:
        """Whether a passage begins with this stretch; told once a passage."""
        if stretch.passage is None or stretch.passage in self.begun:
            return False
        self.begun.add(stretch.passage)
        return True


@dataclass(frozen=True, slots=True)
class _Kept:
    entry: Entry
    pieces: tuple[Piece, ...]
    html: tuple["Markup", ...]
    families: tuple[Family, ...]


class Rendering:
    """Templates, and what was rendered of documents without their passages. Safe in several threads."""

    def __init__(self) -> None:
        self._environment = _environment()
        self._kept: OrderedDict[tuple[str, Language], _Kept] = OrderedDict()
        self._lock = Lock()

    def page(self, name: str, language: Language, values: Mapping[str, object]) -> str:
        """A template with its values; `t` gives messages of the language."""
        return self._environment.get_template(name).render(t=_words(language), language=language, **values)

    def pieces(self, entry: Entry, language: Language, passages: Sequence[Span]) -> tuple[tuple[Piece, "Markup"], ...]:
        """The pieces of a document with their HTML; only those that a passage touches are rendered anew."""
        kept, marking = self._plain(entry, language), Marking(passages)
        return tuple(
            (piece, self._piece(entry, piece, language, marking) if _touched(piece, passages) else html)
            for piece, html in zip(kept.pieces, kept.html, strict=True)
        )

    def families(self, entry: Entry, language: Language) -> tuple[Family, ...]:
        """The facts of a document, by family."""
        return self._plain(entry, language).families

    def _plain(self, entry: Entry, language: Language) -> _Kept:
        key = (entry.document.id, language)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept.entry is entry:
                self._kept.move_to_end(key)
                return kept
        pieces = read_pieces(entry.blocks)
        html = tuple(self._piece(entry, piece, language, Marking()) for piece in pieces)
        kept = _Kept(entry, pieces, html, families(entry, language))
        with self._lock:
            self._kept[key] = kept
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept

    def _piece(self, entry: Entry, piece: Piece, language: Language, marking: Marking) -> "Markup":
        from markupsafe import Markup

        text = entry.document.text
        doubts = [(one.start, one.end) for one in entry.document.doubts_in(piece.start, piece.end)]

        def cut(start: int, end: int, lead: int = 0) -> list[tuple[Stretch, bool]]:
            found = stretches(text, start, end, marking.passages, lead, doubts)
            return [(stretch, marking.begins(stretch)) for stretch in found]

        scanned = entry.document.scanned_at(piece.blocks[0].body_start) if piece.page else None
        return Markup(self.page("piece.html", language, {"piece": piece, "cut": cut, "scanned": scanned}).strip())


def _touched(piece: Piece, passages: Sequence[Span]) -> bool:
    return any(piece.touches(start, end) for start, end in passages)


def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _words(language: Language) -> Callable[..., str]:
    """Messages of a language, as templates ask for them: `t("web.ask")`."""

    def told(key: str, **values: object) -> str:
        return message(key, language, **values)

    return told
