"""One call to a model from its beginning to its log line: places, budget, attempts, tokens. Never its text."""

import logging
import random
import threading
import time
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from prompts import fingerprint
from prompts.chat_model import ModelError, ModelReplyError, ModelSpec, ModelStopped, ModelTimeout, TransientModelError
from prompts.model_faults import told
from prompts.model_limits import Breaker, Budget, Gate, estimated_tokens
from prompts.model_loop import Limits, carried

S = TypeVar("S")
log = logging.getLogger("prompts.langchain_door")


@dataclass(slots=True)
class Call:
    """What one call did, for its log line and the budget; filled while it lasts."""

    prompt: str
    """File of the prompt."""
    seconds: float
    """How long it may last."""
    stop: threading.Event | None
    """Set by whoever leaves."""
    begun: float = field(default_factory=time.monotonic)
    """When it began, in the seconds of `time.monotonic`."""
    attempts: int = 0
    """Requests made, those of tool rounds included."""
    sent: int = 0
    """Characters of the messages of the request under way."""
    spoken: int = 0
    """Characters of its reply so far."""
    tokens: list[int] = field(default_factory=lambda: [0, 0])
    """Tokens in and out, of the requests that ended."""
    estimated: bool = False
    """Whether some of the tokens were not counted by the service."""

    @property
    def left(self) -> float:
        """Seconds until its end; negative after it."""
        return self.begun + self.seconds - time.monotonic()

    def used(self, counts: tuple[int, int] | None) -> None:
        """Count a request's tokens, in and out; `None` estimates them from its characters."""
        self.estimated |= counts is None
        into, out = counts or (estimated_tokens(self.sent), estimated_tokens(self.spoken))
        self.tokens[0] += into
        self.tokens[1] += out
        self.sent = self.spoken = 0


class Caller:
    """Makes the calls to one model, within the limits that they share."""

    def __init__(self, spec: ModelSpec) -> None:
        """One for a model and a process: limits are shared by the calls that go through it."""
        self._spec = spec
        self._gate = Gate(spec.name, places=spec.calls_at_once, wait=spec.wait_seconds)
        self._breaker = Breaker(spec.name)
        self._budget = Budget(spec.name, limit=spec.tokens_a_day)

    @contextmanager
    def call(self, prompt: str, characters: int, seconds: float, stop: threading.Event | None) -> Iterator[Call]:
        """Around one call that sends so many characters; it is logged and paid for however it ends.

        Raises OverBudget, ModelBusy, FileNotFoundError when `prompts/` has no such file.
        """
        call, mark, outcome = Call(prompt, seconds, stop), fingerprint(prompt), "done"
        try:
            self._budget.check(estimated_tokens(characters))
            with self._gate.entered(seconds):
                yield call
        except GeneratorExit:
            outcome = ModelStopped.__name__
            raise
        except BaseException as error:
            outcome = f"{type(error).__name__} {error.reason}".strip() if isinstance(error, ModelError) else "failed"
            raise
        finally:
            if call.sent and call.spoken:
                call.used(None)
            self._budget.spend(sum(call.tokens))
            self._log(call, mark, outcome)

    def attempt(
        self, call: Call, sent: int, source: Callable[[], AsyncIterator[S]], *, first: bool
    ) -> Generator[S, None, None]:
        """What a source gives; begun again after a transient failure, as long as nothing was given but empty texts.

        `sent` in characters; with `first`, the first item has its own time limit. Raises ModelError.
        """
        for left in range(self._spec.retries, -1, -1):
            given = False
            try:
                with closing(self._once(call, sent, source, first=first)) as items:
                    for item in items:
                        given = given or item != ""
                        yield item
                return
            except TransientModelError as error:
                wait = self._wait(error, self._spec.retries - left)
                if given or not left or self._breaker.is_open or wait >= call.left:
                    raise
                _pause(wait, call.stop, self._spec.name)

    def _once(
        self, call: Call, sent: int, source: Callable[[], AsyncIterator[S]], *, first: bool
    ) -> Generator[S, None, None]:
        with self._breaker.watched():
            call.attempts, call.sent, call.spoken = call.attempts + 1, sent, 0
            limits = Limits(self._spec.name, call.begun + call.seconds, self._first(call, first), call.stop)
            try:
                yield from carried(source, limits)
            except ModelTimeout:
                call.used(None)  # the service worked for nothing, and bills it
                raise
            except Exception as error:
                fault = told(error, self._spec.name)
                if isinstance(fault, ModelReplyError):
                    call.used(None)
                # a validation error holds the reply, which no traceback should show
                raise fault from (None if isinstance(fault, ModelReplyError) else error)

    def _first(self, call: Call, first: bool) -> float:
        """When the first item must have come, in the seconds of `time.monotonic`."""
        if not first:
            return call.begun + call.seconds
        return time.monotonic() + (self._spec.first_seconds or call.seconds / 2)

    def _wait(self, error: TransientModelError, tried: int) -> float:
        """Seconds before the next attempt: what the server asked, else longer each time and never quite the same."""
        if error.retry_after is not None:
            return error.retry_after
        return float(self._spec.backoff_seconds * 2**tried * random.uniform(0.5, 1.0))

    def _cost(self, tokens: list[int]) -> str:
        """What the tokens of a call cost, `-` when no price is known."""
        if self._spec.prices is None:
            return "-"
        return f"{sum(price * count for price, count in zip(self._spec.prices, tokens, strict=True)) / 1_000_000:.6f}"

    def _log(self, call: Call, mark: str, outcome: str) -> None:
        log.info(
            "model=%s prompt=%s fingerprint=%s input_tokens=%d output_tokens=%d estimated=%s attempts=%d "
            "milliseconds=%d cost=%s outcome=%s",
            *(self._spec.name, call.prompt, mark, *call.tokens, "yes" if call.estimated else "no", call.attempts),
            *(round((time.monotonic() - call.begun) * 1000), self._cost(call.tokens), outcome),
        )


def _pause(seconds: float, stop: threading.Event | None, name: str) -> None:
    """Wait before the next attempt, unless whoever asked leaves. Raises ModelStopped."""
    if stop is None:
        time.sleep(seconds)
    elif stop.wait(seconds):
        raise ModelStopped(name)
