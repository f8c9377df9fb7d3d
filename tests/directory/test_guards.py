"""The database itself keeps the exact place of a closed location out of its plain tables."""

import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import Error, IntegrityError, connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from waymark.directory import guards
from waymark.directory.models import Address, Contact, Location, Phone, ServiceAtLocation
from waymark.directory.tiers import Tier

pytestmark = pytest.mark.django_db

SQLITE = connection.vendor == "sqlite"
CLOSED = [Tier.PARTNER, Tier.CASEWORKER, Tier.SEALED]
STREET = "1200 Elm Street"


@dataclass(frozen=True)
class Kind:
    """A row that tells where a location is, and through which column it hangs there."""

    model: type[Any]
    column: str
    said: dict[str, str]

    def at(self, location: Location) -> dict[str, Model]:
        """The link to a location, straight or through a service that is there."""
        if self.column == "location":
            return {"location": location}
        return {self.column: ServiceAtLocation.objects.create(location=location)}


KINDS = {
    "address": Kind(Address, "location", {"address_1": STREET}),
    "phone": Kind(Phone, "location", {"number": "202-555-0123"}),
    "contact": Kind(Contact, "location", {"name": "Ana Elm"}),
    "phone of a service there": Kind(Phone, "service_at_location", {"number": "202-555-0123"}),
    "contact of a service there": Kind(Contact, "service_at_location", {"name": "Ana Elm"}),
}


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def public() -> Location:
    return Location.objects.create(name="Office", latitude=40.5, longitude=-80.5, url="https://o")


@pytest.fixture(params=CLOSED)
def closed(request: pytest.FixtureRequest) -> Location:
    return Location.objects.create(name="House", tier=request.param)


def refused(attempt: Callable[[], object], match: str = guards.SAID) -> None:
    with pytest.raises(IntegrityError, match=match), transaction.atomic():
        attempt()


def execute(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def key(row: Model) -> object:
    """The primary key as the engine keeps it."""
    return row.pk.hex if SQLITE else row.pk


class TestRows:
    def test_a_closed_location_gets_none(self, kind: Kind, closed: Location) -> None:
        link = kind.at(closed)
        many = [kind.model(**link, **kind.said) for _ in range(3)]
        refused(lambda: kind.model.objects.create(**link, **kind.said))
        refused(lambda: kind.model.objects.bulk_create(many))
        refused(lambda: kind.model.objects.bulk_create(many, ignore_conflicts=True))
        assert not kind.model.objects.exists()

    def test_a_public_one_gets_them_and_changes_them(self, kind: Kind, public: Location) -> None:
        row = kind.model.objects.create(**kind.at(public), **kind.said)
        field, value = next(iter(kind.said.items()))
        assert kind.model.objects.filter(**kind.said).update(**{field: f"{value} 2"}) == 1
        row.refresh_from_db()
        assert getattr(row, field) == f"{value} 2"

    def test_rows_of_no_location_are_no_matter(self, kind: Kind) -> None:
        kind.model.objects.create(**kind.said)
        if kind.column != "location":
            link = ServiceAtLocation.objects.create()
            kind.model.objects.create(service_at_location=link, **kind.said)

    def test_none_is_moved_to_a_closed_one(
        self, kind: Kind, public: Location, closed: Location
    ) -> None:
        row = kind.model.objects.create(**kind.at(public), **kind.said)
        loose = kind.model.objects.create(**kind.said)
        link = kind.at(closed)
        for each in (row, loose):
            setattr(each, kind.column, link[kind.column])
            refused(each.save)
            refused(lambda each=each: kind.model.objects.bulk_update([each], [kind.column]))  # type: ignore[misc]  # bound at once
        refused(lambda: kind.model.objects.update(**link))
        assert not kind.model.objects.filter(**link).exists()

    def test_nor_by_statements(self, kind: Kind, public: Location, closed: Location) -> None:
        row = kind.model.objects.create(**kind.at(public), **kind.said)
        link = kind.at(closed)[kind.column]
        table, column = kind.model._meta.db_table, f"{kind.column}_id"
        refused(lambda: execute(f"UPDATE {table} SET {column} = %s", key(link)))  # noqa: S608  names of this file
        names = ", ".join(
            f.column
            for f in kind.model._meta.concrete_fields
            if f.column not in {"id", column, "location_id"}
        )
        copy = f"{table} (id, {column}, {names}) SELECT %s, %s, {names} FROM {table}"  # noqa: S608  names of the model
        verbs = ["INSERT INTO"]
        if SQLITE:
            verbs += ["INSERT OR REPLACE INTO", "INSERT OR IGNORE INTO", "REPLACE INTO"]
        for verb in verbs:
            for number in (uuid.uuid4(), row.pk):
                row.pk = number
                refused(lambda verb=verb: execute(f"{verb} {copy}", key(row), key(link)))  # type: ignore[misc]  # bound at once

    def test_nor_by_an_insert_that_becomes_an_update(
        self, kind: Kind, public: Location, closed: Location
    ) -> None:
        row = kind.model.objects.create(**kind.at(public), **kind.said)
        again = kind.model(pk=row.pk, **kind.at(closed), **kind.said)
        refused(
            lambda: kind.model.objects.bulk_create(
                [again],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=[kind.column],
            )
        )

    def test_no_row_waits_for_a_location_to_come(self, kind: Kind) -> None:
        """Foreign keys are checked at the end; until then a row could be there first."""
        to_come = Location(name="House", tier=Tier.SEALED)
        if kind.column == "location":
            refused(lambda: kind.model.objects.create(location_id=to_come.pk, **kind.said))
        else:
            refused(
                lambda: kind.model.objects.create(service_at_location_id=uuid.uuid4(), **kind.said)
            )

            def early() -> None:
                link = ServiceAtLocation.objects.create(location_id=to_come.pk)
                kind.model.objects.create(service_at_location=link, **kind.said)

            refused(early)


class TestLocations:
    @pytest.mark.parametrize("tier", CLOSED)
    def test_none_is_closed_over_a_row(self, kind: Kind, public: Location, tier: Tier) -> None:
        row = kind.model.objects.create(**kind.at(public), **kind.said)
        Location.objects.update(latitude=None, longitude=None, url="")
        refused(lambda: Location.objects.update(tier=tier))
        refused(lambda: Location.objects.bulk_update([Location(pk=public.pk, tier=tier)], ["tier"]))
        refused(lambda: execute("UPDATE directory_location SET tier = %s", tier))
        if SQLITE:
            refused(lambda: execute("UPDATE OR REPLACE directory_location SET tier = %s", tier))
        row.delete()
        assert Location.objects.update(tier=tier) == 1

    def test_nor_replaced_by_a_closed_one(self, kind: Kind, public: Location) -> None:
        kind.model.objects.create(**kind.at(public), **kind.said)
        closed = Location(pk=public.pk, tier=Tier.SEALED)
        refused(
            lambda: Location.objects.bulk_create(
                [closed], update_conflicts=True, unique_fields=["id"], update_fields=["tier"]
            )
        )
        if SQLITE:
            fields = Location._meta.concrete_fields
            names = ", ".join(field.column for field in fields)
            marks = ", ".join(["%s"] * len(fields))
            values = [f.get_db_prep_save(getattr(closed, f.attname), connection) for f in fields]
            statement = f"REPLACE INTO directory_location ({names}) VALUES ({marks})"  # noqa: S608  names of the model
            refused(lambda: execute(statement, *values))
        assert Location.objects.get().tier == Tier.PUBLIC

    def test_nor_does_a_closed_one_take_a_number_that_has_rows(
        self, kind: Kind, public: Location, closed: Location
    ) -> None:
        kind.model.objects.create(**kind.at(public), **kind.said)

        def swap() -> None:
            # Not through the ORM, which would remove the rows along with their location.
            execute("DELETE FROM directory_location WHERE id = %s", key(public))
            statement = "UPDATE directory_location SET id = %s WHERE id = %s"
            execute(statement, key(public), key(closed))

        refused(swap)

    @pytest.mark.parametrize(
        "place",
        [
            {"latitude": 40.4401},
            {"longitude": -80.1},
            {"latitude": 40.45, "longitude": -80.15},
            {"transportation": "Bus 12 to Elm Street"},
            {"url": "https://example.org/house"},
            {"external_identifier": "parcel 12"},
        ],
        ids="+".join,
    )
    def test_a_closed_one_holds_no_place_itself(
        self, place: dict[str, Any], closed: Location
    ) -> None:
        constraint = "exact_place_only_in_public"
        refused(lambda: Location.objects.create(tier=closed.tier, **place), constraint)
        refused(lambda: Location.objects.filter(pk=closed.pk).update(**place), constraint)
        many = [Location(tier=closed.tier, **place), Location(**place)]
        refused(lambda: Location.objects.bulk_create(many), constraint)
        column, value = next(iter(place.items()))
        statement = f"UPDATE directory_location SET {column} = %s"  # noqa: S608  names of this file
        refused(lambda: execute(statement, value), constraint)
        held = Location.objects.create(**place)
        refused(lambda: Location.objects.filter(pk=held.pk).update(tier=closed.tier), constraint)

    def test_a_sealed_one_has_no_cell_either(self) -> None:
        cell = {"cell_latitude": 40.45, "cell_longitude": -80.15}
        other = Location.objects.create(tier=Tier.CASEWORKER, **cell)
        refused(lambda: Location.objects.create(tier=Tier.SEALED, **cell), "sealed_has_no_cell")
        refused(lambda: Location.objects.update(tier=Tier.SEALED), "sealed_has_no_cell")
        for one in ("cell_latitude", "cell_longitude"):
            with pytest.raises(IntegrityError, match="sealed_has_no_cell"), transaction.atomic():
                Location.objects.create(tier=Tier.SEALED, **{one: 40.45})
        other.refresh_from_db()
        assert other.tier == Tier.CASEWORKER

    def test_a_service_with_its_telephone_is_not_moved_there(
        self, public: Location, closed: Location
    ) -> None:
        link = ServiceAtLocation.objects.create(location=public)
        bare = ServiceAtLocation.objects.create(location=public)
        Phone.objects.create(service_at_location=link, number="202-555-0123")
        refused(lambda: ServiceAtLocation.objects.filter(pk=link.pk).update(location=closed))
        again = ServiceAtLocation(pk=link.pk, location=closed)
        refused(
            lambda: ServiceAtLocation.objects.bulk_create(
                [again], update_conflicts=True, unique_fields=["id"], update_fields=["location"]
            )
        )
        assert ServiceAtLocation.objects.filter(pk=bare.pk).update(location=closed) == 1
        Phone.objects.all().delete()
        assert ServiceAtLocation.objects.filter(pk=link.pk).update(location=closed) == 1


@pytest.mark.skipif(SQLITE, reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """One closes a location while another adds a row: whoever is second is refused."""

    @pytest.fixture
    def place(self) -> Location:
        return Location.objects.create(name="Office")

    def test_closed_while_a_row_is_added(self, kind: Kind, place: Location) -> None:
        link = kind.at(place)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                kind.model.objects.create(**link, **kind.said)
                closing = pool.submit(elsewhere, close, place)
                wait_for_lock(closing)
            assert guards.SAID in closing.result(timeout=30)
        place.refresh_from_db()
        assert place.tier == Tier.PUBLIC

    def test_a_row_is_added_while_it_closes(self, kind: Kind, place: Location) -> None:
        link = kind.at(place)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                close(place)
                adding = pool.submit(
                    elsewhere, lambda: kind.model.objects.create(**link, **kind.said)
                )
                wait_for_lock(adding)
            assert guards.SAID in adding.result(timeout=30)
        assert not kind.model.objects.exists()

    def test_a_telephone_comes_while_the_service_moves(self, place: Location) -> None:
        house = Location.objects.create(name="House", tier=Tier.SEALED)
        link = ServiceAtLocation.objects.create(location=place)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                Phone.objects.create(service_at_location=link, number="202-555-0123")
                move = ServiceAtLocation.objects.filter(pk=link.pk).update
                moving = pool.submit(elsewhere, lambda: move(location=house))
                wait_for_lock(moving)
            assert guards.SAID in moving.result(timeout=30)

    @pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
    def test_where_the_second_would_not_see_the_first_nothing_is_closed(
        self, place: Location, level: str
    ) -> None:
        with transaction.atomic():
            execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
            with pytest.raises(Error, match="read committed only"), transaction.atomic():
                close(place)


def close(place: Location) -> None:
    Location.objects.filter(pk=place.pk).update(tier=Tier.SEALED)


def elsewhere(attempt: Callable[..., object], *values: object) -> str:
    """Try it on a connection of its own; what the database said, or nothing."""
    try:
        attempt(*values)
    except IntegrityError as refusal:
        return str(refusal)
    finally:
        connection.close()
    return ""


def wait_for_lock(other: "Future[str]") -> None:
    """Until the other transaction waits for this one; it must neither pass nor fail before."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    for _ in range(100_000):
        assert not other.done(), other.result()
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    pytest.fail("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_the_migration_can_be_undone_and_done_again() -> None:
    closed = Location.objects.create(tier=Tier.SEALED)
    try:
        call_command("migrate", "directory", "0001", verbosity=0)
        Address.objects.create(location=closed, address_1=STREET).delete()
    finally:
        call_command("migrate", verbosity=0)  # rooms that hang on it, too
    refused(lambda: Address.objects.create(location=closed, address_1=STREET))


def test_the_guards_are_there_on_a_fresh_database() -> None:
    applied = MigrationRecorder(connection).applied_migrations()
    assert ("directory", "0002_refuse_exact_places") in applied
    with pytest.raises(Exception, match="already exists"), transaction.atomic():
        guards.install(connection)
