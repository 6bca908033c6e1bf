"""Drafted sentences: the lines of a model's reply, each an object of its own, validated as the text comes in."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_LONGEST = 4_000
"""Characters of a line: what is longer is no sentence, and is not kept in memory."""


class Drafted(BaseModel):
    """One sentence, as the model gives it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    phrase: str = Field(min_length=1)
    citations: tuple[int, ...] = Field(min_length=1, max_length=8)
    """Numbers of the pieces that it rests on."""


def drafted(pieces: Iterable[str]) -> Iterator[Drafted | None]:
    """The sentences of a text that comes in pieces; `None` for a line that is none. A line is read when it ends.

    >>> list(drafted(['{"phrase": "Oui.", "cita', 'tions": [1]}\\nnon']))
    [Drafted(phrase='Oui.', citations=(1,)), None]
    """
    held = ""
    for piece in pieces:
        *lines, held = (held + piece).split("\n")
        yield from (_read(line) for line in lines if line.strip())
        held = held[: _LONGEST + 1]
    if held.strip():
        yield _read(held)


def _read(line: str) -> Drafted | None:
    if len(line) > _LONGEST:
        return None
    try:
        return Drafted.model_validate_json(line)
    except ValidationError:
        return None
