"""Intake: from Slack's payloads to turns. Pure, but for the question whether a thread is one of the bot's."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.answer import Answer
from bot.conversations.memory import Memory
from bot.conversations.turns import Kind, Route, Turn, new_id
from bot.question import clean
from bot.slack.addressed import for_someone_else, people_in

_READ = (None, "", "file_share", "thread_broadcast", "me_message")
"""Subtypes of messages that somebody writes; edits, deletions and notices of Slack are no questions."""
Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Received:
    """A message for the bot, and what marks it as received."""

    turn: Turn
    keys: tuple[str, ...]
    """Of its event and of itself: Slack sends a mention twice, and repeats what was not acknowledged."""


def message_received(memory: Memory, body: Payload, bot: str) -> Received | None:
    """The turn of a message or mention event; `None` when it is not for the bot. Raises StateFault.

    `bot`: Slack id of the bot's user.
    """
    event: Payload = body["event"]
    user, channel, ts = event.get("user"), event.get("channel"), event.get("ts")
    if event.get("subtype") not in _READ or event.get("bot_id") or not user or user == bot or not channel or not ts:
        return None
    team = str(event.get("user_team") or event.get("team") or body.get("team_id") or "")
    home = str(body.get("team_id") or team)
    place, thread = memory.place(home, channel), str(event.get("thread_ts") or ts)
    text = str(event.get("text") or "")
    kind = _kind(memory, event, text, bot, place, thread)
    if kind is None:
        return None
    turn = Turn(
        id=new_id(),
        place=place,
        thread=thread,
        person=memory.person(home, user),
        kind=kind,
        question=clean(text),  # people mentioned in it are nobody's to keep
        route=Route(team=team, channel=channel, user=user, thread_ts=thread, opens=thread == str(ts)),
    )
    return Received(turn, _keys(body.get("event_id"), f"message {memory.place(home, channel)} {ts}"))


def _keys(event: object, message: str) -> tuple[str, ...]:
    return (f"event {event}", message) if event else (message,)


def called(event: Payload, bot: str) -> bool:
    """Whether a message is for the bot, whatever its thread holds: a direct one, or one that names it."""
    written = event.get("subtype") in _READ and not event.get("bot_id") and event.get("user") not in (None, bot)
    direct = event.get("channel_type") == "im" or str(event.get("channel")).startswith("D")
    return written and (direct or bot in people_in(str(event.get("text") or "")))


def _kind(memory: Memory, event: Payload, text: str, bot: str, place: str, thread: str) -> Kind | None:
    """What a message is to the bot: `None` when it is nothing to it."""
    if event.get("channel_type") == "im" or str(event["channel"]).startswith("D"):
        return "message"
    if event.get("type") == "app_mention" or bot in people_in(text):
        return "mention"
    if not event.get("thread_ts") or for_someone_else(text, bot):
        return None
    return "follow_up" if memory.turns.is_in(place, thread) else None


def private_turn(memory: Memory, body: Payload, kind: Kind, question: str, thread_ts: str | None = None) -> Turn:
    """The turn of a command or a shortcut, whose answer only one person reads."""
    team, user, channel = identity(body)
    turn_id = new_id()
    return Turn(
        id=turn_id,
        place=memory.place(team, channel),
        thread=f"{kind} {turn_id}",
        person=memory.person(team, user),
        kind=kind,
        question=clean(question),
        route=Route(
            team=team, channel=channel, user=user, thread_ts=thread_ts, private=True,
            response_url=str(body["response_url"]) if body.get("response_url") else None,
        ),
    )  # fmt: skip


def choice_turn(memory: Memory, body: Payload, source: Turn, about: tuple[str, str]) -> Turn:
    """The turn of a candidate that somebody clicked: the same question, about one convention, in the same thread."""
    team, user, channel = identity(body)
    container = body.get("container") or {}
    private = bool(container.get("is_ephemeral")) or source.kind in ("command", "shortcut")
    shown = body.get("message") or {}
    thread_ts = shown.get("thread_ts") or container.get("thread_ts") or (None if private else shown.get("ts"))
    return source.model_copy(
        update={
            "id": new_id(), "person": memory.person(team, user), "kind": "choice", "about": about, "state": "received",
            "answer": None, "posted": (), "attempts": 0, "reference": None, "plan": "", "at": time.time(),
            "route": Route(
                team=team, channel=channel, user=user, thread_ts=thread_ts, private=private,
                response_url=str(body["response_url"]) if private and body.get("response_url") else None,
            ),
        }
    )  # fmt: skip


def share_turn(memory: Memory, body: Payload, source: Turn, answer: Answer, thread_ts: str) -> Turn:
    """The turn of a private answer that somebody shares with a channel."""
    team, user, channel = identity(body)
    return Turn(
        id=new_id(),
        place=memory.place(team, channel),
        thread=thread_ts or f"share {source.id}",
        person=memory.person(team, user),
        kind="share",
        question=source.question,
        about=source.about,
        state="answered",
        plan=source.plan,
        answer=answer,
        route=Route(
            team=team, channel=channel, user=user, thread_ts=thread_ts or None,
            notice_url=str(body["response_url"]) if body.get("response_url") else None,
        ),
    )  # fmt: skip


def identity(body: Payload) -> tuple[str, str, str]:
    """Team, user and channel ids of a command, a shortcut, a click or a view; the channel empty where there is none."""
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id") or ""
    user = body.get("user_id") or (body.get("user") or {}).get("id") or ""
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id")
    channel = channel or (body.get("container") or {}).get("channel_id") or ""
    return str(team), str(user), str(channel)
