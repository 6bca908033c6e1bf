"""The judge of the gold questions: what an answer must say, cite and carry, checked without any code of the bot.

An answer is correct when its status is allowed, each group of expected wordings is in its text, no forbidden one is,
and every expected document is cited. It is grounded when each figure of its text stands in a citation, in the thread,
in the question or in a computation that it declares.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

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
"""Tags of the questions whose answers may be as long as `_MOST_LONG`."""
_MOST, _MOST_LONG = 900, 2_500
"""Characters of a short answer, and of a list, comparison or summary."""
_SHORTEST_PART = 12
"""Characters that a quote inside the expected evidence must have to count as it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge holds of one answer."""

    faults: tuple[str, ...]
    """Why it is not correct, in words; empty when it is."""
    evidence: bool | None
    """Whether a quote overlaps the expected evidence; `None` when none is expected."""
    verbatim: tuple[bool, ...]
    """For each citation, whether its quote is its span of the source."""
    precise: tuple[bool, ...]
    """For each citation, whether its source is expected; empty when no source is."""
    loose: frozenset[str]
    """Figures of the text that nothing carries."""
    refusal: bool | None
    """Whether a question to be refused or asked back got exactly that; `None` for the others."""
    short: bool | None
    """Whether it fits; `None` when nothing was answered."""
    tags: tuple[str, ...]
    """The question's."""


def plain(text: str) -> str:
    """A text without what makes no difference: case, accents, kinds of blanks, Markdown marks, groups of digits.

    >>> plain("**141 000€**, l’Échéance")
    "141000 € , l'echeance"
    """
    text = unicodedata.normalize("NFKC", text).replace("’", "'").casefold()
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"[*_`|>\s]", " ", text)
    text = re.sub(r"(?<=\d)[ .,](?=\d{3}(?!\d))", "", text)  # before blanks are made single: « 2024 | 195 000 » is two
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


def judge(gold: Mapping[str, Any], answer: Mapping[str, Any], texts: Mapping[str, str]) -> Verdict:
    """The verdict on one answer of the contract. `texts` are the canonical texts of the documents, by file name."""
    expect, citations = gold["expect"], answer["citations"]
    quotes = [citation["quote"] for citation in citations]
    allowed = expect["status"] if isinstance(expect["status"], list) else [expect["status"]]
    room = _MOST_LONG if _LONG & set(gold["tags"]) else _MOST
    return Verdict(
        faults=tuple(_faults(expect, answer, allowed)),
        evidence=any(_is(q, e) for q in quotes for e in expect["evidence"]) if expect["evidence"] else None,
        verbatim=tuple(is_verbatim(citation, texts) for citation in citations),
        precise=tuple(c["source"] in expect["sources"] for c in citations) if expect["sources"] else (),
        loose=loose_figures(gold, answer),
        refusal=answer["status"] == allowed[0] if allowed in (["not_found"], ["clarify"]) else None,
        short=len(answer["text"]) <= room if answer["status"] == "answered" else None,
        tags=tuple(gold["tags"]),
    )


def _faults(expect: Mapping[str, Any], answer: Mapping[str, Any], allowed: Sequence[str]) -> Iterable[str]:
    said = plain(answer["text"])
    cited = {citation["source"] for citation in answer["citations"]}
    if answer["status"] not in allowed:
        yield f"status {answer['status']}, not {' or '.join(allowed)}"
    yield from (f"none of {group}" for group in expect["must"] if not any(plain(words) in said for words in group))
    yield from (f"says {words!r}" for words in expect["must_not"] if plain(words) in said)
    yield from (f"{source} is not cited" for source in expect["sources"] if source not in cited)


def _is(quote: str, evidence: str) -> bool:
    """Whether a quote holds the expected evidence, or is a good part of it."""
    held, wanted = plain(quote), plain(evidence)
    return bool(held) and (wanted in held or (len(held) >= _SHORTEST_PART and held in wanted))


def is_verbatim(citation: Mapping[str, Any], texts: Mapping[str, str]) -> bool:
    """Whether a quote is exactly the span that its citation names."""
    source = texts.get(citation["source"], "")
    return bool(citation["quote"]) and source[citation["start"] : citation["end"]] == citation["quote"]


def loose_figures(gold: Mapping[str, Any], answer: Mapping[str, Any]) -> frozenset[str]:
    """Figures of an answer's text that no citation, question, earlier question or declared computation carries."""
    if answer["status"] != "answered" or not answer["citations"]:
        return frozenset()
    carriers = [gold["question"], *gold.get("thread", ())]
    for citation in answer["citations"]:
        carriers += [str(citation[key] or "") for key in ("quote", "heading", "article", "convention")]
    for figure in answer["figures"]:
        if figure["kind"] == "computed" and figure["how"]:
            carriers += [figure["value"], figure["how"]]
    return figures(re.sub(r"\[\d+\]", " ", answer["text"])) - frozenset().union(*map(figures, carriers))


def shares(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """The measures over many answers, each from 0 to 1; a measure with nothing to measure is left out."""
    series: dict[str, list[bool]] = {
        "correct": [not v.faults for v in verdicts],
        "evidence": [v.evidence for v in verdicts if v.evidence is not None],
        "verbatim": [ok for v in verdicts for ok in v.verbatim],
        "precision": [ok for v in verdicts for ok in v.precise],
        "refusal": [v.refusal for v in verdicts if v.refusal is not None],
        "concise": [v.short for v in verdicts if v.short is not None],
        "ungrounded": [bool(v.loose) for v in verdicts],
    }
    return {name: mean(values) for name, values in series.items() if values}


def table(verdicts: Sequence[Verdict]) -> str:
    """The measures, one a line, then how many are correct by tag."""
    tags: dict[str, list[bool]] = defaultdict(list)
    for verdict in verdicts:
        for tag in verdict.tags:
            tags[tag].append(not verdict.faults)
    lines = [
        f"{'questions':11} {len(verdicts)}",
        *(f"{name:11} {share:.4f}" for name, share in shares(verdicts).items()),
    ]
    return "\n".join([*lines, "by tag      " + ", ".join(f"{t} {sum(v)}/{len(v)}" for t, v in sorted(tags.items()))])
