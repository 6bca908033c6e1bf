"""The first page: a box to ask or to search, the answer with its passages, and the conventions that are held."""

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse, StreamingResponse

from bot.answer import Answer, Checked, Language
from bot.assistant import Assistant
from bot.question import MAX_CHARACTERS
from bot.quoting import shortened
from bot.web.answer_text import Part, bits, parts
from bot.web.asking import MOST_EARLIER, Source, place_of, question_of, sources, told
from bot.web.site import Addresses, Refused, Site
from bot.web.stretches import Span
from bot.web.viewing import Sight
from bot.web.wording import language_of
from ingestion.lines import display
from ingestion.passages import Passage
from prompts import message

_HITS = 10
"""Passages of a search."""
_SHOWN = 280
"""Characters of a found passage; its page has it whole."""
_MOST_THREAD = 20
_log = logging.getLogger(__name__)
Text = Annotated[str, Field(max_length=MAX_CHARACTERS)]


class Asked(BaseModel):
    """What the page's script sends."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    thread: Annotated[list[Text], Field(max_length=_MOST_THREAD)] = []
    """Earlier questions, oldest first."""
    about: Annotated[str, Field(max_length=64)] = ""
    """Id of the convention that was chosen among several; empty for none."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of a search."""

    place: str
    text: str
    document: str
    span: Span


def home(site: Site) -> APIRouter:
    """`/`, where a question may be asked without a script, and `/ask`, which streams its answer to one."""
    router = APIRouter()

    @router.get("/")
    def page(
        request: Request,
        q: Text = "",
        thread: Annotated[list[Text], Query()] = [],  # noqa: B006, FastAPI copies it
        about: Annotated[str, Field(max_length=64)] = "",
        search: str = "",
    ) -> HTMLResponse:
        sight, assistant = site.seen(request)
        asked, earlier = q.strip(), [one for one in thread if one.strip()][-MOST_EARLIER:]
        shown = _Shown(site, request, sight, assistant)
        values: dict[str, object] = {"asked": asked, "thread": earlier, "answer": None, "found": None}
        if asked:
            site.spend(request)
            if search:
                values["found"] = shown.found(asked)
            else:
                answer = assistant.ask(question_of(asked, earlier, about))
                names = [row.short_name for row in assistant.library.documents() if row.id == about]
                values |= {"answer": shown.answer(answer, asked, earlier), "thread": [*earlier, asked, *names]}
        return site.page(request, "first.html", {**values, "rows": assistant.library.documents(), **shown.links()})

    @router.post("/ask")
    async def ask(request: Request, asked: Asked) -> StreamingResponse:
        sight, assistant = site.seen(request)
        if not asked.question.strip():
            raise Refused(400)
        site.spend(request)
        shown = _Shown(site, request, sight, assistant)
        headers = {"x-accel-buffering": "no"}
        return StreamingResponse(_events(shown, asked), media_type="text/event-stream", headers=headers)

    return router


def _without_choices(said: tuple[Part, ...], answer: Answer) -> tuple[Part, ...]:
    """The parts of an answer, but for a list of what buttons offer below it."""
    names = {choice.name for choice in answer.choices}
    return tuple(
        part for part in said if part.sort != "list" or not {"".join(b.text for b in x) for x in part.lines} <= names
    )


async def _events(shown: "_Shown", asked: Asked) -> AsyncIterator[str]:
    """`sentence` for each checked sentence, `answer` for the one that counts, `fault` in its place."""
    question = question_of(asked.question, asked.thread, asked.about)
    try:
        async for piece in told(shown.assistant, question, shown.request.is_disconnected):
            if isinstance(piece, Checked):
                yield _event("sentence", shown.sentence(piece))
            else:
                html = shown.partial(shown.answer(piece, asked.question, asked.thread))
                yield _event("answer", html)
    except Exception:
        _log.exception("answer failed")
        yield _event("fault", message("web.error_500", shown.language))


def _event(name: str, html: str) -> str:
    return f"event: {name}\ndata: {json.dumps(html)}\n\n"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is shown to whoever sent a request."""

    site: Site
    request: Request
    sight: Sight
    assistant: Assistant

    @property
    def language(self) -> Language:
        return language_of(self.request, self.site.settings.language)

    def links(self) -> dict[str, object]:
        """What templates make addresses with."""
        return {"to": Addresses(self.request, self.site.signer, self.sight).to}

    def answer(self, answer: Answer, asked: str, thread: list[str]) -> dict[str, object]:
        """What the template of an answer needs. `thread`: the questions before it."""
        return {
            "answer": answer,
            "asked": asked,
            "earlier": thread[-MOST_EARLIER:],
            "parts": _without_choices(parts(answer.text, len(answer.citations)), answer),
            "sources": sources(answer.citations, self.assistant, self.language),
        }

    def partial(self, values: dict[str, object]) -> str:
        """The answer alone, for the script to put into the page."""
        held = {"shown": values, "lang": self.request.query_params.get("lang"), "root": "./", **self.links()}
        return self.site.rendering.page("reply.html", self.language, held)

    def sentence(self, checked: Checked) -> str:
        """A sentence of a model as it comes; its marks lead to its passages."""
        listed = sources(checked.citations, self.assistant, self.language)
        cited: dict[int, Source] = dict(zip(checked.marks, listed, strict=True))
        values = {"line": bits(checked.marked, max(checked.marks, default=0)), "cited": cited, **self.links()}
        return self.site.rendering.page("sentence.html", self.language, values)

    def found(self, words: str) -> list[Found]:
        """The passages that a search finds, the best first."""
        library = self.assistant.library
        names = {row.id: row.short_name for row in library.documents()}
        hits = [hit for hit in library.search(words, _HITS, None, ()) if hit.document in names]
        return [Found(self._place(names[hit.document], hit.passage), shortened(display(hit.passage.text), _SHOWN),
                      hit.document, (hit.passage.start, hit.passage.end)) for hit in hits]  # fmt: skip

    def _place(self, name: str, passage: Passage) -> str:
        return place_of(name, passage.article, passage.path[-1] if passage.path else None, self.language)
