"""The grid on which a place that is not public is shown: cells of 0.1 degrees, by their centre.

A cell is about 11 km high, and as wide at the equator. Whatever is computed about such a place
starts from the centre, so that no distance, order or export can tell more than the cell.
"""

import math

MICRO = 1_000_000
CELL_MICRO = 100_000
HALF = CELL_MICRO // 2
LAST_ROW = 90 * MICRO // CELL_MICRO - 1


def snap(latitude: float, longitude: float) -> tuple[float, float]:
    """The centre of the cell around a point, in degrees. A border belongs to the cell after it.

    Raises ValueError for a latitude beyond the poles and for what is no number.
    """
    micro_latitude, micro_longitude = to_micro(latitude, longitude)
    row = min(micro_latitude // CELL_MICRO, LAST_ROW)
    column = micro_longitude // CELL_MICRO
    return (row * CELL_MICRO + HALF) / MICRO, (column * CELL_MICRO + HALF) / MICRO


def is_snapped(latitude: float, longitude: float) -> bool:
    """Whether a point is the centre of a cell and so tells nothing beyond it."""
    return snap(latitude, longitude) == (latitude, longitude)


def to_micro(latitude: float, longitude: float) -> tuple[int, int]:
    """A point in whole millionths of a degree (0.1 m), the longitude in [-180, 180) degrees.

    Whole numbers, because 2.3 / 0.1 as floats is 22.999999999999996: one cell off.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude) and -90 <= latitude <= 90):
        raise ValueError("A point needs a latitude from -90 to 90 and a longitude.")
    half_turn = 180 * MICRO
    return round(latitude * MICRO), (round(longitude * MICRO) + half_turn) % (
        2 * half_turn
    ) - half_turn
