"""Silence: whether a message of a thread, in which nobody names the bot, is for it all the same."""

import re
import tomllib
from functools import cache

import prompts
from bot.plan import Plan
from ingestion.french.folding import fold

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_VOCATIVE = re.compile(r"(?P<name>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?) ?, ")
_TO_SOMEBODY = re.compile(r"\b(?:tu|toi|t'|te|you)\b")
"""Words by which people of a team speak to one another; with a question mark they may be the bot's all the same."""
_LONGEST_PHRASE = 8
"""Words of a bare phrase, « le montant pour 2025 », that is still taken for a question."""


def people_in(text: str) -> frozenset[str]:
    """Slack ids of the people and bots that a message mentions.

    >>> sorted(people_in("<@U1> et <@W2|lea>"))
    ['U1', 'W2']
    """
    return frozenset(_PERSON.findall(text))


def for_someone_else(text: str, bot: str) -> bool:
    """Whether a message mentions people, and not the bot."""
    mentioned = people_in(text)
    return bool(mentioned) and bot not in mentioned


def is_question(words: str, plan: Plan) -> bool:
    """Whether a message, cleaned, asks something of the conventions.

    With a question mark: unless it begins as people talk to one another and touches no known subject. Without one: an
    opener (« quel », « donne », « et »), after a word of thanks if need be, or a short phrase on a known subject.
    """
    if plan.idle or plan.off_topic or _calls_somebody(words):
        return False
    folded = fold(words).replace("’", "'").strip()
    known = any(ask.subjects for ask in plan.asks)
    aside = _start(folded, "asides")
    if "?" in words:
        return aside is None or known
    if _TO_SOMEBODY.search(folded):
        return False
    rest = folded if aside is None else folded[len(aside) :].lstrip(" ,.!;:")
    if _start(rest, "openers") and not _start(rest, "asides"):
        return True
    return aside is None and known and len(folded.split()) <= _LONGEST_PHRASE


def only_calls(words: str) -> bool:
    """Whether a message, cleaned, calls the bot without asking anything itself: « tu peux répondre ? ».

    >>> only_calls("?"), only_calls("Une idée ?"), only_calls("Quel préavis ?")
    (True, True, False)
    """
    folded = " ".join(re.findall(r"[\w']+", fold(words).replace("’", "'")))
    return not folded or folded in _words()["calls"]


def _calls_somebody(words: str) -> bool:
    """« Paul, tu peux… »: a name before a comma, unless it only greets."""
    called = _VOCATIVE.match(words)
    return called is not None and _start(fold(called["name"]), "asides") is None and not _greets(fold(called["name"]))


def _greets(folded: str) -> bool:
    return any(word in _words()["greetings"] for word in folded.split())


def _start(folded: str, kind: str) -> str | None:
    """The longest entry of that kind that a text begins with, whole words only; `None` when it begins with none."""
    found = [
        start
        for start in _words()[kind]
        if folded == start or (folded.startswith(start) and (start.endswith("'") or not folded[len(start)].isalnum()))
    ]
    return max(found, key=len, default=None)


@cache
def _words() -> dict[str, list[str]]:
    return tomllib.loads(prompts.read("addressing.toml"))
