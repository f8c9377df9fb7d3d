"""The search index of the directory. Why it is built so: docs/decisions/0015-search-index.md."""

from waymark.directory.search.loading import among
from waymark.directory.search.reading import Check, search
from waymark.directory.search.types import ExactPlace, Found, Indexable, Page, Query
from waymark.directory.search.writing import rebuild, remove, replace

__all__ = [
    "Check",
    "ExactPlace",
    "Found",
    "Indexable",
    "Page",
    "Query",
    "among",
    "rebuild",
    "remove",
    "replace",
    "search",
]
