"""Verdicts: « Oui » or « Non » before a clause, only where it says just what is asked, neither more nor less."""

import re
from collections.abc import Mapping
from itertools import chain
from typing import Literal

from bot.decisive import asks_whether
from bot.extracts import synonyms, translations
from bot.plan import Ask
from bot.vocabulary import vocabulary, words_of
from index.words import tokens
from ingestion.french.folding import fold

_TURNED = re.compile(
    r"\b(?:ne|n'|pas|sans|aucune?|jamais|seule?s?|seulement|ou|not|never|without|no|only|or|interdit\w*|forbidden"
    r"|prohibited)\b"
)
"""What turns a question round, or limits it: neither yes nor no is then plain."""
_MAY = re.compile(r"\b(?:peu(?:t|vent)|pourr(?:a|ont)|(?:a|ont|avons)(?:-t)?(?:[- ]\w+)? le droit|can|may|allowed)\b")
_CLAUSE = re.compile(
    r"(?P<who>.*?)\b(?P<no>ne )?(?:peu(?:t|vent)|pourr(?:a|ont)) (?:pas |en aucun cas )?(?P<verb>\w+)(?P<rest>.*)"
)
_BOUND = re.compile(
    r"\d|\b(?:si|s'il|s'ils|sauf|sans|hors|qu'|que|apres|avant|reserve|a moins|lorsqu\w*|limite|jusqu\w*|au plus"
    r"|plus de|moins de|seule?s?|seulement|condition|toutefois|ni|pendant|cas)\b"
)
"""What limits a clause: it is quoted without a verdict."""
_LABEL = re.compile(r"(?:\A|(?<=:))\s*\W?(?:\d+(?:\.\d+)*[°.)]?|[a-z]\)|[ivx]+[.)])\s")
"""The number of an item or of a paragraph, which says nothing."""
_WE = re.compile(r"\b(?:on|nous|je|we|i)\b")
_WHOLE = frozenset(tokens("tout toute tous toutes partie peut peuvent droit elle il ils elles"))


def verdict(ask: Ask, text: str, aliases: Mapping[str, frozenset[str]]) -> Literal["yes", "no"] | None:
    """What a clause answers to « X peut-il… ? »; `None` unless it says the same of the same party, unconditionally.

    `text` is the clause with what introduces it; `aliases` gives, for the stem of a party's name, those of its others.
    """
    asked, said = fold(ask.words), _LABEL.sub(" ", fold(" ".join(text.split())))
    clause = next(filter(None, (_CLAUSE.fullmatch(part.strip(" -–•")) for part in re.split("[;.]", said))), None)
    if not asks_whether(ask) or _TURNED.search(asked) or not _MAY.search(asked) or clause is None:
        return None
    if _BOUND.search(said) or _MAY.search(clause["rest"]):
        return None
    wanted = _content(asked)
    actors = {term for term in wanted if term in aliases}
    others = {stem for term in actors for stem in (term, *aliases[term])}
    if not (others & set(tokens(clause["who"])) if actors else _WE.search(asked)):
        return None
    done = _content(f"{clause['verb']} {clause['rest']}")
    same = all(_said(term, done) for term in wanted - actors) and all(_said(term, wanted) for term in done)
    return None if not same or not done else "no" if clause["no"] else "yes"


def _content(folded: str) -> frozenset[str]:
    little = vocabulary().little
    return frozenset(w.stem for w in words_of(folded) if w.folded not in little and len(w.folded) > 1) - _WHOLE


def _said(term: str, stems: frozenset[str]) -> bool:
    """Whether a stem is among others, in other words or in the other language."""
    same = {term, *translations(term), *chain(*(wording for wording in synonyms(term) if len(wording) == 1))}
    return bool(same & stems) or any(term in translations(other) for other in stems)
