from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from waymark.reports.models import Report
from waymark.reports.names import ids_of, report_name


@given(st.uuids())
def test_a_name_leads_back_to_its_report(pk: UUID) -> None:
    between = ids_of(report_name(Report(pk=pk)))
    assert between
    low, high = between
    assert low <= pk <= high
    assert report_name(Report(pk=low)) == report_name(Report(pk=high)) == report_name(Report(pk=pk))


@given(st.uuids())
def test_reading_a_name_out_forgives_case_and_look_alikes(pk: UUID) -> None:
    name = report_name(Report(pk=pk))
    spoken = "r-" + name[2:].replace("0", "o").replace("1", "l").lower()
    assert ids_of(f"  {spoken} ") == ids_of(name)


@given(st.text(max_size=12))
def test_nothing_else_is_a_name(text: str) -> None:
    between = ids_of(text)
    if between is not None:
        assert report_name(Report(pk=between[0]))[2:5].isalnum()
        assert text.strip().upper().startswith("R-")


def test_words_and_receipts_are_no_names() -> None:
    for text in ("", "R-", "R-12345", "R-1234567", "S-123456", "Maria", "R-12345U", "2AB4-6666"):
        assert ids_of(text) is None, text
