"""The judge of gold questions: what an answer says, cites and carries, against what is expected of it.

It shares no code with what it judges: a fault of the bot's own folding or grounding must not hide from it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from bot.answer import Answer, Citation
from bot.gold import Expectation, GoldQuestion

_MONTHS = {
    name: number
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
} | {"janv.": 1, "fevr.": 2, "sept.": 9, "dec.": 12}
_MONTH = "|".join(map(re.escape, _MONTHS))
_DATES = (
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:er)? (?P<month>{_MONTH}) (?P<year>\d{{4}})"),
    re.compile(rf"\b(?P<month>{_MONTH}) (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})"),
    re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)
_LONG = frozenset({"list", "cross", "compare", "summary", "onboarding", "anomaly"})
"""Tags of the questions whose answers may have `_MOST_LONG` characters."""
_MOST, _MOST_LONG = 900, 2_500
"""Characters that a phone shows without much scrolling; of a list, a comparison or a summary."""
_SHORTEST_PART = 12
"""Characters of a quote that counts as a part of the expected passage: a shorter one would be there by chance."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an answer is not correct."""

    kind: Literal["status", "missing", "said", "uncited"]
    """Another status; no wording of a group; a wording that must not be there; a document that is not cited."""
    words: str
    """The status found, the wordings or the file name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is held of one answer."""

    faults: tuple[Fault, ...]
    """Empty when it is correct."""
    evidence: bool | None
    """Whether a quote overlaps an expected passage; `None` when none is expected."""
    verbatim: tuple[bool, ...]
    """For each citation, whether its quote is its span of the document."""
    precise: tuple[bool, ...]
    """For each citation, whether its document is expected; empty when the question names none."""
    loose: tuple[str, ...]
    """Figures of the text that nothing carries, in order; empty unless something was answered and cited."""
    refusal: bool | None
    """Whether a question to refuse or to ask back got exactly that; `None` for the others."""
    concise: bool | None
    """Whether its text is short enough; `None` when nothing was answered."""


def judge(gold: GoldQuestion, answer: Answer, texts: Mapping[str, str]) -> Verdict:
    """The verdict on one answer. `texts` are the canonical texts of the documents, by `Citation.source`."""
    expect, quotes = gold.expect, [citation.quote for citation in answer.citations]
    room = _MOST_LONG if _LONG & set(gold.tags) else _MOST
    return Verdict(
        faults=tuple(_faults(expect, answer)),
        evidence=any(_overlaps(q, e) for q in quotes for e in expect.evidence) if expect.evidence else None,
        verbatim=tuple(_is_verbatim(citation, texts) for citation in answer.citations),
        precise=tuple(_file(c.source) in expect.sources for c in answer.citations) if expect.sources else (),
        loose=tuple(sorted(_loose(gold, answer))),
        refusal=answer.status == expect.status[0] if expect.status in (("not_found",), ("clarify",)) else None,
        concise=len(answer.text) <= room if answer.status == "answered" else None,
    )


def plain(text: str) -> str:
    """A text without what makes no difference: case, accents, kinds of blanks, Markdown marks, groups of digits.

    >>> plain("l’Échéance : **141 000€**")
    "l'echeance : 141000 €"
    """
    text = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    text = "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))
    text = re.sub(r"[*_`|>\s]", " ", text)
    # Before blanks are made single, so that « 2024 | 195 000 » stays two figures.
    text = re.sub(r"(?<=\d)[ .,](?=\d{3}(?!\d))", "", text)
    return " ".join(re.sub(r"(?<=\d)\s*(?=[%€])", " ", text).split())


def figures(text: str) -> frozenset[str]:
    """Dates as ISO 8601, then every other number of two digits or more.

    >>> sorted(figures("1er mars 2024 : 96.500 € en 3 fois, soit 05 %"))
    ['2024-03-01', '5', '96500']
    """
    found: set[str] = set()
    rest = plain(text)
    for pattern in _DATES:
        for match in pattern.finditer(rest):
            month = _MONTHS.get(match["month"]) or int(match["month"])
            found.add(f"{match['year']}-{month:02d}-{int(match['day']):02d}")
        rest = pattern.sub(" ", rest)
    return frozenset(found | {number.lstrip("0") or "0" for number in re.findall(r"\d{2,}", rest)})


def _faults(expect: Expectation, answer: Answer) -> Iterator[Fault]:
    said, cited = plain(answer.text), {_file(citation.source) for citation in answer.citations}
    if answer.status not in expect.status:
        yield Fault("status", answer.status)
    for group in expect.must:
        if not any(plain(words) in said for words in group):
            yield Fault("missing", " | ".join(group))
    yield from (Fault("said", words) for words in expect.must_not if plain(words) in said)
    yield from (Fault("uncited", source) for source in expect.sources if source not in cited)


def _file(source: str) -> str:
    """The file's name: gold questions know nothing of the folders below the one that was ingested."""
    return PurePosixPath(source).name


def _overlaps(quote: str, evidence: str) -> bool:
    held, wanted = plain(quote), plain(evidence)
    return bool(held) and (wanted in held or (len(held) >= _SHORTEST_PART and held in wanted))


def _is_verbatim(citation: Citation, texts: Mapping[str, str]) -> bool:
    text = texts.get(citation.source, "")
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote


def _loose(gold: GoldQuestion, answer: Answer) -> frozenset[str]:
    """Figures of the text that no citation, question, earlier question or declared computation carries."""
    if answer.status != "answered" or not answer.citations:
        return frozenset()
    carriers = [gold.question, *gold.thread]
    for one in answer.citations:
        carriers += [one.quote, one.heading or "", one.article or "", one.convention]
    for figure in answer.figures:
        if figure.kind == "computed" and figure.how:
            carriers += [figure.value, figure.how]
    return figures(re.sub(r"\[\d+\]", " ", answer.text)) - frozenset().union(*map(figures, carriers))
