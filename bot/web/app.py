"""The web application: its pages put together, behind the gate."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from bot.assistant import Assistant
from bot.links import open_signer
from bot.settings import Settings
from bot.web.gate import Gate
from bot.web.page_images import PageImages
from bot.web.pages.conventions import conventions
from bot.web.pages.health import health
from bot.web.pages.home import home
from bot.web.pages.page_images import page_images
from bot.web.rates import Rate
from bot.web.rendering import Rendering
from bot.web.site import Refused, Site
from bot.web.viewing import LOOPBACK, SightOf, by_place_or_link

_STATIC = Path(__file__).parent / "static"
_TOO_LONG = ("string_too_long", "too_long")
"""What pydantic calls a text and a list beyond their limits."""
ROUTERS = (home, conventions, page_images, health)
"""Functions from the site to a router; pages are added here."""


def web_app(
    assistant: Assistant,
    settings: Settings,
    *,
    hosts: tuple[str, ...] = (),
    sight_of: SightOf | None = None,
    rate: Rate | None = None,
    today: Callable[[], date] = date.today,
) -> FastAPI:
    """The reader on an assistant's documents. Raises OSError when the key of links cannot be kept.

    `hosts`: names by which the site may be called besides this machine's own and that of `ALINEA_READER_URL`;
    `sight_of`: who may see what, by default all from this machine and signed links from elsewhere.
    """
    signer = open_signer(settings)
    images = PageImages(settings.reading_rules)
    seen = sight_of or by_place_or_link(signer)
    site = Site(assistant, settings, Rendering(), signer, seen, rate or Rate(), images, today)
    app = FastAPI(title="Alinéa", docs_url=None, redoc_url=None, openapi_url=None)
    for router in ROUTERS:
        app.include_router(router(site))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_middleware(Gate, hosts={*LOOPBACK, *hosts, *_called(settings)}, refusal=site.refusal)
    _refuse(app, site)
    return app


def _called(settings: Settings) -> set[str]:
    name = urlsplit(settings.reader_url or "").hostname
    return {f"[{name}]" if ":" in name else name} if name else set()


def _refuse(app: FastAPI, site: Site) -> None:
    """Errors as pages of one sentence."""

    def refused(request: Request, error: Exception) -> Response:
        return site.refusal(request, error.status if isinstance(error, Refused) else 500)

    def not_served(request: Request, error: Exception) -> Response:
        return site.refusal(request, error.status_code if isinstance(error, HTTPException) else 500)

    def ill_written(request: Request, error: Exception) -> Response:
        faults = error.errors() if isinstance(error, RequestValidationError) else ()
        return site.refusal(request, 413 if any(one["type"] in _TOO_LONG for one in faults) else 400)

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(HTTPException, not_served)
    app.add_exception_handler(RequestValidationError, ill_written)
