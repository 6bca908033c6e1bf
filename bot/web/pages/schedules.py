"""A convention's credits by year and its days: pictures, the tables that they show, and a calendar feed."""

from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from bot.answer import Language
from bot.charts import Bars, Strip
from bot.coming import waiting
from bot.credit_years import by_key, credit_bars, credit_years
from bot.library import Library
from bot.state import open_state
from bot.timeline import timeline
from bot.web.calendars import calendar_of
from bot.web.pictures import described, has_picture, picture, strip
from bot.web.site import Addresses, Site
from bot.web.viewing import Sight
from bot.web.wording import language_of
from ingestion.corpus import Entry
from ingestion.french.dates import format_date
from prompts import message


def schedules(site: Site) -> APIRouter:
    """`/conventions/<id>/echeances` and `.ics`, and the pictures `credits` and `calendrier`, `.svg` or `.png`."""
    router = APIRouter()

    @router.get("/conventions/{document}/echeances")
    def page(request: Request, document: str) -> HTMLResponse:
        sight, assistant = site.seen(request)
        with assistant.library.steady():
            entry = site.entry(assistant, document)
            return site.page(request, "days.html", _values(_Read(site, request, assistant.library, entry), sight))

    @router.get("/conventions/{document}/echeances.ics")
    def calendar(request: Request, document: str) -> Response:
        sight, assistant = site.seen(request)
        with assistant.library.steady():
            entry = site.entry(assistant, document)
            name = entry.identity.short_name
            return calendar_of(site, request, sight, assistant.library, name, (document,))

    @router.get("/conventions/{document}/credits.{form}")
    def credits_picture(request: Request, document: str, form: str) -> Response:
        read = _read(site, request, document)
        with read.library.steady():
            return picture(read.credits(), form, read.language)

    @router.get("/conventions/{document}/calendrier.{form}")
    def calendar_picture(request: Request, document: str, form: str) -> Response:
        read = _read(site, request, document)
        with read.library.steady():
            return picture(read.strip(), form, read.language)

    return router


@dataclass(frozen=True, slots=True)
class _Read:
    """A convention as somebody asks for it."""

    site: Site
    request: Request
    library: Library
    entry: Entry

    @property
    def language(self) -> Language:
        return language_of(self.request, self.site.settings.language)

    def credits(self) -> Bars:
        held = credit_years(self.library.amended(self.entry.document.id, self.site.today()), self.language)
        title = message("pictures.credits", self.language, name=self.entry.identity.short_name)
        return credit_bars(by_key(held), title, self.language)

    def strip(self) -> Strip:
        today, state = self.site.today(), open_state(self.site.settings.data)
        found = timeline(self.library, self.entry.document.id, state, today, self.language)
        title = message("pictures.days", self.language, name=self.entry.identity.short_name)
        return strip(found, title, today, self.language)


def _read(site: Site, request: Request, document: str) -> _Read:
    _, assistant = site.seen(request)
    return _Read(site, request, assistant.library, site.entry(assistant, document))


def _values(read: _Read, sight: Sight) -> dict[str, object]:
    site, language, document = read.site, read.language, read.entry.document.id
    state, today = open_state(site.settings.data), site.today()
    bars, days = read.credits(), read.strip()
    return {
        "entry": read.entry,
        "today": today,
        "day": partial(format_date, language=language),
        "credits": credit_years(read.library.amended(document, today), language),
        "bars": described(bars, language) if has_picture(bars) else "",
        "days": timeline(read.library, document, state, today, language),
        "strip": described(days, language) if has_picture(days) else "",
        "waiting": waiting(read.library, state, today, language, (document,)),
        "ids": {row.source: row.id for row in read.library.documents()},
        "to": Addresses(read.request, site.signer, sight).to,
        "by_link": sight.expires is not None,
    }
