"""Reception: what is said to the bot, kept before it is acknowledged, worked on after.

Each handler keeps what must not be lost and returns the rest of its work, which runs once Slack has its answer.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from weakref import WeakValueDictionary

import structlog
from slack_sdk.errors import SlackApiError

from bot.conversations.people import Named
from bot.conversations.turns import Kind, Turn
from bot.language import language_of
from bot.slack.answering import Sight
from bot.slack.commands import Command, read_command
from bot.slack.desk import Desk
from bot.slack.failures import failure_of
from bot.slack.home import Looked
from bot.slack.homes import Homes
from bot.slack.intake import called, identity, message_received, private_turn
from bot.slack.mrkdwn import mrkdwn
from bot.slack.responding import respond
from bot.state import StateFault
from index.records import DocumentRow
from prompts import message

Body = Mapping[str, Any]
After = Callable[[], Awaitable[None]] | None
_ASKS = {"card": "slack.ask_card", "duties": "slack.ask_duties", "coming": "slack.ask_coming"}
_NAMELESS = {"card": "slack.ask_card_mine", "duties": "slack.ask_duties_mine", "coming": "slack.ask_all_coming"}
_MOST_TOLD = 1_000
"""Messages remembered, while nothing can be written down, for their repetitions not to be told again."""
_log = structlog.get_logger()


class Reception:
    """Messages, commands and shortcuts of one workspace."""

    def __init__(self, desk: Desk, homes: Homes, bot: str) -> None:
        """`bot`: Slack id of the bot's user."""
        self._desk = desk
        self._homes = homes
        self._bot = bot
        self._memory = desk.memory
        self._homes_shown: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._told: dict[tuple[str, str], None] = {}

    async def message(self, body: Body) -> After:
        """A message or a mention: kept, once, whichever of its events comes first."""
        with self._desk.arriving():
            try:
                turn = await self._desk.threads(self._receive, body)
            except StateFault as error:
                return self._unkept(body, error)
        return self._taking(turn)

    def _unkept(self, body: Body, error: StateFault) -> After:
        """A question that could not be written down: who asks is told, once, for silence would be worse."""
        event = body["event"]
        key = (str(event.get("channel")), str(event.get("ts")))
        if key in self._told or not called(event, self._bot):
            return None
        if len(self._told) > _MOST_TOLD:
            self._told.clear()
        self._told[key] = None
        reference = secrets.token_hex(4).upper()
        _log.error("not_kept", reference=reference, error=error.key)
        text = message("slack.error", language_of(str(event.get("text") or "")), reference=reference)

        async def after() -> None:
            thread = str(event.get("thread_ts") or event["ts"])
            arguments = {"channel": key[0], "thread_ts": thread, "text": text}
            await self._quietly("chat.postMessage", arguments)

        return after

    def _receive(self, body: Body) -> Turn | None:
        received = message_received(self._memory, body, self._bot)
        if received is None or not self._memory.turns.receive(received.keys, received.turn):
            return None
        return received.turn

    async def stopped(self, body: Body) -> After:
        """« Stop » in an agent session."""
        event = body["event"]
        team = str(body.get("team_id") or "")
        place = self._memory.place(team, str(event.get("channel") or event.get("channel_id") or ""))
        thread = str(event.get("thread_ts") or "")

        async def after() -> None:
            await self._desk.stop(place, thread)

        return after

    async def home_opened(self, body: Body) -> After:
        """The Home tab is shown, or the questions to begin a conversation with."""
        event, team = body["event"], str(body.get("team_id") or "")
        user, channel = str(event["user"]), str(event.get("channel") or "")

        async def home() -> None:
            async with self.home_of(team, user):
                await self.publish(team, user, Looked())

        async def prompts() -> None:
            found = await self._desk.threads.answer(self._homes.prompts, team, user)
            if found and channel:
                await self._quietly("assistant.threads.setSuggestedPrompts", {"channel_id": channel, "prompts": found})

        return prompts if event.get("tab") == "messages" else home

    def home_of(self, team: str, user: str) -> asyncio.Lock:
        """Held while a person's Home changes and is shown: of two quick clicks, the last is what stays on screen."""
        return self._homes_shown.setdefault((team, user), asyncio.Lock())

    async def publish(self, team: str, user: str, looked: Looked) -> None:
        """Show a person's Home as it is now, under its lock."""
        view = await self._desk.threads.answer(self._homes.view, team, user, looked)
        await self._desk.calls.patient.views_publish(user_id=user, view=view)

    async def command(self, body: Body) -> After:
        """`/convention`: a question becomes a turn; the other orders are done at once."""
        command = read_command(str(body.get("text") or ""))
        if command.order in ("help", "tie", "untie", "forget"):

            async def after() -> None:
                await respond(self._desk, body, await self._desk.threads.answer(self._ordered, body, command))

            return after
        return await self._privately(body, "command", self._asked(body, command))

    def _asked(self, body: Body, command: Command) -> str:
        """The question that an order stands for."""
        language = language_of(str(body.get("text") or ""))
        if command.order == "ask":
            return command.rest
        key = _ASKS[command.order] if command.rest else _NAMELESS[command.order]
        return message(key, language, name=command.rest)

    async def message_shortcut(self, body: Body) -> After:
        """« Demander aux conventions » on a message: its text is the question, answered to the one who asks."""
        shown = body.get("message") or {}
        thread = str(shown.get("thread_ts") or shown.get("ts") or "") or None
        return await self._privately(body, "shortcut", str(shown.get("text") or ""), thread)

    async def asked_anywhere(self, body: Body) -> After:
        """A question typed in the modal: answered in the person's conversation with the bot."""
        values = (body.get("view") or {}).get("state", {}).get("values", {})
        text = str((values.get("question") or {}).get("question", {}).get("value") or "")
        _, user, _ = identity(body)
        opened = await self._desk.calls.patient.conversations_open(users=user)
        in_direct = {**body, "channel": {"id": str(opened["channel"]["id"])}}
        turn = private_turn(self._memory, in_direct, "shortcut", text)
        assert turn.route is not None
        turn = turn.model_copy(update={"route": turn.route.model_copy(update={"private": False, "response_url": None})})
        await self._desk.threads(self._memory.turns.receive, (f"turn {turn.id}",), turn)
        return self._taking(turn)

    async def _privately(self, body: Body, kind: Kind, question: str, thread_ts: str | None = None) -> After:
        turn = private_turn(self._memory, body, kind, question, thread_ts)
        await self._desk.threads(self._memory.turns.receive, (f"turn {turn.id}",), turn)
        return self._taking(turn)

    def _taking(self, turn: Turn | None) -> After:
        if turn is None:
            return None

        async def after() -> None:
            self._desk.take(turn)

        return after

    async def _quietly(self, method: str, arguments: Body) -> None:
        """A call whose failure changes no answer."""
        try:
            await self._desk.calls.patient.api_call(method, json=dict(arguments))
        except (SlackApiError, OSError) as error:
            _log.info("call_refused", method=method, code=failure_of(error).code)

    def _ordered(self, body: Body, command: Command) -> str:
        """Do an order; the sentence that says what was done, in mrkdwn."""
        language = language_of(str(body.get("text") or ""))
        team, user, channel = identity(body)
        if command.order == "help":
            return message("slack.help", language)
        if command.order == "forget":
            self._memory.people.forget(self._memory.person(team, user))
            return message("slack.forgotten", language)
        if channel.startswith("D"):
            return message("slack.no_channel", language)
        place = self._memory.place(team, channel)
        found = self._named(body, command.rest)
        if command.order == "untie" and not command.rest:
            self._memory.people.untie(place)
            return message("slack.untied_all", language)
        if found is None:
            documents = self._sight(body).documents
            tied = [row.short_name for one in self._memory.people.ties(place) if (row := one.among(documents))]
            ties = ", ".join(tied) or message("slack.no_tie", language)
            return mrkdwn(message("slack.which_tie", language, name=command.rest, ties=ties))
        if command.order == "untie":
            self._memory.people.untie(place, found.short_name)
            return mrkdwn(message("slack.untied", language, name=found.short_name))
        self._memory.people.tie(place, Named(found.id, found.short_name), self._memory.person(team, user))
        return mrkdwn(message("slack.tied", language, name=found.short_name))

    def _sight(self, body: Body) -> Sight:
        """What the person who runs a command may see there."""
        turn = private_turn(self._memory, body, "command", "")
        assert turn.route is not None
        return self._desk.answering.sight(turn.route)

    def _named(self, body: Body, name: str) -> DocumentRow | None:
        """The one convention that a name means, among those that the channel and the person may see."""
        if not name:
            return None
        sight = self._sight(body)
        mentions = sight.assistant.library.directory().mentions(name)
        meant = {mention.documents for mention in mentions if mention.strong}
        held = [row for row in sight.documents if (row.id,) in meant]
        return held[0] if len(held) == 1 else None
