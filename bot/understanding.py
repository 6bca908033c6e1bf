"""From a question to a plan: conventions first, then what is asked of them, then what the thread adds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from bot.language import language_of
from bot.mentions import Directory, Mention
from bot.plan import Ask, Event, Operation, Plan, Scope, Stated
from bot.question import Question
from bot.vocabulary import Cue, Vocabulary, Word, words_of
from index.words import stem
from ingestion.french.amounts import find_amounts
from ingestion.french.dates import find_dates
from ingestion.french.folding import fold

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SENTENCES = re.compile(r"[?!;]\s+(?=\S)|(?<=[^\W\d]{2})\.\s+(?=[^\W\d_])")
_HALVES = re.compile(
    r"\s*(?:[?!]\s+(?=\S)|;\s+|(?<=[^\W\d]{2})\.\s+(?=[^\W\d_])|,?\s+(?:et|and|puis|ainsi que)\s+(?=(?:c'est|qu|quel|quand|qui|où|ou |comment|combien|à |a |tous|dans|jusqu|what|when|who|how|which|where|by |until)))",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"^\s*(?:et|and|ok|alors|mais|what about|how about|meme question|idem|pareil|pour)\b", re.IGNORECASE
)
_PRONOUN = re.compile(
    r"\b(?:elle|il|ils|elles|la|le|les|y|en|cela|ça|ca|celle-ci|celui-ci|cette convention|ce montant|cette date|it|its|they|them|this one)\b",
    re.IGNORECASE,
)
_NAME_PLACE = re.compile(
    r"\b(?:convention|avenant|accord|service|projet|startup|start-up|produit|application|appli|equipe|dispositif|agreement|project)s?\s+"
    r"(?:(?:numerique|public|de|du|des|d|l|la|le|les|avec|pour|sur|with|of|for|the|appelee?|nommee?)\b[\s'’]*){0,3}"
    r"[«\"“]?\s*(?P<name>[^\W_][\w'’.-]*(?:[ ][A-ZÀ-Ý0-9][\w'’.-]*){0,3})"
)
_DETERMINED = re.compile(
    r"(?:\b(?:qui|who|l|d|un|une|le|la|les|du|des|de|au|aux|ce|cet|cette|ces|son|sa|ses|leur|leurs|notre|nos|mon|ma|mes|par|en|quels?|quelles?"
    r"|the|an?|of|any)|\b[ld]')[ '’]*$"
)
"""What stands before a noun."""
_AVENANT = re.compile(
    r"(?<!avant )(?<!before )(?<!depuis )(?<!apres )(?<!que )(?<!what )\b(?:l'|cet |un |the |d'|de l')(?:avenant|amendment)\b"
)
_OVER = re.compile(
    r"\b(?:plus de|plus que|superieure?s? a|depass\w+|au-dela de|au moins|more than|over|above|exceed\w*)\b"
)
_UNDER = re.compile(r"\b(?:moins de|moins que|inferieure?s? a|en dessous de|au plus|less than|under|below)\b")
_PLURAL = re.compile(
    r"\b(?:quelles|quels|lesquelles|lesquels|liste\w*|toutes|tous|chaque|classe\w*|classement|all|every|each|rank\w*)\b"
)
_CAPITALISED = re.compile(r"(?<=[^\W_] )[A-ZÀ-Ý][a-zà-ÿ]{2,}\b")
_ACROSS = ("most", "least", "add", "compare")
"""Operations that run across conventions when none is named."""
_TOLD = {"signature": "signature_date", "notification": "notification_date", "publication": "publication", "effect": "effect"}
_ORDERS = re.compile(
    r"(?:(?:bonjour|salut|stp|svp|please|merci de|il faut|je veux que tu|je voudrais que tu|peux[- ]tu|pourrais[- ]tu|tu peux|can you|could you)\W+)*"
    r"(?:me |moi |nous )?(?:redige|ecri|modifie|change|corrige|prepare|fais|genere|signe|cree|remplace|supprime|write|draft|edit|generate|rewrite)"
)
"""An order to write stands at the start; « qui rédige… ? » is a question."""
_EVENTS: dict[str, Event] = {
    "sign": "signature",
    "notif": "notification",
    "publi": "publication",
    "effet": "effect",
    "effect": "effect",
}
_OPERATIONS: tuple[Operation, ...] = ("write", "compare", "most", "least", "count", "add", "share")
_MIN_TERM_LETTERS = 2
_LONG_NUMBER = 9
"""A shorter number is a year, an amount or a rank, told elsewhere; a longer one is a code."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question read without its thread."""

    text: str
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    cues: tuple[Cue, ...]
    follows: bool
    """True when it leans on what was said before."""


def understand(question: Question, directory: Directory, vocabulary: Vocabulary) -> Plan:
    """The plan of a cleaned question. Pure: the same question gives the same plan."""
    reading = _read(question.text, directory, vocabulary)
    earlier = [_read(text, directory, vocabulary) for text in question.thread]
    scope, took_scope = _scope(reading, earlier, directory)
    asks = _merged(tuple(_asks(reading, vocabulary)), reading, vocabulary)
    asks, took_subject = _with_thread(reading, asks, earlier, vocabulary)
    unknown = () if reading.mentions else _unknown(reading, vocabulary)
    language = language_of(question.text)
    stated = _stated(question.text)
    asks = tuple(_beyond(ask, stated) for ask in asks)
    return Plan(language, scope, asks, stated, unknown, _off_topic(reading), took_scope or took_subject)


def _beyond(ask: Ask, stated: Sequence[Stated]) -> Ask:
    """« signée le 15 mars, elle finit quand ? » states the signature and asks the end."""
    told = {_TOLD.get(one.event) for one in stated}
    kept = tuple(subject for subject in ask.subjects if subject not in told)
    if kept == ask.subjects or (not kept and ask.interrogative is None and not ask.terms):
        return ask
    content = tuple((stem, cues) for stem, cues in ask.content if not cues or cues - told)
    return replace(ask, subjects=kept, answer_type=None if not kept else ask.answer_type, content=content)


def _read(text: str, directory: Directory, vocabulary: Vocabulary) -> _Reading:
    dated = [(m.start, m.end) for m in find_dates(text) if m.value is not None]
    words = tuple(w for w in words_of(text) if not any(a <= w.start < b for a, b in dated))
    mentions = directory.mentions(text, vocabulary.known | vocabulary.little)
    named = [(m.start, m.end) for m in mentions if m.main or not m.strong]
    free = tuple(word for word in words if not any(a <= word.start < b for a, b in named))
    cues = vocabulary.find(free)
    short = len([w for w in free if w.folded not in vocabulary.little]) <= 6
    follows = bool(_FOLLOW.match(fold(text))) or (short and not mentions)
    return _Reading(text, free, mentions, cues, follows)


def _scope(reading: _Reading, earlier: Sequence[_Reading], directory: Directory) -> tuple[Scope, bool]:
    """The conventions meant, and whether the thread gave them."""
    own = _named(reading.mentions)
    if own and _operation(reading.cues, ("cross",)) and not any(m.strong for m in reading.mentions):
        return Scope("all", (), (), own.names), False
    if own or _AVENANT.search(fold(reading.text)):
        return _amended(own, reading, directory), False
    if _operation(reading.cues, ("cross",)) or (not earlier and _operation(reading.cues, _ACROSS)):
        return Scope("all", (), (), ()), False
    if reading.follows or _PRONOUN.search(reading.text):
        for before in reversed(earlier):
            found = _named(before.mentions)
            if found:
                return replace(found, names=()), True
            if _operation(before.cues, ("cross",)):
                return Scope("all", (), (), ()), True
    return Scope("any", (), (), ()), False


def _amended(own: Scope | None, reading: _Reading, directory: Directory) -> Scope:
    """« l'avenant X » means the avenant, where there is one; « avant l'avenant » and « depuis l'avenant » do not."""
    scope = own or Scope("any", (), (), ())
    if not _AVENANT.search(fold(reading.text)):
        return scope
    held = [a for d in scope.documents for a in directory.avenants.get(d, ())] if own else list(directory.avenants[""])
    if len(held) == 1 and (scope.kind == "named" or not own):
        return Scope("named", (held[0],), (), scope.names)
    return scope


def _named(mentions: Sequence[Mention]) -> Scope | None:
    """Strong names decide; parties only where no strong name does."""
    mentions = [mention for mention in mentions if not mention.everywhere]
    strong = [mention for mention in mentions if mention.strong] or mentions
    if not strong:
        return None
    names = tuple(mention.name for mention in strong)
    sure = [mention for mention in strong if len(mention.documents) == 1]
    if sure:
        return Scope("named", tuple(dict.fromkeys(m.documents[0] for m in sure)), (), names)
    shared = set.intersection(*(set(mention.documents) for mention in strong))
    documents = tuple(d for d in strong[0].documents if d in (shared or set(strong[0].documents)))
    if len(documents) == 1:
        return Scope("named", documents, (), names)
    return Scope("any", (), documents, names)


def _asks(reading: _Reading, vocabulary: Vocabulary) -> list[Ask]:
    """Each half of the question that asks something."""
    cuts = [0, *(m.end() for m in _HALVES.finditer(reading.text)), len(reading.text)]
    halves = [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a]
    asking = [
        (a, b) for a, b in halves if any(a <= c.start < b and c.subject in vocabulary.subjects for c in reading.cues)
    ]
    if len(asking) < 2:
        asking = [_sentence_of(reading.text, asking)]
    return [_ask(reading, a, b, vocabulary) for a, b in asking]


def _sentence_of(text: str, asking: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The sentence that holds the only half that asks something; the whole text when none does."""
    cuts = [0, *(m.end() for m in _SENTENCES.finditer(text)), len(text)]
    spans = [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if b > a]
    return next(((a, b) for a, b in spans if asking and a <= asking[0][0] < b), (0, len(text)))


def _interrogated(text: str) -> str | None:
    """Type of answer that the interrogative word alone asks for."""
    folded = fold(text).lstrip(" -–,;")
    if re.match(r"(?:(?:et|and|mais|dis|alors)\s+)?(?:(?:a |par |avec |pour |chez )?qui\b|who\b|whom\b)", folded):
        return "person"
    if re.search(r"(?:^|[,:;]\s*)(?:(?:et|and|mais)\s+)?(?:quand\b|a quelle date|avant quand|jusqu'a quand|when\b)|quand ?\??$", folded):
        return "date"
    return "list" if re.match(r"(?:(?:et|and)\s+)?(?:quels|quelles|lesquels|lesquelles|liste)\b", folded) else None


def _merged(asks: tuple[Ask, ...], reading: _Reading, vocabulary: Vocabulary) -> tuple[Ask, ...]:
    """« Quelles AE et quels CP ? » is one question on one table."""
    if len(asks) > 1 and all(ask.subjects and vocabulary.subjects[ask.subjects[0]].kind == "budget" for ask in asks):
        return (_ask(reading, 0, len(reading.text), vocabulary),)
    return asks


def _ask(reading: _Reading, start: int, end: int, vocabulary: Vocabulary) -> Ask:
    cues = [cue for cue in reading.cues if start <= cue.start < end]
    words = [word for word in reading.words if start <= word.start < end]
    subjects = _subjects(cues, vocabulary)
    text = _without_names(reading, start, end)
    terms = tuple(dict.fromkeys(w.stem for w in words if _is_term(w, cues, vocabulary)))
    years = tuple(dict.fromkeys(int(m[0]) for m in _YEAR.finditer(text)))
    amounts = tuple(mention.value for mention in find_amounts(text) if mention.value is not None)
    answer_type = vocabulary.subjects[subjects[0]].answer if subjects else _interrogated(text)
    bearer = next((m.name for m in reading.mentions if not m.strong and start <= m.start < end), None)
    content = tuple((w.stem, _cued(w, cues)) for w in words if _is_content(w, cues, vocabulary))
    operation = _operation_of(cues, text)
    shouted = reading.text.isupper()
    essential = tuple(
        w.stem for w in words
        if w.stem in terms and (_DETERMINED.search(fold(reading.text[: w.start])) or (not shouted and reading.text[w.start : w.end].isupper()))
    )  # fmt: skip
    comparison: Literal["over", "under"] | None = (
        "over" if _OVER.search(fold(text)) else "under" if _UNDER.search(fold(text)) else None
    )
    lists_all = bool(_PLURAL.search(fold(text)))
    return Ask(
        text, subjects, operation, answer_type, _interrogated(text), terms, tuple(dict.fromkeys(essential)), content, years, _decimals(amounts),
        comparison if amounts else None, lists_all, bearer,
    )  # fmt: skip


def _is_content(word: Word, cues: Sequence[Cue], vocabulary: Vocabulary) -> bool:
    cued = _cued(word, cues)
    return "filler" not in cued and word.folded not in "€%" and (bool(cued) or word.folded not in vocabulary.little)


def _cued(word: Word, cues: Sequence[Cue]) -> frozenset[str]:
    """Ids of the subjects whose cue holds a word."""
    return frozenset(cue.subject for cue in cues if cue.start <= word.start < cue.end)


def _decimals(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    return tuple(dict.fromkeys(values))


def _subjects(cues: Sequence[Cue], vocabulary: Vocabulary) -> tuple[str, ...]:
    """Subjects by how telling their cues are: the longest wording first, then the first in the vocabulary's order of need."""
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
        if c.subject in vocabulary.subjects or c.words > 1 or c.subject == "filler"
    )
    return not covered


def _operation(cues: Sequence[Cue], names: Sequence[str]) -> bool:
    return any(cue.subject == f"operation:{name}" for cue in cues for name in names)


def _operation_of(cues: Sequence[Cue], text: str) -> Operation:
    if not _ORDERS.match(fold(text).lstrip()):
        cues = [cue for cue in cues if cue.subject != "operation:write"]
    return next(
        (name for name in _OPERATIONS if _operation(cues, (name,))),
        "compute" if _operation(cues, ("if",)) else "look up",
    )


def _without_names(reading: _Reading, start: int, end: int) -> str:
    """The words of a half without the conventions' names."""
    text = reading.text
    for mention in sorted(reading.mentions, key=lambda m: -m.start):
        if mention.main and start <= mention.start < end:
            text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return " ".join(text[start:end].split())


def _with_thread(
    reading: _Reading, asks: tuple[Ask, ...], earlier: Sequence[_Reading], vocabulary: Vocabulary
) -> tuple[tuple[Ask, ...], bool]:
    """A follow-up that says nothing of what is asked (« et pour X ? », « et en 2020 ? ») takes it from the thread."""
    empty = len(asks) == 1 and not asks[0].subjects and not asks[0].terms_without_years
    if not (earlier and empty and reading.follows):
        return asks, False
    for before in reversed(earlier):
        found = _asks(before, vocabulary)
        if any(ask.subjects or ask.terms for ask in found):
            years = asks[0].years
            return tuple(replace(ask, years=years or ask.years) for ask in found), True
    return asks, False


def _unknown(reading: _Reading, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What stands where a name would: « la convention Pix », « le projet Zorglub »."""
    found = [m[0] for m in _CAPITALISED.finditer(reading.text) if _is_unknown(m[0], reading, vocabulary)]
    for match in _NAME_PLACE.finditer(_kept_case(reading.text)):
        name = match["name"]
        words = words_of(name)
        plural = match[0].split()[0].endswith("s") and name[:1].islower()
        if (
            words
            and not plural
            and not any(w.folded in vocabulary.little or w.folded in vocabulary.known for w in words)
        ):
            found.append(name)
    return tuple(found)


def _is_unknown(name: str, reading: _Reading, vocabulary: Vocabulary) -> bool:
    """A capitalised word in mid-sentence that the vocabulary does not have and that holds small letters."""
    word = fold(name)
    if reading.text.isupper() or word in vocabulary.little or word in vocabulary.known or find_dates(f"1 {name} 2024"):
        return False
    return stem(word) not in {s for key in vocabulary.cues for s in key}


def _kept_case(text: str) -> str:
    """The text without accents, its capitals kept: names are told by them."""
    return "".join(fold(c) if not c.isupper() else c for c in text)


def _off_topic(reading: _Reading) -> bool:
    return any(cue.subject == "off_topic" for cue in reading.cues) and not reading.mentions


def _stated(text: str) -> tuple[Stated, ...]:
    """« si elle est signée le 15 mars 2024 »."""
    found = []
    folded = fold(text)
    for mention in find_dates(text):
        if mention.value is None:
            continue
        before = folded[max(0, mention.start - 60) : mention.start]
        events = [(before.rfind(root), event) for root, event in _EVENTS.items() if root in before]
        found.append(Stated(max(events)[1] if events else "other", mention.value))
    return tuple(found)
