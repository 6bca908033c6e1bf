"""Deadlines: what is due by when, once or again and again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from ingestion.blocks import Block, BlockKind
from ingestion.facts.amount_words import nature_words, pattern
from ingestion.facts.bearers import bearer
from ingestion.facts.clauses import Clause, read_clauses, segments, spaced
from ingestion.facts.evidence import Actor, Evidence
from ingestion.facts.notices import notice_length
from ingestion.facts.ownership import about_the_act, quotes_a_change
from ingestion.facts.roles import Roles
from ingestion.facts.terms import outlives
from ingestion.facts.triggers import Trigger, triggers
from ingestion.facts.verbs import read_verb
from ingestion.french.durations import Duration

_READ = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.TABLE}
_LEAD = spaced(
    r"(?:\b(?:s'engage(?:nt)?|doi(?:t|vent)|devra|devront|(?:est|sont) (?:tenue?s?|chargee?s?)|veille(?:nt)?"
    r"|pour mission)(?: \w+ement| aussi)?(?: a| de)?"
    r"|(?:\A|,) ?(?:(?:le|la|les|chaque|chacun\w*|tout|toute) |l')(?![^:]*\b(?:mois|an|annee|date|fois|suivante?s?"
    r"|objet)\b)"
    r"[a-z'-]+(?: [a-z'-]+){0,5}) ?: ?\Z"
)
"""An introduction whose items are the duties: it ends with a subject, or with « s'engage à »."""
_TIMING = spaced(
    r"\A(?:une (?:premiere|seconde|deuxieme|troisieme|derniere) fois|puis|ensuite|enfin|et |au plus tard|avant"
    r"|dans les?|sous|chaque|tous|toutes"
    r"|le \d|en \w+)"
)
"""An item that says only when: what is due stands in its introduction."""

_MEANING = spaced(
    r"\A[-–•* ]*(?:par |le terme |l'expression )?(?:l[ae]s? |l')?\" ?[^\"]{2,70} ?\" ?(?:\([^)]{1,40}\) ?)?"
    r"(?:designe(?:nt)? |signifie(?:nt)? |s'entend(?:ent)? |: ?(?!(?: |a |au |aux |avant |sous |dans |d'ici |le \d|des "
    r"|remi|livr|transmi|fourni|rendu|mise? en |(?!duree|annee|journee|entree|arrivee|sortie|donnee)\w+ees? )))"
)
"""« « Dormance » : arrêt d'un service avant … »: what a word means is not due."""
_MEASURE = spaced(
    r"\A(?:[-–•*] ?)?(?:(?:au moins|plus de|moins de|environ) )?\d{1,3}(?:,\d+)? ?(?:%|pour cent) "
    r"(?:de |d'|des )(?P<what>.*)"
)
_AND = spaced(r",? (?:et|puis) (?!l[ae]s? |l'|en |y |lui |leur )")
"""What joins two duties; « et la renouvelle » leans on what stands before."""
_SAYS = spaced(
    r"\b(?:est|sont|sera|seront|doi(?:t|vent)|devr(?:a|ont)|montant|prix|sommes?|total|credits?|commandes?|factures?"
    r"|ttc|ht)\b"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something due at a date, within a time of an event, or regularly."""

    what: str
    """What is due, verbatim."""
    who: Actor | None
    offset: Duration | None
    """Time from the event; its unit tells working days from calendar days."""
    direction: Literal["after", "before"]
    event: str | None
    """Event normalised: `signature`, `notification`, `publication`, `effect`, `end`, `request`, `reception`, `other`;
    `None` for a fixed date or a recurrence."""
    event_words: str | None
    """The event as written; `None` where only a length is given (« sous quinze jours »)."""
    date: date | None
    """Fixed date."""
    every: Duration | None
    """Period of a recurrence: one month for « mensuellement », six months for « deux fois par an »."""
    day_of_month: int | None
    """« au plus tard le 15 du mois suivant » gives 15; -1 is the month's last day."""
    recurrence_words: str | None
    """« tous les six mois », « chaque trimestre », « en mars et en septembre », as written."""
    immediate: bool
    """True for « sans délai », « dans les meilleurs délais », « dès … »."""
    evidence: tuple[Evidence, ...]
    """The sentence or item; then what introduces it."""
    months: tuple[int, ...] = ()
    """Months of the year in which it falls, 1 to 12: (3, 9) for « en mars et en septembre »; empty when not told."""
    following: bool = False
    """Whether `day_of_month` is in the month after the period."""
    kind: Literal["deadline"] = "deadline"


def read_deadlines(blocks: Sequence[Block], roles: Roles) -> tuple[Deadline, ...]:
    """Every deadline of the articles and annexes, in reading order; a sentence with two moments gives two.

    Left out: the preamble's story, terms and notices (families of their own), rates, durations, and what an
    amendment quotes of another text.
    """
    found: list[Deadline] = []
    for clause in read_clauses(blocks):
        if clause.block.kind in _READ and not clause.opening and not quotes_a_change(clause):
            found += _of_clause(clause, roles)
    return tuple(found)


def _of_clause(clause: Clause, roles: Roles) -> Iterator[Deadline]:
    if _LEAD.search(clause.folded) or _MEANING.match(clause.folded) or _is_measure(clause):
        return
    own = False
    for start, end in segments(clause):
        if notice_length(clause, start, end) or outlives(clause, start, end):
            continue
        found = triggers(clause, start, end)
        for trigger, part in zip(found, _parts(clause, (start, end), found), strict=True):
            if not (about_the_act(clause) and trigger.offset is None and not trigger.immediate):
                own = True
                yield _deadline(clause, (start, end), trigger, roles, part)
    if not own and clause.intro and _LEAD.search(clause.intro.folded):
        for trigger in triggers(clause.intro, 0, len(clause.intro.text)):
            yield _deadline(clause, (0, len(clause.text)), trigger, roles)


def _is_measure(clause: Clause) -> bool:
    """Whether a clause only names a rate to reach, « 80 % de réponses sous deux jours »; shares of money are paid."""
    found = _MEASURE.match(clause.folded)
    if found is None or _SAYS.search(found["what"]):
        return False
    if clause.intro and pattern("payment", "words").search(clause.intro.folded):
        return False
    return not any(words.nouns.search(found["what"]) for words in nature_words())


def _parts(clause: Clause, span: tuple[int, int], found: Sequence[Trigger]) -> list[tuple[int, int]]:
    """The part of a segment that each moment is about: « prévient … cinq jours avant » and « rétablit … sous un mois »
    are two duties of one sentence; the whole segment where no verb opens the next."""
    cuts = [span[0]]
    for one, following in pairwise(found):
        joints = [
            joint.start()
            for joint in _AND.finditer(clause.folded, one.end, following.start)
            if read_verb(clause.folded, joint.end(), span[1], clause.text)
        ]
        cuts.append(joints[-1] if joints else cuts[-1])
    ends = [next((cut for cut in cuts[at + 1 :] if cut > first), span[1]) for at, first in enumerate(cuts)]
    return list(zip(cuts, ends, strict=True))[: len(found)]


def _deadline(
    clause: Clause, span: tuple[int, int], trigger: Trigger, roles: Roles, part: tuple[int, int] | None = None
) -> Deadline:
    return Deadline(
        _what(clause, *(part or span)),
        bearer(clause, *span, roles, trigger.start),
        trigger.offset,
        trigger.direction,
        trigger.event,
        trigger.event_words,
        trigger.on,
        trigger.every,
        trigger.day,
        trigger.recurrence_words,
        trigger.immediate,
        clause.with_intros(),
        trigger.months,
        trigger.following,
    )


def _what(clause: Clause, start: int, end: int) -> str:
    if clause.cell is not None and clause.cell[0]:
        return clause.cell[0]
    if clause.intro and _TIMING.match(clause.folded):
        return clause.intro.words(0, len(clause.intro.text)).rstrip(" :")
    joint = _AND.match(clause.folded, start)
    return clause.words(joint.end() if joint else start, end).strip(" ,").rstrip(" ;:.")
