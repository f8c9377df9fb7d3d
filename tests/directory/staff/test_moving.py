"""The page of a place: closing takes one person, all else that moves it takes two."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from tests.directory.conftest import SignIn, a_place
from tests.directory.staff.conftest import Staff
from tests.reports.staff.conftest import Clock, events, text_of
from tests.sites import StaffClient
from waymark.accounts.actions import memberships
from waymark.audit.events import Event
from waymark.directory import closing
from waymark.directory.actions import pending
from waymark.directory.actions.places import REVEALED_FOR, set_place
from waymark.directory.actions.services import version_of
from waymark.directory.models import (
    ClosedPlace,
    Location,
    Metadata,
    PendingChange,
    Service,
    ServiceAtLocation,
)
from waymark.directory.models.search import SearchRow
from waymark.directory.tiers import Tier
from waymark.vault.models import WrappedDataKey

INPUT = re.compile(r'<(?:input|textarea)[^>]*? name="(?P<name>[^"]+)"[^>]*>(?P<inside>[^<]*)')
VALUE = re.compile(r' value="([^"]*)"')
SELECTED = re.compile(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', re.DOTALL)


def filled(page: str) -> dict[str, str]:
    """A form as its page filled it in."""
    values: dict[str, str] = dict(SELECTED.findall(page))
    for found in INPUT.finditer(page):
        tag, name = found.group(0), found.group("name")
        value = VALUE.search(tag)
        if 'type="radio"' in tag and " checked" not in tag:
            continue
        values[name] = html.unescape(value.group(1) if value else found.group("inside"))
    return values


def url(staff: Staff, service: Service) -> str:
    return reverse("directory_place", args=[service.pk, staff.world.location(service).pk])


def reveal(staff: Staff, client: StaffClient, service: Service) -> Any:
    there = reverse("directory_reveal", args=[service.pk, staff.world.location(service).pk])
    return client.post(there, {"reveal-reason": "keeping"}, follow=True)


def test_another_address_waits_for_a_second_person(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    typed = filled(dora.get(url(staff, clinic)).content.decode())
    assert typed["address_1"] == "1 Open Street"
    page = text_of(dora.post(url(staff, clinic), typed | {"address_1": "2 Elm"}, follow=True))
    assert "This waits for a second person now." in page
    assert staff.world.location(clinic).addresses.get().address_1 == "1 Open Street"
    sara = staff.world.cast.sara_supervisor
    change = PendingChange.objects.get()
    pending.confirm(change, by=sara, keyring=staff.world.keyring(sara))
    row = staff.world.location(clinic).addresses.get()
    # What the form does not show of the address stays.
    assert (row.address_1, row.address_type) == ("2 Elm", "physical")


def test_a_name_takes_one_person(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    typed = filled(dora.get(url(staff, clinic)).content.decode())
    page = text_of(dora.post(url(staff, clinic), typed | {"name": "Side door"}, follow=True))
    assert "The changes are saved." in page
    assert staff.world.location(clinic).name == "Side door"
    assert not PendingChange.objects.exists()
    assert Metadata.objects.get(field_name="name").replacement_value == "Side door"


def test_closing_is_at_once(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    typed = filled(dora.get(url(staff, clinic)).content.decode())
    answer = dora.post(url(staff, clinic), typed | {"tier": "3"})
    assert answer.status_code == 302
    location = staff.world.location(clinic)
    assert location.tier == Tier.SEALED
    assert not location.addresses.exists()
    assert not PendingChange.objects.exists()
    assert events(Event.PLACE_CLOSED, location) == 1
    opened = closing.open_place(location, staff.world.keyring(staff.world.cast.ana_hotline))
    assert opened.addresses[0]["address_1"] == "1 Open Street"


def test_closing_is_stopped_where_the_words_would_still_tell(
    staff: Staff, dora: StaffClient
) -> None:
    clinic = staff.world.clinic
    Service.objects.filter(pk=clinic.pk).update(description="Come to 1 Open Street.")
    typed = filled(dora.get(url(staff, clinic)).content.decode())
    answer = dora.post(url(staff, clinic), typed | {"tier": "3"})
    assert answer.status_code == 422
    assert "1 Open Street” looks like an address." in text_of(answer)
    assert staff.world.location(clinic).tier == Tier.PUBLIC


def test_a_closed_place_is_looked_at_first_and_that_is_written_down(
    staff: Staff, staff_client_for: SignIn, clock: Clock
) -> None:
    house, person = staff.world.sealed_house, staff.world.cast.dora_directory
    dora = staff_client_for(person)
    page = text_of(dora.get(url(staff, house)))
    assert "To change it you have to look at it first" in page
    assert "Quarry Court" not in page
    shown = text_of(reveal(staff, dora, house))
    assert "5 Quarry Court" in shown
    assert "Shown for 10 more minutes" in shown
    assert events(Event.PLACE_REVEALED, staff.world.location(house)) == 1
    assert filled(dora.get(url(staff, house)).content.decode())["address_1"] == "5 Quarry Court"
    clock.now += REVEALED_FOR
    dora = staff_client_for(person)
    for there in (url(staff, house), reverse("directory_service", args=[house.pk])):
        assert "Quarry Court" not in text_of(dora.get(there))


def test_a_form_sent_after_the_time_changes_nothing(
    staff: Staff, staff_client_for: SignIn, clock: Clock
) -> None:
    house, person = staff.world.sealed_house, staff.world.cast.dora_directory
    dora = staff_client_for(person)
    reveal(staff, dora, house)
    typed = filled(dora.get(url(staff, house)).content.decode())
    clock.now += REVEALED_FOR
    answer = staff_client_for(person).post(url(staff, house), typed | {"address_1": "9 Elm"})
    assert "To change it you have to look at it first" in text_of(answer)
    assert not PendingChange.objects.exists()


def test_a_more_open_tier_waits(staff: Staff, dora: StaffClient) -> None:
    house = staff.world.sealed_house
    reveal(staff, dora, house)
    typed = filled(dora.get(url(staff, house)).content.decode())
    page = text_of(dora.post(url(staff, house), typed | {"tier": "1"}, follow=True))
    assert "This waits for a second person now." in page
    assert staff.world.location(house).tier == Tier.SEALED


def test_of_two_who_move_it_the_second_sees_both(staff: Staff, dora: StaffClient) -> None:
    house, person = staff.world.sealed_house, staff.world.cast.dora_directory
    reveal(staff, dora, house)
    typed = filled(dora.get(url(staff, house)).content.decode())
    set_place(staff.world.location(house), a_place("8 Third Way"), Tier.SEALED, by=person)
    answer = dora.post(url(staff, house), typed | {"address_1": "9 Mine"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "8 Third Way" in page
    assert 'value="9 Mine"' in page
    assert dora.post(url(staff, house), filled(answer.content.decode())).status_code == 302
    assert PendingChange.objects.count() == 1


def test_outside_the_circle_the_page_says_so_and_opens_nothing(
    staff: Staff, dora: StaffClient
) -> None:
    world, advice = staff.world, staff.world.advice
    sara = world.cast.sara_supervisor
    memberships.remove_member(
        world.circle(world.cast.riverside),
        world.cast.dora_directory,
        by=sara,
        keyring=world.keyring(sara),
    )
    page = text_of(dora.get(reverse("directory_service", args=[advice.pk])))
    assert "You are not in its circle" in page
    assert "Riverside Coalition looks after it." in page
    assert "Show where it is" not in page
    answer = reveal(staff, dora, advice)
    assert answer.status_code == 409
    assert "Hidden Lane" not in text_of(answer)
    assert events(Event.PLACE_REVEALED) == 0


@pytest.mark.parametrize("reason", ["", "curious"])
def test_a_place_is_shown_for_a_reason_of_the_list_only(
    staff: Staff, ana: StaffClient, reason: str
) -> None:
    advice = staff.world.advice
    there = reverse("directory_reveal", args=[advice.pk, staff.world.location(advice).pk])
    answer = ana.post(there, {"reveal-reason": reason})
    assert answer.status_code == 422
    assert "Hidden Lane" not in text_of(answer)
    assert events(Event.PLACE_REVEALED) == 0


def test_what_ana_revealed_carl_does_not_see(
    staff: Staff, ana: StaffClient, staff_client_for: SignIn
) -> None:
    advice = staff.world.advice
    assert "2 Hidden Lane" in text_of(reveal(staff, ana, advice))
    carl = staff_client_for(staff.world.cast.carl_cases)
    there = reverse("directory_service", args=[advice.pk])
    assert "Hidden Lane" not in text_of(carl.get(there))


@pytest.mark.parametrize(
    "typed",
    [
        {"latitude": "38.5"},
        {"latitude": "91", "longitude": "0"},
        {"tier": "7"},
        {"tier": ""},
        {"use": "sleep"},
        {"number": "no"},
        {"country": "USA"},
    ],
)
def test_mistakes_are_said_and_nothing_is_lost(
    staff: Staff, dora: StaffClient, typed: dict[str, str]
) -> None:
    clinic = staff.world.clinic
    there = reverse("directory_place_new", args=[clinic.pk])
    good = {"location_type": "physical", "use": "both", "tier": "3", "address_1": "14 Second Way"}
    answer = dora.post(there, good | typed)
    assert answer.status_code == 422
    assert 'value="14 Second Way"' in text_of(answer)
    assert not PendingChange.objects.exists()


def test_a_further_place_and_a_further_number_wait(staff: Staff, dora: StaffClient) -> None:
    world, clinic = staff.world, staff.world.clinic
    typed = {"location_type": "physical", "use": "both", "tier": "3", "address_1": "14 Second Way"}
    there = reverse("directory_place_new", args=[clinic.pk])
    assert dora.post(there, typed).status_code == 302
    there = reverse("directory_number_new", args=[clinic.pk])
    assert dora.post(there, {"number": "+1 202 555 0160", "type": "text"}).status_code == 302
    sara = world.cast.sara_supervisor
    for change in PendingChange.objects.order_by("proposed_at"):
        pending.confirm(change, by=sara, keyring=world.keyring(sara))
    assert clinic.service_at_locations.count() == 2
    assert clinic.phones.filter(number="+1 202 555 0160", type="text").exists()


def test_a_new_service_is_proposed_in_full(staff: Staff, dora: StaffClient) -> None:
    world = staff.world
    there = reverse("directory_service_new")
    typed = {
        "service_name": "Night House",
        "organization": "clinic group",
        "what": "A bed tonight.",
        "service_tier": "0",
        "service_number": "+1 202 555 0161",
        "name": "Night House",
        "location_type": "physical",
        "use": "both",
        "tier": "3",
        "area": "Riverside County",
        "address_1": "15 Marsh Way",
        "means": "visited",
    }
    assert dora.post(there, typed | {"service_name": ""}).status_code == 422
    assert dora.post(there, typed | {"what": "A bed at 15 Marsh Way."}).status_code == 422
    assert dora.post(there, typed).status_code == 302
    change, sara = PendingChange.objects.get(), world.cast.sara_supervisor
    pending.confirm(change, by=sara, keyring=world.keyring(sara))
    made = Service.objects.get(name="Night House")
    assert made.organization == world.clinic.organization
    assert made.phones.get().number == "+1 202 555 0161"
    assert world.location(made).tier == Tier.SEALED


def test_a_wrong_number_without_another_goes_at_once(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    there = reverse("directory_number", args=[clinic.pk, clinic.phones.get().pk])
    typed = {"seen": version_of(clinic), "number": "", "type": "voice"}
    assert dora.post(there, typed).status_code == 422
    assert dora.post(there, typed | {"wrong_now": "on"}).status_code == 302
    assert not clinic.phones.exists()
    assert not PendingChange.objects.exists()
    assert Metadata.objects.get(last_action_type="withdraw").previous_value == "+1 202 555 0101"


def test_a_place_that_is_taken_away_is_destroyed_where_nobody_else_is_there(
    staff: Staff, dora: StaffClient
) -> None:
    house, world = staff.world.sealed_house, staff.world
    location = world.location(house)
    envelope = ClosedPlace.objects.get(location=location).envelope_id
    there = reverse("directory_place_remove", args=[house.pk, location.pk])
    assert dora.post(there).status_code == 302
    assert not Location.objects.filter(pk=location.pk).exists()
    assert not WrappedDataKey.objects.filter(envelope_id=envelope).exists()
    assert SearchRow.objects.get(service_id=house.pk).location_id is None


def test_a_place_that_others_share_stays_with_them(staff: Staff, dora: StaffClient) -> None:
    clinic, world = staff.world.clinic, staff.world
    location = world.location(clinic)
    ServiceAtLocation.objects.create(service=world.common, location=location)
    there = reverse("directory_place_remove", args=[clinic.pk, location.pk])
    assert dora.post(there).status_code == 302
    assert location.service_at_locations.get().service == world.common
    assert location.addresses.get().address_1 == "1 Open Street"


def test_who_may_not_know_of_a_sealed_service_hears_nothing_of_what_waits_for_it(
    staff: Staff, sara: StaffClient
) -> None:
    world = staff.world
    change = staff.renumber(world.sealed_house)
    assert "Sealed House" in text_of(sara.get(reverse("directory_pending")))
    supervisor = world.cast.sara_supervisor
    circle = world.circle(world.cast.riverside)
    memberships.remove_member(circle, supervisor, by=supervisor, keyring=world.keyring(supervisor))
    assert "Sealed House" not in text_of(sara.get(reverse("directory_pending")))
    assert sara.get(reverse("directory_change", args=[change.pk])).status_code == 404
