"""The timeline of a case: every source, newest first, in the worker's own time."""

from datetime import UTC, date, datetime

import pytest

from tests.cases.caseload.conftest import Office, in_days
from waymark.cases import timeline
from waymark.cases.caseload.actions import assigning, moving
from waymark.cases.caseload.actions.files import add_file
from waymark.cases.caseload.actions.notes import write_note
from waymark.cases.caseload.actions.tasks import add_task, tick_off
from waymark.cases.models import Case, CaseTurn
from waymark.cases.states import CaseStep
from waymark.cases.timeline import Item, items_of
from waymark.reports.files import CheckedFile
from waymark.vault.records import erase


def texts(office: Office, case: Case, who: str = "carl_cases") -> list[str]:
    worker = office.cast[who]
    return [item.text for item in items_of(case, worker, office.cast.keyring(worker))]


def test_it_tells_everything_of_this_slice(office: Office, case: Case) -> None:
    carl, sara = office.cast.carl_cases, office.cast.sara_supervisor
    moving.move(case, CaseStep.ACTIVATE, by=carl, seen=1)
    assigning.assign(case, sara, by=carl, seen=2, words="Be gentle.")
    task = add_task(case, "Call the court", by=carl, assignee=sara)
    assert texts(office, case).count("Call the court") == 1
    tick_off(task, done=True, by=sara)
    write_note(case, "word " * 200, by=carl)
    add_file(
        case,
        CheckedFile("p.pdf", "application/pdf", metadata_inside=True, body=b"%PDF"),
        about="A letter",
        by=carl,
    )
    found = texts(office, case)
    assert found.count("Call the court") == 2
    for text in (
        "State: Intake. Responsible: Carl Cases.",
        "State: Active.",
        "Responsible: Sara Supervisor.",
        "Be gentle.",
        "Call the court",
        "p.pdf – A letter",
    ):
        assert text in found
    assert all(len(text) <= 160 for text in found)
    page = office.get("carl_cases", "case_timeline", case.pk)
    assert page.index("p.pdf") < page.index("State: Intake.")


def test_what_is_erased_is_told_no_more(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    note = write_note(case, "Secret", by=carl)
    erase(note.envelope_id)
    assert "Secret" not in office.get("carl_cases", "case_timeline", case.pk)


def test_days_and_moments_stand_in_order(
    office: Office, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    CaseTurn.objects.all().delete()

    def source(*_: object) -> list[Item]:
        return [
            Item(date(2026, 1, 2), "Service", "On a day"),
            Item(datetime(2026, 1, 3, 1, tzinfo=UTC), "Note", "In the night", "<b>", "/x/"),
        ]

    monkeypatch.setattr(timeline, "_sources", {"both": source})
    carl = office.cast.carl_cases
    carl.time_zone = "America/New_York"
    carl.save()
    page = office.get("carl_cases", "case_timeline", case.pk)
    assert page.index("In the night") < page.index("On a day")
    assert "Jan. 2, 2026, 8 p.m. EST" in page
    assert "&lt;b&gt;" in page
    assert '<a href="/x/">In the night</a>' in page


def test_a_long_history_has_pages(
    office: Office, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [Item(in_days(-age), "Note", f"Line {age:03}") for age in range(101)]
    monkeypatch.setattr(timeline, "_sources", {"many": lambda *_: items})
    page = office.get("carl_cases", "case_timeline", case.pk)
    assert "Line 000" in page
    assert "Line 100" not in page
    assert "Page 1 of 2" in page


def test_a_case_from_elsewhere_has_no_history_yet(office: Office, case: Case) -> None:
    CaseTurn.objects.all().delete()
    assert "Nothing has happened yet." in office.get("carl_cases", "case_timeline", case.pk)
