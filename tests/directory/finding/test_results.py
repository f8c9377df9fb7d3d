"""What the search says: who takes this person, who must be asked, and what nobody may learn."""

import re
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.directory.finding.conftest import FOOD, LEGAL, SPRINGFIELDS, TOWN, N, Somebody, Town, Y
from tests.reports.staff.conftest import Clock
from waymark.directory import cells, indexing
from waymark.directory.actions.places import store_place
from waymark.directory.closing import Place
from waymark.directory.criteria import Criterion
from waymark.directory.finding import form as fields
from waymark.directory.finding.looking import PAGE_SIZE
from waymark.directory.models import (
    Aspect,
    CapacityStatus,
    Phone,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    Status,
    Use,
)
from waymark.directory.tiers import Tier

pytestmark = pytest.mark.django_db
BOY = {"age": "teen", "company": "alone", "gender": "man", "wish": ["no_papers"]}
TAKES_BOYS = {
    Criterion.UNACCOMPANIED_MINORS: Y,
    Criterion.MEN: Y,
    Criterion.NO_IDENTITY_PAPERS: Y,
}


def names(page: str) -> list[str]:
    """The names of the results, in their order."""
    return re.findall(r"<h3><bdi>(.*?)</bdi></h3>", page)


def main_of(page: str) -> str:
    """What the page itself says, without frame, stylesheet and script."""
    return page.partition("<main")[2].partition("<script>")[0]


def part(page: str, heading: str) -> str:
    """The page from a heading to the next of its kind."""
    return (
        page.split(f"<h2>{heading}</h2>")[1].split("<h2>", maxsplit=1)[0] if heading in page else ""
    )


def test_a_need_in_plain_words_finds_what_answers_it(town: Town, phone: Somebody) -> None:
    town.add("Harbour")
    town.add("Law Desk", LEGAL)
    page = phone.page(what="shleter", where="Rivertown")
    assert names(page) == ["Harbour"]
    assert "We understood: A safe place to sleep tonight." in page


def test_ticked_needs_and_words_add_up(town: Town, phone: Somebody) -> None:
    town.add("Harbour")
    town.add("Kitchen", FOOD, km=2)
    town.add("Law Desk", LEGAL, km=3)
    assert names(phone.page(what="hungry", need="sleep", where="Rivertown")) == [
        "Harbour",
        "Kitchen",
    ]


def test_words_that_are_no_need_are_looked_for_in_names(town: Town, phone: Somebody) -> None:
    town.add("Harmony Place")
    town.add("Kitchen", FOOD)
    page = phone.page(what="Harmony")
    assert names(page) == ["Harmony Place"]
    assert "we looked for names with these words" in page


def test_the_nearest_come_first_and_the_way_is_in_words(town: Town, phone: Somebody) -> None:
    town.add("Far", km=40)
    town.add("Near", km=0.4)
    town.add("Between", km=8)
    page = phone.page(where="Rivertown")
    assert names(page) == ["Near", "Between", "Far"]
    assert re.findall(r"<strong>(.*? away)</strong>", page) == [
        "less than 1 mile away",
        "about 5 miles away",
        "about 25 miles away",
    ]


def test_too_far_is_left_out_until_one_looks_farther(town: Town, phone: Somebody) -> None:
    town.add("Far", km=80)
    page = phone.page(where="Rivertown", far="50")
    assert names(page) == []
    assert "Look farther away." in page
    assert names(phone.page(where="Rivertown", far="any")) == ["Far"]


def test_who_says_yes_who_must_be_asked_and_who_says_no(town: Town, phone: Somebody) -> None:
    town.add("Yes", km=9, minimum_age=12, maximum_age=20, answers=TAKES_BOYS)
    town.add("Ask", km=2, answers={Criterion.MEN: Y})
    town.add("No boys", km=1, answers={Criterion.MEN: N})
    town.add("Adults", km=1, minimum_age=18)
    page = phone.page(where="Rivertown", need="sleep", **BOY)
    assert names(part(page, "Takes you")) == ["Yes"]
    assert names(part(page, "Ask first")) == ["Ask"]
    assert "No boys" not in page
    assert "Adults" not in page
    assert "2 more places say no to: 12 to 17 years old · Men and boys." in page
    yes = part(page, "Takes you")
    assert (
        "They say yes to: 12 to 17 years old · Men and boys · Under 18 and alone · "
        "Without identity papers" in yes
    )
    asked = part(page, "Ask first")
    assert "They say yes to: Men and boys" in asked
    assert "ask: 12 to 17 years old · Under 18 and alone · Without identity papers" in asked


def test_alone_or_not_is_not_asked_of_adults(town: Town, phone: Somebody) -> None:
    town.add("Grown", minimum_age=18, answers={Criterion.UNACCOMPANIED_MINORS: N})
    page = phone.page(where="Rivertown", age="adult", company="alone")
    assert names(part(page, "Takes you")) == ["Grown"]


def test_nobody_asked_for_anything_then_nothing_is_judged(town: Town, phone: Somebody) -> None:
    town.add("Harbour", answers={Criterion.MEN: N})
    page = phone.page(where="Rivertown")
    assert names(part(page, "Places")) == ["Harbour"]
    assert "say no to" not in page


def test_a_language_narrows(town: Town, phone: Somebody) -> None:
    town.add("Viet", languages=("vi", "en"))
    town.add("Only English", languages=("en",))
    page = phone.page(where="Rivertown", language="vi")
    assert names(page) == ["Viet"]
    assert '<bdi lang="vi">Tiếng Việt</bdi>' in page


def test_every_language_of_the_index_can_be_asked_for(town: Town, phone: Somebody) -> None:
    page = phone.client.get(phone.url()).content.decode()
    offered = re.findall(r'<option value="([a-z]*)" lang=', page)
    assert offered[0] == "en"
    assert {"vi", "ar", "es", "quc", "so"} <= set(offered)
    assert len(offered) == len(set(offered))
    assert '<option value="xyz" selected lang="xyz"' in phone.page(language="xyz")


def test_open_now_by_the_clock_on_their_wall(town: Town, phone: Somebody, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # Wednesday 16:30 in Chicago
    open_one = town.add("Open")
    shut = town.add("Shut", km=2)
    town.add("Who knows", km=3)
    town.opens(open_one, "MO,TU,WE,TH,FR", "09:00", "17:00")
    town.opens(shut, "MO,TU,WE,TH,FR", "09:00", "16:00")
    page = phone.page(where="Rivertown", open_now="1")
    assert names(page) == ["Open"]
    assert "Places whose hours we do not know are left out." in page
    every = phone.page(where="Rivertown")
    assert "Open now" in every
    assert "Closed now. Opens Thursday at 09:00 (their time)." in every


def test_hours_of_the_place_count_before_those_of_the_service(
    town: Town, phone: Somebody, clock: Clock
) -> None:
    service = town.add("Two clocks")
    town.opens(service, "WE", "00:00", "00:00")
    link = ServiceAtLocation.objects.get(service=service)
    row = town.opens(service, "SU", "09:00", "10:00")
    row.service, row.location = None, link.location
    row.save()
    clock.now = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    assert names(phone.page(where="Rivertown", open_now="1")) == []


@pytest.mark.parametrize("tier", [Tier.PARTNER, Tier.CASEWORKER, Tier.SEALED])
def test_a_service_that_is_not_public_does_not_exist(
    town: Town, phone: Somebody, tier: Tier
) -> None:
    hidden = town.add("Hidden", tier=tier, place_tier=tier)
    for page in (phone.page(where="Rivertown"), phone.page(what="Hidden"), phone.page()):
        assert "Hidden" not in page.replace('value="Hidden"', "").replace("<bdi>Hidden</bdi>", "")
    kept = phone.client.post(phone.url("list/"), {"kept": str(hidden.pk), "page": "1"})
    assert "Hidden" not in kept.content.decode()


@pytest.mark.parametrize("tier", [Tier.PARTNER, Tier.CASEWORKER])
def test_of_a_closed_place_only_the_region_is_said(town: Town, phone: Somebody, tier: Tier) -> None:
    service = town.add("Safe Harbour", km=3, place_tier=tier)
    pages = [
        phone.page(where="Rivertown"),
        phone.client.get(phone.url(f"{service.pk}/")).content.decode(),
    ]
    for page in pages:
        assert "In Riverside County; the place is not published." in page
        for told in ("Quiet Street", "95814", "miles away", "mile away", " door<", "38.6", "121.4"):
            assert told not in main_of(page), told


@pytest.mark.parametrize("tier", [Tier.PARTNER, Tier.CASEWORKER])
def test_asking_from_all_around_tells_nothing_but_the_cell(
    town: Town, phone: Somebody, tier: Tier
) -> None:
    """Wherever it is in its cell, each of thirty answers is the same to the letter."""
    service = town.add("Safe", km=1, place_tier=tier)
    location = service.service_at_locations.get().location
    random = Random(7)
    asked = [
        {
            "near": f"{TOWN[0] + random.uniform(-1, 1):.2f},{TOWN[1] + random.uniform(-1, 1):.2f}",
            "far": random.choice(fields.DISTANCES),
        }
        for _ in range(30)
    ]
    before = [phone.page(**each) for each in asked]
    assert any(names(page) for page in before)
    assert not all(names(page) for page in before)
    for latitude, longitude in ((38.501, -121.401), (38.599, -121.499)):
        assert cells.snap(latitude, longitude) == cells.snap(TOWN[0], TOWN[1])
        store_place(location, Place(latitude, longitude), tier, "Riverside County")
        indexing.index_services([service.pk])
        assert [phone.page(**each) for each in asked] == before


def test_a_sealed_place_without_a_region_is_not_guessed(town: Town, phone: Somebody) -> None:
    service = town.add("Sealed", km=None)
    location = town.place(service, 1, Tier.SEALED)
    location.area = ""
    location.save()
    indexing.index_services([service.pk])
    page = phone.page(what="Sealed")
    assert "The place is not published. They tell you how to come." in page


def test_a_service_without_a_place(town: Town, phone: Somebody) -> None:
    town.add("Phone Line", km=None)
    assert "On the phone or online" in phone.page(need="sleep")


def test_where_one_goes_first_is_what_is_shown(town: Town, phone: Somebody) -> None:
    service = town.add("Two doors", km=30, place_tier=Tier.CASEWORKER)
    ServiceAtLocation.objects.filter(service=service).update(use=Use.SERVICE)
    town.place(service, 1)
    link = ServiceAtLocation.objects.exclude(use=Use.SERVICE).get(service=service)
    link.use = Use.ACCESS_POINT
    link.save()
    indexing.index_services([service.pk])
    page = phone.page(where="Rivertown")
    assert page.count("<h3><bdi>Two doors") == 1
    assert "Go or write there first: <bdi>2 Quiet Street, Rivertown, CA, 95814</bdi>" in page


def test_room_is_coarse_has_its_time_and_runs_out(
    town: Town, phone: Somebody, clock: Clock
) -> None:
    service = town.add("Harbour")
    now = clock()
    ServiceCapacity.objects.create(
        service=service,
        status=CapacityStatus.CAPACITY,
        available=3,
        maximum=7,
        population="women with children",
        updated=now - timedelta(hours=2),
        expires_at=now + timedelta(hours=10),
    )
    page = phone.page(where="Rivertown")
    assert "<strong>Has room</strong> (<bdi>women with children</bdi>) · said 2 hours ago" in page
    assert not re.search(r"\b[37]\b", re.sub(r"<[^>]*>|20\d\d", "", part(page, "Places")))
    clock.forward(hours=11)
    later = phone.page(where="Rivertown")
    assert "<strong>Not known: ask</strong> (<bdi>women with children</bdi>)</p>" in later


def test_what_was_checked_how_and_when(town: Town, phone: Somebody, clock: Clock) -> None:
    service = town.add("Harbour")
    town.checked(service, Aspect.PHONE, days_ago=20, good_for=90)
    town.checked(service, Aspect.HOURS, days_ago=20, good_for=90)
    town.checked(service, Aspect.ELIGIBILITY, days_ago=100, good_for=90)
    page = phone.page(where="Rivertown")
    assert "Checked Nov. 2, 2026 (Called them): Telephone number · Opening hours." in page
    assert "Whom they take" not in main_of(page)
    clock.forward(days=80)
    later = phone.page(where="Rivertown")
    assert "Nobody has checked this since Nov. 2, 2026." in later
    assert "further down" not in later


def test_a_stale_record_stands_further_down_and_says_why(
    town: Town, phone: Somebody, clock: Clock
) -> None:
    stale = town.add("Stale")
    fresh = town.add("Fresh", km=5)
    town.checked(stale, Aspect.PHONE, days_ago=300, good_for=90)
    town.checked(fresh, Aspect.PHONE, days_ago=3, good_for=90)
    page = phone.page(need="sleep")
    assert names(page) == ["Fresh", "Stale"]
    assert "That is why it stands further down." in page.split("Stale</bdi>")[1]
    assert "further down" not in page.split("Stale</bdi>")[0]


def test_an_unchecked_number_says_so_beside_what_was_checked(
    town: Town, phone: Somebody, clock: Clock
) -> None:
    service = town.add("Harbour")
    town.checked(service, Aspect.FEES, days_ago=1, good_for=90)
    page = phone.page(where="Rivertown")
    assert "(Called them): Fees." in page
    assert "Nobody has checked the telephone number lately. It may be wrong." in page


def test_nobody_ever_checked(town: Town, phone: Somebody) -> None:
    town.add("Harbour")
    assert "Nobody has checked this yet." in phone.page(where="Rivertown")


def test_closed_for_a_time_and_gone(town: Town, phone: Somebody) -> None:
    town.add("Pause", status=Status.TEMPORARILY_CLOSED, alert="Back in spring")
    town.add("Gone", status=Status.DEFUNCT)
    page = phone.page(where="Rivertown")
    assert names(page) == ["Pause"]
    assert "Closed for a time" in page
    assert "Back in spring" in page


def test_a_result_that_went_away_after_the_search_is_left_out(town: Town, phone: Somebody) -> None:
    service = town.add("Harbour")
    Service.objects.filter(pk=service.pk).update(tier=Tier.SEALED)  # the index does not know yet
    assert names(phone.page(where="Rivertown")) == []


def test_numbers_dial_and_faxes_are_not_offered(town: Town, phone: Somebody) -> None:
    service = town.add("Harbour")
    Phone.objects.create(service=service, number="(202) 555-0142", extension=7, type="voice")
    Phone.objects.create(service=service, number="+1 202 555 0143", type="sms")
    Phone.objects.create(service=service, number="+1 202 555 0144", type="fax")
    page = phone.page(where="Rivertown")
    assert 'href="tel:+12025550142;ext=7"' in page
    assert "Extension 7" in page
    assert 'href="sms:+12025550143"' in page
    assert "0144" not in page


def test_numbers_of_the_house_only_where_the_service_has_none(town: Town, phone: Somebody) -> None:
    service = town.add("Harbour")
    Phone.objects.create(organization=service.organization, number="+1 202 555 0177")
    assert "0177" not in phone.page(where="Rivertown")
    Phone.objects.filter(service=service).delete()
    assert "tel:+12025550177" in phone.page(where="Rivertown")


def test_several_places_are_offered_and_one_is_picked(town: Town, phone: Somebody) -> None:
    town.add("Harbour", km=None)
    location = town.place(town.services["Harbour"], 1)
    location.latitude, location.longitude = SPRINGFIELDS[1].point or (0, 0)
    location.save()
    indexing.index_services([town.services["Harbour"].pk])
    asked = phone.page(where="Springfield")
    assert "Which place do you mean?" in asked
    assert "<bdi>Springfield, IL</bdi>" in asked
    assert names(asked) == []
    found = phone.page(where="Springfield", pick="1", picked_for="Springfield")
    assert names(found) == ["Harbour"]
    assert '<input type="hidden" name="pick" value="1">' in found
    again = phone.page(where="springfield", pick="1", picked_for="Springfield")
    assert "Which place do you mean?" in again


def test_an_unknown_place_keeps_what_was_typed(town: Town, phone: Somebody) -> None:
    answer = phone.find(what="food", where="Nowhere", need="sleep", wish="free")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Try a bigger town nearby, or a postcode." in page
    for kept in ('value="food"', 'value="Nowhere"', 'value="sleep" checked', '"free" checked'):
        assert kept in page
    near = phone.find(where="Springfeld")
    assert near.status_code == 422
    assert "Did you mean one of these?" in near.content.decode()


def test_a_guessed_place_is_named(town: Town, phone: Somebody) -> None:
    assert "You wrote “Rivertwon”; we took it for Rivertown, CA." in phone.page(where="Rivertwon")


def test_a_region_has_no_middle(town: Town, phone: Somebody) -> None:
    town.add("Harbour", km=3)
    page = phone.page(where="California")
    assert names(page) == ["Harbour"]
    assert "away" not in part(page, "Places")


def test_elsewhere_the_country_counts_its_own_way(town: Town, phone: Somebody) -> None:
    assert "<bdi>London, ENG, United Kingdom</bdi>" in phone.page(where="Londres")


def test_near_me_is_rounded_here_too_and_gives_way_to_a_place(town: Town, phone: Somebody) -> None:
    town.add("Harbour", km=3)
    page = phone.page(near="38.581612,-121.494443")
    assert names(page) == ["Harbour"]
    assert 'value="38.58,-121.49" checked' in page
    assert "38.5816" not in page
    typed = phone.page(near="38.58,-121.49", where="Rivertown")
    assert "38.58" not in typed


def test_pages_turn_and_search_again_begins_at_the_first(town: Town, phone: Somebody) -> None:
    for number in range(PAGE_SIZE + 2):
        town.add(f"Place {number}", km=number + 1)
    first = phone.page(where="Rivertown")
    assert names(first) == [f"Place {number}" for number in range(PAGE_SIZE)]
    assert 'name="turn" value="2"' in first
    second = phone.client.post(phone.url(), {"where": "Rivertown", "page": "1", "turn": "2"})
    page = second.content.decode()
    assert names(page) == ["Place 10", "Place 11"]
    assert 'name="page" value="2"' in page
    assert 'name="turn" value="1"' in page
    assert 'name="turn" value="3"' not in page
    assert names(phone.page(where="Rivertown", page="2")) == names(first)


def test_a_page_takes_few_queries_however_many_results(town: Town, phone: Somebody) -> None:
    """Beside the search itself, whose statements its own tests count, and the settings."""
    others = ("directory_posting", "directory_key", "directory_row", "web_site", "contacts_")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert names(phone.page(where="Rivertown", **BOY))
        return len([each for each in queries if not any(one in each["sql"] for one in others)])

    town.add("Place 0", answers=TAKES_BOYS)
    assert count() == 12
    for number in range(1, 9):
        town.add(f"Place {number}", languages=("vi", "es"), answers=TAKES_BOYS)
    assert count() == 12


def test_the_empty_state_offers_lines_and_what_to_loosen(town: Town, phone: Somebody) -> None:
    page = phone.page(where="Rivertown", open_now="1", language="vi", need="sleep", **BOY)
    assert page.index("More lines, and lines in other countries") < page.index(
        "What you can change"
    )
    for hint in ("closed now", "farther", "any language", "about the person", "other words"):
        assert hint in page


def test_no_score_and_no_verdict_on_any_page(town: Town, phone: Somebody) -> None:
    town.add("Harbour", answers=TAKES_BOYS)
    page = phone.page(where="Rivertown", **BOY).casefold()
    assert not re.search(r"\d+ ?%|score|match|rating|victim|rescue", main_of(page))


def test_ids_of_results_are_those_of_the_index(town: Town, phone: Somebody) -> None:
    service = town.add("Harbour")
    link = ServiceAtLocation.objects.get(service=service)
    found = re.findall(r'name="keep" value="([^"]*)"', phone.page(where="Rivertown"))
    assert [UUID(each) for each in found] == [link.pk]
