"""The web application: its pages put together, behind the gate."""

from collections.abc import Callable
from datetime import date
from functools import partial
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
from bot.web.measures import Counting, Measured, Measures
from bot.web.page_images import PageImages
from bot.web.pages.api import api
from bot.web.pages.api_page import api_page
from bot.web.pages.conventions import conventions
from bot.web.pages.health import health
from bot.web.pages.home import home
from bot.web.pages.metrics import metrics
from bot.web.pages.page_images import page_images
from bot.web.pages.portfolio import portfolio
from bot.web.pages.schedules import schedules
from bot.web.pages.sign_in import sign_in
from bot.web.pages.stats import stats
from bot.web.rates import Rate
from bot.web.refusing import API, RefusedBecause, fault_of, refusal
from bot.web.rendering import Rendering
from bot.web.sign_in import open_sign_in
from bot.web.site import Refused, Site
from bot.web.viewing import LOOPBACK, SightOf, by_place_or_link
from bot.web.wording import language_of

_STATIC = Path(__file__).parent / "static"
_TOO_LONG = ("string_too_long", "too_long")
"""What pydantic calls a text and a list beyond their limits."""
ROUTERS = (home, conventions, page_images, schedules, portfolio, stats, health, api, api_page)
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
    """The reader on an assistant's documents. Raises OSError when the key of links cannot be kept, SettingsError
    and AccessError where a sign-in is asked for that cannot be.

    `hosts`: names by which the site may be called besides this machine's own and that of `ALINEA_READER_URL`;
    `sight_of`: who may see what, by default all from this machine and signed links from elsewhere.
    """
    signer = open_signer(settings)
    images = PageImages(settings.reading_rules)
    door = open_sign_in(settings, assistant.library)
    measures = Measures(assistant, settings.index)
    sight_of = sight_of or by_place_or_link(signer, trust_local=settings.trust_local)
    sight_of = door.sight(sight_of) if door else sight_of
    measured = Measured(assistant, measures)
    site = Site(measured, settings, Rendering(), signer, sight_of, rate or Rate(), images, today, door)
    app = FastAPI(title="Alinéa", docs_url=None, redoc_url=None, openapi_url=None)
    for router in ROUTERS:
        app.include_router(router(site))
    app.include_router(metrics(site, measures))
    if door:
        app.include_router(sign_in(site, door))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_middleware(Gate, hosts={*LOOPBACK, *hosts, *_called(settings)}, refusal=partial(refusal, site))
    app.add_middleware(Counting, measures=measures)
    _refuse(app, site)
    return app


def _called(settings: Settings) -> set[str]:
    name = urlsplit(settings.reader_url or "").hostname
    return {f"[{name}]" if ":" in name else name} if name else set()


def _refuse(app: FastAPI, site: Site) -> None:
    """Errors as one sentence."""

    def refused(request: Request, error: Exception) -> Response:
        status = error.status if isinstance(error, Refused) else 500
        return refusal(site, request, status, error.sentence if isinstance(error, RefusedBecause) else "")

    def not_served(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return refusal(site, request, 500)
        return refusal(site, request, error.status_code, headers=error.headers)

    def ill_written(request: Request, error: Exception) -> Response:
        language, found = language_of(request, site.settings.language), error
        if not request.scope["path"].startswith(API) or not isinstance(found, RequestValidationError):
            faults = found.errors() if isinstance(found, RequestValidationError) else ()
            return refusal(site, request, 413 if any(one["type"] in _TOO_LONG for one in faults) else 400)
        return refusal(site, request, *fault_of(found.errors(), language))

    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(HTTPException, not_served)
    app.add_exception_handler(RequestValidationError, ill_written)
