"""A situation gathers reports, cases and historic events: what of them somebody may see there."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from tests.cases.caseload.conftest import text_of
from tests.cases.making import make_case, make_participant
from tests.cases.people.conftest import SignIn
from tests.cast import NAMES, Cast
from tests.reports.staff.conftest import Desk, desk
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.answers import Answer
from waymark.cases.caseload.actions.walls import build_wall
from waymark.cases.models import Case, CaseState, HistoricEvent
from waymark.cases.names import case_name, person_name
from waymark.cases.people.actions.records import Place, add_event, change_event
from waymark.cases.people.gathering import MOST, events_gathered, events_panel
from waymark.reports.actions.situations import create_situation
from waymark.reports.models import Report, Situation
from waymark.vault.records import erase

__all__ = ["desk"]  # a fixture of the reports' tests
EVENT = {"hte_Type": Answer("Transit"), "hte_City": Answer("Laredo")}


@pytest.fixture
def report(desk: Desk) -> Report:
    """A report that came to the team of the case managers."""
    return desk.report(team=desk.cases)


@pytest.fixture
def farm(cast: Cast, report: Report) -> Situation:
    return create_situation("The farm", report=report, by=cast.carl_cases)


@pytest.fixture
def case(cast: Cast, farm: Situation) -> Case:
    return make_case(cast, situation=farm)


def written(case: Case, by: Worker, **more: Any) -> HistoricEvent:
    return add_event(case, None, EVENT, by=by, record_id=uuid.uuid4(), **more)


def page(cast: Cast, sign_in: SignIn, who: str, farm: Situation) -> str:
    response = sign_in(cast[who]).get(reverse("situation", args=[farm.pk]))
    return text_of(response) if response.status_code == 200 else ""


def reads() -> int:
    return Entry.objects.filter(event="record:read").count()


def test_events_and_cases_stand_on_the_page_of_the_situation(
    cast: Cast, staff_client_for: SignIn, case: Case, farm: Situation
) -> None:
    rosa = make_participant(case)
    event = add_event(case, rosa, EVENT, by=cast.carl_cases, record_id=uuid.uuid4())
    other = make_case(cast, situation=farm)
    written(other, cast.carl_cases)
    found = page(cast, staff_client_for, "carl_cases", farm)
    assert found.count("Transit") == 2
    assert f"Laredo · {person_name(rosa.person)}" in found
    assert reverse("event_change", args=[case.pk, event.pk]) in found
    assert reverse("case", args=[other.pk]) in found
    assert "Quintero" not in found
    assert reads() == 2


def test_the_case_says_how_many_and_opens_none(
    cast: Cast, staff_client_for: SignIn, case: Case, farm: Situation
) -> None:
    written(case, cast.carl_cases)
    written(make_case(cast, situation=farm), cast.carl_cases)
    found = text_of(staff_client_for(cast.carl_cases).get(reverse("case", args=[case.pk])))
    assert f'<a href="{reverse("situation", args=[farm.pk])}">2</a>' in found
    assert reads() == 0


def test_nothing_of_a_case_behind_a_wall_is_there(
    cast: Cast, staff_client_for: SignIn, case: Case, farm: Situation
) -> None:
    written(case, cast.carl_cases)
    build_wall(case, cast.carl_cases, "A cousin", by=cast.sara_supervisor)
    found = page(cast, staff_client_for, "carl_cases", farm)
    assert found
    assert "Transit" not in found
    assert case_name(case) not in found
    assert reads() == 0


@pytest.mark.parametrize("who", sorted(NAMES))
def test_who_works_on_cases_sees_them_and_nobody_else(
    cast: Cast, staff_client_for: SignIn, case: Case, farm: Situation, who: str
) -> None:
    written(case, cast.carl_cases)
    found = page(cast, staff_client_for, who, farm)
    assert ("Transit" in found) is (who in {"carl_cases", "sara_supervisor"})
    gathered = events_gathered(farm, cast[who]).count()
    assert gathered == (1 if who in {"carl_cases", "sara_supervisor"} else 0)


def test_what_is_erased_is_gathered_no_more(cast: Cast, case: Case, farm: Situation) -> None:
    erase(written(case, cast.carl_cases).envelope_id)
    written(case, cast.carl_cases)
    Case.objects.update(state=CaseState.CLOSED)
    assert events_gathered(farm, cast.carl_cases).count() == 1


def test_many_are_told_by_their_number(
    cast: Cast, case: Case, farm: Situation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waymark.cases.people.gathering.MOST", 2)
    for _number in range(3):
        written(case, cast.carl_cases)
    panel = events_panel(farm, cast.carl_cases, cast.keyring(cast.carl_cases))
    assert (len(panel.rows), panel.more) == (2, 1)
    assert MOST > 2


def test_an_event_is_put_into_another_situation_and_out_of_it(
    cast: Cast, staff_client_for: SignIn, case: Case, farm: Situation
) -> None:
    event = written(case, cast.carl_cases)
    assert event.situation == farm
    carl = staff_client_for(cast.carl_cases)
    url = reverse("event_change", args=[case.pk, event.pk])
    assert f'value="{farm.pk}" selected' in text_of(carl.get(url))
    said = {"fields-hte_Type": "Transit", "about": ""}
    assert carl.post(url, {**said, "seen": 1, "situation": ""}).status_code == 302
    event.refresh_from_db()
    assert not event.situation
    assert event.version == 2
    assert carl.post(url, {**said, "seen": 2, "situation": str(farm.pk)}).status_code == 302
    event.refresh_from_db()
    assert event.situation == farm
    # Who sends nothing about it changes nothing of it.
    assert carl.post(url, {**said, "seen": 3}).status_code == 302
    event.refresh_from_db()
    assert event.situation == farm
    assert carl.post(url, {**said, "seen": 4, "situation": str(uuid.uuid4())}).status_code == 422


def test_a_situation_that_does_not_open_takes_no_event_and_loses_none(
    cast: Cast, staff_client_for: SignIn, case: Case, desk: Desk, farm: Situation
) -> None:
    hidden = create_situation("Theirs", report=desk.report(), by=cast.ana_hotline)
    keyring = cast.keyring(cast.carl_cases)
    with pytest.raises(NotAllowed):
        written(case, cast.carl_cases, place=Place(hidden))
    event = written(case, cast.carl_cases)
    with pytest.raises(NotAllowed):
        change_event(
            event, None, EVENT, seen=1, by=cast.carl_cases, keyring=keyring, place=Place(hidden)
        )
    HistoricEvent.objects.update(situation=hidden)
    carl = staff_client_for(cast.carl_cases)
    url = reverse("event_change", args=[case.pk, event.pk])
    assert 'name="situation"' not in text_of(carl.get(url))
    data = {"fields-hte_Type": "Transit", "about": "", "seen": 1, "situation": str(farm.pk)}
    assert carl.post(url, data).status_code == 302
    event.refresh_from_db()
    assert (event.situation, event.version) == (hidden, 2)
