"""Limits of calls to a model, with clocks that the tests move."""

import threading
import time
from datetime import date, timedelta

import pytest

from prompts.chat_model import (
    ModelBusy,
    ModelError,
    ModelReplyError,
    ModelStopped,
    ModelTimeout,
    OverBudget,
    PermanentModelError,
    TransientModelError,
)
from prompts.model_limits import Breaker, Budget, Gate, estimated_tokens


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker("m", failures=3, rest=30, clock=clock)


def attempt(breaker: Breaker, error: BaseException | None = None) -> None:
    """One attempt that ends so; raises only what the breaker itself raises."""
    try:
        with breaker.watched():
            if error is not None:
                raise error
    except BaseException as raised:
        if raised is not error:
            raise


def fail(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        attempt(breaker, TransientModelError("m"))


def test_failures_in_a_row_open(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 2)
    assert not breaker.is_open
    attempt(breaker, ModelTimeout("m"))
    assert breaker.is_open
    with pytest.raises(ModelBusy):
        attempt(breaker)
    clock.now += 29.9
    with pytest.raises(ModelBusy):
        attempt(breaker)


@pytest.mark.parametrize("answer", [None, PermanentModelError("m"), ModelReplyError("m")])
def test_an_answer_clears_failures(breaker: Breaker, answer: ModelError | None) -> None:
    """Even a refusal shows that the service is there."""
    fail(breaker, 2)
    attempt(breaker, answer)
    fail(breaker, 2)
    assert not breaker.is_open


@pytest.mark.parametrize("leaving", [ModelStopped("m"), GeneratorExit(), KeyboardInterrupt()])
def test_leaving_says_nothing(breaker: Breaker, leaving: BaseException) -> None:
    fail(breaker, 2)
    attempt(breaker, leaving)
    fail(breaker, 1)
    assert breaker.is_open


def test_one_trial_then_closed(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    with breaker.watched(), pytest.raises(ModelBusy):
        attempt(breaker)
    assert not breaker.is_open
    fail(breaker, 2)
    assert not breaker.is_open, "it counts from zero again"


def test_a_trial_that_fails_opens_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    fail(breaker, 1)
    clock.now += 29
    with pytest.raises(ModelBusy):
        attempt(breaker)
    clock.now += 1
    attempt(breaker)
    assert not breaker.is_open


def test_a_trial_that_is_left_lets_another_through(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    attempt(breaker, ModelStopped("m"))
    assert breaker.is_open
    attempt(breaker)
    assert not breaker.is_open


def test_late_failures_do_not_lengthen_the_rest(breaker: Breaker, clock: Clock) -> None:
    """Calls begun before it opened may fail long after."""
    late = breaker.watched()
    late.__enter__()
    fail(breaker, 3)
    clock.now += 29
    assert not late.__exit__(TransientModelError, TransientModelError("m"), None)
    clock.now += 1
    attempt(breaker)
    assert not breaker.is_open


def test_places() -> None:
    gate = Gate("m", places=2, wait=0.05)
    with gate.entered(), gate.entered(), pytest.raises(ModelBusy), gate.entered():
        pass
    with gate.entered(), gate.entered():
        pass


def test_a_place_that_comes_free_is_taken() -> None:
    gate, inside, order = Gate("m", places=1, wait=5), threading.Event(), list[str]()

    def hold() -> None:
        with gate.entered():
            inside.set()
            time.sleep(0.1)
            order.append("first")

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait()
    with gate.entered():
        order.append("second")
    thread.join()
    assert order == ["first", "second"]


def test_a_place_is_not_waited_for_beyond_the_call() -> None:
    gate, begun = Gate("m", places=1, wait=60), time.monotonic()
    with gate.entered(), pytest.raises(ModelBusy), gate.entered(0.05):
        pass
    assert time.monotonic() - begun < 5


def test_a_place_is_given_back_after_a_fault() -> None:
    gate = Gate("m", places=1, wait=0)
    with pytest.raises(ZeroDivisionError), gate.entered():
        raise ZeroDivisionError
    with gate.entered():
        pass


def test_a_budget_begins_again_each_day() -> None:
    days = [date(2026, 1, 1)]
    budget = Budget("m", limit=100, today=lambda: days[0])
    budget.check(100)
    budget.spend(60)
    budget.check(40)
    with pytest.raises(OverBudget) as caught:
        budget.check(41)
    assert caught.value.limit == 100
    days[0] += timedelta(days=1)
    budget.check(100)
    assert budget.spent == 0


def test_no_limit() -> None:
    budget = Budget("m", limit=None)
    budget.spend(10**12)
    budget.check(10**12)
    assert budget.spent == 10**12


@pytest.mark.parametrize(("characters", "tokens"), [(0, 0), (1, 1), (4, 1), (5, 2)])
def test_estimates(characters: int, tokens: int) -> None:
    assert estimated_tokens(characters) == tokens
