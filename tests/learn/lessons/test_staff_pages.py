"""This room on the staff site, tried by each role, by a stranger and by nobody."""

import csv
from collections.abc import Callable

import pytest
from django.urls import reverse

from tests.cast import NAMES, ROLES, Cast
from tests.sites import StaffClient
from waymark.accounts.auditing.table import BYTE_ORDER_MARK
from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.audit.models import Entry
from waymark.learn import urls
from waymark.learn.lessons.counting import this_month
from waymark.learn.lessons.wording import points
from waymark.learn.models import FirstCount
from waymark.learn.signs.reading import signs

pytestmark = pytest.mark.django_db
SignIn = Callable[[Worker], StaffClient]
GAIN = {Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR}
EVERY = set(Role)
OPEN_TO = {"learn": EVERY, "learn_signs": EVERY, "learn_gain": GAIN, "learn_gain_table": GAIN}


def counted(count: int) -> None:
    FirstCount.objects.create(
        lesson="public", version=1, language="en", month=this_month(), questions=6,
        before=2, after=5, count=count,
    )  # fmt: skip


def test_every_address_is_tried() -> None:
    assert set(OPEN_TO) == {pattern.name for pattern in urls.urlpatterns}


def test_each_role_gets_what_it_may(cast: Cast, staff_client_for: SignIn) -> None:
    for name in NAMES:
        client = staff_client_for(cast[name])
        for address, roles in OPEN_TO.items():
            expected = 200 if ROLES[name] in roles else 403
            assert client.get(reverse(address)).status_code == expected, (name, address)
        assert 'href="/learn/"' in client.get("/learn/").text
        link = reverse("learn_gain") in client.get("/learn/").text
        assert link is (ROLES[name] in GAIN)


@pytest.mark.parametrize("address", OPEN_TO)
def test_a_stranger_is_sent_to_sign_in(stranger_client: StaffClient, address: str) -> None:
    assert stranger_client.get(reverse(address)).status_code == 302


def test_all_signs_with_their_warnings(cast: Cast, staff_client_for: SignIn) -> None:
    page = staff_client_for(cast.ana_hotline).get(reverse("learn_signs"))
    for sign in signs().every:
        assert sign.text[:20] in page.text
    assert "invite profiling" in page.text
    assert page.text.count("For trained staff only") == sum(s.staff_only for s in signs().every)
    assert page.text.count("To be verified</span>") == sum(s.verify for s in signs().every)
    one = staff_client_for(cast.ana_hotline).get(reverse("learn_signs"), {"place": "hotel"})
    assert one.text.count('<li class="card">') == len(signs().chosen(place="hotel"))


def test_nothing_of_fewer_than_ten_is_told(cast: Cast, staff_client_for: SignIn) -> None:
    client = staff_client_for(cast.ivan_analyst)
    assert "Nobody was counted yet" in client.get(reverse("learn_gain")).text
    counted(9)
    page = client.get(reverse("learn_gain")).text
    assert "Fewer than 10 learners" in page
    assert "<svg" not in page
    assert "33%" not in page
    counted_row = client.get(reverse("learn_gain_table")).text.splitlines()[1]
    assert "fewer than 10" in counted_row
    assert "0.3333" not in counted_row


def test_the_page_and_the_table_agree_and_the_table_is_logged(
    cast: Cast, staff_client_for: SignIn
) -> None:
    counted(10)
    client = staff_client_for(cast.ivan_analyst)
    page = client.get(reverse("learn_gain")).text
    assert "33%" in page
    assert "83%" in page
    assert "+50 (no interval)" in page
    assert '<svg role="img"' in page
    answer = client.get(reverse("learn_gain_table"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lessons.csv"'
    (row,) = csv.DictReader(answer.text.removeprefix(BYTE_ORDER_MARK).splitlines())
    assert (row["learners"], row["before"], row["after"]) == ("10", "0.3333", "0.8333")
    assert (row["gain"], row["gain_low"], row["gain_high"]) == ("0.5000", "", "")
    assert row["learners_later"] == "fewer than 10"
    logged = Entry.objects.filter(event="lesson_counts:exported").get()
    assert logged.actor_id == cast.ivan_analyst.pk


def test_a_change_keeps_its_sign_before_it_in_arabic(cast: Cast, staff_client_for: SignIn) -> None:
    counted(10)
    cast.ivan_analyst.language = "ar"
    cast.ivan_analyst.save()
    page = staff_client_for(cast.ivan_analyst).get(reverse("learn_gain")).text
    assert "\u2066+50\u2069</text>" in page
    assert points(-0.064) == "\u2066−6\u2069"
