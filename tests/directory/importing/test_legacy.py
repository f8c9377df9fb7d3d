"""HSDS 1 and 2, and Ohana: lists in cells, numbers as ids, places without an address."""

import pytest

from tests.directory.hsds.reference import REFERENCE, needs_reference
from tests.directory.importing.conftest import Brought, bring, unchanged
from waymark.directory.importing.languages import language_code
from waymark.directory.importing.readers.legacy import words
from waymark.directory.importing.wording import Verdict
from waymark.directory.models import (
    Accessibility,
    Address,
    Attribute,
    Language,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)

OHANA = REFERENCE / "ohana_sample_csv" / "sample-csv"


def old(**files: str) -> dict[str, str]:
    """A small package as Ohana writes them."""
    base = {
        "organizations": "id,name,description\n1,Harbor Aid,They help.\n",
        "locations": (
            "id,organization_id,accessibility,languages,latitude,longitude,name,short_desc,virtual\n"
            '1,1,"ramp, restroom","Spanish (limited), Chinese (Mandarin)",38.5,-121.5,Harbor House,'
            "Meals,false\n"
        ),
        "addresses": (
            "id,location_id,address_1,city,state_province,postal_code,country\n"
            "1,1,12 Quay Street,Harbor,CA,95814,US\n"
        ),
        "services": (
            "id,location_id,name,eligibility,audience,keywords,languages,service_areas,status,"
            "taxonomy_ids\n"
            '7,1,Day Center,Adults only,Families,"Meals, Advice",Vietnamese,"Harbor, Quay",,'
            '"A, B"\n'
        ),
        "taxonomy": "taxonomy_id,name,parent_id,parent_name\nA,Food,,\nB,Meals,A,Food\n",
        "phones": (
            "id,location_id,service_id,country_prefix,department,number,number_type\n"
            "1,1,,,,202-555-0143,voice\n2,,7,+1,Intake,202-555-0144,fax\n"
        ),
    }  # fmt: skip
    return {f"{name}.csv": text for name, text in {**base, **files}.items() if text}


def test_an_old_package_comes_in_whole() -> None:
    brought = bring(old())
    service = Service.objects.get()
    assert service.organization == Organization.objects.get(name="Harbor Aid")
    assert service.service_at_locations.get().location.name == "Harbor House"
    assert service.eligibility_description == "Adults only\nFamilies"
    assert sorted(area.name for area in service.service_areas.all()) == ["Harbor", "Quay"]
    assert brought.codes() == ["no_status"]
    assert service.status == "active"


def test_importing_it_twice_changes_nothing() -> None:
    bring(old())
    with unchanged():
        again = bring(old())
    assert not again.report.total(Verdict.CHANGE)


def test_languages_with_notes() -> None:
    bring(old())
    found = {row.name: (row.code, row.note) for row in Language.objects.all()}
    assert found == {
        "Spanish": ("es", "limited"),
        "Chinese (Mandarin)": ("zh", ""),
        "Vietnamese": ("vi", ""),
    }


def test_codes_of_accessibility_become_words() -> None:
    bring(old())
    assert sorted(row.description for row in Accessibility.objects.all()) == ["ramp", "restroom"]


def test_terms_and_keywords_hang_on_the_service() -> None:
    bring(old())
    service = Service.objects.get()
    terms = Attribute.objects.filter(link_id=service.pk, taxonomy_term__isnull=False)
    assert sorted(row.taxonomy_term.code for row in terms) == ["A", "B"]
    words_ = Attribute.objects.filter(link_id=service.pk, link_type="keyword")
    assert sorted(row.value for row in words_) == ["Advice", "Meals"]
    assert TaxonomyTerm.objects.get(code="B").parent.name == "Food"


def test_a_number_with_its_country_and_what_it_is_for() -> None:
    bring(old())
    phone = Phone.objects.get(type="fax")
    assert (phone.number, phone.description) == ("+1 202-555-0144", "Intake")


@pytest.mark.parametrize(
    ("weekday", "opens", "closes", "stored"),
    [
        ("Monday", "9am", "4:00 PM", ("MO", "09:00:00", "16:00:00")),
        ("7", "08:00", "17:30", ("SU", "08:00:00", "17:30:00")),
        ("wed", "8.30", "24:00", ("WE", "08:30:00", "00:00:00")),
    ],
)
def test_opening_hours(weekday: str, opens: str, closes: str, stored: tuple[str, str, str]) -> None:
    hours = f"id,service_id,weekday,opens_at,closes_at\n1,7,{weekday},{opens},{closes}\n"
    bring(old(regular_schedules=hours))
    row = Schedule.objects.get()
    assert (row.byday, str(row.opens_at), str(row.closes_at)) == stored
    assert row.freq == "WEEKLY"


@pytest.mark.parametrize(
    ("row", "code"),
    [("1,7,Someday,9am,5pm", "bad_day"), ("1,7,8,9am,5pm", "bad_day"),
     ("1,7,Monday,25,5pm", "bad_time"),
     ("1,7,Monday,13pm,5pm", "bad_time")],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_said(row: str, code: str) -> None:
    brought = bring(old(regular_schedules=f"id,service_id,weekday,opens_at,closes_at\n{row}\n"))
    assert code in brought.codes()


def test_holidays_of_every_year_and_of_one() -> None:
    rows = (
        "id,service_id,start_date,end_date,closed,opens_at,closes_at\n"
        '1,7,"January 01, 0001","January 01, 0001",true,,\n'
        "2,7,12/24/2015,12/26/2015,false,10:00,16:00\n"
    )
    brought = bring(old(holiday_schedules=rows))
    first, second = Schedule.objects.order_by("valid_from", "pk")
    if first.valid_from:
        first, second = second, first
    assert first.description == "Closed: January 01"
    assert (str(second.valid_from), str(second.opens_at)) == ("2015-12-24", "10:00:00")
    assert brought.codes() == ["no_status"]


def test_several_texts_about_eligibility_become_one() -> None:
    services = "id,organization_id,name,status\n7,1,Day Center,active\n"
    rows = "id,service_id,eligibility\n1,7,Adults\n2,7,Residents\n"
    brought = bring(old(services=services, eligibilities=rows))
    assert Service.objects.get().eligibility_description == "Adults\nResidents"
    assert not brought.codes()


def test_hsds_2_links_and_files() -> None:
    files = {
        "organizations.csv": "id,name,description,url\n1,Harbor Aid,Helps,https://example.org\n",
        "services.csv": "id,organization_id,name,status,fees\n5,1,Advice,active,Free\n",
        "locations.csv": "id,organization_id,name,latitude,longitude\n2,1,House,38.5,-121.5\n",
        "services_at_location.csv": "id,service_id,location_id\n9,5,2\n",
        "physical_addresses.csv": (
            "id,location_id,address_1,city,state_province,postal_code,country\n"
            "1,2,12 Quay Street,Harbor,CA,95814,US\n"
        ),
        "accessibility_for_disabilities.csv": (
            "id,location_id,accessibility,details\n1,2,lift,new\n"
        ),
        "languages.csv": "id,service_id,language\n1,5,Farsi\n",
        "services_taxonomy.csv": "id,service_id,taxonomy_id\n1,5,A\n",
        "taxonomy.csv": "id,name,parent_id,vocabulary\nA,Law,,Ours\n",
    }
    brought = bring(files)
    service = Service.objects.get()
    assert (service.fees_description, service.organization.website) == (
        "Free",
        "https://example.org",
    )
    assert ServiceAtLocation.objects.get().location.addresses.count() == 1
    assert Language.objects.get().code == "fa"
    assert Attribute.objects.get().taxonomy_term.taxonomy == "Ours"
    assert Accessibility.objects.get().details == "new"
    assert not brought.codes()


def test_two_sources_with_the_same_numbers_stay_apart() -> None:
    bring(old())
    bring(old(), source="Quay County")
    assert Service.objects.count() == 2
    assert Location.objects.count() == 2


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("", []), (" , ;", []), ("a, b", ["a", "b"]), ("a; b | a", ["a", "b"]),
        ("Spanish (limited, evenings), Farsi", ["Spanish (limited, evenings)", "Farsi"]),
        ("open (never closed, b", ["open (never closed", "b"]), (")a, b", [")a", "b"]),
    ],
)  # fmt: skip
def test_lists_within_a_cell(cell: str, items: list[str]) -> None:
    assert words(cell) == items


@pytest.mark.parametrize(
    ("name", "code"),
    [("Spanish", "es"), (" cantonese ", "yue"), ("ASL", "ase"), ("Klingonese", ""), ("", "")],
)
def test_languages_by_their_names(name: str, code: str) -> None:
    assert language_code(name) == code


@pytest.fixture
def ohana() -> Brought:
    """The published sample, imported."""
    return bring({path.name: path.read_bytes() for path in sorted(OHANA.glob("*.csv"))})


@needs_reference
def test_the_published_sample_comes_in(ohana: Brought) -> None:
    assert not ohana.codes(Verdict.REFUSE)
    assert Service.objects.count() == 23
    assert Location.objects.count() == 22
    assert Address.objects.filter(address_type="postal").count() == 21
    assert Location.objects.get(name="Location with no phone").location_type == "virtual"
    assert Service.objects.get(name="Service with blank fields").status == "defunct"


@needs_reference
def test_the_sample_a_second_time_changes_nothing(ohana: Brought) -> None:
    with unchanged():
        again = bring({path.name: path.read_bytes() for path in sorted(OHANA.glob("*.csv"))})
    assert not again.report.total(Verdict.ADD)
    assert not again.report.total(Verdict.CHANGE)
