"""`/stats`: how the service is used, without a word or a name of anybody; public, as conventions demand of services."""

from collections.abc import Sequence
from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from bot.coming import conventions
from bot.conversations.usage import FEWEST, Week, weeks
from bot.web.site import Site
from bot.web.wording import language_of
from ingestion.french.dates import format_date


def stats(site: Site) -> APIRouter:
    """`/stats`. Whoever may see no convention is not told how many there are."""
    router = APIRouter()

    @router.get("/stats")
    def page(request: Request) -> HTMLResponse:
        sight = site.sight_of(request)
        held = None
        if not sight.nothing:
            _, assistant = site.seen(request)
            held = len(conventions(assistant.library))
        found = weeks(site.settings.data)
        values = {"weeks": found, "all": _in_all(found), "held": held, "fewest": FEWEST}
        day = partial(format_date, language=language_of(request, site.settings.language))
        return site.page(request, "usage.html", {**values, "days": site.settings.retention_days, "day": day})

    return router


def _in_all(found: Sequence[Week]) -> dict[str, int]:
    """Sums over the weeks that are told: one that is not cannot be had by difference."""
    names = ("questions", "answered", "refused", "asked_back", "good", "bad")
    return {name: sum(getattr(week, name) or 0 for week in found) for name in names}
