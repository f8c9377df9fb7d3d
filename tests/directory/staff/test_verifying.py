"""Who made sure of what, and until when."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.directory.conftest import SignIn
from tests.directory.staff.conftest import Staff
from tests.reports.staff.conftest import Clock, events, text_of
from tests.sites import StaffClient
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.directory import upkeep
from waymark.directory.actions import capacity, services, verifying
from waymark.directory.actions.verifying import RELIED
from waymark.directory.indexing import HAS_ROOM
from waymark.directory.models import Aspect, CapacityStatus, Means, Service, Verification
from waymark.directory.models.search import SearchRow
from waymark.directory.search import bits


def verify(staff: Staff, *aspects: Aspect, days: int = 180) -> Service:
    dora = staff.world.cast.dora_directory
    return verifying.verify(staff.world.clinic, aspects, Means.CALLED, by=dora, days=days)


def rank(service: Service) -> int:
    return SearchRow.objects.get(service_id=service.pk).rank


def test_a_service_is_assured_on_the_day_of_the_oldest_of_three(staff: Staff, clock: Clock) -> None:
    assert verify(staff, Aspect.PHONE).assured_date is None
    first = clock.now.date()
    clock.forward(days=3)
    assert verify(staff, Aspect.PLACE, Aspect.HOURS).assured_date is None
    clock.forward(days=3)
    assert verify(staff, Aspect.ELIGIBILITY).assured_date == first
    clock.forward(days=3)
    assert verify(staff, Aspect.PHONE).assured_date == date(2026, 11, 26)
    assert events(Event.SERVICE_VERIFIED, staff.world.clinic) == 4


def test_a_change_is_no_verification(staff: Staff, clock: Clock) -> None:
    verify(staff, *RELIED)
    before = Verification.objects.count()
    dora = staff.world.cast.dora_directory
    clock.forward(days=1)
    services.change_service(staff.world.clinic, {"name": "Other"}, seen=None, by=dora)
    assert staff.world.clinic.assured_date is not None
    services.change_service(staff.world.clinic, {"minimum_age": 18.0}, seen=None, by=dora)
    assert Verification.objects.count() == before
    assert staff.world.clinic.assured_date is None
    held = verifying.held_now([staff.world.clinic.pk])[staff.world.clinic.pk]
    assert set(held) == {Aspect.PHONE, Aspect.PLACE}


def test_a_change_by_somebody_who_checked_is_verified(staff: Staff, clock: Clock) -> None:
    verify(staff, *RELIED)
    dora = staff.world.cast.dora_directory
    services.change_service(
        staff.world.clinic, {"minimum_age": 18.0}, seen=None, by=dora, means=Means.WRITTEN.value
    )
    held = verifying.held_now([staff.world.clinic.pk])[staff.world.clinic.pk]
    assert held[Aspect.ELIGIBILITY].means == Means.WRITTEN
    assert staff.world.clinic.assured_date == clock.now.date()


def test_the_newest_counts_even_where_an_older_one_holds_longer(staff: Staff, clock: Clock) -> None:
    verify(staff, *RELIED, days=366)
    clock.forward(days=1)
    verify(staff, Aspect.PHONE, days=1)
    clock.forward(days=2)
    assert not verifying.assured_dates([staff.world.clinic.pk])


@pytest.mark.parametrize("days", [0, -1, 367])
def test_impossible_lengths_are_refused(staff: Staff, days: int) -> None:
    with pytest.raises(ValidationError):
        verify(staff, Aspect.PHONE, days=days)


def test_nothing_and_the_word_of_an_import_are_no_verification(staff: Staff) -> None:
    with pytest.raises(ValidationError):
        verify(staff)
    dora = staff.world.cast.dora_directory
    with pytest.raises(ValidationError):
        verifying.verify(staff.world.clinic, [Aspect.PHONE], Means.SOURCE, by=dora)


@pytest.mark.parametrize("name", ["ana_hotline", "sara_supervisor", "lena_lakeside"])
def test_only_editors_of_the_house_verify(staff: Staff, name: str) -> None:
    with pytest.raises(NotAllowed):
        verifying.verify(
            staff.world.clinic, [Aspect.PHONE], Means.CALLED, by=staff.world.cast[name]
        )


def test_one_call_confirms_all(staff: Staff, dora: StaffClient, clock: Clock) -> None:
    url = reverse("directory_verify", args=[staff.world.clinic.pk])
    typed = {"verify-everything": "on", "verify-days": "90"}
    assert dora.post(url, typed).status_code == 302
    rows = list(staff.world.clinic.verifications.all())
    assert {row.aspect for row in rows} == set(Aspect.values)
    assert {row.means for row in rows} == {"called"}
    assert {(row.expires_at - clock.now).days for row in rows} == {90}
    page = text_of(dora.get(reverse("directory_service", args=[staff.world.clinic.pk])))
    assert "Verified today" in page
    assert "Called them, <bdi>Dora Directory</bdi>" in page


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"verify-aspects": "phone", "verify-days": "10"},
        {"verify-means": "called", "verify-days": "10"},
        {"verify-aspects": "phone", "verify-means": "source", "verify-days": "10"},
        {"verify-aspects": "mood", "verify-means": "called", "verify-days": "10"},
        {"verify-aspects": "phone", "verify-means": "called", "verify-days": "1000"},
    ],
)
def test_a_verification_that_says_too_little_is_not_noted(
    staff: Staff, dora: StaffClient, typed: dict[str, str]
) -> None:
    answer = dora.post(reverse("directory_verify", args=[staff.world.clinic.pk]), typed)
    assert answer.status_code == 422
    assert "Please check this" in text_of(answer)
    assert not Verification.objects.exists()


def test_the_work_list_shows_what_is_due_oldest_first(
    staff: Staff, staff_client_for: SignIn, clock: Clock
) -> None:
    world = staff.world
    person = world.cast.dora_directory
    for service, days in ((world.clinic, 200), (world.advice, 3), (world.case_house, 8)):
        verifying.verify(service, RELIED, Means.CALLED, by=person, days=days)
    clock.forward(days=4)
    page = text_of(staff_client_for(person).get(reverse("directory_due")))
    # Never verified, expired yesterday, due within two weeks; what holds longer is not listed.
    shown = [name for name in ("Partner House", "Advice", "Case House") if name in page]
    assert sorted(shown, key=page.index) == ["Partner House", "Advice", "Case House"]
    assert "Clinic" not in page
    assert "Next Door" not in page
    assert "never verified" in page


def test_rank_and_date_are_honest_once_something_expired(staff: Staff, clock: Clock) -> None:
    clinic = staff.world.clinic
    verify(staff, *RELIED, days=10)
    assert rank(clinic) == -clock.now.toordinal()
    assert upkeep.tick_once() == 0
    clock.forward(days=11)
    assert rank(clinic) != 0
    assert upkeep.tick_once() == 1
    assert rank(clinic) == 0
    assert staff.world.clinic.assured_date is None
    assert upkeep.tick_once() == 0


def test_room_that_expired_leaves_the_index(staff: Staff, clock: Clock) -> None:
    clinic, ana = staff.world.clinic, staff.world.cast.ana_hotline
    capacity.state_capacity(clinic, CapacityStatus.CAPACITY, by=ana, hours=5)

    def flags() -> int:
        return bits.flags_of(SearchRow.objects.get(service_id=clinic.pk).traits)

    assert flags() == HAS_ROOM
    clock.forward(hours=6)
    assert upkeep.tick_once() == 1
    assert flags() == 0


def test_the_date_of_an_imports_source_stays_while_nobody_verified(
    staff: Staff, clock: Clock
) -> None:
    clinic, ana = staff.world.clinic, staff.world.cast.ana_hotline
    Service.objects.filter(pk=clinic.pk).update(assured_date=date(2025, 1, 2))
    capacity.state_capacity(clinic, CapacityStatus.CAPACITY, by=ana, hours=1)
    clock.forward(hours=2)
    assert upkeep.tick_once() == 1
    assert staff.world.clinic.assured_date == date(2025, 1, 2)
