"""What waits in cases, counted for each worker. A slice or a room above adds its own:

    counts.register(Count("referrals", _("Referrals that wait"), waiting_referrals, in_list=True))

Only rows of cases that the asking worker may see are counted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from waymark.cases.models import Case


@dataclass(frozen=True)
class Count:
    """One number for each worker.

    `case` and `worker`: the paths from a row to its case and to whose it is. `in_list`: the work
    list can be cut down to the cases of these rows.
    """

    key: str
    title: str | Promise
    rows: Callable[[], QuerySet[Any]]
    case: str = "case"
    worker: str = "case__responsible"
    in_list: bool = False


_counts: dict[str, Count] = {}


def register(count: Count) -> None:
    """Count something more; the same key again replaces it."""
    _counts[count.key] = count


def all_counts() -> list[Count]:
    """Everything that is counted, in the order in which it was named."""
    return list(_counts.values())


def by_worker(count: Count, cases: QuerySet[Case]) -> dict[UUID | None, int]:
    """The number for each worker's id, over the rows of these cases; None: nobody's."""
    rows = count.rows().filter(**{f"{count.case}__in": cases}).order_by()
    rows = rows.values_list(count.worker)
    return dict(rows.annotate(number=models.Count("pk", distinct=True)))
