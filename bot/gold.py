"""Gold questions: what a team expects of the answers, one JSON object a line."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from bot.answer import Status

Words = Annotated[str, StringConstraints(min_length=1)]


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Expectation(BaseModel):
    """What an answer must be. Other keys are ignored."""

    model_config = ConfigDict(frozen=True)

    status: Annotated[tuple[Status, ...], BeforeValidator(_listed), Field(min_length=1)]
    """Statuses allowed; in the file, one alone may stand without its list."""
    sources: tuple[Words, ...] = ()
    """File names of the documents to cite, all of them."""
    must: tuple[Annotated[tuple[Words, ...], Field(min_length=1)], ...] = ()
    """Groups of wordings: the text holds one of each group."""
    must_not: tuple[Words, ...] = ()
    """Wordings that the text does not hold."""
    evidence: tuple[Words, ...] = ()
    """Passages one of which a quote overlaps; empty when none is expected."""


class GoldQuestion(BaseModel):
    """One question and what is expected. Other keys are ignored, so that a team may keep notes."""

    model_config = ConfigDict(frozen=True)

    id: Words
    """Its own in the file."""
    question: Words
    thread: tuple[str, ...] = ()
    """Earlier questions, oldest first."""
    tags: tuple[str, ...] = ()
    """Kinds by which figures are broken down."""
    expect: Expectation


class BadGold(Exception):
    """The file holds no gold questions; the user mends the line told."""

    def __init__(self, key: str, **values: object) -> None:
        """`key` and `values` make the sentence, `eval.bad_line` for instance."""
        super().__init__(f"{key} {values}")
        self.key = key
        self.values = values


def read_gold(path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a file, in its order; empty lines are skipped. Raises BadGold, OSError."""
    if not path.is_file():
        raise BadGold("eval.no_file", path=path)
    try:
        # On line feeds alone: a question may hold U+2028, which `splitlines` cuts at.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise BadGold("eval.not_utf8", path=path) from None
    found = tuple(_question(path, number, line) for number, line in enumerate(lines, 1) if line.strip())
    _check(path, found)
    return found


def _question(path: Path, number: int, line: str) -> GoldQuestion:
    try:
        return GoldQuestion.model_validate(json.loads(line))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "{…}"
        raise BadGold("eval.bad_field", path=path, line=number, field=where) from None
    except (ValueError, RecursionError):
        raise BadGold("eval.bad_line", path=path, line=number) from None


def _check(path: Path, found: Sequence[GoldQuestion]) -> None:
    if not found:
        raise BadGold("eval.empty", path=path)
    twice = [name for name, times in Counter(gold.id for gold in found).items() if times > 1]
    if twice:
        raise BadGold("eval.twice", path=path, id=twice[0])
