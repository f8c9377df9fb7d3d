"""Editors who act in the same moment, on an engine that lets them."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests.cast import make_cast
from tests.directory.conftest import IN_THE_CIRCLE, World, a_place
from tests.directory.staff.conftest import Staff
from tests.reports.staff.conftest import events
from waymark.accounts.actions import memberships
from waymark.audit.events import Event
from waymark.contacts.refusals import ChangedMeanwhile
from waymark.directory import closing
from waymark.directory.actions import partners, pending, places, services
from waymark.directory.actions.pending import Refusal
from waymark.directory.circles import make_circle
from waymark.directory.partners import partner_of
from waymark.directory.tiers import Tier

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite's transactions are immediate: of two writers one waits before it reads",
    ),
]


@pytest.fixture
def night() -> Staff:
    """A directory that other connections see, too."""
    cast = make_cast()
    sara = cast.sara_supervisor
    circle = make_circle(by=sara)
    for name in IN_THE_CIRCLE:
        memberships.add_member(circle, cast[name], by=sara, keyring=cast.keyring(sara))
    world = World(cast)
    world.add("clinic", cast.riverside, (Tier.PUBLIC, Tier.PUBLIC), "1 Open St", "+1 202 555 0101")
    house = (Tier.PARTNER, Tier.PARTNER)
    world.add("house", cast.riverside, house, "3 Harrow Road", "+1 202 555 0103")
    return Staff(world)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each in a thread of its own, all starting together; what came of each."""
    start, results = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            results.append(act())
        except ChangedMeanwhile as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


def test_a_change_is_confirmed_once_or_refused_once(night: Staff) -> None:
    world, sara = night.world, night.world.cast.sara_supervisor
    for number in range(4):
        change = night.renumber(world.clinic, f"+1 202 555 011{number}")
        results = at_once(
            lambda: pending.confirm(change, by=sara, keyring=world.keyring(sara)),  # noqa: B023  joined in this round
            lambda: pending.refuse(  # joined in this round
                change,  # noqa: B023
                Refusal.WRONG,
                by=sara,
                keyring=world.keyring(sara),
            ),
        )
        assert sorted(isinstance(each, ChangedMeanwhile) for each in results) == [False, True]
        decided = events(Event.CHANGE_CONFIRMED, change) + events(Event.CHANGE_REFUSED, change)
        assert decided == 1


def test_of_two_changes_of_one_number_one_is_confirmed(night: Staff) -> None:
    world, sara = night.world, night.world.cast.sara_supervisor
    first, second = night.renumber(world.clinic), night.renumber(world.clinic, "+1 202 555 0177")
    results = at_once(
        lambda: pending.confirm(first, by=sara, keyring=world.keyring(sara)),
        lambda: pending.confirm(second, by=sara, keyring=world.keyring(sara)),
    )
    assert sorted(isinstance(each, ChangedMeanwhile) for each in results) == [False, True]


def test_of_two_who_save_the_same_page_one_is_told(night: Staff) -> None:
    world, dora = night.world, night.world.cast.dora_directory
    for round_ in range(4):
        clinic = world.clinic
        seen = services.version_of(clinic)
        results = at_once(
            *(
                lambda name=name: services.change_service(
                    clinic,  # noqa: B023  joined in this round
                    {"name": name},
                    seen=seen,  # noqa: B023
                    by=dora,
                )
                for name in (f"One {round_}", f"Two {round_}")
            )
        )
        assert sorted(isinstance(each, ChangedMeanwhile) for each in results) == [False, True]


def test_a_partner_who_is_added_while_a_place_is_sealed_opens_it(night: Staff) -> None:
    world, sara = night.world, night.world.cast.sara_supervisor
    location = world.location(world.house)
    for number in range(4):
        added: list[partners.Added] = []
        at_once(
            lambda: added.append(  # noqa: B023  joined in this round
                partners.add_partner(f"Partner {number}", by=sara, keyring=world.keyring(sara))  # noqa: B023
            ),
            lambda: places.set_place(
                location,
                a_place(f"{number} Moved Street"),  # noqa: B023
                Tier.PARTNER,
                by=world.cast.dora_directory,
            ),
        )
        opened = partner_of(added[0].key)
        assert opened is not None
        place = closing.open_for_reader(world.location(world.house), opened.pair)
        assert place.addresses[0]["address_1"] == f"{number} Moved Street"
