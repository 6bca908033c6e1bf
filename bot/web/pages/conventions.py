"""A convention's page: its text, what is cited of it, its facts, its anomalies, and what its avenants change."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, HTMLResponse

from bot.amended import Amended
from bot.answer import Language
from bot.citing import block_at
from bot.library import Library
from bot.links import PASSAGE
from bot.web.notes import changed, notes
from bot.web.originals import original
from bot.web.page_images import drawable
from bot.web.pieces import Piece
from bot.web.register import listed
from bot.web.sheets import PAGE, sheet_of
from bot.web.site import Addresses, Refused, Site
from bot.web.stretches import Span
from bot.web.viewing import Sight, spans_asked
from bot.web.wording import language_of
from ingestion.corpus import Entry
from ingestion.lines import display
from prompts import message


@dataclass(frozen=True, slots=True)
class Other:
    """Another document that goes with the one shown."""

    document: str
    name: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that the page shows."""

    number: int
    place: str
    """« article 4 », or its heading."""


def conventions(site: Site) -> APIRouter:
    """`/conventions/<id>` and `/conventions/<id>/original`."""
    router = APIRouter()

    @router.get("/conventions/{document}")
    def convention(request: Request, document: str) -> HTMLResponse:
        sight, assistant = site.seen(request)
        with assistant.library.steady():
            entry = site.entry(assistant, document)
            return site.page(request, "convention.html", _values(site, request, sight, assistant.library, entry))

    @router.get("/conventions/{document}/original")
    def original_file(request: Request, document: str) -> FileResponse:
        _, assistant = site.seen(request)
        held = original(site.entry(assistant, document).document, site.settings.conventions)
        if held is None:
            raise Refused(404)
        return FileResponse(held, media_type="application/octet-stream", filename=held.name)

    return router


def _values(site: Site, request: Request, sight: Sight, library: Library, entry: Entry) -> dict[str, object]:
    language, document = language_of(request, site.settings.language), entry.document
    asked = spans_asked(request.query_params.getlist(PASSAGE))
    if asked is None:
        raise Refused(400)
    spans = tuple((start, min(end, len(document.text))) for start, end in asked if start < len(document.text))
    view = library.amended(document.id, site.today())
    pieces = site.rendering.pieces(entry, language, spans)
    addresses, held = Addresses(request, site.signer, sight), original(document, site.settings.conventions)
    asked_page = request.query_params.get(PAGE, "")
    opened = request.query_params.get("facts", "")
    found = site.rendering.families(entry, language)
    return {
        "entry": entry,
        "pieces": pieces,
        "notes": notes(view, [piece for piece, _ in pieces], site.today(), language),
        "families": found,
        "changed": changed(view, site.today()),
        "opened": opened,
        "listed": listed(found, opened),
        "contents": _contents([piece for piece, _ in pieces]),
        "spans": spans,
        "cited": _cited(entry, spans, language),
        "avenants": _avenants(view),
        "amends": _amends(library, entry),
        "original": held,
        "drawable": held is not None and drawable(document),
        "sheet": sheet_of(document, spans, asked_page, addresses) if held else None,
        "to": addresses.to,
        "by_link": sight.expires is not None,
    }


def _contents(pieces: Sequence[Piece]) -> list[tuple[int, str, str]]:
    """Level, anchor and title of each heading."""
    return [(one.level, one.anchor, display(one.blocks[0].body)) for one in pieces if one.sort == "heading"]


def _cited(entry: Entry, spans: Sequence[Span], language: Language) -> list[Cited]:
    return [Cited(number, _place(entry, start, language)) for number, (start, _) in enumerate(spans, 1)]


def _place(entry: Entry, start: int, language: Language) -> str:
    block = block_at(entry, start)
    if block.article and block.annexe is None:
        return message("web.article", language, article=block.article)
    return block.path[-1] if block.path else message("web.beginning", language)


def _avenants(view: Amended) -> list[Other]:
    return [Other(one.document.id, one.identity.short_name) for one in view.avenants]


def _amends(library: Library, entry: Entry) -> list[Other]:
    names = {row.id: row.short_name for row in library.documents()}
    return [Other(one, names[one]) for one in library.amends(entry.document.id) if one in names]
