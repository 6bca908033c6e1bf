"""The page of the API: its OpenAPI document, and the same for people, without a script."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, JSONResponse

from bot.answer import Language
from bot.web.pages.api import api
from bot.web.site import Site
from bot.web.wording import language_of
from prompts import message


@dataclass(frozen=True, slots=True)
class Field:
    """What an operation takes."""

    name: str
    required: bool
    sort: str
    """« integer, 1 – 50 »."""
    told: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API."""

    method: str
    path: str
    told: str
    fields: tuple[Field, ...]


def api_page(site: Site) -> APIRouter:
    """`/api`, for people, and `/api/openapi.json`; both say nothing of the conventions and are open to all."""
    router = APIRouter(include_in_schema=False)

    @cache
    def described(language: Language) -> Mapping[str, Any]:
        app = FastAPI()
        app.include_router(api(site))
        return _described(app, language)

    @router.get("/api")
    def page(request: Request) -> HTMLResponse:
        language = language_of(request, site.settings.language)
        return site.page(request, "operations.html", {"operations": list(_operations(described(language)))})

    @router.get("/api/openapi.json")
    def openapi(request: Request) -> JSONResponse:
        return JSONResponse(described(language_of(request, site.settings.language)))

    return router


def _described(app: FastAPI, language: Language) -> Mapping[str, Any]:
    """The OpenAPI document, its sentences in a language."""
    told = message("api.about", language)
    found = get_openapi(title="Alinéa", version="1", description=told, routes=app.routes, servers=[{"url": ".."}])
    for path in found["paths"].values():
        for operation in path.values():
            operation["summary"] = message(f"api.op_{operation['operationId']}", language)
            for field in operation.get("parameters", ()):
                field["description"] = message(f"api.field_{field['name']}", language)
            for status, reply in operation["responses"].items():
                reply["description"] = "OK" if status == "200" else message("api.refused", language)
    for name, field in found["components"]["schemas"]["Asked"]["properties"].items():
        field["description"] = message(f"api.field_{name}", language)
    return found


def _operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in described["paths"].items():
        for method, held in methods.items():
            yield Operation(method.upper(), path, held["summary"], tuple(_fields(held, described)))


def _fields(operation: Mapping[str, Any], described: Mapping[str, Any]) -> Iterator[Field]:
    for one in operation.get("parameters", ()):
        yield Field(one["name"], one["required"], _sort(one["schema"]), one["description"])
    if "requestBody" in operation:
        shape = described["components"]["schemas"]["Asked"]
        for name, one in shape["properties"].items():
            yield Field(name, name in shape["required"], _sort(one), one["description"])


def _sort(schema: Mapping[str, Any]) -> str:
    """What a value may be, in OpenAPI's words."""
    one = next((other for other in schema.get("anyOf", ()) if other.get("type") != "null"), schema)
    if "enum" in one:
        return ", ".join(map(str, one["enum"]))
    bounds = [str(one[name]) for name in ("minimum", "maximum") if name in one]
    longest = [f"≤ {one[name]}" for name in ("maxLength", "maxItems") if name in one]
    return ", ".join([str(one.get("type", "")), *([" – ".join(bounds)] if bounds else []), *longest])
