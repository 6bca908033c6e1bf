"""The pages of an original: the picture of each, and the boxes that lie over it where passages stand."""

import re

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.links import PASSAGE
from bot.web.originals import original
from bot.web.page_images import Busy, NotDrawn, boxes, drawable
from bot.web.site import Refused, Site
from bot.web.viewing import spans_asked
from ingestion.documents import Document, content_id

_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
_KEPT = {"cache-control": "private, max-age=600"}
"""A person who leafs through a document does not fetch a page twice; nobody else's cache keeps it."""


def page_images(site: Site) -> APIRouter:
    """`/conventions/<id>/pages/<n>.png`, and `.svg` with `passage` for the boxes."""
    router = APIRouter()

    @router.get("/conventions/{document}/pages/{page}.png")
    def picture(request: Request, document: str, page: str) -> Response:
        held, number, content = _asked(site, request, document, page)
        try:
            return Response(site.images.picture(held, content, number), media_type="image/png", headers=_KEPT)
        except NotDrawn:
            raise Refused(404) from None
        except Busy:
            raise Refused(503) from None

    @router.get("/conventions/{document}/pages/{page}.svg")
    def overlay(request: Request, document: str, page: str) -> Response:
        spans = spans_asked(request.query_params.getlist(PASSAGE))
        if spans is None:
            raise Refused(400)
        held, number, content = _asked(site, request, document, page)
        try:
            places = site.images.places(held, content, number)
        except NotDrawn:  # a page without boxes is still a page
            return Response(_svg(site, 1, 1, ()), media_type="image/svg+xml")
        except Busy:
            raise Refused(503) from None
        found = tuple(corners for passage in boxes(held, places, number, spans) for corners in passage)
        return Response(_svg(site, places.width, places.height, found), media_type="image/svg+xml", headers=_KEPT)

    return router


def _asked(site: Site, request: Request, document: str, page: str) -> tuple[Document, int, bytes]:
    """The document, the page and the bytes of the original. Raises Refused."""
    _, assistant = site.seen(request)
    held = site.entry(assistant, document).document
    number = int(page) if _NUMBER.fullmatch(page) else 0
    path = original(held, site.settings.conventions)
    if path is None or not drawable(held) or not 1 <= number <= len(held.pages):
        raise Refused(404)
    try:
        content = path.read_bytes()
    except OSError:
        raise Refused(404) from None
    if content_id(content) != held.id:  # it was changed meanwhile
        raise Refused(404)
    return held, number, content


def _svg(site: Site, width: float, height: float, found: object) -> str:
    values = {"width": width, "height": height, "boxes": found}
    return site.rendering.page("boxes.svg", site.settings.language, values)
