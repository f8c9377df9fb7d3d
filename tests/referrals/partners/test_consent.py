"""Without the person's consent, stated in full and still holding, nothing is taken."""

from datetime import date
from typing import Any

import pytest

from tests.referrals.partners.conftest import BIRTH, FIRST, NAME, Program, body, day
from waymark.cases.answers import Answer
from waymark.cases.models import today
from waymark.referrals.models import PartnerReferral
from waymark.referrals.partners.api import consent

NO_CONSENT: list[Any] = [None, True, "yes", [], "given", 1]
NO_MEMBER: list[Any] = ["", "nobody", 7, True, [], {}, ["x"], "1999-1-1", [FIRST, FIRST], [[FIRST]]]


def refused(harbour: Program, sent: dict[str, Any], *pointers: str) -> None:
    answer = harbour.send(sent)
    assert answer.status_code == 422, answer.content
    told = answer.json()
    assert {each["pointer"] for each in told["errors"]} == set(pointers)
    assert all(each["detail"] for each in told["errors"])
    assert NAME not in str(told)
    assert not PartnerReferral.objects.exists()


def test_without_any(harbour: Program) -> None:
    made = body()
    del made["consent"]
    refused(harbour, made, "/consent")
    for stated in NO_CONSENT:
        refused(harbour, {**made, "consent": stated}, "/consent")


@pytest.mark.parametrize("name", ["purpose", "givenOn", "givenBy", "how", "language", "covers"])
def test_each_part_is_needed(harbour: Program, name: str) -> None:
    refused(harbour, body(consent={name: None}), f"/consent/{name}")
    for other in NO_MEMBER:
        if name != "covers" or other != [FIRST]:
            refused(harbour, body(consent={name: other}), f"/consent/{name}")


def test_what_the_key_is_for(harbour: Program) -> None:
    refused(harbour, body(consent={"purpose": "legal-help"}), "/consent/purpose")


@pytest.mark.parametrize(
    ("stated", "at"),
    [
        ({"givenOn": 1}, "givenOn"),
        ({"givenOn": -91}, "givenOn"),
        ({"expiresOn": -1, "givenOn": -2}, "expiresOn"),
        ({"expiresOn": 91}, "expiresOn"),
        ({"expiresOn": "9999-12-31"}, "expiresOn"),
        ({"givenOn": "9999-12-31"}, "givenOn"),
        ({"givenOn": "0001-01-01"}, "givenOn"),
        ({"expiresOn": "2026-W49-1"}, "expiresOn"),
        ({"givenOn": "20261130"}, "givenOn"),
    ],
    ids=["tomorrow", "over", "ended", "too long", "never", "in 9999", "in year 1", "week", "basic"],
)
def test_days(harbour: Program, stated: dict[str, Any], at: str) -> None:
    """Days from today, or as they are written."""
    days = {name: day(each) if isinstance(each, int) else each for name, each in stated.items()}
    refused(harbour, body(consent=days), f"/consent/{at}")


def test_its_last_day_is_a_day(harbour: Program) -> None:
    row = harbour.sent(body(consent={"givenOn": day(-90), "expiresOn": day()}))
    assert row.expires_on == today()
    assert harbour.sent(body(consent={"expiresOn": day(3)})).expires_on.isoformat() == day(3)
    assert harbour.sent(body(consent={"givenOn": day(-90)})).expires_on == today()


def test_a_field_that_it_does_not_cover(harbour: Program) -> None:
    refused(
        harbour,
        body(consent={"covers": ["participant.role"]}),
        "/values/" + FIRST,
        "/values/identity.prs_Gender",
    )


def test_who_was_there(harbour: Program) -> None:
    spoken = {"how": "verbal-with-witness"}
    refused(harbour, body(consent=spoken), "/consent/witness")
    refused(harbour, body(consent={**spoken, "witness": " \x00 "}), "/consent/witness")
    assert harbour.sent(body(consent={**spoken, "witness": "A nurse", "interpreter": "Nadia"}))


def test_a_guardian_is_named(harbour: Program) -> None:
    refused(harbour, body(consent={"givenBy": "person-and-guardian"}), "/consent/guardian")
    assert harbour.sent(body(consent={"givenBy": "person-and-guardian", "guardian": "Her aunt"}))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("identity.age_band", "12_17"),
        ("identity.age_band", "under_12"),
        (BIRTH, "{year}"),
        (BIRTH, "{year}-12"),
        (BIRTH, "2020-01-01"),
    ],
    ids=["band", "a child", "a year", "a month", "a day"],
)
def test_a_young_person_does_not_agree_alone_without_a_word(
    harbour: Program, name: str, said: str
) -> None:
    covers = {"covers": [FIRST, name]}
    values = {FIRST: NAME, name: said.format(year=today().year - 17)}
    refused(harbour, body(values=values, consent=covers), "/consent/basis")
    with_aunt = {"givenBy": "person-and-guardian", "guardian": "Her aunt"}
    assert harbour.sent(body(values=values, consent=covers | with_aunt))
    assert harbour.sent(
        body(values=values, consent={**covers, "basis": "Sixteen, and lives alone"})
    )


def test_an_adult_agrees_alone(harbour: Program) -> None:
    for born in (str(today().year - 19), f"{today().year - 19}-12", "1970-05-17"):
        values = {BIRTH: born, "identity.age_band": {"silence": "unknown"}}
        assert harbour.sent(body(values=values, consent={"covers": [*values]}))


@pytest.mark.parametrize(
    ("born", "young"),
    [
        ("2008", True),
        ("2008-06", True),
        ("2008-06-16", True),
        ("2008-06-15", False),
        ("2008-05", False),
        ("2007", False),
    ],
)
def test_where_it_is_open_somebody_is_taken_for_young(
    monkeypatch: pytest.MonkeyPatch, born: str, young: bool
) -> None:
    monkeypatch.setattr(consent, "today", lambda: date(2026, 6, 15))
    assert consent._may_be_young({BIRTH: Answer(born)}) is young


def test_nobody_sends_a_suspected_perpetrator(harbour: Program) -> None:
    made = body()
    made["values"]["participant.role"] = "suspected_perpetrator"
    refused(harbour, made, "/values/participant.role")
    made = body(consent={"covers": [FIRST, "participant.per_RoleDetails"]})
    refused(harbour, made, "/consent/covers")
