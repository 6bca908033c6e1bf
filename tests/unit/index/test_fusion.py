import numpy as np
import pytest

from index.fusion import MEANING, SPELLING, WORDS, fused


def measures(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_two_candidates_are_one_spread_apart_in_each_measure() -> None:
    # Of two values the z-scores are -1 and 1: the sums are those of the weights, with their signs.
    scores = fused(measures(0.8, 0.9), measures(5, 3), measures(0, 2))
    gap = MEANING - WORDS + SPELLING
    assert scores == pytest.approx([1 / (1 + np.exp(gap)), 1 / (1 + np.exp(-gap))])


def test_a_measure_that_tells_nothing_apart_weighs_nothing() -> None:
    assert fused(measures(0.8, 0.8), measures(0, 0), measures(0, 0)) == pytest.approx([0.5, 0.5])


def test_weights_add_up_to_one() -> None:
    assert pytest.approx(1) == MEANING + WORDS + SPELLING


def test_no_candidate_no_score() -> None:
    assert fused(measures(), measures(), measures()).shape == (0,)
