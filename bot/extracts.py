"""Extracts: the sentences and items of the texts that answer a question which no fact covers."""

import math
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from rapidfuzz import fuzz

import prompts
from bot.answer_types import has_type
from bot.decisive import BECOMING, decides, fits
from bot.plan import Ask
from bot.units import Unit
from bot.vocabulary import Vocabulary
from index.words import tokens
from ingestion.french.folding import fold

_SHARES = {"own": 1.0, "led": 0.7, "headed": 0.5, "before": 0.75, "near": 0.45}
_SLIP_OWN, _SLIP_ABOVE = 0.8, 0.5
"""What a word like it is worth in the unit, and in what stands above."""
_SYNONYM = 0.85
"""What another word for it is worth, against the word itself."""
_ALONE = 0.7
"""What a subject's words must be worth when the question has no other: a word in passing is no answer."""
_ROOT, _ROOT_SHARE = 6, 0.65
_SLIP = 86.0
"""rapidfuzz ratio, 0 to 100, above which two stems are one word misspelt."""
_TYPE_BONUS = 0.15
_RANK_BONUS = 0.2
_COPULA_BONUS = 0.25
_IS = re.compile(
    r"\b(?:est|sont|sera|seront|assure|assurent|agit comme|agissent comme)\s+(?:l[ae]s? |l')?(?P<word>\w+)"
)
_PAIR_BONUS = 0.12
_RULING_BONUS = 0.12
_LONG = 0.05
_USUAL = 150
"""Characters of a usual sentence; twice as many cost `_LONG`."""
_VERB_WEIGHT = 0.6
"""Weight of a word that does not stand as a noun: texts say the same with other verbs."""
_ACTOR_WEIGHT = 0.25
"""Weight of a party's name in a question on what may be done, and of « devient » in one on what follows."""
_CUE_WEIGHT = 0.4
"""Weight of a word that named a subject: the facts had it first, the texts may still say it."""
_INFLECTIONS = ("ed", "ing", "es", "d")
"""Ends of English verbs that the French stemmer leaves."""
_BASE = 3
"""Letters of the shortest verb that an inflected form is brought back to."""
_ACCENTED = 4
"""Letters of the shortest stem that may be a participle's."""
_QUESTION_STEMS = frozenset(
    ["combien", "quel", "quand", "comment", "quoi", "temp", "dure", "fois", "long", "mean", "quest"]
)
_SUBJECT_WEIGHT = 0.5
"""Weight of the words that passages use for a subject, against the question's own."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A unit with what speaks for it."""

    document: str
    unit: Unit
    score: float
    """Orders the extracts of one question."""
    support: float
    """Part of what the question asks that the unit and its surroundings hold, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Group:
    """One word of the question and what else says it."""

    stems: frozenset[str]
    """The word's own stem, or the words that passages use for a subject."""
    others: tuple[frozenset[str], ...]
    """Stems of each other wording: synonyms, translations, the other names of the party that the word names."""
    weight: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """The words to look for."""

    groups: tuple[Group, ...]
    """The question's own words first, then those that passages use for its subjects."""
    own: int
    """How many groups are the question's own words."""


def wanted(ask: Ask, vocabulary: Vocabulary, english: bool, aliases: Mapping[str, frozenset[str]]) -> Wanted:
    """What an extract must hold to answer. `aliases` gives, for the stem of a party's name, those of its others."""
    own = [Group(frozenset((t,)), _others(t, english, aliases), _weight(t, ask, aliases)) for t in ask.terms]
    narrow = {subject for subject in ask.subjects if vocabulary.subjects[subject].narrow}
    telling = narrow or set(ask.subjects)
    cued = [
        s
        for s, cues in ask.content
        if cues and s not in ask.terms and _is_word(s, cues) and (cues & telling or not narrow)
    ]
    # Alone, a cue is looked for as it is: « modifier la convention » is not answered by passwords that are changed.
    hints = [Group(frozenset((s,)), _others(s, english, aliases) if own or english else (), _CUE_WEIGHT) for s in cued]
    for subject in (s for s in ask.subjects if s in telling):
        words = vocabulary.subjects[subject].passages
        if words:
            hints.append(Group(frozenset(s for word in words for s in tokens(word)), (), _SUBJECT_WEIGHT))
    return Wanted((*own, *hints), len(own))


def _weight(term: str, ask: Ask, aliases: Mapping[str, frozenset[str]]) -> float:
    """What decides is as much the verb as the nouns, and less who acts, whom the text may name otherwise."""
    if decides(ask):
        return _ACTOR_WEIGHT if term in aliases or term in BECOMING else 1.0
    return 1.0 if term in ask.essential else _VERB_WEIGHT


def _is_word(stem: str, cues: frozenset[str]) -> bool:
    """A cue word that texts hold too: neither an operation's nor a little word of a longer wording."""
    return (
        len(stem) > 3
        and not any(cue.startswith(("operation:", "filler")) for cue in cues)
        and stem not in _QUESTION_STEMS
    )


def _others(term: str, english: bool, aliases: Mapping[str, frozenset[str]]) -> tuple[frozenset[str], ...]:
    said = {frozenset((stem,)) for stem in aliases.get(term, ())} | set(synonyms(term))
    french = frozenset(form for wording in wordings(term) for form in _genders(wording)) if english else frozenset()
    same = (other for wording in french if len(wording) == 1 for stem in wording for other in synonyms(stem))
    return tuple(said | french | set(same))


def _genders(wording: frozenset[str]) -> tuple[frozenset[str], ...]:
    """A wording of one stem with its other gender: « gardés » gives `gard` and « gardées » `garde`."""
    if len(wording) != 1 or len(next(iter(wording))) < _ACCENTED:
        return (wording,)
    (stem,) = wording
    return wording, frozenset((stem.removesuffix("e"),)), frozenset((f"{stem.removesuffix('e')}e",))


@cache
def _meanings() -> Mapping[str, frozenset[frozenset[str]]]:
    """Other wordings of the same meaning, each with all its stems, by the stem of a one-word wording."""
    found: dict[str, set[frozenset[str]]] = {}
    for group in tomllib.loads(prompts.read("synonyms.toml"))["groups"]:
        wordings = {frozenset(tokens(phrase)) for phrase in group}
        for wording in wordings:
            if len(wording) == 1:
                found.setdefault(next(iter(wording)), set()).update(wordings)
    return {stem: frozenset(wordings) for stem, wordings in found.items()}


def synonyms(term: str) -> frozenset[frozenset[str]]:
    """Other wordings that mean the same as a stem, each with all its stems; none when it has no synonym."""
    return _meanings().get(term, frozenset())


@cache
def _english() -> Mapping[str, frozenset[frozenset[str]]]:
    found: dict[str, set[frozenset[str]]] = {}
    for word, french in tomllib.loads(prompts.read("english.toml"))["words"].items():
        found.setdefault(tokens(word)[0], set()).update(frozenset(tokens(wording)) for wording in french)
    return {stem: frozenset(wordings) for stem, wordings in found.items()}


def wordings(term: str) -> frozenset[frozenset[str]]:
    """French wordings for an English stem, or for the verb that it is a form of; none for any other word."""
    found = _english().get(term)
    if found is None:
        bases = (base for end in _INFLECTIONS if term.endswith(end) for base in _bases(term.removesuffix(end)))
        found = next((_english()[base] for base in bases if base in _english()), frozenset())
    return found


def _bases(root: str) -> tuple[str, ...]:
    """Verbs that a root may come from: « repair », « clos(e) », « stop(p) »."""
    doubled = (root[:-1],) if root[-1:] == root[-2:-1] else ()
    return tuple(base for base in (root, f"{root}e", *doubled) if len(base) >= _BASE)


def translations(term: str) -> frozenset[str]:
    """French stems for an English one; none for any other word."""
    return frozenset().union(*wordings(term))


def rank(
    document: str, units: Sequence[Unit], ask: Ask, want: Wanted, ranks: Mapping[tuple[int, int], float]
) -> list[Extract]:
    """The units of a document, the best first. `ranks` gives the score, 0 to 1, of the passages found by search."""
    weights = _weights(units, want)
    total = sum(weights) or 1.0
    known = frozenset().union(*(unit.stems | unit.led | unit.headed for unit in units)) if units else frozenset()
    close = [frozenset(s for s in known if any(slip(term, (s,)) for term in group.stems)) for group in want.groups]
    found, decided = [], decides(ask)
    for unit in units:
        held = [_held(group, near, unit) for group, near in zip(want.groups, close, strict=True)]
        support = sum(w * h for w, h in zip(weights, held, strict=True)) / total
        if support <= 0 and want.groups:
            continue
        passage = max((score for (a, b), score in ranks.items() if a <= unit.start < b), default=0.0)
        bonus = (
            _TYPE_BONUS * has_type(unit.text, ask.answer_type)
            + _RANK_BONUS * passage
            - _length(unit.text)
            + _pairs(ask, unit)
            + _copula(ask, unit)
            + _RULING_BONUS * (decided and fits(ask, unit))
        )
        found.append(Extract(document, unit, support + bonus, _own_support(held, weights, want)))
    return sorted(found, key=lambda extract: (-extract.score, extract.unit.start))


def _pairs(ask: Ask, unit: Unit) -> float:
    """Words that stand side by side in the question and in the unit."""
    return _PAIR_BONUS * sum(pair in unit.pairs for pair in pairwise(ask.terms))


def _copula(ask: Ask, unit: Unit) -> float:
    """« Qui est responsable de… ? » is answered by « X est responsable de… »."""
    if ask.interrogative not in ("person", None) or ask.subjects or not ask.terms:
        return 0.0
    said = (match["word"] for match in _IS.finditer(fold(unit.text)))
    return _COPULA_BONUS * any(ask.terms[0] in tokens(word) for word in said)


def _length(text: str) -> float:
    """A long unit holds many words by chance: it must say more to win."""
    return _LONG * max(0.0, math.log2(max(len(text), 1) / _USUAL))


def _own_support(held: Sequence[float], weights: Sequence[float], want: Wanted) -> float:
    own = sum(weights[: want.own])
    if not own:
        best = max(held, default=0.0)
        return best if best >= _ALONE else 0.0
    return sum(w * h for w, h in zip(weights[: want.own], held[: want.own], strict=True)) / own


def _weights(units: Sequence[Unit], want: Wanted) -> list[float]:
    """Rarer words weigh more; a word that the document never holds weighs most, and counts as missing."""
    count = len(units) + 1
    weights = []
    for group in want.groups:
        seen = sum(1 for unit in units if group.stems & unit.stems)
        weights.append(group.weight * math.log(1 + count / (seen + 0.5)))
    return weights


def _held(group: Group, close: frozenset[str], unit: Unit) -> float:
    """How well a unit says one word of the question, 0 to 1. `close` are the document's stems like the word's own."""
    places = (
        ("own", unit.stems), ("led", unit.led), ("headed", unit.headed), ("before", unit.before), ("near", unit.near),
    )  # fmt: skip
    for name, stems in places:
        if group.stems & stems:
            return _SHARES[name]
        if any(wording <= stems for wording in group.others):
            return _SHARES[name] * _SYNONYM
    if close & unit.stems:
        return _SLIP_OWN
    return _SLIP_ABOVE if close & (unit.led | unit.headed) else 0.0


def slip(term: str, stems: Collection[str]) -> bool:
    """Whether one of the stems is this one misspelt."""
    if len(term) < 4 or any(c.isdigit() for c in term):
        return False
    return related(term, stems) or any(
        stem[0] == term[0] and abs(len(stem) - len(term)) <= 2 and fuzz.ratio(term, stem) >= _SLIP
        for stem in stems
        if stem
    )


def related(term: str, stems: Collection[str]) -> bool:
    """Whether one of the stems has the same root as this one: « prestataire » and « prestation »."""
    return len(term) >= _ROOT and any(_same_root(term, stem) for stem in stems)


def _same_root(one: str, other: str) -> bool:
    """« prestataire » and « prestation »: most of the longer one is shared from the start."""
    most = max(len(one), len(other))
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return shared >= _ROOT and shared >= _ROOT_SHARE * most
