"""What a person writes and does in the Slack client: messages, mentions, commands, the stop button, the Home tab."""

import time
from typing import Any

from bot.slack.emulator.clicks import Clicks
from bot.slack.emulator.records import Delivery, Json

EVENT_RETRIES = 3
"""Slack delivers an event that is not acknowledged three more times."""


class Person(Clicks):
    """Events of a workspace. Every method waits until the app acknowledged, or until Slack would give up."""

    def event(
        self, event: Json, retries: int = EVENT_RETRIES, event_id: str | None = None, team: str | None = None
    ) -> Delivery:
        """Send an event of the Events API; the same `event_id` twice is a delivery in double."""
        who = {"enterprise_id": None, "team_id": team or self.team, "user_id": self.bot_user, "is_bot": True}
        payload = {
            "token": "x",
            "team_id": team or self.team,
            "api_app_id": self.app_id,
            "type": "event_callback",
            "event_id": event_id or self.new_id("Ev"),
            "event_time": int(time.time()),
            "event": {"event_ts": self.new_ts(), **event},
            "authorizations": [{**who, "is_enterprise_install": False}],
        }
        return self.deliver("events_api", payload, retries)

    def say(
        self,
        text: str,
        channel: str = "D1",
        user: str = "U1",
        thread_ts: str | None = None,
        team: str | None = None,
        **extra: Any,
    ) -> Delivery:
        """Write a message. In a channel, a mention of the bot sends `message`, then `app_mention`, as Slack does.

        The delivery of the last of them; its `.ts` is the message's.
        """
        ts, is_direct = self.new_ts(), channel.startswith("D")
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        message = {"type": "message", "channel": channel, "user": user, "text": text, "ts": ts, "event_ts": ts}
        message |= {"team": team or self.team, **thread, **extra}
        with self.changing():
            self.messages[channel, ts] = message
        delivery = self.event({**message, "channel_type": "im" if is_direct else "channel"}, team=team)
        if f"<@{self.bot_user}>" in text and not is_direct:
            delivery = self.event({**message, "type": "app_mention"}, team=team)
        delivery.ts = ts
        return delivery

    def stop_clicked(self, channel: str, thread_ts: str, user: str = "U1") -> Delivery:
        """Press stop in a thread: what streams there stops, and the app is told."""
        with self.changing():
            live = [
                message
                for key, message in self.messages.items()
                if key[0] == channel and message.get("streaming") and message.get("thread_ts", key[1]) == thread_ts
            ]
            for message in live:
                message.update(streaming=False, stopped=True)
        stopped = {"streaming_message_ts": [message["ts"] for message in live]}
        where = {"type": "agent_session_stopped", "channel": channel, "thread_ts": thread_ts}
        return self.event({**where, "user": user, **stopped})

    def open_home(self, user: str = "U1", tab: str = "home") -> Delivery:
        """Open the app's Home (`home`) or its conversation (`messages`)."""
        view = {"view": home} if tab == "home" and (home := self.home(user)) else {}
        opened = {"type": "app_home_opened", "user": user, "channel": self.direct_channel(user), "tab": tab}
        return self.event({**opened, **view})

    def command(
        self, command: str, text: str = "", channel: str = "C1", user: str = "U1", team: str | None = None
    ) -> Delivery:
        """Use a slash command, such as `/alinea`."""
        where = {"team_id": team or self.team, "team_domain": "emu", "channel_id": channel, "channel_name": "general"}
        who = {"api_app_id": self.app_id, "user_id": user, "user_name": "alice", "token": "x"}
        once = {"trigger_id": self.new_trigger(user), "response_url": self.new_response_url(channel, user)}
        return self.deliver("slash_commands", {**where, **who, "command": command, "text": text, **once})
