"""Dates: of signature, notification, effect, publication, letters, meetings; exact, partial or blank."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, get_args

from ingestion.blocks import Block, BlockKind
from ingestion.facts.clauses import Clause, read_clauses, spaced
from ingestion.facts.date_words import award_pattern, header_nature, noun_pattern
from ingestion.facts.effects import Effect, effect_of
from ingestion.facts.events import ACT
from ingestion.facts.evidence import Evidence, State
from ingestion.facts.figures import dates_in, periods_in, recurrences_in
from ingestion.facts.ownership import about_the_act, quotes_a_change
from ingestion.facts.placeholders import MARKS
from ingestion.facts.signing import signings
from ingestion.facts.terms import end_date
from ingestion.french.dates import DateMention
from ingestion.french.folding import fold

DateNature = Literal[
    "signature",
    "notification",
    "effect",
    "start",
    "end",
    "publication",
    "letter",
    "meeting",
    "decision",
    "convention",
    "text",
    "other",
]

_DATED = spaced(
    r"(?P<gap>[^,;:]*?)(?:,? (?:signee?s?|conclue?s?|prise?s?|intervenue?s?|rendue?s?)?)?(?:\b(?:du|en date du"
    r"|date du|datee? du)"
    r"|\b(?P<verb>signee?s?|conclue?s?|passee?s?|rendue?s?|prise?s?|adoptee?s?|notifiee?s?|publiee?s?|parue?s?"
    r"|reunie?s?|tenue?s?"
    r"|intervenue?s?|approuvee?s?|votee?s?)(?: [^,;.]{0,40})? (?:le|en|des le|au)|[^;:]*\b(?:adressee?|envoyee?"
    r"|recue?)s? (?:le|en)"
    r"|(?P<month>de|d')) ?(?:\w+di )?(?:\[\w*\] ?)?"
)
"""What stands between a noun and its date."""
_SIGNED = spaced(r"\b(?:sign|conclu|pass)\w*(?:,? (?:le|en|depuis|des)| [^,;.]{0,30} (?:le|en)),? ?\Z")
_AGAINST = spaced(
    r",? ?(?:une?|la|le|l'|leur|cette|ce|deux) ?(?:\w+ ){0,2}?(?:convention|protocole|accord|contrat|avenant"
    r"|partenariat)\b"
)
_PRESENT = spaced(rf"\b(?:presente?|cette|ce|cet) {ACT}\b")
_ACT = spaced(rf"\b{ACT}\b")
_FROM = spaced(r"\b(?:a compter|a partir) (?:de |du |d')(?:le )?(?:mois (?:de |d'))?\Z")
_BLANK = spaced(
    rf"(?:\b(?:le|du|au|date)|:) ?(?P<mark>{MARKS}|xx/xx/x+|\.+/\.+/\.+)"
    r"|\b(?:le|au|date (?:de|d')[^.;:]{2,50}:) *(?P<gap>(?=[.,;]|\Z))"
)
"""A placeholder, or nothing at all: runs of underscores are blanks once marks are taken off."""
_DATE_CUE = spaced(
    r"\b(?:date|notif|effet|vigueur|sign|reuni|seance|expir|prend fin|echeance|compter|jusqu|publi|delibere|adresse"
    r"|en date)\w*"
    r"[^.;]{0,60}\Z"
)
_LABEL = spaced(r"\bdate\b[^.;]*: ?\Z")
_OWN_TERM = spaced(
    rf"\b(?:fin|debut|echeance|terme|expiration|demarrage)\W*(?:\Z|(?:de |du )(?:la |le |l')?(?:presente? )?{ACT})"
)
_DATED_MARK = spaced(r"\bdate|\bjour|\bmois\b|annee|\bjj|\bxx")
_TAKES_EFFECT = spaced(r"\b(?:effet|vigueur)\b[^.;]{0,30}\Z")
_ENDS = spaced(r"\b(?:expire|prend fin|jusqu'au|s'acheve)\b[^.;]{0,20}\Z")
_MEETS = spaced(r"\b(?:reunie?s?|seance|reunion|se (?:tient|tiendra|reunit|reunira)|tenue?)\b[^.;]{0,40}\Z")
_TRAILING = spaced(
    r"(?: |\b(?:le|la|l'|du|de|d'|des|en|au|a|depuis|avant|apres|date|dates|jusqu'|jusqu'au|datee?"
    r"|(?:lun|mar|mercre|jeu|vendre|same)di)|,|:|\(|-)+\Z"
)
_FIRST, _NEAR, _BESIDE = 14, 60, 30
"""Characters: a date that opens its clause; an award's verb near its date; a noun and its month, « note de mai »."""
_REACH = 200
"""Characters before a date in which its noun is looked for."""
_LEAST, _SHORT = 4, 110
"""Fewest and most characters of « what »."""


@dataclass(frozen=True, slots=True)
class DateFact:
    """One date that the text gives or should give."""

    nature: DateNature
    """`convention`: of another convention; `decision`: of an award or a deliberation. The dates of laws and decrees are
    read as references, so that no reader emits `text`."""
    value: date | None
    """`None` unless the day is known."""
    year: int | None
    month: int | None
    """What a partial date gives; `None` when blank."""
    words: str
    """As written: « fin novembre 2023 »; the empty string when blank."""
    what: str
    """What happens then, in the text's words, short."""
    event: str | None
    """For an effect that starts from an event, that event: `signature`, `notification`, `publication`; else `None`."""
    state: State
    evidence: tuple[Evidence, ...]
    kind: Literal["date"] = "date"


def read_dates(blocks: Sequence[Block]) -> tuple[DateFact, ...]:
    """Every date of a document but those of laws, decrees and circulars (references), in reading order.

    Left out too: bare years, days that come back each year (deadlines), and what an amendment quotes of another text.
    """
    facts = [
        _fact("notification" if found.notification else "signature", found.mention, found.what, found.evidence)
        for found in signings(blocks)
    ]
    for clause in read_clauses(blocks):
        if clause.block.kind is not BlockKind.SIGNATURE and not quotes_a_change(clause):
            facts += _running(clause)
    return tuple(sorted(facts, key=lambda fact: min(found.start for found in fact.evidence)))


def _fact(nature: DateNature, mention: DateMention | None, what: str, evidence: tuple[Evidence, ...]) -> DateFact:
    if mention is None:
        return DateFact(nature, None, None, None, "", what, None, State.BLANK, evidence)
    state = State.UNREAD if mention.precision == "impossible" else State.STATED
    return DateFact(nature, mention.value, mention.year, mention.month, mention.raw, what, None, state, evidence)


def _running(clause: Clause) -> Iterator[DateFact]:
    """The dates of one clause, of its effect by an event, and its blanks."""
    effect = effect_of(clause)
    if effect and effect.event:
        words = clause.words(effect.words_start, effect.end)
        what = clause.words(effect.start, effect.words_start)
        empty = _fact("effect", None, what, clause.evidences())
        yield replace(empty, words=words, event=effect.event, state=State.STATED)
    for mention in dates_in(clause.text):
        if mention.year or (mention.part and not recurrences_in(clause.text)):
            yield from _dated(clause, mention, effect)
    yield from _blanks(clause)


def _dated(clause: Clause, mention: DateMention, effect: Effect | None) -> Iterator[DateFact]:
    own = _of_the_act(clause, mention, effect)
    nature = own or _nature(clause, mention.start, mention.end)
    if nature != "text":
        what = _what(clause, mention.start, mention.end, named=own is None)
        yield _fact(nature, mention, what, clause.with_intros())


def _of_the_act(clause: Clause, mention: DateMention, effect: Effect | None) -> DateNature | None:
    """`effect`, `start` or `end` for a date of the document's own term."""
    if effect and effect.mention and effect.mention.start == mention.start:
        return "effect"
    if not about_the_act(clause):
        return None
    for period in periods_in(clause.text):
        if mention.start in (period.first.start, period.last.start):
            return "start" if mention.start == period.first.start else "end"
    ends = end_date(clause)
    if ends and ends.start == mention.start:
        return "end"
    return "effect" if _FROM.search(clause.folded, max(0, mention.start - 40), mention.start) else None


def _nature(clause: Clause, start: int, end: int) -> DateNature:
    """What a date of running text or of a table is the date of."""
    if clause.cell is not None:
        return _of_a_cell(*(fold(header or "") for header in clause.cell))
    before = clause.folded[max(0, start - _REACH) : start]
    if _SIGNED.search(before) and (_AGAINST.match(clause.folded, end) or _PRESENT.search(before)):
        return "signature" if _PRESENT.search(before) else "convention"
    if noun := _noun(before):
        return noun.nature
    if (
        award_pattern().search(clause.folded[: start + _NEAR], max(0, start - _NEAR))
        if start > _FIRST
        else _awards(clause)
    ):
        return "decision"
    if _MEETS.search(before):
        return "meeting"
    return _headed(before) if _LABEL.search(before) else "other"


def _of_a_cell(row: str, column: str) -> DateNature:
    """What headers tell; a column « Échéance » is about the thing of its row, seldom the document."""
    nature = _headed(f"{row} {column}".strip())
    if nature in ("start", "end") and row and _headed(column) == nature and not _ACT.search(row):
        return "other"
    return nature


def _awards(clause: Clause) -> bool:
    return bool(award_pattern().search(clause.folded))


def _headed(header: str) -> DateNature:
    """The nature that a header gives; the beginning or end of something else than the document is `other`."""
    nature = _known(header_nature(header) or "other")
    return "other" if nature in ("start", "end") and not _OWN_TERM.search(header) else nature


def _known(nature: str) -> DateNature:
    return next((known for known in get_args(DateNature) if known == nature), "other")


@dataclass(frozen=True, slots=True)
class _Noun:
    nature: DateNature
    start: int
    """Offset in the words before the date."""


def _noun(before: str) -> _Noun | None:
    """The noun that a date goes with: the last before it, a meeting's giving way to the act that it took."""
    found = []
    for match in noun_pattern().finditer(before):
        dated = _DATED.fullmatch(before, match.end())
        if dated and (not dated["month"] or len(dated["gap"]) < _BESIDE):
            nature = _by_noun(match.lastgroup or "other", dated["verb"] or "")
            found.append(_Noun(nature, match.start()))
    acts = [noun for noun in found if noun.nature != "meeting"]
    chosen = acts or found
    return chosen[-1] if chosen else None


def _by_noun(noun: str, verb: str) -> DateNature:
    if noun != "text" and verb.startswith("notif"):
        return "notification"
    if noun not in ("text", "letter") and verb.startswith(("publi", "paru")):
        return "publication"
    return _known(noun)


def _what(clause: Clause, start: int, end: int, named: bool = True) -> str:
    """The words before a date, from its noun (`named`) or the last stop; those after it where there are none before."""
    if clause.cell is not None:
        return " – ".join(header for header in clause.cell if header)
    opening = max(clause.folded.rfind(mark, 0, start) for mark in (",", ";", ":", "(")) + 1
    opening = opening if start - opening > _FIRST else 0
    near = max(0, start - _REACH)
    if named and (noun := _noun(clause.folded[near:start])):
        opening = near + noun.start
    trailing = _TRAILING.search(clause.folded, opening, start)
    kept = clause.words(opening, trailing.start() if trailing else start).lstrip(" ,:")
    if len(kept) < _LEAST or _AGAINST.match(clause.folded, end):
        kept = clause.words(end, len(clause.text)).lstrip(" ,:)").partition(";")[0].rstrip(" .")
    return kept if len(kept) <= _SHORT else kept[: kept.rfind(" ", 0, _SHORT)] + "…"


def _blanks(clause: Clause) -> Iterator[DateFact]:
    """Places where a date is still to come: « réunie le [date] », « notifiée le …… »."""
    for found in _BLANK.finditer(clause.folded):
        mark = "mark" if found["mark"] else "gap"
        before = clause.folded[: found.start(mark)]
        if not (_DATED_MARK.search(found["mark"] or "") or _DATE_CUE.search(before)):
            continue
        nature = _nature(clause, found.start(mark), found.end())
        if _TAKES_EFFECT.search(before):
            nature = "effect"
        elif _ENDS.search(before) and about_the_act(clause):
            nature = "end"
        if nature != "text":
            yield _fact(nature, None, _what(clause, found.start(), found.end()), clause.with_intros())
