"""Renewals: whether a convention goes on after its term, how, how often and for how long."""

from dataclasses import dataclass
from typing import Literal

from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.figures import durations_in
from ingestion.french.durations import Duration
from ingestion.french.numbers import read_words

Mode = Literal["tacite", "expresse", "exclue"]

_WORD = r"(?:renouvel\w+|reconduct\w+|reconduit\w*|prolong\w+|prorog\w+)"
_CUE = spaced(
    r"\b(?:se renouvelle(?:ra)?|renouvelable|reconductible|renouvellement|reconduction|renouvelee?|reconduite?"
    r"|prorogeable|prolongeable"
    r"|(?:peut|pourra|pourront)(?: etre| faire)[^.;]{0,40}(?:prolonge|proroge|prolongation|prorogation)\w*)\b"
)
_ONLY = spaced(rf"\bne (?:peut|pourra|saurait)(?: \w+){{0,2}} {_WORD}(?: \w+){{0,3}} que\b|\bn'est {_WORD} que\b")
_NEVER = spaced(
    rf"\bne (?:peut|pourra|saurait)(?: pas| en aucun cas)?(?: \w+){{0,3}} {_WORD}|\bsans (?:possibilite de "
    rf"|aucune )?(?:tacite )?{_WORD}"
    rf"|\bnon {_WORD}|\bn'est (?:pas|ni|en aucun cas) (?:\w+ )?{_WORD}|\bne se {_WORD} pas"
    rf"|\b(?:aucun(?:e)?|exclu\w* (?:de )?toute) (?:tacite )?{_WORD}|\btoute (?:tacite )?{_WORD}(?: tacite)? (?:est"
    rf"|etant) exclue?"
    rf"|\bne (?:peut|pourra|saurait) (?:donner lieu a|faire l'objet d')(?:une? )?(?:tacite )?{_WORD}"
)
_TACIT = spaced(r"\btacite(?:ment|s)?\b|\bautomatique(?:ment)?\b|\bde plein droit\b")
_EXPRESS = spaced(
    r"\bexpres(?:se|sement)?\b|\bavenant\b|\bd'un commun accord\b|\bpar (?:ecrit|decision|accord|echange)"
    r"|\bapres accord\b"
)
_TIMES = spaced(r"(?P<count>\d{1,2}|[a-z]+)(?: ?\(\d{1,2}\))? (?:seule )?(?:fois|renouvellements?|reconductions?)\b")
_SAME = spaced(
    r"\b(?:meme|memes|identique|egale)\b[^.;]{0,20}(?:duree|periode|conditions de duree)|\bduree (?:identique"
    r"|equivalente|egale)"
)
OF_ANOTHER = spaced(
    r"\b(?:de l'|du |d'un |des |de ces |de chaque |au |l')(?:accords?-cadres?|marches?(?: publics?| subsequents?)?"
    r"|bail|contrats? (?:de|d')[a-z ]{2,30}), (?:\w+ment )?(?:lui-meme )?"
    r"(?:conclu|passe|notifie|valable|attribue|d'une duree)[^.;]*\Z"
)
"""What is said after « de l'accord-cadre, conclu » is the order's, not the document's."""
_OPPOSING = spaced(r"\b(?:s'opposer?|opposition) [^.;]{0,30}(?:reconduction|renouvellement)")


@dataclass(frozen=True, slots=True)
class Renewal:
    """A renewal where a clause provides for it or excludes it."""

    mode: Mode | None
    """`exclue` also where only the tacit one is; `None` when the text does not tell how."""
    times: int | None
    """At most; `None` when not told."""
    duration: Duration | None
    """Of one renewal; `None` when not told or the same as the term's."""
    same: bool
    """« pour la même durée »."""
    start: int
    end: int
    """Span in the clause's text, to its end or the next semicolon."""


def renewal_of(clause: Clause) -> Renewal | None:
    """The renewal that a clause about the document speaks of; `None` when it speaks of none."""
    cue = _CUE.search(clause.folded)
    if (
        cue is None
        or clause.heading
        or _OPPOSING.search(clause.folded)
        or OF_ANOTHER.search(clause.folded[: cue.start()])
    ):
        return None
    end = clause.folded.find(";", cue.end())
    end = len(clause.folded) if end < 0 else end
    piece = clause.folded[cue.start() : end]
    lengths = [
        found.value
        for found in durations_in(clause.text[cue.start() : end])
        if not spaced(r"(?:preavis|avant|delai)[^,]{0,30}\Z").search(piece[: found.start])
        and not spaced(r" (?:avant|apres|de preavis)").match(piece, found.end)
    ]
    return Renewal(
        _mode(clause.folded, piece),
        _times(piece),
        lengths[0] if lengths else None,
        bool(_SAME.search(piece)),
        cue.start(),
        end,
    )


def _mode(text: str, piece: str) -> Mode | None:
    if _ONLY.search(text):
        return "expresse"
    if _NEVER.search(text):
        return "exclue"
    if _TACIT.search(text):
        return "tacite"
    return "expresse" if _EXPRESS.search(piece) else None


def _times(piece: str) -> int | None:
    for found in _TIMES.finditer(piece):
        count = int(found["count"]) if found["count"].isdigit() else read_words(found["count"])
        if count:
            return count
    return None
