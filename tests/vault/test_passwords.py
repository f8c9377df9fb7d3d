"""One derivation verifies a password and opens the key; nothing stored does without it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.vault import passwords
from waymark.vault.actions import create_holder
from waymark.vault.models import Holder, PasswordLock
from waymark.vault.passwords import (
    WrongPassword,
    open_with_password,
    set_password,
    stretch_password,
    waste_a_derivation,
)
from waymark.vault.primitives import CannotOpen, aead_open, new_pair, stretch

SALT = b"s" * 16
PAIR = new_pair()
CHEAP = {"passes": 1, "memory": 8192}


@given(left=st.text(max_size=30), right=st.text(max_size=30))
@settings(max_examples=40)
def test_other_passwords_give_other_keys(left: str, right: str) -> None:
    one, other = (stretch_password(each, SALT, **CHEAP) for each in (left, right))
    assert (one == other) == (left == right)
    assert one.key != one.verifier


def test_the_stored_verifier_is_no_part_of_the_derivation() -> None:
    derived = stretch("password", SALT, size=64, **CHEAP)
    stretched = stretch_password("password", SALT, **CHEAP)
    assert stretched.verifier not in derived
    assert stretched.key == derived[32:]


def test_no_log_shows_what_a_password_yields() -> None:
    stretched = stretch_password("password", SALT, **CHEAP)
    assert stretched.key.hex() not in repr(stretched)
    assert repr(stretched.key) not in repr(stretched)


def test_a_password_with_half_a_character_is_only_wrong() -> None:
    stretch_password("\ud800", SALT, **CHEAP)


@pytest.mark.django_db
class TestLock:
    def test_round_trip(self) -> None:
        holder, pair = create_holder("orbit lantern")
        assert open_with_password(PasswordLock.objects.get(holder=holder), "orbit lantern") == pair

    @pytest.mark.parametrize("wrong", ["", "orbit lanterN", "orbit lantern ", "\ud800", "x" * 5000])
    def test_wrong_passwords(self, wrong: str) -> None:
        holder, _ = create_holder("orbit lantern")
        with pytest.raises(WrongPassword):
            open_with_password(PasswordLock.objects.get(holder=holder), wrong)

    def test_a_new_password_replaces_the_old_one(self) -> None:
        holder, pair = create_holder("old password")
        before = PasswordLock.objects.get(holder=holder)
        set_password(holder, pair.private, "new password")
        after = PasswordLock.objects.get(holder=holder)
        assert open_with_password(after, "new password") == pair
        with pytest.raises(WrongPassword):
            open_with_password(after, "old password")
        assert bytes(before.salt) != bytes(after.salt)
        assert PasswordLock.objects.count() == 1

    def test_the_verifier_opens_nothing(self) -> None:
        holder, _ = create_holder("orbit lantern")
        lock = PasswordLock.objects.get(holder=holder)
        place = f"vault.passwordlock.sealed_private:{holder.pk}".encode()
        for key in (bytes(lock.verifier), bytes(holder.public_key)):
            with pytest.raises(CannotOpen):
                aead_open(key, lock.sealed_private, place)

    def test_a_lock_moved_to_another_holder_does_not_open(self) -> None:
        first, _ = create_holder("same password")
        second, _ = create_holder("same password")
        lock = PasswordLock.objects.get(holder=first)
        lock.holder = Holder.objects.get(pk=second.pk)
        with pytest.raises(CannotOpen):
            open_with_password(lock, "same password")

    def test_the_cost_is_kept_with_each_lock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        holder, pair = create_holder("orbit lantern")
        monkeypatch.setattr(passwords, "STRETCH_PASSES", 2)
        assert open_with_password(PasswordLock.objects.get(holder=holder), "orbit lantern") == pair


def test_an_unknown_login_costs_the_same_derivation(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def count(password: str, salt: bytes, *, passes: int, memory: int) -> None:
        asked.append((passes, memory))

    monkeypatch.setattr(passwords, "stretch_password", count)
    waste_a_derivation("anything")
    holder = Holder(public_key=PAIR.public)
    monkeypatch.setattr(PasswordLock, "save", lambda self: None)
    with pytest.raises(AttributeError):
        set_password(holder, PAIR.private, "anything")
    assert asked[0] == asked[1]


def test_the_cost_that_ships() -> None:
    """RFC 9106's second choice; the tests themselves run with less."""
    from waymark.vault import primitives

    assert (primitives.STRETCH_PASSES, primitives.STRETCH_BYTES) == (3, 64 * 1024 * 1024)
