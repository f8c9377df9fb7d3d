"""The pages of signs: what is for trained staff only never reaches the public."""

import pytest

from tests.sites import PublicClient
from waymark.learn.signs.reading import LOOKERS, PLACES, signs

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("place", PLACES)
def test_each_place_shows_its_signs_and_what_else_they_may_mean(
    public_client: PublicClient, place: str
) -> None:
    page = public_client.get(f"/en/signs/{place}/")
    chosen = signs().public(place=place)
    assert len(chosen) >= 6
    assertions = [sign.also for sign in chosen]
    assert all(assertions)
    for sign in chosen:
        assert sign.text.split(".")[0][:20] in page.text


def test_signs_that_invite_profiling_stay_with_trained_staff(public_client: PublicClient) -> None:
    kept_back = [sign for sign in signs().every if sign.staff_only]
    assert kept_back
    addresses = ["/en/signs/", *(f"/en/signs/{place}/" for place in PLACES)]
    addresses += [f"/en/signs/by/{looker}/" for looker in LOOKERS]
    for address in addresses:
        page = public_client.get(address)
        assert page.status_code == 200
        for sign in kept_back:
            assert sign.text not in page.text


def test_a_place_that_is_none_is_not_found(public_client: PublicClient) -> None:
    assert public_client.get("/en/signs/moon/").status_code == 404
    assert public_client.get("/en/signs/by/moon/").status_code == 404
    assert public_client.post("/en/signs/home/").status_code == 405
