"""Health: whether the process answers, and whether it can answer questions."""

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from bot.web.site import Site
from index import manifest


def health(site: Site) -> APIRouter:
    """`/healthz`: the process is alive; `/readyz`: its index is open and holds documents, else status 503."""
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok")

    @router.get("/readyz")
    def readyz() -> PlainTextResponse:
        try:
            manifest.read(site.settings.index)  # a database that stays open outlives the folder that held it
            ready = bool(site.assistant.library.documents())
        except Exception:  # whatever the index raises, it is not ready
            ready = False
        return PlainTextResponse("ready" if ready else "not ready", 200 if ready else 503)

    return router
