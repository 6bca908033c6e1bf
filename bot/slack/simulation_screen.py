"""What the terminal shows of the emulated Slack: each surface once, under its place, what can be clicked numbered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.answer import Language
from bot.slack.emulator import SlackEmulator
from bot.slack.emulator.shown import Element, shown
from prompts import message

Json = Mapping[str, Any]
Key = tuple[str, str]
"""Channel and ts of a message; of a window, an empty text and its id."""
Surface = Literal["message", "home", "modal", "prompt"]
_HOME: Key = ("home", "")
ME, COLLEAGUE, CHANNEL = "U1", "U2", "C1"
"""The person, whoever else they name, and the one channel that they share with the bot."""
_MOST_CHOICES = 4
"""Choices that a menu shows beside it; more are listed when its number is typed alone."""
_MULTIPLE = ("checkboxes", "multi_static_select", "multi_external_select")
OPEN = ("checkboxes", "radio_buttons")
"""Fields that show all their choices."""


@dataclass(frozen=True, slots=True)
class Front:
    """The terminal."""

    write: Callable[[str], None]
    read: Callable[[str], str | None]
    """Reads a line behind a prompt; `None` at the end of the input."""
    language: Language

    def tell(self, key: str, /, **values: object) -> None:
        """Print a message of ours."""
        self.write(message(key, self.language, **values))

    def read_lines(self, prompt: str | None = None) -> str | None:
        """Read a text: a line that ends with a backslash goes on with the next one. `None` at the end of the input."""
        line = self.read(message("simulate.prompt", self.language) if prompt is None else prompt)
        held: list[str] = []
        while line is not None and line.rstrip("\r\n").endswith("\\"):
            held.append(line.rstrip("\r\n")[:-1])
            line = self.read(message("simulate.more", self.language))
        return "\n".join([*held, line or ""]).strip() if held or line is not None else None


@dataclass(frozen=True, slots=True)
class Target:
    """What a number stands for."""

    on: Surface
    element: Element
    key: Key = ("", "")

    @property
    def several(self) -> bool:
        """Whether more than one choice may be made."""
        return self.element.type in _MULTIPLE


class Screen:
    """Remembers what was printed, and what each number stands for: those of messages stay, a window's go with it."""

    def __init__(self, emulator: SlackEmulator, front: Front) -> None:
        self._emulator, self._front = emulator, front
        self._printed: dict[Key, tuple[str, ...]] = {}
        self._targets: list[Target] = []
        self._home: list[str] = []

    def target(self, number: int) -> Target | None:
        """What a number stands for now."""
        return self._targets[number - 1] if 0 < number <= len(self._targets) else None

    def clear(self) -> None:
        """Forget the numbers: another thread begins."""
        self._targets.clear()

    def left(self) -> None:
        """The person left the window on top."""
        self._drop("modal")

    def news(self) -> bool:
        """Print what is new or has changed; whether anything was."""
        printed = [self._print(key, place, surface) for key, place, surface in self._surfaces()]
        return any(printed)

    def offer(self, prompts: Sequence[Json]) -> None:
        """Print the questions that the bot proposes to begin with."""
        self._drop("home", "modal")
        self._front.tell("simulate.offered")
        for one in prompts:
            element = Element(str(one["title"]), "", str(one["message"]), "prompt", "")
            self._targets.append(Target("prompt", element))
            self._front.write(f"{mark(len(self._targets))} {element.label}")

    def show_home(self) -> None:
        """Have the Home printed at the next news, changed or not."""
        self._printed.pop(_HOME, None)
        self._home = []

    def _surfaces(self) -> list[tuple[Key, str, Json]]:
        """What the person can see: the bot's messages, by time, then the Home, then the window on top."""
        emulator = self._emulator
        with emulator.changing():
            seen = {key: one for key, one in emulator.asides.items() if one.get("seen_by") == ME}
            ours = {key: one for key, one in emulator.messages.items() if one.get("user") == emulator.bot_user}
            found = sorted({**ours, **seen}.items(), key=lambda pair: pair[0][1])
        surfaces: list[tuple[Key, str, Json]] = [
            (key, _place(one), one) for key, one in found if not one.get("streaming")
        ]
        home, modal = emulator.home(ME), emulator.modal(ME)
        surfaces += [(_HOME, "simulate.home", home)] if home else []
        return surfaces + ([(("", str(modal["id"])), "simulate.modal", modal)] if modal else [])

    def _print(self, key: Key, place: str, surface: Json) -> bool:
        """Print a surface unless it stands there already; of a Home that is on screen, only what has changed."""
        seen = shown(surface)
        if self._printed.get(key) == seen.lines:
            return False
        self._printed[key] = seen.lines
        on = _on(key)
        below = bool(self._targets) and self._targets[-1].on == on
        self._drop(*(("modal",) if on == "modal" else ("home", "modal")))
        lines = _renumbered(seen.lines, seen.elements, len(self._targets), self._front.language)
        self._targets += [Target(on, element, key) for element in seen.elements]
        self._front.write(f"\n── {message(place, self._front.language)} ──")
        before, self._home = (self._home, lines) if on == "home" else ([], self._home)
        changed = below and len(before) == len(lines)
        told = [line for line, old in zip(lines, before, strict=True) if line != old] if changed else lines
        self._front.write("\n".join(told))
        return True

    def _drop(self, *kinds: str) -> None:
        """Take back the last numbers, those of surfaces that others cover."""
        while self._targets and self._targets[-1].on in kinds:
            self._targets.pop()


def mark(number: int) -> str:
    """How a number to click is written: not as « [1] », which answers write for their citations."""
    return f"‹{number}›"


def _on(key: Key) -> Surface:
    return "home" if key == _HOME else "message" if key[0] else "modal"


def _place(one: Json) -> str:
    """The message that says where a message of the bot stands."""
    if one.get("is_ephemeral"):
        return "simulate.private"
    if str(one["channel"]).startswith("D"):
        return "simulate.direct"
    return "simulate.thread" if one.get("thread_ts") else "simulate.channel"


def _renumbered(lines: Sequence[str], elements: Sequence[Element], first: int, language: Language) -> list[str]:
    """The lines with the numbers of the whole screen, choices numbered, long menus counted."""
    text, at = "\n".join(lines), 0
    for place, element in enumerate(elements, 1):
        drawn, fresh = f"[{place}] {element.label}", f"{mark(first + place)} {element.label}"
        drawn, fresh = (drawn, fresh) if element.label else (f"{drawn.rstrip()}\n", f"{fresh.rstrip()}\n")
        found = text.find(drawn, at)
        if found < 0:
            continue
        text = text[:found] + fresh + text[found + len(drawn) :]
        at = found + len(fresh)
        text = text[:at] + _choices(text[at:], element, language)
    return text.split("\n")


def _choices(rest: str, element: Element, language: Language) -> str:
    """What follows the mark of an element, its choices numbered, or only counted where they are many."""
    if element.type in OPEN:
        for number, option in enumerate(element.options, 1):
            for box in ("☐ ", "☑ ", "( ) ", "(•) "):
                rest = rest.replace(f"    {box}{option.label}", f"    {box}{number}. {option.label}", 1)
    elif len(element.options) > _MOST_CHOICES:
        listed = f" ({' | '.join(option.label for option in element.options)})"
        counted = message("simulate.choices", language, count=len(element.options))
        rest = rest.replace(listed, f" ({counted})", 1)
    return rest
