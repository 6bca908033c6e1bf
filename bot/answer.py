"""An answer: the contract that every surface shows (status, text, citations, figures, warnings)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["answered", "not_found", "clarify"]
Language = Literal["fr", "en"]


class Citation(BaseModel):
    """A passage that the answer rests on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    """File name of the document."""
    convention: str
    """Short name."""
    article: str | None
    heading: str | None
    start: int = Field(ge=0)
    end: int
    """Character span in the document's canonical text."""
    quote: str
    """Exactly `canonical_text[start:end]`."""
    page: int | None = None
    """Page on which it starts, from 1; `None` for a format without pages."""
    confidence: float | None = None
    """Lowest confidence of a doubtful word in the quote, 0 to 1; `None` when no word of it is doubtful."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that a model wrote and that passed every check, as it comes; the answer after it is what counts."""

    text: str
    """Plain text, in the question's language, without marks."""
    marks: tuple[int, ...]
    """Numbers of its citations in the answer; never empty."""
    citations: tuple[Citation, ...]
    """The passages of these numbers, in their order."""

    @property
    def marked(self) -> str:
        """The sentence with its marks after it."""
        return self.text + "".join(f" [{number}]" for number in self.marks)


class Figure(BaseModel):
    """An exact value that the text states."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    value: str
    """Amounts as plain decimals, dates as ISO 8601, codes as written."""
    unit: str
    """`EUR`, `date`, `month`, `percent`, `code`, `count`…"""
    kind: Literal["stated", "computed"] = "stated"
    how: str | None = None
    """For a computed value, the arithmetic in words; else `None`."""
    citations: tuple[int, ...] = ()
    """Numbers, from 1, of the citations it rests on."""


class Choice(BaseModel):
    """A convention that a question may mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    document: str
    """Id of the document: asked again with it in `Question.assumed`, the question is answered."""
    name: str
    """Short name, as the text lists it."""


class Answer(BaseModel):
    """What leaves Alinéa for one question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    status: Status
    language: Language
    text: str
    """Markdown, in the question's language; claims carry `[1]`, `[2]`…"""
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    warnings: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    """For `clarify`, the conventions to choose from, in the order of the text; else empty."""
    written_by: str | None = None
    """Name of the model that wrote the sentences, each checked against its own citations; `None` without a model."""
    elapsed_ms: float = Field(default=0.0, ge=0)
    """Milliseconds spent on this question alone, model and index already loaded."""


def plain_decimal(value: Decimal) -> str:
    """A decimal as the contract writes it: no exponent, no trailing zeros after the point.

    >>> plain_decimal(Decimal("141000.00")), plain_decimal(Decimal("1.2E+6"))
    ('141000', '1200000')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
