"""Who can agree: never a suspected perpetrator, a young person alone only where a rule says so."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from tests.referrals.consent.conftest import Desk
from waymark.cases.models import Participant, today
from waymark.cases.records import change, read
from waymark.referrals.consent.agreeing import Ages, ages_on_record
from waymark.referrals.consent.terms import Given
from waymark.referrals.models import Release
from waymark.reports.states import CannotNow


def _years_ago(years: int) -> str:
    """Born so many years ago, and some days more, on any machine's clock."""
    day = timezone.now().date()
    return date(day.year - years, day.month, 1).isoformat()


def _refused(desk: Desk, release: Release, given: Given) -> str:
    with pytest.raises(CannotNow) as refused:
        desk.sign(release, given)
    return str(refused.value.sentence)


def test_a_suspected_perpetrator_agrees_to_nothing(desk: Desk) -> None:
    suspect = desk.someone("suspected_perpetrator")
    with pytest.raises(CannotNow) as refused:
        desk.draft(suspect)
    assert "suspected" in str(refused.value.sentence)
    assert not Release.objects.exists()


@pytest.mark.parametrize("role", ["victim", "family_member", "other"])
def test_everybody_else_does(desk: Desk, role: str) -> None:
    assert desk.active(desk.someone(role))


def _suspect(desk: Desk, participant: Participant) -> None:
    content = read(participant, desk.keyring)
    content["fields"]["role"] = {"v": "suspected_perpetrator"}
    participant.refresh_from_db()
    change(participant, content, seen=participant.version, keyring=desk.keyring)


def test_whoever_comes_under_suspicion_on_the_way_does_not_get_further(desk: Desk) -> None:
    draft, signed = desk.drafted(), desk.sign(desk.drafted())
    _suspect(desk, desk.rosa)
    for step, release in ((desk.sign, draft), (desk.activate, signed)):
        with pytest.raises(CannotNow):
            step(release)


CHILD = {"prs_FirstName": "Lien", "prs_Birthdate": _years_ago(14)}


@pytest.mark.parametrize("place", ["", "FR", "US-CA"])
def test_a_child_needs_a_guardian_where_no_rule_says_otherwise(desk: Desk, place: str) -> None:
    """California has a rule from 12, so there 11 is below it."""
    years = 11 if place == "US-CA" else 14
    child = desk.someone(prs_Birthdate=_years_ago(years))
    given = Given(how="signed", place=place, age=years)
    release = desk.drafted(child)
    assert "guardian" in _refused(desk, release, given)
    assert "guardian" in _refused(desk, release, replace(given, guardian="Thu Pham"))
    assert desk.sign(release, replace(given, guardian="Thu Pham", guardian_is="aunt"))


def test_a_young_person_agrees_alone_where_a_rule_says_so_and_a_worker_says_how_they_know(
    desk: Desk,
) -> None:
    release = desk.drafted(desk.someone(**CHILD))
    given = Given(how="signed", place="US-CA", age=14)
    refusal = _refused(desk, release, given)
    assert "how you know" in refusal
    assert "12" in refusal  # the rule itself is told
    assert desk.sign(release, replace(given, basis="Doctor Ruiz finds her mature enough"))


def test_scotland_presumes_it_from_twelve(desk: Desk) -> None:
    given = Given(how="signed", place="GB-SCT", age=14)
    assert desk.sign(desk.drafted(desk.someone(**CHILD)), given)


def test_where_nobody_knows_the_age_a_guardian_agrees_too(desk: Desk) -> None:
    release = desk.drafted(desk.someone(prs_FirstName="Lien"))
    given = Given(how="signed", place="GB-SCT", age=None)
    assert "guardian" in _refused(desk, release, given)
    assert desk.sign(release, replace(given, guardian="Thu Pham", guardian_is="aunt"))


@pytest.mark.parametrize(
    ("identity", "age"),
    [
        ({"prs_Birthdate": _years_ago(14)}, 18),
        ({"prs_Birthdate": _years_ago(14)}, 17),
        ({"age_band": "12_17"}, 18),
        ({"prs_Birthdate": str(timezone.now().year - 10)}, 18),
    ],
)
def test_a_child_is_not_made_older_than_on_record(
    desk: Desk, identity: dict[str, str], age: int
) -> None:
    release = desk.drafted(desk.someone(prs_FirstName="Lien", **identity))
    refusal = _refused(desk, release, Given(how="signed", place="GB-SCT", age=age))
    assert "on record" in refusal
    assert not any(letter.isdigit() for letter in refusal)  # and the record is not told


def test_a_birth_year_alone_leaves_two_ages_open(desk: Desk) -> None:
    year = today().year - 18
    child = desk.someone(prs_FirstName="Lien", prs_Birthdate=str(year))
    assert ages_on_record(child, desk.keyring) == Ages(
        17 if (today().month, today().day) < (12, 31) else 18, 18
    )
    assert desk.sign(desk.drafted(child), Given(how="signed", age=18))


@pytest.mark.parametrize("born", ["yesterday", "", "2999-01-01", "0000", "1998-02-30"])
def test_a_birth_date_that_is_none_says_nothing_or_zero(desk: Desk, born: str) -> None:
    child = desk.someone(prs_FirstName="Lien", **({"prs_Birthdate": born} if born else {}))
    assert ages_on_record(child, desk.keyring) in (None, Ages(0, 0))


@pytest.mark.parametrize("name", ["Viktor Malo", "MALO, Víktor", "Viktor", "Mr Viktor Ivan Malo"])
def test_a_suspected_perpetrator_is_no_guardian_in_whatever_spelling(desk: Desk, name: str) -> None:
    desk.someone("suspected_perpetrator", prs_FirstName="Viktor", prs_SecondName="Malo")
    release = desk.drafted(desk.someone(**CHILD))
    given = Given(how="signed", place="FR", age=14, guardian=name, guardian_is="uncle")
    assert "suspected" in _refused(desk, release, given)
    assert desk.sign(release, replace(given, guardian="Thu Pham"))
