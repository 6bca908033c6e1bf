"""Refusing: errors as one sentence, in a page for people and in JSON for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.answer import Language
from bot.web.site import REFUSALS, Refused, Site
from bot.web.wording import language_of
from prompts import has_message, message

API = "/api/"
"""Beginning of the addresses that speak JSON."""


class RefusedBecause(Refused):
    """A request gets this status, and a sentence of its own that says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(status)
        self.sentence = sentence


def refusal(
    site: Site, request: Request, status: int, sentence: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """The reply of an error. `sentence`: why; by default that of the status."""
    if request.scope["path"].startswith(API):
        language = language_of(request, site.settings.language)
        return JSONResponse({"error": sentence or _sentence(status, language)}, status, headers)
    page = site.refusal(request, status, sentence)
    page.headers.update(headers or {})
    return page


def _sentence(status: int, language: Language) -> str:
    shown = status if status in REFUSALS else 500 if status >= 500 else 400
    own = f"api.error_{shown}"
    return message(own if has_message(own, language) else f"web.error_{shown}", language)


def fault_of(found: Sequence[Mapping[str, Any]], language: Language) -> tuple[int, str]:
    """Status and sentence of a call that the shapes refuse, from what pydantic found; never what was sent."""
    first = found[0]
    if first["type"] == "json_invalid":
        return 400, message("api.error_400", language)
    place = [str(part) for part in first["loc"][1:]]
    values = {"field": ".".join(place[:2]) or message("api.body", language), **first.get("ctx", {})}
    key = f"api.fault_{first['type']}"
    return 422, message(key if has_message(key, language) else "api.fault", language, **values)
