"""Tasks, notes and files of a case: written once, changed by version, sealed, opened in the log."""

import uuid

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.cases.caseload.conftest import Office, events, in_days
from waymark.audit.events import Event
from waymark.cases.caseload.actions.files import add_file
from waymark.cases.caseload.actions.notes import change_note, write_note
from waymark.cases.caseload.actions.tasks import add_task, change_task, tick_off
from waymark.cases.caseload.forms.fields import NewIdField, SeenField
from waymark.cases.models import Case, CaseFile, Note, Task, today
from waymark.reports.files import CheckedFile
from waymark.reports.states import CannotNow, ChangedMeanwhile
from waymark.vault.records import erase

PDF = CheckedFile("p.pdf", "application/pdf", metadata_inside=True, body=b"%PDF")
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def test_a_task_is_written_done_and_undone(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    data = {"what": "Call the court", "due_on": in_days(-2).isoformat(), "assignee": carl.pk}
    office.post("carl_cases", "case_tasks", case.pk, **data)
    task = Task.objects.get()
    page = office.get("carl_cases", "case_tasks", case.pk)
    assert "Call the court" in page
    assert "Overdue since" in page
    assert "Call the court" in office.get("carl_cases", "my_tasks")
    office.post("carl_cases", "case_task_done", case.pk, task.pk, **{"from": "mine"})
    assert "Call the court" not in office.get("carl_cases", "my_tasks")
    assert "Call the court" in office.get("carl_cases", "case_timeline", case.pk)
    office.post("carl_cases", "case_task_undo", case.pk, task.pk)
    assert "Call the court" in office.get("carl_cases", "my_tasks")
    assert tick_off(task, done=False, by=carl).done_at is None
    assert events(Event.RECORD_CHANGED, task) == 2


def test_a_task_due_today_is_not_overdue(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    add_task(case, "Call", by=carl, due_on=today(), assignee=carl)
    page = office.get("carl_cases", "my_tasks")
    assert "Due today" in page
    assert "Overdue" not in page
    assert "1 task of yours is due today or overdue." in office.get("carl_cases", "cases")


def test_a_task_says_what_and_for_whom(office: Office, case: Case) -> None:
    data = {"what": " ", "due_on": "31 February", "assignee": office.cast.ana_hotline.pk}
    page = office.post("carl_cases", "case_tasks", case.pk, status=422, **data)
    for text in ("Say what is to be done.", "year-month-day", "31 February"):
        assert text in page
    with pytest.raises(CannotNow):
        add_task(case, "Call", by=office.cast.carl_cases, assignee=office.cast.ana_hotline)


def test_a_task_changes_only_from_its_newest_version(office: Office, case: Case) -> None:
    carl, sara = office.cast.carl_cases, office.cast.sara_supervisor
    task = add_task(case, "Call", by=carl, assignee=carl)
    Task.objects.update(reminded_on=today())
    page = office.get("carl_cases", "case_task", case.pk, task.pk)
    assert 'value="Call"' in page
    data = {"what": "Call again", "due_on": in_days(4).isoformat(), "seen": 1}
    office.post("sara_supervisor", "case_task", case.pk, task.pk, assignee=sara.pk, **data)
    task.refresh_from_db()
    assert (task.assignee, task.due_on, task.reminded_on) == (sara, in_days(4), None)
    data["what"] = "My own words"
    page = office.post("carl_cases", "case_task", case.pk, task.pk, status=409, **data)
    for text in ("Call again", "My own words", 'name="seen" value="2"'):
        assert text in page


def test_a_former_assignee_may_keep_a_task_that_is_changed(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    sara = office.cast.sara_supervisor
    task = add_task(case, "Call", by=carl, assignee=carl)
    carl.is_active = False
    carl.save()
    keyring = office.cast.keyring(sara)
    changed = change_task(
        task, "Write", due_on=None, assignee=carl, seen=1, by=sara, keyring=keyring
    )
    assert changed.assignee == carl


def test_a_note_is_written_and_changed_by_its_author(office: Office, case: Case) -> None:
    data = {"text": "<b>They</b> called.", "contact_on": today().isoformat(), "privilege": "legal"}
    office.post("carl_cases", "case_notes", case.pk, **data)
    note = Note.objects.get()
    assert note.contact_on == today()
    page = office.get("sara_supervisor", "case_notes", case.pk)
    for text in ("&lt;b&gt;They&lt;/b&gt; called.", "Contact on", "and their lawyer"):
        assert text in page
    assert f"/notes/{note.pk}/" not in page
    page = office.get("carl_cases", "case_note", case.pk, note.pk)
    assert 'name="seen" value="1"' in page
    office.post("carl_cases", "case_note", case.pk, note.pk, text="They wrote.", seen=1)
    page = office.get("carl_cases", "case_notes", case.pk)
    assert "They wrote." in page
    assert "changed:" in page
    assert (events(Event.RECORD_ADDED, note), events(Event.RECORD_CHANGED, note)) == (1, 1)


def test_a_note_of_a_colleague_is_theirs(office: Office, case: Case) -> None:
    note = write_note(case, "They called.", by=office.cast.carl_cases)
    page = office.get("sara_supervisor", "case_note", case.pk, note.pk)
    assert "Only who wrote a note can change it." in page
    page = office.post(
        "sara_supervisor", "case_note", case.pk, note.pk, status=409, text="No!", seen=1
    )
    assert "No!</textarea>" in page
    assert "They called." in page


def test_of_two_tabs_with_a_note_one_is_told(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    note = write_note(case, "One", by=carl)
    keyring = office.cast.keyring(carl)

    def change(text: str) -> Note:
        return change_note(
            note, text, privilege="", contact_on=None, seen=1, by=carl, keyring=keyring
        )

    change("Two")
    with pytest.raises(ChangedMeanwhile):
        change("Three")
    page = office.post(
        "carl_cases", "case_note", case.pk, note.pk, status=409, text="Three", seen=1
    )
    assert "Two" in page
    assert "Three" in page


def test_a_contact_is_not_in_the_future(office: Office, case: Case) -> None:
    tomorrow = in_days(1)
    data = {"text": "Will call", "contact_on": tomorrow.isoformat()}
    page = office.post("carl_cases", "case_notes", case.pk, status=422, **data)
    assert "Plan a task instead." in page
    assert "Will call" in page
    with pytest.raises(CannotNow):
        write_note(case, "Will call", by=office.cast.carl_cases, contact_on=tomorrow)


def test_what_is_erased_is_named_and_cannot_be_changed(office: Office, case: Case) -> None:
    carl = office.cast.carl_cases
    note, task = write_note(case, "Secret", by=carl), add_task(case, "Hidden", by=carl)
    file = add_file(case, CheckedFile("p.pdf", "application/pdf", True, b"%PDF"), by=carl)
    for record in (note, task, file):
        erase(record.envelope_id)
    assert "A note that is erased." in office.get("carl_cases", "case_notes", case.pk)
    assert "A file that is erased." in office.get("carl_cases", "case_files", case.pk)
    assert "There is no task yet." in office.get("carl_cases", "case_tasks", case.pk)
    office.get("carl_cases", "case_note", case.pk, note.pk, status=404)
    office.get("carl_cases", "case_file", case.pk, file.pk, status=404)
    office.post("carl_cases", "case_task_done", case.pk, task.pk, status=404)
    with pytest.raises(CannotNow):
        tick_off(task, done=True, by=carl)


def test_a_form_sent_twice_writes_once(office: Office, case: Case) -> None:
    for name, data, model in (
        ("case_tasks", {"what": "Call"}, Task),
        ("case_notes", {"text": "They called."}, Note),
    ):
        data["record_id"] = str(uuid.uuid4())
        for _ in range(2):
            office.post("carl_cases", name, case.pk, **data)
        assert model._default_manager.count() == 1
        other = office.case()
        page = office.post("carl_cases", name, other.pk, status=409, **data)
        assert "This form was used for something else." in page


def upload(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def test_a_file_is_cleaned_sealed_and_downloaded(office: Office, case: Case) -> None:
    file = upload("holiday in../x.gif", GIF)
    office.post("carl_cases", "case_files", case.pk, file=file, about="Passport of R.")
    stored = CaseFile.objects.get()
    assert b"GIF" not in bytes(stored.body)
    assert events(Event.RECORD_ADDED, stored) == 1
    page = office.get("carl_cases", "case_files", case.pk)
    assert "x.png" in page
    assert "Passport of R." in page
    path = f"/cases/{case.pk}/files/{stored.pk}/"
    response = office.sign_in(office.cast.carl_cases).get(path)
    assert response.content.startswith(b"\x89PNG")
    assert response.headers["Content-Disposition"] == 'attachment; filename="x.png"'
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert "no-store" in response.headers["Cache-Control"]
    assert events(Event.CASE_FILE_READ, stored) == 1


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (("page.html", b"<script>alert(1)</script>"), "a kind of file that we do not take"),
        (("run.exe", b"MZ\x90\x00"), "a kind of file that we do not take"),
        (("empty.pdf", b""), "is empty"),
        (("torn.jpg", b"\xff\xd8\xff\xe0 torn"), "cannot be read as a photo"),
        (("big.pdf", b"%PDF-" + bytes(2048)), "is too large"),
        (("<b>.exe", b"MZ"), "&lt;b&gt;.exe"),
    ],
)
def test_a_hostile_file_is_refused(
    office: Office, case: Case, settings: LazySettings, file: tuple[str, bytes], says: str
) -> None:
    settings.MAX_FILE_BYTES = 1024
    data = {"file": upload(*file), "about": "Why?"}
    page = office.post("carl_cases", "case_files", case.pk, status=422, **data)
    assert says in page
    assert 'value="Why?"' in page
    assert not CaseFile.objects.exists()


def test_no_file_is_a_mistake(office: Office, case: Case) -> None:
    assert "Choose a file." in office.post("carl_cases", "case_files", case.pk, status=422)


@limits(max_examples=40)
@given(st.one_of(st.text(), st.integers(), st.none(), st.uuids()))
def test_hidden_fields_take_anything(value: object) -> None:
    assert NewIdField().clean(value).version == 4
    assert isinstance(SeenField().clean(value), int)


def test_what_hands_a_text_in_a_strange_script_gets_it_back(office: Office, case: Case) -> None:
    text = "نص 漢字 " + chr(0x202E) + "evil"
    office.post("carl_cases", "case_notes", case.pk, text=text)
    assert text in office.get("carl_cases", "case_notes", case.pk)
    page = office.post("carl_cases", "case_notes", case.pk, status=422, text="a\x00b")
    assert "Null characters are not allowed." in page
