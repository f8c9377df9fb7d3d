"""The one thing between a shelter's address and everybody: right at each border of the grid."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.directory.cells import is_snapped, snap, to_micro
from waymark.directory.search.sphere import distance_km

TENTH = Fraction(1, 10)
LATITUDES = st.floats(-90, 90)
LONGITUDES = st.floats(-180, 179.9999994)
# Whole millionths of a degree, so that a border is exactly a border.
EXACT = st.tuples(st.integers(-90_000_000, 89_999_999), st.integers(-180_000_000, 179_999_999))


@given(EXACT)
def test_the_centre_of_the_cell_as_fractions_have_it(micro: tuple[int, int]) -> None:
    latitude, longitude = (part / 1e6 for part in micro)
    centre = snap(latitude, longitude)
    for part, given_micro in zip(centre, micro, strict=True):
        cell = floor(Fraction(given_micro, 1_000_000) / TENTH)
        assert part == float((cell + Fraction(1, 2)) * TENTH)


@given(LATITUDES, LONGITUDES)
def test_never_further_than_half_a_cell(latitude: float, longitude: float) -> None:
    centre = snap(latitude, longitude)
    assert abs(centre[0] - latitude) <= 0.0500006
    assert abs(centre[1] - longitude) <= 0.0500006
    assert -90 < centre[0] < 90
    assert -180 < centre[1] < 180


@given(LATITUDES, st.floats(-1000, 1000))
def test_snapping_again_changes_nothing(latitude: float, longitude: float) -> None:
    centre = snap(latitude, longitude)
    assert snap(*centre) == centre
    assert is_snapped(*centre)


@given(EXACT, st.integers(0, 99_999), st.integers(0, 99_999))
def test_all_points_of_a_cell_become_one(micro: tuple[int, int], up: int, right: int) -> None:
    corner = [part // 100_000 * 100_000 for part in micro]
    first = snap(corner[0] / 1e6, corner[1] / 1e6)
    assert snap((corner[0] + up) / 1e6, (corner[1] + right) / 1e6) == first


@pytest.mark.parametrize(
    ("point", "centre"),
    [
        ((0.0, 0.0), (0.05, 0.05)),
        ((-0.0, -0.000001), (0.05, -0.05)),
        ((-0.05, -0.1), (-0.05, -0.05)),
        (
            (2.3, 0.7),
            (2.35, 0.75),
        ),  # 2.3 / 0.1 is 22.999999999999996, 0.7 / 0.1 is 6.999999999999999
        ((0.3, 1.1), (0.35, 1.15)),
        ((90.0, 12.0), (89.95, 12.05)),
        ((-90.0, 12.0), (-89.95, 12.05)),
        ((10.0, 180.0), (10.05, -179.95)),
        ((10.0, -180.0), (10.05, -179.95)),
        ((10.0, 179.99), (10.05, 179.95)),
        ((10.0, 190.0), (10.05, -169.95)),
        ((10.0, -190.0), (10.05, 170.05)),
        ((34.052235, -118.243683), (34.05, -118.25)),
    ],
)
def test_borders(point: tuple[float, float], centre: tuple[float, float]) -> None:
    assert snap(*point) == centre


@pytest.mark.parametrize(
    "point",
    [
        (90.1, 0.0),
        (-91.0, 0.0),
        (float("nan"), 0.0),
        (0.0, float("nan")),
        (0.0, float("inf")),
        (float("-inf"), 0.0),
    ],
)
def test_what_is_no_point_is_refused(point: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="needs a latitude"):
        snap(*point)
    with pytest.raises(ValueError, match="needs a latitude"):
        to_micro(*point)


def test_a_typical_place_moves_by_kilometres() -> None:
    places = [(34.0 + step / 997, -118.0 - step / 463) for step in range(400)]
    moved = sorted(distance_km(*place, *snap(*place)) for place in places)
    assert moved[len(moved) // 2] > 2.0
