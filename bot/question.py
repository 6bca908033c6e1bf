"""A question, as it comes from a terminal, a program, Slack or the web, made safe to read."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

MAX_CHARACTERS = 4_000
"""A longer question is read no further; Slack itself cuts messages at 40,000 characters."""
MAX_THREAD = 20
"""Earlier questions kept, the latest ones."""

_SLACK = re.compile(
    r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|![^>|]*)(?:\|(?P<label>[^>]*))?>|<(?P<url>https?://[^>|]+)(?:\|(?P<text>[^>]*))?>"
)
"""Slack's marks for people, channels, special mentions and links (mrkdwn reference, « Formatting text »)."""
_MARKS = re.compile(r"[*_~`]{1,3}(?=\S)|(?<=\S)[*_~`]{1,3}")


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, and what was asked before in the same thread."""

    id: str
    """The caller's name for it, given back in the answer."""
    text: str
    thread: tuple[str, ...] = ()
    """Earlier questions of the thread, oldest first."""
    assumed: tuple[str, ...] = ()
    """Ids of the conventions meant when neither the question nor its thread names one: a candidate that was clicked,
    the conventions of a channel, a person's own."""


def parse(fields: Mapping[str, object]) -> Question:
    """A question from the contract's JSON object. Raises KeyError, TypeError, ValueError when it is none."""
    text, thread = fields["question"], fields.get("thread") or ()
    if not isinstance(text, str) or not isinstance(thread, Sequence) or isinstance(thread, str):
        raise TypeError("question must be a string and thread a list of strings")
    return Question(str(fields.get("id", "")), text, tuple(str(earlier) for earlier in thread))


def clean(text: str) -> str:
    """The words of a question: no control characters, no Slack marks, single blanks, at most MAX_CHARACTERS.

    >>> clean("<@U012AB3CD> quel est\\x00 le *montant* ?")
    'quel est le montant ?'
    """
    text = unicodedata.normalize("NFC", text[: MAX_CHARACTERS * 2])
    text = _SLACK.sub(lambda m: m["label"] or m["text"] or m["url"] or " ", text)
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") else c for c in text)
    text = _MARKS.sub("", text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    return " ".join(text.split())[:MAX_CHARACTERS]


def cleaned(question: Question) -> Question:
    """The question and its thread, cleaned; empty messages leave the thread."""
    thread = tuple(filter(None, map(clean, question.thread[-MAX_THREAD:])))
    return replace(question, text=clean(question.text), thread=thread)
