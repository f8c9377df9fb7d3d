"""Cases begin: empty, from a situation, from a report; by whom and for whom."""

import uuid

import pytest
from django.urls import reverse

from tests.cases.caseload.conftest import Office, events, text_of
from tests.cast import CASE_MANAGEMENT, HOTLINE, NAMES, Cast
from tests.reports.staff.conftest import Desk, desk
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.cases.answers import Answer
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.caseload.forms.case import BeginForm
from waymark.cases.caseload.views.begin import circles_of
from waymark.cases.models import Case, CaseState
from waymark.cases.names import case_name
from waymark.cases.records import read
from waymark.reports.actions import situations, thread
from waymark.reports.models import Report, Situation
from waymark.reports.states import CannotNow
from waymark.vault.models import Compartment

__all__ = ["desk"]  # a fixture of the reports' tests


@pytest.mark.parametrize("who", NAMES)
def test_who_works_on_cases_in_the_circle_begins_one(cast: Cast, who: str) -> None:
    circle = cast.compartment(cast.riverside, CASE_MANAGEMENT)
    if who in {"carl_cases", "sara_supervisor"}:
        case = begin_case(circle, {}, by=cast[who], responsible=cast[who])
        assert (case.state, case.organisation) == (CaseState.INTAKE, cast.riverside)
        assert events(Event.CASE_BEGUN, case) == 1
    else:
        with pytest.raises(NotAllowed):
            begin_case(circle, {}, by=cast[who])
        assert not Case.objects.exists()


def test_who_looks_after_it_must_open_it(office: Office) -> None:
    for name in ("ana_hotline", "ivan_analyst", "luis_lakeside"):
        with pytest.raises(CannotNow):
            office.case(responsible=office.cast[name])
    assert not Case.objects.exists()
    assert not events(Event.CASE_BEGUN)


def test_what_is_typed_is_sealed(office: Office) -> None:
    case = office.case("Rosa from the farm")
    assert "Rosa" not in str(vars(office.fresh(case)))
    content = read(case, office.cast.keyring(office.cast.carl_cases))
    assert content == {"fields": {"title": {"v": "Rosa from the farm"}}}


def page_data(office: Office, **more: object) -> dict[str, object]:
    return {"compartment": office.circle.pk, "case_id": uuid.uuid4(), **more}


def test_the_page_begins_a_case(office: Office) -> None:
    page = office.get("carl_cases", "case_begin")
    assert "Case management" in page
    assert "Why they referred" in page
    data = page_data(
        office,
        responsible=office.cast.carl_cases.pk,
        **{
            "case-title": "A farm",
            "case-cas_ReferringOrganisation": "A clinic",
            "case-cas_IncomingReferralDate__why": "unknown",
        },
    )
    office.post("carl_cases", "case_begin", **data)
    case = Case.objects.get()
    assert case.responsible == office.cast.carl_cases
    page = office.get("carl_cases", "case", case.pk)
    assert "A clinic" in page
    assert "Not known" in page


def test_sending_the_form_twice_begins_one_case(office: Office) -> None:
    data = page_data(office)
    office.post("carl_cases", "case_begin", **data)
    office.post("carl_cases", "case_begin", **data)
    assert Case.objects.count() == 1
    assert events(Event.CASE_BEGUN) == 1


def test_mistakes_keep_what_was_typed(office: Office) -> None:
    page = office.post("carl_cases", "case_begin", status=422, **{"case-title": "A farm"})
    assert "Choose the circle that opens the case." in page
    assert "A farm" in page
    both = {"case-title": "A barn", "case-title__why": "declined"}
    page = office.post("carl_cases", "case_begin", status=422, **page_data(office, **both))
    assert "Keep one of them" in page
    assert "A barn" in page
    assert not Case.objects.exists()


def test_a_circle_of_others_is_no_choice(office: Office) -> None:
    cast = office.cast
    for circle in (
        cast.compartment(cast.riverside, HOTLINE),
        cast.compartment(cast.lakeside, CASE_MANAGEMENT),
    ):
        office.post("carl_cases", "case_begin", status=422, compartment=circle.pk)


def test_circles_of_case_managers_are_offered_and_others_where_there_are_none(
    office: Office,
) -> None:
    cast = office.cast
    assert [circle.name for circle in circles_of(cast.sara_supervisor)] == [CASE_MANAGEMENT]
    cast.carl_cases.role_rows.all().delete()
    assert [circle.name for circle in circles_of(cast.sara_supervisor)] == [
        CASE_MANAGEMENT,
        HOTLINE,
    ]
    hotline = cast.compartment(cast.riverside, HOTLINE)
    data = page_data(office, compartment=hotline.pk, responsible=cast.carl_cases.pk)
    office.post("sara_supervisor", "case_begin", status=422, **data)


def test_who_is_responsible_belongs_to_the_circle(office: Office) -> None:
    hotline = office.cast.compartment(office.cast.riverside, HOTLINE)
    data = page_data(office, compartment=hotline.pk, responsible=office.cast.carl_cases.pk)
    form = BeginForm(Compartment.objects.all(), Worker.objects.all(), data)
    said = ["Carl Cases does not belong to the circle Hotline."]
    assert form.errors == {"responsible": said}


@pytest.fixture
def report(desk: Desk) -> Report:
    """A report that came to the team of the case managers."""
    return desk.report(team=desk.cases)


def test_a_situation_offers_a_case_to_who_may(office: Office, report: Report) -> None:
    cast = office.cast
    situation = situations.create_situation("The farm", report=report, by=cast.carl_cases)
    link = f"{reverse('case_begin')}?situation={situation.pk}"
    assert link in office.get("carl_cases", "situation", situation.pk)
    office.get("ana_hotline", "situation", situation.pk, status=404)
    client = office.sign_in(cast.carl_cases)
    assert text_of(client.get(link)).count("will belong to the situation S-") == 1
    assert client.post(link, page_data(office)).status_code == 302
    case = Case.objects.get()
    assert case.situation == situation
    page = office.get("carl_cases", "case", case.pk)
    assert "The farm" in page
    assert reverse("report", args=[report.pk]) in page


def test_a_hotline_worker_is_offered_no_case(office: Office, desk: Desk) -> None:
    found = desk.report()
    assert "Begin a case" not in office.get("ana_hotline", "report", found.pk)
    assert "Begin a case" in office.get("sara_supervisor", "report", found.pk)


def test_a_report_without_situation_begins_one(office: Office, report: Report) -> None:
    case = office.case("The farm", report=report)
    report.refresh_from_db()
    assert case.situation is not None
    assert report.situation == case.situation
    assert events(Event.SITUATION_CREATED, case.situation) == 1
    again = office.case(report=office_report(report))
    assert again.situation == case.situation
    page = office.get("carl_cases", "case", case.pk)
    assert case_name(again) in page


def office_report(report: Report) -> Report:
    return Report.objects.select_related("situation", "recipient").get(pk=report.pk)


def test_a_report_of_others_begins_nothing(office: Office, desk: Desk) -> None:
    night = desk.report()
    with pytest.raises(NotAllowed):
        office.case(report=night)
    client = office.sign_in(office.cast.carl_cases)
    assert client.get(f"{reverse('case_begin')}?report={night.pk}").status_code == 404
    assert not Situation.objects.exists()


def test_a_withdrawn_report_begins_nothing(office: Office, desk: Desk, report: Report) -> None:
    thread.withdraw(desk.thread(report))
    link = f"{reverse('case_begin')}?report={report.pk}"
    data = page_data(office, **{"case-title": "The farm"})
    response = office.sign_in(office.cast.carl_cases).post(link, data)
    assert response.status_code == 409
    assert "has withdrawn this report" in text_of(response)
    assert "The farm" in text_of(response)
    assert not Case.objects.exists()


def test_another_cases_id_gives_no_way_into_it(office: Office) -> None:
    circle = office.cast.compartment(office.cast.lakeside, CASE_MANAGEMENT)
    theirs = begin_case(circle, {}, by=office.cast.lena_lakeside)
    data = page_data(office, case_id=theirs.pk)
    response = office.post("carl_cases", "case_begin", status=409, **data)
    assert "used for something else" in response
    assert Case.objects.get().pk == theirs.pk


def test_the_answers_of_the_incoming_referral_can_be_put_right(office: Office) -> None:
    case = begin_case(
        office.circle,
        {"cas_ReferringOrganisation": Answer("A clinc"), "org_Name": Answer("Kept")},
        by=office.cast.carl_cases,
    )
    data = {"case-cas_ReferringOrganisation": "A clinic", "seen": case.version}
    office.post("carl_cases", "case_about", case.pk, **data)
    content = read(office.fresh(case), office.cast.keyring(office.cast.carl_cases))
    assert content["fields"] == {
        "cas_ReferringOrganisation": {"v": "A clinic"},
        "org_Name": {"v": "Kept"},
    }
    assert events(Event.CASE_CHANGED, case) == 1
    page = office.post("carl_cases", "case_about", case.pk, status=409, **data)
    assert "changed this in the meantime" in page
    assert 'value="A clinic"' in page
    assert 'name="seen" value="2"' in page
