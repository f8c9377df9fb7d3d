"""Partners' keys: made once, sealed to what their maker opens, taken back for good."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.directory.conftest import a_place
from tests.directory.staff.conftest import Staff
from tests.reports.staff.conftest import Clock, events, text_of
from tests.sites import StaffClient
from waymark.accounts.actions import memberships
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.directory import closing, partners
from waymark.directory.actions import partners as actions
from waymark.directory.actions import places
from waymark.directory.models import Partner, Service
from waymark.directory.tiers import Tier
from waymark.vault.primitives import CannotOpen


def opens(staff: Staff, key: str, service: Service) -> str:
    """The street that a key opens."""
    found = partners.partner_of(key)
    assert found is not None
    location = staff.world.location(service)
    return str(closing.open_for_reader(location, found.pair).addresses[0]["address_1"])


def test_a_new_partner_opens_the_partner_tier_and_no_other(staff: Staff) -> None:
    world, added = staff.world, staff.partner()
    assert opens(staff, added.key, world.partner_house) == "3 Harrow Road"
    # Riverside's circle opens what next door keeps for partners, so it can hand it on.
    assert opens(staff, added.key, world.next_door) == "6 Lakeside Quay"
    assert added.left == ()
    for closed in (world.case_house, world.sealed_house, world.advice):
        with pytest.raises(CannotOpen):
            opens(staff, added.key, closed)
    assert events(Event.PARTNER_ADDED, added.partner) == 1


def test_places_that_are_sealed_later_open_as_well(staff: Staff) -> None:
    world, added = staff.world, staff.partner()
    dora = world.cast.dora_directory
    places.set_place(world.location(world.clinic), a_place("5 Late Row"), Tier.PARTNER, by=dora)
    assert opens(staff, added.key, world.clinic) == "5 Late Row"


def test_what_the_supervisor_does_not_open_is_named(staff: Staff, sara: StaffClient) -> None:
    world = staff.world
    person = world.cast.sara_supervisor
    circle = world.circle(world.cast.riverside)
    memberships.remove_member(circle, person, by=person, keyring=world.keyring(person))
    page = text_of(sara.get(reverse("directory_partners")))
    assert "You are not in the circle of the directory." in page
    answer = sara.post(reverse("directory_partners"), {"name": "Otter County"})
    page = text_of(answer)
    assert "These places could not be added" in page
    assert "Next Door entrance" in page
    assert "Lakeside Legal Aid" in page
    assert "Lakeside Quay" not in page


def test_the_key_is_shown_once_in_groups(staff: Staff, sara: StaffClient) -> None:
    answer = sara.post(reverse("directory_partners"), {"name": "  Otter County "})
    page = text_of(answer)
    key = page.split('<p class="code">')[1].split("</p>")[0]
    assert all(len(group) == 4 for group in key.split("-")[:-1])
    found = partners.partner_of(key)
    assert found is not None
    assert found.partner.name == "Otter County"
    assert "no-store" in answer["Cache-Control"]
    again = text_of(sara.get(reverse("directory_partners")))
    assert "Otter County" in again
    assert key not in again
    assert key.encode() not in repr(Partner.objects.values()).encode()


def test_a_revoked_key_opens_nothing_again(staff: Staff, sara: StaffClient, clock: Clock) -> None:
    world, added = staff.world, staff.partner()
    kept = partners.partner_of(added.key)
    assert kept is not None
    url = reverse("directory_revoke", args=[added.partner.pk])
    for _ in range(2):
        assert sara.post(url).status_code == 302
    assert events(Event.PARTNER_REVOKED, added.partner) == 1
    assert partners.partner_of(added.key) is None
    # Not even with the pair that somebody kept.
    with pytest.raises(CannotOpen):
        closing.open_for_reader(world.location(world.partner_house), kept.pair)
    dora = world.cast.dora_directory
    places.set_place(
        world.location(world.partner_house), a_place("8 New Row"), Tier.PARTNER, by=dora
    )
    with pytest.raises(CannotOpen):
        closing.open_for_reader(world.location(world.partner_house), kept.pair)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_partner_needs_a_name(staff: Staff, sara: StaffClient, name: str) -> None:
    assert sara.post(reverse("directory_partners"), {"name": name}).status_code == 422
    with pytest.raises(ValidationError):
        staff.partner(name)
    assert not Partner.objects.exists()


def test_a_name_is_given_once_and_again_after_it_was_revoked(staff: Staff) -> None:
    sara, added = staff.world.cast.sara_supervisor, staff.partner()
    with pytest.raises(ValidationError, match="partner of this name"):
        staff.partner("otter county")
    actions.revoke_partner(added.partner, by=sara)
    assert staff.partner("otter county").key != added.key


@pytest.mark.parametrize("name", ["dora_directory", "adam_admin", "lena_lakeside"])
def test_only_the_houses_supervisors_revoke(staff: Staff, name: str) -> None:
    added = staff.partner()
    with pytest.raises(NotAllowed):
        actions.revoke_partner(added.partner, by=staff.world.cast[name])
    assert partners.partner_of(added.key) is not None


@pytest.mark.parametrize("wrong", ["", "no", "AAAA-BBBB", "0" * 33])
def test_a_mistyped_key_is_nobodys(staff: Staff, wrong: str) -> None:
    staff.partner()
    assert partners.partner_of(wrong) is None
