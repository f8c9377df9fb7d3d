"""HSDS 3 as CSV files: read, compared, written once."""

from collections.abc import Callable

import pytest

from tests.directory.importing.conftest import (
    ADDRESS,
    LINK,
    ORG,
    PHONE,
    PLACE,
    SERVICE,
    SOURCE,
    bring,
    everything,
    look,
    package,
    unchanged,
)
from waymark.audit.models import Entry
from waymark.directory.importing.rows import CannotRead
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import (
    Address,
    ImportRun,
    Location,
    Metadata,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
)
from waymark.directory.models.search import SearchRow


def test_a_package_comes_in_whole() -> None:
    brought = bring(package())
    service = Service.objects.get(pk=SERVICE)
    assert (service.name, service.source, service.steward_id) == ("Day Center", SOURCE, None)
    assert service.organization.name == "Harbor Aid"
    assert [phone.number for phone in service.phones.all()] == ["202-555-0143"]
    place = Location.objects.get()
    assert (place.latitude, place.longitude, place.tier) == (38.58, -121.49, 0)
    assert place.addresses.get().address_1 == "12 Quay Street"
    assert brought.count(Verdict.ADD, "service") == 1
    assert not brought.codes()


def test_it_can_be_found_at_once() -> None:
    bring(package())
    assert SearchRow.objects.filter(service_id=SERVICE).count() == 1


def test_importing_twice_changes_nothing_and_writes_no_history() -> None:
    bring(package())
    with unchanged():
        again = bring(package())
    assert again.count(Verdict.LEAVE, "service") == 1
    assert not again.report.total(Verdict.CHANGE)
    assert not again.report.total(Verdict.ADD)
    assert not Metadata.objects.exists()
    assert Entry.objects.filter(event="directory:imported").count() == 1


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    with unchanged():
        looked = look(package())
    brought = bring(package())
    assert [(line.verdict, line.entity, line.id) for line in looked.lines()] == [
        (line.verdict, line.entity, line.id) for line in brought.lines()
    ]
    assert ImportRun.objects.filter(state="planned").count() == 1
    assert looked.report.counts == brought.report.counts


def test_a_change_is_told_field_by_field_and_kept_in_the_history() -> None:
    bring(package())
    before = Service.objects.get().last_modified
    other = package(phones=f"id,service_id,number\n{PHONE},{SERVICE},202-555-0199\n")
    looked = look(other)
    [line] = [line for line in looked.lines() if line.verdict is Verdict.CHANGE]
    assert line.changed == (("number", "202-555-0143", "202-555-0199"),)
    assert (line.file, line.place) == ("phones.csv", 2)
    assert "202-555-0143" in line.text
    bring(other)
    assert Phone.objects.get().number == "202-555-0199"
    row = Metadata.objects.get()
    assert (row.previous_value, row.replacement_value) == ("202-555-0143", "202-555-0199")
    assert (row.resource_type, str(row.resource_id), row.updated_by) == ("phone", PHONE, SOURCE)
    assert Service.objects.get().last_modified > before
    with unchanged():
        bring(other)


def test_a_column_that_the_source_lacks_leaves_ours() -> None:
    bring(package())
    Service.objects.update(alert="Closed on Monday")
    bring(package(services=f"id,name,status\n{SERVICE},Day House,active\n"))
    service = Service.objects.get()
    assert (service.name, service.alert) == ("Day House", "Closed on Monday")
    assert service.description == "Meals and advice."


def test_a_blank_in_a_column_that_is_there_empties_ours() -> None:
    bring(package())
    bring(package(services=f"id,name,description,status\n{SERVICE},Day Center,,active\n"))
    assert Service.objects.get().description == ""


@pytest.mark.parametrize(
    ("status", "stored", "code"),
    [
        ("active", "active", ""), ("Inactive", "inactive", ""), ("", "active", "no_status"),
        ("temporarily closed", "temporarily closed", ""), ("open??", "inactive", "bad_status"),
    ],
)  # fmt: skip
def test_a_status_that_is_missing_or_strange(status: str, stored: str, code: str) -> None:
    brought = bring(package(services=f"id,name,status\n{SERVICE},Day Center,{status}\n"))
    assert Service.objects.get().status == stored
    assert brought.codes() == ([code] if code else [])


@pytest.mark.parametrize(
    ("files", "codes"),
    [
        ({"phones": f"id,service_id,number\n{PHONE},{SERVICE},12\n"}, ["not_a_number"]),
        ({"phones": f"id,service_id,number\n{PHONE},{SERVICE},\n"}, ["no_number"]),
        ({"phones": f"id,service_id,number,extension\n{PHONE},{SERVICE},202-555-0143,x1\n"},
         ["bad_number"]),
        ({"locations": f"id,location_type,latitude,longitude\n{PLACE},physical,138.5,2\n"},
         ["off_the_globe"]),
        ({"locations": f"id,location_type,latitude,longitude\n{PLACE},physical,38.5,\n"},
         ["half_a_point"]),
        ({"locations": f"id,location_type,latitude,longitude\n{PLACE},physical,nan,inf\n"},
         ["bad_number", "bad_number"]),
        ({"locations": f"id,location_type,name\n{PLACE},palace,Harbor House\n"}, ["bad_choice"]),
        ({"services": f"id,name,status,assured_date\n{SERVICE},Day Center,active,02/03/2024\n"},
         ["bad_date"]),
        ({"services": f"id,name,status,assured_date\n{SERVICE},Day Center,active,2999-01-01\n"},
         ["assured_later"]),
        ({"unheard_of": "id,name\n1,2\n"}, ["unknown_file"]),
        ({"schedules": f"id,service_id,freq,opens_at\n{ORG},{SERVICE},WEEKLY,25:00\n"},
         ["bad_time"]),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_said_and_the_rest_comes_in(
    files: dict[str, str], codes: list[str]
) -> None:
    brought = bring(package(**files))
    assert brought.codes() == codes
    assert Service.objects.get().name == "Day Center"


def test_each_problem_names_file_line_and_what_to_do() -> None:
    text = f"id,name,status,assured_date\n{SERVICE},Day Center,active,soon\n"
    [line] = look(package(services=text)).lines()[:1]
    assert (line.file, line.place, line.value) == ("services.csv", 2, "soon")
    assert "2026-12-31" in line.text


def test_a_service_without_a_name_is_left_out_with_what_hangs_on_it() -> None:
    brought = bring(package(services=f"id,name,status\n{SERVICE},,active\n"))
    assert not Service.objects.exists()
    assert not ServiceAtLocation.objects.exists()
    assert not Phone.objects.exists()
    assert brought.codes(Verdict.REFUSE) == ["no_name", "dangling", "dangling"]


def test_a_link_into_nothing_is_cut_and_said() -> None:
    brought = bring(package(organizations=""))
    service = Service.objects.get()
    assert service.organization_id is None
    assert brought.codes() == ["dangling"]


def test_a_link_to_what_an_earlier_import_brought_holds() -> None:
    bring(package())
    more = f"id,service_id,number\n{LINK},{SERVICE},202-555-0177\n"
    brought = bring({"phones.csv": more})
    assert Phone.objects.filter(service_id=SERVICE).count() == 2
    assert not brought.codes()


def test_the_same_row_twice_counts_once() -> None:
    row = f"{PHONE},{SERVICE},202-555-0143\n"
    brought = bring(package(phones=f"id,service_id,number\n{row}{row}"))
    assert Phone.objects.count() == 1
    assert not brought.codes()


def test_one_id_with_two_contents_keeps_the_first_and_says_so() -> None:
    rows = f"{PHONE},{SERVICE},202-555-0143\n{PHONE},{SERVICE},202-555-0144\n"
    brought = bring(package(phones=f"id,service_id,number\n{rows}"))
    assert Phone.objects.get().number == "202-555-0143"
    [line] = [line for line in brought.lines() if line.code]
    assert (line.code, line.value, line.place) == ("twice", "2", 3)


def test_a_row_with_other_columns_than_the_heading_is_left_out() -> None:
    rows = f"{ORG},One\n{LINK},Two,It helps.\n{ADDRESS},Three,It helps.,more\n"
    brought = bring(package(organizations=f"id,name,description\n{rows}", services=""))
    assert [each.name for each in Organization.objects.all()] == ["Two"]
    assert brought.codes(Verdict.REFUSE)[:2] == ["bad_row", "bad_row"]


def test_ids_that_are_no_uuids_stay_the_same_and_belong_to_the_source() -> None:
    files = {
        "services.csv": "id,name,status\nS-1,Day Center,active\n",
        "service_at_location.csv": "id,service_id,location_id\n1,S-1,1\n",
        "locations.csv": "id,location_type,name\n1,physical,Harbor House\n",
        "attributes.csv": "id,link_id,link_entity,value\n1,S-1,service,meals\n",
    }
    bring(files)
    with unchanged():
        bring(files)
    assert Service.objects.get().service_at_locations.get().location.name == "Harbor House"
    bring(files, source="Another County")
    assert Service.objects.count() == 2


def test_the_descriptor_may_name_the_files() -> None:
    files = {
        "a.csv": f"id,name,status\n{SERVICE},Day Center,active\n",
        "datapackage.json": '{"resources": [{"name": "service", "path": "a.csv"}]}',
        "service_at_location.csv": "id,service_id,location_id\n",
    }
    bring(files)
    assert Service.objects.get().name == "Day Center"


@pytest.mark.parametrize("descriptor", ["", "[]", "{", '{"resources": 3}', '{"resources": [{}]}'])
def test_a_descriptor_that_cannot_be_read_is_passed_over(descriptor: str) -> None:
    bring(package() | {"datapackage.json": descriptor})
    assert Service.objects.count() == 1


@pytest.mark.parametrize(
    "encoded",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
    ids=["bom", "windows", "utf-16", "semicolons", "tabs", "line ends"],
)
def test_encodings_and_delimiters(encoded: Callable[[str], bytes]) -> None:
    text = f"id,name,description,status\n{SERVICE},Café “Señor”,Ünter,active\n"
    files: dict[str, str | bytes] = {**package(), "services.csv": encoded(text)}
    bring(files)
    service = Service.objects.get()
    assert (service.name, service.description) == ("Café “Señor”", "Ünter")


def test_nothing_that_we_know_is_refused_with_what_we_know() -> None:
    with pytest.raises(CannotRead, match="HSDS"):
        bring({"letter.txt": "Dear friends"})
    assert ImportRun.objects.get().state == "failed"


def test_our_own_later_date_of_change_is_kept() -> None:
    text = f"id,name,status,last_modified\n{SERVICE},Day Center,active,2020-01-01T00:00:00Z\n"
    bring(package(services=text))
    bring(package(services=text, phones=f"id,service_id,number\n{PHONE},{SERVICE},202-555-0199\n"))
    assert Service.objects.get().last_modified.year > 2020
    with unchanged():
        bring(
            package(services=text, phones=f"id,service_id,number\n{PHONE},{SERVICE},202-555-0199\n")
        )


def test_the_list_of_imports_says_how_it_went() -> None:
    run = bring(package()).run
    run.refresh_from_db()
    assert (run.state, run.format, run.source) == ("done", "hsds-3-csv", SOURCE)
    assert run.counts["add"]["service"] == 1
    assert "to_index" not in run.counts
    assert len(run.digest) == 64
    assert everything()["Address"][0]["address_1"] == "12 Quay Street"
    assert Address.objects.count() == 1
