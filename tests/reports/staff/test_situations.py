"""Situations: grouped, opened by their circle, found by nobody else."""

import pytest
from django.urls import reverse

from tests.reports.staff.conftest import Desk, SignIn, events, text_of
from tests.sites import StaffClient
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.reports.actions import situations, thread
from waymark.reports.models import Report, Situation
from waymark.reports.names import report_name, situation_name
from waymark.reports.states import CannotNow


def test_the_title_is_sealed_to_the_circle(desk: Desk) -> None:
    ana = desk.cast.ana_hotline
    situation = situations.create_situation("The red shed", report=desk.report(), by=ana)
    stored = Situation.objects.get()
    assert b"shed" not in bytes(stored.title)
    assert stored.organisation == desk.cast.riverside
    key = desk.keyring(desk.cast.sara_supervisor).data_key(situation.envelope_id)
    assert key.open(stored, "title") == b"The red shed"
    assert events(Event.SITUATION_CREATED, situation) == 1


def test_grouping_and_taking_out(desk: Desk) -> None:
    ana = desk.cast.ana_hotline
    first, second = desk.report(), desk.report()
    situation = situations.create_situation("Shed", report=first, by=ana)
    situations.group(second, situation, by=ana)
    situations.group(second, situation, by=ana)
    assert events(Event.REPORT_GROUPED, second) == 1
    assert set(situation.reports.all()) == {first, second}
    situations.group(first, None, by=ana)
    assert set(situation.reports.all()) == {second}


def test_nobody_groups_what_they_cannot_open(desk: Desk) -> None:
    ana, carl = desk.cast.ana_hotline, desk.cast.carl_cases
    cases = situations.create_situation("Shed", report=desk.report(team=desk.cases), by=carl)
    report = desk.report()
    with pytest.raises(NotAllowed):
        situations.group(report, cases, by=ana)
    with pytest.raises(NotAllowed):
        situations.group(report, cases, by=carl)
    with pytest.raises(NotAllowed):
        situations.create_situation("Shed", report=report, by=desk.cast.luis_lakeside)
    assert desk.fresh(report).situation is None
    thread.withdraw(desk.thread(report))
    with pytest.raises(CannotNow):
        situations.create_situation("Shed", report=report, by=ana)
    assert Situation.objects.count() == 1


def post(client: StaffClient, report: Report, **form: str) -> int:
    data = {f"group-{name}": value for name, value in form.items()}
    return int(client.post(reverse("report_group", args=[report.pk]), data).status_code)


def test_through_the_page(desk: Desk, ana: StaffClient) -> None:
    first, second = desk.report(), desk.report()
    assert post(ana, first, title="The red <shed>") == 302
    situation = Situation.objects.get()
    assert post(ana, second, situation=str(situation.pk)) == 302
    assert set(situation.reports.all()) == {first, second}
    assert post(ana, second) == 422
    assert post(ana, second, title="New", situation=str(situation.pk)) == 422
    assert post(ana, second, situation="nonsense") == 422
    assert post(ana, second, title="x" * 121) == 422
    page = text_of(ana.get(reverse("situations")))
    assert "The red &lt;shed&gt;" in page
    assert "2 reports" in page
    page = text_of(ana.get(reverse("situation", args=[situation.pk])))
    for report in (first, second):
        assert report_name(report) in page
    assert events(Event.SITUATION_READ, situation) == 1
    assert ana.post(reverse("report_ungroup", args=[second.pk])).status_code == 302
    assert report_name(second) not in text_of(ana.get(reverse("situation", args=[situation.pk])))


def test_no_situation_yet(desk: Desk, ana: StaffClient) -> None:
    assert "There is no situation yet." in text_of(ana.get(reverse("situations")))


def test_each_circle_sees_its_own(desk: Desk, staff_client_for: SignIn) -> None:
    sara = desk.cast.sara_supervisor
    night = situations.create_situation("Shed", report=desk.report(), by=sara)
    cases = situations.create_situation("Pier", report=desk.report(team=desk.cases), by=sara)
    for name, seen in {
        "ana_hotline": {night},
        "carl_cases": {cases},
        "sara_supervisor": {night, cases},
        "luis_lakeside": set(),
    }.items():
        page = text_of(staff_client_for(desk.cast[name]).get(reverse("situations")))
        for situation in (night, cases):
            assert (situation_name(situation) in page) == (situation in seen), name


def test_a_report_of_another_circle_stays_hidden_in_a_shared_situation(
    desk: Desk, ana: StaffClient
) -> None:
    sara = desk.cast.sara_supervisor
    situation = situations.create_situation("Shed", report=desk.report(), by=sara)
    hidden = desk.report("Seen by the pier.", team=desk.cases)
    situations.group(hidden, situation, by=sara)
    page = text_of(ana.get(reverse("situation", args=[situation.pk])))
    assert report_name(hidden) not in page
    assert "pier" not in page
    assert "1 report" in text_of(ana.get(reverse("situations")))
