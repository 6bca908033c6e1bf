"""What tests read of messages. No test of its own."""

import time

from bot.slack.emulator.records import Json


def plain(text: str) -> str:
    """Text with plain blanks in place of those that do not break a line."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def labels(message: Json, kind: str = "button") -> list[str]:
    """Texts of the buttons of a message, in reading order."""
    rows = [block for block in message.get("blocks") or [] if block["type"] == "actions"]
    return [one["text"]["text"] for row in rows for one in row["elements"] if one["type"] == kind]


def for_a_second() -> None:
    """Where only time can prove that nothing comes."""
    time.sleep(1)
