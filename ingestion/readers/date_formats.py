"""Date formats: what a spreadsheet shows of a day, a time or a duration, as French settings show it."""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."
)  # fmt: skip
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_SYSTEM_DATE = re.compile(r"\[\$-F800\]", re.IGNORECASE)
"""« The long date of whoever opens it »."""
_ASIDE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]?', re.IGNORECASE | re.DOTALL)
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|(?P<letters>y+|m+|d+|h+|s+(?:\.0+)?|\[h+\]|\[m+\]|\[s+\]|AM/PM|A/P)'
    r"|\[[^\]]*\]?|_.|\*.|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_LAST = 2_958_466
"""The day after 31 December 9999, beyond which spreadsheets have no date."""


def is_date(section: str) -> bool:
    """Whether a format code shows its number as a day or a time.

    >>> is_date("dd/mm/yyyy"), is_date('0 "jours"'), is_date("[Red]0")
    (True, False, False)
    """
    bare = _ASIDE.sub("", section)
    return bool(re.search(r"[ymdhs]", bare, re.IGNORECASE)) and not re.search(r"[0#?](?<!\.0)", bare)


def show_date(value: Decimal, section: str, since_1904: bool) -> str | None:
    """A number of days as a date, a time or a duration; `None` when it is none.

    Figures alone are put in the French order, for nobody should take 3/4 for 4 March.

    >>> show_date(Decimal(45000), "d mmmm yyyy", False), show_date(Decimal("1.5"), "[h]:mm", False)
    ('15 mars 2023', '36:00')
    """
    if not 0 <= value < _LAST:
        return None
    seconds = int((value * 86_400).to_integral_value(ROUND_HALF_UP))
    moment = _moment(seconds, since_1904)
    if moment is None:
        return None
    if _SYSTEM_DATE.search(section):
        return f"{_DAYS[moment.weekday()]} {moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
    pieces = [(piece["letters"] or "").lower() for piece in _PIECE.finditer(section)]
    letters = [piece for piece in pieces if piece]
    day = {piece[0] for piece in letters if piece[0] in "ymd"} == {"y", "m", "d"}
    if day and all(len(piece) < 3 for piece in letters if piece[0] in "md"):
        return moment.strftime("%d/%m/") + f"{moment.year:04}" + _time(moment, letters)
    return _spelt(section, moment, seconds).strip()


def _moment(seconds: int, since_1904: bool) -> datetime | None:
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if seconds < 60 * 86_400 else 30)
    try:
        return start + timedelta(seconds=seconds)
    except OverflowError:
        return None


def _time(moment: datetime, letters: list[str]) -> str:
    if not any(piece[0] == "h" for piece in letters):
        return ""
    return moment.strftime(" %H:%M:%S" if any(piece[0] == "s" for piece in letters) else " %H:%M")


def _spelt(section: str, moment: datetime, seconds: int) -> str:
    pieces = list(_PIECE.finditer(section))
    letters = [(piece["letters"] or "").lower() for piece in pieces]
    shown = []
    for index, piece in enumerate(pieces):
        if letters[index]:
            before = next((other for other in reversed(letters[:index]) if other), "")
            after = next((other for other in letters[index + 1 :] if other), "")
            minute = before.strip("[")[:1] == "h" or after[:1] == "s"
            shown.append(_piece(letters[index], moment, seconds, minute))
        else:
            shown.append(next((piece[name] for name in ("quoted", "escaped", "other") if piece[name] is not None), ""))
    return "".join(shown)


def _piece(letters: str, moment: datetime, seconds: int, minute: bool) -> str:
    sort, length = letters[0], len(letters)
    if sort == "[":
        unit = {"h": 3600, "m": 60, "s": 1}[letters[1]]
        return str(seconds // unit).rjust(length - 2, "0")
    if sort == "y":
        return f"{moment.year:04}" if length > 2 else f"{moment.year % 100:02}"
    if sort == "d":
        names = ("", "", "", _DAYS[moment.weekday()][:3] + ".", _DAYS[moment.weekday()])
        return names[min(length, 4)] or str(moment.day).rjust(length, "0")
    if sort == "m" and not minute:
        names = ("", "", "", _SHORT_MONTHS[moment.month - 1], _MONTHS[moment.month - 1])
        return names[min(length, 4)] or str(moment.month).rjust(length, "0")
    if sort == "a":
        return ""
    part = {"h": moment.hour, "m": moment.minute, "s": moment.second}[sort]
    return str(part).rjust(min(length, 2), "0")
