"""Shapes of the HTTP API: what each operation takes and gives. OpenAPI and the checks of requests are made of these."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.fact_words import KINDS
from bot.question import MAX_CHARACTERS, MAX_THREAD
from index.records_facts import KeptFact
from ingestion.names import DocumentKind

MOST_HITS = 50
MOST_ROWS = 500
_FURTHEST = 1_000_000
"""Rows that may be passed over."""
ID = r"^[0-9a-f]{1,64}$"
_SAID = r"\S"
"""Pattern of a text that is not blank."""
Kind = Literal[KINDS]  # type: ignore[valid-type]  # the kinds of the register, read once
Text = Annotated[str, Field(max_length=MAX_CHARACTERS)]
Said = Annotated[str, Field(max_length=MAX_CHARACTERS, pattern=_SAID)]
Name = Annotated[str, Field(max_length=300, pattern=_SAID)]


class Refusal(BaseModel):
    """Every error of the API."""

    error: str
    """One sentence, in the language that the request prefers."""


class Asked(BaseModel):
    """A question, as `alinea ask --jsonl` reads it; other keys are ignored."""

    id: Annotated[str, Field(max_length=200)] = "1"
    question: Said
    thread: Annotated[list[Text], Field(max_length=MAX_THREAD)] = []
    assumed: Annotated[list[Annotated[str, Field(pattern=ID)]], Field(max_length=20)] = []


class _Query(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lang: Literal["fr", "en"] | None = None


class _Paged(_Query):
    offset: Annotated[int, Field(ge=0, le=_FURTHEST)] = 0
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 100


class SearchAsked(_Query):
    """Words to look for."""

    q: Said
    k: Annotated[int, Field(ge=1, le=MOST_HITS)] = 8
    convention: Name | None = None


class ConventionsAsked(_Paged):
    """Which conventions to list."""


class FactsAsked(_Paged):
    """Which facts to list: the conditions of `alinea facts`."""

    convention: Name | None = None
    kind: Kind | None = None
    bearer: Name | None = None
    year: Annotated[int, Field(ge=1, le=9999)] | None = None
    article: Annotated[str, Field(max_length=40, pattern=_SAID)] | None = None


class Hit(BaseModel):
    """A passage that a search found; `text` is exactly that span of the canonical text."""

    document: str
    convention: str
    source: str
    article: str | None
    path: tuple[str, ...]
    start: int
    end: int
    page: int | None
    text: str
    score: Annotated[float, Field(ge=0, le=1)]


class Hits(BaseModel):
    """The best passages, the best first."""

    hits: list[Hit]


class Convention(BaseModel):
    """A document, as lists show it."""

    id: str
    name: str
    kind: DocumentKind
    title: str
    source: str
    aliases: tuple[str, ...]
    parties: tuple[str, ...]
    articles: int
    passages: int


class Conventions(BaseModel):
    """A page of the list; `total` counts all."""

    total: int
    offset: int
    limit: int
    conventions: list[Convention]


class Told(BaseModel):
    """An anomaly, its sentence in the language that the request prefers."""

    code: str
    severity: str
    sentence: str
    spans: list[tuple[int, int]]


class ConventionRead(Convention):
    """A document with what was read of it; its canonical text is what spans count in."""

    format: str
    pages: int | None
    avenants: list[str]
    amends: list[str]
    facts: dict[str, int]
    anomalies: list[Told]
    text: str


class Fact(BaseModel):
    """A fact, as `alinea facts --json` writes it."""

    document: str
    convention: str
    source: str
    fact: KeptFact
    page: int | None = None
    confidence: float | None = None


class Facts(BaseModel):
    """A page of the list; `total` counts all."""

    total: int
    offset: int
    limit: int
    facts: list[Fact]
