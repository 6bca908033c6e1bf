"""What a person presses, chooses and fills in the Slack client, as the payloads that the client sends."""

import copy
from typing import Any

from bot.slack.emulator import web_views
from bot.slack.emulator.forms import action_of, elements_of, find_element, state_of
from bot.slack.emulator.records import Delivery, Json, Refused, Trigger
from bot.slack.emulator.shown import Element, shown
from bot.slack.emulator.workspace import Workspace
from bot.slack.limits import faults
from bot.slack.limits_objects import check_choices


class Clicks(Workspace):
    """Interactions with messages, modals and Home tabs. `deliver` is what a server adds."""

    def deliver(self, kind: str, payload: Json, retries: int = 0) -> Delivery:
        """Send to the app and wait for what it makes of it."""
        raise NotImplementedError

    def interact(self, user: str | Json = "U1", team: str | None = None, **payload: Any) -> Delivery:
        """Send an interaction with what every one has; a `trigger_id` of the test's own never expires."""
        name = user if isinstance(user, str) else str(user.get("id"))
        if "trigger_id" in payload:
            with self.changing():
                self.triggers[payload["trigger_id"]] = Trigger(name, 0.0, lenient=True)
        where = team or self.team
        person = (
            user if isinstance(user, dict) else {"id": user, "username": "alice", "name": "alice", "team_id": where}
        )
        known = {"team": {"id": where, "domain": "emu"}, "user": person, "api_app_id": self.app_id, "token": "x"}
        trigger = {} if "trigger_id" in payload else {"trigger_id": self.new_trigger(name)}
        return self.deliver("interactive", {**known, **trigger, **payload})

    # ---- messages

    def action(
        self,
        action_id: str,
        channel: str,
        ts: str,
        value: object = None,
        type: str | None = None,
        user: str = "U1",
        thread_ts: str | None = None,
        team: str | None = None,
        **chosen: Any,
    ) -> Delivery:
        """Use an element of a message (also of one that only this person sees), with its own block_id and value.

        `chosen`: `selected_option` (an option, its value or label), `selected_options`, `selected_date`, …
        """
        message = self._message(channel, ts)
        thread = thread_ts or message.get("thread_ts")
        where = {
            "type": "message",
            "message_ts": ts,
            "channel_id": channel,
            **({"thread_ts": thread} if thread else {}),
        }
        surface: Json = {
            "container": {**where, "is_ephemeral": bool(message.get("is_ephemeral"))},
            "channel": {"id": channel, "name": "general"},
            "message": message,
            "response_url": self.new_response_url(channel, user),
            "team": team,
        }
        return self._act(surface, message.get("blocks") or [], action_id, value, type, user, chosen)

    def press(
        self, channel: str, ts: str, action_id: str | None = None, text: str | None = None, user: str = "U1"
    ) -> Delivery:
        """Press a button, or choose in a menu, found by its action_id or by its visible text. Raises AssertionError."""
        element, chosen = pressed(self._message(channel, ts), action_id, text)
        value = None if chosen else element.value
        return self.action(element.action_id, channel, ts, value, user=user, **chosen)

    def message_shortcut(self, callback_id: str, channel: str, ts: str, user: str = "U1") -> Delivery:
        """Use a message shortcut of the app on a message."""
        payload: Json = {"message": self._message(channel, ts), "message_ts": ts, "action_ts": "1.1"}
        payload |= {"channel": {"id": channel, "name": "general"}}
        payload |= {"response_url": self.new_response_url(channel, user)}
        return self.interact(user, type="message_action", callback_id=callback_id, **payload)

    def shortcut(self, callback_id: str, user: str = "U1", team: str | None = None) -> Delivery:
        """Use a global shortcut of the app."""
        return self.interact(user, team, type="shortcut", callback_id=callback_id, action_ts="1.1")

    # ---- Home tabs and modals

    def home_action(self, action_id: str, value: object = None, user: str = "U1", **chosen: Any) -> Delivery:
        """Use an element of a person's Home tab."""
        return self._view_action(self.home(user), action_id, value, user, chosen)

    def modal_action(self, action_id: str, value: object = None, user: str = "U1", **chosen: Any) -> Delivery:
        """Use an element of the modal on top."""
        return self._view_action(self.modal(user), action_id, value, user, chosen)

    def press_home(self, action_id: str | None = None, text: str | None = None, user: str = "U1") -> Delivery:
        """Press or choose on the Home tab, by action_id or visible text. Raises AssertionError."""
        element, chosen = pressed(self.home(user) or {}, action_id, text)
        return self.home_action(element.action_id, None if chosen else element.value, user, **chosen)

    def press_modal(self, action_id: str | None = None, text: str | None = None, user: str = "U1") -> Delivery:
        """Press or choose in the modal on top, by action_id or visible text. Raises AssertionError."""
        element, chosen = pressed(self.modal(user) or {}, action_id, text)
        return self.modal_action(element.action_id, None if chosen else element.value, user, **chosen)

    def suggest(
        self, action_id: str, value: str, user: str = "U1", channel: str | None = None, ts: str | None = None
    ) -> Any:
        """Type in a menu with external data; what the app answers (`options` or `option_groups`)."""
        surface, blocks = self._suggesting(action_id, user, channel, ts)
        block_id = next((block for block, element in elements_of(blocks) if element["action_id"] == action_id), "")
        asked = {"action_id": action_id, "block_id": block_id, "value": value}
        ack = self.interact(user, type="block_suggestion", **asked, **surface).ack
        if isinstance(ack, dict) and (ack.get("options") or ack.get("option_groups")):
            with self.changing():
                self.violations += [("block_suggestion", fault) for fault in check_choices(ack, action_id)]
        return ack

    def submit(self, callback_id: str, values: Json, user: str = "U1", team: str | None = None) -> Delivery:
        """Send the modal of that callback_id, with what was entered; `.ack` says what the app answers.

        `values`: `{action_id: word}`, or `{block_id: {action_id: {"type": …, "value": …}}}` as Slack has it.
        """
        view = self._submitted(callback_id, user)
        state = {"values": state_of(view.get("blocks") or [], values)}
        delivery = self.interact(user, team, type="view_submission", view={**view, "state": state}, response_urls=[])
        if delivery.acked and view["id"] in self.views:
            self._after_submission(view, user, delivery.ack)
        return delivery

    def close_modal(self, user: str = "U1") -> Delivery | None:
        """Close the modal on top; the app is told where it asked for it."""
        with self.changing():
            stack = self.stacks.get(user) or []
            assert stack, f"no modal is open for {user}"
            view = copy.deepcopy(self.views[stack.pop()])
        told = view["notify_on_close"]
        return self.interact(user, type="view_closed", view=view, is_cleared=False) if told else None

    def _act(
        self,
        surface: Json,
        blocks: list[Json],
        action_id: str,
        value: object,
        kind: str | None,
        user: str,
        chosen: Json,
    ) -> Delivery:
        block_id, element = find_element(blocks, action_id) or ("b", {"action_id": action_id, "type": kind or "button"})
        made = action_of({**element, **({"type": kind} if kind else {})}, block_id, value, chosen)
        entered = {action_id: next(iter(chosen.values()))} if chosen else {}
        state = {"values": state_of(blocks, entered)}
        if "view" in surface:
            surface = {**surface, "view": {**surface["view"], "state": state}}
        else:
            surface = {**surface, "state": state}
        return self.interact(user, type="block_actions", actions=[made], **surface)

    def _view_action(self, view: Json | None, action_id: str, value: object, user: str, chosen: Json) -> Delivery:
        assert view is not None, f"nothing is open for {user}"
        view = copy.deepcopy(view)
        surface = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        return self._act(surface, view["blocks"], action_id, value, None, user, chosen)

    def _message(self, channel: str, ts: str) -> Json:
        """A copy of a message, or a bare one for a ts that only the test knows."""
        with self.changing():
            found = self.messages.get((channel, ts)) or self.asides.get((channel, ts)) or {"type": "message", "ts": ts}
            return copy.deepcopy(found)

    def _suggesting(self, action_id: str, user: str, channel: str | None, ts: str | None) -> tuple[Json, list[Json]]:
        if channel and ts:
            message = self._message(channel, ts)
            where = {"type": "message", "message_ts": ts, "channel_id": channel}
            return {"container": where, "channel": {"id": channel}, "message": message}, message.get("blocks") or []
        for view in (self.modal(user), self.home(user)):
            if view and find_element(view["blocks"], action_id):
                return {"container": {"type": "view", "view_id": view["id"]}, "view": view}, view["blocks"]
        return {}, []

    def _submitted(self, callback_id: str, user: str) -> Json:
        """The modal of a callback_id: the topmost of the person's, else any, else one that only the test knows."""
        with self.changing():
            theirs = [self.views[name] for name in reversed(self.stacks.get(user, []))]
            known = [*theirs, *reversed(self.views.values())]
            found = next((view for view in known if view["callback_id"] == callback_id), None)
            return copy.deepcopy(found) or {"id": "V0", "type": "modal", "callback_id": callback_id, "hash": "h"}

    def _after_submission(self, view: Json, user: str, ack: Any) -> None:
        """Do to the modals what the app's acknowledgement says; a view that breaks a limit changes nothing."""
        with self.changing():
            if isinstance(ack, dict) and "view" in ack:
                found = faults("views.push", ack)
                self.violations += [("view_submission", fault) for fault in found]
                if found and self.strict:
                    return
            try:
                web_views.submitted(self, self.views[view["id"]], user, ack)
            except Refused as refused:
                raise AssertionError(f"Slack refuses the acknowledgement: {refused.error}") from refused


def pressed(surface: Json, action_id: str | None, text: str | None) -> tuple[Element, Json]:
    """The element of that action_id or visible text, with the option chosen when the text is an option's.

    Raises AssertionError, with what there is to press, when there is none.
    """
    elements = shown(surface).elements
    for element in elements:
        if action_id not in (None, element.action_id):
            continue
        if text in (None, element.label):
            return element, {}
        for option in element.options:
            if text in (option.label, option.value):
                several = element.type.startswith("multi_") or element.type == "checkboxes"
                return element, {"selected_options": [option.value]} if several else {"selected_option": option.value}
    seen = [(element.action_id, element.label) for element in elements]
    raise AssertionError(f"nothing to press with action_id={action_id!r}, text={text!r}; there is {seen}")
