"""Figures as CSV and JSON: everything comes back, and no spreadsheet runs a cell."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.learn.figures.records import figures, some_figure
from tests.sites import PublicClient
from waymark.accounts.auditing.table import FORMULA
from waymark.learn.figures import citing, queries, tables
from waymark.learn.figures.record import Figure, Measure, Unit

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def figure_from(row: dict[str, str]) -> tuple[object, ...]:
    """What a row says, as the record has it."""
    return (
        Measure(row["measure"]),
        Unit(row["unit"]),
        Decimal(row["value"]),
        Decimal(row["low"]) if row["low"] else None,
        Decimal(row["high"]) if row["high"] else None,
        row["place"],
        date.fromisoformat(row["period_start"]),
        date.fromisoformat(row["period_end"]),
    )


def essence(figure: Figure) -> tuple[object, ...]:
    return (
        *(figure.measure, figure.unit, figure.value, figure.low, figure.high),
        *(figure.place, figure.period_start, figure.period_end),
    )


@given(st.lists(figures(), max_size=3))
def test_what_is_written_as_csv_is_read_again(records: list[Figure]) -> None:
    found = rows_of(tables.as_csv(records))
    assert [figure_from(row) for row in found] == [essence(record) for record in records]


@given(st.lists(figures(), max_size=3))
def test_what_is_written_as_json_is_read_again(records: list[Figure]) -> None:
    found = json.loads(json.dumps(tables.as_objects(records)))
    assert [figure_from(row) for row in found] == [essence(record) for record in records]


@given(texts, texts, texts, st.sampled_from(FORMULA))
def test_no_cell_is_a_formula(publisher: str, title: str, via: str, sign: str) -> None:
    source = replace(some_figure().source, publisher=sign + publisher, title=title, via=via)
    (row,) = rows_of(tables.as_csv([replace(some_figure(), source=source)]))
    assert row["publisher"] == f"'{sign}{publisher}"
    assert not any(cell.lstrip(" ").startswith(FORMULA) for cell in row.values())


@given(texts, texts)
def test_a_citation_for_bibtex_stays_one_entry(publisher: str, title: str) -> None:
    source = replace(some_figure().source, publisher=publisher, title=title)
    entry = citing.bibtex(replace(some_figure(), source=source))
    bare = entry.replace("\\{", "").replace("\\}", "").replace("\\textbackslash{}", "")
    assert bare.count("{") == bare.count("}")
    assert entry.startswith("@misc{world-sex-2021,")
    assert entry.endswith("}")


@pytest.mark.django_db
def test_the_files_hold_every_figure_and_may_be_kept(public_client: PublicClient) -> None:
    every = [each.id for each in queries.figures()]
    answer = public_client.get("/en/figures.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=60"
    rows = rows_of(answer.content.decode())
    assert [row["id"] for row in rows] == every
    assert all(row["beside"] for row in rows if row["place"] == "US")
    known = {"If-None-Match": answer["ETag"]}
    assert public_client.get("/en/figures.csv", headers=known).status_code == 304
    found = json.loads(public_client.get("/en/figures.json").content)
    assert [row["id"] for row in found["figures"]] == every
    assert len(found["unused"]) == len(queries.unused())
    assert {row["id"] for row in found["series"]} == {each.id for each in queries.all_series()}


@pytest.mark.django_db
def test_a_series_can_be_taken_alone(public_client: PublicClient) -> None:
    rows = rows_of(public_client.get("/en/figures/series/uk.csv").content.decode())
    assert [row["value"] for row in rows] == ["16990", "19125", "23411"]
    found = json.loads(public_client.get("/en/figures/series/line-cases.json").content)
    assert [point["figure"] for point in found["points"]] == [row["id"] for row in found["figures"]]
    assert [bool(point["break_before"]) for point in found["points"]].count(True) == 3


@pytest.mark.django_db
def test_an_address_without_its_language_leads_to_the_file(public_client: PublicClient) -> None:
    answer = public_client.get("/figures.csv")
    assert answer.status_code == 302
    assert answer["Location"] == "/en/figures.csv"
