"""The same job on Spark, in local mode: the settings are shared, so the answers must be."""

import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from waymark.evidence.linkage import Pairs, Person, link_people
from waymark.evidence.linkage.engines import (
    duckdb_engine,
    spark_engine,
    spark_options,
    spark_table,
    table,
)
from waymark.evidence.linkage.people import COLUMNS
from waymark.evidence.linkage.synthetic import Invented, registers

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17 or later"),
    pytest.mark.skipif(
        find_spec("pyspark") is None,
        reason="PySpark is not installed: pip install --require-hashes -r requirements/spark.txt",
    ),
]
# A job this small spends its time compiling: one thread, no code generation.
SMALL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "700m",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.shuffle.partitions": "1",
    "spark.default.parallelism": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


@pytest.fixture(scope="module")
def session() -> Iterator["SparkSession"]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").appName("linkage")
    for name, value in (SMALL | spark_options()).items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)  # for the processes that prepare names
        made = builder.getOrCreate()
        made.sparkContext.setLogLevel("ERROR")
        yield made
        made.stop()


def invented() -> list[Person]:
    return registers(Invented(size=120, inclusion=(0.5, 0.5, 0.4)), seed=2)[0]


def shown(pairs: Pairs) -> dict[tuple[int, int], float]:
    ends = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    return dict(zip(ends, pairs.probability.tolist(), strict=True))


def test_spark_and_duckdb_find_the_same_people(session: "SparkSession", tmp_path: Path) -> None:
    people = invented()
    with duckdb_engine(threads=1) as engine:
        expected = shown(link_people(people, engine, seed=1))
    with spark_engine(session, folder=str(tmp_path)) as engine:
        found = shown(link_people(people, engine, seed=1))
    sure = {pair for pair, probability in expected.items() if probability > 0.01}
    assert len(sure) > 50
    assert sure <= found.keys()
    # The engines' Jaro-Winkler distances differ for few pairs of short words.
    assert max(abs(found[pair] - expected[pair]) for pair in sure) < 0.02


def test_names_are_prepared_where_the_data_lies(session: "SparkSession") -> None:
    people = invented()[:25]
    rows = session.createDataFrame([tuple(person) for person in people], list(Person._fields))
    prepared = spark_table(rows).select(*COLUMNS).collect()
    expected = table(people).to_pylist()
    assert sorted([tuple(row)[1:] for row in prepared], key=str) == sorted(
        [tuple(row.values())[1:] for row in expected], key=str
    )
    assert len({row["unique_id"] for row in prepared}) == len(people)
