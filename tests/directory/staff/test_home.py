"""The first page: what waits, the circle, and the search of workers."""

from django.urls import reverse

from tests.cast import Cast
from tests.directory.conftest import SignIn
from tests.directory.staff.conftest import Staff
from tests.reports.staff.conftest import Clock, events, text_of
from tests.sites import StaffClient
from waymark.audit.events import Event
from waymark.audit.models import Entry
from waymark.directory.actions import capacity, verifying
from waymark.directory.actions.verifying import RELIED
from waymark.directory.circles import has_circle
from waymark.directory.models import CapacityStatus, Means
from waymark.directory.queries import found

TITLES = ("Clinic", "Advice", "Partner House", "Case House", "Sealed House", "Next Door", "Common")


def shown(page: str) -> list[str]:
    """The services on a page of results, in their order."""
    at = {name: page.find(f"<strong><bdi>{name}</bdi></strong>") for name in TITLES}
    return sorted((name for name in TITLES if at[name] >= 0), key=lambda name: at[name])


def search(client: StaffClient, **typed: str) -> str:
    answer = client.post(reverse("directory"), {"search": "1", **typed})
    assert answer.status_code == 200
    return text_of(answer)


def test_a_supervisor_makes_the_circle_where_it_is_missing(
    cast: Cast, staff_client_for: SignIn
) -> None:
    sara, dora = staff_client_for(cast.sara_supervisor), staff_client_for(cast.dora_directory)
    assert "Make the circle" in text_of(sara.get(reverse("directory")))
    page = text_of(dora.get(reverse("directory")))
    assert "A supervisor can make it on this page." in page
    assert "Make the circle" not in page
    page = text_of(sara.post(reverse("directory_circle"), follow=True))
    assert "The circle is there." in page
    assert has_circle(cast.riverside)
    assert "You are not in your organisation's circle" in text_of(dora.get(reverse("directory")))


def test_the_first_page_counts_what_waits(staff: Staff, dora: StaffClient) -> None:
    staff.renumber(staff.world.clinic)
    staff.suggestion(staff.world.clinic)
    page = text_of(dora.get(reverse("directory")))
    assert "5 services are due for verification" in page
    assert "1 change waits for a second person" in page
    assert "1 new suggestion" in page


def test_somebody_who_only_looks_is_offered_no_work(staff: Staff, ana: StaffClient) -> None:
    page = text_of(ana.get(reverse("directory")))
    for offered in ("due for verification", "second person", "suggestion", "Partners", "Export"):
        assert offered not in page


def test_each_finds_the_tiers_that_they_may_see(
    staff: Staff, ana: StaffClient, lena: StaffClient
) -> None:
    assert set(shown(search(ana))) == set(TITLES)
    public_and_partner = {"Clinic", "Advice", "Partner House", "Next Door", "Common"}
    assert set(shown(search(lena))) == public_and_partner


def test_those_with_room_come_first_and_once(staff: Staff, ana: StaffClient, clock: Clock) -> None:
    world, worker = staff.world, staff.world.cast.ana_hotline
    dora = world.cast.dora_directory
    verifying.verify(world.advice, RELIED, Means.CALLED, by=dora)
    capacity.state_capacity(world.case_house, CapacityStatus.CAPACITY, by=worker, available=2)
    capacity.state_capacity(world.advice, CapacityStatus.NO_CAPACITY, by=worker)
    page = search(ana)
    assert "They have room now" in page
    assert shown(page)[:2] == ["Case House", "Advice"]
    assert page.count("<bdi>Case House</bdi></strong>") == 1
    assert "2 free places" in page
    assert "Is full" in page
    assert "Verified by Riverside Coalition: Telephone number, Place, Whom they take" in page
    assert shown(search(ana, only_room="1")) == ["Case House"]


def test_pages_of_results_show_everything_once(
    staff: Staff, ana: StaffClient, monkeypatch: object, clock: Clock
) -> None:
    world, worker = staff.world, staff.world.cast.ana_hotline
    capacity.state_capacity(world.common, CapacityStatus.CAPACITY, by=worker)
    before = found.PER_PAGE
    found.PER_PAGE = 2
    try:
        pages = [shown(search(ana)), *(shown(search(ana, turn=str(n), search="")) for n in (2, 3))]
    finally:
        found.PER_PAGE = before
    every = [name for page in pages for name in page]
    assert sorted(every) == sorted(TITLES)
    assert every[0] == "Common"


def test_words_and_answers_narrow_it(staff: Staff, ana: StaffClient) -> None:
    assert shown(search(ana, what="Partner House")) == ["Partner House"]
    page = search(ana, what="qqqq zzzz")
    assert "Nothing was found" in page
    assert shown(page) == []


def test_the_exact_place_of_a_closed_one_is_on_no_result(staff: Staff, ana: StaffClient) -> None:
    page = search(ana)
    for street in ("Hidden Lane", "Harrow Road", "Casework Way", "Quarry Court", "Lakeside Quay"):
        assert street not in page
    assert "38.58" not in page


def test_what_somebody_looks_for_is_in_no_log(staff: Staff, ana: StaffClient) -> None:
    before = Entry.objects.count()
    search(ana, what="clinic entrance")
    assert Entry.objects.count() == before


def test_the_export_holds_what_everybody_may_see(staff: Staff, dora: StaffClient) -> None:
    answer = dora.post(reverse("directory_export"), {"form": "json"})
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"].startswith('attachment; filename="directory-')
    assert b"1 Open Street" in body
    for closed in (b"Hidden Lane", b"Partner House", b"Sealed", b"555 0105"):
        assert closed not in body
    assert events(Event.DIRECTORY_EXPORTED) == 1
    assert dora.post(reverse("directory_export"), {"form": "paper"}).status_code == 422
