"""Every address, tried by each role, by the organisation next door and by nobody."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import URLPattern, reverse

from tests.cast import NAMES
from tests.reports.staff.conftest import Desk, SignIn
from tests.sites import StaffClient
from waymark.accounts import sessions
from waymark.accounts.models import SignIn as SignInRow
from waymark.audit.models import Entry
from waymark.reports import urls
from waymark.reports.actions import situations
from waymark.reports.files import CheckedFile
from waymark.reports.models import Report
from waymark.reports.names import report_name

WORK = {"ana_hotline", "carl_cases", "sara_supervisor", "luis_lakeside", "lena_lakeside"}
ADMINS = {"adam_admin", "lars_lakeside"}
SUPERVISORS = {"sara_supervisor", "lena_lakeside"}
NIGHT = {"ana_hotline", "sara_supervisor"}
PDF = CheckedFile("paper.pdf", "application/pdf", metadata_inside=True, body=b"%PDF-1.4 paper")


@dataclass(frozen=True)
class Case:
    """One address: its method, its arguments, who may, and what the others get."""

    name: str
    who: frozenset[str]
    method: str = "get"
    arguments: tuple[str, ...] = ()
    refused: int = 403


def objects(name: str, who: set[str], *arguments: str, method: str = "get") -> Case:
    """An address about something: to others it is not there."""
    return Case(name, frozenset(who), method, arguments, 404)


CASES = [
    Case("queue", frozenset(WORK)),
    Case("queue_part", frozenset(WORK), arguments=("mine",)),
    Case("queue_rows", frozenset(WORK), arguments=("open",)),
    Case("situations", frozenset(WORK)),
    Case("search", frozenset(WORK)),
    Case("search", frozenset(WORK), method="post"),
    Case("on_call", frozenset(WORK | ADMINS)),
    Case("recipients", frozenset(ADMINS)),
    Case("recipient_new", frozenset(ADMINS)),
    Case("recipient_new", frozenset(ADMINS), method="post"),
    Case("retention", frozenset(ADMINS | SUPERVISORS)),
    Case("retention", frozenset(ADMINS | SUPERVISORS), method="post"),
    objects("report", NIGHT, "report"),
    objects("report_news", NIGHT, "report"),
    objects("report_file", NIGHT, "report", "file"),
    objects("situation", NIGHT, "situation"),
    objects("recipient", {"adam_admin"}, "recipient"),
    objects("recipient", {"adam_admin"}, "recipient", method="post"),
    objects("recipient_text", {"adam_admin"}, "recipient", "en"),
    objects("recipient_text", {"adam_admin"}, "recipient", "ar", method="post"),
    objects("recipient_publish", {"adam_admin"}, "recipient", method="post"),
    objects("on_call_add", {"sara_supervisor"}, "recipient", method="post"),
    objects("on_call_change", {"sara_supervisor"}, "recipient", "worker", "remove", method="post"),
    *(
        objects(f"report_{step}", NIGHT, "report", method="post")
        for step in (
            "take",
            "release",
            "hand_over",
            "answer",
            "note",
            "mark",
            "reopen",
            "group",
            "ungroup",
            "lift_quarantine",
        )
    ),
]
IDS = [f"{case.method}-{case.name}" for case in CASES]


@pytest.fixture
def things(desk: Desk) -> dict[str, Any]:
    """Something of Riverside's night team for every kind of id."""
    report = desk.report(files=(PDF,))
    situation = situations.create_situation("Shed", report=report, by=desk.cast.ana_hotline)
    file = report.attachments.get()
    ana = desk.cast.ana_hotline.pk
    found: dict[str, Any] = {"report": report.pk, "file": file.pk, "situation": situation.pk}
    return found | {"recipient": desk.hotline.pk, "worker": ana}


def address(case: Case, things: dict[str, Any]) -> str:
    return reverse(case.name, args=[things.get(each, each) for each in case.arguments])


def test_every_address_is_tried() -> None:
    assert {case.name for case in CASES} == {
        # What is included, such as imports, is tried by its own tests.
        pattern.name
        for pattern in urls.urlpatterns
        if isinstance(pattern, URLPattern)
    }


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_each_role(
    desk: Desk, things: dict[str, Any], staff_client_for: SignIn, case: Case
) -> None:
    for name in NAMES:
        client = staff_client_for(desk.cast[name])
        before = Report.objects.values().get(pk=things["report"])
        entries = Entry.objects.count()
        response = getattr(client, case.method)(address(case, things))
        if name in case.who:
            assert response.status_code in {200, 302, 304, 409, 422}, name
        else:
            assert response.status_code == case.refused, name
            assert Report.objects.values().get(pk=things["report"]) == before
            assert Entry.objects.count() == entries, name


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_nobody(things: dict[str, Any], stranger_client: StaffClient, case: Case) -> None:
    entries = Entry.objects.count()
    response = getattr(stranger_client, case.method)(address(case, things))
    assert response.status_code in {302, 303}
    assert response["Location"].startswith(reverse("sign_in"))
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_locked_worker_opens_nothing(
    desk: Desk, things: dict[str, Any], staff_client_for: SignIn, case: Case
) -> None:
    client = staff_client_for(desk.cast.sara_supervisor)
    sessions.drop_key(SignInRow.objects.all())
    entries = Entry.objects.count()
    response = getattr(client, case.method)(address(case, things))
    # A form is kept, closed, until the password is back: that page answers 403.
    assert response.status_code == (302 if case.method == "get" else 403)
    page = response.content.decode()
    assert "cellar" not in page
    assert "Shed" not in page
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_the_wrong_method_changes_nothing(
    desk: Desk, things: dict[str, Any], staff_client_for: SignIn, case: Case
) -> None:
    both = {each.name for each in CASES if each.method == "get"} & {
        each.name for each in CASES if each.method == "post"
    }
    client = staff_client_for(desk.cast.sara_supervisor)
    wrong = ["put", "patch", "delete"]
    if case.name not in both:
        wrong.append("post" if case.method == "get" else "get")
    for method in wrong:
        response = getattr(client, method)(address(case, things))
        assert response.status_code == 405, method
        assert case.method.upper() in response["Allow"]


@pytest.mark.parametrize("case", [case for case in CASES if case.refused == 404])
@pytest.mark.parametrize("strange", ["missing", "malformed", "next_door"])
def test_a_strange_id_is_not_there(
    desk: Desk, things: dict[str, Any], staff_client_for: SignIn, case: Case, strange: str
) -> None:
    worker = next(iter(sorted(case.who)))
    client = staff_client_for(desk.cast[worker])
    url = address(case, things)
    first = str(things[case.arguments[0]])
    url = url.replace(first, _strange_id(desk, case, strange))
    assert getattr(client, case.method)(url).status_code == 404


def _strange_id(desk: Desk, case: Case, strange: str) -> str:
    if strange == "missing":
        return str(uuid4())
    if strange == "malformed":
        return "not-an-id"
    return str(_next_door(desk, case.arguments[0]))


def _next_door(desk: Desk, kind: str) -> UUID:
    if kind == "recipient":
        return desk.lakeside.pk
    report = desk.report(team=desk.lakeside)
    if kind == "report":
        return report.pk
    return situations.create_situation("Pier", report=report, by=desk.cast.luis_lakeside).pk


def test_a_file_belongs_to_its_own_report(desk: Desk, staff_client_for: SignIn) -> None:
    mine, other = desk.report(files=(PDF,)), desk.report(team=desk.cases, files=(PDF,))
    ana = staff_client_for(desk.cast.ana_hotline)
    url = reverse("report_file", args=[mine.pk, other.attachments.get().pk])
    assert ana.get(url).status_code == 404
    second = desk.report(files=(PDF,))
    url = reverse("report_file", args=[mine.pk, second.attachments.get().pk])
    assert ana.get(url).status_code == 404


def test_a_worker_in_no_circle_gets_an_empty_queue_and_no_report(
    desk: Desk, things: dict[str, Any], staff_client_for: SignIn
) -> None:
    carl = staff_client_for(desk.cast.carl_cases)
    page = carl.get(reverse("queue")).content.decode()
    assert "There is no open report." in page
    # The whole name: two letters alone also turn up in the page's random tag.
    assert report_name(Report.objects.get(pk=things["report"])) not in page
    assert str(things["report"]) not in page
    assert carl.get(reverse("report", args=[things["report"]])).status_code == 404


def test_who_is_in_no_circle_is_not_told_that_nothing_waits(
    desk: Desk, things: dict[str, Any], staff_client_for: SignIn
) -> None:
    carl = desk.cast.carl_cases
    assert carl.holder is not None
    carl.holder.memberships.all().delete()
    page = staff_client_for(carl).get(reverse("queue")).content.decode()
    assert "You are in no circle that opens reports." in page
    assert "There is no open report." not in page
