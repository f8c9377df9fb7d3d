"""The key goes when nobody works; the password brings it back; nothing typed is lost."""

import base64
import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.accounts.conftest import Clock, request_of
from tests.cast import PASSWORD, Cast
from tests.sites import StaffClient
from waymark.accounts import sessions
from waymark.accounts.actions import sign_in as actions
from waymark.accounts.models import SignIn, Worker
from waymark.audit.models import Entry

SignedIn = Callable[[Worker], StaffClient]
POLL = {"X-Background": "1"}


@pytest.fixture
def ana(cast: Cast, clock: Clock, staff_client_for: SignedIn) -> StaffClient:
    """Ana's browser, signed in now."""
    return staff_client_for(cast.ana_hotline)


def is_locked(client: StaffClient) -> bool:
    answer = client.get(reverse("me"))
    if answer.status_code == 200:
        return False
    assert answer.headers["Location"] == f"{reverse('unlock')}?next=%2Fme%2F"
    return True


def unlock(client: StaffClient, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("unlock"), {"password": password, **more})


def test_work_keeps_the_key(ana: StaffClient, clock: Clock) -> None:
    for _ in range(6):
        clock.forward(minutes=9)
        assert not is_locked(ana)


def test_idleness_wipes_the_key_from_the_row(ana: StaffClient, clock: Clock) -> None:
    clock.forward(minutes=10)
    assert is_locked(ana)
    assert SignIn.objects.get().sealed_private == b""
    assert Entry.objects.filter(event="sign_in:locked").count() == 1


@override_settings(IDLE_LOCK_MINUTES=2)
def test_the_operator_says_how_long(ana: StaffClient, clock: Clock) -> None:
    clock.forward(minutes=1, seconds=44)
    assert not is_locked(ana)
    clock.forward(minutes=2)
    assert is_locked(ana)


def test_polls_of_a_page_are_no_work(ana: StaffClient, clock: Clock) -> None:
    for _ in range(9):
        clock.forward(minutes=1)
        assert ana.get(reverse("me"), headers=POLL).status_code == 200
    clock.forward(minutes=1)
    answer = ana.get(reverse("me"), headers=POLL)
    assert (answer.status_code, answer.content) == (401, b"")
    assert SignIn.objects.get().sealed_private == b""


def test_a_poll_of_a_stranger_is_no_redirect(stranger_client: StaffClient) -> None:
    assert stranger_client.get(reverse("me"), headers=POLL).status_code == 401


def test_the_password_unlocks_without_a_second_factor_and_leads_back(
    ana: StaffClient, clock: Clock
) -> None:
    clock.forward(minutes=11)
    assert is_locked(ana)
    answer = unlock(ana, next="/me/password/")
    assert answer.headers["Location"] == "/me/password/"
    page = ana.get(reverse("me"))
    assert page.status_code == 200
    assert request_of(page).keyring.compartments
    assert Entry.objects.latest("seq").event == "sign_in:unlocked"


def test_a_wrong_password_stays_locked(ana: StaffClient, clock: Clock) -> None:
    clock.forward(minutes=11)
    assert is_locked(ana)
    assert unlock(ana, "wrong password here").status_code == 422
    assert is_locked(ana)


def test_guesses_at_the_lock_slow_down(ana: StaffClient, clock: Clock) -> None:
    ana.post(reverse("lock"))
    statuses = [unlock(ana, f"guess number {n}").status_code for n in range(12)]
    assert statuses[0] == 422
    assert statuses[-1] == 429
    clock.forward(seconds=300)
    assert unlock(ana).status_code == 302


def test_a_colleagues_password_does_not_unlock(ana: StaffClient, cast: Cast, clock: Clock) -> None:
    from waymark.vault.passwords import set_password

    holder = cast.carl_cases.holder
    assert holder is not None
    set_password(holder, cast.keyring(cast.carl_cases).pair.private, "carls own long password")
    ana.post(reverse("lock"))
    assert unlock(ana, "carls own long password").status_code == 422


def test_locking_by_hand_is_at_once(ana: StaffClient) -> None:
    assert ana.post(reverse("lock")).headers["Location"] == reverse("unlock")
    assert SignIn.objects.get().sealed_private == b""
    assert is_locked(ana)
    assert ana.post(reverse("lock")).status_code == 302
    assert Entry.objects.filter(event="sign_in:locked").count() == 1


def test_a_locked_worker_may_sign_out(ana: StaffClient) -> None:
    ana.post(reverse("lock"))
    assert ana.post(reverse("sign_out")).status_code == 302
    assert not SignIn.objects.exists()


def test_the_lock_page_names_the_worker_and_shows_nothing_else(ana: StaffClient) -> None:
    ana.post(reverse("lock"))
    page = ana.get(reverse("unlock"))
    assert page.status_code == 200
    assert request_of(page).worker is None
    assert "Ana Hotline" in page.content.decode()


def test_unlocking_what_is_not_locked_goes_on(ana: StaffClient) -> None:
    assert ana.get(reverse("unlock")).status_code == 302


def test_a_pending_sign_in_unlocks_to_the_second_factor(
    cast: Cast, clock: Clock, stranger_client: StaffClient
) -> None:
    token = sessions.start(cast.ana_hotline, cast.keyring(cast.ana_hotline), second_factor=False)
    stranger_client.cookies[sessions.COOKIE] = token
    clock.forward(minutes=11)
    assert stranger_client.get(reverse("second_factor")).headers["Location"].startswith("/unlock/")
    unlock(stranger_client)
    assert stranger_client.get(reverse("me")).headers["Location"].startswith("/sign-in/second/")


def held_in(page: Any) -> str:
    found = re.search(r'name="held" value="([^"]*)"', page.content.decode())
    assert found
    return html.unescape(found.group(1))


def test_what_was_typed_survives_the_lock(ana: StaffClient, cast: Cast, clock: Clock) -> None:
    clock.forward(minutes=11)
    typed = {"name": "Ana <b>Ångström</b>", "email": "", "language": "en", "time_zone": "UTC"}
    page = ana.post(reverse("me"), typed)
    assert page.status_code == 403
    text = page.content.decode()
    assert "Ångström" not in text
    assert "Ångström" not in base64.b64decode(held_in(page)).decode(errors="replace")
    kept = unlock(ana, held=held_in(page))
    assert kept.status_code == 200
    again = kept.content.decode()
    assert 'action="/me/"' in again
    assert "Ana &lt;b&gt;Ångström&lt;/b&gt;" in again
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', again))
    sent = {name: html.unescape(fields[name]) for name in typed}
    assert sent == typed
    ana.post(reverse("me"), sent)
    assert Worker.objects.get(pk=cast.ana_hotline.pk).name == typed["name"]


def test_a_wrong_password_does_not_lose_what_was_typed(ana: StaffClient, clock: Clock) -> None:
    clock.forward(minutes=11)
    page = ana.post(reverse("me"), {"name": "still here and long enough"})
    first = held_in(page)
    again = unlock(ana, "wrong password here", held=first)
    assert held_in(again) == first


def test_passwords_are_not_among_what_is_kept(ana: StaffClient, clock: Clock) -> None:
    clock.forward(minutes=11)
    secret = "a password that was typed"
    page = ana.post(reverse("change_password"), {"password": secret, "new_password": secret})
    # Nothing else was in that form, so there is nothing to go on with.
    assert unlock(ana, held=held_in(page)).status_code == 302


@pytest.mark.parametrize("held", ["x", "AAAA", "é", "=" * 40])
def test_a_damaged_keep_is_ignored(held: str, ana: StaffClient) -> None:
    ana.post(reverse("lock"))
    assert unlock(ana, held=held).status_code == 302


def test_what_one_worker_typed_opens_for_no_other(
    ana: StaffClient, cast: Cast, clock: Clock, staff_client_for: SignedIn
) -> None:
    carl = staff_client_for(cast.carl_cases)
    ana.post(reverse("lock"))
    carl.post(reverse("lock"))
    held = held_in(ana.post(reverse("me"), {"name": "only for ana and nobody else"}))
    assert unlock(carl, held=held).status_code == 302


def test_tidying_locks_the_idle_and_ends_the_old(
    cast: Cast, clock: Clock, ana: StaffClient
) -> None:
    assert actions.tidy(clock.now) == 0
    assert SignIn.objects.get().sealed_private
    clock.forward(minutes=10)
    assert actions.tidy(clock.now) == 1
    assert actions.tidy(clock.now) == 0
    assert SignIn.objects.get().sealed_private == b""
    clock.forward(hours=12)
    assert actions.tidy(clock.now) == 1
    assert not SignIn.objects.exists()
