"""The page of one service: for everybody, or for nobody."""

from uuid import uuid4

import pytest

from tests.directory.finding.conftest import N, Somebody, Town, Y
from waymark.directory.criteria import Criterion
from waymark.directory.models import RequiredDocument, Service, ServiceAtLocation, Status
from waymark.directory.tiers import Tier

pytestmark = pytest.mark.django_db


def test_it_says_in_words_what_is_known(town: Town, phone: Somebody) -> None:
    service = town.add(
        "Harbour",
        description="Beds and meals.\n\nCome any time.",
        languages=("vi",),
        minimum_age=16,
        maximum_age=21,
        answers={Criterion.MEN: Y, Criterion.SUBSTANCE_USE: N},
        eligibility_description="For young people",
        application_process="Call first",
        url="https://harbour.example.org/beds",
        email="post@harbour.example.org",
        alternate_name="The Old Harbour",
    )
    RequiredDocument.objects.create(service=service, document="Anything with a name on it")
    town.opens(service, "MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")
    page = phone.client.get(phone.url(f"{service.pk}/")).content.decode()
    for shown in (
        "<h1><bdi>Harbour</bdi></h1>",
        "The Old Harbour",
        "<p>Come any time.</p>",
        "1 Quiet Street, Rivertown, CA, 95814",
        "Every day, day and night.",
        "From 16 to 21 years",
        "Men and boys",
        "People who use alcohol or drugs",
        "Women and girls",
        "For young people",
        "Call first",
        "Anything with a name on it",
        "Tiếng Việt",
        '<bdi dir="ltr">harbour.example.org</bdi>',
        "post@harbour.example.org",
        "Nobody has checked this yet.",
    ):
        assert shown in page, shown
    no = page.partition("They say no to")[2].partition("</dd>")[0]
    assert "alcohol" in no
    assert "Men and boys" not in no


def test_it_may_be_kept_for_a_minute_but_not_by_search_engines(town: Town, phone: Somebody) -> None:
    service = town.add("Harbour")
    answer = phone.client.get(phone.url(f"{service.pk}/"))
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Permissions-Policy"].count("geolocation=()") == 1
    again = phone.client.get(
        phone.url(f"{service.pk}/"), headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


def test_it_leads_back_to_the_visit_it_came_from(town: Town, phone: Somebody) -> None:
    service = town.add("Harbour")
    sent = {"page": "2", "what": "shelter", "where": "Rivertown", "need": "food"}
    answer = phone.client.post(phone.url(f"{service.pk}/"), sent)
    page = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Back to the results" in page
    for name, value in sent.items():
        assert f'name="{name}" value="{value}"' in page
    by_address = phone.client.get(phone.url(f"{service.pk}/")).content.decode()
    assert "Back to the results" not in by_address


@pytest.mark.parametrize("tier", [Tier.PARTNER, Tier.CASEWORKER, Tier.SEALED])
@pytest.mark.parametrize("path", ["", "change/"])
def test_a_service_that_is_not_public_is_no_page(
    town: Town, phone: Somebody, tier: Tier, path: str
) -> None:
    service = town.add("Hidden", tier=tier, place_tier=tier)
    for answer in (
        phone.client.get(phone.url(f"{service.pk}/{path}")),
        phone.client.post(phone.url(f"{service.pk}/{path}"), {"page": "1", "do": "send"}),
    ):
        assert answer.status_code == 404
        assert "Hidden" not in answer.content.decode()


@pytest.mark.parametrize("path", ["", "change/"])
def test_missing_and_malformed_ids(town: Town, phone: Somebody, path: str) -> None:
    assert phone.client.get(phone.url(f"{uuid4()}/{path}")).status_code == 404
    for wrong in ("1", "harbour", "zzzzzzzz-0000-0000-0000-000000000000"):
        assert phone.client.get(phone.url(f"{wrong}/{path}")).status_code == 404


def test_gone_is_no_page_and_closed_for_a_time_says_so(town: Town, phone: Somebody) -> None:
    service = town.add("Harbour")
    Service.objects.update(status=Status.TEMPORARILY_CLOSED)
    assert "Closed for a time" in phone.client.get(phone.url(f"{service.pk}/")).content.decode()
    Service.objects.update(status=Status.INACTIVE)
    assert phone.client.get(phone.url(f"{service.pk}/")).status_code == 404


def test_every_place_where_one_goes_is_named(town: Town, phone: Somebody) -> None:
    service = town.add("Two doors")
    town.place(service, 4)
    assert ServiceAtLocation.objects.filter(service=service).count() == 2
    page = phone.client.get(phone.url(f"{service.pk}/")).content.decode()
    assert page.count("Quiet Street") == 2


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//x.test"])
def test_only_pages_of_the_web_are_linked(town: Town, phone: Somebody, address: str) -> None:
    service = town.add("Harbour", url=address)
    assert address not in phone.client.get(phone.url(f"{service.pk}/")).content.decode()


def test_what_they_wrote_is_text_and_keeps_its_direction(town: Town, phone: Somebody) -> None:
    service = town.add("<b>Harbour</b>", description="<script>alert(1)</script>")
    for page in (
        phone.client.get(phone.url(f"{service.pk}/")).content.decode(),
        phone.page(where="Rivertown"),
    ):
        assert "<bdi>&lt;b&gt;Harbour&lt;/b&gt;</bdi>" in page
        assert "<script>alert" not in page
