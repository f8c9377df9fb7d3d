"""Which jurisdictions are near a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.cases.reference.places import REGIONS, around, regions
from waymark.learn.content.faults import ContentError

from .conftest import Write

REGION_FILE = """
reviewed_by = "Ann"
reviewed_on = 2026-11-01
review_due = 2027-05-01
[[regions]]
id = "EU"
countries = ["FR"]
[[regions]]
id = "COE"
countries = ["FR", "GB"]
"""


@pytest.mark.parametrize(
    ("place", "near"),
    [
        ("US-CA", ("US-CA", "US", "ANY")),
        ("US", ("US", "ANY")),
        ("GB-ENG", ("GB-ENG", "GB-EAW", "GB", "COE", "ANY")),
        ("GB-SCT", ("GB-SCT", "GB", "COE", "ANY")),
        ("FR", ("FR", "EU", "COE", "ANY")),
        ("CH", ("CH", "COE", "ANY")),
        ("VN", ("VN", "ANY")),
        ("", ("ANY",)),
    ],
)
def test_what_is_near(place: str, near: tuple[str, ...]) -> None:
    assert around(place) == near


@given(st.text(max_size=12))
def test_any_text_has_at_least_the_rules_of_any_place(place: str) -> None:
    near = around(place)
    assert near[-1] == "ANY"
    assert len(set(near)) == len(near)


def test_the_regions_have_so_many_countries() -> None:
    assert {region: len(regions()[region]) for region in REGIONS} == {"EU": 27, "COE": 47}
    assert regions()["EU"] < regions()["COE"]
    assert "RU" not in regions()["COE"]


def test_an_organisation_changes_a_region(write: Write) -> None:
    write("regions/regions.toml", REGION_FILE)
    assert around("DE") == ("DE", "ANY")
    assert around("FR") == ("FR", "EU", "COE", "ANY")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"FR", "GB"', '"France"', "'France' is no country code"),
        ('id = "COE"', 'id = "EU"', "which countries are in COE"),
        ('id = "COE"', 'id = "AU"', "must be one of COE, EU"),
        ("review_due = 2027-05-01", "", "`review_due` is missing"),
    ],
)
def test_a_wrong_region_says_what_to_mend(write: Write, old: str, new: str, says: str) -> None:
    from waymark.cases.reference.places import read_regions

    write("regions/regions.toml", REGION_FILE.replace(old, new, 1))
    with pytest.raises(ContentError, match=says):
        read_regions()
