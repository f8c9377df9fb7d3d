"""What a cookie, a row, or a stolen database gives to whoever has it."""

import base64
from collections.abc import Callable

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.accounts.conftest import Clock, request_of
from tests.cast import PASSWORD, Cast
from tests.sites import StaffClient
from waymark.accounts import sessions
from waymark.accounts.models import SignIn, Worker
from waymark.vault.contract import place
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen, aead_open, keyed_hash, plain_hash

SignedIn = Callable[[Worker], StaffClient]


def start(cast: Cast, name: str, *, second_factor: bool = True) -> str:
    return sessions.start(cast[name], cast.keyring(cast[name]), second_factor=second_factor)


def test_a_token_brings_its_worker_and_keys_back(cast: Cast) -> None:
    session = sessions.resume(start(cast, "ana_hotline"))
    assert session is not None
    assert session.worker == cast.ana_hotline
    assert session.passed
    assert session.opened.pair == cast.keyring(cast.ana_hotline).pair
    assert [each.name for each in session.opened.compartments] == ["Hotline"]


def test_a_token_has_32_random_bytes_and_is_stored_nowhere(cast: Cast) -> None:
    tokens = {start(cast, "ana_hotline") for _ in range(20)}
    assert len(tokens) == 20
    assert {len(base64.urlsafe_b64decode(token + "=")) for token in tokens} == {32}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_signin")
        stored = repr(cursor.fetchall())
    assert not any(token in stored for token in tokens)


def test_the_row_of_one_sign_in_opens_with_no_other_token(cast: Cast) -> None:
    """Somebody who can write to the database gives their own sign-in another's key."""
    mine, theirs = start(cast, "dora_directory"), start(cast, "ana_hotline")
    their_row = SignIn.objects.get(worker=cast.ana_hotline)
    SignIn.objects.filter(worker=cast.dora_directory).update(
        sealed_private=their_row.sealed_private
    )
    session = sessions.resume(mine)
    assert session is not None
    assert session.locked
    assert sessions.resume(theirs) is not None


def test_a_row_given_to_another_worker_stays_shut(cast: Cast) -> None:
    token = start(cast, "dora_directory")
    SignIn.objects.update(worker=cast.ana_hotline)
    session = sessions.resume(token)
    assert session is not None
    assert session.locked


def test_a_row_under_another_id_is_not_found(cast: Cast) -> None:
    token = start(cast, "ana_hotline")
    SignIn.objects.update(id=plain_hash(b"another").hex())
    assert sessions.resume(token) is None


def test_a_stolen_database_opens_no_private_key(cast: Cast) -> None:
    """Everything that the row holds, used as a key in every way that the code uses keys."""
    start(cast, "sara_supervisor")
    row = SignIn.objects.get()
    holder = cast.sara_supervisor.holder
    assert holder is not None
    known = [row.pk.encode(), bytes.fromhex(row.pk), bytes(holder.public_key), holder.pk.bytes]
    known += [cast.sara_supervisor.pk.bytes, bytes(row.sealed_private)[:32], bytes(32)]
    for secret in known:
        for context in (b"sign-in key", b"sign-in row", b""):
            guess = keyed_hash(secret[:64], b"", context=context)
            with pytest.raises(CannotOpen):
                Keyring.open_private(
                    holder, row.sealed_private, guess, place(row, "sealed_private")
                )
        with pytest.raises(CannotOpen):
            aead_open(secret[:32].ljust(32), row.sealed_private, place(row, "sealed_private"))


@given(st.text(max_size=60))
def test_anything_may_come_as_a_cookie(token: str) -> None:
    assert sessions._well_formed(token) is False or len(token) == 43


@pytest.mark.parametrize(
    "token", ["", "x", "A" * 43, "A" * 42 + "!", "é" * 43, "A" * 5000, "=" * 43]
)
def test_a_cookie_that_never_was_is_nobody(token: str, stranger_client: StaffClient) -> None:
    stranger_client.cookies[sessions.COOKIE] = token
    assert stranger_client.get(reverse("me")).status_code == 302


def test_two_spellings_of_the_same_bytes_are_two_tokens(cast: Cast) -> None:
    """The last character has unused bits; ignoring them would make four cookies of one."""
    token = start(cast, "ana_hotline")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    others = [token[:-1] + letter for letter in letters if letter != token[-1]]
    assert not any(sessions.resume(other) for other in others)


def test_a_sign_in_ends_after_its_hours_whatever_was_done(
    cast: Cast, staff_client_for: SignedIn, clock: Clock, settings: object
) -> None:
    client = staff_client_for(cast.ana_hotline)
    for _ in range(12 * 12 - 1):
        clock.forward(minutes=5)
        assert client.get("/healthz").status_code == 200
    assert client.get(reverse("me")).status_code == 200
    clock.forward(minutes=5)
    assert client.get(reverse("me")).headers["Location"].startswith(reverse("sign_in"))
    assert not SignIn.objects.exists()


def test_a_worker_who_is_put_out_is_out_at_the_next_click(
    cast: Cast, staff_client_for: SignedIn
) -> None:
    client = staff_client_for(cast.ana_hotline)
    Worker.objects.filter(pk=cast.ana_hotline.pk).update(is_active=False)
    assert client.get(reverse("me")).status_code == 302


def test_a_pending_sign_in_has_neither_worker_nor_keyring(
    cast: Cast, stranger_client: StaffClient
) -> None:
    stranger_client.cookies[sessions.COOKIE] = start(cast, "ana_hotline", second_factor=False)
    request = request_of(stranger_client.get(reverse("second_factor")))
    assert not request.worker
    assert not request.keyring


def test_the_page_of_a_pending_sign_in_shows_no_links(
    cast: Cast, stranger_client: StaffClient
) -> None:
    stranger_client.cookies[sessions.COOKIE] = start(cast, "adam_admin", second_factor=False)
    page = stranger_client.get(reverse("second_factor")).content.decode()
    assert reverse("workers") not in page
    assert cast.adam_admin.name not in page


def test_no_page_of_a_worker_is_kept_by_the_browser(cast: Cast, staff_client_for: SignedIn) -> None:
    answer = staff_client_for(cast.ana_hotline).get(reverse("me"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert PASSWORD not in answer.content.decode()
