"""Calendar feeds (RFC 5545): what is dated, as days of a calendar. The only file that knows icalendar."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from bot.answer import Language
from bot.coming import Coming
from ingestion.french.folding import fold
from ingestion.lines import display
from prompts import message

MEDIA_TYPE = "text/calendar; charset=utf-8"
_ALARMS = (30, 7)
"""Days before the last day of a notice: the time to decide, then the time to write."""
_REFRESH = timedelta(hours=12)


def feed(lines: Iterable[Coming], name: str, on: date, language: Language, address: Callable[[Coming], str]) -> bytes:
    """The feed of some lines: same lines, same day, same bytes.

    `name`: of the calendar; `on`: the day on which it is made; `address`: page that shows a line's passage.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Alinea//conventions//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    used: dict[str, int] = {}
    for line in lines:
        key = _key(line)
        used[key] = used.get(key, 0) + 1
        calendar.add_component(_event(line, f"{key}-{used[key]}@alinea", on, language, address(line)))
    held: bytes = calendar.to_ical()
    return held


def _event(line: Coming, uid: str, on: date, language: Language, address: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(on, time(), UTC))
    event.add("dtstart", line.day)
    event.add("dtend", line.day + timedelta(days=1))
    event.add("summary", message("feed.summary", language, name=line.name, what=display(line.what)))
    event.add("description", _description(line, language))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")  # a deadline takes nobody's time
    event.add("categories", [message(f"feed.{'notice' if line.nature == 'notice' else 'due'}", language)])
    for days in _ALARMS if line.nature == "notice" else ():
        event.add_component(_alarm(line, days, language))
    return event


def _alarm(line: Coming, days: int, language: Language) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-days))
    alarm.add("description", message("feed.alarm", language, days=days, name=line.name, what=display(line.what)))
    return alarm


def _description(line: Coming, language: Language) -> str:
    """How the day was computed, then the very words that it rests on and their file."""
    cited = line.citation
    place = message("feed.place", language, quote=cited.quote, source=cited.source)
    return "\n\n".join(filter(None, (line.how, place)))


def _key(line: Coming) -> str:
    """What makes a line the same after its day changed: its convention, its nature and its words.

    What comes back is told apart by its days.
    """
    again = line.day.isoformat() if line.nature == "recurrence" else ""
    words = "" if line.nature not in ("deadline", "recurrence") else fold(display(line.what))
    said = "\0".join((fold(line.name), line.nature, words, again))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
