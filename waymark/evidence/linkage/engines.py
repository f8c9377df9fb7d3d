"""Where the linkage runs: DuckDB within this process, or Spark for national files."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI

from waymark.evidence.linkage.people import COLUMNS, Person, Value, columns, prepared

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

Engine = Any  # Splink's database interface; its class has a type parameter for each engine.

WHOLE = {"unique_id": "long", "year": "int", "month": "int", "day": "int"}
ARROW = pa.schema(
    [
        (name, {"long": pa.int64(), "int": pa.int32()}.get(WHOLE.get(name, ""), pa.string()))
        for name in COLUMNS
    ]
)


@contextmanager
def duckdb_engine(*, threads: int | None = None, memory: str | None = None) -> Iterator[Engine]:
    """DuckDB in memory; `memory` such as `4GB` is where it begins to use the disk."""
    options: dict[str, str | bool | int | float | list[str]] = {}
    if threads:
        options["threads"] = threads
    if memory:
        options["memory_limit"] = memory
    with duckdb.connect(":memory:", config=options) as connection, quiet():
        yield DuckDBAPI(connection)


@contextmanager
def spark_engine(session: "SparkSession", *, folder: str) -> Iterator[Engine]:
    """A Spark session that was started with `spark_options()`; steps are kept in a folder.

    The folder holds prepared names until the caller deletes it: give one on a sealed disk.
    """
    from splink import SparkAPI

    with quiet():
        session.sparkContext.setCheckpointDir(folder)
        api: Any = SparkAPI
        yield api(spark_session=session, break_lineage_method="parquet")


def spark_options() -> dict[str, str]:
    """What a Spark session must be started with: Splink's string distances, one process each."""
    from splink.backends.spark import similarity_jar_location

    return {"spark.jars": similarity_jar_location(), "spark.sql.ansi.enabled": "false"}


def table(people: list[Person]) -> pa.Table:
    """People as the table that both engines take."""
    return pa.table(columns(people), schema=ARROW)


def spark_table(rows: "DataFrame") -> "DataFrame":
    """The same table from a Spark data frame with the columns of `Person`, prepared where it lies.

    `unique_id` is Spark's: whole numbers in the order of partitions, with gaps.
    """
    schema = ", ".join(f"{name} {WHOLE.get(name, 'string')}" for name in COLUMNS)
    numbered = rows.select(*Person._fields).rdd.zipWithUniqueId().map(_prepared)
    return rows.sparkSession.createDataFrame(numbered, schema)


def _prepared(row: tuple[tuple[str | None, ...], int]) -> tuple[Value, ...]:
    return prepared(Person(*(cell or "" for cell in row[0])), row[1])


@contextmanager
def quiet() -> Iterator[None]:
    """Splink reports every step; its warnings about untrained levels are for who tunes a model."""
    logger = logging.getLogger("splink")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
