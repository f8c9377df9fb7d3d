"""Places that must not be found: sealed, never in plain tables, reports or files."""

import json

import pytest

from tests.cast import Cast
from tests.directory.importing.conftest import (
    ADDRESS,
    LINK,
    ORG,
    PHONE,
    PLACE,
    SERVICE,
    bring,
    everything,
    look,
    package,
    unchanged,
)
from waymark.directory import closing
from waymark.directory.importing.closed import has_street
from waymark.directory.importing.plan import Plan
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import (
    Address,
    ClosedPlace,
    Contact,
    Location,
    Phone,
    Service,
    ServiceAtLocation,
)
from waymark.directory.models.search import SearchRow
from waymark.directory.tiers import Tier
from waymark.vault.models import Compartment, WrappedDataKey
from waymark.vault.primitives import new_pair

NEWCOMER = new_pair().public
SECRETS = ("38.5812345", "121.4934567", "202-555-0188", "Quay", "Ann Keeper", "95814")


def hidden(**changed: str) -> dict[str, str]:
    """A package whose place has a point and no street."""
    return package(
        locations=(
            "id,location_type,name,latitude,longitude,transportation\n"
            f"{PLACE},physical,Safe House,38.5812345,-121.4934567,Bus 9 to the Quay\n"
        ),
        addresses=(
            "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
            f"{ADDRESS},{PLACE},,Harbor,CA,95814,US,physical\n"
        ),
        phones=(
            "id,service_id,location_id,number\n"
            f"{PHONE},{SERVICE},,202-555-0143\n{ORG},,{PLACE},202-555-0188\n"
        ),
        contacts=f"id,location_id,name\n{LINK},{PLACE},Ann Keeper\n",
        **changed,
    )


def test_a_point_without_a_street_is_a_place_in_disguise(circles: Cast) -> None:
    brought = bring(hidden(), steward=circles.riverside)
    place = Location.objects.get()
    assert (place.tier, place.latitude, place.transportation) == (Tier.CASEWORKER, None, "")
    assert (place.cell_latitude, place.cell_longitude) == (38.55, -121.45)
    assert place.area == "Harbor, CA"
    assert not Address.objects.exists()
    assert not Contact.objects.exists()
    assert [phone.number for phone in Phone.objects.all()] == ["202-555-0143"]
    assert "disguised" in brought.codes(Verdict.WARN)


def test_those_of_the_circle_can_open_it(circles: Cast) -> None:
    bring(hidden(), steward=circles.riverside)
    place = closing.open_place(Location.objects.get(), circles.keyring(circles.dora_directory))
    assert place.point == (38.5812345, -121.4934567)
    assert [row["number"] for row in place.phones] == ["202-555-0188"]
    assert [row["name"] for row in place.contacts] == ["Ann Keeper"]
    assert place.addresses[0]["city"] == "Harbor"
    assert place.transportation == "Bus 9 to the Quay"


def test_nothing_of_it_stands_in_a_plain_table_or_in_the_report(circles: Cast) -> None:
    brought = bring(hidden(), steward=circles.riverside)
    said = "\n".join(f"{line} {line.text}" for line in brought.lines())
    rows = everything()
    rows.pop("ClosedPlace")
    stored = json.dumps(rows) + json.dumps(brought.run.counts)
    for secret in SECRETS:
        assert secret not in said
        assert secret not in stored
    [row] = SearchRow.objects.all()
    assert "38.58" not in repr(row.__dict__)


def test_a_doubtful_value_of_it_is_not_told_either(circles: Cast) -> None:
    files = hidden()
    files["phones.csv"] = f"id,location_id,number\n{PHONE},{PLACE},99999-quay\n"
    files["contacts.csv"] = f"id,location_id,name,email\n{LINK},{PLACE},Ann Keeper,\n"
    brought = look(files, steward=circles.riverside)
    assert "not_a_number" in brought.codes()
    assert not any("quay" in f"{line} {line.text}" for line in brought.lines())


def test_it_stays_as_it_is_the_second_time(circles: Cast) -> None:
    bring(hidden(), steward=circles.riverside)
    with unchanged():
        again = bring(hidden(), steward=circles.riverside)
    assert again.codes(Verdict.KEEP) == ["closed_here"]
    assert not again.report.total(Verdict.CHANGE)


def test_an_import_never_opens_a_place_that_is_closed_here(circles: Cast) -> None:
    bring(hidden(), steward=circles.riverside)
    bring(package(), steward=circles.riverside)
    place = Location.objects.get()
    assert (place.tier, place.latitude) == (Tier.CASEWORKER, None)
    assert not Address.objects.exists()
    assert ClosedPlace.objects.count() == 1


def test_without_a_circle_the_place_is_left_out(cast: Cast) -> None:
    brought = bring(hidden(), steward=cast.riverside)
    assert not Location.objects.exists()
    assert not ServiceAtLocation.objects.exists()
    assert Service.objects.count() == 1
    assert "no_circle" in brought.codes(Verdict.REFUSE)
    assert "202-555-0188" not in json.dumps(everything())


def test_without_a_steward_the_place_is_left_out(db: None) -> None:
    bring(hidden())
    assert not Location.objects.exists()


@pytest.mark.parametrize(
    "locations",
    [
        f"id,location_type,name,latitude,longitude\n{PLACE},virtual,Line,38.5,-121.4\n",
        f"id,location_type,name\n{PLACE},physical,House\n",
    ],
    ids=["on the phone", "no point"],
)
def test_what_tells_no_place_is_not_closed(circles: Cast, locations: str) -> None:
    bring(
        package(locations=locations, addresses=hidden()["addresses.csv"]), steward=circles.riverside
    )
    assert Location.objects.get().tier == Tier.PUBLIC


def test_a_source_without_any_addresses_says_nothing_about_one(circles: Cast) -> None:
    bring(package(addresses=""), steward=circles.riverside)
    assert Location.objects.get().tier == Tier.PUBLIC


@pytest.mark.parametrize(
    ("line", "street"),
    [
        ("12 Quay Street", True), ("Quay Street 12", True), ("", False), ("  ", False),
        ("P.O. Box 7", False), ("PO BOX 9", False), ("Confidential", False), ("Apartado 5", False),
        ("Address withheld", True), ("Undisclosed location", False),
        ("N/A", False), ("None", False),
    ],
)  # fmt: skip
def test_what_counts_as_a_street(line: str, street: bool) -> None:
    assert has_street(line) is street


@pytest.mark.parametrize("line", ["P.O. Box 7", "Confidential"])
def test_a_post_box_or_a_word_is_no_street(circles: Cast, line: str) -> None:
    addresses = hidden()["addresses.csv"].replace(f"{PLACE},,", f"{PLACE},{line},")
    bring(hidden() | {"addresses.csv": addresses}, steward=circles.riverside)
    assert Location.objects.get().tier == Tier.CASEWORKER


def test_an_address_that_vanished_from_a_public_place_is_pointed_out(circles: Cast) -> None:
    bring(package(), steward=circles.riverside)
    other = f"{LINK},{ORG},1 Other Street,Harbor,CA,95814,US,physical\n"
    heading = package()["addresses.csv"].splitlines()[0]
    places = package()["locations.csv"] + f"{ORG},physical,Other House,,\n"
    brought = bring(
        package(addresses=f"{heading}\n{other}", locations=places), steward=circles.riverside
    )
    assert brought.codes(Verdict.GONE) == ["address_gone"]
    assert Address.objects.filter(pk=ADDRESS).exists()


@pytest.mark.parametrize(
    "text",
    ["Ring at 12 Quay Street, Harbor", "Call 202-555-0188", "We are at 38.5812345, -121.4934567"],
)
def test_a_text_that_tells_the_place_is_refused_with_the_words(circles: Cast, text: str) -> None:
    files = hidden(services=f'id,name,status,description\n{SERVICE},Day Center,active,"{text}"\n')
    brought = look(files, steward=circles.riverside)
    [line] = [line for line in brought.lines() if line.code == "leak"]
    assert (line.verdict, line.file, line.place) == (Verdict.REFUSE, "services.csv", 2)
    bring(files, steward=circles.riverside)
    assert not Service.objects.exists()


def test_the_services_own_number_may_stand_in_its_text(circles: Cast) -> None:
    text = "Call 202-555-0143 first."
    files = hidden(services=f"id,name,status,description\n{SERVICE},Day Center,active,{text}\n")
    bring(files, steward=circles.riverside)
    assert Service.objects.get().description == text


def test_a_closed_place_of_another_house_does_not_open_for_us(circles: Cast) -> None:
    bring(hidden(), steward=circles.riverside)
    keyring = circles.keyring(circles.lena_lakeside)
    from waymark.vault.primitives import CannotOpen

    with pytest.raises(CannotOpen):
        closing.open_place(Location.objects.get(), keyring)


@pytest.mark.parametrize("first", [True, False])
def test_what_hangs_on_a_service_there_is_sealed_with_it(circles: Cast, first: bool) -> None:
    """A telephone of a service at a place rings in that house."""
    rows = hidden() | {
        "phones.csv": (
            "id,service_id,service_at_location_id,number\n"
            f"{PHONE},{SERVICE},,202-555-0143\n{ORG},,{LINK},202-555-0188\n"
        ),
        "contacts.csv": f"id,service_at_location_id,name\n{LINK},{LINK},Ann Keeper\n",
    }
    if first:
        bring(hidden(), steward=circles.riverside)
    bring(rows, steward=circles.riverside)
    assert Location.objects.get().tier == Tier.CASEWORKER
    assert not Contact.objects.exists()
    assert [phone.number for phone in Phone.objects.all()] == ["202-555-0143"]
    worker = circles.dora_directory
    place = closing.open_place(Location.objects.get(), circles.keyring(worker))
    assert [row["number"] for row in place.phones] == ["202-555-0188"]
    assert [row["name"] for row in place.contacts] == ["Ann Keeper"]


def test_a_partner_who_comes_while_places_are_sealed_can_open_them(
    circles: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The place is sealed before the transaction; who came meanwhile must not be left out."""
    from waymark.directory.importing import writing

    looked: list[Tier] = []
    who_opens = writing._who_opens

    def with_a_newcomer(plan: Plan, tier: Tier) -> tuple[list[Compartment], list[bytes]]:
        compartments, readers = who_opens(plan, tier)
        looked.append(tier)
        return compartments, [*readers, *([NEWCOMER] if len(looked) > 1 else [])]

    monkeypatch.setattr(writing, "_who_opens", with_a_newcomer)
    bring(hidden(), steward=circles.riverside)
    [place] = ClosedPlace.objects.all()
    wrapped = WrappedDataKey.objects.filter(envelope=place.envelope_id)
    assert NEWCOMER in {bytes(row.reader) for row in wrapped if row.reader}
