"""What a written sentence says, read without any code of the checks: figures, numbers in words, names, addresses.

Like `bot/judging.py`, so that a fault of the checks' own reading does not hide from the tests.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.answer import Answer, Citation
from bot.judging import figures, plain

_SAID = re.compile(r"(?P<text>.+?)(?P<marks>(?: \[\d+\])+)(?: |\Z)", re.DOTALL)
_WRITTEN = {
    2: "deux two", 3: "trois three", 4: "quatre four", 5: "cinq five", 6: "six", 7: "sept seven", 8: "huit eight",
    9: "neuf nine", 10: "dix ten", 12: "douze twelve", 15: "quinze fifteen", 20: "vingt twenty", 30: "trente thirty",
    40: "quarante forty", 50: "cinquante fifty", 60: "soixante sixty", 90: "ninety", 100: "cent hundred",
    0.5: "moitie half", 1000: "mille thousand", 10**6: "million millions", 10**9: "milliard milliards billion",
}  # fmt: skip
_VALUES = {word: value for value, words in _WRITTEN.items() for word in words.split()}
_CAPITAL = re.compile(r"(?<![.!?…] )(?<!\A)(?<![\w])[^\W\d_a-zà-ÿœ][\w'’-]*|\b[^\W\d_a-zà-ÿœ]{2,}\b")
_PART = r"[^\s()]*"
_ADDRESS = re.compile(rf"{_PART}(?:://|www\.|@){_PART}|{_PART}[^\W\d_]\.[^\W\d_]{_PART}")
_FORBIDDEN = set("<>[]{}*_`|#\\")


def sentences(answer: Answer) -> Iterator[tuple[str, list[Citation]]]:
    """Each sentence of a written answer with its own citations; all of the text is in one of them."""
    read = list(_SAID.finditer(answer.text))
    assert "".join(one.group() for one in read) == answer.text
    for one in read:
        yield one["text"], [answer.citations[int(n) - 1] for n in re.findall(r"\d+", one["marks"])]


def faults(text: str, citations: list[Citation]) -> list[str]:
    """Everything that a sentence says and that its own citations do not."""
    labels = " ".join(f"{c.convention} {c.article or ''}" for c in citations)
    carriers = f"{' '.join(c.quote for c in citations)} {labels}"
    words = set(re.findall(r"\w+", plain(carriers)))
    found = [f"figure {one}" for one in figures(text) - figures(carriers)]
    held = {_VALUES[word] for word in words if word in _VALUES} | {int(w) for w in words if w.isdecimal()}
    said = re.findall(r"\w+", plain(text))
    found += [f"number {word}" for word in said if word in _VALUES and _VALUES[word] not in held]
    names = [part for name in _CAPITAL.findall(text) for part in re.findall(r"\w+", plain(name))]
    found += [f"name {name}" for name in names if name not in words and len(name) > 1]
    found += [f"address {one}" for one in _ADDRESS.findall(text) if plain(one).strip(" .,;:)") not in plain(carriers)]
    found += [f"mark {c}" for c in text if c in _FORBIDDEN or (c not in "\u00a0\u202f" and _hidden(c))]
    return found


def _hidden(character: str) -> bool:
    category = unicodedata.category(character)
    other = category.startswith("L") and not unicodedata.name(character).startswith("LATIN")
    return other or category in ("Cc", "Cf", "Co", "Cs", "Nl", "No") or (category == "Nd" and not character.isascii())
