"""Nearest first: rings around the point, each read only when those inside it were not enough.

A row found within a ring's radius is certain, because everything nearer has been read.
"""

from collections.abc import Iterator
from typing import NamedTuple

from waymark.directory.cells import MICRO
from waymark.directory.search import statements
from waymark.directory.search.grid import LAST, Block, Span, block_of, spans
from waymark.directory.search.plan import Plan
from waymark.directory.search.sphere import HALF_ROUND_KM, box_around, distance_km

FIRST_KM = 2.0
GROWTH = 5.0
# A list so short is read within the whole radius at once.
SHORT_LIST = 2_000
# One range of cells costs as much as so many postings that are read in vain.
RANGE_COST = 10
MOST_RANGES = 4000

Point = tuple[float, float]


class Hit(NamedTuple):
    """A row and how far it is, in the order of results: ties go by rank, then by row."""

    km: float
    rank: int
    row: int


def nearest(plan: Plan, point: Point, radius_km: float | None) -> Iterator[list[Hit]]:
    """The rows within the radius, ring by ring, each ring in order. Nothing is read ahead."""
    most = HALF_ROUND_KM if radius_km is None else min(radius_km, HALF_ROUND_KM)
    box = box_around(*point, most)
    latitudes = round(box.south * MICRO), round(box.north * MICRO)
    done, waiting = -1.0, dict[int, Hit]()
    for reach, ranges in _rings(plan, point, most):
        for row, rank, latitude, longitude in statements.in_spans(plan, ranges, latitudes):
            km = distance_km(*point, latitude / MICRO, longitude / MICRO)
            if done < km <= most:
                waiting[row] = Hit(km, rank, row)
        certain = sorted(hit for hit in waiting.values() if hit.km <= reach)
        yield certain
        for hit in certain:
            del waiting[hit.row]
        done = reach


def _rings(plan: Plan, point: Point, most: float) -> Iterator[tuple[float, list[Span]]]:
    """(radius within which all is known once this was read, ranges of cells to read for it)."""
    inner: Block | None = None
    for reach in _reaches(plan, most):
        block = block_of(box_around(*point, reach))
        ranges = spans(block, inner)
        if _whole_list_is_cheaper(plan, len(ranges)):
            yield most, [(0, LAST)]
            return
        yield reach, ranges
        inner = block


def _reaches(plan: Plan, most: float) -> Iterator[float]:
    reach = FIRST_KM if plan.driver.rows > SHORT_LIST else most
    while reach < most:
        yield reach
        reach *= GROWTH
    yield most


def _whole_list_is_cheaper(plan: Plan, count: int) -> bool:
    ranges = count * len(plan.driver.keys)
    return ranges > MOST_RANGES or ranges * RANGE_COST > plan.driver.rows
