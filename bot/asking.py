"""What a question asks: its halves, their subjects, and the words that choose among facts."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from bot.operations import operation_of
from bot.plan import Ask
from bot.reading import Reading
from bot.vocabulary import Cue, Vocabulary, Word
from ingestion.french.amounts import find_amounts
from ingestion.french.folding import fold

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_SENTENCES = re.compile(r"[?!;]\s+(?=\S)|(?<=[^\W\d]{2})\.\s+(?=[^\W\d_])")

_HALVES = re.compile(
    r"\s*(?:[?!]\s+(?=\S)|;\s+|(?<=[^\W\d]{2})\.\s+(?=[^\W\d_])|,?\s+(?:et|and|puis|ainsi que)\s+"
    r"(?=(?:c'est|qu|quel|quand|qui|où|ou |comment|combien|à |a |tous|dans|jusqu"
    r"|what|when|who|how|which|where|by |until)))",
    re.IGNORECASE,
)

_DETERMINED = re.compile(
    r"(?:\b(?:qui|who|l|d|un|une|le|la|les|du|des|de|au|aux|ce|cet|cette|ces|son|sa|ses|leur|leurs|notre|nos|mon|ma|mes|par|en|quels?|quelles?"
    r"|the|an?|of|any)|\b[ld]')[ '’]*$"
)
"""What stands before a noun."""

_OVER = re.compile(
    r"\b(?:plus de|plus que|superieure?s? a|depass\w+|au-dela de|au moins|more than|over|above|exceed\w*)\b"
)

_UNDER = re.compile(r"\b(?:moins de|moins que|inferieure?s? a|en dessous de|au plus|less than|under|below)\b")

_BARE = re.compile(
    r"(?<![\w.,])(?P<count>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d{1,2})?) ?(?P<unit>k|m)?\b"
    r"(?! ?(?:%|jour|mois|an|semaine|day|month|year|week|heure|hour))"
)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_LISTS = ("list", "liste", "lister", "listez")
"""What begins a question that wants a list, and says nothing of what is listed."""
_LEAST_BARE = 10_000
"""A smaller number without a unit is a year or a count."""
_PLURAL = re.compile(
    r"\b(?:quelles|quels|lesquelles|lesquels|liste\w*|toutes|tous|chaque|classe\w*|classement|all|every|each|rank\w*)\b"
)

_MORE = re.compile(r"\s*(?:et|and|ok|alors|mais|what about|how about|meme question|idem|pareil|pour)\b.*\w")
_THOSE = re.compile(r"^\W*(?:et|and)?\s*(?:celles?|ceux|celui|those|the ones)\b")
_CONSEQUENCE = re.compile(
    r"\b(?:que se passe|qu'arrive|qu'advient|que faire|que devi(?:ent|ennent)|quid|what happens|il se passe quoi)\b"
)
"""« Que se passe-t-il s'il reste de l'argent à la fin ? » asks neither how much nor when it ends."""
_STATED = ("end", "duration", "amount", "instalment", "anomaly")
"""What a consequence is not."""
_MONEY = frozenset(("ae", "cp", "amount"))
_MIN_TERM_LETTERS = 2

_LONG_NUMBER = 9
"""A shorter number is a year, an amount or a rank, told elsewhere; a longer one is a code."""


def asks_of(reading: Reading, vocabulary: Vocabulary) -> list[Ask]:
    """Each half of the question that asks something."""
    cuts = [0, *(m.end() for m in _HALVES.finditer(reading.text)), len(reading.text)]
    halves = [(a, b) for a, b in itertools.pairwise(cuts) if b > a]
    asking = [
        (a, b) for a, b in halves if any(a <= c.start < b and c.subject in vocabulary.subjects for c in reading.cues)
    ]
    if len(asking) < 2:
        asking = [_sentence_of(reading.text, asking)]
    return [_ask(reading, a, b, vocabulary) for a, b in asking]


def _sentence_of(text: str, asking: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The sentence that holds the only half that asks something; the whole text when none does."""
    cuts = [0, *(m.end() for m in _SENTENCES.finditer(text)), len(text)]
    spans = [(a, b) for a, b in itertools.pairwise(cuts) if b > a]
    return next(((a, b) for a, b in spans if asking and a <= asking[0][0] < b), (0, len(text)))


def _interrogated(text: str) -> str | None:
    """Type of answer that the interrogative word alone asks for."""
    folded = fold(text).lstrip(" -–,;")
    if re.match(
        r"(?:(?:et|and|mais|dis|alors)\s+)?(?:(?:a |par |avec |pour |chez )?(?:qui|ki)\b|who\b|whom\b)", folded
    ):
        return "person"
    if re.search(
        r"(?:^|[,:;]\s*)(?:(?:et|and|mais)\s+)?(?:quand\b|qd\b|kan\b|a quelle date|avant quand|jusqu'a quand|when\b)"
        r"|quand ?\??$",
        folded,
    ):
        return "date"
    return "list" if re.match(r"(?:(?:et|and)\s+)?(?:quels|quelles|lesquels|lesquelles|liste)\b", folded) else None


def merged(asks: tuple[Ask, ...], reading: Reading, vocabulary: Vocabulary) -> tuple[Ask, ...]:
    """« Quelles AE et quels CP ? » is one question on one table."""
    if len(asks) > 1 and all(ask.subjects and vocabulary.subjects[ask.subjects[0]].kind == "budget" for ask in asks):
        return (_ask(reading, 0, len(reading.text), vocabulary),)
    return asks


def _ask(reading: Reading, start: int, end: int, vocabulary: Vocabulary) -> Ask:
    cues = [cue for cue in reading.cues if start <= cue.start < end]
    words = [word for word in reading.words if start <= word.start < end]
    words = words[1:] if words and words[0].folded in _LISTS else words
    subjects = _subjects(cues, vocabulary)
    text = _without_names(reading, start, end)
    terms = tuple(dict.fromkeys(w.stem for w in words if _is_term(w, cues, vocabulary)))
    if terms and {"count", "schedule"} <= set(subjects) and not _MONEY & set(subjects):
        subjects = tuple(name for name in subjects if name != "schedule")  # « combien de bornes par an ? »
    years = tuple(dict.fromkeys(int(m[0]) for m in _YEAR.finditer(text)))
    comparison = _compared(text)
    amounts = tuple(mention.value for mention in find_amounts(text) if mention.value is not None)
    amounts = amounts or (_bare_amounts(text) if comparison else ())
    answer_type = vocabulary.subjects[subjects[0]].answer if subjects else _interrogated(text)
    bearer = next((m.name for m in reading.mentions if not m.strong and start <= m.start < end), None)
    content = tuple((w.stem, _cued(w, cues)) for w in words if _is_content(w, cues, vocabulary))
    operation = operation_of(cues, text)
    if operation != "write":
        content = tuple((stem, cued - {"operation:write"}) for stem, cued in content)
    if _CONSEQUENCE.search(fold(text)):
        kept = tuple(name for name in subjects if name not in _STATED)
        dropped = frozenset(subjects) - frozenset(kept) - {"end"}
        terms = tuple(dict.fromkeys((*terms, *(stem for stem, cued in content if cued & dropped))))
        subjects, answer_type = kept, vocabulary.subjects[kept[0]].answer if kept else None
    shouted = reading.text.isupper()
    essential = tuple(
        w.stem for w in words
        if w.stem in terms
        and (
            _DETERMINED.search(fold(reading.text[: w.start]))
            or (not shouted and reading.text[w.start : w.end].isupper())
        )
    )  # fmt: skip
    lists_all = bool(_PLURAL.search(fold(text)))
    return Ask(
        text, subjects, operation, answer_type, _interrogated(text), terms, tuple(dict.fromkeys(essential)), content,
        years, _decimals(amounts),
        comparison if amounts else None, lists_all, bearer,
    )  # fmt: skip


def _compared(text: str) -> Literal["over", "under"] | None:
    """« plus de 200 000 € », « moins de »."""
    return "over" if _OVER.search(fold(text)) else "under" if _UNDER.search(fold(text)) else None


def _bare_amounts(text: str) -> tuple[Decimal, ...]:
    """Amounts that a hurried question writes without their unit: « plus de 200000 », « over 300k »."""
    found = []
    for match in _BARE.finditer(fold(text)):
        count = Decimal(re.sub(r"[ \u00a0\u202f]", "", match["count"]).replace(",", "."))
        if match["unit"] or count >= _LEAST_BARE:
            found.append(count * _UNITS[match["unit"] or ""])
    return tuple(found)


def _is_content(word: Word, cues: Sequence[Cue], vocabulary: Vocabulary) -> bool:
    cued = _cued(word, cues)
    return "filler" not in cued and word.folded not in "€%" and (bool(cued) or word.folded not in vocabulary.little)


def _cued(word: Word, cues: Sequence[Cue]) -> frozenset[str]:
    """Ids of the subjects whose cue holds a word."""
    return frozenset(cue.subject for cue in cues if cue.start <= word.start < cue.end)


def _decimals(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    return tuple(dict.fromkeys(values))


def _subjects(cues: Sequence[Cue], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Subjects by how telling their cues are: the longest wording first, then the vocabulary's order of need."""
    order = list(vocabulary.subjects)
    ranked = sorted(
        (cue for cue in cues if cue.subject in vocabulary.subjects),
        key=lambda cue: (
            vocabulary.subjects[cue.subject].generic,
            not vocabulary.subjects[cue.subject].narrow,
            -cue.words,
            not cue.exact,
            -order.index(cue.subject),
        ),
    )
    found = tuple(dict.fromkeys(cue.subject for cue in ranked))
    return tuple(s for s in found if not vocabulary.subjects[s].needs or set(vocabulary.subjects[s].needs) & set(found))


def _is_term(word: Word, cues: Sequence[Cue], vocabulary: Vocabulary) -> bool:
    if word.folded.isdigit() and len(word.folded) < _LONG_NUMBER:
        return False
    if word.folded in vocabulary.little or len(word.folded) < _MIN_TERM_LETTERS or word.folded in "€%":
        return False
    covered = any(
        c.start <= word.start < c.end
        for c in cues
        if c.subject in vocabulary.subjects
        or c.words > 1
        or c.subject in ("filler", "operation:most", "operation:least")
    )
    return not covered


def _without_names(reading: Reading, start: int, end: int) -> str:
    """The words of a half without the conventions' names."""
    text = reading.text
    for mention in sorted(reading.mentions, key=lambda m: -m.start):
        if mention.main and start <= mention.start < end:
            text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return " ".join(text[start:end].split())


def _in_years(ask: Ask, years: tuple[int, ...]) -> Ask:
    """The ask for other years: those it had are forgotten everywhere."""
    if not years:
        return ask
    old = frozenset(map(str, ask.years))
    words = " ".join(word for word in ask.words.split() if word.strip("?.,;:!") not in old)
    terms, essential = (tuple(w for w in some if w not in old) for some in (ask.terms, ask.essential))
    content = tuple(pair for pair in ask.content if pair[0] not in old)
    return replace(ask, years=years, words=words, terms=terms, essential=essential, content=content)


def _over_amounts(ask: Ask, own: Ask) -> Ask:
    """« et 400 000 ? », « et moins de 100 000 € ? » after « lesquelles dépassent 200 000 € ? »."""
    amounts = own.amounts or (_bare_amounts(own.words) if ask.comparison else ())
    return replace(ask, amounts=amounts, comparison=own.comparison or ask.comparison) if amounts else ask


def with_thread(
    reading: Reading, asks: tuple[Ask, ...], earlier: Sequence[Reading], vocabulary: Vocabulary
) -> tuple[tuple[Ask, ...], bool]:
    """A follow-up that says nothing of what is asked (« et pour X ? », « et en 2020 ? ») takes it from the thread;
    « et celles du délégataire ? » takes the subject only."""
    if not earlier or len(asks) != 1:
        return asks, False
    own = asks[0]
    bare = not own.subjects and not own.terms_without_years
    leans = bare and bool(reading.mentions or own.years or _MORE.match(fold(reading.text)))
    if not leans and not _THOSE.search(fold(reading.text)):
        return asks, False
    for before in reversed(earlier):
        found = [ask for ask in asks_of(before, vocabulary) if ask.subjects or ask.terms]
        if found and leans:
            told = (_over_amounts(_in_years(ask, own.years), own) for ask in found)
            return tuple(replace(ask, bearer=own.bearer or ask.bearer) for ask in told), True
        if found:
            return (replace(own, subjects=(*found[0].subjects, *own.subjects), answer_type=found[0].answer_type),), True
    return asks, False
