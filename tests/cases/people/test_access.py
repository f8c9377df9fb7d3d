"""Every address of people, tried by each role, by the organisation next door, by nobody."""

import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.cases.making import make_case
from tests.cases.people.making import add, said
from tests.cast import NAMES, Cast
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.audit.models import Entry
from waymark.cases.caseload.actions.walls import build_wall
from waymark.cases.people import urls
from waymark.cases.people.actions.merging import keep_apart
from waymark.cases.people.actions.records import add_event, relate

SignIn = Callable[[Worker], StaffClient]
Addresses = dict[str, tuple[object, ...]]
WORK = {"carl_cases", "sara_supervisor", "lena_lakeside"}
OPENS = {"carl_cases", "sara_supervisor"}
# About nothing in particular: others get 403.
GENERAL = {("people_search", "get"), ("people_search", "post"), ("people_duplicates", "get")}
READ = {
    "person",
    "person_change",
    "person_duplicates",
    "case_people",
    "case_person_add",
    "case_participant",
    "case_participant_change",
    "relationship_add",
    "relationship_change",
    "event_add",
    "event_change",
}
WRITE = {
    "person_change",
    "people_merge",
    "people_keep_apart",
    "match_undo",
    "case_person_add",
    "case_participant_change",
    "case_participant_remove",
    "relationship_add",
    "relationship_change",
    "relationship_remove",
    "event_add",
    "event_change",
    "event_remove",
}
EVERY = [*GENERAL, *((name, "get") for name in sorted(READ)), *((n, "post") for n in sorted(WRITE))]


@pytest.fixture
def addresses(cast: Cast) -> Addresses:
    """The arguments of every address, about things that are there."""
    case, by = make_case(cast), cast.carl_cases
    one, other = add(cast, case), add(cast, case, prs_FirstName="Luz")
    relation = relate(one, other, said(kind="sibling"), by=by, record_id=uuid.uuid4())
    event = add_event(case, one, said(hte_Type="Transit"), by=by, record_id=uuid.uuid4())
    third = add(cast, make_case(cast), prs_FirstName="Ivy").person
    match = keep_apart(one.person, third, by=by)
    person, inside = (one.person_id,), (case.pk,)
    return {
        "people_search": (),
        "people_duplicates": (),
        "match_undo": (match.pk,),
        "person": person,
        "person_change": person,
        "person_duplicates": person,
        "people_merge": (one.person_id, other.person_id),
        "people_keep_apart": (one.person_id, other.person_id),
        "case_people": inside,
        "case_person_add": inside,
        "case_participant": (case.pk, one.pk),
        "case_participant_change": (case.pk, one.pk),
        "case_participant_remove": (case.pk, one.pk),
        "relationship_add": inside,
        "relationship_change": (case.pk, relation.pk),
        "relationship_remove": (case.pk, relation.pk),
        "event_add": inside,
        "event_change": (case.pk, event.pk),
        "event_remove": (case.pk, event.pk),
    }


def send(client: StaffClient, name: str, method: str, addresses: Addresses) -> int:
    path = reverse(name, args=addresses[name])
    response = client.post(path) if method == "post" else client.get(path)
    status: int = response.status_code
    return status


def test_no_address_is_forgotten(addresses: Addresses) -> None:
    assert {pattern.name for pattern in urls.urlpatterns} == set(addresses)
    assert {name for name, _method in EVERY} == set(addresses)


@pytest.mark.parametrize("who", NAMES)
def test_each_role_gets_what_is_its_own(
    cast: Cast, staff_client_for: SignIn, addresses: Addresses, who: str
) -> None:
    client = staff_client_for(cast[who])
    for name, method in EVERY:
        before = Entry.objects.count()
        status = send(client, name, method, addresses)
        if who in (WORK if (name, method) in GENERAL else OPENS):
            assert status in {200, 302, 409, 422} or name.endswith("_remove"), (name, status)
        else:
            assert status == (403 if (name, method) in GENERAL else 404), (name, method)
            assert Entry.objects.count() == before, (name, method)


def test_nobody_is_sent_to_sign_in(stranger_client: StaffClient, addresses: Addresses) -> None:
    for name, method in EVERY:
        assert send(stranger_client, name, method, addresses) in {302, 303}, name


def test_who_is_walled_off_finds_nothing(
    cast: Cast, staff_client_for: SignIn, addresses: Addresses
) -> None:
    from waymark.cases.models import Case

    case = Case.objects.get(pk=str(addresses["case_people"][0]))
    build_wall(case, cast.carl_cases, "his cousin", by=cast.sara_supervisor)
    client = staff_client_for(cast.carl_cases)
    for name, method in set(EVERY) - GENERAL:
        assert send(client, name, method, addresses) == 404, (name, method)


def test_a_wrong_method_is_refused(
    cast: Cast, staff_client_for: SignIn, addresses: Addresses
) -> None:
    client = staff_client_for(cast.sara_supervisor)
    for name, arguments in addresses.items():
        path = reverse(name, args=arguments)
        for method in {"get", "post"} - {method for each, method in EVERY if each == name}:
            assert send(client, name, method, addresses) == 405, (name, method)
        assert client.delete(path).status_code == 405, name


def test_ids_of_other_cases_and_of_nothing_lead_nowhere(
    cast: Cast, staff_client_for: SignIn, addresses: Addresses
) -> None:
    other, none = make_case(cast), uuid.uuid4()
    client = staff_client_for(cast.sara_supervisor)
    for name in ("case_participant", "relationship_change", "event_change"):
        for case_id, pk in ((other.pk, addresses[name][1]), (addresses[name][0], none)):
            assert client.get(reverse(name, args=(case_id, pk))).status_code == 404
            assert client.post(f"{reverse(name, args=(case_id, pk))}remove/").status_code == 404
    for path in (
        f"/cases/people/{none}/",
        "/cases/people/1/",
        "/cases/people/matches/999999/undo/",
        f"/cases/people/{none}/merge/{none}/",
        f"/cases/{none}/people/",
    ):
        assert 404 in {client.get(path).status_code, client.post(path).status_code}, path
