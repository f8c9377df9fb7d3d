"""Where a location is: stored as its tier wants, revealed for a reason and a time."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NAMES
from tests.directory.conftest import POINT, World, a_place
from tests.reports.staff.conftest import Clock, events
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.directory import cells, closing
from waymark.directory.actions.places import REVEALED_FOR, Reason, reveal, revealed, set_place
from waymark.directory.circles import NoCircle
from waymark.directory.closing import Place
from waymark.directory.models import (
    Address,
    ClosedPlace,
    Location,
    Metadata,
    Phone,
    Reveal,
    Service,
)
from waymark.directory.models.search import SearchRow
from waymark.directory.tiers import Tier
from waymark.vault.models import Compartment, Envelope
from waymark.vault.primitives import CannotOpen

CLOSED = (Tier.PARTNER, Tier.CASEWORKER, Tier.SEALED)


def everything_said(location: Location) -> str:
    """All that any plain column says of a location and what hangs on it."""
    rows: list[Any] = [Location.objects.values().get(pk=location.pk)]
    for model in (Address, Phone):
        rows += list(model.objects.filter(location=location).values())
    rows += list(Metadata.objects.filter(resource_id=location.pk).values())
    rows += list(SearchRow.objects.filter(location_id=location.pk).values())
    return repr(rows)


@pytest.mark.parametrize("tier", CLOSED)
def test_closing_a_place_leaves_no_trace_of_it(world: World, tier: Tier) -> None:
    clinic, dora = world.clinic, world.cast.dora_directory
    location = world.location(clinic)
    Metadata.objects.create(
        resource_id=location.pk,
        resource_type="location",
        field_name="transportation",
        replacement_value="Bus to 1 Open Street",
    )
    known = location.addresses.get()
    Metadata.objects.create(
        resource_id=known.pk, resource_type="address", replacement_value="1 Open Street"
    )
    assert "Open Street" in everything_said(location)
    set_place(location, closing.read(location), tier, "Riverside County", by=dora)
    assert "Open Street" not in everything_said(world.location(clinic))
    assert "121.4934" not in everything_said(world.location(clinic))
    assert not Metadata.objects.filter(resource_id=known.pk).exists()
    opened = closing.open_place(world.location(clinic), world.keyring(dora))
    assert opened.addresses[0]["address_1"] == "1 Open Street"
    assert opened.point == POINT
    assert events(Event.PLACE_CLOSED, location) == 1


@pytest.mark.parametrize("tier", Tier)
def test_only_a_cell_shows_and_of_a_sealed_one_not_even_that(world: World, tier: Tier) -> None:
    location = world.location(world.clinic)
    found = set_place(location, a_place("1 Open Street"), tier, by=world.cast.dora_directory)
    cell = (found.cell_latitude, found.cell_longitude)
    row = SearchRow.objects.get(location_id=location.pk)
    if tier in {Tier.PARTNER, Tier.CASEWORKER}:
        assert cell == cells.snap(*POINT)
        assert (row.latitude, row.longitude) == tuple(round(each * 1e6) for each in cell if each)
    else:
        assert cell == (None, None)
    if tier is Tier.SEALED:
        assert (row.latitude, row.longitude) == (None, None)


def test_moving_a_closed_place_destroys_the_old_one(world: World) -> None:
    house, dora = world.sealed_house, world.cast.dora_directory
    before = ClosedPlace.objects.get(location=world.location(house))
    set_place(world.location(house), a_place("6 New Court"), Tier.SEALED, by=dora)
    assert not ClosedPlace.objects.filter(pk=before.pk).exists()
    assert Envelope.objects.get(pk=before.envelope_id).erased_at is not None
    assert not before.envelope.wrapped_keys.exists()


def test_opening_a_place_to_everybody_destroys_the_sealed_copy(world: World) -> None:
    house, dora = world.sealed_house, world.cast.dora_directory
    set_place(world.location(house), a_place("5 Quarry Court"), Tier.PUBLIC, by=dora)
    location = world.location(house)
    assert location.addresses.get().address_1 == "5 Quarry Court"
    assert not ClosedPlace.objects.filter(location=location).exists()
    assert events(Event.SERVICE_CHANGED, location) == 1


@pytest.mark.parametrize("name", NAMES)
def test_who_may_move_a_place(world: World, name: str) -> None:
    location = world.location(world.clinic)
    if name == "dora_directory":
        set_place(location, a_place("9 Way"), Tier.PUBLIC, by=world.cast[name])
        return
    with pytest.raises(NotAllowed):
        set_place(location, a_place("9 Way"), Tier.PUBLIC, by=world.cast[name])
    assert location.addresses.get().address_1 == "1 Open Street"


def test_an_editor_moves_nothing_of_the_house_next_door(world: World) -> None:
    with pytest.raises(NotAllowed):
        set_place(
            world.location(world.next_door), Place(), Tier.PUBLIC, by=world.cast.dora_directory
        )


@pytest.mark.parametrize(
    "point", [(90.1, 0.0), (-91.0, 0.0), (float("nan"), 0.0), (0.0, float("inf"))]
)
def test_a_point_off_the_globe_is_refused_and_nothing_changes(
    world: World, point: tuple[float, float]
) -> None:
    location = world.location(world.clinic)
    with pytest.raises(ValidationError, match="latitude must be between"):
        set_place(location, a_place("9 Way", point), Tier.SEALED, by=world.cast.dora_directory)
    assert location.addresses.get().address_1 == "1 Open Street"


def test_a_place_that_nobody_looks_after_cannot_be_closed(world: World) -> None:
    location = world.location(world.common)
    with pytest.raises(ValidationError, match="which organisation looks after"):
        set_place(location, a_place("9 Way"), Tier.SEALED, by=world.cast.dora_directory)
    assert location.addresses.get().address_1 == "8 Common Square"


def test_without_a_circle_nothing_is_closed(world: World) -> None:
    Compartment.objects.filter(pk=world.circle(world.cast.riverside).pk).update(name="Other")
    location = world.location(world.clinic)
    with pytest.raises(NoCircle):
        set_place(location, a_place("9 Way"), Tier.SEALED, by=world.cast.dora_directory)
    assert location.addresses.get().address_1 == "1 Open Street"


def test_a_reveal_is_written_down_and_ends_by_itself(world: World, clock: Clock) -> None:
    ana, location = world.cast.ana_hotline, world.location(world.sealed_house)
    assert revealed(location, by=ana, keyring=world.keyring(ana)) is None
    place = reveal(location, Reason.GOING, by=ana, keyring=world.keyring(ana))
    assert place.addresses[0]["address_1"] == "5 Quarry Court"
    row = Reveal.objects.get()
    assert (row.worker, row.reason, row.expires_at) == (ana, "going", clock.now + REVEALED_FOR)
    assert events(Event.PLACE_REVEALED, location) == 1
    clock.now += REVEALED_FOR
    assert revealed(location, by=ana, keyring=world.keyring(ana)) is None


def test_what_one_worker_revealed_another_has_not(world: World, clock: Clock) -> None:
    ana, carl = world.cast.ana_hotline, world.cast.carl_cases
    location = world.location(world.sealed_house)
    reveal(location, Reason.GOING, by=ana, keyring=world.keyring(ana))
    assert revealed(location, by=ana, keyring=world.keyring(ana)) is not None
    assert revealed(location, by=carl, keyring=world.keyring(carl)) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_sealed_place_opens_to_its_circle_only(world: World, name: str) -> None:
    worker, location = world.cast[name], world.location(world.sealed_house)
    inside = {"ana_hotline", "carl_cases", "sara_supervisor", "dora_directory"}
    if name in inside:
        assert reveal(location, Reason.GOING, by=worker, keyring=world.keyring(worker))
        return
    with pytest.raises((CannotOpen, NotAllowed)):
        reveal(location, Reason.GOING, by=worker, keyring=world.keyring(worker))
    assert not Reveal.objects.exists()
    assert events(Event.PLACE_REVEALED) == 0


def test_a_row_in_reveal_alone_opens_nothing(world: World, clock: Clock) -> None:
    lena, location = world.cast.lena_lakeside, world.location(world.sealed_house)
    Reveal.objects.create(
        worker=lena,
        location=location,
        reason="going",
        at=clock.now,
        expires_at=clock.now + REVEALED_FOR,
    )
    with pytest.raises(CannotOpen):
        revealed(location, by=lena, keyring=world.keyring(lena))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tiers=st.lists(st.sampled_from(Tier), min_size=1, max_size=5))
def test_whatever_way_through_the_tiers_nothing_is_lost_or_told(
    world: World, tiers: list[Tier]
) -> None:
    clinic, dora = world.clinic, world.cast.dora_directory
    place = a_place("1 Open Street", transportation="Bus 7", url="https://example.org/")
    for tier in tiers:
        set_place(world.location(clinic), place, tier, "Riverside County", by=dora)
    location = world.location(clinic)
    said = everything_said(location)
    if tiers[-1] is Tier.PUBLIC:
        found = closing.read(location)
    else:
        found = closing.open_place(location, world.keyring(dora))
        assert not any(word in said for word in ("Open Street", "Bus 7", "example.org"))
    assert (found.point, found.transportation) == (POINT, "Bus 7")
    assert [row["address_1"] for row in found.addresses] == ["1 Open Street"]
    assert Service.objects.filter(pk=clinic.pk).exists()
