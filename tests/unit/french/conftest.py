"""A speller of French numbers written for the tests, to check the reader against."""

from collections.abc import Callable

import pytest

_SMALL = [
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
]
_TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}


def _spell(number: int) -> str:
    """The number in words, as in France, traditional hyphens, below 10¹²."""
    parts = []
    for scale, name in ((10**9, "milliard"), (10**6, "million")):
        count, number = divmod(number, scale)
        if count:
            parts.append(f"{_hundreds(count, True)} {name}{'s' if count > 1 else ''}")
    thousands, rest = divmod(number, 1000)
    if thousands:
        parts.append("mille" if thousands == 1 else f"{_hundreds(thousands, False)} mille")
    if rest or not parts:
        parts.append(_hundreds(rest, True))
    return " ".join(parts)


def _hundreds(number: int, last: bool) -> str:
    count, rest = divmod(number, 100)
    if not count:
        return _tens(rest, last)
    plural = "s" if count > 1 and not rest and last else ""
    hundred = f"{_SMALL[count]} cent{plural}" if count > 1 else "cent"
    return f"{hundred} {_tens(rest, last)}" if rest else hundred


def _tens(number: int, last: bool) -> str:
    if number < 20:
        return _SMALL[number]
    ten, unit = divmod(number, 10)
    if ten in (7, 9):
        ten, unit = ten - 1, unit + 10
    if not unit:
        return _TENS[ten] + ("s" if ten == 8 and last else "")
    link = " et " if unit in (1, 11) and ten != 8 else "-"
    return f"{_TENS[ten]}{link}{_SMALL[unit]}"


@pytest.fixture(scope="session")
def spell() -> Callable[[int], str]:
    """The speller: a whole number below 10¹² to its words."""
    return _spell
