"""A language model as the rest of Alinéa sees it: what it is asked, what it may call, how it fails. Nothing heavy.

ModelError                   any of those below: answer without the model
├── TransientModelError      the same call may work later; `retry_after` says when, if the server said it
│   └── ModelTimeout         it did not answer, or did not begin, in time
├── PermanentModelError      settings to mend: no such model, a key refused, a request refused
│   └── MissingModelExtra    a package to install
├── ModelReplyError          it answered what cannot be used: empty, cut, refused, or not of the schema
├── ModelStopped             whoever asked left
├── ModelBusy                too many calls at once, or the service failed too often and is left alone
└── OverBudget               the tokens of the day are spent
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Event
from typing import Literal, Protocol, TypeVar

from pydantic import BaseModel

T = TypeVar("T", bound=BaseModel)


class ModelError(Exception):
    """A call to the model gave nothing. Its attributes fill its message; none is a text that was sent or received."""

    def __init__(self, name: str, reason: str = "") -> None:
        """`name` of the model, with its provider; `reason` for whoever mends, never a text nor a key."""
        super().__init__(f"{name}: {reason or type(self).__name__}")
        self.name = name
        self.reason = reason


class TransientModelError(ModelError):
    """The service could not be reached, is overloaded, or broke off: the same call may work later."""

    def __init__(self, name: str, reason: str = "", retry_after: float | None = None) -> None:
        """`retry_after`: seconds that the server asked to wait; `None` when it asked nothing."""
        super().__init__(name, reason)
        self.retry_after = retry_after


class ModelTimeout(TransientModelError):
    """The model did not begin, or did not finish, in the time that it was given."""


class PermanentModelError(ModelError):
    """The service refuses the call, and will again until settings change."""


class MissingModelExtra(PermanentModelError):
    """The provider's package is optional and not installed."""

    def __init__(self, name: str, extra: str) -> None:
        """`extra` of Alinéa that brings the package."""
        super().__init__(name, f"extra {extra}")
        self.remedy = f"pip install 'alinea[{extra}]'"


class ModelReplyError(ModelError):
    """The model answered, and its reply cannot be used: empty, cut, refused, not of the schema, too many tool calls."""


class ModelStopped(ModelError):
    """The call was stopped by whoever made it."""


class ModelBusy(ModelError):
    """Too many calls are under way, or the service failed so often that it is left alone for a while."""


class OverBudget(ModelError):
    """The tokens of the day are spent."""

    def __init__(self, name: str, limit: int) -> None:
        """`limit` in tokens a day."""
        super().__init__(name, f"limit {limit}")
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is sent."""

    name: str
    """File of `prompts/` that it was made from; its fingerprint is logged with each call."""
    system: str
    """What the model has to do."""
    user: str
    """What it is to be done on."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the model may call."""

    name: str
    """Letters, digits and `_`, which is what providers accept."""
    description: str
    """What it gives, for the model to choose it."""
    parameters: Mapping[str, object]
    """JSON Schema of its arguments, an object."""
    run: Callable[[Mapping[str, object]], str]
    """Runs in the thread that reads the stream. A ValueError refuses the arguments, and its words go to the model."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Which model to open, and what it may cost."""

    name: str
    """Provider and model, `openai:NAME`, `mistral:NAME`, `ollama:NAME` or `anthropic:NAME`."""
    url: str | None = field(default=None, repr=False)
    """Address of the service, which may hold a password; `None` is the provider's own."""
    key: str | None = field(default=None, repr=False)
    """Key of the service; `None` sends a placeholder, which servers without keys ignore."""
    tokens_a_day: int | None = None
    """Tokens, in and out, that this process may use in a day; `None` is without limit."""
    calls_at_once: int = 4
    """Calls under way at the same time, 1 or more."""
    wait_seconds: float = 2.0
    """How long a call waits for another to end before ModelBusy."""
    retries: int = 2
    """New attempts after a transient failure, as long as time is left and nothing was given yet."""
    backoff_seconds: float = 0.5
    """Wait before the first new attempt; doubled before each next one, then drawn between half and all of it."""
    first_seconds: float | None = None
    """How long the first word of a stream may take; `None`: half of the call's time, which leaves room to try again."""
    output: Literal["json_schema", "function_calling", "json_mode"] | None = None
    """How structured replies are asked for; `None` is the provider's own way."""
    prices: tuple[Decimal, Decimal] | None = None
    """Price of a million tokens in, and of a million out, in whatever currency; `None` logs no cost."""


class ChatModel(Protocol):
    """A model that answers in text or in a schema. Safe to share between threads."""

    @property
    def name(self) -> str:
        """Provider and model."""
        ...

    def stream(
        self, prompt: Prompt, *, seconds: float, tools: Sequence[Tool] = (), stop: Event | None = None
    ) -> Iterator[str]:
        """Text as it comes, never empty pieces; tools are run in between, in at most four rounds.

        The call begins with the first `next` and lasts `seconds` at most; setting `stop` or closing the iterator closes
        its connection. Raises ModelError, after some text as well: such a text is not whole.
        """
        ...

    def complete(self, prompt: Prompt, schema: type[T], *, seconds: float, stop: Event | None = None) -> T:
        """The reply as an object of `schema`, validated and never repaired. Raises ModelError."""
        ...
