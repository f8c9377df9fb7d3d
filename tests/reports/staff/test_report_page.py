"""One report: what its page opens, what it never shows, and files that only download."""

import re
from typing import Any

import pytest
from django.urls import reverse

from tests.reports.staff.conftest import Clock, Desk, SignIn, events, text_of
from tests.sites import StaffClient
from waymark.audit.events import Event
from waymark.reports.actions import answering, thread, triage
from waymark.reports.files import CheckedFile
from waymark.reports.models import Disposition, Report, State
from waymark.reports.names import report_name
from waymark.reports.states import Seen

PDF = CheckedFile("paper <1>.pdf", "application/pdf", metadata_inside=True, body=b"%PDF-1.4 x")
PHOTO = CheckedFile("photo.jpg", "image/jpeg", metadata_inside=False, body=b"\xff\xd8\xff photo")


def page_of(client: StaffClient, report: Report) -> str:
    response = client.get(reverse("report", args=[report.pk]))
    assert response.status_code == 200
    return text_of(response)


def test_everything_the_reporter_said_and_its_opening_in_the_log(
    desk: Desk, clock: Clock, ana: StaffClient
) -> None:
    report = desk.report(
        "They sleep <script>there</script>.",
        relation="known",
        child=True,
        where="Behind the old pier",
        when="Since June",
        may_contact=True,
        contact_how="Text +1 555-555-0163",
        contact_when="After nine",
        contact_name="Chuy",
        never_do="Do not call my mother",
        language="es",
    )
    page = page_of(ana, report)
    for words in (
        report_name(report),
        "They sleep &lt;script&gt;there&lt;/script&gt;.",
        "It is about someone I know",
        "Behind the old pier",
        "Since June",
        "Text +1 555-555-0163",
        "After nine",
        "Chuy",
        "Never do this:",
        "Do not call my mother",
        "The reporter used the site in Spanish.",
        "For: Team night.",
        "Child",
    ):
        assert words in page, words
    assert events(Event.REPORT_READ, report) == 1
    assert desk.fresh(report).read_at is not None
    # The title stands in the browser's history.
    title = re.search("<title>(.*?)</title>", page)
    assert title
    assert title[1] == report_name(report)


def test_no_contact_is_said_plainly_and_its_fields_stay_away(desk: Desk, ana: StaffClient) -> None:
    report = desk.report(may_contact=False, contact_how="Text 555", contact_when="Noon")
    page = page_of(ana, report)
    assert "Write to the reporter here only." in page
    assert "Text 555" not in page
    assert "Noon" not in page


def test_the_thread_and_the_notes_in_order(desk: Desk, clock: Clock, ana: StaffClient) -> None:
    report, worker = desk.report(), desk.cast.ana_hotline
    desk.answer(report, "One.", by=worker)
    desk.adds(report, "Two.")
    answering.add_note(report, "Three.", form_key=b"n" * 16, by=worker)
    page = page_of(ana, report)
    assert page.index("One.") < page.index("Two.") < page.index("Three.")
    # In Arabic a bare Latin name would pull the date that follows to its own side.
    assert page.count(f"<bdi>{worker.name}</bdi> · <time") == 2
    assert "The reporter has not come back to read the last answer yet." in page
    thread.note_answer_read(desk.thread(report))
    assert "The reporter has read the last answer." in page_of(ana, report)


def test_a_withdrawn_report_is_closed_until_it_comes_back(desk: Desk, ana: StaffClient) -> None:
    report = desk.report("Ten people sleep in the cellar.", files=(PDF,))
    file = reverse("report_file", args=[report.pk, report.attachments.get().pk])
    thread.withdraw(desk.thread(report))
    page = page_of(ana, report)
    assert "The reporter has withdrawn this report" in page
    assert "cellar" not in page
    assert "<textarea" not in page
    assert ana.get(file).status_code == 404
    thread.restore(desk.thread(report))
    assert "cellar" in page_of(ana, report)
    assert ana.get(file).status_code == 200


def test_an_erased_report_is_a_tombstone(desk: Desk, ana: StaffClient) -> None:
    report = desk.report("Ten people sleep in the cellar.", files=(PDF,))
    file = reverse("report_file", args=[report.pk, report.attachments.get().pk])
    thread.erase(report)
    page = page_of(ana, report)
    assert "This report is erased." in page
    assert "cellar" not in page
    assert ana.get(file).status_code == 404


def test_a_report_that_does_not_open_asks_for_a_supervisor(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    report.content = bytes(len(report.content))
    report.save()
    assert "None of your circles opens this report." in page_of(ana, report)


def test_a_message_that_was_changed_breaks_no_page(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    message = desk.adds(report)
    message.body = bytes(len(message.body))
    message.save()
    assert "This cannot be opened: it has been changed." in page_of(ana, report)


def test_files_are_named_and_their_hidden_data_too(desk: Desk, ana: StaffClient) -> None:
    report = desk.report(files=(PDF, PHOTO))
    page = page_of(ana, report)
    assert "paper &lt;1&gt;.pdf" in page
    assert "photo.jpg" in page
    assert page.count("May carry hidden data such as place and author.") == 1
    assert events(Event.ATTACHMENT_READ) == 0


def test_a_file_only_downloads(desk: Desk, ana: StaffClient) -> None:
    report = desk.report(files=(PDF, PHOTO))
    for file, sent in zip(report.attachments.all(), (PDF, PHOTO), strict=True):
        response = ana.get(reverse("report_file", args=[report.pk, file.pk]))
        assert response.content == sent.body
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"].startswith("sandbox")
        assert response["Cache-Control"] == "no-store"
        assert events(Event.ATTACHMENT_READ, file) == 1


@pytest.mark.parametrize("name", ["a\r\nb.txt", 'a"b.txt', "ảnh của tôi.txt", "ملف.txt", ""])
def test_no_file_name_breaks_the_header(desk: Desk, ana: StaffClient, name: str) -> None:
    file = CheckedFile(name, "text/plain", metadata_inside=False, body=b"text")
    report = desk.report(files=(file,))
    response = ana.get(reverse("report_file", args=[report.pk, report.attachments.get().pk]))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert "\n" not in response["Content-Disposition"]


def news(client: StaffClient, report: Report, page: str) -> Any:
    """What the script on the page asks for."""
    tag = re.search(r'data-tag="([^"]*)"', page)
    assert tag
    headers = {"X-Background": "1", "If-None-Match": tag[1].replace("&quot;", '"')}
    return client.get(reverse("report_news", args=[report.pk]), headers=headers)


def test_news_opens_nothing_and_is_no_reading(desk: Desk, ana: StaffClient) -> None:
    report = desk.report("Ten people sleep in the cellar.")
    page = page_of(ana, report)
    for _ in range(5):
        assert news(ana, report, page).status_code == 304
    desk.adds(report, "They left today.")
    response = news(ana, report, page)
    assert response.status_code == 200
    assert b"Something in this report is new" in response.content
    assert b"They left" not in response.content
    assert events(Event.REPORT_READ, report) == 1


def test_a_colleague_who_takes_it_is_news(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    page = page_of(ana, report)
    triage.take(report, by=desk.cast.sara_supervisor)
    assert news(ana, report, page).status_code == 200


def post(client: StaffClient, step: str, report: Report, **form: object) -> Any:
    return client.post(reverse(f"report_{step}", args=[report.pk]), form)


def test_taking_and_putting_back_through_the_page(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    assert "Nobody holds this report." in page_of(ana, report)
    response = ana.post(
        reverse("report_take", args=[report.pk]), {"seen": str(Seen.of(report))}, follow=True
    )
    assert "You hold this report now." in text_of(response)
    assert post(ana, "release", report).status_code == 302
    assert desk.fresh(report).state == State.NEW


def test_the_second_of_two_is_told_who_was_first(
    desk: Desk, ana: StaffClient, sara: StaffClient
) -> None:
    report = desk.report()
    seen = str(Seen.of(report))
    assert post(ana, "take", report, seen=seen).status_code == 302
    response = post(sara, "take", report, seen=seen)
    assert response.status_code == 409
    page = text_of(response)
    assert "Ana Hotline holds this report now." in page
    assert "Take it over" in page
    now = str(Seen.of(desk.fresh(report)))
    assert post(sara, "take", report, seen=now).status_code == 302
    assert desk.fresh(report).holder == desk.cast.sara_supervisor


def test_handing_over_through_the_page(desk: Desk, ana: StaffClient) -> None:
    report = desk.report()
    sara = desk.cast.sara_supervisor
    assert f">{sara.name}</option>" in page_of(ana, report)
    assert post(ana, "hand_over", report, **{"hand_over-to": str(sara.pk)}).status_code == 302
    assert desk.fresh(report).holder == sara
    for strange in (str(desk.cast.luis_lakeside.pk), str(desk.cast.adam_admin.pk), "x", ""):
        response = post(ana, "hand_over", report, **{"hand_over-to": strange})
        assert response.status_code == 422
    assert desk.fresh(report).holder == sara


def test_closing_and_reopening_through_the_page(desk: Desk, ana: StaffClient) -> None:
    report, first = desk.report(), desk.report()
    other = desk.report(team=desk.cases)
    response = post(ana, "mark", report, **{"mark-disposition": "information"})
    assert response.status_code == 409
    assert "Answer first" in text_of(response)
    for name in ("R-000000", "nonsense", report_name(other)):
        form = {"mark-disposition": "duplicate", "mark-duplicate_of": name}
        assert post(ana, "mark", report, **form).status_code == 422
    form = {"mark-disposition": "duplicate", "mark-duplicate_of": report_name(first).lower()}
    assert post(ana, "mark", report, **form).status_code == 302
    assert desk.fresh(report).disposition == Disposition.DUPLICATE
    assert f"It repeats {report_name(first)}." in page_of(ana, report)
    assert post(ana, "reopen", report).status_code == 302
    assert desk.fresh(report).state == State.NEW
    assert post(ana, "reopen", report).status_code == 409
    for wrong in (
        {},
        {"mark-disposition": "lost"},
        {"mark-disposition": "spam", "mark-situation": "x"},
    ):
        assert post(ana, "mark", report, **wrong).status_code == 422


def test_a_repeated_report_of_another_circle_is_not_named(
    desk: Desk, ana: StaffClient, staff_client_for: SignIn
) -> None:
    sara = desk.cast.sara_supervisor
    report, first = desk.report(), desk.report(team=desk.cases)
    triage.mark(report, Disposition.DUPLICATE, by=sara, duplicate_of=first)
    assert report_name(first) not in page_of(ana, report)
    assert report_name(first) in page_of(staff_client_for(sara), report)


def test_lifting_a_quarantine_through_the_page(desk: Desk, ana: StaffClient) -> None:
    report = desk.report(quarantined=True)
    assert "Not a flood" in page_of(ana, report)
    assert post(ana, "lift_quarantine", report).status_code == 302
    assert not desk.fresh(report).quarantined


def test_no_way_out_is_offered(desk: Desk, ana: StaffClient) -> None:
    page = page_of(ana, desk.report()).lower()
    for way in ("print", "mailto:", "export", "share"):
        assert way not in re.sub("<style>.*?</style>", "", page), way
