"""Every address of consent, tried by each role, by the organisation next door and by nobody."""

from uuid import uuid4

import pytest
from django.urls import URLPattern, reverse

from tests.cases.making import make_case
from tests.cast import NAMES
from tests.referrals.consent.conftest import Desk
from tests.sites import StaffClient
from waymark.cases.models import Wall
from waymark.cases.records import write_new
from waymark.referrals.consent import urls
from waymark.referrals.models import Release

WORK = {"carl_cases", "sara_supervisor"}
PAGES = [
    ("case_releases", "get"),
    ("release_begin", "get"),
    ("release_begin", "post"),
    ("release", "get"),
    ("release_terms", "get"),
    ("release_terms", "post"),
    ("release_text", "get"),
    ("release_sign", "get"),
    ("release_sign", "post"),
    ("release_activate", "post"),
    ("release_withdraw", "get"),
    ("release_withdraw", "post"),
    ("release_renew", "post"),
]
OF_THE_CASE = {"case_releases", "release_begin"}
POST_ONLY = {"release_activate", "release_renew"}


def _address(desk: Desk, name: str, release: Release) -> str:
    return desk.url(name, None if name in OF_THE_CASE else release)


def test_every_address_of_the_slice_is_tried() -> None:
    patterns = [each for each in urls.urlpatterns if isinstance(each, URLPattern)]
    named = {pattern.name for pattern in patterns} - {"releases_ending"}
    assert named == {name for name, _ in PAGES}


@pytest.mark.parametrize(("name", "method"), PAGES)
def test_to_others_it_is_not_there(
    desk: Desk, stranger_client: StaffClient, name: str, method: str
) -> None:
    release = desk.drafted()
    url = _address(desk, name, release)
    for who in NAMES:
        response = getattr(desk.sign_in(desk.cast[who]), method)(url)
        assert (response.status_code == 404) is (who not in WORK), who
    assert getattr(stranger_client, method)(url)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(("name", "method"), PAGES)
def test_behind_a_wall_it_is_not_there(desk: Desk, name: str, method: str) -> None:
    release = desk.drafted()
    write_new(Wall(case=desk.case, worker=desk.by), {"fields": {}})
    response = getattr(desk.sign_in(desk.by), method)(_address(desk, name, release))
    assert response.status_code == 404


@pytest.mark.parametrize(("name", "method"), [each for each in PAGES if each[0] not in OF_THE_CASE])
def test_a_release_is_found_below_its_own_case_only(desk: Desk, name: str, method: str) -> None:
    release, other = desk.drafted(), make_case(desk.cast)
    carl = desk.sign_in(desk.by)
    for case, pk in ((other.pk, release.pk), (desk.case.pk, uuid4()), (uuid4(), release.pk)):
        assert getattr(carl, method)(reverse(name, args=[case, pk])).status_code == 404


def test_what_only_acts_is_not_read(desk: Desk) -> None:
    release = desk.drafted()
    carl = desk.sign_in(desk.by)
    for name, _ in PAGES:
        refused = carl.get(_address(desk, name, release)).status_code == 405
        assert refused is (name in POST_ONLY), name


def test_the_list_across_cases_is_for_who_works_on_cases(desk: Desk) -> None:
    for who in NAMES:
        response = desk.sign_in(desk.cast[who]).get(reverse("releases_ending"))
        works = who in WORK | {"lena_lakeside"}
        assert response.status_code == (200 if works else 403), who
