"""Whatever somebody's file holds, each filled cell is taken, changed with a reason, or refused."""

from datetime import date
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cases.htcds.making import instance, table
from tests.cases.htcds.strategies import TEXTS
from waymark.cases.htcds.answers import check_record
from waymark.cases.htcds.dry_run import DryRun, Verdict
from waymark.cases.htcds.reading import dry_run
from waymark.cases.htcds.reading.leaves import leaves
from waymark.cases.htcds.standard import FIELDS, codes_of
from waymark.cases.htcds.writing import write_instances, write_workbook
from waymark.web.workbooks.xml import parse

ANCHORS = ["prs_FirstName", "prs_Title", "prs_Email", "cas_CaseOwner"]
OTHERS = [*FIELDS, "prs_First_Name", "vic_Methods_of_Control", "Gender", "Type", "Shoe size", ""]
HEADINGS = st.lists(st.sampled_from(OTHERS), max_size=4).map(lambda more: [*ANCHORS, *more])
CODES = [code.name for name in FIELDS for code in codes_of(name)[:3]]
LABELS = [code.label for name in FIELDS for code in codes_of(name)[:3]]
WORDS = st.one_of(
    TEXTS,
    st.sampled_from(["", " ", "unknown", "Yes", "03/04/2004", "31/12/2004", "2004-02-29", "17"]),
    st.sampled_from(CODES),
    st.sampled_from(LABELS),
    st.lists(st.sampled_from(CODES), max_size=3).map("; ".join),
)
CELLS = st.one_of(
    WORDS,
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3)),
    st.integers(0, 60_000),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
)


def told(run: DryRun) -> int:
    """How many cells a dry run says something about."""
    return sum(run.counts.values())


def is_filled(cell: object) -> bool:
    """Whether something stands in a cell."""
    return not isinstance(cell, str) or bool(cell.strip())


@settings(max_examples=25, deadline=None)
@given(HEADINGS, st.data())
def test_every_filled_cell_of_a_table_is_accounted_for(
    headings: list[str], data: st.DataObject
) -> None:
    rows = data.draw(st.lists(st.tuples(*[CELLS] * len(headings)), min_size=1, max_size=3))
    run = dry_run(table(headings, *rows), "cases.xlsx")
    left_out = {number for number, column in enumerate(run.columns) if column.left_out}
    filled = [
        cell
        for row in rows
        for number, cell in enumerate(row)
        if number not in left_out and is_filled(cell)
    ]
    assert told(run) == len(filled)
    for row in run.rows:
        places = [cell.place for cell in row.cells]
        assert len(set(places)) == len(places)
        assert all(cell.why.strip() and cell.was.strip() for cell in row.cells)
        kept = row.record.row if row.record else {}
        refused = {cell.field for cell in row.cells if cell.verdict is Verdict.REFUSED}
        changed = {cell.field for cell in row.cells if cell.verdict is Verdict.CHANGED}
        assert changed <= set(kept)
        assert not refused & set(kept)
        assert len(kept) == row.accepted + len(changed)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from([name for name in OTHERS if "_" in name]), WORDS))
def test_every_answer_of_an_instance_is_accounted_for(answers: dict[str, str]) -> None:
    answers = {"prs_MiddleName": "Ana", **answers}
    data = instance({name: escape(text) for name, text in answers.items()})
    run = dry_run(data, "case.xml")
    filled = [leaf for leaf in leaves(parse(data)) if leaf.element.text.strip()]
    assert told(run) == len(filled)
    assert len(run.rows) == 1


@settings(max_examples=25, deadline=None)
@given(HEADINGS, st.data())
def test_what_comes_in_can_go_out_and_come_back(headings: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.tuples(*[CELLS] * len(headings)), min_size=1, max_size=3))
    records = dry_run(table(headings, *rows), "cases.xlsx").records
    for record in records:
        check_record(record)
    if records:
        for written in (write_workbook(records), write_instances(records)):
            again = dry_run(written, "again")
            assert again.records == records
            assert again.counts[Verdict.CHANGED] == again.counts[Verdict.REFUSED] == 0
