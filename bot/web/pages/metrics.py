"""`/metrics`, for Prometheus: counts and durations, to this machine alone unless a setting opens them."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.web.measures import CONTENT_TYPE, Measures
from bot.web.site import Refused, Site
from bot.web.viewing import is_local


def metrics(site: Site, measures: Measures) -> APIRouter:
    """`/metrics`, refused with 403 from elsewhere unless `ALINEA_METRICS_OPEN` is set."""
    router = APIRouter()

    @router.get("/metrics")
    def measured(request: Request) -> Response:
        local = site.settings.trust_local and is_local(request)
        if not local and not site.settings.metrics_open:
            raise Refused(403)
        return Response(measures.text(), media_type=CONTENT_TYPE)

    return router
