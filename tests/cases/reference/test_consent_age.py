"""Who has to agree for somebody under age: where nothing is known, a guardian too."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.cases.reference.consent_age import (
    RULES,
    Standing,
    consent_ages,
    read_consent_ages,
)
from waymark.learn.content.faults import ContentError

from .conftest import Write

OURS = read_consent_ages()
PLACES = st.sampled_from([*OURS.places, "GB-ENG", "US-NY", "FR", "VN", "", "nonsense"])
FILE = """
reviewed_by = "Ann"
reviewed_on = 2026-11-01
review_due = 2027-05-01
adult_age = 18

[[places]]
jurisdiction = "NN"
rule = "presumed-from"
age = 14
article = "s. 1"
source = "act"

[[sources]]
id = "act"
title = "Act"
url = "https://law.example/1"
seen = 2026-11-01
read = "whole"
"""
WORDS = '[places.NN]\nbasis = "From 14."\n'


@pytest.mark.parametrize(
    ("place", "age", "standing"),
    [
        ("US", 15, Standing.CONDITION),
        ("US-NY", 15, Standing.CONDITION),
        ("US-CA", 12, Standing.CONDITION),
        ("US-CA", 11, Standing.GUARDIAN),
        ("US-TX", 16, Standing.CONDITION),
        ("US-TX", 15, Standing.GUARDIAN),
        ("GB-ENG", 15, Standing.CONDITION),
        ("GB-EAW", 17, Standing.CONDITION),
        ("GB-SCT", 12, Standing.ALONE),
        ("GB-SCT", 11, Standing.CONDITION),
        ("FR", 17, Standing.GUARDIAN),
        ("VN", 17, Standing.GUARDIAN),
        ("", 17, Standing.GUARDIAN),
        ("FR", 18, Standing.ALONE),
        ("", 40, Standing.ALONE),
        ("GB-SCT", None, Standing.GUARDIAN),
    ],
)
def test_who_has_to_agree(place: str, age: int | None, standing: Standing) -> None:
    ruling = OURS.ruling(place, age)
    assert ruling.standing is standing
    assert ruling.needs_guardian is (standing is Standing.GUARDIAN)
    assert ruling.needs_confirmation is (standing is Standing.CONDITION)
    assert ruling.label
    assert len(ruling.sentences()) >= 1


def test_where_no_rule_is_listed_the_worker_is_told_why_and_whom_to_ask() -> None:
    text = " ".join(OURS.ruling("FR", 15).sentences())
    assert "no rule for this place" in text
    assert "adviser" in text
    assert OURS.ruling("FR", 15).rule is None


def test_a_suspect_can_never_agree() -> None:
    for place in (*OURS.places, "FR", ""):
        for age in (None, 3, 13, 17):
            assert any("suspected" in text for text in OURS.ruling(place, age).sentences())


@given(PLACES, st.integers(0, 17))
def test_without_a_listed_rule_nobody_under_age_agrees_alone(place: str, age: int) -> None:
    ruling = OURS.ruling(place, age)
    assert ruling.rule is not None or ruling.needs_guardian
    if ruling.standing is Standing.ALONE:
        assert ruling.rule
        assert ruling.rule.rule == "presumed-from"
        assert age >= ruling.rule.age > 0


@given(PLACES, st.integers(0, 16))
def test_growing_older_never_takes_a_choice_away(place: str, age: int) -> None:
    order = [Standing.GUARDIAN, Standing.CONDITION, Standing.ALONE]
    younger, older = OURS.ruling(place, age), OURS.ruling(place, age + 1)
    assert order.index(younger.standing) <= order.index(older.standing)


def test_a_place_without_rules_changes_to_a_guardian() -> None:
    emptied = replace(OURS, places={})
    assert all(emptied.ruling(place, 17).needs_guardian for place in OURS.places)


def test_an_age_below_zero_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zero or more"):
        OURS.ruling("US", -1)


def test_every_rule_has_its_source() -> None:
    for rule in OURS.places.values():
        assert rule.rule in RULES
        assert rule.article
        assert rule.source


def test_an_organisation_has_its_own_rules(write: Write) -> None:
    write("consent/consent_age.toml", FILE)
    write("consent/en.toml", WORDS)
    assert consent_ages().ruling("NN", 14).standing is Standing.ALONE
    assert consent_ages().ruling("GB-SCT", 14).needs_guardian


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('jurisdiction = "NN"', 'jurisdiction = "ANY"', "no rule for every place"),
        ('rule = "presumed-from"', 'rule = "always"', "not 'always'"),
        ("age = 14", "age = 18", "must be below 18"),
        ("age = 14", "age = -1", "must be below 18"),
        ("age = 14\n", "", "needs `age`"),
        ('source = "act"\n', "", "needs `article` and `source`"),
        ('jurisdiction = "NN"', 'jurisdiction = "NX"', "no words places.NX.basis"),
        ("adult_age = 18\n", "", "`adult_age` is missing"),
        ("[[sources]]", '[[places]]\njurisdiction = "NN"\nrule = "by-understanding"\n'
         'article = "s. 1"\nsource = "act"\n\n[[sources]]', "there twice"),
    ],
)  # fmt: skip
def test_a_wrong_rule_says_what_to_mend(write: Write, old: str, new: str, says: str) -> None:
    assert old in FILE
    write("consent/en.toml", WORDS)
    write("consent/consent_age.toml", FILE.replace(old, new, 1))
    with pytest.raises(ContentError, match=says):
        read_consent_ages()
