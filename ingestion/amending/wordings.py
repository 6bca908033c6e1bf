"""Wordings: the figures of the words taken out and put in, paired."""

from calendar import monthrange
from datetime import date

from ingestion.amending.change import Sort, Values
from ingestion.facts.clauses import spaced
from ingestion.french.amounts import find_amounts
from ingestion.french.dates import DateMention, find_dates
from ingestion.french.durations import find_durations
from ingestion.french.folding import fold
from ingestion.french.periods import find_periods
from ingestion.french.recurrence import find_recurrences

_ENDS = spaced(
    r"\b(?:jusqu'(?:au|a|en)|s'acheve(?:ra)?|prend(?:ra)? fin|expire(?:ra)?|se termine(?:ra)?|echeance|terme|fin)"
    r"(?: (?:est|le|au|la|a|en|fixee?|fin|du|de))* ?\Z"
)


def read_change(old: str, new: str) -> tuple[tuple[Sort, Values, Values], ...]:
    """What differs in figures between the words taken out and those put in; `text` alone when nothing does.

    >>> [(sort, str(a.amount), str(b.amount)) for sort, a, b in read_change("10 000 € par an", "12 000 € par an")]
    [('amount', '10000', '12000')]
    >>> [(sort, b.end) for sort, _, b in read_change("jusqu'au 30 juin 2024", "jusqu'au 30 juin 2025")]
    [('end', datetime.date(2025, 6, 30))]
    >>> read_change("le directeur", "la directrice")[0][0]
    'text'
    """
    before, after = find_amounts(old), find_amounts(new)
    if before and len(before) == len(after):
        pairs = [(Values(amount=a.value), Values(amount=b.value)) for a, b in zip(before, after, strict=True)]
        return tuple(("amount", a, b) for a, b in dict.fromkeys(pairs) if a != b) or (("text", Values(), Values()),)
    for sort in ("recurrence", "end", "duration"):
        first, second = _values(old, sort), _values(new, sort)
        if first and second and first != second:
            return ((_sort(sort), first, second),)
    return (("text", Values(), Values()),)


def _sort(name: str) -> Sort:
    return "recurrence" if name == "recurrence" else "end" if name == "end" else "duration"


def _values(text: str, sort: str) -> Values | None:
    if sort == "recurrence":
        found = find_recurrences(text)
        return Values(every=found[0].every, day_of_month=found[0].due_day) if len(found) == 1 else None
    if sort == "end":
        return read_span(text)
    lengths = find_durations(text)
    return Values(length=lengths[0].value) if len(lengths) == 1 else None


def read_span(text: str) -> Values | None:
    """The first and last day of a wording on time; `None` when it holds no date."""
    periods = find_periods(text)
    if periods:
        return Values(start=periods[0].first_day, end=periods[0].last_day)
    dates = [mention for mention in find_dates(text) if mention.year]
    return Values(end=_last(dates[0])) if len(dates) == 1 else None


def read_end(text: str) -> Values | None:
    """The last day that a whole clause gives, told from its other dates; `None` when it gives none.

    >>> read_end("Elle prend effet le 1er mai 2024 et s'achève le 30 juin 2026.").end
    datetime.date(2026, 6, 30)
    """
    span = read_span(text)
    if span:
        return span
    folded = fold(text).replace("\n", " ")
    ends = [m for m in find_dates(text) if m.year and _ENDS.search(folded[: m.start])]
    return Values(end=_last(ends[0])) if len(ends) == 1 else None


def _last(mention: DateMention) -> date | None:
    if mention.value or not mention.year or not mention.month:
        return mention.value
    return date(mention.year, mention.month, monthrange(mention.year, mention.month)[1])
