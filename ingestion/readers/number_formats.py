"""Number formats: what a spreadsheet shows of a number, as French settings show it."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from ingestion.readers.date_formats import is_date, show_date

BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "dd/mm/yyyy hh:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((5, 6), '#,##0 "€";-#,##0 "€"'), **dict.fromkeys((7, 8), '#,##0.00 "€";-#,##0.00 "€"'),
    41: '#,##0;-#,##0;"-"', 42: '#,##0 "€";-#,##0 "€";"-" "€"', 43: '#,##0.00;-#,##0.00;"-"',
    44: '#,##0.00 "€";-#,##0.00 "€";"-" "€"',
}  # fmt: skip
"""Formats that a file names by number only (ECMA-376 part 1, 18.8.30), which follow the settings of whoever opens it:
dates, separators and currency are the French ones."""
_SPACE = "\u00a0"
"""What French settings put between thousands."""
_EXACT = Context(prec=15, rounding=ROUND_HALF_UP)
"""Digits that spreadsheets keep: 4.5999999999999996 in a file is 4.6."""
_WIDEST = 30
"""Digits before or after the comma beyond which a number is written as it stands in the file."""
_SECTION = re.compile(r'((?:"[^"]*"?|\\.|\[[^\]]*\]?|[^;"\\\[])*)(;|\Z|\\)', re.DOTALL)
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<wide>.)|\*.|\[(?P<bracket>[^\]]*)\]?|(?P<other>.)', re.S
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_GENERAL = re.compile(r"(?:\[[^\]]*\])*\s*(?:General|Standard)\b", re.IGNORECASE)
_GROUPED = re.compile(r"#+\\?[ \u00a0\u202f]##0")
_LONGEST = 500
"""Characters of a format code; spreadsheets allow 255."""


def show_number(raw: str, code: str, since_1904: bool = False) -> str:
    """The text of a cell that holds a number, in its format.

    >>> show_number("1234.5", '#,##0.00 "€"').replace(_SPACE, " "), show_number("0.5", "0 %")
    ('1 234,50 €', '50 %')
    >>> show_number("352", "0000"), show_number("120000", '#,##0, "k€"')
    ('0352', '120 k€')
    >>> show_number("46022", "m/d/yyyy"), show_number("1234.5", "General"), show_number("0", '0;-0;"néant"')
    ('31/12/2025', '1234,5', 'néant')
    """
    value = _number(raw)
    if value is None or len(code) > _LONGEST:
        return raw
    section, magnitude = _section(value, code)
    if _GENERAL.match(section) or not code.strip():
        return _plain(magnitude)
    if is_date(section):
        return show_date(value, section, since_1904) or _plain(value)
    return _filled(magnitude, section)


def _number(raw: str) -> Decimal | None:
    """None for what is no number, or too large or small to be one that people write."""
    if len(raw) > 400 or not re.fullmatch(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,4})?\s*", raw, re.ASCII):
        return None
    value = _EXACT.create_decimal(raw.strip())
    return Decimal(0) if not value else value if abs(value.adjusted()) <= _WIDEST else None


def _plain(value: Decimal) -> str:
    text = format(value.normalize(), "f")
    return text.replace(".", ",")


def _section(value: Decimal, code: str) -> tuple[str, Decimal]:
    """The part of a code that holds for a number, and the number to put in it: its own section says the sign."""
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections]
    if any(conditions):
        chosen = (s for s, c in zip(sections, conditions, strict=True) if c is None or _holds(value, c))
        return next(chosen, sections[-1]), value
    if value < 0 and len(sections) > 1:
        return sections[1], -value
    if not value and len(sections) > 2:
        return sections[2], value
    return sections[0], value


def _sections(code: str) -> list[str]:
    """The parts of a code between its semicolons."""
    sections = []
    for match in _SECTION.finditer(code):
        sections.append(match[1])
        if match[2] != ";":
            break
    return sections


def _holds(value: Decimal, condition: re.Match[str]) -> bool:
    bound = Decimal(condition[2])
    holds = {
        "<": value < bound, "<=": value <= bound, ">": value > bound,
        ">=": value >= bound, "=": value == bound, "<>": value != bound,
    }  # fmt: skip
    return holds[condition[1]]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A section taken apart."""

    before: str
    whole: tuple[str, ...]
    """Places of digits before the point, and what stands among them."""
    places: str
    """Places of digits after the point."""
    after: str
    grouped: bool
    shift: int
    """Power of ten by which the number is shown: 2 a percent sign, -3 a thousand's comma."""
    sound: bool
    """False for what this does not show: fractions, powers of ten."""


@lru_cache(maxsize=256)
def _pattern(section: str) -> _Pattern:
    before: list[str] = []
    whole: list[str] = []
    gap: list[str] = []
    places: list[str] = []
    after: list[str] = []
    commas, point, percent, sound = 0, False, 0, True
    grouped = bool(_GROUPED.search(section))
    for token in _TOKEN.finditer(section):
        other = token["other"]
        if other is not None and other in "0#?" and not after:
            if point:
                places.append(other)
            else:
                grouped = grouped or (commas > 0 and bool(whole))
                whole += [*gap, other]
                gap, commas = [], 0
        elif other == "," and (whole or point):
            commas += 1
        elif other == "." and not point:
            point = True
        else:
            text = _literal(token)
            percent += other == "%"
            sound = sound and (other is None or other not in "/E@")
            (gap if whole and not point else after if places or point else before).append(text)
    shift = 2 * percent - 3 * commas
    return _Pattern("".join(before), tuple(whole), "".join(places), "".join(gap + after), grouped, shift, sound)


def _literal(token: re.Match[str]) -> str:
    """What a token that is no digit's place shows: `[$€-40C]` a currency, `_x` a blank, a colour nothing."""
    if token["bracket"] is not None:
        return token["bracket"][1:].partition("-")[0] if token["bracket"].startswith("$") else ""
    if token["wide"] is not None:
        return " "
    return next((token[name] for name in ("quoted", "escaped", "other") if token[name] is not None), "")


def _filled(value: Decimal, section: str) -> str:
    pattern = _pattern(section)
    if not pattern.sound:
        return _plain(value)
    if not pattern.whole and not pattern.places:
        return (pattern.before + pattern.after).strip(" ")
    scaled = value.scaleb(pattern.shift).quantize(Decimal(1).scaleb(-len(pattern.places)), ROUND_HALF_UP, Context(90))
    sign = "-" if scaled < 0 else ""
    whole, _, decimals = format(abs(scaled), "f").partition(".")
    least = max((index + 1 for index, place in enumerate(pattern.places) if place == "0"), default=0)
    decimals = decimals[:least] + decimals[least:].rstrip("0")
    shown = _placed(whole, pattern) + ("," + decimals if decimals else "")
    return (pattern.before.lstrip(" ") + sign + shown + pattern.after).strip(" ")


def _placed(whole: str, pattern: _Pattern) -> str:
    """Digits in their places from the right; the leftmost place takes those that are left."""
    least = sum(place == "0" for place in pattern.whole)
    digits = (whole if whole != "0" else "").rjust(least, "0")
    if pattern.grouped:
        return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", _SPACE, digits)
    shown: list[str] = []
    places = [index for index, place in enumerate(pattern.whole) if place in ("0", "#", "?")]
    for index in range(len(pattern.whole) - 1, -1, -1):
        if index not in places:
            shown.append(pattern.whole[index] if digits else "")
        elif index == places[0]:
            shown.append(digits)
        elif digits:
            shown.append(digits[-1])
            digits = digits[:-1]
    return "".join(reversed(shown))
