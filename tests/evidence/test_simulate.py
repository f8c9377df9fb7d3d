"""Populations of known size: they are what they say, and coverage counts what it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.evidence.estimate import Estimate, Interval, Progress
from waymark.evidence.lists import ListError, ListTable
from waymark.evidence.simple import Chao, Chapman
from waymark.evidence.simulate import Population, coverage, summary

SHARES = st.lists(st.floats(0.02, 0.6), min_size=3, max_size=4)


@settings(max_examples=40, deadline=None)
@given(SHARES, st.floats(-1, 1.5), st.floats(0.1, 0.9), st.floats(-1, 1))
def test_shares_and_dependence_are_as_asked(
    shares: list[float], theta: float, part: float, shift: float
) -> None:
    plain = Population(1_000, tuple(shares), {(0, 1): theta})
    cells = plain.probabilities
    on = np.arange(len(cells))[:, None] >> np.arange(len(shares)) & 1
    assert cells.sum() == pytest.approx(1)
    assert cells @ on == pytest.approx(shares, abs=1e-9)
    # among those on no third list, the log odds ratio of the first two is theta
    assert np.log(cells[3] * cells[0] / cells[1] / cells[2]) == pytest.approx(theta, abs=1e-9)
    mixed = Population(1_000, tuple(shares), classes=((part, shift), (1 - part, 0.0)))
    assert mixed.probabilities @ on == pytest.approx(shares, abs=1e-9)
    # classes that differ in how visible they are make lists depend on each other
    odds = mixed.probabilities
    assert np.log(odds[3] * odds[0] / odds[1] / odds[2]) >= -1e-9


def test_draws_depend_on_the_seed_only() -> None:
    population = Population(5_000, (0.2, 0.1, 0.3))
    one, again, other = (population.draw(seed) for seed in (1, 1, 2))
    assert one.dense.tolist() == again.dense.tolist() != other.dense.tolist()
    seen = 1 - population.probabilities[0]
    assert abs(one.total / 5_000 - seen) < 4 * np.sqrt(seen * (1 - seen) / 5_000)


@pytest.mark.parametrize(
    "population",
    [
        Population(10, (0.5,)),
        Population(10, (0.5, 1.0)),
        Population(10, (0.5, 0.5), classes=((0.5, 0.0),)),
        Population(10, (0.5, 0.5), {(1, 0): 1.0}),
    ],
)
def test_impossible_populations_are_refused(population: Population) -> None:
    with pytest.raises(ListError):
        population.draw(1)


def test_coverage_counts() -> None:
    low = Estimate(90, (Interval(80, 95, 0.95, ""),), "", "", 50)
    held = Estimate(110, (Interval(95, 130, 0.95, ""),), "", "", 50)
    none = Estimate(float("inf"), (Interval(60, float("inf"), 0.95, ""),), "", "", 50)
    told = summary([low, held, held, none], 100, 0.95)
    assert told.covered == 0.5
    assert told.failed == 1
    assert told.bias == pytest.approx(0.1)
    assert told.width == pytest.approx(0.35)
    bound = Estimate(90, (Interval(80, 95, 0.95, ""),), "", "", 50, bound=True)
    assert summary([bound], 100, 0.95).covered == 1.0
    with pytest.raises(ListError, match="no interval at 80%"):
        summary([low], 100, 0.8)


def test_coverage_is_the_same_again_and_tells_how_far_it_is() -> None:
    population, told = Population(2_000, (0.2, 0.3)), list[float]()
    one, again = (
        coverage(Chapman(), population, repetitions=60, seed=4, progress=told.append)
        for _ in range(2)
    )
    assert one == again
    assert told[-1] == 1.0
    assert one.covered >= 0.85


def test_dependence_that_nobody_models_is_not_covered() -> None:
    population = Population(20_000, (0.2, 0.3), {(0, 1): 1.5})
    assert coverage(Chapman(), population, repetitions=20, seed=4).covered == 0
    assert coverage(Chao(), population, repetitions=20, seed=4).covered == 1


def test_stopping_from_progress() -> None:
    class Enough(Exception):
        pass

    def stop(share: float) -> None:
        raise Enough

    progress: Progress = stop
    with pytest.raises(Enough):
        coverage(Chapman(), Population(100, (0.5, 0.5)), repetitions=3, seed=1, progress=progress)


def test_an_empty_table_is_possible() -> None:
    assert isinstance(Population(1, (0.01, 0.01)).draw(3), ListTable)
