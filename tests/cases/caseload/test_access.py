"""Every address of the caseload, tried by each role, by the organisation next door, by nobody."""

import uuid
from collections.abc import Iterator

import pytest
from django.urls import reverse

from tests.cases.caseload.conftest import Office, in_days
from tests.cast import NAMES, Cast
from tests.sites import StaffClient
from waymark.audit.models import Entry
from waymark.cases.caseload import urls
from waymark.cases.caseload.actions.files import add_file
from waymark.cases.caseload.actions.notes import write_note
from waymark.cases.caseload.actions.tasks import add_task
from waymark.cases.caseload.actions.walls import build_wall
from waymark.cases.models import Case
from waymark.reports.files import CheckedFile

WORK = {"carl_cases", "sara_supervisor", "lena_lakeside"}
LEAD = {"sara_supervisor", "lena_lakeside"}
OPENS, SUPERVISES = {"carl_cases", "sara_supervisor"}, {"sara_supervisor"}
# Address and method: who may; the others get 403 where it is about nothing, else 404.
PAGES = {
    ("cases", "get"): WORK,
    ("cases_part", "get"): WORK,
    ("case_begin", "get"): WORK,
    ("case_begin", "post"): WORK,
    ("my_tasks", "get"): WORK,
    ("workload", "get"): LEAD,
    ("workload_nobody", "get"): LEAD,
    ("workload_nobody", "post"): LEAD,
}
ABOUT_A_CASE = {
    ("case", "get"): OPENS,
    ("case_about", "get"): OPENS,
    ("case_about", "post"): OPENS,
    ("case_move", "post"): OPENS,
    ("case_close", "get"): OPENS,
    ("case_close", "post"): OPENS,
    ("case_take", "post"): OPENS,
    ("case_hand_over", "post"): OPENS,
    ("case_review", "post"): OPENS,
    ("case_team_add", "post"): OPENS,
    ("case_team_remove", "post"): OPENS,
    ("case_walls", "get"): SUPERVISES,
    ("case_walls", "post"): SUPERVISES,
    ("case_wall_lift", "post"): SUPERVISES,
    ("case_tasks", "get"): OPENS,
    ("case_tasks", "post"): OPENS,
    ("case_task", "get"): OPENS,
    ("case_task", "post"): OPENS,
    ("case_task_done", "post"): OPENS,
    ("case_task_undo", "post"): OPENS,
    ("case_notes", "get"): OPENS,
    ("case_notes", "post"): OPENS,
    ("case_note", "get"): OPENS,
    ("case_note", "post"): OPENS,
    ("case_files", "get"): OPENS,
    ("case_files", "post"): OPENS,
    ("case_file", "get"): OPENS,
    ("case_timeline", "get"): OPENS,
}
EVERY = {**PAGES, **ABOUT_A_CASE}


@pytest.fixture
def addresses(office: Office, case: Case, cast: Cast) -> dict[str, tuple[object, ...]]:
    """The arguments of every address, about things that are there."""
    carl = cast.carl_cases
    task, note = add_task(case, "Call", by=carl, due_on=in_days(1)), write_note(case, "x", by=carl)
    file = add_file(
        case, CheckedFile("a.txt", "text/plain", metadata_inside=False, body=b"x"), by=carl
    )
    member = case.team.create(worker=cast.sara_supervisor)
    wall = build_wall(case, cast.ana_hotline, "knows them", by=cast.sara_supervisor)
    one = (case.pk,)
    return {
        **{name: one for name, _method in ABOUT_A_CASE},
        "cases": (),
        "cases_part": ("all", "open"),
        "case_begin": (),
        "my_tasks": (),
        "workload": (),
        "workload_nobody": (),
        "workload_of_one": (carl.pk,),
        "case_move": (case.pk, "follow-up"),
        "case_team_remove": (case.pk, member.worker_id),
        "case_wall_lift": (case.pk, wall.pk),
        "case_task": (case.pk, task.pk),
        "case_task_done": (case.pk, task.pk),
        "case_task_undo": (case.pk, task.pk),
        "case_note": (case.pk, note.pk),
        "case_file": (case.pk, file.pk),
    }


def send(client: StaffClient, method: str, path: str) -> int:
    response = client.post(path) if method == "post" else client.get(path)
    status: int = response.status_code
    return status


def tried(addresses: dict[str, tuple[object, ...]]) -> Iterator[tuple[str, str, str]]:
    for name, method in EVERY:
        yield name, method, reverse(name, args=addresses[name])


def test_no_address_is_forgotten() -> None:
    known = {name for name, _method in EVERY} | {"workload_of_one"}
    assert {pattern.name for pattern in urls.urlpatterns} == known


@pytest.mark.parametrize("who", NAMES)
def test_each_role_gets_what_is_its_own(
    office: Office, addresses: dict[str, tuple[object, ...]], who: str
) -> None:
    client = office.sign_in(office.cast[who])
    for name, method, path in tried(addresses):
        before = Entry.objects.count()
        status = send(client, method, path)
        if who in EVERY[name, method]:
            assert status in {200, 302, 409, 422}, (name, method, status)
        else:
            assert status == (403 if (name, method) in PAGES else 404), (name, method)
            assert Entry.objects.count() == before, (name, method)


def test_nobody_is_sent_to_sign_in(
    stranger_client: StaffClient, addresses: dict[str, tuple[object, ...]]
) -> None:
    for name, method, path in tried(addresses):
        response = stranger_client.post(path) if method == "post" else stranger_client.get(path)
        assert response.status_code in {302, 303}, name
        assert response.headers["Location"].startswith("/sign-in/"), name


def test_who_is_walled_off_finds_nothing(
    office: Office, case: Case, addresses: dict[str, tuple[object, ...]]
) -> None:
    build_wall(case, office.cast.carl_cases, "his cousin", by=office.cast.sara_supervisor)
    client = office.sign_in(office.cast.carl_cases)
    for name, method in ABOUT_A_CASE:
        path = reverse(name, args=addresses[name])
        assert send(client, method, path) == 404, (name, method)


def test_a_wrong_method_is_refused(
    office: Office, addresses: dict[str, tuple[object, ...]]
) -> None:
    client = office.sign_in(office.cast.sara_supervisor)
    posted = {name for name, method in EVERY if method == "post"}
    for name, arguments in addresses.items():
        path = reverse(name, args=arguments)
        if name not in posted and name != "workload_of_one":
            assert client.post(path).status_code == 405, name
        if (name, "get") not in EVERY and name != "workload_of_one":
            assert client.get(path).status_code == 405, name
        assert client.delete(path).status_code == 405, name


def test_ids_that_are_none_lead_nowhere(office: Office, case: Case) -> None:
    client = office.sign_in(office.cast.sara_supervisor)
    none = uuid.uuid4()
    for path in (
        "/cases/1/",
        "/cases/../",
        f"/cases/{none}/",
        f"/cases/{case.pk}x/",
        f"/cases/{case.pk}/notes/{none}/",
        f"/cases/{case.pk}/tasks/{none}/",
        f"/cases/{case.pk}/files/{none}/",
        f"/cases/{case.pk}/walls/{none}/lift/",
        f"/cases/{case.pk}/team/{none}/remove/",
        f"/cases/{case.pk}/move/erase/",
        f"/cases/workload/{none}/",
        "/cases/list/mine/nothing/",
        "/cases/list/theirs/open/",
        "/cases/new/?situation=nothing",
        f"/cases/new/?report={none}",
    ):
        answers = {client.get(path).status_code, client.post(path).status_code}
        assert answers <= {404, 405}, path
        assert 404 in answers, path


def test_records_of_another_case_are_not_there(
    office: Office, case: Case, addresses: dict[str, tuple[object, ...]]
) -> None:
    other = office.case("Another")
    client = office.sign_in(office.cast.sara_supervisor)
    for name in ("case_task", "case_note", "case_file"):
        assert client.get(reverse(name, args=(other.pk, addresses[name][1]))).status_code == 404
    for name in ("case_task_done", "case_wall_lift", "case_team_remove"):
        assert client.post(reverse(name, args=(other.pk, addresses[name][1]))).status_code == 404


def test_the_menu_shows_cases_to_who_works_on_them(office: Office) -> None:
    for name in NAMES:
        page = office.get(name, "me")
        assert ('href="/cases/"' in page) is (name in WORK), name
        assert ('href="/cases/workload/"' in page) is (name in LEAD), name
