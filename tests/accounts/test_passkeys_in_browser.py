"""The passkey script in a real browser with a virtual security key."""

from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from tests.cast import PASSWORD, TOTP_SECRET, Cast
from waymark.accounts.models import Passkey

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "isUserVerified": False,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    """The staff site, served by name: passkeys are bound to names."""
    settings.STATIC_URL, settings.MEDIA_URL = "/no-static/", "/no-media/"
    live = request.getfixturevalue("live_server")
    url = f"http://localhost:{live.url.rsplit(':', 1)[1]}"
    with override_settings(STAFF_URL=url, CSRF_TRUSTED_ORIGINS=[url]):
        yield url


@pytest.fixture
def page(address: str, browser: Browser) -> Iterator[Page]:
    """A browser with a virtual security key plugged in; a script that fails, fails the test."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    plug = context.new_cdp_session(opened)
    plug.send("WebAuthn.enable")
    plug.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield opened
    context.close()
    assert problems == []


def give_password(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Sign-in name").fill("ana_hotline")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_add_a_key_then_sign_in_with_it(cast: Cast, page: Page, address: str) -> None:
    give_password(page, address)
    page.get_by_label("Code from your app").fill(pyotp.TOTP(TOTP_SECRET).now())
    page.get_by_role("button", name="Go on").click()
    page.goto(f"{address}/me/factors/key/add/")
    page.get_by_label("Name of the key").fill("blue key")
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert Passkey.objects.get().label == "blue key"
    page.get_by_role("button", name="Sign out").click()
    give_password(page, address)
    page.get_by_role("button", name="Use the key").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.goto(f"{address}/me/")
    expect(page.get_by_text("Key: blue key")).to_be_visible()


def test_the_same_key_is_not_added_twice_and_the_page_says_so(
    cast: Cast, page: Page, address: str
) -> None:
    give_password(page, address)
    page.get_by_label("Code from your app").fill(pyotp.TOTP(TOTP_SECRET).now())
    page.get_by_role("button", name="Go on").click()
    for label in ("blue key", "blue key again"):
        page.goto(f"{address}/me/factors/key/add/")
        page.get_by_label("Name of the key").fill(label)
        page.get_by_role("button", name="Add the key").click()
        if label == "blue key":
            expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    expect(page.get_by_text("The browser made no key.")).to_be_visible()
    expect(page.get_by_label("Name of the key")).to_have_value("blue key again")
    assert Passkey.objects.count() == 1


def test_no_part_of_the_key_pages_leaves_this_origin(cast: Cast, page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    give_password(page, address)
    page.goto(f"{address}/sign-in/second/")
    assert asked
    assert all(url.startswith((address, "data:")) for url in asked)
