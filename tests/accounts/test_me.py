"""One's own page: name, language, password."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.accounts.conftest import request_of
from tests.cast import HOTLINE, PASSWORD, Cast
from tests.sites import StaffClient
from waymark.accounts.models import SignIn, Worker
from waymark.audit.models import Entry
from waymark.vault.models import PasswordLock
from waymark.vault.records import new_envelope

SignedIn = Callable[[Worker], StaffClient]
Give = Callable[..., Any]
NEW = "seven quiet herons wade"


@pytest.fixture
def ana(cast: Cast, staff_client_for: SignedIn) -> StaffClient:
    """Ana's browser."""
    return staff_client_for(cast.ana_hotline)


def change(client: StaffClient, old: str = PASSWORD, new: str = NEW, again: str = NEW) -> Any:
    typed = {"password": old, "new_password": new, "repeated": again}
    return client.post(reverse("change_password"), typed)


def test_a_new_password_opens_the_same_records(
    cast: Cast, ana: StaffClient, stranger_client: StaffClient, give_password: Give
) -> None:
    record = new_envelope([cast.compartment(cast.riverside, HOTLINE)]).envelope_id
    assert change(ana).headers["Location"] == reverse("me")
    assert request_of(ana.get(reverse("me"))).keyring.data_key(record)
    assert give_password(stranger_client, cast.ana_hotline).status_code == 422
    assert give_password(stranger_client, cast.ana_hotline, NEW).status_code == 302
    assert Entry.objects.filter(event="password:changed").count() == 1


def test_a_new_password_ends_other_sign_ins(
    cast: Cast, ana: StaffClient, staff_client_for: SignedIn
) -> None:
    elsewhere, carl = staff_client_for(cast.ana_hotline), staff_client_for(cast.carl_cases)
    change(ana)
    assert ana.get(reverse("me")).status_code == 200
    assert elsewhere.get(reverse("me")).status_code == 302
    assert carl.get(reverse("me")).status_code == 200


def test_the_old_lock_is_gone(cast: Cast, ana: StaffClient) -> None:
    before = PasswordLock.objects.get(holder=cast.ana_hotline.holder)
    change(ana)
    after = PasswordLock.objects.get(holder=cast.ana_hotline.holder)
    for name in ("salt", "verifier", "sealed_private"):
        assert bytes(getattr(before, name)) != bytes(getattr(after, name))


@pytest.mark.parametrize(
    ("old", "new", "again", "field"),
    [
        ("wrong password", NEW, NEW, "password"),
        (PASSWORD, NEW, NEW + "x", "repeated"),
        (PASSWORD, "tooshort99", "tooshort99", "new_password"),
        (PASSWORD, "ana hotline riverside", "ana hotline riverside", "new_password"),
        ("", "", "", "password"),
    ],
)
def test_a_refused_password_changes_nothing(
    old: str, new: str, again: str, field: str, ana: StaffClient
) -> None:
    page = change(ana, old, new, again)
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Entry.objects.filter(event="password:changed").exists()
    assert not (new and new in page.content.decode())


def test_guessing_the_old_password_is_slow(ana: StaffClient) -> None:
    statuses = [change(ana, f"guess number {n}").status_code for n in range(10)]
    assert statuses[-1] == 429
    assert SignIn.objects.exists()


def test_saving_ones_name_and_language(cast: Cast, ana: StaffClient) -> None:
    typed = {
        "name": "Ana R.",
        "email": "a@example.org",
        "language": "es",
        "time_zone": "America/Lima",
    }
    assert ana.post(reverse("me"), typed).status_code == 302
    saved = Worker.objects.get(pk=cast.ana_hotline.pk)
    assert {name: getattr(saved, name) for name in typed} == typed
    assert '<html lang="es"' in ana.get(reverse("me")).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "tlh"},
        {"time_zone": "Mars/Base"},
        {"name": ""},
        {"email": "no"},
        {"name": "x" * 121},
    ],
)
def test_impossible_values_are_refused_and_kept_in_the_form(
    wrong: dict[str, str], cast: Cast, ana: StaffClient
) -> None:
    typed = {"name": "Somebody Else", "email": "", "language": "es", "time_zone": "UTC"} | wrong
    page = ana.post(reverse("me"), typed)
    assert page.status_code == 422
    assert page.context["form"]["language"].value() == typed["language"]
    # The frame still greets who they are.
    assert request_of(page).worker.name == "Ana Hotline"
    assert Worker.objects.get(pk=cast.ana_hotline.pk).language == "en"


def test_nobody_makes_themselves_another_role_or_organisation(cast: Cast, ana: StaffClient) -> None:
    typed = {"name": "Ana", "language": "en", "time_zone": "UTC", "roles": "administrator"}
    typed |= {"organisation": str(cast.lakeside.pk), "login": "adam_admin", "is_active": ""}
    ana.post(reverse("me"), typed)
    saved = Worker.objects.get(pk=cast.ana_hotline.pk)
    assert (saved.organisation, saved.login, saved.is_active) == (
        cast.riverside,
        "ana_hotline",
        True,
    )
    assert {role.value for role in saved.roles} == {"hotline_worker"}
