"""The official examples, imported, come out again equal."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.directory.hsds.reference import example, needs_reference
from tests.directory.hsds.test_examples import PARTNER, same_moments
from tests.directory.importing.conftest import bring, unchanged
from waymark.directory.hsds import serialise
from waymark.directory.models import Organization, Service, ServiceAtLocation

pytestmark = needs_reference
EXAMPLES = ("service_full", "organization_full", "service_at_location_full", "service_list",
            "service_at_location_list", "organization_list", "taxonomy_list", "taxonomy_term",
            "taxonomy_term_list", "taxonomy", "location", "tabular")  # fmt: skip


def come_in(name: str) -> None:
    bring({f"{name}.json": json.dumps(example(name))})


def out_again(name: str) -> Any:
    made: dict[str, Callable[[], list[Any]]] = {
        "service_full": lambda: serialise.full_services(PARTNER, list(Service.objects.all())),
        "organization_full": lambda: serialise.full_organizations(
            PARTNER, list(Organization.objects.all()), services=True
        ),
        "service_at_location_full": lambda: serialise.full_service_at_locations(
            PARTNER, list(ServiceAtLocation.objects.all())
        ),
    }
    [found] = made[name]()
    return found


@pytest.mark.parametrize("name", ["service_full", "organization_full", "service_at_location_full"])
def test_full_objects_come_out_as_they_came_in(name: str) -> None:
    come_in(name)
    assert out_again(name) == same_moments(example(name))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_comes_in_and_a_second_time_changes_nothing(name: str) -> None:
    come_in(name)
    with unchanged():
        come_in(name)
