"""The desk: takes each turn from its reception to its delivery, shows that it is at work, and stops when told to."""

import asyncio
import contextlib
import logging
import secrets
import threading
from collections.abc import Coroutine, Iterator
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.answer import Answer, Language
from bot.conversations.memory import Memory
from bot.conversations.turns import Route, Turn
from bot.language import language_of
from bot.links import Reader
from bot.question import clean
from bot.slack.addressed import only_calls
from bot.slack.answering import Answering, Reply
from bot.slack.attaching import Pictures
from bot.slack.calls import Calls
from bot.slack.context import last_said
from bot.slack.failures import failure_of
from bot.slack.logs import frames
from bot.slack.messages import Frame, Message, answer_messages, sentence
from bot.slack.outbox import Outbox, Undelivered
from bot.slack.sentences import Sentences
from bot.slack.streaming import StoppedByUser, close
from bot.slack.threads import InThreads, Threads
from bot.slack.workers import AnswerFailed, Answers
from prompts import message

_PATIENCE = 3.0
"""Seconds after which a late answer is announced by a stream."""
_CALM_SECONDS = 0.25
"""Seconds at most that work waits for events that are arriving; a status is due within a second."""
_STATUS_SECONDS = 1.5
"""Seconds that an answer waits for its status to be shown: one that came after it would stay."""
_log = structlog.get_logger()


class Desk:
    """Works on turns, each in a task of its own. Made inside a running loop."""

    def __init__(
        self,
        answering: Answering,
        calls: Calls,
        threads: Threads,
        reader: Reader | None,
        answers: Answers | None = None,
    ) -> None:
        """`answers`: who computes answers, where that is not a thread of this process."""
        self.answering = answering
        self.memory: Memory = answering.memory
        self.threads = threads
        self.calls = calls
        self._reader = reader
        self._answers = answers or InThreads(answering, threads)
        self._outbox = Outbox(calls.once, self.memory.turns, threads, message("slack.task"))
        self._pictures = Pictures(calls.once, self._answers)
        self._arriving = 0
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stopped: set[str] = set()

    @contextlib.contextmanager
    def arriving(self) -> Iterator[None]:
        """While an event is being kept and acknowledged: work that has not begun waits for it a moment."""
        self._arriving += 1
        try:
            yield
        finally:
            self._arriving -= 1

    async def _calm(self) -> None:
        """Let what arrives be acknowledged first: of fifty questions at once, none waits for another's answer."""
        until = asyncio.get_running_loop().time() + _CALM_SECONDS
        while self._arriving and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(_CALM_SECONDS / 50)

    def take(self, turn: Turn) -> None:
        """Begin the work on a turn that is kept already."""
        if turn.id not in self._tasks:
            task = asyncio.create_task(self._guarded(turn), name=turn.id)
            self._tasks[turn.id] = task
            task.add_done_callback(lambda _: self._tasks.pop(turn.id, None))

    async def resume(self) -> int:
        """Take up the turns that ended processes left undone; how many."""
        left = await self.threads(self.memory.turns.adopt, self.memory.ownership.is_dead)
        for turn in left:
            self.take(turn)
        return len(left)

    async def stop(self, place: str, thread: str) -> int:
        """Stop what is being worked on in a thread, and say so; how many turns were stopped."""
        stopped = 0
        for turn in await self.threads(self.memory.turns.open_in, place, thread):
            if turn.state == "answered" and not (turn.route and turn.route.stream_ts):
                continue  # on its way: what is being sent may have arrived
            task = self._tasks.get(turn.id)
            if task is not None and turn.id not in self._stopped:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await self._say_stopped(turn)
            stopped += 1
        return stopped

    async def close(self, grace: float) -> None:
        """Give the work in hand some seconds to end; what does not is taken up by the next process."""
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _guarded(self, turn: Turn) -> None:
        """Work on a turn; whatever breaks ends in a sentence with a reference that the log knows."""
        structlog.contextvars.bind_contextvars(turn=turn.id, kind=turn.kind)
        try:
            await self._work(turn)
        except StoppedByUser:  # Slack says it here before its event arrives, or in place of it
            kept: Turn | None = await self.threads(self.memory.turns.turn, turn.id)
            if kept is not None and kept.route is not None:
                await self._say_stopped(kept)
        except Undelivered as error:
            await self._failed(turn, error.code)
        except Exception as error:
            reference = secrets.token_hex(4).upper()
            kind = error.kind if isinstance(error, AnswerFailed) else type(error).__name__
            where = error.where if isinstance(error, AnswerFailed) else frames(error)
            _log.error("turn_failed", reference=reference, error=kind, where=where)
            await self._apologise(turn, reference)

    async def _work(self, turn: Turn) -> None:
        if turn.route is None:
            return
        await self._calm()
        if turn.state == "received":
            if turn.kind == "follow_up" and not await self._answers.listens(turn):
                await self.threads(self.memory.turns.drop, turn.id)
                return
            turn = await self._with_question(turn)
            with self._pictures.after():
                turn, reply = await self._compute(turn)
            if not await self.threads(self.memory.turns.answered, turn.id, reply.answer, reply.plan):
                return
        elif turn.answer is not None:
            reply = await self._kept(turn, turn.answer)
        else:
            return
        route = await self._outbox.deliver(turn, await self._messages(turn, reply))
        _log.info("answered", status=reply.answer.status, milliseconds=reply.answer.elapsed_ms)
        await self._pictures.send(turn.model_copy(update={"answer": reply.answer}), route)

    async def _kept(self, turn: Turn, answer: Answer) -> Reply:
        """An answer computed before a stop: as it was, unless the person may no longer see what it cites."""
        assert turn.route is not None
        held = (await self.threads.answer(self.answering.sight, turn.route)).by_source
        if all(one.source in held for one in answer.citations):
            return Reply.kept(answer, turn.plan)
        return await self._answers.reply(turn, lambda _: None, threading.Event())

    async def _with_question(self, turn: Turn) -> Turn:
        """A mention that only calls the bot under somebody's question means that question."""
        opens = turn.route is None or turn.route.opens
        if turn.kind != "mention" or opens or not only_calls(clean(turn.question)):
            return turn
        for text in await last_said(self.calls.patient, turn):
            if not only_calls(clean(text)):
                await self.threads(self.memory.turns.asks, turn.id, clean(text))
                return turn.model_copy(update={"question": clean(text)})
        return turn

    async def _compute(self, turn: Turn) -> tuple[Turn, Reply]:
        """Answer, with a status at once and a stream when it takes long."""
        status = asyncio.create_task(self.status(turn.route, message("slack.status", language_of(turn.question))))
        heard, stop = Sentences(), threading.Event()
        answer = asyncio.ensure_future(self._answers.reply(turn, heard.say, stop))
        answer.add_done_callback(lambda _: heard.end())
        try:
            half = bool(turn.route and turn.route.streamed)  # by a process that died: the whole answer takes its place
            if await heard.begun(_PATIENCE):
                turn = await self._outbox.stream(turn)
            async for sentences in heard:
                turn = turn if half else await self._outbox.say(turn, sentences)
            reply = await answer
        finally:
            stop.set()
            await asyncio.wait([status], timeout=_STATUS_SECONDS)
            status.cancel()
        return turn, reply

    async def _messages(self, turn: Turn, reply: Reply) -> tuple[Message, ...]:
        sight = await self.threads.answer(self.answering.sight, turn.route)
        frame = Frame(
            turn=turn.id,
            documents=sight.by_source,
            reader=self._reader,
            share=_shared_in(turn.route),
            shared_by=turn.route.user if turn.route and turn.kind == "share" else None,
            about=(turn.about[1],) if turn.about else reply.assumed,
            asked=turn.question if turn.kind in ("command", "shortcut", "share") else None,
        )
        return answer_messages(reply.answer, frame)

    async def status(self, route: Route | None, text: str) -> None:
        """Show what is being done under a thread, or clear it; never fails, for an answer does not depend on it."""
        if route is None or route.private or not route.thread_ts:
            return
        try:
            await self.calls.once.assistant_threads_setStatus(
                channel_id=route.channel, thread_ts=route.thread_ts, status=text
            )
        except (TimeoutError, SlackApiError, OSError) as error:
            _log.debug("no_status", code=failure_of(error).code)

    async def _say_stopped(self, turn: Turn) -> None:
        """End a turn and say so, once: the event of a stop and the refusal of what is streamed come in any order."""
        if turn.id in self._stopped:
            return
        self._stopped.add(turn.id)
        await self.threads(self.memory.turns.ended, turn.id, "stopped")
        if turn.route is None:
            return
        if turn.route.stream_ts:
            with contextlib.suppress(Exception):
                await close(self.calls.once, turn.route)
        with contextlib.suppress(Exception):
            await self.calls.patient.agents_sessions_setStatus(
                channel_id=turn.route.channel, thread_ts=turn.route.thread_ts, status="active"
            )
        told = sentence(message("slack.stopped", language_of(turn.question)))
        await self._try_once(turn.route, told)

    async def _apologise(self, turn: Turn, reference: str) -> None:
        """Tell a person that their question met an error of ours; the sentence is delivered like any answer."""
        language: Language = language_of(turn.question)
        text = message("slack.error", language, reference=reference)
        answer = Answer(id=turn.id, status="not_found", language=language, text=text)
        try:
            kept: Turn | None = await self.threads(self.memory.turns.turn, turn.id)
            turn = kept or turn
            if await self.threads(self.memory.turns.answered, turn.id, answer, "", reference):
                await self._outbox.deliver(turn.model_copy(update={"answer": answer}), (sentence(text),))
        except Exception as error:  # nothing is left but the log
            await self._failed(turn, failure_of(error).code, reference)

    async def _failed(self, turn: Turn, code: str, reference: str | None = None) -> None:
        """The answer cannot be delivered: written down, and told once more by the last way there is."""
        reference = reference or secrets.token_hex(4).upper()
        level = logging.WARNING if turn.kind == "share" else logging.ERROR
        _log.log(level, "undelivered", code=code, reference=reference)
        route = turn.route
        with contextlib.suppress(Exception):
            await self.threads(self.memory.turns.ended, turn.id, "failed", reference)
        if route is not None:
            await self.status(route, "")
            key = "slack.not_shared" if turn.kind == "share" else "slack.undelivered"
            await self._try_once(route, sentence(message(key, language_of(turn.question), reference=reference)))

    async def _try_once(self, route: Route, told: Message) -> None:
        """Send a sentence that is not worth repeating."""
        call: Coroutine[Any, Any, object]
        if route.notice_url or route.response_url:
            call = AsyncWebhookClient(route.notice_url or route.response_url or "").send(text=told.text)
        elif route.private:
            call = self.calls.patient.chat_postEphemeral(channel=route.channel, user=route.user, text=told.text)
        else:
            call = self.calls.patient.chat_postMessage(
                channel=route.channel, thread_ts=route.thread_ts, text=told.text, blocks=list(told.blocks)
            )
        try:
            await call
        except Exception as error:
            _log.warning("sentence_not_sent", code=failure_of(error).code)


def _shared_in(route: Route | None) -> str | None:
    """Where « Partager » would post, as `Frame.share` says it."""
    if route is None or not route.private or route.channel[:1] not in ("C", "G"):
        return None
    return route.thread_ts or ""
