"""Is there room, for whom, and until when can it be believed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.directory.conftest import SignIn
from tests.directory.staff.conftest import Staff
from tests.reports.staff.conftest import Clock, events, text_of
from tests.sites import StaffClient
from waymark.audit.events import Event
from waymark.directory.actions import capacity
from waymark.directory.models import CapacityStatus, ServiceCapacity


@pytest.mark.parametrize("status", [each.value for each in capacity.STATED])
def test_one_press_states_it_for_a_day(
    staff: Staff, ana: StaffClient, clock: Clock, status: str
) -> None:
    clinic = staff.world.clinic
    url = reverse("directory_room", args=[clinic.pk])
    typed = {"room-status": status, "room-hours": "24"}
    assert ana.post(url, typed).status_code == 302
    row = clinic.capacities.get()
    assert (row.status, row.updated) == (status, clock.now)
    assert row.expires_at is not None
    assert (row.expires_at - clock.now).total_seconds() == 24 * 3600
    assert row.unit is not None
    page = text_of(ana.get(reverse("directory_service", args=[clinic.pk])))
    assert f"<strong>{CapacityStatus(status).label}</strong>" in page
    assert events(Event.CAPACITY_STATED, clinic) == 1


def test_after_its_hours_it_is_not_known(
    staff: Staff, staff_client_for: SignIn, clock: Clock
) -> None:
    clinic, worker = staff.world.clinic, staff.world.cast.ana_hotline
    capacity.state_capacity(clinic, CapacityStatus.CAPACITY, by=worker, available=3, hours=2)
    url = reverse("directory_service", args=[clinic.pk])
    assert "3 free places" in text_of(staff_client_for(worker).get(url))
    clock.forward(hours=3)
    page = text_of(staff_client_for(worker).get(url))
    assert "Not known now." in page
    assert "3 free places" not in page


def test_the_same_people_are_counted_once_and_others_apart(staff: Staff, clock: Clock) -> None:
    clinic, ana = staff.world.clinic, staff.world.cast.ana_hotline
    for status, people in (
        (CapacityStatus.CAPACITY, ""),
        (CapacityStatus.NO_CAPACITY, ""),
        (CapacityStatus.WAITLIST, "women with children"),
    ):
        capacity.state_capacity(clinic, status, by=ana, population=people)
    rows = dict(clinic.capacities.values_list("population", "status"))
    assert rows == {"": "no-capacity", "women with children": "waitlist"}


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"room-status": "unknown", "room-hours": "5"},
        {"room-status": "capacity"},
        {"room-status": "capacity", "room-hours": "0"},
        {"room-status": "capacity", "room-hours": "10000"},
        {"room-status": "capacity", "room-hours": "5", "room-available": "-1"},
        {"room-status": "capacity", "room-hours": "5", "room-available": "99999"},
    ],
)
def test_what_nobody_can_have_heard_is_not_stated(
    staff: Staff, ana: StaffClient, typed: dict[str, str]
) -> None:
    answer = ana.post(reverse("directory_room", args=[staff.world.clinic.pk]), typed)
    assert answer.status_code == 422
    assert not ServiceCapacity.objects.exists()


def test_for_whom_must_not_tell_where(staff: Staff) -> None:
    with pytest.raises(ValidationError) as refused:
        capacity.state_capacity(
            staff.world.sealed_house,
            CapacityStatus.CAPACITY,
            by=staff.world.cast.ana_hotline,
            population="women at 5 Quarry Court",
        )
    assert "5 Quarry Court" in str(refused.value.message_dict["population"])


def test_a_service_of_which_one_may_not_know_gets_no_statement(
    staff: Staff, lena: StaffClient
) -> None:
    url = reverse("directory_room", args=[staff.world.case_house.pk])
    typed = {"room-status": "capacity", "room-hours": "5"}
    assert lena.post(url, typed).status_code == 404
    assert not ServiceCapacity.objects.exists()
