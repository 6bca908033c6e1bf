"""What a model may cost: calls at once, tokens a day, and rest for a service that fails. Clocks are given."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from prompts.chat_model import ModelBusy, ModelReplyError, OverBudget, PermanentModelError, TransientModelError

_CHARACTERS_A_TOKEN = 4
"""OpenAI's rule of thumb for English; French makes somewhat more tokens, and this is only used when none are told."""


def estimated_tokens(characters: int) -> int:
    """Tokens of a text when the service does not count them, rounded up.

    >>> estimated_tokens(9)
    3
    """
    return -(-characters // _CHARACTERS_A_TOKEN)


class Breaker:
    """Leaves a service alone after failures in a row, then tries it with one call."""

    def __init__(
        self, name: str, *, failures: int = 5, rest: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Opens for `rest` seconds after `failures` transient failures in a row; `clock` in seconds."""
        self._name, self._most, self._rest, self._clock = name, failures, rest, clock
        self._failures = 0
        self._opened: float | None = None
        self._trial = False
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        """Whether calls are refused, or only a trial is let through."""
        with self._lock:
            return self._opened is not None

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Around one attempt. A transient failure counts, any other reply clears; leaving early says nothing.

        Raises ModelBusy while open.
        """
        trial = self._enter()
        try:
            yield
        except TransientModelError:
            self._leave(trial, failed=True)
            raise
        except (PermanentModelError, ModelReplyError):
            self._leave(trial, failed=False)
            raise
        except BaseException:
            self._leave(trial, failed=None)
            raise
        self._leave(trial, failed=False)

    def _enter(self) -> bool:
        """Whether this attempt is the trial of an open breaker."""
        with self._lock:
            if self._opened is None:
                return False
            if self._trial or self._clock() - self._opened < self._rest:
                raise ModelBusy(self._name, "left alone after failures")
            self._trial = True
            return True

    def _leave(self, trial: bool, failed: bool | None) -> None:
        with self._lock:
            self._trial = self._trial and not trial
            if failed is None:
                return
            if not failed:
                self._failures, self._opened = 0, None
                return
            self._failures += 1
            if trial or (self._opened is None and self._failures >= self._most):
                self._opened = self._clock()


class Gate:
    """So many calls at once; the next waits a little, then is refused."""

    def __init__(self, name: str, *, places: int = 4, wait: float = 2.0) -> None:
        """`places` for calls under way, `wait` in seconds."""
        self._name, self._wait = name, wait
        self._places = threading.BoundedSemaphore(places)

    @contextmanager
    def entered(self, wait: float | None = None) -> Iterator[None]:
        """Around one call; waits at most `wait` seconds when that is less. Raises ModelBusy when no place came free."""
        limit = self._wait if wait is None else min(self._wait, max(0.0, wait))
        if not self._places.acquire(timeout=limit):
            raise ModelBusy(self._name, "too many calls at once")
        try:
            yield
        finally:
            self._places.release()


class Budget:
    """Tokens of a day, kept in memory: a new process, or a new day of this machine, begins at zero."""

    def __init__(self, name: str, *, limit: int | None, today: Callable[[], date] = date.today) -> None:
        """`limit` in tokens; `None` is without limit."""
        self._name, self._limit, self._today = name, limit, today
        self._day = today()
        self._spent = 0
        self._lock = threading.Lock()

    @property
    def spent(self) -> int:
        """Tokens spent today."""
        with self._lock:
            self._turn()
            return self._spent

    def check(self, tokens: int) -> None:
        """Whether a call that sends so many tokens may begin. Raises OverBudget.

        What the reply will cost is not known: calls that begin together may end above the limit.
        """
        with self._lock:
            self._turn()
            if self._limit is not None and self._spent + tokens > self._limit:
                raise OverBudget(self._name, self._limit)

    def spend(self, tokens: int) -> None:
        """Count what a call used."""
        with self._lock:
            self._turn()
            self._spent += tokens

    def _turn(self) -> None:
        """Begin again at zero when the day changed."""
        if (day := self._today()) != self._day:
            self._day, self._spent = day, 0
