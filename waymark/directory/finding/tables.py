"""Rows that hang on some ids, by SQL as short as they need.

A page reads ten tables. To put such a plain query together through Django takes several times as
long as the database takes to answer it; the rows are the models all the same.
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models

from waymark.directory.search.loading import ids_are_texts

Row = TypeVar("Row", bound=models.Model)


def rows_of(
    model: type[Row], wanted: Mapping[str, Collection[UUID]], order: str = "id"
) -> list[Row]:
    """The rows that name one of these ids in one of these columns, in the order of their own."""
    filled = {column: ids for column, ids in wanted.items() if ids}
    if not filled:
        return []
    some = " OR ".join(
        f"{column} IN ({', '.join(['%s'] * len(ids))})" for column, ids in filled.items()
    )
    as_texts = ids_are_texts()
    sought = [each.hex if as_texts else each for ids in filled.values() for each in ids]
    return list(
        model._default_manager.raw(f"{_selected(model)} WHERE {some} ORDER BY {order}", sought)
    )


@cache
def _selected(model: type[models.Model]) -> str:
    about: Any = model._meta
    columns = ", ".join(each.column for each in about.concrete_fields)
    return f"SELECT {columns} FROM {about.db_table}"  # noqa: S608  our own names
