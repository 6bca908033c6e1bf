"""The HTTP API, under `/api/`: asking, searching, conventions and facts, each with its source, as JSON."""

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse

from bot.answer import Answer
from bot.assistant import Assistant
from bot.cli.naming import NoSuchDocument, SeveralDocuments, find
from bot.fact_contract import contract
from bot.faults import sentences
from bot.library import Library
from bot.question import Question
from bot.web import api_shapes as shapes
from bot.web.refusing import RefusedBecause
from bot.web.site import Site
from bot.web.wording import language_of
from index.records import DocumentRow
from index.search import Hit
from ingestion.corpus import Entry
from prompts import message

_STATUSES = (400, 403, 404, 413, 414, 421, 422, 429, 500)
_REFUSED: dict[int | str, dict[str, Any]] = {status: {"model": shapes.Refusal} for status in _STATUSES}


def api(site: Site) -> APIRouter:
    """`/api/ask`, `/api/search`, `/api/conventions`, `/api/conventions/<id>` and `/api/facts`."""
    router = APIRouter(prefix="/api", responses=_REFUSED)
    _asking(site, router)
    _listing(site, router)
    return router


def _asking(site: Site, router: APIRouter) -> None:
    @router.post("/ask", operation_id="ask")
    def ask(request: Request, asked: shapes.Asked) -> Answer:
        _, assistant = site.seen(request)
        _known(site, request, assistant, asked.assumed)
        site.spend(request)
        return assistant.ask(Question(asked.id, asked.question, tuple(asked.thread), tuple(asked.assumed)))

    @router.get("/search", operation_id="search")
    def search(request: Request, asked: Annotated[shapes.SearchAsked, Query()]) -> shapes.Hits:
        _, assistant = site.seen(request)
        library = assistant.library
        with library.steady():
            chosen = _named(site, request, library, asked.convention)
            site.spend(request)
            names = {row.id: row for row in library.documents()}
            hits = library.search(asked.q, asked.k, None if chosen is None else (chosen,), ())
            return shapes.Hits(hits=[_hit(hit, names[hit.document]) for hit in hits if hit.document in names])


def _listing(site: Site, router: APIRouter) -> None:
    @router.get("/conventions", operation_id="conventions")
    def conventions(request: Request, asked: Annotated[shapes.ConventionsAsked, Query()]) -> shapes.Conventions:
        _, assistant = site.seen(request)
        rows = assistant.library.documents()
        shown = [shapes.Convention(**_fields(row)) for row in rows[asked.offset : asked.offset + asked.limit]]
        return shapes.Conventions(total=len(rows), offset=asked.offset, limit=asked.limit, conventions=shown)

    @router.get("/conventions/{document}", operation_id="convention")
    def convention(request: Request, document: Annotated[str, Path(pattern=shapes.ID)]) -> shapes.ConventionRead:
        _, assistant = site.seen(request)
        with assistant.library.steady():
            _known(site, request, assistant, [document])
            return _read(site, request, assistant.library, site.entry(assistant, document))

    @router.get("/facts", operation_id="facts", response_model=shapes.Facts)
    def facts(request: Request, asked: Annotated[shapes.FactsAsked, Query()]) -> JSONResponse:
        _, assistant = site.seen(request)
        library = assistant.library
        with library.steady():
            document = _named(site, request, library, asked.convention)
            kinds = None if asked.kind is None else [asked.kind]
            found = library.facts(kinds, document, asked.bearer, asked.year, asked.article)
        shown = [contract(row) for row in found[asked.offset : asked.offset + asked.limit]]
        return JSONResponse({"total": len(found), "offset": asked.offset, "limit": asked.limit, "facts": shown})


def _known(site: Site, request: Request, assistant: Assistant, ids: list[str]) -> None:
    """Raises RefusedBecause where one of the ids is that of no document that may be seen."""
    held = {row.id for row in assistant.library.documents()}
    if not held.issuperset(ids):
        raise RefusedBecause(404, message("api.no_such_id", language_of(request, site.settings.language)))


def _named(site: Site, request: Request, library: Library, name: str | None) -> str | None:
    """Id of the document that a name or an id means. Raises RefusedBecause where there is none, or several."""
    if name is None:
        return None
    try:
        return find(library.documents(), name).id
    except (NoSuchDocument, SeveralDocuments) as error:
        raise RefusedBecause(404, sentences(error, language_of(request, site.settings.language))[0]) from None


def _hit(hit: Hit, row: DocumentRow) -> shapes.Hit:
    one = hit.passage
    return shapes.Hit(
        document=row.id, convention=row.short_name, source=row.source, article=one.article, path=one.path,
        start=one.start, end=one.end, page=one.page, text=one.text, score=hit.score,
    )  # fmt: skip


def _fields(row: DocumentRow) -> dict[str, Any]:
    aliases = tuple(alias.name for alias in row.identity.aliases)
    return {
        "id": row.id, "name": row.short_name, "kind": row.kind, "title": row.title, "source": row.source,
        "aliases": aliases, "parties": row.identity.parties, "articles": row.articles, "passages": row.passages,
    }  # fmt: skip


def _read(site: Site, request: Request, library: Library, entry: Entry) -> shapes.ConventionRead:
    document, language = entry.document, language_of(request, site.settings.language)
    row = next(row for row in library.documents() if row.id == document.id)
    told = [
        shapes.Told(
            code=one.code, severity=one.severity, sentence=one.told(language),
            spans=[(evidence.start, evidence.end) for evidence in one.evidence],
        )
        for one in entry.anomalies
    ]  # fmt: skip
    return shapes.ConventionRead(
        **_fields(row),
        format=document.format,
        pages=len(document.pages) or None,
        avenants=list(library.avenants(document.id)),
        amends=list(library.amends(document.id)),
        facts=dict(Counter(fact.kind for fact in (*entry.facts, *entry.amendments))),
        anomalies=told,
        text=document.text,
    )
