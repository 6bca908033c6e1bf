"""Sentence checks: what a sentence that a model wrote must pass before anybody reads it. What fails does not leave.

Each check compares a sentence with the quotes of its own citations, not with all that was offered: a figure of another
passage is an invented one here.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.answer import Language
from bot.attachment import ambiguous_anchor, is_whole, loose_anchor
from bot.content_words import clauses_of, content_words, held, little_words, nearest, negations
from bot.exhibits import Exhibit
from bot.extracts import translations
from bot.grounding import figures_in
from bot.language import language_of
from bot.qualifiers import dropped_condition, dropped_limit, sentences_of
from bot.stated_figures import article_label, carried, stated
from bot.vocabulary import vocabulary
from bot.written_words import writing_words
from index.words import stem, tokens
from ingestion.facts.verbs import finite_forms
from ingestion.french.dates import find_dates
from ingestion.french.folding import fold, squash
from ingestion.lines import display

Reason = Literal[
    "citation", "length", "marks", "language", "link", "figure", "name", "negation", "modality", "support", "verb",
    "attachment", "limit", "condition", "repeated",
]  # fmt: skip
"""Why a sentence does not leave; each has its message `synthesis.fault_…`, for the model to mend it."""
LONGEST = 400
"""Characters of a sentence: more is no sentence."""
ENOUGH = {"fr": 0.6, "en": 0.5}
"""Part of a sentence's own words that its quotes must hold. Measured on the made sentences of
tests/unit/bot/test_synthesis_checks.py. In French, faithful ones hold 0.75 or more, the others 0.5 or less. In English,
whose words are looked for through those of `english.toml`, faithful ones hold 0.75 or more, the two others none."""
_CLAUSE_ENOUGH = {"fr": 0.34, "en": 0.0}
"""The same for a clause between commas, of two words of its own at least; in English too few words are translated."""
_STOP, _COMMA = re.compile(r"[.;:!?…]+(?=\s|\Z)"), re.compile(r"[,;:.!?…()]+(?=\s|\Z)")
_SENTENCES = 3
"""Sentences in one `phrase`: the model is asked for one, and « M. » or « art. » may look like two."""
_MARKS = frozenset(" .,;:!?'’\"«»“”()-–—‑/…€%°&+=\u00a0\u202f")
_WORD = re.compile(r"[^\W_]+(?:[-‑][^\W_]+)*")
_OPENING = re.compile(r"(?:\A|[.!?…])[\s«\"“(]*\Z")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(
    r"(?:\w+:)?//\S+|www\.\S+|[^\s()«»\"“”,;]*[^\W_]\.[^\W\d_][^\s()«»\"“”,;]*|[^\s()«»\"“”,;]*/[^\s()«»\"“”,;]*"
)
_EITHER = ("et/ou", "and/or")
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Ground:
    """What one sentence rests on."""

    exhibits: tuple[Exhibit, ...]
    """The pieces that it cites; never empty."""
    language: Language
    """The question's."""
    names: tuple[str, ...] = ()
    """Words of the question that name a convention of its scope."""
    computed: tuple[str, ...] = ()
    """Values that the answer without a model computed from these pieces, with their arithmetic."""
    asked: str = ""
    """The question's words: what they suppose need not be said again."""

    @property
    def quotes(self) -> tuple[str, ...]:
        """The quotes as they stand in the documents."""
        return tuple(citation.quote for one in self.exhibits for citation in one.citations)

    def speaking(self, phrase: str) -> tuple[str, ...]:
        """The quotes of the pieces that share a word with a sentence: a figure is not taken from another subject."""
        own = content_words(phrase)
        near = [one for one in self.exhibits if held(own, frozenset(tokens(one.shown)))]
        return tuple(citation.quote for one in near for citation in one.citations)

    def without_labels(self, phrase: str) -> str:
        """A sentence without the names of its conventions, which are no words of a quote."""
        labels = {citation.convention for one in self.exhibits for citation in one.citations}
        for label in sorted({*labels, *self.names}, key=len, reverse=True):
            phrase = re.sub(rf"(?<!\w){re.escape(label)}(?!\w)", " ", phrase, flags=re.IGNORECASE)
        return phrase


def fault(phrase: str, ground: Ground) -> tuple[Reason, str] | None:
    """The first reason for which a sentence may not leave, with the words that show it; `None` when it may."""
    for reason, check in _CHECKS.items():
        found = check(phrase, ground)
        if found is not None:
            return reason, found
    return None


def _length(phrase: str, ground: Ground) -> str | None:
    if not is_whole(phrase):
        return ""
    ends = len(re.findall(r"[^\W\d_]{3,}[.!?…]+(?=\s|\Z)", phrase))
    return "" if len(phrase) > LONGEST or ends > _SENTENCES else None


def _marks(phrase: str, ground: Ground) -> str | None:
    """Letters of another script, hidden characters, Markdown, HTML, brackets of citations, mentions."""
    bare = _EMAIL.sub("", phrase)
    odd = [c for c in bare if c not in _MARKS and not (c.isascii() and c.isalnum()) and not _latin(c)]
    return "".join(dict.fromkeys(odd)) or None


def _latin(character: str) -> bool:
    plain = unicodedata.normalize("NFKC", character) == character
    return plain and character.isalpha() and unicodedata.name(character, "").startswith("LATIN ")


def _language(phrase: str, ground: Ground) -> str | None:
    return "" if language_of(phrase) != ground.language else None


def _link(phrase: str, ground: Ground) -> str | None:
    """An address of any kind that is not, whole, in the quotes."""
    quotes = " ".join(squash(display(quote)) for quote in ground.quotes)
    found: str
    for found in (*_EMAIL.findall(phrase), *_ADDRESS.findall(_EMAIL.sub(" ", phrase))):
        address = fold(found).rstrip(".,;:!?…")
        if any(c.isdigit() for c in address) and not re.search(r"[^\W\d_]\.[^\W\d_]|:|//", address):
            continue  # a code or a date: the figures' business
        if address not in _EITHER and not re.search(rf"(?<![\w@./-]){re.escape(address)}(?![\w@/-]|\.\w)", quotes):
            return found
    return None


def _figure(phrase: str, ground: Ground) -> str | None:
    phrase = ground.without_labels(phrase)
    sources = (*ground.speaking(phrase), *ground.computed)
    articles = [c.article for one in ground.exhibits for c in one.citations if c.article]
    known = frozenset().union(*map(carried, sources)) | {("article", article_label(article)) for article in articles}
    text = " ".join(map(squash, sources))
    loose = {value for kind, value in stated(phrase, ground.language) - known if kind != "code" or not _in(value, text)}
    # In digits, the answer's last check is to find them in digits too.
    read = (figures_in(" ".join(one.split())) for one in (*sources, *articles))
    loose |= figures_in(phrase) - frozenset[str]().union(*read)
    return ", ".join(sorted(loose)) or None


def _in(code: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(code)}(?![\w-])", text) is not None


def _name(phrase: str, ground: Ground) -> str | None:
    """Words with a capital, but for the first of a sentence when it is an ordinary one."""
    quotes, phrase = " ".join(map(display, ground.quotes)), ground.without_labels(phrase)
    words, stems = frozenset(_LETTERS.findall(fold(quotes))), frozenset(tokens(quotes))
    for mention in find_dates(phrase):
        phrase = phrase[: mention.start] + " " * (mention.end - mention.start) + phrase[mention.end :]
    for found in _WORD.finditer(phrase):
        name = found.group()
        if name == name.lower() or any(c.isdigit() for c in name):
            continue
        parts = _LETTERS.findall(fold(name))
        if all(part in words for part in parts) or all(translations(stem(part)) & stems for part in parts):
            continue
        ordinary = name[1:] == name[1:].lower() and _OPENING.search(phrase[: found.start()])
        if not (ordinary and all(part in _openers() or stem(part) in stems for part in parts)):
            return name
    return None


@cache
def _openers() -> frozenset[str]:
    words = writing_words()["openers"]
    return frozenset(f"{words['fr']} {words['en']} article".split()) | vocabulary().little


def _negation(phrase: str, ground: Ground) -> str | None:
    """Each clause says no where the clause of the quotes that it is nearest to does, and only there."""
    clauses = [clause for quote in ground.quotes for clause in clauses_of(display(quote))]
    if _denies(phrase) and not any(map(_denies, clauses)):
        return ""
    for clause in clauses_of(phrase):
        near = nearest(clause, clauses)
        if near and any(_denies(one) for one in near) and not _denies(clause):
            return near[0].strip()
        if near and _denies(clause) and not any(_denies(one) for one in near):
            return clause.strip()
    return None


def _modality(phrase: str, ground: Ground) -> str | None:
    """« doit » is not written of what a party may do, nor « peut » of what it must."""
    clauses = [clause for quote in ground.quotes for clause in clauses_of(display(quote))]
    for clause in clauses_of(phrase):
        near = " ".join(nearest(clause, clauses))
        must, may = _says(clause, "must"), _says(clause, "may")
        if (must and not may and _says(near, "may") and not _says(near, "must")) or (
            may and not must and _says(near, "must") and not _says(near, "may")
        ):
            return clause.strip()
    return None


def _denies(text: str) -> bool:
    return not negations().isdisjoint(_LETTERS.findall(fold(text)))


def _says(text: str, modal: str) -> bool:
    return not _modals()[modal].isdisjoint(_LETTERS.findall(fold(text)))


@cache
def _modals() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in writing_words()["modals"].items()}


def _attachment(phrase: str, ground: Ground) -> str | None:
    cited = sorted(
        (one for piece in ground.exhibits for one in piece.citations), key=lambda one: (one.source, one.start)
    )
    told = " ".join(display(one.quote) for one in cited)  # in the order of the text: a lead-in, then its item
    bare = ground.without_labels(phrase)
    if ground.language != "fr":  # the words around a figure are not those of the quote
        return ambiguous_anchor(bare, told)
    return loose_anchor(bare, (told, *ground.computed), little_words())


def _limit(phrase: str, ground: Ground) -> str | None:
    return dropped_limit(ground.without_labels(phrase), ground.quotes, ground.language)


def _condition(phrase: str, ground: Ground) -> str | None:
    """What restricts the sentences of the quotes that the phrase is nearest to."""
    near = nearest(fold(phrase), [fold(one) for quote in ground.quotes for one in sentences_of(quote)])
    return dropped_condition(phrase, ground.asked, near)


def _support(phrase: str, ground: Ground) -> str | None:
    """The whole, each of its sentences, and each of its clauses that says something: no part hides behind another."""
    enough = ENOUGH[ground.language]
    if support(phrase, ground) < enough:
        return ""
    bare, least = ground.without_labels(phrase), _CLAUSE_ENOUGH[ground.language]
    sentences = [part for part in _STOP.split(bare) if content_words(part)]
    clauses = [part for part in _COMMA.split(bare) if len(content_words(part)) > 1]
    weak = [part for part in sentences if support(part, ground) < enough]
    weak += [part for part in clauses if support(part, ground) < least]
    return weak[0].strip() if weak else None


def _verb(phrase: str, ground: Ground) -> str | None:
    """A verb of duties that the quotes do not hold: who examines does not approve. French only."""
    if ground.language != "fr":
        return None
    words = [word for word in _LETTERS.findall(fold(phrase)) if word in finite_forms()]
    said = frozenset(tokens(" ".join(map(display, ground.quotes))))
    return next((word for word in words if content_words(word) - held(content_words(word), said)), None)


def support(phrase: str, ground: Ground) -> float:
    """Part of a sentence's own words that its quotes hold, 0 to 1; 0 for a sentence of none."""
    own = content_words(ground.without_labels(phrase))
    said = held(own, frozenset(tokens(" ".join(map(display, ground.quotes)))))
    enough = len(said) >= (1 if ground.language == "fr" else min(2, len(own)))
    return len(said) / len(own) if own and enough else 0.0


_CHECKS: Mapping[Reason, Callable[[str, Ground], str | None]] = {
    "length": _length, "marks": _marks, "link": _link, "figure": _figure, "name": _name, "language": _language,
    "negation": _negation, "modality": _modality, "support": _support, "verb": _verb,
    "attachment": _attachment,
    "limit": _limit, "condition": _condition,
}  # fmt: skip
