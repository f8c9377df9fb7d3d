"""The list of a visit: in the form only, on a card that does not say whose it is."""

import re
from uuid import uuid4

import pytest

from tests.directory.finding.conftest import Somebody, Town
from waymark.directory.finding.form import MOST_KEPT
from waymark.directory.finding.looking import PAGE_SIZE
from waymark.directory.models import Service, ServiceAtLocation, Status
from waymark.directory.tiers import Tier

pytestmark = pytest.mark.django_db


def key(service: Service) -> str:
    """The id by which a result is kept."""
    return str(ServiceAtLocation.objects.get(service=service).pk)


def kept(page: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="kept" value="([^"]*)"', page)


def card(page: str) -> str:
    return page.partition("<article")[2].partition("</article>")[0]


def test_keep_take_off_and_keep_again(town: Town, phone: Somebody) -> None:
    one, two = key(town.add("One")), key(town.add("Two", km=2))
    page = phone.page(where="Rivertown")
    assert "Your list" not in page
    sent = {"where": "Rivertown", "page": "1", "keep": one}
    text = phone.client.post(phone.url(), sent).content.decode()
    assert kept(text) == [one]
    assert "Your list: 1 place" in text
    assert f'name="drop" value="{one}" formaction="/en/find/#r{one}"' in text
    text = phone.page(where="Rivertown", kept=[one, one], keep=two)
    assert kept(text) == [one, two]
    assert "Your list: 2 places" in text
    assert kept(phone.page(where="Rivertown", kept=[one, two], drop=one)) == [two]


def test_keeping_stays_on_the_page_where_one_is(town: Town, phone: Somebody) -> None:
    for number in range(PAGE_SIZE + 1):
        town.add(f"Place {number}", km=number + 1)
    last = key(town.services["Place 10"])
    sent = {"where": "Rivertown", "page": "2", "keep": last}
    page = phone.client.post(phone.url(), sent).content.decode()
    assert "Place 10" in page
    assert 'name="page" value="2"' in page


def test_the_card_has_what_one_needs_and_no_name_of_this_site(town: Town, phone: Somebody) -> None:
    service = town.add("Harbour", languages=("vi",))
    town.opens(service, "MO,TU", "09:00", "17:00")
    sent = {"kept": [key(service)], "page": "1", "what": "shelter", "where": "Rivertown"}
    page = phone.client.post(phone.url("list/"), sent).content.decode()
    printed = card(page)
    for shown in (
        "Harbour",
        "+1 202 555 0100",
        "1 Quiet Street",
        "Monday, Tuesday, 09:00",
        "Tiếng",
    ):
        assert shown in printed
    for hidden in ("Riverside Coalition", "href", "shelter", "button", "Information", "<h1"):
        assert hidden not in printed
    # The search is still there, to go back to.
    assert 'name="what" value="shelter"' in page
    assert 'formaction="/en/find/"' in page


def test_only_numbers(town: Town, phone: Somebody) -> None:
    sent = {"kept": [key(town.add("Harbour"))], "page": "1", "only": "numbers"}
    printed = card(phone.client.post(phone.url("list/"), sent).content.decode())
    assert re.sub(r"<[^>]*>|class=\"paper\">|\s", "", printed) == "+12025550100"


def test_of_a_closed_place_the_card_says_no_more_than_the_page(town: Town, phone: Somebody) -> None:
    service = town.add("Safe", place_tier=Tier.CASEWORKER)
    page = phone.client.post(phone.url("list/"), {"kept": [key(service)]}).content.decode()
    assert "In Riverside County; the place is not published." in card(page)
    assert "Quiet Street" not in page


@pytest.mark.parametrize(
    "change", [{"tier": Tier.PARTNER}, {"status": Status.DEFUNCT}, {"status": Status.INACTIVE}]
)
def test_what_is_not_public_any_more_is_left_out(
    town: Town, phone: Somebody, change: dict[str, object]
) -> None:
    service = town.add("Harbour")
    Service.objects.filter(pk=service.pk).update(**change)
    page = phone.client.post(phone.url("list/"), {"kept": [key(service)]}).content.decode()
    assert "Your list is empty." in page
    assert "Harbour" not in page


def test_a_service_without_a_place_is_kept_by_its_own_id(town: Town, phone: Somebody) -> None:
    service = town.add("Line", km=None)
    page = phone.client.post(phone.url("list/"), {"kept": [str(service.pk)]}).content.decode()
    assert "Line" in card(page)


def test_a_list_has_an_end_and_unknown_ids_do_nothing(town: Town, phone: Somebody) -> None:
    strangers = [str(uuid4()) for _ in range(MOST_KEPT + 5)]
    page = phone.client.post(phone.url("list/"), {"kept": strangers}).content.decode()
    assert len(kept(page)) == MOST_KEPT
    assert "Your list is empty." in page


def test_taking_off_on_the_list_itself(town: Town, phone: Somebody) -> None:
    one, two = key(town.add("One")), key(town.add("Two"))
    sent = {"kept": [one, two], "drop": one, "page": "1"}
    page = phone.client.post(phone.url("list/"), sent).content.decode()
    assert "Two" in card(page)
    assert "One" not in card(page)


def test_the_order_of_keeping_is_the_order_of_the_card(town: Town, phone: Somebody) -> None:
    one, two = key(town.add("One")), key(town.add("Two"))
    page = phone.client.post(phone.url("list/"), {"kept": [two, one]}).content.decode()
    assert card(page).index("Two") < card(page).index("One")
