"""New services, changed numbers and changed places wait for a second person."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.directory.conftest import POINT, World, a_place, address
from tests.directory.staff.conftest import Staff
from tests.reports.staff.conftest import Clock, events, text_of
from tests.sites import StaffClient
from waymark.accounts.actions import memberships
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.directory import closing
from waymark.directory.actions import pending, places, verifying
from waymark.directory.actions.pending import Refusal
from waymark.directory.models import (
    Address,
    Aspect,
    ClosedPlace,
    Location,
    Means,
    Metadata,
    PendingChange,
    PendingKind,
    PendingState,
    Phone,
    Service,
)
from waymark.directory.tiers import Tier
from waymark.vault.models import WrappedDataKey
from waymark.vault.primitives import CannotOpen

NUMBER = PendingKind.NUMBER


def moved(
    world: World, service: Service, street: str = "9 Other Way", **more: Any
) -> dict[str, Any]:
    """The body of a proposal that moves a service's place."""
    location = world.location(service)
    place = closing.plain(a_place(street, (38.7, -121.3)))
    body = {"location_id": str(location.pk), "tier": location.tier, "place": place}
    return body | {"area": "Riverside County", "use": "both"} | more


def confirm(world: World, change: PendingChange, who: str = "sara_supervisor") -> PendingChange:
    worker = world.cast[who]
    return pending.confirm(change, by=worker, keyring=world.keyring(worker))


def test_a_number_changes_once_somebody_else_confirms_it(staff: Staff, clock: Clock) -> None:
    world = staff.world
    change = staff.renumber(world.clinic, means=Means.CALLED.value)
    assert world.clinic.phones.get().number == "+1 202 555 0101"
    assert events(Event.CHANGE_PROPOSED, change) == 1
    clock.forward(hours=2)
    done = confirm(world, change)
    assert (done.state, done.decided_by) == (PendingState.CONFIRMED, world.cast.sara_supervisor)
    assert world.clinic.phones.get().number == "+1 202 555 0199"
    row = Metadata.objects.get(field_name="number")
    assert (row.previous_value, row.replacement_value) == ("+1 202 555 0101", "+1 202 555 0199")
    assert row.updated_by == "Riverside Coalition"
    assert events(Event.CHANGE_CONFIRMED, change) == 1
    verified = world.clinic.verifications.get()
    assert (verified.aspect, verified.by) == (Aspect.PHONE, world.cast.dora_directory)


def test_who_proposed_it_cannot_confirm_or_refuse_it(staff: Staff, dora: StaffClient) -> None:
    world, change = staff.world, staff.renumber(staff.world.clinic)
    mine = world.cast.dora_directory
    with pytest.raises(NotAllowed):
        pending.confirm(change, by=mine, keyring=world.keyring(mine))
    with pytest.raises(NotAllowed):
        pending.refuse(change, Refusal.WRONG, by=mine, keyring=world.keyring(mine))
    assert dora.post(reverse("directory_confirm", args=[change.pk])).status_code == 404
    page = text_of(dora.get(reverse("directory_change", args=[change.pk])))
    assert "You proposed this, so somebody else has to confirm it." in page
    assert "Withdraw it" in page
    assert world.clinic.phones.get().number == "+1 202 555 0101"


@pytest.mark.parametrize("name", ["ana_hotline", "adam_admin", "ivan_analyst", "lena_lakeside"])
def test_nobody_else_reads_decides_or_withdraws_it(staff: Staff, name: str) -> None:
    world, change = staff.world, staff.renumber(staff.world.clinic)
    worker = world.cast[name]
    keys = world.keyring(worker)
    for act in (
        lambda: pending.read(change, by=worker, keyring=keys),
        lambda: pending.confirm(change, by=worker, keyring=keys),
        lambda: pending.refuse(change, Refusal.WRONG, by=worker, keyring=keys),
        lambda: pending.withdraw(change, by=worker),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert PendingChange.objects.get(pk=change.pk).state == PendingState.WAITING


def test_a_second_person_without_the_circles_key_cannot_confirm(
    staff: Staff, sara: StaffClient
) -> None:
    world = staff.world
    change = staff.renumber(world.clinic)
    circle, supervisor = world.circle(world.cast.riverside), world.cast.sara_supervisor
    memberships.remove_member(circle, supervisor, by=supervisor, keyring=world.keyring(supervisor))
    with pytest.raises(CannotOpen):
        confirm(world, change)
    answer = sara.post(reverse("directory_confirm", args=[change.pk]))
    assert answer.status_code == 409
    assert "You are not in its circle" in text_of(answer)
    page = text_of(sara.get(reverse("directory_change", args=[change.pk])))
    assert "555 0199" not in page
    assert "You are not in its circle" in page


def test_the_page_shows_old_and_new_and_notes_who_read_it(staff: Staff, sara: StaffClient) -> None:
    change = staff.renumber(staff.world.clinic)
    page = text_of(sara.get(reverse("directory_change", args=[change.pk])))
    assert "+1 202 555 0101" in page
    assert "+1 202 555 0199" in page
    assert "They did not check. Check it yourself." in page
    assert events(Event.CHANGE_READ, change) == 1


def test_a_wrong_number_goes_at_once_and_comes_back_right(staff: Staff, clock: Clock) -> None:
    world = staff.world
    dora = world.cast.dora_directory
    verifying.verify(world.clinic, [Aspect.PHONE], Means.CALLED, by=dora)
    phone = world.clinic.phones.get()
    phone.languages.create(code="vi", note="mornings")
    change = staff.renumber(world.clinic, wrong_now=True)
    assert not Phone.objects.filter(service=world.clinic).exists()
    assert not verifying.held_now([world.clinic.pk]).get(world.clinic.pk)
    withdrawn = Metadata.objects.get(last_action_type="withdraw")
    assert withdrawn.previous_value == "+1 202 555 0101"
    confirm(world, change)
    now = world.clinic.phones.get()
    assert (now.pk, now.number) == (phone.pk, "+1 202 555 0199")
    assert now.languages.get().note == "mornings"


def test_a_wrong_number_stays_away_when_the_new_one_is_refused(staff: Staff) -> None:
    world = staff.world
    change = staff.renumber(world.clinic, wrong_now=True)
    sara = world.cast.sara_supervisor
    pending.refuse(change, Refusal.WRONG, by=sara, keyring=world.keyring(sara))
    assert not Phone.objects.filter(service=world.clinic).exists()


def test_what_a_proposal_leaves_out_stays_as_it_is(staff: Staff, sara: StaffClient) -> None:
    world, clinic = staff.world, staff.world.clinic
    clinic.phones.update(description="Front desk", extension=7)
    change = staff.renumber(clinic)
    page = text_of(sara.get(reverse("directory_change", args=[change.pk])))
    assert page.count("Front desk") == 2
    confirm(world, change)
    now = clinic.phones.get()
    assert (now.number, now.description, now.extension) == ("+1 202 555 0199", "Front desk", 7)
    moving = pending.propose(
        clinic, PendingKind.PLACE, moved(world, clinic), by=world.cast.dora_directory
    )
    page = text_of(sara.get(reverse("directory_change", args=[moving.pk])))
    assert page.count("Clinic entrance") == 2
    confirm(world, moving)
    assert world.location(clinic).name == "Clinic entrance"


def test_a_refused_change_keeps_its_words_and_the_reason(
    staff: Staff, sara: StaffClient, dora: StaffClient
) -> None:
    change = staff.renumber(staff.world.clinic)
    url = reverse("directory_refuse", args=[change.pk])
    assert sara.post(url).status_code == 422
    assert sara.post(url, {"reason": "because"}).status_code == 422
    assert sara.post(url, {"reason": "unsure"}).status_code == 302
    assert staff.world.clinic.phones.get().number == "+1 202 555 0101"
    page = text_of(dora.get(reverse("directory_change", args=[change.pk])))
    assert "I could not check it" in page
    assert "+1 202 555 0199" in page
    assert events(Event.CHANGE_REFUSED, change) == 1


def test_once_decided_it_is_decided(staff: Staff, sara: StaffClient) -> None:
    world, change = staff.world, staff.renumber(staff.world.clinic)
    confirm(world, change)
    supervisor = world.cast.sara_supervisor
    with pytest.raises(ChangedMeanwhile, match="decided already"):
        confirm(world, change)
    with pytest.raises(ChangedMeanwhile):
        pending.refuse(change, Refusal.WRONG, by=supervisor, keyring=world.keyring(supervisor))
    with pytest.raises(ChangedMeanwhile):
        pending.withdraw(change, by=world.cast.dora_directory)
    assert sara.post(reverse("directory_confirm", args=[change.pk])).status_code == 409
    assert events(Event.CHANGE_CONFIRMED, change) == 1


@pytest.mark.parametrize("how", ["confirmed", "withdrawn"])
def test_the_words_are_destroyed_once_they_have_served(staff: Staff, how: str) -> None:
    world, change = staff.world, staff.renumber(staff.world.clinic)
    if how == "confirmed":
        confirm(world, change)
    else:
        pending.withdraw(change, by=world.cast.dora_directory)
    stored = PendingChange.objects.select_related("envelope").get(pk=change.pk)
    assert (bytes(stored.body), stored.erased) == (b"", True)
    assert not WrappedDataKey.objects.filter(envelope=stored.envelope).exists()
    with pytest.raises(CannotNow, match="erased"):
        pending.open_body(stored, world.keyring(world.cast.sara_supervisor))


def test_only_who_proposed_it_withdraws_it(staff: Staff) -> None:
    change = staff.renumber(staff.world.clinic)
    with pytest.raises(CannotNow, match="Somebody else proposed this"):
        pending.withdraw(change, by=staff.world.cast.sara_supervisor)


def test_a_number_that_changed_meanwhile_is_not_overwritten(
    staff: Staff, sara: StaffClient
) -> None:
    world = staff.world
    first, second = staff.renumber(world.clinic), staff.renumber(world.clinic, "+1 202 555 0177")
    confirm(world, first)
    with pytest.raises(ChangedMeanwhile, match="changed after it was proposed"):
        confirm(world, second)
    page = text_of(sara.get(reverse("directory_change", args=[second.pk])))
    assert "It cannot be confirmed" in page
    assert world.clinic.phones.get().number == "+1 202 555 0199"


def test_a_body_in_the_database_tells_nothing(staff: Staff) -> None:
    world = staff.world
    body = moved(world, world.sealed_house, "77 Secret Street")
    change = pending.propose(
        world.sealed_house, PendingKind.PLACE, body, by=world.cast.dora_directory
    )
    stored = PendingChange.objects.values().get(pk=change.pk)
    assert "Secret" not in repr(stored)
    assert b"Secret" not in bytes(stored["body"])


def test_a_closed_place_moves_and_stays_closed(staff: Staff) -> None:
    world, house = staff.world, staff.world.sealed_house
    before = ClosedPlace.objects.get(location=world.location(house))
    change = pending.propose(
        house, PendingKind.PLACE, moved(world, house), by=world.cast.dora_directory
    )
    confirm(world, change)
    location = world.location(house)
    assert location.tier == Tier.SEALED
    assert not Address.objects.filter(location=location).exists()
    assert not ClosedPlace.objects.filter(pk=before.pk).exists()
    opened = closing.open_place(location, world.keyring(world.cast.ana_hotline))
    assert opened.addresses[0]["address_1"] == "9 Other Way"
    assert not Metadata.objects.filter(replacement_value__contains="Other Way").exists()
    assert not Metadata.objects.filter(previous_value__contains="Quarry Court").exists()


def test_a_closed_place_opens_to_the_public_only_with_two(staff: Staff) -> None:
    world, house = staff.world, staff.world.sealed_house
    change = pending.propose(
        house,
        PendingKind.PLACE,
        moved(world, house, "5 Quarry Court", tier=0),
        by=world.cast.dora_directory,
    )
    assert world.location(house).tier == Tier.SEALED
    assert not Address.objects.filter(address_1="5 Quarry Court").exists()
    confirm(world, change)
    assert world.location(house).tier == Tier.PUBLIC
    assert Address.objects.get(location=world.location(house)).address_1 == "5 Quarry Court"


def test_a_place_that_was_sealed_anew_meanwhile_is_a_conflict(staff: Staff) -> None:
    world, house = staff.world, staff.world.sealed_house
    dora = world.cast.dora_directory
    change = pending.propose(house, PendingKind.PLACE, moved(world, house), by=dora)
    places.set_place(world.location(house), a_place("8 Third Street"), Tier.SEALED, by=dora)
    with pytest.raises(ChangedMeanwhile):
        confirm(world, change)
    opened = closing.open_place(world.location(house), world.keyring(dora))
    assert opened.addresses[0]["address_1"] == "8 Third Street"


def test_a_place_that_is_gone_is_a_conflict(staff: Staff, sara: StaffClient) -> None:
    world, clinic = staff.world, staff.world.clinic
    change = pending.propose(
        clinic, PendingKind.PLACE, moved(world, clinic), by=world.cast.dora_directory
    )
    clinic.service_at_locations.all().delete()
    with pytest.raises(ChangedMeanwhile, match="no longer belongs"):
        confirm(world, change)
    assert "It cannot be confirmed" in text_of(
        sara.get(reverse("directory_change", args=[change.pk]))
    )


def test_a_place_of_another_service_cannot_be_moved_through_this_one(staff: Staff) -> None:
    world = staff.world
    body = moved(world, world.sealed_house)
    with pytest.raises(ChangedMeanwhile):
        pending.propose(world.clinic, PendingKind.PLACE, body, by=world.cast.dora_directory)


def test_more_people_know_of_a_service_only_with_two(staff: Staff) -> None:
    world = staff.world
    change = pending.propose(
        world.sealed_house,
        PendingKind.PLACE,
        {"service_tier": 0},
        by=world.cast.dora_directory,
    )
    assert world.sealed_house.tier == Tier.SEALED
    confirm(world, change)
    assert world.sealed_house.tier == Tier.PUBLIC
    assert world.location(world.sealed_house).tier == Tier.SEALED


def new_service(street: str = "12 New Road", tier: int = 3) -> dict[str, Any]:
    place = {"latitude": POINT[0], "longitude": POINT[1], "addresses": [address(street)]}
    return {
        "service": {"name": "Night House", "description": "A bed tonight.", "tier": 0},
        "organization": {"name": "Night Group"},
        "phones": [{"number": "+1 202 555 0123", "type": "voice"}],
        "languages": [{"code": "vi"}],
        "eligibility": [{"criterion": "men", "answer": "accepts", "note": ""}],
        "schedules": [{"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}],
        "places": [
            {"name": "Night House", "tier": tier, "area": "Riverside County", "place": place}
        ],
        "means": "visited",
    }


def test_a_new_service_is_nowhere_until_it_is_confirmed(staff: Staff, clock: Clock) -> None:
    world = staff.world
    before = Service.objects.count(), Location.objects.count()
    change = pending.propose(
        None, PendingKind.NEW_SERVICE, new_service(), by=world.cast.dora_directory
    )
    assert (Service.objects.count(), Location.objects.count()) == before
    confirm(world, change)
    made = Service.objects.get(name="Night House")
    assert (made.steward, made.organization.name) == (world.cast.riverside, "Night Group")
    assert made.phones.get().number == "+1 202 555 0123"
    assert made.languages.get().code == "vi"
    assert made.eligibility.get().answer == "accepts"
    assert made.assured_date == clock.now.date()
    assert world.location(made).tier == Tier.SEALED
    opened = closing.open_place(world.location(made), world.keyring(world.cast.ana_hotline))
    assert opened.addresses[0]["address_1"] == "12 New Road"
    assert events(Event.SERVICE_CREATED, made) == 1


def test_a_new_service_joins_an_organization_that_is_there(staff: Staff) -> None:
    world = staff.world
    known = world.clinic.organization
    body = new_service() | {"organization": None, "organization_id": str(known.pk)}
    change = pending.propose(None, PendingKind.NEW_SERVICE, body, by=world.cast.dora_directory)
    known_services = list(known.services.all())
    confirm(world, change)
    assert known.services.count() == len(known_services) + 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (PendingKind.NEW_SERVICE, {"service": {"name": "  "}}),
        (PendingKind.NUMBER, {"number": ""}),
        (PendingKind.PLACE, {"place": {"latitude": 91.0, "longitude": 0.0}}),
        (PendingKind.PLACE, {"place": {"planet": "Mars"}}),
    ],
)
def test_what_could_not_be_written_is_refused_at_once(
    staff: Staff, kind: PendingKind, body: dict[str, Any]
) -> None:
    service = None if kind == PendingKind.NEW_SERVICE else staff.world.clinic
    with pytest.raises(ValidationError):
        pending.propose(service, kind, body, by=staff.world.cast.dora_directory)
    assert not PendingChange.objects.exists()


@pytest.mark.parametrize("field", ["name", "description"])
def test_words_that_tell_a_closed_place_are_refused_with_the_words(
    staff: Staff, field: str
) -> None:
    body = new_service()
    body["service"][field] = "Come to 12 New Road, door on the left."
    with pytest.raises(ValidationError) as refused:
        pending.propose(None, PendingKind.NEW_SERVICE, body, by=staff.world.cast.dora_directory)
    assert "12 New Road" in str(refused.value.message_dict[f"service.{field}"])
    open_one = new_service(tier=0)
    open_one["service"][field] = body["service"][field]
    assert pending.propose(
        None, PendingKind.NEW_SERVICE, open_one, by=staff.world.cast.dora_directory
    )


@pytest.mark.parametrize(
    ("group", "row"),
    [
        ("phones", {"number": "+1 202 555 0123", "description": "Ring at 12 New Road"}),
        ("languages", {"code": "vi", "note": "at 12 New Road"}),
        ("schedules", {"freq": "WEEKLY", "notes": "at 12 New Road"}),
        ("eligibility", {"criterion": "men", "answer": "accepts", "note": "at 12 New Road"}),
    ],
)
def test_no_row_of_a_new_service_tells_its_place(
    staff: Staff, group: str, row: dict[str, str]
) -> None:
    body = new_service() | {group: [row]}
    with pytest.raises(ValidationError):
        pending.propose(None, PendingKind.NEW_SERVICE, body, by=staff.world.cast.dora_directory)


def test_closing_by_proposal_looks_at_the_words_that_stand_there_already(staff: Staff) -> None:
    world, clinic = staff.world, staff.world.clinic
    Service.objects.filter(pk=clinic.pk).update(description="We are at 1 Open Street.")
    body = moved(world, clinic, "1 Open Street", tier=2)
    with pytest.raises(ValidationError) as refused:
        pending.propose(clinic, PendingKind.PLACE, body, by=world.cast.dora_directory)
    assert "service.description" in refused.value.message_dict


def test_a_body_survives_the_seal(staff: Staff) -> None:
    world = staff.world
    change = pending.propose(
        None, PendingKind.NEW_SERVICE, new_service(), by=world.cast.dora_directory
    )
    body = pending.open_body(change, world.keyring(world.cast.sara_supervisor))
    assert body == json.loads(json.dumps(new_service())) | {"version": ""}
