"""What a question across conventions wants beyond its subject: those that lack it, those that are over, an order."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from bot.answers.date_bounds import bounds_of
from bot.plan import Ask
from index.words import tokens
from ingestion.french.folding import fold

_OVER = r"(?:terminee?s?|finie?s?|expiree?s?|echue?s?|closes?|caduques?|achevee?s?|passees?)"
_OVER_EN = r"(?:ended|expired|over|finished|closed)"
_LACKING = re.compile(
    r"\b(?:n(?:'|e )\w+(?: \w+)? (?:pas|aucune?s?|rien|jamais|ni)\b|sans\b|pas (?:de|encore)\b"
    r"|(?:il )?manqu\w+|absen\w+"
    r"|(?:laisse\w*|reste\w*) (?:en blanc|vide)|en blanc\b|non (?:renseigne|date|signe|precise)\w*"
    r"|(?:do|does|did|is|are|has|have)(?: not|n't)\b|without\b|lack\w*|missing\b|unsigned\b|undated\b"
    r"|with no\b|ha(?:s|ve) no\b)"
)
_ENDED = re.compile(
    rf"\b(?:(?:c|c'est|sont|est|deja|etaient)(?:[- ](?:elle|il)s?)? (?:deja |bien )?{_OVER}"
    rf"|(?:conventions|accords|contrats) (?:deja )?{_OVER}"
    r"|(?:a|ont|a-t-(?:elle|il)|ont-(?:elle|il)s) (?:deja )?(?:pris fin|expire)"
    r"|ne sont plus (?:en vigueur|en cours|valables|actives)"
    rf"|(?:have|has|are|is|it) (?:already )?{_OVER_EN}|{_OVER_EN} (?:agreements|conventions))\b"
)
_RUNNING = re.compile(
    r"\b(?:en cours|en vigueur|(?:toujours|encore) valables?|valides?|actives?|courent encore"
    rf"|pas (?:encore )?{_OVER}|in force|(?:still )?(?:running|active|valid)|ongoing|current(?:ly)?"
    rf"|not (?:yet )?{_OVER_EN})\b"
)
_GONE = re.compile(r"\bne sont plus\b|\bno longer\b")
_ORDERED = re.compile(
    r"\b(?:class(?:e|er|ees?|ez|ement)|tri(?:e|er|ees?|ez|s)?|ordonne\w*|rang(?:e|er|ez|ees?)|par ordre"
    r"|du plus|de la plus|du moins|rank\w*|sort\w*|order(?:ed)? by|in order)\b"
)
_RISING = re.compile(
    r"\b(?:croissante?|du plus petit|de la plus petite|du moins|du plus tot|du plus proche|chronologique"
    r"|ascending|smallest first|soonest first|earliest first)\b"
)
_FALLING = re.compile(r"\b(?:decroissante?|descending|du plus tard|du plus lointain)\b")
_COMPARED = re.compile(
    r"\b(?:depass\w+|exced\w+|superieure?s?|inferieure?s?|au-dela|over|under|above|below|exceed\w*"
    r"|(?:plus|moins|more|less) (?:de|que|than))\b"
)
_NOT_ITS = (_LACKING, _ENDED, _RUNNING, _ORDERED, _RISING, _FALLING, _COMPARED)
"""Words that say which conventions are wanted, and nothing of what they say."""
_LONG = re.compile(r"\b(?:longu?e?s?|courte?s?|dure\w*|longest|shortest|lasts?)\b")
_LATE = re.compile(r"\b(?:tard|tot|latest|earliest|en dernier|en premier|last|first)\b")
_SIGNED = re.compile(r"\b(?:non |un)?sign\w+|\bnon datee?s?|\bundated\b")
_OF_TIME = frozenset(("end", "notice", "latest_notice", "duration", "effect", "amendment", "listing", "count"))
"""Subjects that the words of an end may seem to ask."""
_TURNED: dict[Literal["over", "under"], Literal["over", "under"]] = {"over": "under", "under": "over"}
_COLUMNS = ("ae", "cp")
_HOW_MUCH = re.compile(r"\b(?:combien|how much)\b")
"""« combien de CP 2024 pour toutes les conventions ? » asks their sum."""
_COUNTING = ("listing", "count")
DATED = ("end", "signature_date", "effect", "latest_notice")
"""Subjects whose claims are ordered by a day, its ordinal."""
Standing = Literal["ended", "running"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of a portfolio."""

    lacking: bool
    """Those that do not say it."""
    standing: Standing | None
    """Those that are over, or those that still run, today; `None` when neither is asked."""
    order: Literal["rising", "falling"] | None
    """All of them, in this order of their values; `None` when no order is asked."""


def wanted(ask: Ask) -> Wanted:
    """What the words of a question want.

    A date is ranked from the first on, an amount from the largest on, unless the question says otherwise.
    """
    words = fold(ask.words)
    standing = _standing(ask, words)
    dated = bool(ask.subjects) and ask.subjects[0] in DATED
    rising = not _FALLING.search(words) and (dated or bool(_RISING.search(words)))
    order: Literal["rising", "falling"] = "rising" if rising else "falling"
    lacking = bool(_LACKING.search(words)) and standing is None and not (ask.comparison and ask.amounts)
    return Wanted(lacking, standing, order if _ORDERED.search(words) else None)


def _standing(ask: Ask, words: str) -> Standing | None:
    """Nothing else may be asked: « une procédure en cours » is none of theirs."""
    running, ended = _RUNNING.search(words), _ENDED.search(words)
    if not (running or ended) or set(ask.subjects) - _OF_TIME or ask.terms:
        return None
    return "running" if running and not _GONE.search(words) else "ended"


def across(ask: Ask) -> Ask:
    """The ask as it is meant of many conventions: « la plus grosse » is of the amount, « la plus longue » of the term,
    « pas signées » of the signature; words that say which ones are wanted are none of what is searched for."""
    words = fold(ask.words)
    said = {stem for one in _NOT_ITS for stem in _stems(one, ask.words)}
    bounds = bounds_of(ask.words)
    signed = bool((_LACKING.search(words) or bounds or ask.years) and _SIGNED.search(words))
    said |= {stem for stem, cues in ask.content if any(cue.startswith("operation:") for cue in cues)}
    said |= _stems(_SIGNED, ask.words) if signed else set()
    said |= set(tokens(f"avant before apres after {bounds.words}")) if bounds else set()
    terms, essential = (
        tuple(term for term in some if term not in said and not term[0].isdigit())
        for some in (ask.terms, ask.essential)
    )
    ask = replace(ask, terms=terms, essential=essential)
    columns = tuple(subject for subject in ask.subjects if subject in _COLUMNS)
    if columns and _HOW_MUCH.search(words) and set(ask.subjects) <= {*_COLUMNS, "amount", "count"}:
        sums = ask.operation == "look up" and len(columns) == 1
        return replace(ask, subjects=columns, operation="add" if sums else ask.operation)
    if ask.operation == "add" and "amount" in ask.subjects:
        return replace(ask, subjects=("amount",), operation="look up" if ask.bearer else "add")
    if ask.comparison and ask.amounts:
        kept = tuple(subject for subject in ask.subjects if subject not in _COUNTING)
        turned = _TURNED[ask.comparison] if _LACKING.search(words) else ask.comparison  # « ne dépassent pas »
        return replace(ask, subjects=kept if kept or terms else ("amount",), comparison=turned)
    if ask.subjects or terms:
        return ask
    if ask.operation in ("most", "least"):
        subject = "duration" if _LONG.search(words) else "end" if _LATE.search(words) else "amount"
        return replace(ask, subjects=(subject,))
    return replace(ask, subjects=("signature_date",)) if signed else ask


def _stems(pattern: re.Pattern[str], words: str) -> set[str]:
    """Stems of the words that a pattern finds."""
    return {stem for found in pattern.finditer(fold(words)) for stem in tokens(words[found.start() : found.end()])}
