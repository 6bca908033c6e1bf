"""Silence: whether a message of a thread, in which nobody names the bot, is for it all the same."""

import re
import tomllib
from functools import cache

import prompts
from bot.plan import Plan
from ingestion.french.folding import fold

_PERSON = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_NAME = r"[A-ZÀ-Þ][\w'’-]+"
_VOCATIVE = re.compile(
    rf"(?P<comma>{_NAME}(?: {_NAME})*) ?, |@(?P<at>{_NAME})|(?P<to>{_NAME}) (?=(?:tu|t'|t’|vous|te|you)\b)"
)
_ARTICLE = re.compile(r"\b(?:article|annexe|art\.) ?\d")
_STATES = re.compile(r"\b(?:est|sont|etait|sera|ok|je|moi|pense|faux|fausse|bon|bonne|is|are|was|fine)\b")
"""Words of a statement, « le montant est faux », which a bare phrase is not."""
_TO_SOMEBODY = re.compile(r"\b(?:tu|toi|t'|te|you)\b")
"""Words by which people of a team speak to one another; with a question mark they may be the bot's all the same."""
_LONGEST_FOLLOW_UP = 6
"""Words of « et pour la maintenance », which asks whatever it asks about."""
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


def is_question(words: str, plan: Plan, held: bool = False) -> bool:
    """Whether a message, cleaned, asks something of the conventions.

    It must touch what conventions speak of: a known subject, a year, a convention's name, or words that the texts hold;
    « et pour la maintenance » takes up what was asked. And it must ask: a question mark, an opener (« quel »), a polite
    request, or a short phrase that states nothing. What is said to somebody else is theirs.

    `held`: whether the texts hold one of its nouns.
    """
    folded = fold(words).replace("’", "'").strip()
    if plan.idle or plan.off_topic or _calls_somebody(words, plan):
        return False
    touches = bool(plan.scope.names) or _ARTICLE.search(folded) is not None
    touches = touches or any(ask.subjects or ask.years for ask in plan.asks)
    if _start(folded, "requests"):
        return touches or "?" in words
    if _start(folded, "people"):
        return False
    aside = _start(folded, "asides")
    if aside is None and _start(folded, "follow_ups") and len(folded.split()) <= _LONGEST_FOLLOW_UP:
        return not folded.endswith("!")
    if "?" in words:
        return touches or (held and aside is None)
    rest = folded if aside is None else folded[len(aside) :].lstrip(" ,.!;:")
    opener = _start(rest, "openers") if _start(rest, "asides") is None else None
    touches = touches or (held and opener is not None and opener not in _words()["weak"])
    if not touches or folded.endswith("!") or _TO_SOMEBODY.search(folded):
        return False
    return opener is not None or (
        aside is None and len(folded.split()) <= _LONGEST_PHRASE and not _STATES.search(folded)
    )


def only_calls(words: str) -> bool:
    """Whether a message, cleaned, calls the bot without asking anything itself: « tu peux répondre ? ».

    >>> only_calls("?"), only_calls("Une idée ?"), only_calls("Quel préavis ?")
    (True, True, False)
    """
    folded = " ".join(re.findall(r"[\w']+", fold(words).replace("’", "'")))
    return not folded or folded in _words()["calls"]


def _calls_somebody(words: str, plan: Plan) -> bool:
    """« Paul, tu peux… », « @Paul le préavis te va ? », « Léa tu as… »: unless the name is a convention's or greets."""
    called = _VOCATIVE.match(words)
    if called is None:
        return False
    name = called["comma"] or called["at"] or called["to"]
    if called["at"]:
        return True
    owned = any(fold(name) in fold(one) or fold(one) in fold(name) for one in plan.scope.names)
    return not owned and _start(fold(name), "asides") is None and not _greets(fold(name))


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
