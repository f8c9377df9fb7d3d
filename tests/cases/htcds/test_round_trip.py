"""What is written comes back as it was: every field, every silence, every further part."""

from hypothesis import given, settings

from tests.cases.htcds.strategies import batches, records
from waymark.cases.htcds.answers import Record
from waymark.cases.htcds.dry_run import Verdict
from waymark.cases.htcds.reading import DryRun, dry_run
from waymark.cases.htcds.writing import write_instance, write_instances, write_workbook


def assert_untouched(run: DryRun) -> None:
    """Nothing was changed, refused or left unread."""
    assert [cell for row in run.rows for cell in row.cells] == []
    assert run.counts[Verdict.ACCEPTED] == sum(
        len(record.row) + sum(len(part.row) for part in record.further) for record in run.records
    )
    assert all(column.field and not column.why for column in run.columns)


@settings(max_examples=25, deadline=None)
@given(batches())
def test_a_workbook_comes_back_as_it_was(made: list[Record]) -> None:
    run = dry_run(write_workbook(made), "cases.xlsx")
    assert list(run.records) == made
    assert_untouched(run)
    assert run.notes == ()


@settings(max_examples=40, deadline=None)
@given(records())
def test_an_instance_comes_back_as_it_was(made: Record) -> None:
    run = dry_run(write_instance(made), "case.xml")
    if made.row:
        assert list(run.records) == [made]
    assert_untouched(run)


@settings(max_examples=30, deadline=None)
@given(batches())
def test_a_zip_of_instances_comes_back_as_it_was(made: list[Record]) -> None:
    run = dry_run(write_instances(made), "cases.zip")
    assert list(run.records) == [record for record in made if record.row]
    assert_untouched(run)
