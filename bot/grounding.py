"""Grounding: the last step before an answer leaves. What the citations do not carry does not leave."""

import logging
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from itertools import zip_longest

from bot.answer import Answer, Figure
from bot.question import Question
from ingestion.french.dates import find_dates
from ingestion.french.folding import fold

log = logging.getLogger(__name__)
_MARK = re.compile(r"\[\d+\]")
_GROUPS = re.compile(r"(?<=\d)[ .,](?=\d{3}(?!\d))")
_HEAD = re.compile(r"\*\*[^*]+\*\*\s*:")
_NUMBER = re.compile(r"\d+")


def figures_in(text: str) -> frozenset[str]:
    """Dates as ISO 8601, then every other number of two digits or more, its groups joined.

    >>> sorted(figures_in("141 000 € au 31 décembre 2024, art. 6"))
    ['141000', '2024-12-31']
    """
    found = set()
    rest = text
    for mention in reversed(find_dates(text)):
        if mention.value is not None:
            found.add(mention.value.isoformat())
            rest = rest[: mention.start] + " " + rest[mention.end :]
    folded = _GROUPS.sub("", re.sub(r"[*_`|]", " ", fold(rest)))
    found.update(number.lstrip("0") or "0" for number in _NUMBER.findall(folded) if len(number) > 1)
    return frozenset(found)


def loose_figures(answer: Answer, question: Question) -> frozenset[str]:
    """Figures of the text that no citation, question or declared computation carries."""
    known: set[str] = set()
    places = (str(part) for c in answer.citations for part in (c.quote, c.heading or "", c.article or "", c.convention))
    for source in (question.text, *question.thread, *places, *_declared(answer.figures)):
        # Shown, a quote has no line breaks: an amount cut by one, « 300⏎000 € », is read both ways.
        known |= figures_in(source) | figures_in(" ".join(source.split()))
    return figures_in(_MARK.sub(" ", answer.text)) - known


def _declared(figures: Iterable[Figure]) -> Iterable[str]:
    for figure in figures:
        if figure.kind == "computed" and figure.how:
            yield f"{figure.value} ; {figure.how}"
            yield _grouped(figure.value)


def _grouped(value: str) -> str:
    """A plain decimal as texts write it, for values of four digits or more."""
    try:
        return f"{Decimal(value):,}".replace(",", " ")
    except InvalidOperation:
        return value


def grounded(answer: Answer, question: Question) -> Answer:
    """The answer without the lines whose figures nothing carries."""
    loose = loose_figures(answer, question)
    if answer.status != "answered" or not loose:
        return answer
    lines = answer.text.split("\n")
    kept = [line for line in lines if not figures_in(_MARK.sub(" ", line)) & loose]
    log.warning("ungrounded figures %s left out of the answer to question %s", sorted(loose), answer.id)
    text = "\n".join(_without_bare_heads(kept)).strip() or _quotes(answer)
    return answer.model_copy(update={"text": text})


def _without_bare_heads(lines: Sequence[str]) -> list[str]:
    """The lines without the heads of what was left out: « **Nom** : » with nothing below."""
    return [
        line
        for line, after in zip_longest(lines, (line.strip() for line in lines[1:]), fillvalue="")
        if not _HEAD.fullmatch(line.strip()) or (after and not _HEAD.fullmatch(after))
    ]


def _quotes(answer: Answer) -> str:
    """What is left when no line holds: the quotes themselves."""
    return "\n".join(f"« {' '.join(c.quote.split())} » [{n}]" for n, c in enumerate(answer.citations, 1))
