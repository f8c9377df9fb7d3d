"""The pages of imports: bring, look, take in, take back; and who finds them at all."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import NAMES
from tests.reports.importing.making import (
    HEADINGS,
    ROSA,
    begin,
    bring,
    content,
    imported,
    many,
    origin,
    table,
    work,
)
from tests.reports.staff.conftest import Desk, SignIn, text_of
from tests.sites import StaffClient
from waymark.audit.models import Entry
from waymark.reports.importing import drafts, urls, working
from waymark.reports.importing.choices import ComesAs
from waymark.reports.importing.reading import MOST_BYTES
from waymark.reports.models import (
    BroughtFile,
    ImportState,
    Report,
    ReportImport,
    SavedColumns,
    State,
)

SUPERVISORS = {"sara_supervisor", "lena_lakeside"}


def upload(client: StaffClient, desk: Desk, data: bytes, **more: Any) -> Any:
    """The form of the first page, sent."""
    file = SimpleUploadedFile("export.csv", data)
    values = {"file": file, "source": "Lakes Line", "recipient": desk.hotline.pk, "encoding": ""}
    return client.post(reverse("reports_bring"), values | more)


def columns_of(page: str) -> dict[str, str]:
    """What each column is taken for on a page."""
    found = re.findall(r'<select name="(column\d+)".*?</select>', page, re.DOTALL)
    chosen = {}
    for name in found:
        part = page.split(f'<select name="{name}"')[1].split("</select>", maxsplit=1)[0]
        selected = re.search(r'value="(\w*)" selected', part)
        chosen[name] = selected[1] if selected else ""
    return chosen


def test_from_the_file_to_the_queue_and_back(desk: Desk, sara: StaffClient) -> None:
    assert reverse("reports_bring") in text_of(sara.get(reverse("queue")))
    first = upload(sara, desk, table(ROSA, ("03/04/2026", "", "", "A cellar.")))
    draft = BroughtFile.objects.get()
    page = sara.get(first["Location"])
    said = text_of(page)
    assert "Come in: 1. Here already: 0. Left out: 1." in said
    assert "can be more than one day" in said
    assert "Rosa is locked in at the laundry." in said
    address = reverse("reports_brought", args=[draft.pk])
    columns = columns_of(page.content.decode())
    assert columns["column3"] == "what"
    sara.post(address, columns | {"order": "day", "seen": "1"})
    assert "Come in: 2. Here already: 0. Left out: 0." in text_of(sara.get(address))
    values = {"way": "new", "remember": "on", "seen": "2"}
    sent = sara.post(reverse("reports_take_in", args=[draft.pk]), values)
    run = sara.get(sent["Location"])
    assert "2 reports came in." in text_of(run)
    assert "Refresh" not in run.headers
    rosa = Report.objects.get(urgent=True)
    shown = text_of(sara.get(reverse("report", args=[rosa.pk])))
    assert "It came from a file of <bdi>Lakes Line</bdi>." in shown
    assert "H-1007" in shown
    assert "Told her of a shelter" in shown
    assert "Send the answer" not in shown
    assert "From a file" in text_of(sara.get(reverse("queue")))
    back = reverse("reports_take_back", args=[ReportImport.objects.get().pk])
    gone = text_of(sara.get(sara.post(back)["Location"]))
    assert "All that came in is destroyed." in gone
    assert not Report.objects.exists()


def test_an_empty_page_says_that_nothing_was_brought(sara: StaffClient, desk: Desk) -> None:
    assert "Nothing was brought in yet." in text_of(sara.get(reverse("reports_bring")))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
        ("Tên\nNgày".encode("utf-16-be")[1:], "Say which encoding"),
        (b"\x89PNG\r\n\x1a\n", "Say which encoding"),
    ],
    ids=["empty", "large", "cut-utf16", "picture"],
)
def test_a_file_that_is_refused_says_what_to_do(
    desk: Desk, sara: StaffClient, data: bytes, sentence: str
) -> None:
    answer = upload(sara, desk, data)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not BroughtFile.objects.exists()
    [line] = Entry.objects.filter(event="upload:refused")
    assert line.target_id == str(desk.cast.riverside.pk)


def test_a_form_that_lacks_something_says_what(desk: Desk, sara: StaffClient) -> None:
    answer = sara.post(reverse("reports_bring"), {})
    assert answer.status_code == 422
    for sentence in ("Choose a file.", "Write which hotline", "Choose for whom"):
        assert sentence in text_of(answer)
    answer = upload(sara, desk, table(ROSA), recipient=desk.lakeside.pk)
    assert answer.status_code == 422
    assert not BroughtFile.objects.exists()


def test_columns_that_cannot_be_are_told(desk: Desk, sara: StaffClient) -> None:
    draft = bring(desk)
    address = reverse("reports_brought", args=[draft.pk])
    columns = columns_of(sara.get(address).content.decode())
    wrong = columns | {"column0": "further", "column2": "number", "order": "", "seen": "1"}
    answer = sara.post(address, wrong)
    assert answer.status_code == 422
    assert "Say which column is “Day received, with or without the time”." in text_of(answer)
    assert "Only one column can be “Their number”." in text_of(answer)
    answer = sara.post(address, columns | {"column0": "salary", "order": "never", "seen": "1"})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.version == 1


def test_headings_that_nobody_knows_open_the_columns(desk: Desk, sara: StaffClient) -> None:
    draft = bring(desk, table(("a", "b"), headings=("Foo", "Bar")))
    said = text_of(sara.get(reverse("reports_brought", args=[draft.pk])))
    assert "No column is “What was reported” yet." in said
    assert "Take in" not in said


def test_rows_of_one_verdict_and_page_by_page(desk: Desk, sara: StaffClient) -> None:
    imported(desk, many(30))
    draft = bring(desk, many(90))
    address = reverse("reports_brought", args=[draft.pk])
    here = text_of(sara.get(address + "?show=here&page=2"))
    assert "Page 2 of 2" in here
    assert "?show=here&amp;page=1#rows" in here
    assert here.count('<li class="card">') == 5
    assert "There is no such row." in text_of(sara.get(address + "?show=left_out"))
    assert sara.get(address + "?show=nonsense&page=x").status_code == 200


def test_what_was_typed_in_an_old_window_changes_nothing(desk: Desk, sara: StaffClient) -> None:
    draft = bring(desk)
    columns = columns_of(sara.get(reverse("reports_brought", args=[draft.pk])).content.decode())
    for values in ({"seen": "9"}, {"seen": ""}, {"seen": "x"}):
        answer = sara.post(
            reverse("reports_brought", args=[draft.pk]), columns | {"order": "day"} | values
        )
        assert answer.status_code in {409, 422}
        answer = sara.post(reverse("reports_take_in", args=[draft.pk]), {"way": "new"} | values)
        assert answer.status_code in {409, 422}
    assert not ReportImport.objects.exists()


def test_long_work_shows_how_far_it_is(
    desk: Desk, sara: StaffClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "BATCH", 2)
    monkeypatch.setattr(working, "SECONDS", 0)
    run = begin(desk, bring(desk, many(4)))
    monkeypatch.setattr(working.work, "__kwdefaults__", {"seconds": 0})
    page = sara.get(reverse("reports_import", args=[run.pk]))
    assert "50 percent looked at." in text_of(page)
    assert page.headers["Refresh"] == "1"
    page = sara.get(reverse("reports_import", args=[run.pk]))
    assert "4 reports came in." in text_of(page)


def test_a_colleague_sees_an_import_and_does_not_carry_it_on(
    desk: Desk, staff_client_for: SignIn
) -> None:
    run = begin(desk, bring(desk))
    colleague = desk.cast.ana_hotline
    colleague.role_rows.update(role="supervisor")
    ana = staff_client_for(colleague)
    page = ana.get(reverse("reports_import", args=[run.pk]))
    assert "It goes on when who brought the file opens this page." in text_of(page)
    assert "Refresh" not in page.headers
    assert not Report.objects.exists()
    draft = BroughtFile.objects.get()
    for name in ("reports_brought", "reports_take_in", "reports_drop"):
        method = ana.get if name == "reports_brought" else ana.post
        assert method(reverse(name, args=[draft.pk])).status_code == 404
    assert ana.post(reverse("reports_take_back", args=[run.pk])).status_code == 302
    assert ReportImport.objects.get().state == ImportState.TAKEN_BACK


def test_what_somebody_works_on_stays(desk: Desk, sara: StaffClient) -> None:
    run = imported(desk)
    Report.objects.filter(urgent=True).update(state=State.TAKEN, holder=desk.cast.ana_hotline)
    answer = sara.post(reverse("reports_take_back", args=[run.pk]))
    assert answer.status_code == 409
    assert "Somebody has worked on these reports" in text_of(answer)
    assert Report.objects.count() == 2


def test_a_file_is_forgotten(desk: Desk, sara: StaffClient) -> None:
    draft = bring(desk)
    assert sara.post(reverse("reports_drop", args=[draft.pk])).status_code == 302
    assert not BroughtFile.objects.exists()
    run = begin(desk, bring(desk))
    file = BroughtFile.objects.get()
    answer = sara.post(reverse("reports_drop", args=[file.pk]))
    assert answer["Location"] == reverse("reports_import", args=[run.pk])
    assert BroughtFile.objects.exists()


def test_words_of_a_file_are_shown_as_words(desk: Desk, sara: StaffClient) -> None:
    evil = '<script>alert("x")</script>'
    row = ("2026-04-13", *[evil] * (len(HEADINGS) - 1))
    draft = bring(desk, table(row, headings=[*HEADINGS[:-1], evil]), source=evil)
    page = sara.get(reverse("reports_brought", args=[draft.pk])).content.decode()
    assert evil not in page
    work(desk, begin(desk, draft, remember=True))
    report = Report.objects.get()
    for address in (
        reverse("report", args=[report.pk]),
        reverse("reports_bring"),
        reverse("reports_import", args=[ReportImport.objects.get().pk]),
    ):
        assert evil not in sara.get(address).content.decode()
    assert content(desk.cast, report).what == evil
    assert origin(desk.cast, report).source == evil


def test_contact_that_nobody_allowed_is_shown_with_a_warning(desk: Desk, sara: StaffClient) -> None:
    rows = (("2026-04-13", "x", "555 0143", "no"), ("2026-04-13", "y", "555 0144", "yes"))
    imported(desk, table(*rows, headings=("Date", "Narrative", "Phone", "OK to contact")))
    warned = 0
    for report in Report.objects.all():
        said = text_of(sara.get(reverse("report", args=[report.pk])))
        assert "555 014" in said
        warned += "Ask there before you do." in said
    assert warned == 1


def test_what_is_promised_is_to_be_looked_at(desk: Desk, sara: StaffClient) -> None:
    imported(desk, way=ComesAs.PROMISED)
    said = text_of(sara.get(reverse("report", args=[Report.objects.get(urgent=True).pk])))
    assert "To be looked at: 1" in said
    assert "Promised answer" not in said
    assert "The reporter is" not in said


@pytest.fixture
def things(desk: Desk) -> dict[str, Any]:
    """An import that is in, a file that waits, columns that are kept."""
    run = work(desk, begin(desk, bring(desk), ComesAs.NEW, remember=True))
    return {
        "run_id": run.pk,
        "draft_id": bring(desk, many(1)).pk,
        "recipient_id": desk.hotline.pk,
        "saved_id": SavedColumns.objects.get().pk,
    }


NAMES_OF_PAGES = [pattern.name for pattern in urls.urlpatterns]
POSTS = {"reports_take_in", "reports_drop", "reports_take_back", "reports_columns_forget"}


def _address(pattern_name: str, things: dict[str, Any]) -> str:
    pattern = next(each for each in urls.urlpatterns if each.name == pattern_name)
    wanted = pattern.pattern.converters
    return reverse(pattern_name, kwargs={key: things[key] for key in wanted})


def _state() -> tuple[Any, ...]:
    kinds = (Report, ReportImport, BroughtFile, SavedColumns)
    return tuple(sorted(map(repr, kind.objects.values())) for kind in kinds)


@pytest.mark.parametrize("name", NAMES_OF_PAGES)
def test_to_others_the_pages_are_not_there(
    desk: Desk, things: dict[str, Any], staff_client_for: SignIn, name: str
) -> None:
    before = _state()
    for who in NAMES:
        if who == "sara_supervisor" or (who in SUPERVISORS and name == "reports_bring"):
            continue
        client = staff_client_for(desk.cast[who])
        logged = Entry.objects.count()
        method = "post" if name in POSTS else "get"
        assert getattr(client, method)(_address(name, things)).status_code == 404, who
        assert Entry.objects.count() == logged, who
    assert _state() == before


@pytest.mark.parametrize("name", NAMES_OF_PAGES)
def test_nobody_and_strange_ids(
    desk: Desk, things: dict[str, Any], sara: StaffClient, stranger_client: StaffClient, name: str
) -> None:
    before = _state()
    method = "post" if name in POSTS else "get"
    answer = getattr(stranger_client, method)(_address(name, things))
    assert answer["Location"].startswith(reverse("sign_in"))
    if name != "reports_bring":
        strange = _address(name, {key: uuid4() for key in things})
        assert getattr(sara, method)(strange).status_code == 404
    assert _state() == before


@pytest.mark.parametrize("name", NAMES_OF_PAGES)
def test_other_methods_are_refused(
    desk: Desk, things: dict[str, Any], sara: StaffClient, name: str
) -> None:
    before = _state()
    for method in ("put", "patch", "delete", *(["get"] if name in POSTS else [])):
        assert getattr(sara, method)(_address(name, things)).status_code == 405
    assert _state() == before


def test_the_limit_of_files_is_told(desk: Desk, sara: StaffClient) -> None:
    for _ in range(drafts.MOST_WAITING):
        bring(desk)
    answer = upload(sara, desk, table(ROSA))
    assert answer.status_code == 409
    assert "forget one of the files that wait" in text_of(answer)
