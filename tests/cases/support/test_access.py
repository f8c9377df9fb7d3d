"""Every address of this slice, tried by each role, the organisation next door, a walled worker."""

import uuid

import pytest
from django.urls import reverse

from tests.cases.caseload.conftest import SignIn
from tests.cases.making import make_case, make_participant
from tests.cases.support.conftest import ENOUGH, Support
from tests.cast import NAMES, Cast
from tests.sites import StaffClient
from waymark.cases.caseload.actions.walls import build_wall
from waymark.cases.support import urls

OPENS = {"carl_cases", "sara_supervisor"}
WORK = OPENS | {"lena_lakeside"}
LISTS = ("case_determinations", "case_plans", "case_services", "case_milestones")
ABOUT_A_CASE = {
    **{(name, "get"): () for name in (*LISTS, "services_several")},
    ("services_several", "post"): (),
    ("support_keep_in", "post"): (),
    ("support_add", "get"): ("milestone",),
    ("support_add", "post"): ("milestone",),
    ("support_record", "get"): ("milestone", "record"),
    ("support_back", "post"): ("milestone", "record", 1),
    ("support_step", "get"): ("milestone", "record", "reached"),
    ("support_step", "post"): ("milestone", "record", "reached"),
    ("support_remove", "post"): ("milestone", "record"),  # the last one: then it is gone
}
ANSWERS = {200, 302, 409, 422}


def addresses(support: Support) -> list[tuple[str, str]]:
    """Every address about the case, with the method."""
    record = support.add("milestone")
    case_id = support.case_now.pk
    found = []
    for (name, method), rest in ABOUT_A_CASE.items():
        arguments = [record.pk if each == "record" else each for each in rest]
        found.append((reverse(name, args=[case_id, *arguments]), method))
    return found


def test_every_address_is_tried() -> None:
    tried = {name for name, _ in ABOUT_A_CASE} | {"support_keep"}
    assert tried == {pattern.name for pattern in urls.urlpatterns}


@pytest.mark.parametrize("who", NAMES)
def test_only_who_may_open_the_case_finds_its_records(who: str, support: Support) -> None:
    client = support.sign_in(support.cast[who])
    for url, method in addresses(support):
        status = getattr(client, method)(url).status_code
        if who in OPENS:
            assert status in ANSWERS, (url, status)
        else:
            assert status == 404, (url, status)
    assert support.count("milestone") == (0 if who in OPENS else 1)


def test_nobody_without_signing_in_finds_anything(
    support: Support, stranger_client: StaffClient
) -> None:
    for url, method in addresses(support):
        response = getattr(stranger_client, method)(url)
        assert response.status_code in {302, 303, 403}, url
        assert support.victim.person.pk.hex[:6] not in response.content.decode()
    assert support.count("milestone") == 1


def test_a_walled_worker_finds_nothing(support: Support) -> None:
    cast = support.cast
    build_wall(support.case_now, cast.carl_cases, "His cousin", by=cast.sara_supervisor)
    client = support.sign_in(cast.carl_cases)
    record = support.add("milestone", by=cast.sara_supervisor)
    for name in LISTS:
        assert client.get(reverse(name, args=[support.case_now.pk])).status_code == 404
    url = reverse("support_record", args=[support.case_now.pk, "milestone", record.pk])
    assert client.get(url).status_code == 404
    kept = client.post(reverse("support_keep"), {"tool": "law", "answers": ""})
    assert str(support.case_now.pk) not in kept.content.decode()


@pytest.mark.parametrize("who", NAMES)
def test_results_are_kept_by_who_works_on_cases(who: str, cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast[who]).post(reverse("support_keep"), {"tool": "law"})
    assert response.status_code == (422 if who in WORK else 403)


@pytest.mark.parametrize("slug", list(ENOUGH))
def test_a_record_is_found_in_its_own_case_and_under_its_own_kind_only(
    slug: str, support: Support
) -> None:
    record = support.add(slug)
    own, other = support.case_now.pk, support.case("Another").pk
    support.get("carl_cases", "support_record", own, slug, record.pk)
    wrong = next(each for each in ENOUGH if each != slug)
    for arguments in (
        (other, slug, record.pk),
        (own, wrong, record.pk),
        (own, "no-such-kind", record.pk),
        (own, slug, uuid.uuid4()),
        (uuid.uuid4(), slug, record.pk),
    ):
        support.get("carl_cases", "support_record", *arguments, status=404)
    support.get("carl_cases", "support_add", own, "no-such-kind", status=404)
    support.get("carl_cases", "support_step", own, slug, record.pk, "no-such-step", status=404)


def test_each_method_is_the_right_one(support: Support) -> None:
    client = support.sign_in(support.cast.carl_cases)
    for url, method in addresses(support):
        if url.endswith(("/remove/", "/back/1/", "/keep/")) and method == "post":
            assert client.get(url).status_code == 405
    for name in LISTS:
        assert client.post(reverse(name, args=[support.case_now.pk])).status_code == 405


def test_somebody_of_another_case_cannot_be_chosen(support: Support) -> None:
    stranger = make_participant(make_case(support.cast))
    for chosen in (str(stranger.pk), "", "nobody", str(uuid.uuid4())):
        support.send("service", about=chosen, status=422)
    assert not support.count("service")


@pytest.fixture
def sign_in(staff_client_for: SignIn) -> SignIn:
    return staff_client_for
