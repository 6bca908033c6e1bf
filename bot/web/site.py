"""The site: what every page is made with, and the addresses of the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.assistant import Assistant
from bot.links import FIRST_PASSAGE, PASSAGE, Signer, written
from bot.settings import Settings
from bot.web.page_images import PageImages
from bot.web.rates import Rate
from bot.web.rendering import Rendering
from bot.web.sign_in import FEED, Person, SignIn, is_page
from bot.web.stretches import Span
from bot.web.viewing import Sight, SightOf
from bot.web.wording import lang_asked, language_of
from ingestion.corpus import Entry
from prompts import message

REFUSALS = (400, 403, 404, 405, 413, 414, 421, 429, 500, 503)
"""Statuses that have a sentence of their own, `web.error_<status>`."""


class Refused(Exception):
    """A request gets the page of this status, one sentence, and nothing else."""

    def __init__(self, status: int) -> None:
        """`status`: one of `REFUSALS`."""
        super().__init__(str(status))
        self.status = status


@dataclass(frozen=True, slots=True)
class Site:
    """One running reader."""

    assistant: Assistant
    settings: Settings
    rendering: Rendering
    signer: Signer
    sight_of: SightOf
    rate: Rate
    images: PageImages
    today: Callable[[], date] = date.today
    """The day on which values in force are shown."""
    sign_in: SignIn | None = None
    """How people sign in; `None` where nobody does."""

    def seen(self, request: Request) -> tuple[Sight, Assistant]:
        """What somebody may see, and an assistant that knows nothing else. Raises Refused where that is nothing."""
        sight = self.sight_of(request)
        if sight.nothing:
            raise Refused(403)
        return sight, self.assistant if sight.documents is None else self.assistant.within(sight.documents)

    def spend(self, request: Request) -> None:
        """Count a question of whoever sends it. Raises Refused where there were too many."""
        person = self.sign_in.person(request) if self.sign_in else None
        address = request.client.host if request.client else ""
        if not self.rate.allows(f"person {person.subject}" if person else address):
            raise Refused(429)

    def entry(self, assistant: Assistant, document: str) -> Entry:
        """A document. Raises Refused where the assistant does not know it."""
        try:
            return assistant.library.entry(document)
        except KeyError:
            raise Refused(404) from None

    def page(self, request: Request, name: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """A page of a template."""
        language = language_of(request, self.settings.language)
        person = self.sign_in.person(request) if self.sign_in else None
        held: dict[str, object] = {"root": root_of(request), "lang": lang_asked(request), "others": _others(request)}
        held |= {"person": person, "subscribed": partial(self._subscribed, person), **values}
        return HTMLResponse(self.rendering.page(name, language, held), status)

    def _subscribed(self, person: Person | None, address: str) -> str:
        """The address of a calendar, for a program that cannot sign in as the person did who reads the page."""
        if person is None or self.sign_in is None:
            return address
        return f"{address}{'&' if '?' in address else '?'}{FEED}={self.sign_in.feed(person, self.signer.expiry())}"

    def refusal(self, request: Request, status: int, sentence: str = "") -> HTMLResponse:
        """The page of an error; `sentence` says why, by default that of the status."""
        shown = status if status in REFUSALS else 500 if status >= 500 else 400
        language = language_of(request, self.settings.language)
        person = self.sign_in.person(request) if self.sign_in else None
        told = message(f"web.error_{shown}", language)
        if status == 403 and self.sign_in:
            told = message("sign_in.error_403" if person else "sign_in.error_401", language, email=_name(person))
        door = self._door(request) if self.sign_in and not person and status in (400, 403) else None
        return self.page(request, "error.html", {"status": shown, "told": sentence or told, "door": door}, status)

    def _door(self, request: Request) -> str:
        """Where somebody signs in who comes back to the page that they asked for, when it can be asked for again."""
        query = f"?{request.url.query}" if request.url.query else ""
        page = request.scope["path"] + query if request.method == "GET" else "/"
        shown = is_page(page) and request.scope["path"] not in ("/login", "/callback", "/logout")
        return root_of(request) + "login?" + urlencode({"next": page if shown else "/"})


def _name(person: Person | None) -> str:
    return (person.email or "") if person else ""


def root_of(request: Request) -> str:
    """The way from a page to the root of the site, for links to hold whatever a proxy puts before it.

    A page two folders deep, `/conventions/1f/original`, is `../../` from there.
    """
    return "../" * max(request.scope["path"].count("/") - 1, 0) or "./"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of documents, as one page links to them: relative to it, keeping its language and its rights."""

    request: Request
    signer: Signer
    sight: Sight

    def to(self, document: str, spans: Sequence[Span] = (), part: str = "", facts: str = "", page: int = 0) -> str:
        """A document's page. `part`: what comes after it, `/original` for instance; `facts`: the kind to be listed;
        `page`: that of the original which is shown, 0 for the first passage's."""
        path = f"conventions/{document}{part}"
        fields = [("lang", lang_asked(self.request)), ("facts", facts), ("page", str(page or ""))]
        kept = urlencode([(name, value) for name, value in fields if value])
        query = "&".join(filter(None, (self._rights(document, spans), kept)))
        here = query and self.request.scope["path"].endswith(f"/{path}")
        fragment = "#facts" if facts else "#sheet" if page else FIRST_PASSAGE if spans and not part else ""
        return ("" if here else root_of(self.request) + path) + (f"?{query}" if query else "") + fragment

    def _rights(self, document: str, spans: Sequence[Span]) -> str:
        if self.sight.expires is not None:
            return self.signer.query(document, spans, self.sight.expires)
        return "&".join(f"{PASSAGE}={written(span)}" for span in spans)


def _others(request: Request) -> Mapping[str, str]:
    """The same page in each language."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return {lang: "?" + urlencode([*kept, ("lang", lang)]) for lang in ("fr", "en")}
