"""Kinds of milestones: ours are grounded, and an organisation adds its own."""

from datetime import date

import pytest
from django.utils.translation import override

from waymark.cases.reference.milestones import GROUPS, milestones, read_milestones
from waymark.cases.reference.terms import Duration
from waymark.learn.content.faults import ContentError

from .conftest import Write

OURS = read_milestones()
NOWHERE = """
reviewed_by = "Ann Lawyer"
reviewed_on = 2026-11-01
review_due = 2027-05-01

[[kinds]]
id = "nn-permit"
jurisdiction = "NN"
group = "stay"
article = "Aliens Act, s. 7"
source = "act"
term = { duration = "P3M", days = "calendar", kind = "duration-of-status" }

[[sources]]
id = "act"
title = "Aliens Act of Nowhere"
url = "https://law.example/7"
seen = 2026-11-01
read = "whole"
"""
WORDS = """
[jurisdictions]
NN = "Nowhere"
[kinds.nn-permit]
label = "Permit of Nowhere"
starts = "The day of the stamp"
decides = "The king"
"""


def test_the_clocks_that_the_field_waits_for_are_here() -> None:
    terms = {key: kind.term.duration for key, kind in OURS.kinds.items() if kind.term}
    assert terms == {
        "coe-recovery": Duration(days=30),
        "eu-permit": Duration(months=6),
        "gb-conclusive-grounds": Duration(days=30),
        "gb-criminal-injuries": Duration(years=2),
        "gb-further-support": Duration(days=30),
        "gb-reasonable-grounds": Duration(days=5),
        "gb-reconsideration": Duration(days=30),
        "gb-recovery-period": Duration(days=30),
        "us-ca-compensation": Duration(years=7),
        "us-ca-record-relief-answer": Duration(days=45),
        "us-civil-action": Duration(years=10),
        "us-continued-presence": Duration(years=2),
        "us-hhs-child-notice": Duration(hours=24),
        "us-hhs-eligibility": Duration(days=90),
        "us-hhs-interim": Duration(days=90),
        "us-t-appeal": Duration(days=30),
        "us-t-green-card": Duration(years=3),
        "us-t-status": Duration(years=4),
    }
    assert {"us-hhs-certification", "gb-nrm-referral", "court-date", "record-relief",
            "guardian-appointed", "compensation", "eu-reflection"} <= set(OURS.kinds)  # fmt: skip


def test_nothing_about_a_law_stands_there_without_a_source() -> None:
    for kind in OURS.kinds.values():
        assert (kind.jurisdiction == "ANY") is (kind.source is None), kind.id
        assert (kind.jurisdiction == "ANY") is (not kind.article), kind.id
        if kind.source:
            assert kind.source.source.seen <= date(2026, 11, 30)
            assert kind.source.read in {"whole", "excerpt"}


def test_a_target_is_not_told_as_a_deadline() -> None:
    kinds = {key: kind.term.kind for key, kind in OURS.kinds.items() if kind.term}
    assert kinds["gb-reasonable-grounds"] == "target"
    assert kinds["gb-recovery-period"] == "minimum-period"
    assert kinds["us-t-status"] == "duration-of-status"
    assert kinds["gb-reconsideration"] == "deadline"
    assert OURS.kinds["gb-reasonable-grounds"].counting.startswith("Target")
    assert OURS.kinds["court-date"].counting == ""


def test_when_a_clock_ends() -> None:
    assert OURS.kinds["gb-reconsideration"].due(date(2026, 11, 1)) == date(2026, 12, 1)
    # "Beginning with the day": the first day is one of the thirty.
    assert OURS.kinds["gb-further-support"].due(date(2026, 11, 1)) == date(2026, 11, 30)
    assert OURS.kinds["court-date"].due(date(2026, 11, 1)) is None


def test_what_is_near_comes_first() -> None:
    near = [kind.jurisdiction for kind in OURS.near("US-CA")]
    assert list(dict.fromkeys(near)) == ["US-CA", "US", "ANY"]
    groups = [GROUPS.index(kind.group) for kind in OURS.near("US-CA") if kind.jurisdiction == "US"]
    assert groups == sorted(groups)
    assert {kind.jurisdiction for kind in OURS.near("GB-ENG")} == {"GB-EAW", "GB", "COE", "ANY"}
    assert {kind.jurisdiction for kind in OURS.near("")} == {"ANY"}


def test_every_kind_says_that_the_adviser_checks_it() -> None:
    assert all(kind.adviser.startswith("Your adviser checks this.") for kind in OURS.kinds.values())


def test_a_code_that_is_gone_still_has_a_name() -> None:
    assert OURS.label("court-date") == "Day in court"
    assert OURS.label("nn-gone") == "nn-gone"


# ---- An organisation's own files ----


def test_an_organisation_adds_a_place(write: Write) -> None:
    write("milestones/nowhere.toml", NOWHERE)
    write("milestones/en.toml", WORDS)
    [own, *rest] = milestones().near("NN")
    assert own.label == "Permit of Nowhere"
    assert own.due(date(2026, 11, 30)) == date(2027, 2, 28)
    assert {kind.jurisdiction for kind in rest} == {"ANY"}
    assert "us-t-status" in milestones().kinds


def test_the_advisers_words_take_the_place_of_ours(write: Write) -> None:
    write("milestones/en.toml", '[kinds.us-t-status]\nadviser = "Call Ms Otter first."\n')
    assert milestones().kinds["us-t-status"].adviser == "Call Ms Otter first."
    with override("es"):
        assert milestones().kinds["us-t-status"].adviser == "Call Ms Otter first."
    assert milestones().kinds["us-t-appeal"].adviser.startswith("Your adviser checks")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('source = "act"\n', "", "needs `article` and `source`"),
        ('article = "Aliens Act, s. 7"\n', "", "needs `article` and `source`"),
        ('source = "act"', 'source = "memory"', "must be one of act"),
        ('jurisdiction = "NN"', 'jurisdiction = "Nowhere"', "must be a code such as"),
        ('jurisdiction = "NN"', 'jurisdiction = "NX"', "no words jurisdictions.NX"),
        ('jurisdiction = "NN"', 'jurisdiction = "ANY"\nplace = 1', "`place` is no field"),
        ('id = "nn-permit"', 'id = "us-t-status"', "is there twice"),
        ('id = "nn-permit"', 'id = "nn-other"', "no words kinds.nn-other.label"),
        ('group = "stay"', 'group = "luck"', "not 'luck'"),
        ('read = "whole"', 'read = "never"', "must be one of excerpt, whole"),
        ('read = "whole"\n', "", "`read` is missing"),
        ('url = "https://law.example/7"', 'url = "a book"', "must begin with https"),
        ("seen = 2026-11-01", 'seen = "today"', "must be a date"),
        ('"P3M"', '"3 months"', "no duration"),
        ("review_due = 2027-05-01", "review_due = 2026-05-01", "must come after"),
        ("[[sources]]", "[[notes]]", "`notes` is no field"),
    ],
)
def test_a_wrong_file_says_what_to_mend(write: Write, old: str, new: str, says: str) -> None:
    assert old in NOWHERE
    write("milestones/en.toml", WORDS)
    write("milestones/nowhere.toml", NOWHERE.replace(old, new, 1))
    with pytest.raises(ContentError, match=says) as caught:
        read_milestones()
    assert "nowhere.toml" in str(caught.value)


def test_a_term_needs_a_source_at_any_place_too(write: Write) -> None:
    text = NOWHERE.replace('"NN"', '"ANY"').replace('source = "act"\n', "", 1)
    write("milestones/en.toml", WORDS)
    write("milestones/nowhere.toml", text)
    with pytest.raises(ContentError, match="needs `article` and `source`"):
        read_milestones()


def test_a_wrong_file_takes_nothing_away(write: Write, caplog: pytest.LogCaptureFixture) -> None:
    write("milestones/nowhere.toml", "no toml at all")
    assert "us-t-status" in milestones().kinds
    assert "is not valid TOML" in caplog.text
