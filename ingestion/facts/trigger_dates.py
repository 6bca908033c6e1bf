"""Due days: the dates of a clause by which something is due, told from those that only date something."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingestion.facts.clauses import Clause, spaced
from ingestion.facts.deadline_words import listed
from ingestion.facts.effects import effect_of
from ingestion.facts.figures import dates_in
from ingestion.facts.ownership import about_the_act
from ingestion.facts.recurring import each_year_after
from ingestion.french.dates import DateMention
from ingestion.french.folding import fold

_BY = spaced(
    r"\b(?P<by>au plus tard|avant|d'ici(?: a| au)?|pour|(?:date|delai) limite[^.;:]{0,50}(?:est "
    r"|: ?)(?:fixee? )?(?:au|le)?|date limite[^.;:]{0,50}:"
    r"|echeance[^.;:]{0,30}(?: fixee? au| :)|(?:dernier|ultime) delai|expir\w+|dispos\w+ jusqu'au)"
    r"(?: (?:le|la|au|a la|en|fin|debut|du mois de|mois de|courant|fin du mois de|date du|(?:lun|mar|mercre|jeu"
    r"|vendre|same)di))* ?\Z"
)
_LAST = spaced(r",? ?(?:au plus tard|dernier delai|delai de rigueur|au maximum)\b")
_ON = spaced(r"\b(?:le|au|en|fin|aux)(?: (?:plus tard|mois de|(?:lun|mar|mercre|jeu|vendre|same)di))* ?\Z")
_PAST = spaced(
    r"\b(?:a|ont|avait|avaient|fut|furent|ayant) (?:\w+ )?(?:ete )?\Z|\b(?:a|ont|avait|avaient|fut"
    r"|furent) (?:ete )?(?:\w+ ){0,3}\Z"
)
_NEVER = spaced(r"\b(?:aucune?|ne peut|ne peuvent|ne pourra|ne sera|ne doit)\b[^.;]{0,120}\bapres (?:le )?\Z")
_DUE_HEADER = spaced(
    r"\b(?:echeances?|date limite|date butoir|delais?|livraison|calendrier|au plus tard|remise|date prevue|butoir"
    r"|jalon)\b"
)
_TIME = spaced(r"\b(?:une? (?:premiere|seconde|deuxieme|troisieme|derniere) fois|puis|enfin),? (?:le|au) ?\Z")
_TO = spaced(r" ?,? ?(?:au|a|jusqu'au) ?")
_REACH = 90


@dataclass(frozen=True, slots=True)
class DueDay:
    """A date by which something is due, where a clause gives it."""

    mention: DateMention
    value: date | None
    """The last day; the month's last where it gives a month; `None` for « avant novembre 2024 » and without a year."""
    start: int
    end: int
    """Span in the clause's text, « au plus tard le » included."""


def due_days(clause: Clause, end: int) -> Iterator[DueDay]:
    """The dates before an offset of a clause that are limits or days of payment, delivery or completion."""
    if about_the_act(clause):
        return
    effect = effect_of(clause)
    for mention in dates_in(clause.text[:end]):
        if effect and effect.mention and effect.mention.start == mention.start:
            continue
        start = None if _closes_a_window(clause, mention) else _start(clause, mention)
        if start is not None and mention.precision != "impossible" and (mention.year or mention.day):
            last = _LAST.match(clause.folded, mention.end)
            yield DueDay(mention, _value(clause, mention, start), start, last.end() if last else mention.end)


def _start(clause: Clause, mention: DateMention) -> int | None:
    """Where the words of a due day start; `None` when the date is no due day."""
    text, near = clause.folded, max(0, mention.start - _REACH)
    if clause.cell is not None:
        headers = fold(clause.cell[1] or "") + " / " + fold(clause.cell[0] or "")
        return mention.start if _DUE_HEADER.search(headers) else _by(clause, mention)
    if (by := _by(clause, mention)) is not None:
        return by
    if (
        _LAST.match(text, mention.end)
        or _NEVER.search(text, 0, mention.start)
        or _TIME.search(text, near, mention.start)
    ):
        return mention.start
    on = _ON.search(text, near, mention.start)
    if on and not mention.year and each_year_after(clause, mention):
        return on.start()
    due = on and next(iter(listed("due", after=r"[^,;.:]{0,60}\Z").finditer(text, near, on.start())), None)
    if due and on and not _PAST.search(text, max(0, due.start() - 30), due.start()):
        return on.start()
    return None


def _closes_a_window(clause: Clause, mention: DateMention) -> bool:
    """Whether the date ends « du 15 août au 31 octobre »."""
    others = (other for other in dates_in(clause.text) if other.end <= mention.start)
    return any(_TO.fullmatch(clause.folded, other.end, mention.start) for other in others)


def _by(clause: Clause, mention: DateMention) -> int | None:
    by = _BY.search(clause.folded, max(0, mention.start - _REACH), mention.start)
    if not by or (
        by["by"] == "pour" and not clause.folded.startswith(("pour le", "pour fin", "pour la fin"), by.start())
    ):
        return None
    return by.start()


def _value(clause: Clause, mention: DateMention, start: int) -> date | None:
    if mention.value or not mention.year:
        return mention.value
    whole = (
        mention.part == "end"
        or not clause.folded.startswith("avant", start)
        or "fin" in clause.folded[start : mention.start]
    )
    if not whole or mention.part in ("start", "middle"):
        return None
    month = mention.month or 12
    return date(mention.year, month, monthrange(mention.year, month)[1])
