"""Boxes and ranges of cells: nothing within a radius may be left out, nothing read twice."""

from math import asin, atan2, cos, degrees, pi, radians, sin

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from waymark.directory.cells import to_micro
from waymark.directory.search.grid import COLUMNS, LAST, ROWS, block_of, cell_of, spans
from waymark.directory.search.sphere import EARTH_KM, HALF_ROUND_KM, box_around, distance_km

POINTS = st.one_of(
    st.tuples(st.floats(-90, 90), st.floats(-180, 179.999999)),
    st.tuples(st.floats(-0.1, 0.1), st.floats(179.9, 179.999999)),
    st.tuples(st.floats(89.9, 90), st.floats(-180, 179)),
)
RADII = st.one_of(st.just(0.0), st.floats(0.001, 50), st.floats(50, 19_000))


def moved(point: tuple[float, float], km: float, bearing: float) -> tuple[float, float]:
    """Where one comes to, going straight on: an independent way to make a distance."""
    latitude, angle = radians(point[0]), km / EARTH_KM
    end = asin(
        max(-1, min(1, sin(latitude) * cos(angle) + cos(latitude) * sin(angle) * cos(bearing)))
    )
    turn = atan2(sin(bearing) * sin(angle) * cos(latitude), cos(angle) - sin(latitude) * sin(end))
    return degrees(end), (point[1] + degrees(turn) + 180) % 360 - 180


def joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same cells in as few ranges as possible; none may be there twice."""
    whole: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        assert first <= last
        assert not whole or first > whole[-1][1]
        start = whole.pop()[0] if whole and first == whole[-1][1] + 1 else first
        whole.append((start, last))
    return whole


@given(POINTS, st.floats(0.001, 15_000), st.floats(0, 6.283))
def test_distance_is_how_far_one_went(
    point: tuple[float, float], km: float, bearing: float
) -> None:
    assert abs(distance_km(*point, *moved(point, km, bearing)) - km) < max(1e-6, km * 1e-6)


def test_known_distances() -> None:
    quarter = pi / 2 * EARTH_KM
    assert distance_km(0, 0, 0, 90) == pytest.approx(quarter)
    assert distance_km(90, 0, 0, 12) == pytest.approx(quarter)
    assert distance_km(90, 0, -90, 0) == pytest.approx(HALF_ROUND_KM)
    assert distance_km(45, 10, -45, -170) == pytest.approx(HALF_ROUND_KM)
    # At 60 degrees the circle is half as long, and a short way along it is nearly straight.
    assert distance_km(60, 0, 60, 0.01) == pytest.approx(quarter / 9000 / 2, rel=1e-6)
    assert distance_km(0, -179.95, 0, 179.95) == pytest.approx(quarter / 900)
    assert distance_km(34.05, -118.25, 34.05, -118.25) == 0


@given(POINTS, RADII, st.floats(0, 1), st.floats(0, 6.283))
def test_everything_within_the_radius_lies_in_the_block(
    point: tuple[float, float], radius: float, part: float, bearing: float
) -> None:
    other = moved(point, radius * part, bearing)
    assume(distance_km(*point, *other) <= radius)
    cell = cell_of(*to_micro(*other))
    ranges = spans(block_of(box_around(*point, radius)))
    assert any(first <= cell <= last for first, last in ranges)


@given(POINTS, st.floats(0, 30), st.floats(1, 4))
def test_a_ring_and_what_is_inside_are_the_whole_without_overlap(
    point: tuple[float, float], radius: float, growth: float
) -> None:
    inner, outer = (block_of(box_around(*point, km)) for km in (radius, radius * growth))
    both = [*spans(inner), *spans(outer, inner)]
    assert joined(both) == joined(spans(outer))


def test_the_whole_world_is_each_cell_once() -> None:
    ranges = spans(block_of(box_around(12.0, 34.0, HALF_ROUND_KM)))
    assert ranges[0] == (0, COLUMNS - 1)
    assert ranges[-1][1] == LAST == ROWS * COLUMNS - 1
    assert sum(last - first + 1 for first, last in ranges) == ROWS * COLUMNS


def test_a_row_of_cells_is_one_range_and_two_across_the_antimeridian() -> None:
    assert len(spans(block_of(box_around(0.01, 10.01, 0.5)))) == 1
    assert len(spans(block_of(box_around(0.01, 179.999, 0.5)))) == 2


@given(POINTS)
def test_cells_are_numbered_within_the_grid(point: tuple[float, float]) -> None:
    assert 0 <= cell_of(*to_micro(*point)) <= LAST
