"""The staff pages of imports, tried by each role, by the organisation next door and by nobody."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.cast import NAMES, Cast
from tests.directory.conftest import SignIn
from tests.directory.importing.conftest import unchanged
from tests.sites import StaffClient
from waymark.directory.importing import forms, jobs
from waymark.directory.importing.alone import Busy
from waymark.directory.models import ImportRun, Phone, Service

TABLE = (
    "Number,Service,Telephone,Who may know where\n1,Day Center,202-555-0143,\n2,,202-555-0144,\n"
)
LIST = "directory_import"
ABOUT_ONE = (
    ("directory_import_run", "get"), ("directory_import_now", "post"),
    ("directory_import_forget", "post"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What runs beside a request runs within it, over the test's own connection."""
    monkeypatch.setattr(jobs, "in_background", lambda work: work())
    monkeypatch.setattr(jobs, "close_connections", lambda: None)
    yield
    for job in list(jobs._jobs.values()):
        jobs._jobs.pop(job.id).forget()


@pytest.fixture
def dora(circles: Cast, staff_client_for: SignIn) -> StaffClient:
    """A directory editor of Riverside."""
    return staff_client_for(circles.dora_directory)


def upload(text: str | bytes = TABLE, name: str = "services.csv", **more: str) -> dict[str, Any]:
    content = text.encode() if isinstance(text, str) else text
    file = SimpleUploadedFile(name, content, "text/csv")
    return {"source": "Harbor County", "file": file, **more}


def looked_at(client: StaffClient, **more: Any) -> str:
    """Upload a table; returns the address of its page."""
    answer: Any = client.post(reverse(LIST), upload(**more))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url)


def test_look_then_import(dora: StaffClient, circles: Cast) -> None:
    with unchanged():
        page = looked_at(dora)
    text = dora.get(page).content.decode()
    assert "Nothing is changed yet" in text
    assert "A service needs a name." in text
    assert "Day Center" in text
    answer = dora.post(f"{page}now/", follow=True)
    assert "Imported" in answer.content.decode()
    service = Service.objects.get()
    assert (service.name, service.steward) == ("Day Center", circles.riverside)
    run = ImportRun.objects.get()
    assert (run.state, run.by, run.organisation) == (
        "done",
        circles.dora_directory,
        circles.riverside,
    )


def test_only_the_rows_to_look_at(dora: StaffClient) -> None:
    page = looked_at(dora)
    text = dora.get(page, {"show": "problems"}).content.decode()
    assert "A service needs a name." in text
    assert "Day Center" not in text


def test_many_rows_are_paged(dora: StaffClient) -> None:
    rows = "".join(f"{number},Service {number:03},,\n" for number in range(250))
    page = looked_at(dora, text=TABLE.splitlines()[0] + "\n" + rows)
    assert "Service 000" in dora.get(page).content.decode()
    last = dora.get(page, {"page": "3"}).content.decode()
    assert "Service 249" in last
    assert "Service 000" not in last
    assert dora.get(page, {"page": "nonsense"}).status_code == 200


def test_forgetting_changes_nothing(dora: StaffClient) -> None:
    page = looked_at(dora)
    with unchanged():
        answer = dora.post(f"{page}forget/", follow=True)
    assert "forgotten" in answer.content.decode()
    assert not jobs._jobs
    assert "not kept any more" in dora.get(page).content.decode()
    assert dora.post(f"{page}now/").headers["Location"] == reverse(LIST)
    assert not Service.objects.exists()


def test_a_second_press_of_the_button_imports_once(dora: StaffClient) -> None:
    page = looked_at(dora)
    for _ in range(2):
        dora.post(f"{page}now/")
    assert Service.objects.count() == 1
    assert ImportRun.objects.count() == 1


def test_while_it_works_the_page_renews_itself(dora: StaffClient) -> None:
    page = looked_at(dora)
    [job] = jobs._jobs.values()
    job.state, job.part, job.rows = jobs.IMPORTING, 0.42, 1234
    answer = dora.get(page)
    assert answer.headers["Refresh"] == "2"
    text = answer.content.decode()
    assert "42 percent done, 1234 rows read." in text
    assert "<script" not in text.split("</head>")[1].split("<main")[1].split("</main>")[0]
    answer = dora.post(f"{page}forget/", follow=True)
    assert "being worked on" in answer.content.decode()


def test_a_file_that_cannot_be_read_says_why(dora: StaffClient) -> None:
    page = looked_at(dora, text="Dear friends", name="letter.txt")
    answer = dora.get(page)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "none of the forms that can be read" in text
    assert "Nothing was changed." in text


def test_another_import_is_waited_for(dora: StaffClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from waymark.directory.importing import running

    def busy(*_: Any) -> None:
        raise Busy

    page = looked_at(dora)
    monkeypatch.setattr(running, "import_all", busy)
    dora.post(f"{page}now/")
    assert "Another import is running" in dora.get(page).content.decode()
    monkeypatch.undo()


def test_a_fault_is_told_without_its_words(
    dora: StaffClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from waymark.directory.importing import writing

    def broken(*_: Any) -> None:
        raise RuntimeError("secret street")

    page = looked_at(dora)
    monkeypatch.setattr(writing, "_insert", broken)
    monkeypatch.setattr(jobs, "in_background", lambda work: work())
    with unchanged():
        dora.post(f"{page}now/")
    text = dora.get(page).content.decode()
    assert "RuntimeError" in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": ""}, "required"),
        ({"file": ""}, "required"),
        ({"source": "x" * 121}, "120"),
    ],
)
def test_a_form_that_is_not_filled_in_says_so(
    dora: StaffClient, change: dict[str, str], says: str
) -> None:
    answer = dora.post(reverse(LIST), upload() | change)
    assert answer.status_code == 422
    assert says in answer.content.decode() or "This field" in answer.content.decode()
    assert not jobs._jobs


def test_an_empty_and_a_too_large_file_are_refused(
    dora: StaffClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = dora.post(reverse(LIST), upload(text=b""))
    assert (answer.status_code, "empty" in answer.content.decode()) == (422, True)
    monkeypatch.setattr(forms, "largest_upload", lambda: 10)
    answer = dora.post(reverse(LIST), upload())
    assert (answer.status_code, "too large" in answer.content.decode()) == (422, True)


def test_a_body_that_the_server_cut_is_refused(dora: StaffClient) -> None:
    answer = dora.post(reverse(LIST), upload(), headers={"x-waymark-cut": "1"})
    assert answer.status_code == 413
    assert not jobs._jobs


def test_the_largest_size_is_said_before_anybody_chooses(dora: StaffClient) -> None:
    assert f"{forms.largest_upload() // 1024**2} MB" in dora.get(reverse(LIST)).content.decode()


def test_uploads_that_rest_make_room_for_new_ones(dora: StaffClient) -> None:
    pages = [looked_at(dora) for _ in range(jobs.MOST_KEPT + 1)]
    assert len(jobs._jobs) == jobs.MOST_KEPT
    assert "not kept any more" in dora.get(pages[0]).content.decode()
    for job in jobs._jobs.values():
        job.state = jobs.IMPORTING
    assert dora.post(reverse(LIST), upload()).status_code == 409
    for job in jobs._jobs.values():
        job.state = jobs.DONE


def test_an_upload_is_forgotten_after_half_an_hour(
    dora: StaffClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = looked_at(dora)
    [job] = jobs._jobs.values()
    job.touched_at -= jobs.KEPT_SECONDS + 1
    assert "not kept any more" in dora.get(page).content.decode()
    assert job.file.closed


def test_the_upload_is_in_no_named_file(dora: StaffClient) -> None:
    looked_at(dora, text=TABLE + f"x,y,{'z' * 8000},\n" * 400)
    [job] = jobs._jobs.values()
    assert not isinstance(getattr(job.file, "name", None), str)


def test_earlier_imports_are_listed_with_their_numbers(dora: StaffClient) -> None:
    page = looked_at(dora)
    dora.post(f"{page}now/")
    text = dora.get(reverse(LIST)).content.decode()
    assert "Harbor County" in text
    assert "Done" in text


def test_the_empty_table_can_be_fetched(dora: StaffClient) -> None:
    answer: Any = dora.get(reverse("directory_import_template"))
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"PK")
    assert "services.xlsx" in answer.headers["Content-Disposition"]
    answer.close()


@pytest.mark.parametrize("name", NAMES)
def test_only_editors_get_to_the_list(name: str, circles: Cast, staff_client_for: SignIn) -> None:
    client = staff_client_for(circles[name])
    expected = 200 if name == "dora_directory" else 403
    assert client.get(reverse(LIST)).status_code == expected
    if expected == 403:
        assert client.post(reverse(LIST), upload()).status_code == 403
        assert not jobs._jobs
    # Last, because closing a streamed answer also gives back the connection to PostgreSQL.
    table = client.get(reverse("directory_import_template"))
    assert table.status_code == expected
    table.close()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "dora_directory"])
def test_nobody_else_gets_to_an_import(
    name: str, dora: StaffClient, circles: Cast, staff_client_for: SignIn
) -> None:
    looked_at(dora)
    [job] = jobs._jobs.values()
    client = staff_client_for(circles[name])
    for address, method in ABOUT_ONE:
        answer = getattr(client, method)(reverse(address, args=[job.id]))
        assert answer.status_code in {403, 404}
    assert job.state == jobs.LOOKED


@pytest.mark.parametrize(("address", "method"), ABOUT_ONE)
def test_another_organisations_import_is_not_there(
    address: str, method: str, dora: StaffClient, circles: Cast
) -> None:
    looked_at(dora)
    [job] = jobs._jobs.values()
    object.__setattr__(job.about, "steward", circles.lakeside)
    ImportRun.objects.update(organisation=circles.lakeside)
    assert getattr(dora, method)(reverse(address, args=[job.id])).status_code == 404
    jobs._jobs.pop(job.id).forget()
    assert getattr(dora, method)(reverse(address, args=[job.id])).status_code == 404


@pytest.mark.parametrize(("address", "method"), ABOUT_ONE)
def test_strangers_are_sent_to_sign_in(
    address: str, method: str, stranger_client: StaffClient
) -> None:
    answer = getattr(stranger_client, method)(reverse(address, args=[uuid4()]))
    assert answer.status_code in {302, 303}
    assert "/sign-in/" in answer.url
    assert stranger_client.get(reverse(LIST)).status_code == 302


@pytest.mark.parametrize(("address", "method"), ABOUT_ONE)
def test_wrong_methods_and_missing_ones(address: str, method: str, dora: StaffClient) -> None:
    other: Callable[..., Any] = dora.get if method == "post" else dora.put
    assert other(reverse(address, args=[uuid4()])).status_code == 405
    assert getattr(dora, method)(reverse(address, args=[uuid4()])).status_code == 404
    malformed = reverse(address, args=[uuid4()]).replace("-", "x")
    assert getattr(dora, method)(malformed).status_code == 404
    assert dora.put(reverse(LIST)).status_code == 405


def test_a_number_of_a_verified_service_is_proposed_by_who_imports(
    dora: StaffClient, circles: Cast
) -> None:
    from waymark.directory.actions import verifying
    from waymark.directory.models import Aspect, Means, PendingChange

    page = looked_at(dora)
    dora.post(f"{page}now/")
    verifying.verify(Service.objects.get(), [Aspect.PHONE], Means.CALLED, by=circles.dora_directory)
    page = looked_at(dora, text=TABLE.replace("0143", "0199"))
    assert "waits for a second person" in dora.get(page).content.decode()
    dora.post(f"{page}now/")
    assert Phone.objects.get().number == "202-555-0143"
    assert PendingChange.objects.get().proposed_by == circles.dora_directory
