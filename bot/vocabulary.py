"""The mapping from people's words to facts, read from prompts/vocabulary.toml."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

import prompts
from index.words import stem
from ingestion.french.folding import fold

_WORD = re.compile(r"[^\W_]+|€|%")
_SENTENCE_END = re.compile(r"[.?!;](?=\s|$)")
_SMS = {
    "ki": "qui", "koi": "quoi", "kan": "quand", "qd": "quand", "qand": "quand", "kel": "quel", "kelle": "quelle",
    "kels": "quels", "kelles": "quelles",
    "cb": "combien", "cbien": "combien", "kombien": "combien", "pr": "pour", "ds": "dans", "tps": "temps", "tt": "tout",
    "av": "avant", "ap": "apres", "jdois": "dois", "jpeux": "peux", "jveux": "veux", "jsuis": "suis", "fo": "faut",
    "fodrait": "faudrait", "mtt": "montant", "conv": "convention",
}  # fmt: skip
"""Words as people type them on a phone."""
_PLAIN = "plain"
"""What a phrase is that hides the cues inside it, and whose words are ordinary ones: « rapport d'activité »."""
_GAP = 9
"""Words between both ends of a wording with a gap, at most."""
SLIP_MIN_LETTERS = 5
"""A slip is forgiven in words of five letters or more; shorter ones are too near one another."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a question."""

    start: int
    end: int
    """Character span in the question."""
    folded: str
    stem: str
    sentence: int = 0
    """Number of its sentence in the question, from 0."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that people ask for."""

    id: str
    kind: str
    """The fact kind that answers, or `passage`, `summary`, `onboarding`, `anomaly`, `document`."""
    answer: str
    """Type of what must be in an answer: `amount`, `date`, `duration`, `code`, `person`, `address`, `list`, `text`…"""
    field: str | None
    """For Chorus references, the field."""
    generic: bool
    """True when almost any question may hold its words: other subjects come before it."""
    narrow: bool
    """True when it is named by its own noun: it comes before what an interrogative word suggests."""
    needs: tuple[str, ...]
    """Subjects without one of which this one means nothing."""
    passages: tuple[str, ...]
    """Words that passages use for it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording found in a question."""

    subject: str
    """Id of a subject, or `operation:<name>`, or `off_topic`."""
    start: int
    end: int
    words: int
    """How many words it has: a longer cue is more telling."""
    exact: bool


@dataclass(frozen=True)
class Vocabulary:
    """All cues, by their stems."""

    subjects: Mapping[str, Subject]
    cues: Mapping[tuple[str, ...], tuple[str, ...]]
    """Subject ids by stems."""
    little: frozenset[str]
    """Folded words that carry no subject."""
    known: frozenset[str]
    """Folded words of all cues: never taken for a slip of something else."""
    single: Mapping[str, frozenset[str]]
    """Subject ids of the folded words that are a cue alone: « loyer » is not « loi », though their stems are the
    same."""
    foreign: Mapping[str, frozenset[str]]
    """Stems of the French wordings of each folded English word of prompts/english.toml."""
    alike: frozenset[str]
    """Folded words of prompts/synonyms.toml: « louer » is no slip of « loyer »."""
    longest: int
    gapped: Mapping[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]]
    """Subject ids by the stems of both ends of a wording with a gap."""
    _letters: Mapping[str, tuple[str, ...]] = field(repr=False, default_factory=dict)

    def find(self, words: Sequence[Word], said: frozenset[str] = frozenset()) -> tuple[Cue, ...]:
        """Every cue in a question, longest first; a slip is forgiven on words that are no cue as they are, and whose
        stems are not `said` by the texts asked about."""
        fixed = [(word.stem, True) if word.stem in said else self._mended(word) for word in words]
        found: list[Cue] = []
        found += self._gapped(words, [stem for stem, _ in fixed])
        for length in range(min(self.longest, len(words)), 0, -1):
            for at in range(len(words) - length + 1):
                key = tuple(stem for stem, _ in fixed[at : at + length])
                exact = all(same for _, same in fixed[at : at + length])
                if length == 1 and self._is_other(words[at]):
                    continue  # « faut » is not « faute », nor « data » « daté », though their stems are the same
                own = self.single.get(words[at].folded) if length == 1 else None
                for subject in (one for one in self.cues.get(key, ()) if own is None or one in own):
                    found.append(Cue(subject, words[at].start, words[at + length - 1].end, length, exact))
        return tuple(cue for cue in _without_covered(found) if cue.subject != _PLAIN)

    def _is_other(self, word: Word) -> bool:
        """Whether a word that is no cue as it is written has a meaning of its own."""
        own = word.folded in self.little or word.stem not in self.foreign.get(word.folded, frozenset((word.stem,)))
        return word.folded not in self.single and own

    def _gapped(self, words: Sequence[Word], stems: Sequence[str]) -> Iterator[Cue]:
        """Wordings with a gap, « quand … signée »: both ends in order, a few words apart."""
        for (first, last), subjects in self.gapped.items():
            start = _index(stems, first, 0)
            end = _index(stems, last, start + len(first)) if start is not None else None
            near = end is not None and end - (start or 0) <= _GAP
            if start is not None and end is not None and near and words[start].sentence == words[end].sentence:
                for subject in subjects:
                    # The gap's words stay free; only the last end is claimed, with the strength of a whole wording.
                    yield Cue(subject, words[end].start, words[end + len(last) - 1].end, len(first) + len(last), True)

    def _mended(self, word: Word) -> tuple[str, bool]:
        """The stem of a word, or of the cue word that it is a slip of; and whether it was right as it was."""
        own = (
            word.folded in self.known
            or word.folded in self.alike
            or word.folded in self.little
            or word.folded in self.foreign
        )
        if own or len(word.folded) < SLIP_MIN_LETTERS:
            return word.stem, True
        most = 1 if len(word.folded) < 8 else 2
        near = self._letters.get(word.folded[0], ())
        best = min(((_distance(word.folded, other, most), other) for other in near), default=(99, ""))
        return (stem(best[1]), False) if best[0] <= most else (word.stem, True)


def _distance(one: str, other: str, most: int) -> int:
    if abs(len(one) - len(other)) > most or len(other) < SLIP_MIN_LETTERS:
        return 99
    return DamerauLevenshtein.distance(one, other, score_cutoff=most)


def _without_covered(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Drop a cue inside a longer one of another meaning: « date de signature » is not « signature »."""
    for cue in cues:
        inside = any(
            not o.subject.startswith("operation:") and o.words > cue.words and o.start <= cue.start and cue.end <= o.end
            for o in cues
        )
        if not inside:
            yield cue


def _index(stems: Sequence[str], wanted: Sequence[str], start: int) -> int | None:
    """Where some stems stand in a row, from a place on."""
    places = range(start, len(stems) - len(wanted) + 1)
    return next((at for at in places if tuple(stems[at : at + len(wanted)]) == tuple(wanted)), None)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a question, with their places. `€` and `%` are words."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return tuple(
        Word(m.start(), m.end(), _typed(m[0]), stem(_plain(_typed(m[0]))), bisect_right(ends, m.start()))
        for m in _WORD.finditer(text)
    )


def _typed(word: str) -> str:
    """The word folded, written in full where phones shorten it."""
    return _SMS.get(fold(word), fold(word))


def _plain(word: str) -> str:
    return fold(word).replace("œ", "oe").replace("æ", "ae")


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of both languages, read once."""
    data = tomllib.loads(prompts.read("vocabulary.toml"))
    cues: dict[tuple[str, ...], list[str]] = {}
    known: set[str] = set()
    single: dict[str, set[str]] = {}
    gapped: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for subject, phrase in _phrases(data):
        words = words_of(phrase)
        if "..." in phrase:
            first, last = (tuple(w.stem for w in words_of(part)) for part in phrase.split("..."))
            gapped.setdefault((first, last), []).append(subject)
            continue
        cues.setdefault(tuple(w.stem for w in words), []).append(subject)
        known.update(w.folded for w in words)
        if len(words) == 1:
            single.setdefault(words[0].folded, set()).add(subject)
    subjects = {entry["id"]: _subject(entry) for entry in data["subject"]}
    little = frozenset(fold(word) for text in data["little"].values() for word in text.split())
    letters: dict[str, list[str]] = {}
    for word in known - little:
        letters.setdefault(word[0], []).append(word)
    kept = {key: tuple(dict.fromkeys(ids)) for key, ids in cues.items() if key}
    longest = max(map(len, kept))
    gaps = {key: tuple(ids) for key, ids in gapped.items()}
    return Vocabulary(
        subjects,
        kept,
        little,
        frozenset(known),
        {word: frozenset(ids) for word, ids in single.items()},
        _foreign(),
        _alike(),
        longest,
        gaps,
        {k: tuple(v) for k, v in letters.items()},
    )


def _foreign() -> dict[str, frozenset[str]]:
    words = tomllib.loads(prompts.read("english.toml"))["words"]
    return {fold(word): frozenset(w.stem for said in french for w in words_of(said)) for word, french in words.items()}


def _alike() -> frozenset[str]:
    groups = tomllib.loads(prompts.read("synonyms.toml"))["groups"]
    return frozenset(word.folded for group in groups for phrase in group for word in words_of(phrase))


def _phrases(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for entry in data["subject"]:
        for phrase in (*entry["fr"], *entry["en"]):
            yield entry["id"], phrase
    for name, phrases in data["operations"].items():
        for phrase in phrases:
            yield f"operation:{name.rpartition('_')[0]}", phrase
    for phrase in (*data["fillers"]["fr"], *data["fillers"]["en"]):
        yield "filler", phrase
    for phrase in (*data["plain"]["fr"], *data["plain"]["en"]):
        yield _PLAIN, phrase
    for phrase in (*data["off_topic"]["fr"], *data["off_topic"]["en"]):
        yield "off_topic", phrase


def _subject(entry: Mapping[str, Any]) -> Subject:
    return Subject(
        entry["id"], entry["kind"], entry["answer"], entry.get("field"), bool(entry.get("generic")),
        bool(entry.get("narrow")),
        tuple(entry.get("needs", ())), tuple(entry.get("passages", ())),
    )  # fmt: skip
