"""Terms: ends before starts, two ends, a duration that its dates deny, an effect before the signature, long notices."""

import re
from collections.abc import Iterator
from datetime import timedelta

from ingestion.anomaly.finding import Anomaly, anomaly
from ingestion.anomaly.lasting import after, days, first_day, last_day
from ingestion.anomaly.reading import Reading
from ingestion.facts.dates import DateFact
from ingestion.facts.evidence import Evidence
from ingestion.facts.terms import Notice, Term
from ingestion.french.folding import fold

_CASE = re.compile(
    r"\b(?:cas|faute|manque\w*|inexecution|force majeure|mise en demeure|motifs?|defaut|si|lorsque|quand|desaccord)\b"
)
"""What makes a notice that of one case: several may stand side by side."""
_MARGIN = timedelta(days=1)
"""« du 1er janvier 2024 au 1er janvier 2025 » and « au 31 décembre 2024 » are both one year."""


def find_two_ends(reading: Reading) -> Iterator[Anomaly]:
    """Two last days for one document."""
    ends = {term.end: term for term in reversed(reading.of(Term)) if term.end and term.nature in ("end", "period")}
    if len(ends) > 1 and not reading.amends:
        first, second = sorted(ends)[:2]
        evidence = (ends[first].evidence[0], ends[second].evidence[0])
        yield anomaly("two_ends", "grave", evidence, first=first, second=second)


def find_ends_before_start(reading: Reading) -> Iterator[Anomaly]:
    """An end before the start, or before the signature."""
    start, end, signed = first_day(reading), last_day(reading), reading.signed()
    if start and end and end.day < start.day:
        yield anomaly("end_before_start", "grave", (end.evidence, start.evidence), end=end.day, start=start.day)
    if signed and signed.value and end and end.day < signed.value and not reading.amends:
        yield anomaly(
            "signed_after_end", "grave", (*signed.evidence[:1], end.evidence), end=end.day, signed=signed.value
        )


def find_early_effect(reading: Reading) -> Iterator[Anomaly]:
    """A stated period that starts before the signature, told apart where the effect depends on that signature."""
    start, signed = first_day(reading), reading.signed()
    if not start or not signed or not signed.value or start.day >= signed.value or reading.amends:
        return
    depends = _on_signature(reading)
    evidence = (start.evidence, *depends, *signed.evidence)
    words = start.words if not start.words[:4].isdigit() else start.day
    if depends:
        yield anomaly("effect_before_signature", "attention", evidence, start=words, signed=signed.value)
    else:
        yield anomaly("starts_before_signature", "info", evidence, start=words, signed=signed.value)


def _on_signature(reading: Reading) -> tuple[Evidence, ...]:
    effects = [f for f in reading.of(DateFact) if f.nature == "effect" and f.event == "signature"]
    return effects[0].evidence[:1] if effects else ()


def find_denied_durations(reading: Reading) -> Iterator[Anomaly]:
    """A duration beside two dates that make another one."""
    lengths = [term for term in reading.of(Term) if term.nature == "duration" and term.duration]
    ends = [term for term in reading.of(Term) if term.nature in ("end", "period") and term.end]
    start = first_day(reading)
    if len(lengths) != 1 or len({term.end for term in ends}) != 1 or not start:
        return
    length, end = lengths[0].duration, ends[0].end
    computed = after(start.day, length) if length else None
    if computed is None or end is None or computed - _MARGIN <= end <= computed:
        return
    evidence = (lengths[0].evidence[0], start.evidence, ends[0].evidence[0])
    yield anomaly(
        "duration_differs_from_end",
        "attention",
        evidence,
        length=length,
        start=start.day,
        end=end,
        computed=computed - _MARGIN,
    )


def find_long_notices(reading: Reading) -> Iterator[Anomaly]:
    """A notice longer than the whole term."""
    spans = [days(t.duration) for t in reading.of(Term) if t.nature == "duration" and t.duration]
    start, end, signed = first_day(reading), last_day(reading), reading.signed()
    first = start.day if start else signed.value if signed else None
    if first and end:
        spans.append(float((end.day - first).days + 1))
    for notice in reading.of(Notice):
        if spans and max(spans) > 0 and days(notice.length) >= max(spans):
            where = [end.evidence] if end else [t.evidence[0] for t in reading.of(Term) if t.nature == "duration"]
            yield anomaly("notice_longer_than_term", "attention", (notice.evidence[0], *where), length=notice.length)


def find_two_notices(reading: Reading) -> Iterator[Anomaly]:
    """Two notices of different lengths for the same thing and the same party, in no particular case."""
    certain = [notice for notice in reading.of(Notice) if not _CASE.search(fold(notice.evidence[0].quote))]
    seen: dict[tuple[str, str | None, str | None], Notice] = {}
    for notice in certain:
        key = (notice.purpose, notice.holder.party if notice.holder else None, notice.evidence[0].annexe)
        first = seen.setdefault(key, notice)
        if first.length != notice.length and first.evidence[0].article != notice.evidence[0].article:
            evidence = (first.evidence[0], notice.evidence[0])
            yield anomaly(
                "two_notices", "attention", evidence, first=first.length, second=notice.length, purpose=notice.purpose
            )
