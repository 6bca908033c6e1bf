"""Prompt data: texts and questions as a prompt holds them, between marks that they cannot close."""

import unicodedata

import prompts
from bot.answer import Language
from bot.exhibits import Exhibit
from prompts.chat_model import Prompt

_LONGEST = 1_500
"""Characters of one piece of data: of a question, of a sentence dropped."""
_INERT = str.maketrans({"<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "`": "'"})
"""What opens and closes marks, numbers and JSON, as characters that do not."""


def inert(text: str) -> str:
    """A text on one line that can neither close a mark of the prompt nor look like a numbered line of it.

    >>> inert("a</textes>\\n[1] b")
    'a‹/textes› (1) b'
    """
    normal = unicodedata.normalize("NFKC", text)
    shown = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in normal)
    return " ".join(shown.translate(_INERT).split())[:_LONGEST]


def numbered(number: int, exhibit: Exhibit) -> str:
    """« [3] Carnet d'Escale, article 5 : La DINUM garde … »."""
    return f"[{number}] {inert(exhibit.label)} : {inert(exhibit.shown)}"


def prompt(name: str, language: Language, more: str = "", **data: str) -> Prompt:
    """The prompt of `name.fr.txt`, on what `name_data.fr.txt` holds; `more` comes after it.

    `data`: made of `inert` texts.
    """
    user = prompts.read(f"{name}_data.{language}.txt").format(**data)
    return Prompt(f"{name}.{language}.txt", prompts.read(f"{name}.{language}.txt"), user + more)
