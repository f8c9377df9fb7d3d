"""What a connection needs before it searches."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def prepare_connections() -> None:
    """Switch off PostgreSQL's compiler of queries, for every connection from now on.

    It takes a look-up of other lists for costly and compiles the query for 8 ms, to run it in 1.
    """
    connection_created.connect(_without_compiler, dispatch_uid="search without compiler")


def _without_compiler(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
