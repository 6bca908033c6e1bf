"""What a person does in the simulation: each line typed is a message, a command, a click or what fills a window."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.slack.commands import COMMAND
from bot.slack.emulator import SlackEmulator
from bot.slack.emulator.forms import elements_of
from bot.slack.emulator.shown import Element, Option, shown
from bot.slack.listeners import ASK_ANYWHERE, ASK_MESSAGE
from bot.slack.simulation_screen import CHANNEL, COLLEAGUE, ME, OPEN, Front, Screen, Target
from ingestion.french.folding import fold
from prompts import message

Settle = Callable[[float], bool]
_PATIENCE = 10.0
"""Seconds that an answer is waited for before the person gets the prompt back."""
_CLICK = re.compile(r"‹?(\d{1,4})›?(?:\s+(.*))?", re.DOTALL)
_COLLEAGUE = re.compile(r"(?<![\w@])@([^\W\d][\w-]*)")
"""A person named in the channel: « @Léa tu viens ? »."""
_MENUS = ("static_select", "external_select", "radio_buttons", "overflow", "checkboxes")
_ENGLISH = {
    "/help": "/aide", "/home": "/accueil", "/ask": "/demander", "/shortcut": "/raccourci", "/new": "/nouveau",
    "/close": "/fermer", "/quit": "/quitter",
}  # fmt: skip
ORDERS = {
    "fr": (COMMAND, *_ENGLISH.values(), "/stop"),
    "en": (COMMAND, *_ENGLISH, "/stop"),
}
"""Words that Tab proposes; those of both languages are understood."""
_YES = ("o", "oui", "y", "yes")


class Seat:
    """One person in front of the terminal: their direct conversation, the channel, and what they click."""

    def __init__(self, emulator: SlackEmulator, front: Front, settle: Settle) -> None:
        """`settle` waits so many seconds at most for the bot to end its work, and says whether it did."""
        self._emulator, self._front, self._settle = emulator, front, settle
        self._screen = Screen(emulator, front)
        self._threads: dict[str, str] = {}
        """ts of the first message of the present thread, by channel."""
        self._last = ("", "")
        """Channel and ts of the last message written."""
        self._in_channel = ""
        """ts of the person's last message of the channel."""
        self._filled = ""
        """Id of the last window whose fields were asked."""
        self._over = False
        self._orders: dict[str, Callable[[str], None]] = {
            COMMAND: self._command, "/aide": self._help, "/accueil": self._home, "/demander": self._ask,
            "/raccourci": self._shortcut, "/nouveau": self._new, "/fermer": self._close, "/stop": self._stop,
        }  # fmt: skip

    def sit_down(self) -> None:
        """Open the conversation with the bot, as the client does: it proposes questions."""
        self._emulator.open_home(ME, tab="messages")
        self._settle(_PATIENCE)
        asked = self._emulator.calls("assistant.threads.setSuggestedPrompts")
        prompts = asked[-1].args.get("prompts") if asked else None
        if isinstance(prompts, list) and prompts:
            self._screen.offer(prompts)

    def obey(self, line: str) -> bool:
        """Do what a line says; false when the person leaves."""
        text = line.strip()
        order, _, rest = text.partition(" ")
        order = _ENGLISH.get(order.lower(), order.lower())
        if order == "/quitter":
            self._over = True
            return False
        clicked = _CLICK.fullmatch(text)
        if text.startswith("/"):
            self._orders.get(order, self._unknown)(rest.strip() if order in self._orders else order)
        elif clicked and self._is_click(int(clicked[1]), clicked[2]):
            self._click(int(clicked[1]), (clicked[2] or "").strip())
        elif text:
            self._write(text)
        return not self._over

    # ---- writing

    def _write(self, text: str) -> None:
        """A direct message, a mention (`@`) or another message of the channel (`#`)."""
        mark, rest = (text[0], text[1:].strip()) if text[0] in "@#" else ("", text)
        channel = CHANNEL if mark else self._emulator.direct_channel(ME)
        said = html.escape(rest, quote=False)
        said = _COLLEAGUE.sub(rf"<@{COLLEAGUE}|\1>", said) if mark else said
        said = f"<@{self._emulator.bot_user}> {said}" if mark == "@" else said
        self._leave()
        self._last = (channel, self._threads.get(channel, ""))
        sent = self._emulator.say(said, channel, ME, self._threads.get(channel))
        self._threads.setdefault(channel, sent.ts)
        self._last = (channel, self._threads[channel])
        self._in_channel = sent.ts if mark else self._in_channel
        self._after("simulate.silence")

    def _after(self, quiet: str = "simulate.sent") -> None:
        """Wait for what the bot does, print it, and fill the window that it opened, if any."""
        try:
            done = self._settle(_PATIENCE)
        except KeyboardInterrupt:  # as the stop button does
            self._emulator.stop_clicked(*self._last, user=ME)
            done = self._settle(_PATIENCE)
        if not self._screen.news():
            self._front.tell(quiet if done else "simulate.waiting")
        opened = self._emulator.modal(ME)
        if opened and opened.get("submit") and opened["id"] != self._filled:
            self._fill()

    def _leave(self) -> None:
        """Close the windows, as one does to write elsewhere."""
        while self._emulator.modal(ME):
            self._emulator.close_modal(ME)
        self._screen.left()

    # ---- orders

    def _command(self, rest: str) -> None:
        self._leave()
        self._emulator.command(COMMAND, rest, CHANNEL, ME)
        self._after()

    def _help(self, _rest: str) -> None:
        self._front.tell("simulate.help")

    def _home(self, _rest: str) -> None:
        self._leave()
        self._screen.show_home()
        self._emulator.open_home(ME)
        self._after()

    def _ask(self, _rest: str) -> None:
        self._leave()
        self._emulator.shortcut(ASK_ANYWHERE, ME)
        self._after()

    def _shortcut(self, _rest: str) -> None:
        if not self._in_channel:
            return self._front.tell("simulate.no_message")
        self._leave()
        self._emulator.message_shortcut(ASK_MESSAGE, CHANNEL, self._in_channel, ME)
        return self._after()

    def _new(self, _rest: str) -> None:
        self._leave()
        self._threads.clear()
        self._screen.clear()
        self.sit_down()

    def _close(self, _rest: str) -> None:
        self._front.tell("simulate.closed" if self._emulator.modal(ME) else "simulate.no_modal")
        self._leave()

    def _stop(self, _rest: str) -> None:
        if not self._last[1] or self._settle(0.2):
            return self._front.tell("simulate.nothing_to_stop")
        self._emulator.stop_clicked(*self._last, user=ME)
        return self._after()

    def _unknown(self, order: str) -> None:
        self._front.tell("simulate.unknown", command=order)

    # ---- clicks

    def _is_click(self, number: int, words: str | None) -> bool:
        """Whether a line that begins with a number is a click: « 2025 : quel montant ? » is a message."""
        target = self._screen.target(number)
        numbers = words is None or not words.strip("0123456789, ")
        return numbers or (target is not None and _takes_words(target.element))

    def _click(self, number: int, words: str) -> None:
        target = self._screen.target(number)
        if target is None:
            return self._front.tell("simulate.no_button")
        if words and not _takes_words(target.element):
            return self._front.tell("simulate.no_field")
        if target.on == "prompt":
            return self._write(target.element.value)
        if target.element.type == "submit":
            return self._fill()
        if target.on != "modal":
            self._leave()
        value, chosen = target.element.value, {}
        if _takes_words(target.element):
            words = words or self._asked(target.element)
            value, chosen = words, self._chosen(target, words)
            if not words or (target.element.type in _MENUS and not chosen):
                return self._front.tell("simulate.nothing_chosen")
        elif not self._confirmed(target):
            return self._front.tell("simulate.nothing_chosen")
        return self._act(target, value, chosen)

    def _act(self, target: Target, value: str, chosen: Mapping[str, Any]) -> None:
        emulator, name = self._emulator, target.element.action_id
        given = None if chosen else value
        if target.on == "message":
            emulator.action(name, *target.key, given, user=ME, **chosen)
        elif target.on == "home":
            emulator.home_action(name, given, ME, **chosen)
        else:
            emulator.modal_action(name, given, ME, **chosen)
        if target.element.url:
            return self._front.tell("simulate.link", url=target.element.url)
        return self._after()

    def _confirmed(self, target: Target) -> bool:
        """Ask what Slack asks before a button that cannot be undone."""
        view = {"home": self._emulator.home, "modal": self._emulator.modal}.get(target.on)
        blocks = (view(ME) or {}).get("blocks") if view else self._emulator.messages.get(target.key, {}).get("blocks")
        raw = next((one for _, one in elements_of(blocks or []) if one["action_id"] == target.element.action_id), {})
        confirm = raw.get("confirm")
        if not confirm:
            return True
        self._front.write(f"{confirm['text']['text']} [{confirm['confirm']['text']} / {confirm['deny']['text']}]")
        said = fold(self._read("simulate.confirm") or "")
        return said in _YES or said == fold(confirm["confirm"]["text"])

    def _asked(self, element: Element) -> str:
        """What the person puts in a field whose number they typed alone."""
        for number, option in enumerate(() if element.type in OPEN else element.options, 1):
            self._front.write(f"  {number}. {option.label}")
        key = "simulate.fill_numbers" if element.options else "simulate.fill"
        return self._read(key, label=element.label) or ""

    def _chosen(self, target: Target, words: str) -> dict[str, Any]:
        """The choices that some words mean, as the client sends them; of boxes, those ticked once these are turned."""
        options = target.element.options
        if target.element.type == "external_select":
            found = self._emulator.suggest(target.element.action_id, words, ME) or {}
            options = tuple(Option(one["text"]["text"], one["value"]) for one in found.get("options") or ())
        meant = _meant(options, words)
        if not meant:
            return {}
        if target.several:
            return {"selected_options": [one.value for one in options if one.chosen != (one.value in meant)]}
        return {"selected_option": meant[0]}

    def _read(self, key: str, **values: object) -> str | None:
        """Read an answer behind a question of ours, which a pipe does not see."""
        return self._front.read_lines(message(key, self._front.language, **values).lstrip() + " ")

    # ---- windows

    def _fill(self) -> None:
        """Ask each field of the window on top, then send it; an order in place of a text leaves it."""
        view = self._emulator.modal(ME) or {}
        self._filled = str(view.get("id"))
        values: dict[str, Any] = {}
        optional = {str(one.get("block_id")): bool(one.get("optional")) for one in view.get("blocks") or ()}
        for element in (one for one in shown(view).elements if one.type != "submit"):
            free = optional.get(element.block_id, False)
            said = self._field(element, free)
            if said is None or said.startswith("/") or not (said or free):
                return self._interrupted(said)
            if said:
                meant = _meant(element.options, said) if element.options else [said]
                values[element.action_id] = meant if element.type == "checkboxes" else "".join(meant[:1])
        sent = self._emulator.submit(str(view["callback_id"]), values, ME)
        for fault in (sent.ack or {}).get("errors", {}).values() if isinstance(sent.ack, dict) else ():
            self._front.write(str(fault))
        self._screen.left()
        return self._after()

    def _field(self, element: Element, free: bool) -> str | None:
        """What the person enters in a field of a window."""
        key = "simulate.fill" if free else "simulate.fill_needed"
        return self._read("simulate.fill_numbers" if element.options and free else key, label=element.label)

    def _interrupted(self, said: str | None) -> None:
        """A window was left before it was full: by an order, by nothing in a needed field, by the end of the input."""
        self._close("")
        self._over = said is None
        if said:
            self.obey(said)


def _takes_words(element: Element) -> bool:
    return element.type in _MENUS or element.type.endswith(("_input", "_select"))


def _meant(options: tuple[Option, ...], words: str) -> list[str]:
    """Values of the choices that some words mean: their numbers, « 1, 3 », or the beginning of a label."""
    said = re.split(r"[\s,;]+", words.strip())
    if all(word.isdigit() for word in said):
        return [options[int(word) - 1].value for word in said if 0 < int(word) <= len(options)]
    exact = [one.value for one in options if fold(one.label) == fold(words)]
    return exact or [one.value for one in options if fold(one.label).startswith(fold(words.strip()))][:1]
