"""The queue: what stands where, and a list that stays fresh without filling the log."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.reports.staff.conftest import Clock, Desk, SignIn, events
from tests.sites import StaffClient
from waymark.accounts import sessions
from waymark.accounts.models import SignIn as SignInRow
from waymark.audit.events import Event
from waymark.reports import escalation
from waymark.reports.actions import thread, triage
from waymark.reports.models import Disposition, Report
from waymark.reports.names import report_name
from waymark.reports.queries.queue import PER_PAGE, Shown, first_words, page_of


def names_on(page: str) -> list[str]:
    """The reports of a page, in order."""
    return re.findall(r'id="(R-[0-9A-Z]{6})"', page)


def queue(client: StaffClient, shown: str = "open", **query: Any) -> str:
    SignInRow.objects.update(active_at=timezone.now())
    response = client.get(reverse("queue_part", args=[shown]), query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_urgent_and_child_first_then_the_oldest_that_waits(
    desk: Desk, clock: Clock, ana: StaffClient
) -> None:
    made: dict[str, Report] = {}
    for name, more in {
        "old": {},
        "answered": {},
        "urgent": {"urgent": True},
        "young": {},
        "child": {"child": True},
        "flood": {"urgent": True, "quarantined": True},
    }.items():
        made[name] = desk.report(f"Report {name}.", **more)  # type: ignore[arg-type]
        clock.forward(minutes=3)
    desk.answer(made["answered"], by=desk.cast.ana_hotline)
    page = queue(ana)
    order = ["urgent", "child", "old", "young", "answered"]
    assert names_on(page) == [report_name(made[name]) for name in order]
    assert "1 report came in a flood." in page
    assert names_on(queue(ana, "flood")) == [report_name(made["flood"])]


def test_a_reporter_who_wrote_again_moves_up_and_shows_it(
    desk: Desk, clock: Clock, ana: StaffClient
) -> None:
    first, second = desk.report(), desk.report()
    desk.answer(first, by=desk.cast.ana_hotline)
    desk.answer(second, by=desk.cast.ana_hotline)
    clock.forward(hours=1)
    assert "Wrote again" not in queue(ana)
    desk.adds(second)
    clock.forward(hours=2)
    page = queue(ana)
    assert names_on(page) == [report_name(second), report_name(first)]
    assert page.count("Wrote again") == 1
    assert "waiting for 2 h" in page


def test_a_row_says_what_it_is_and_how_long_is_left(
    desk: Desk, clock: Clock, ana: StaffClient
) -> None:
    report = desk.report(
        "Ten\n\npeople <b>sleep</b> there." + " word" * 60, child=True, language="es"
    )
    clock.forward(minutes=8, seconds=1)
    page = " ".join(queue(ana).split())
    assert report_name(report) in page
    assert "Ten people &lt;b&gt;sleep&lt;/b&gt; there." in page
    assert "word…" in page
    for tag in ("Child", "Spanish", "Nobody holds it", "6 min left (by 3:27 a.m.)"):
        assert tag in page
    assert ">Urgent<" not in page
    clock.forward(hours=2)
    triage.take(report, by=desk.cast.ana_hotline)
    page = " ".join(queue(ana).split())
    assert "overdue by 1 h 53 min" in page
    assert "Ana Hotline holds it" in page


def test_times_are_on_the_workers_clock(desk: Desk, clock: Clock, staff_client_for: SignIn) -> None:
    ana = desk.cast.ana_hotline
    ana.time_zone = "America/Chicago"
    ana.save()
    desk.report(urgent=True)
    assert "(by 9:27 p.m.)" in queue(staff_client_for(ana))


def test_the_parts(desk: Desk, ana: StaffClient) -> None:
    cast = desk.cast
    held, free, done, spam, gone = (desk.report(f"Report {n}.") for n in range(5))
    triage.take(held, by=cast.ana_hotline)
    desk.answer(done, by=cast.sara_supervisor)
    triage.mark(spam, Disposition.SPAM, by=cast.ana_hotline)
    thread.withdraw(desk.thread(gone))
    expected = {
        Shown.OPEN: {held, free, done},
        Shown.MINE: {held},
        Shown.NOBODYS: {free},
        Shown.WAITING: {held, free},
        Shown.SPAM: {spam},
        Shown.WITHDRAWN: {gone},
        Shown.LINKED: set(),
        Shown.INFORMATION: set(),
        Shown.DUPLICATE: set(),
        Shown.FLOOD: set(),
    }
    assert set(expected) == set(Shown)
    for shown, reports in expected.items():
        page = queue(ana, shown.value)
        assert set(names_on(page)) == {report_name(report) for report in reports}, shown
        if not reports:
            assert 'class="empty"' in page
    assert "Report 4." not in queue(ana, "withdrawn")
    assert "Closed: Spam" in queue(ana, "spam")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("Short.", "Short."),
        ("  Two\n\nlines ", "Two lines"),
        ("x" * 300, "x" * 110 + "…"),
        ("word, " * 60, "word, " * 17 + "word…"),
    ],
)
def test_first_words_end_where_a_word_ends(what: str, words: str) -> None:
    assert first_words(what) == words


def test_no_such_part(ana: StaffClient) -> None:
    assert ana.get(reverse("queue_part", args=["everything"])).status_code == 404
    assert ana.get(reverse("queue_rows", args=["everything"])).status_code == 404


def test_pages(desk: Desk, clock: Clock, ana: StaffClient) -> None:
    for number in range(PER_PAGE + 2):
        desk.report(f"Report {number}.")
        clock.forward(minutes=1)
    first, second = queue(ana), queue(ana, page=2)
    assert len(names_on(first)) == PER_PAGE
    assert len(names_on(second)) == 2
    assert not set(names_on(first)) & set(names_on(second))
    for strange in ("0", "99", "-1", "x", "٣"):
        assert names_on(queue(ana, page=strange))
    worker = desk.cast.ana_hotline
    assert page_of(worker, Shown.OPEN, "99").number == 2


def test_each_look_is_audited_once(desk: Desk, ana: StaffClient) -> None:
    queue(ana)
    assert events(Event.REPORT_LISTED) == 0
    desk.report()
    queue(ana)
    queue(ana, "mine")
    assert events(Event.REPORT_LISTED) == 1


def poll(client: StaffClient, page: str, shown: str = "open") -> Any:
    """What the script on the page asks for."""
    tag = re.search(r'data-tag="([^"]*)"', page)
    listed = re.search(r'data-listed="([^"]*)"', page)
    assert tag
    assert listed
    headers = {
        "X-Background": "1",
        "If-None-Match": unescape(tag[1]),
        "X-Listed": unescape(listed[1]),
    }
    return client.get(reverse("queue_rows", args=[shown]), headers=headers)


def test_nothing_new_is_an_empty_answer(desk: Desk, clock: Clock, ana: StaffClient) -> None:
    desk.report()
    clock.forward(seconds=1)
    page = queue(ana)
    clock.forward(seconds=5)
    response = poll(ana, page)
    assert response.status_code == 304
    assert not response.content


def test_polls_do_not_fill_the_log(desk: Desk, clock: Clock, ana: StaffClient) -> None:
    desk.report(urgent=True)
    page = queue(ana)
    statuses = []
    for _ in range(60):
        clock.forward(seconds=15)
        SignInRow.objects.update(active_at=timezone.now())
        statuses.append(poll(ana, page).status_code)
    assert 200 in statuses
    assert events(Event.REPORT_LISTED) == 1
    desk.report()
    response = poll(ana, page)
    assert response.status_code == 200
    assert events(Event.REPORT_LISTED) == 2
    assert response["ETag"]
    assert response["X-Listed"] not in page


def test_a_borrowed_list_signature_does_not_hide_a_look(
    desk: Desk, ana: StaffClient, sara: StaffClient
) -> None:
    desk.report()
    page = queue(ana)
    counted = events(Event.REPORT_LISTED)
    listed = re.search(r'data-listed="([^"]*)"', page)
    assert listed
    sara.get(reverse("queue_rows", args=["open"]), headers={"X-Listed": unescape(listed[1])})
    assert events(Event.REPORT_LISTED) == counted + 1


@pytest.mark.parametrize(
    "change",
    ["take", "answer", "add", "withdraw", "minute", "tell"],
)
def test_whatever_a_row_shows_changes_the_answer(
    desk: Desk, clock: Clock, ana: StaffClient, change: str
) -> None:
    report = desk.report(urgent=True)
    page = queue(ana)
    assert poll(ana, page).status_code == 304
    match change:
        case "take":
            triage.take(report, by=desk.cast.sara_supervisor)
        case "answer":
            desk.answer(report, by=desk.cast.sara_supervisor)
        case "add":
            desk.adds(report)
        case "withdraw":
            thread.withdraw(desk.thread(report))
        case "minute":
            clock.forward(minutes=1)
        case "tell":
            escalation.run()
            clock.forward(minutes=5)
            escalation.run()
    assert poll(ana, page).status_code == 200


def test_polls_are_no_sign_of_work_and_stop_at_the_lock(
    desk: Desk, clock: Clock, ana: StaffClient, settings: Any
) -> None:
    desk.report("Ten people sleep in the cellar.")
    page = queue(ana)
    for _ in range(settings.IDLE_LOCK_MINUTES * 4 - 1):
        clock.forward(seconds=15)
        assert poll(ana, page).status_code in {200, 304}
    clock.forward(seconds=16)
    response = poll(ana, page)
    assert response.status_code == 401
    assert b"cellar" not in response.content


def test_reloading_by_itself_without_scripts_locks_too(
    desk: Desk, clock: Clock, ana: StaffClient, settings: Any
) -> None:
    desk.report()
    page = queue(ana)
    found = re.search(r'<noscript><meta http-equiv="refresh" content="60;url=([^"]+)">', page)
    assert found
    for _ in range(settings.IDLE_LOCK_MINUTES - 1):
        clock.forward(minutes=1)
        assert ana.get(unescape(found[1])).status_code == 200
    assert events(Event.REPORT_LISTED) == 1
    clock.forward(minutes=1, seconds=1)
    response = ana.get(unescape(found[1]))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("unlock"))


def test_a_report_that_does_not_open_says_so(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    report.content = bytes(len(report.content))
    report.save()
    page = queue(ana)
    assert "None of your circles opens this report." in page
    assert names_on(page) == [report_name(report)]


def test_the_page_carries_its_script_and_asks_nobody_else(desk: Desk, ana: StaffClient) -> None:
    response = ana.get(reverse("queue"))
    page = response.content.decode()
    assert "data-live" in page
    assert "connect-src 'self'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"
    assert "http://" not in page.replace("http://testserver", "")


def test_a_signed_out_browser_is_told_to_sign_in(desk: Desk, ana: StaffClient) -> None:
    del ana.cookies[sessions.COOKIE]
    assert ana.get(reverse("queue_rows", args=["open"])).status_code == 302
    background = {"X-Background": "1"}
    assert ana.get(reverse("queue_rows", args=["open"]), headers=background).status_code == 401


def test_waiting_time_uses_the_rounded_hour_after_the_promise(desk: Desk, clock: Clock) -> None:
    report = desk.report()
    desk.answer(report, by=desk.cast.ana_hotline)
    desk.adds(report)
    waits = desk.fresh(report).reporter_waits_since
    assert waits == clock.now.replace(minute=0, second=0, microsecond=0)
    assert clock.now - waits < timedelta(hours=1)


@pytest.mark.parametrize("what", ["طفل يعمل في المصنع.", "A child works there."])
def test_first_words_run_in_their_own_direction(desk: Desk, ana: StaffClient, what: str) -> None:
    desk.report(what)
    assert f'<p dir="auto">{what}</p>' in queue(ana)
