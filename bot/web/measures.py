"""Measures: how many questions, how long, how many failures, for Prometheus (whose door this is). No word of anybody's.

They count from the start of the process, which is the only one: the reader has no workers.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from bot.answer import Answer
from bot.assistant import Assistant, Piece
from bot.plan import Plan
from bot.question import Question
from bot.web.gate import App, Message, Receive, Scope, Send
from index.manifest import FILE

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)
"""Seconds: an answer without a model takes some 20 ms, one with a model at most the 20 s that it may use."""
_STATUSES = ("answered", "not_found", "clarify")


class Measures:
    """The measures of one site. Safe in several threads."""

    def __init__(self, assistant: Assistant, index: Path, clock: Callable[[], float] = time.time) -> None:
        """`index`: the folder whose age is told; `clock`: seconds since 1970."""
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._assistant, self._index, self._clock = assistant, index, clock
        self._registry = CollectorRegistry(auto_describe=True)
        self._questions = Counter("alinea_questions", "Questions by status", ["status"], registry=self._registry)
        self._seconds = Histogram("alinea_answer_seconds", "Time to answer", registry=self._registry, buckets=_BUCKETS)
        self._errors = Counter("alinea_errors", "Failures of ours, by place", ["place"], registry=self._registry)
        for status in _STATUSES:
            self._questions.labels(status)
        for place in ("answer", "reply"):
            self._errors.labels(place)
        self._registry.register(self)  # anything with `collect` is a collector

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        self._questions.labels(answer.status).inc()
        self._seconds.observe(answer.elapsed_ms / 1000)

    def failed(self, place: str) -> None:
        """Count a failure, `answer` or `reply`."""
        self._errors.labels(place).inc()

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        from prometheus_client import generate_latest

        return generate_latest(self._registry)

    def collect(self) -> "Iterator[GaugeMetricFamily]":
        """What is looked at when it is asked for; what cannot be read is left out."""
        from prometheus_client.core import GaugeMetricFamily

        try:
            held = len(self._assistant.library.documents())
        except Exception:  # whatever the index raises, there is nothing to count
            pass
        else:
            yield GaugeMetricFamily("alinea_conventions", "Documents of the index", held)
        try:
            age = self._clock() - (self._index / FILE).stat().st_mtime
        except OSError:
            return
        yield GaugeMetricFamily("alinea_index_age_seconds", "Time since the index was last written", max(age, 0.0))


class Measured(Assistant):
    """An assistant whose answers are counted, whoever asks it."""

    def __init__(self, inner: Assistant, measures: Measures) -> None:
        self._inner, self._measures = inner, measures
        self._library = inner.library

    @property
    def model_name(self) -> str | None:
        """As the assistant's."""
        return self._inner.model_name

    def told(self, question: Question, stop: Event | None = None) -> tuple[Plan, Iterator[Piece]]:
        """As the assistant's; the answer is counted as it leaves. Raises what the assistant raises."""
        try:
            plan, pieces = self._inner.told(question, stop)
        except Exception:
            self._measures.failed("answer")
            raise
        return plan, self._counted(pieces)

    def plan(self, question: Question) -> Plan:
        """As the assistant's."""
        return self._inner.plan(question)

    def within(self, documents: frozenset[str]) -> Assistant:
        """One that knows these documents only, counted with this one."""
        return Measured(self._inner.within(documents), self._measures)

    def close(self) -> None:
        """Let go of the index."""
        self._inner.close()

    def _counted(self, pieces: Iterator[Piece]) -> Iterator[Piece]:
        try:
            for piece in pieces:
                if isinstance(piece, Answer):
                    self._measures.answered(piece)
                yield piece
        except Exception:
            self._measures.failed("answer")
            raise


class Counting:
    """An ASGI middleware that counts the replies of status 500 and above, but for health, which says so itself."""

    def __init__(self, app: App, measures: Measures) -> None:
        self._app, self._measures = app, measures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def watched(message: Message) -> None:
            failed = message["type"] == "http.response.start" and message["status"] >= 500
            if failed and scope["path"] != "/readyz":
                self._measures.failed("reply")
            await send(message)

        await self._app(scope, receive, watched)
