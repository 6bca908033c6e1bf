"""An evaluation: gold questions asked and judged, their figures, and what changed since an earlier one.

It is what `report.json` holds, free of any language, so that reports written by two versions of Alinéa can be compared.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import ceil
from pathlib import Path
from statistics import median
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.answer import Answer, Status
from bot.gold import BadGold, GoldQuestion
from bot.judging import Verdict, judge
from bot.question import Question

Share = float | None
"""From 0 to 1; `None` when there was nothing to measure."""
MEASURES = ("correct", "evidence", "verbatim", "precision", "refusal", "concise", "ungrounded")
"""Shares in the order in which they are shown; the higher the better, but for `ungrounded`."""


class Row(BaseModel):
    """One question, its answer and the verdict."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    question: str
    thread: tuple[str, ...]
    tags: tuple[str, ...]
    status: Status
    """The answer's."""
    text: str
    """The answer's."""
    verdict: Verdict
    elapsed_ms: float = Field(ge=0)
    """Milliseconds spent on this question alone."""

    @property
    def correct(self) -> bool:
        """Whether no fault was found in what it says and cites."""
        return not self.verdict.faults


class Figures(BaseModel):
    """Measures over some questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    questions: int = Field(ge=0)
    correct: Share
    """Questions whose status, wordings and documents are those expected."""
    evidence: Share
    """Questions with an expected passage that got a quote overlapping it."""
    verbatim: Share
    """Citations whose quote is its span of the document."""
    precision: Share
    """Citations of an expected document, for the questions that name some."""
    refusal: Share
    """Questions to refuse or to ask back that got exactly that."""
    concise: Share
    """Answers short enough."""
    ungrounded: Share
    """Answers with a figure that nothing carries."""
    p50_ms: float | None
    """Median latency in milliseconds; `None` without a question."""
    p95_ms: float | None
    """Latency in milliseconds that 95 % of the questions do not exceed (nearest rank); `None` without a question."""


class Evaluation(BaseModel):
    """All that was measured in one run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    """Version of this layout."""
    gold: str
    """Name of the file of gold questions."""
    figures: Figures
    tags: dict[str, Figures]
    """Figures by tag, in alphabetical order."""
    rows: tuple[Row, ...]
    """In the order of the file."""


class Changes(BaseModel):
    """What an evaluation has that an earlier one has not."""

    model_config = ConfigDict(frozen=True)

    right: tuple[Row, ...]
    """Questions that became correct, as they now are."""
    wrong: tuple[Row, ...]
    """Questions that are no longer correct, as they now are."""
    added: tuple[str, ...]
    """Ids of questions that were not asked, or not in these words or this thread."""
    removed: tuple[str, ...]
    """Ids of questions that are no longer asked."""
    before: Figures
    after: Figures


def evaluate(
    name: str,
    questions: Sequence[GoldQuestion],
    ask: Callable[[Question], Answer],
    texts: Mapping[str, str],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Evaluation:
    """Ask and judge every question of the file `name`.

    `texts` are the canonical texts by `Citation.source`; `progress` is told how many are done, of how many.
    """
    rows = []
    for number, gold in enumerate(questions, 1):
        rows.append(_row(gold, ask(Question(gold.id, gold.question, gold.thread)), texts))
        progress(number, len(questions))
    tags = sorted({tag for row in rows for tag in row.tags})
    by_tag = {tag: figures_of(row for row in rows if tag in row.tags) for tag in tags}
    return Evaluation(gold=name, figures=figures_of(rows), tags=by_tag, rows=tuple(rows))


def _row(gold: GoldQuestion, answer: Answer, texts: Mapping[str, str]) -> Row:
    return Row(
        id=gold.id,
        question=gold.question,
        thread=gold.thread,
        tags=gold.tags,
        status=answer.status,
        text=answer.text,
        verdict=judge(gold, answer, texts),
        elapsed_ms=answer.elapsed_ms,
    )


def figures_of(rows: Iterable[Row]) -> Figures:
    """The measures over some rows."""
    rows = list(rows)
    verdicts = [row.verdict for row in rows]
    times = sorted(row.elapsed_ms for row in rows)
    return Figures(
        questions=len(rows),
        correct=_share(row.correct for row in rows),
        evidence=_share(v.evidence for v in verdicts),
        verbatim=_share(ok for v in verdicts for ok in v.verbatim),
        precision=_share(ok for v in verdicts for ok in v.precise),
        refusal=_share(v.refusal for v in verdicts),
        concise=_share(v.concise for v in verdicts),
        ungrounded=_share(bool(v.loose) for v in verdicts),
        p50_ms=round(median(times), 1) if times else None,
        p95_ms=round(times[ceil(len(times) * 0.95) - 1], 1) if times else None,
    )


def _share(values: Iterable[bool | None]) -> Share:
    """Share of what holds among what was measured, to four decimals."""
    measured = [value for value in values if value is not None]
    return round(sum(measured) / len(measured), 4) if measured else None


def changes(old: Evaluation, new: Evaluation) -> Changes:
    """What changed between two evaluations; a question is the same by its id, its words and its thread."""
    before = {(row.id, row.question, row.thread): row for row in old.rows}
    after = {(row.id, row.question, row.thread): row for row in new.rows}
    both = [(before[key], row) for key, row in after.items() if key in before]
    return Changes(
        right=tuple(now for then, now in both if now.correct and not then.correct),
        wrong=tuple(now for then, now in both if then.correct and not now.correct),
        added=tuple(row.id for key, row in after.items() if key not in before),
        removed=tuple(row.id for key, row in before.items() if key not in after),
        before=old.figures,
        after=new.figures,
    )


def read_evaluation(path: Path) -> Evaluation:
    """The evaluation of a `report.json`. Raises BadGold when it is none, OSError."""
    if not path.is_file():
        raise BadGold("eval.no_file", path=path)
    try:
        return Evaluation.model_validate_json(path.read_bytes())
    except ValidationError:
        raise BadGold("eval.bad_report", path=path) from None
