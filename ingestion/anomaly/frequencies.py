"""Frequencies: one thing said to come back at two paces."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingestion.anomaly.finding import Anomaly, anomaly, short
from ingestion.anomaly.reading import Reading
from ingestion.anomaly.wording import instruments
from ingestion.facts.clauses import Clause
from ingestion.french.durations import Duration
from ingestion.french.recurrence import Recurrence, find_recurrences

_HELD = re.compile(
    r"\W*(?:\([^)]*\)\W*)?(?:(?:est|sont|sera|seront|doit|peut|etre|qui|se|s'|a|y|ait|soit|reunissent|organisee?|reuni"
    r"|reunit|reunira|tient|tiendra|tenu|lieu|remise?|transmise?|adressee?|produite?|etablie?|presentee?|au|minimum|moins"
    r"|en|principe|regulierement|convoquee?|programmee?)\W+)*\Z"
)
_MEANT = {"compte-rendu": "compte rendu", "comptes rendus": "compte rendu", "comptes-rendus": "compte rendu"}
_ONE_OF_A_KIND = ("comite", "revue")
"""There may be a monthly report and a yearly one; a committee so named is one."""
_ACCOUNT = re.compile(r"\brend(?:re|ent|ra|ront)?[ ]compte\b(?P<gap>[^.;:]{0,60}?)\Z")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often one thing comes back, where the text says it."""

    thing: str
    """Folded name: « comite de suivi »."""
    name: str
    """The name as written, « comité de suivi »; for « rendre compte », the verb."""
    every: Duration
    times: int
    clause: Clause
    words: str
    """The recurrence as written."""


def find_two_paces(reading: Reading) -> Iterator[Anomaly]:
    """« comité de suivi mensuel » and, elsewhere, « le comité de suivi se réunit chaque trimestre »."""
    seen: dict[str, Pace] = {}
    for pace in read_paces(reading):
        if not pace.thing.startswith(_ONE_OF_A_KIND):
            continue
        first = seen.setdefault(pace.thing, pace)
        if rate(first) != rate(pace):
            evidence = (*first.clause.evidences(), *pace.clause.evidences())
            yield anomaly("two_paces", "attention", evidence, thing=first.name, first=first.words, second=pace.words)


def rate(pace: Pace) -> tuple[float, str]:
    """Times in a unit, a year being twelve months."""
    months = {"month": 1, "year": 12}.get(pace.every.unit)
    count = pace.every.count / pace.times
    return (count * months, "month") if months else (count, pace.every.unit)


def read_paces(reading: Reading) -> Iterator[Pace]:
    """Every pace told in a sentence, an item or a heading."""
    for clause in reading.clauses:
        if clause.cell is not None:
            continue
        for found in find_recurrences(clause.text):
            thing = _thing(clause.folded, found)
            if thing:
                name = clause.words(*thing[1])
                yield Pace(
                    thing[0], name, found.every, found.times, clause, short(clause.words(found.start, found.end))
                )


def _thing(folded: str, found: Recurrence) -> tuple[str, tuple[int, int]] | None:
    """The thing that a recurrence qualifies, named just before it but for « se réunit », and where it is named."""
    before = folded[: found.start]
    names = list(_names().finditer(before))
    if names and _HELD.match(before, names[-1].end()):
        name = " ".join(names[-1]["name"].split())
        return _MEANT.get(name, name), names[-1].span()
    account = _ACCOUNT.search(before)
    if account is None or find_recurrences(account["gap"]):
        return None
    return "compte rendu", (account.start(), account.start("gap"))


@cache
def _names() -> re.Pattern[str]:
    joined = "|".join(re.escape(name).replace(r"\ ", "[ ]+") for name in instruments())
    return re.compile(rf"(?<!\w)(?P<name>{joined})(?!\w)")
