"""Services: several at once, for several people, by the directory, and what they add up to."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.support.conftest import DAY, Support, said
from waymark.cases.answers import Answer
from waymark.cases.models import ServiceDelivered
from waymark.cases.reference.support import support as lists
from waymark.cases.support.kinds import KINDS
from waymark.cases.support.queries.lines import lines_of
from waymark.cases.support.queries.totals import Total, totals
from waymark.directory.models import Organization, Service

SLUG = "service"


def send(support: Support, status: Any = 302, **data: Any) -> str:
    arguments = ("carl_cases", "services_several", support.case_now.pk)
    return support.post(*arguments, status=status, **{"people": [support.victim.pk], **data})


def kept(support: Support) -> list[dict[str, Answer]]:
    return [dict(support.answers(row)) for row in ServiceDelivered.objects.order_by("written_at")]


def summed(support: Support) -> list[tuple[str, list[Total]]]:
    keyring = support.cast.keyring(support.cast.carl_cases)
    return totals(lines_of(KINDS[SLUG], support.case_now, keyring))


@pytest.fixture
def listed(support: Support) -> Service:
    """A service of the directory that everybody may know of."""
    house = Organization.objects.create(name="Harbour House", description="A house")
    return Service.objects.create(name="Night shelter", organization=house)


def test_rows_times_people(support: Support) -> None:
    both = [support.victim.pk, support.brother.pk]
    rows = {"r0-category": "food", "r0-given_on": DAY, "r1-category": "childcare"}
    send(support, people=both, **{**rows, "r1-given_on": DAY, "r1-quantity": "1.5"})
    assert support.count(SLUG) == 4
    assert {row.participant_id for row in ServiceDelivered.objects.all()} == set(both)
    assert said({"category": "childcare", "given_on": DAY, "quantity": "1.5"}) in kept(support)


def test_sending_the_rows_twice_writes_them_once(support: Support) -> None:
    own = {"p0-record_id": "0b5ff2ab-0c7c-4c38-9a3f-6b0d1cc0a5f1"}
    for _ in range(2):
        send(support, **own, **{"r0-category": "food", "r0-given_on": DAY})
    assert support.count(SLUG) == 1


def test_one_row_that_is_wrong_saves_none_and_loses_nothing(support: Support) -> None:
    rows = {"r0-category": "food", "r0-given_on": DAY, "r2-provider": "The bakery"}
    page = send(support, status=422, **rows)
    assert "The bakery" in page
    assert not support.count(SLUG)


def test_nothing_chosen_is_a_mistake_that_says_so(support: Support) -> None:
    assert "Choose at least one service." in send(support, status=422, **{"r0-given_on": DAY})
    page = send(support, status=422, people=[], **{"r0-category": "food", "r0-given_on": DAY})
    assert "Tick whom the services were for." in page


def test_a_search_shows_the_directory_and_saves_nothing(support: Support, listed: Service) -> None:
    rows = {"r0-category": "food", "r0-given_on": DAY, "r0-provider": "shelter"}
    page = send(support, status=200, search="1", **rows)
    assert "Night shelter – Harbour House" in page
    assert 'value="shelter"' in page
    nothing = send(support, status=200, search="1", **{**rows, "r0-provider": "zzz"})
    assert "Nothing like this is in the directory" in nothing
    assert not support.count(SLUG)


def test_a_provider_of_the_directory_is_linked(support: Support, listed: Service) -> None:
    rows = {"r0-category": "food", "r0-given_on": DAY, "r0-provider": "shelter"}
    send(support, **rows, **{"p0-entry": str(listed.pk)})
    record = support.only(SLUG)
    assert support.answers(record)["provider"] == Answer("Night shelter – Harbour House")
    assert support.answers(record)["provider_service"] == Answer(str(listed.pk))
    assert f"/directory/services/{listed.pk}/" in support.page(record, SLUG)
    values = {"category": "food", "given_on": DAY, "provider": "The bakery"}
    support.step(record, SLUG, "change", **values)
    assert "provider_service" not in support.answers(record)


@pytest.mark.parametrize("entry", ["0b5ff2ab-0c7c-4c38-9a3f-6b0d1cc0a5f1", "x", "' OR 1=1"])
def test_an_entry_that_is_not_there_is_refused(entry: str, support: Support) -> None:
    rows = {"r0-category": "food", "r0-given_on": DAY, "p0-entry": entry}
    assert "Search again" in send(support, status=422, **rows)


def test_a_closed_case_keeps_the_rows_on_the_page(support: Support) -> None:
    support.close()
    rows = {"r0-category": "food", "r0-given_on": DAY, "r0-provider": "The bakery"}
    assert "The bakery" in send(support, status=409, **rows)


def test_totals_count_what_was_given_and_what_was_not(support: Support) -> None:
    support.add(SLUG, category="childcare", quantity="1.5", result="given")
    support.add(SLUG, category="childcare", quantity="0.25", result="partly")
    support.add(SLUG, category="childcare", quantity="8", result="not_given", barriers=["cost"])
    support.add(SLUG, category="food", about=support.brother)
    found = dict(summed(support))
    assert sorted(len(rows) for rows in found.values()) == [1, 1]
    childcare = lists().services["childcare"]
    assert [Total(childcare.label, 2, 1, "1.75", childcare.unit_label)] in found.values()
    page = support.get("carl_cases", "case_services", support.case_now.pk)
    assert "<bdi>1.75</bdi> hours" in page


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.decimals(0, 1000, places=2), max_size=5))
def test_quantities_add_up_exactly(support: Support, amounts: list[Any]) -> None:
    ServiceDelivered.objects.all().delete()
    for amount in amounts:
        support.add(SLUG, category="food", quantity=str(amount))
    found = [row for _about, rows in summed(support) for row in rows]
    assert sum(row.times for row in found) == len(amounts)
    assert [float(row.quantity or 0) for row in found] == ([float(sum(amounts))] if amounts else [])


def test_what_is_no_number_or_no_longer_listed_does_not_break_the_page(support: Support) -> None:
    support.add(SLUG, category="gone", quantity="many")
    assert summed(support)[0][1] == [Total("gone", 1, 0, "", "")]
    support.get("carl_cases", "case_services", support.case_now.pk)


def test_nobody_in_the_case_leads_to_the_people(support: Support) -> None:
    empty = support.case("Nobody yet")
    for name, arguments in (("services_several", ()), ("support_add", ("outcome",))):
        page = support.get("carl_cases", name, empty.pk, *arguments)
        assert "Add a person first" in page
