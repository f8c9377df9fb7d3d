"""An unattended screen shows nothing; a draft on it survives. Time is moved by hand."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.accounts.test_passkeys_in_browser import address, page, pytestmark
from tests.cast import PASSWORD, Cast
from waymark.accounts import sessions
from waymark.accounts.models import SignIn

__all__ = ["address", "page", "pytestmark"]


@pytest.fixture
def ana(cast: Cast, page: Page, address: str) -> Page:
    """Ana at her own page, with the browser's clock in the test's hand."""
    token = sessions.start(cast.ana_hotline, cast.keyring(cast.ana_hotline), second_factor=True)
    page.context.add_cookies([{"name": sessions.COOKIE, "value": token, "url": address}])
    page.clock.install()
    page.goto(f"{address}/me/")
    return page


def pass_minutes(page: Page, minutes: int) -> None:
    """Move the server's idea of the last work back and the browser's clock forward."""
    for row in SignIn.objects.all():
        SignIn.objects.filter(pk=row.pk).update(
            active_at=row.active_at - timedelta(minutes=minutes)
        )
    page.clock.run_for(minutes * 60_000 + 6_000)


def test_an_unattended_page_makes_way_for_the_lock(ana: Page) -> None:
    pass_minutes(ana, 10)
    ana.wait_for_url("**/unlock/?next=%2Fme%2F")
    assert SignIn.objects.get().sealed_private == b""


def test_a_draft_is_hidden_and_comes_back_after_unlocking(ana: Page, address: str) -> None:
    name = ana.get_by_label("Name", exact=True)
    name.fill("a long answer")
    pass_minutes(ana, 10)
    expect(ana.get_by_text("Locked. What you typed")).to_be_visible()
    expect(name).to_be_hidden()
    with ana.context.expect_page() as opened:
        ana.get_by_role("link", name="Unlock in a new tab").click()
    tab = opened.value
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Unlock").click()
    tab.wait_for_url(lambda url: "/unlock/" not in url)
    ana.evaluate("dispatchEvent(new Event('focus'))")
    expect(name).to_be_visible()
    expect(name).to_have_value("a long answer")


def test_a_draft_survives_the_lock_by_hand(ana: Page) -> None:
    name = ana.get_by_label("Name", exact=True)
    name.fill("a long answer")
    ana.get_by_role("button", name="Lock").click()
    expect(ana.get_by_text("What you typed is kept on this page.")).to_be_visible()
    expect(name).to_be_hidden()
    assert SignIn.objects.get().sealed_private == b""
    ana.evaluate("dispatchEvent(new Event('focus'))")
    expect(name).to_be_hidden()


def test_without_a_draft_the_lock_by_hand_leaves_the_page(ana: Page) -> None:
    ana.get_by_role("button", name="Lock").click()
    ana.wait_for_url("**/unlock/")
    assert SignIn.objects.get().sealed_private == b""


def test_writing_is_work(ana: Page) -> None:
    name = ana.get_by_label("Name", exact=True)
    for letter in "three":
        pass_minutes(ana, 4)
        with ana.expect_response("**/here/") as answer:
            name.press(letter)
        assert answer.value.status == 204
        expect(name).to_be_visible()
    assert SignIn.objects.get().active_at > timezone.now() - timedelta(minutes=5)
    assert SignIn.objects.get().sealed_private
