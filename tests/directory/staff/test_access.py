"""Every address, tried by each role, by the organisation next door and by nobody."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern, reverse

from tests.cast import NAMES
from tests.directory.conftest import SignIn
from tests.directory.staff.conftest import Staff
from tests.sites import StaffClient
from waymark.accounts import sessions
from waymark.accounts.models import SignIn as SignInRow
from waymark.audit.models import Entry
from waymark.directory import urls
from waymark.directory.models import Service

READ = {
    "ana_hotline",
    "carl_cases",
    "sara_supervisor",
    "dora_directory",
    "luis_lakeside",
    "lena_lakeside",
}
EDIT = {"dora_directory"}
SUPERVISORS = {"sara_supervisor", "lena_lakeside"}
RIVERSIDE = {"dora_directory", "sara_supervisor"}


@dataclass(frozen=True)
class Case:
    """One address: its method, its arguments, who may, and what the others get."""

    name: str
    who: frozenset[str]
    method: str = "get"
    arguments: tuple[str, ...] = ()
    refused: int = 403

    def __str__(self) -> str:
        return f"{self.method}-{self.name}"


def lists(name: str, who: set[str], method: str = "get") -> Case:
    """An address about nothing in particular."""
    return Case(name, frozenset(who), method)


def objects(name: str, who: set[str], *arguments: str, method: str = "get") -> Case:
    """An address about something: to others it is not there."""
    return Case(name, frozenset(who), method, arguments, 404)


CASES = [
    lists("directory", READ),
    lists("directory", READ, "post"),
    lists("directory_circle", SUPERVISORS, "post"),
    lists("directory_due", EDIT),
    lists("directory_export", RIVERSIDE | SUPERVISORS),
    lists("directory_export", RIVERSIDE | SUPERVISORS, "post"),
    lists("directory_service_new", EDIT),
    lists("directory_service_new", EDIT, "post"),
    lists("directory_pending", RIVERSIDE | SUPERVISORS),
    lists("directory_suggestions", EDIT),
    lists("directory_partners", SUPERVISORS),
    lists("directory_partners", SUPERVISORS, "post"),
    objects("directory_service", READ, "service"),
    objects("directory_verify", EDIT, "service", method="post"),
    objects("directory_room", READ, "service", method="post"),
    objects("directory_edit", EDIT, "service", "facts"),
    objects("directory_edit", EDIT, "service", "whom", method="post"),
    objects("directory_organization", EDIT, "service"),
    objects("directory_organization", EDIT, "service", method="post"),
    objects("directory_number_new", EDIT, "service"),
    objects("directory_number_new", EDIT, "service", method="post"),
    objects("directory_number", EDIT, "service", "phone"),
    objects("directory_number", EDIT, "service", "phone", method="post"),
    objects("directory_place_new", EDIT, "service"),
    objects("directory_place_new", EDIT, "service", method="post"),
    objects("directory_place", EDIT, "service", "location"),
    objects("directory_place", EDIT, "service", "location", method="post"),
    objects("directory_place_remove", EDIT, "service", "location", method="post"),
    objects("directory_reveal", READ, "service", "location", method="post"),
    objects("directory_change", RIVERSIDE, "change"),
    objects("directory_confirm", {"sara_supervisor"}, "change", method="post"),
    objects("directory_refuse", {"sara_supervisor"}, "change", method="post"),
    objects("directory_withdraw", RIVERSIDE, "change", method="post"),
    objects("directory_suggestion", EDIT, "suggestion"),
    objects("directory_suggestion_use", EDIT, "suggestion", method="post"),
    objects("directory_suggestion_decline", EDIT, "suggestion", method="post"),
    objects("directory_revoke", {"sara_supervisor"}, "partner", method="post"),
]


@pytest.fixture
def things(staff: Staff) -> dict[str, Any]:
    """Something of Riverside for every kind of id; the service is one that all may know of."""
    service = staff.world.advice
    return {
        "service": service.pk,
        "location": staff.world.location(service).pk,
        "phone": service.phones.get().pk,
        "change": staff.renumber(service).pk,
        "suggestion": staff.suggestion(service).pk,
        "partner": staff.partner().partner.pk,
    }


def address(case: Case, things: dict[str, Any]) -> str:
    return reverse(case.name, args=[things.get(each, each) for each in case.arguments])


def test_every_address_is_tried() -> None:
    # The import's own addresses are tried beside its own tests.
    own = [each for each in urls.urlpatterns if isinstance(each, URLPattern)]
    assert {case.name for case in CASES} == {pattern.name for pattern in own}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_role(
    staff: Staff, things: dict[str, Any], staff_client_for: SignIn, case: Case
) -> None:
    for name in NAMES:
        client = staff_client_for(staff.world.cast[name])
        before = Service.objects.values().get(pk=things["service"])
        entries = Entry.objects.count()
        response = getattr(client, case.method)(address(case, things))
        if name in case.who:
            assert response.status_code in {200, 302, 409, 422}, name
        else:
            assert response.status_code == case.refused, name
            assert Service.objects.values().get(pk=things["service"]) == before
            assert Entry.objects.count() == entries, name


@pytest.mark.parametrize("case", CASES, ids=str)
def test_nobody_and_nobody_with_a_locked_browser(
    staff: Staff,
    things: dict[str, Any],
    stranger_client: StaffClient,
    staff_client_for: SignIn,
    case: Case,
) -> None:
    dora = staff_client_for(staff.world.cast.dora_directory)
    sessions.drop_key(SignInRow.objects.all())
    entries = Entry.objects.count()
    response = getattr(stranger_client, case.method)(address(case, things))
    assert response.status_code in {302, 303}
    assert response["Location"].startswith(reverse("sign_in"))
    locked = getattr(dora, case.method)(address(case, things))
    # A form is kept, closed, until the password is back: that page answers 403.
    assert locked.status_code == (302 if case.method == "get" else 403)
    assert "Hidden Lane" not in locked.content.decode()
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_wrong_method_changes_nothing(
    things: dict[str, Any], dora: StaffClient, sara: StaffClient, case: Case
) -> None:
    methods = {each.method for each in CASES if each.name == case.name}
    wrong = {"put", "patch", "delete", "get", "post"} - methods
    client = dora if "dora_directory" in case.who else sara
    entries = Entry.objects.count()
    for method in wrong:
        response = getattr(client, method)(address(case, things))
        assert response.status_code == 405, method
        assert case.method.upper() in response["Allow"]
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("case", [case for case in CASES if case.refused == 404], ids=str)
def test_a_strange_id_is_not_there(
    things: dict[str, Any], dora: StaffClient, sara: StaffClient, case: Case
) -> None:
    client = dora if "dora_directory" in case.who else sara
    url = address(case, things)
    for each in case.arguments:
        if each in things:
            for strange in (str(uuid4()), "not-an-id"):
                answer = getattr(client, case.method)(url.replace(str(things[each]), strange))
                assert answer.status_code == 404, strange


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("clinic", READ),
        ("partner_house", READ),
        ("case_house", READ - {"luis_lakeside", "lena_lakeside"}),
        ("sealed_house", {"ana_hotline", "carl_cases", "sara_supervisor", "dora_directory"}),
        ("next_door_sealed", {"lena_lakeside"}),
    ],
)
def test_a_tier_is_seen_by_those_it_is_for(
    staff: Staff, staff_client_for: SignIn, name: str, sees: set[str]
) -> None:
    url = reverse("directory_service", args=[getattr(staff.world, name).pk])
    found = {
        who for who in NAMES if staff_client_for(staff.world.cast[who]).get(url).status_code == 200
    }
    assert found == sees


@pytest.mark.parametrize("name", ["next_door", "next_door_sealed"])
def test_an_editor_changes_nothing_of_the_house_next_door(
    staff: Staff, dora: StaffClient, name: str
) -> None:
    service = getattr(staff.world, name)
    assert dora.get(reverse("directory_edit", args=[service.pk, "facts"])).status_code == 404
    assert dora.post(reverse("directory_verify", args=[service.pk])).status_code == 404


def test_a_number_or_place_belongs_to_its_own_service(staff: Staff, dora: StaffClient) -> None:
    clinic, other = staff.world.clinic, staff.world.case_house
    phone, location = other.phones.get().pk, staff.world.location(other).pk
    for url in (
        reverse("directory_number", args=[clinic.pk, phone]),
        reverse("directory_place", args=[clinic.pk, location]),
    ):
        assert dora.get(url).status_code == 404
    reveal = reverse("directory_reveal", args=[clinic.pk, location])
    assert dora.post(reveal, {"reveal-reason": "going"}).status_code == 404


def test_there_is_no_other_part_to_edit(staff: Staff, dora: StaffClient) -> None:
    url = reverse("directory_edit", args=[staff.world.clinic.pk, "steward"])
    assert dora.get(url).status_code == 404
