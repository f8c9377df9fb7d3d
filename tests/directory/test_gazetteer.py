"""The real data of the packages: made into a file once, then asked as people type."""

import sqlite3
import sys
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from waymark.directory.gazetteer import (
    FoundPlace,
    Kind,
    Place,
    Several,
    Unknown,
    find_place,
    prepare,
)
from waymark.directory.search.sphere import distance_km


def found(text: str, country: str = "US") -> Place:
    answer = find_place(text, country)
    assert isinstance(answer, FoundPlace), answer
    return answer.place


def several(text: str, country: str = "US") -> tuple[Place, ...]:
    answer = find_place(text, country)
    assert isinstance(answer, Several), answer
    return answer.places


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Los Angeles", (34.05, -118.24)),
        ("  los   ANGELES ", (34.05, -118.24)),
        ("Los Ángeles", (34.05, -118.24)),
        ("Springfield, IL", (39.80, -89.64)),
        ("Springfield, Illinois", (39.80, -89.64)),
        ("springfield il", (39.80, -89.64)),
        ("Springfield (Illinois)", (39.80, -89.64)),
        ("Springfield, IL, USA", (39.80, -89.64)),
        ("St. Louis", (38.63, -90.20)),
        ("saint louis, mo", (38.63, -90.20)),
        ("Washington DC", (38.90, -77.04)),
        ("San Juan, Puerto Rico", (18.47, -66.11)),
        ("Paris, France", (48.85, 2.35)),
        ("Paris, Francia", (48.85, 2.35)),
        ("Paris, Texas", (33.66, -95.56)),
        ("Nueva York", (40.71, -74.01)),
        ("نيويورك", (40.71, -74.01)),
        ("لوس أنجلوس", (34.05, -118.24)),
        ("Hà Nội", (21.02, 105.84)),
        ("Thành phố Hồ Chí Minh", (10.82, 106.63)),
        ("Ciudad de México", (19.43, -99.13)),
        ("Tijuana", (32.50, -117.00)),
    ],
)
def test_cities_as_people_write_them(text: str, near: tuple[float, float]) -> None:
    place = found(text)
    assert place.kind == Kind.CITY
    assert place.point
    assert distance_km(*place.point, *near) < 15


@pytest.mark.parametrize("text", ["90210", "90210-1234", " 90210 ", "Beverly Hills, CA 90210"])
def test_a_postcode(text: str) -> None:
    place = found(text)
    assert place.kind == Kind.POSTCODE
    assert (place.name, place.region, place.country) == ("90210 Beverly Hills", "CA", "US")
    assert place.areas == ("US-06037", "US-CA", "US")
    assert place.point
    assert distance_km(*place.point, 34.09, -118.41) < 5


def test_a_postcode_is_only_offered_to_another_country() -> None:
    answer = find_place("06700", "MX")
    assert not isinstance(answer, FoundPlace)


@pytest.mark.parametrize("text", ["99999", "00000", "9021", "902101"])
def test_a_postcode_that_is_none_is_not_guessed(text: str) -> None:
    assert find_place(text, "US") == Unknown(())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Houstan", "Houston"),
        ("Los Angelas", "Los Angeles"),
        ("los angelas, ca", "Los Angeles"),
        ("chicgao", "Chicago"),
        ("Albuqerque", "Albuquerque"),
    ],
)
def test_a_slip_is_forgiven_and_told(text: str, name: str) -> None:
    answer = find_place(text, "US")
    assert isinstance(answer, FoundPlace)
    assert (answer.place.name, answer.guessed) == (name, True)


def test_a_slip_that_may_mean_several_is_asked_about() -> None:
    answer = find_place("Beverly Hils", "US")
    assert isinstance(answer, Unknown)
    assert {place.region for place in answer.near[:2]} == {"CA", "MI"}


@pytest.mark.parametrize("text", ["", "   ", "?", ",", "xqzzt", "\x00", "🏠", "%", "a" * 5000])
def test_what_is_no_place(text: str) -> None:
    assert find_place(text, "US") == Unknown(())


def test_one_name_of_several_places_asks_which() -> None:
    places = several("Springfield")
    assert {place.region for place in places} >= {"MO", "MA", "IL"}
    assert {place.country for place in places} == {"US"}
    people = [place.people for place in places]
    assert people == sorted(people, reverse=True)


def test_the_own_country_comes_first() -> None:
    assert several("London", "US")[0].country == "US"
    assert found("London", "GB").country == "GB"
    assert found("San Jose", "US").region == "CA"
    assert several("San Jose", "CR")[0].country == "CR"


def test_without_an_own_country_the_largest_comes_first() -> None:
    assert several("San Jose", "")[0].region == "CA"
    assert found("Houston", "").region == "TX"


def test_places_of_one_name_can_be_told_apart() -> None:
    for country in ("US", "MX"):
        for name in ("San Juan", "Guadalupe", "Springfield"):
            answer = find_place(name, country)
            places = answer.places if isinstance(answer, Several) else ()
            seen = [(one.name, one.region, one.near, one.country, one.kind) for one in places]
            assert len(set(seen)) == len(seen)


def test_regions_and_countries_are_areas_without_a_point() -> None:
    assert (found("California").point, found("California").areas) == (None, ("US-CA",))
    for name in ("المكسيك", "MEX"):
        assert (found(name).point, found(name).areas) == (None, ("MX",))
    for name in ("Hoa Kỳ", "Estados Unidos", "الولايات المتحدة", "USA"):
        assert found(name).areas == ("US",)
    assert Kind.COUNTRY in {place.kind for place in several("Mexico")}
    assert found("Puerto Rico").areas == ("US-PR",)


def test_a_county_has_its_own_code_first_and_a_point() -> None:
    county = found("Los Angeles County")
    assert county.areas == ("US-06037", "US-CA", "US")
    assert county.point
    assert [place.region for place in several("Orange County")][:2] == ["CA", "FL"]
    assert found("Orange County, FL").areas[0] == "US-12095"


def test_a_city_and_its_state_of_one_name() -> None:
    assert [place.kind for place in several("New York")] == [Kind.CITY, Kind.REGION]
    assert found("New York, NY").areas[:2] == ("US-36061", "US-NY")


def test_an_area_that_nobody_knows_is_passed_over() -> None:
    assert "CA" in {place.country for place in several("Toronto, Ontario")}


@given(st.text(max_size=40), st.sampled_from(["", "US", "MX"]))
@hypothesis_settings(max_examples=60, deadline=None)
def test_no_text_breaks_it(text: str, country: str) -> None:
    assert isinstance(find_place(text, country), FoundPlace | Several | Unknown)


def test_the_file_lies_in_its_folder_and_is_whole() -> None:
    path = prepare()
    assert path.parent == Path(settings.GAZETTEER_FOLDER)
    assert list(path.parent.glob("gazetteer*")) == [path]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM place").fetchone()[0] > 100_000
    connection.close()


def test_the_packages_are_not_loaded_into_the_site() -> None:
    found("Houston")
    assert "waymark.directory.gazetteer.drafts" not in sys.modules


def test_it_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    monkeypatch.setattr("subprocess.run", pytest.fail)
    assert prepare().exists()
