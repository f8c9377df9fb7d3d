"""The official examples, put into the tables, come out again as they were."""

from datetime import datetime
from typing import Any

import pytest

from tests.directory.hsds.loading import load
from tests.directory.hsds.reference import example, needs_reference
from tests.directory.hsds.validation import problems
from waymark.directory.hsds import serialise
from waymark.directory.hsds.values import moment
from waymark.directory.hsds.viewer import PUBLIC, Viewer
from waymark.directory.models import Organization, Service, ServiceAtLocation
from waymark.directory.tiers import Tier

pytestmark = [pytest.mark.django_db, needs_reference]
# Reads exact capacity; nothing in the examples is closed.
PARTNER = Viewer(Tier.PARTNER)


def same_moments(value: Any) -> Any:
    """An example with its moments as we write them: in UTC, to the millisecond."""
    if isinstance(value, dict):
        return {key: _moment(key, each) for key, each in value.items()}
    return [same_moments(each) for each in value] if isinstance(value, list) else value


def _moment(key: str, value: Any) -> Any:
    if key not in {"last_modified", "updated"}:
        return same_moments(value)
    return moment(datetime.fromisoformat(value))


def test_a_full_service() -> None:
    given = example("service_full")
    row = load("service", given)
    [made] = serialise.full_services(PARTNER, [row])
    assert made == same_moments(given)
    assert not problems("service", made)


def test_a_full_organization_with_full_services() -> None:
    given = example("organization_full")
    load("organization", given)
    rows = list(Organization.objects.all())
    [made] = serialise.full_organizations(PARTNER, rows, services=True)
    assert made == same_moments(given)
    assert not problems("organization", made)


def test_a_full_service_at_location() -> None:
    given = example("service_at_location_full")
    row = load("service_at_location", given)
    [made] = serialise.full_service_at_locations(PARTNER, [row])
    assert made == same_moments(given)
    assert not problems("service_at_location", made)


def test_lists() -> None:
    load("service", example("service_full"))
    services = Service.objects.select_related("organization", "steward")
    assert serialise.listed_services(PUBLIC, list(services)) == example("service_list")["contents"]
    links = ServiceAtLocation.objects.select_related("service__organization", "location")
    made = serialise.listed_service_at_locations(PUBLIC, list(links))
    assert made == example("service_at_location_list")["contents"]
    organizations = list(Organization.objects.all())
    made = serialise.listed_organizations(PUBLIC, organizations)
    assert made == example("organization_list")["contents"]


def test_the_public_reads_the_same_apart_from_capacity() -> None:
    given = same_moments(example("service_full"))
    row = load("service", example("service_full"))
    [made] = serialise.full_services(PUBLIC, [row])
    [capacity] = made.pop("capacities")
    given.pop("capacities")
    assert made == given
    assert capacity["available"] == 0
    assert capacity["updated"] == "2024-09-25T13:00:00.000Z"
    assert "maximum" not in capacity
    assert capacity["description"] == "Not known whether there is room: ask."
