"""Without a point: in the order of rank, then of row, read in batches as far as is asked."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby

from waymark.directory.search import statements
from waymark.directory.search.grid import LAST, NOWHERE, Span
from waymark.directory.search.plan import EVERY_ROW, Plan
from waymark.directory.search.statements import BEFORE_ALL, Ranked

EVERYWHERE: Span = (NOWHERE, LAST)
WITHOUT_PLACE: Span = (NOWHERE, NOWHERE)
# Up to so many postings it is quicker to sort them than to hope for early ones in the other order.
SHORT_LIST = 20_000
BATCH = 40


def by_rank(plan: Plan, cells: Span = EVERYWHERE) -> Iterator[Ranked]:
    """(rank, row) of everything that fits in these cells, in order."""
    if plan.driver.rows <= SHORT_LIST or cells != EVERYWHERE:
        yield from _batches(partial(statements.sorted_list, plan, cells))
        return
    ranked = _driven_by_rank(plan)
    streams = (_batches(partial(statements.ranked_list, ranked, key)) for key in ranked.driver.keys)
    for pair, _ in groupby(heapq.merge(*streams)):
        yield pair


def _batches(read: Callable[[Ranked, int], list[Ranked]]) -> Iterator[Ranked]:
    """Read on after the last pair, in ever larger batches, until nothing is left."""
    after, limit = BEFORE_ALL, BATCH
    while batch := read(after, limit):
        yield from batch
        if len(batch) < limit:
            return
        after, limit = batch[-1], limit * 4


def _driven_by_rank(plan: Plan) -> Plan:
    """The same plan, driven by the rarest list that is kept in the order of rank."""
    groups = [plan.driver, *plan.others]
    driver = next((group for group in groups if group.is_ranked), EVERY_ROW)
    return replace(plan, driver=driver, others=tuple(g for g in groups if g is not driver))
