"""Search and doubles on their pages, and what they hide."""

import pytest
from django.urls import reverse

from tests.cases.caseload.conftest import events
from tests.cases.making import make_case
from tests.cases.people.conftest import SignIn, get, post
from tests.cases.people.making import add, add_known, hotline_case
from tests.cast import Cast
from tests.sites import StaffClient
from waymark.audit.events import Event
from waymark.cases.models import (
    Case,
    Person,
)
from waymark.cases.names import person_name


def test_search_finds_whom_the_worker_may_open(
    carl: StaffClient, case: Case, cast: Cast, staff_client_for: SignIn
) -> None:
    added = add(cast, case)
    page = post(carl, "people_search", data={"words": "qintero rosa"}, status=200)
    assert person_name(added.person) in page
    assert reverse("case", args=[case.pk]) in page
    assert events(Event.PEOPLE_SEARCHED) == 1
    lena = staff_client_for(cast.lena_lakeside)
    page = post(lena, "people_search", data={"words": "Rosa Quintero"}, status=200)
    assert "Nobody whom you can open is like that." in page
    page = post(carl, "people_search", data={"words": person_name(added.person)}, status=200)
    assert "1 person found" in page


@pytest.mark.parametrize(
    "data", [{}, {"words": " "}, {"born": "yesterday"}, {"words": "x" * 201}, {"born": "2199"}]
)
def test_a_search_for_nothing_says_what_to_do(carl: StaffClient, data: dict[str, str]) -> None:
    post(carl, "people_search", data=data, status=422)
    assert events(Event.PEOPLE_SEARCHED) == 0


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE--", "\x00", "🙂", "P-", "C-ZZZZZZ", "%", "\u202erosa"]
)
def test_hostile_words_find_nobody_and_break_nothing(carl: StaffClient, words: str) -> None:
    response = carl.post(reverse("people_search"), {"words": words})
    assert response.status_code in {200, 422}


def test_doubles_are_joined_and_taken_apart_again(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    one, other = add(cast, case).person, add(cast, make_case(cast)).person
    page = get(carl, "people_duplicates")
    assert reverse("people_merge", args=[one.pk, other.pk]) in page
    post(carl, "people_merge", one.pk, other.pk, data={})
    assert carl.get(reverse("person", args=[other.pk])).status_code == 302
    page = get(carl, "person", one.pk)
    assert f"Also recorded as {person_name(other)}" in page
    post(carl, "people_merge", one.pk, other.pk, data={}, status=409)
    match = page.split("/cases/people/matches/")[1].split("/")[0]
    post(carl, "match_undo", match, data={})
    post(carl, "match_undo", match, data={}, status=409)
    assert "Quintero" in get(carl, "person", other.pk)
    post(carl, "people_keep_apart", one.pk, other.pk, data={})
    page = get(carl, "people_duplicates")
    assert "Nobody here is like somebody else." in page
    assert "Two different people" in page
    assert "Nobody here" in get(carl, "person_duplicates", one.pk)


@pytest.mark.parametrize("after", ["-1", "x", "٣", "99999999999", "3"])
def test_any_place_in_the_list_of_doubles_answers(carl: StaffClient, after: str) -> None:
    assert carl.get(reverse("people_duplicates"), {"after": after}).status_code == 200


def test_who_asked_to_be_left_in_peace_is_marked(carl: StaffClient, case: Case, cast: Cast) -> None:
    added = add(cast, case)
    Person.objects.update(restricted_at=case.opened_on.isoformat() + "T00:00:00Z")
    for page in (
        get(carl, "case_people", case.pk),
        get(carl, "case_participant", case.pk, added.pk),
        get(carl, "person", added.person_id),
    ):
        assert "estricted" in page or "only be kept" in page


def test_somebody_of_two_circles_shows_only_the_cases_that_open(
    carl: StaffClient, case: Case, cast: Cast
) -> None:
    there = hotline_case(cast)
    person = add(cast, there, by=cast.sara_supervisor).person
    add_known(cast, case, person)
    page = get(carl, "person", person.pk)
    assert reverse("case", args=[case.pk]) in page
    assert str(there.pk) not in page
