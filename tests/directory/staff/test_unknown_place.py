"""A closed place that nobody here knows: another installation publishes only its area."""

import pytest
from django.urls import reverse

from tests.directory.api.conftest import Program, api, partner  # noqa: F401  fixtures
from tests.directory.conftest import World, a_place
from tests.directory.staff.conftest import Staff
from tests.directory.staff.test_moving import filled, reveal, url
from tests.reports.staff.conftest import text_of
from tests.sites import StaffClient
from waymark.directory import closing, indexing
from waymark.directory.actions import pending
from waymark.directory.actions.places import store_place
from waymark.directory.closing import Place
from waymark.directory.models import (
    ClosedPlace,
    Location,
    PendingChange,
    Reveal,
    Service,
)
from waymark.directory.models.search import SearchRow
from waymark.directory.tiers import Tier

MIDDLE = (38.55, -121.45)


@pytest.fixture
def unknown(world: World) -> Service:
    """The clinic as an import leaves it whose source does not publish where it is."""
    location = world.location(world.clinic)
    closing.take_out(location)
    location.tier, location.area = Tier.CASEWORKER, "Riverside County"
    location.cell_latitude, location.cell_longitude = MIDDLE
    location.save()
    indexing.index_services([world.clinic.pk])
    return world.clinic


def typed_in(page: str) -> dict[str, str]:
    """A form with nothing but blanks where nothing is known."""
    return {name: value.strip() for name, value in filled(page).items()}


def test_workers_read_that_nobody_here_knows_it(
    staff: Staff, unknown: Service, dora: StaffClient
) -> None:
    page = text_of(dora.get(reverse("directory_service", args=[unknown.pk])))
    assert "Nobody here knows where this place is" in page
    assert "Show where it is" not in page
    answer = reveal(staff, dora, unknown)
    assert answer.status_code == 409
    assert "Nobody here knows where this place is" in text_of(answer)
    assert not Reveal.objects.exists()


def test_who_learns_it_says_it_in_two(staff: Staff, unknown: Service, dora: StaffClient) -> None:
    typed = typed_in(dora.get(url(staff, unknown)).content.decode())
    assert (typed["address_1"], typed["tier"]) == ("", str(Tier.CASEWORKER.value))
    dora.post(url(staff, unknown), typed | {"address_1": "9 Sluice Lane", "city": "Riverside"})
    assert not ClosedPlace.objects.filter(location=staff.world.location(unknown)).exists()
    sara = staff.world.cast.sara_supervisor
    pending.confirm(PendingChange.objects.get(), by=sara, keyring=staff.world.keyring(sara))
    location = staff.world.location(unknown)
    assert location.tier == Tier.CASEWORKER
    opened = closing.open_place(location, staff.world.keyring(sara))
    assert opened.addresses[0]["address_1"] == "9 Sluice Lane"


def test_a_name_changes_and_the_cell_stays(
    staff: Staff, unknown: Service, dora: StaffClient
) -> None:
    typed = typed_in(dora.get(url(staff, unknown)).content.decode())
    answer = dora.post(url(staff, unknown), typed | {"name": "The House"})
    assert answer.status_code == 302
    location = staff.world.location(unknown)
    assert (location.name, location.tier) == ("The House", Tier.CASEWORKER)
    assert (location.cell_latitude, location.cell_longitude) == MIDDLE


@pytest.mark.parametrize(
    ("tier", "cell"),
    [(Tier.PARTNER, MIDDLE), (Tier.CASEWORKER, MIDDLE), (Tier.SEALED, (None, None))],
)
def test_nothing_is_sealed_where_nothing_is_known(
    world: World, unknown: Service, tier: Tier, cell: tuple[float | None, float | None]
) -> None:
    before = ClosedPlace.objects.count()
    store_place(world.location(unknown), Place(), tier, "Elsewhere")
    location = world.location(unknown)
    assert (location.tier, location.area) == (tier, "Elsewhere")
    assert (location.cell_latitude, location.cell_longitude) == cell
    assert ClosedPlace.objects.count() == before
    store_place(location, a_place("9 Sluice Lane"), tier, "Elsewhere")
    assert closing.is_known(location)


def test_readers_of_the_api_see_the_cell_and_no_more(
    world: World,
    unknown: Service,
    api: Program,  # noqa: F811  the fixture
    partner: Program,  # noqa: F811  the fixture
) -> None:
    for program in (api, partner):
        made = program.read(f"/services/{unknown.pk}")
        [link] = made["service_at_locations"]
        place = link["location"]
        assert (place["latitude"], place["longitude"]) == MIDDLE
        assert "addresses" not in place
        assert [row["value"] for row in place["attributes"]] == ["Riverside County"]
        near = program.contents("/services", latitude=38.55, longitude=-121.45, radius=5)
        assert str(unknown.pk) in {row["id"] for row in near}
    [row] = SearchRow.objects.filter(service_id=unknown.pk)
    assert "38.58" not in repr(row.__dict__)
    assert Location.objects.get(pk=world.location(unknown).pk).latitude is None
