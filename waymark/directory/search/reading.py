"""Search: nearest first, in rings around the point, until the page is certain."""

from collections.abc import Callable, Collection
from uuid import UUID

from waymark.directory.search.types import Page, Query

Check = Callable[[list[UUID]], Collection[UUID]]


def search(query: Query, check: Check | None = None) -> Page:
    """The page of results. `check` gets ids of services at locations, best first and in small

    batches, and returns those that may stay: for what the index does not know (open now).
    """
    raise NotImplementedError
