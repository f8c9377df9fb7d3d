"""Circles of workers: let in, put out, renew the key."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.cast import CASE_MANAGEMENT, HOTLINE, NAMES, Cast
from tests.sites import StaffClient
from waymark.accounts import queries
from waymark.accounts.actions import memberships, workers
from waymark.accounts.models import RotationDue, Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.vault.actions import LastMember
from waymark.vault.models import CompartmentKey
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import new_envelope

SignedIn = Callable[[Worker], StaffClient]


@pytest.fixture
def sara(cast: Cast, staff_client_for: SignedIn) -> StaffClient:
    """The supervisor's browser."""
    return staff_client_for(cast.sara_supervisor)


def generation(cast: Cast, name: str) -> int:
    return CompartmentKey.objects.get(compartment=cast.compartment(cast.riverside, name)).generation


def test_letting_somebody_in_opens_what_is_there_already(cast: Cast, sara: StaffClient) -> None:
    hotline = cast.compartment(cast.riverside, HOTLINE)
    record = new_envelope([hotline]).envelope_id
    with pytest.raises(CannotOpen):
        cast.keyring(cast.carl_cases).data_key(record)
    typed = {"worker": str(cast.carl_cases.pk)}
    assert sara.post(reverse("add_member", args=[hotline.pk]), typed).status_code == 302
    assert cast.keyring(cast.carl_cases).data_key(record)
    last = Entry.objects.order_by("-seq")[:2]
    assert {entry.event for entry in last} == {"member:added"}
    assert {entry.target for entry in last} == {"vault.compartment", "accounts.worker"}


def test_putting_somebody_out_shuts_records_and_renews_the_key(
    cast: Cast, sara: StaffClient
) -> None:
    hotline = cast.compartment(cast.riverside, HOTLINE)
    record = new_envelope([hotline]).envelope_id
    kept = cast.keyring(cast.ana_hotline)
    assert kept.data_key(record)
    url = reverse("remove_member", args=[hotline.pk, cast.ana_hotline.pk])
    assert "Ana Hotline" in sara.get(url).content.decode()
    assert sara.post(url).status_code == 302
    with pytest.raises(CannotOpen):
        cast.keyring(cast.ana_hotline).data_key(record)
    # The compartment's old private key, which Ana may have kept, opens nothing stored here.
    with pytest.raises(CannotOpen):
        kept.data_key(record)
    assert cast.keyring(cast.sara_supervisor).data_key(record)
    assert generation(cast, HOTLINE) == 2


def test_a_deactivation_asks_for_a_new_key_until_it_is_renewed(
    cast: Cast, sara: StaffClient
) -> None:
    hotline = cast.compartment(cast.riverside, HOTLINE)
    record = new_envelope([hotline]).envelope_id
    workers.deactivate(cast.ana_hotline, by=cast.adam_admin)
    assert "Somebody was put out" in sara.get(reverse("compartments")).content.decode()
    assert sara.post(reverse("rotate", args=[hotline.pk])).status_code == 302
    assert "Somebody was put out" not in sara.get(reverse("compartments")).content.decode()
    assert not RotationDue.objects.exists()
    assert cast.keyring(cast.sara_supervisor).data_key(record)
    assert Entry.objects.latest("seq").event == "compartment:rotated"


@pytest.mark.parametrize(("name", "told"), [("sara_supervisor", True), ("lena_lakeside", False)])
def test_a_supervisor_hears_of_it_at_the_next_sign_in(
    name: str, told: bool, cast: Cast, give_password: Callable[..., object], code: Callable[[], str]
) -> None:
    workers.deactivate(cast.ana_hotline, by=cast.adam_admin)
    client = StaffClient()
    give_password(client, cast[name])
    client.post(reverse("second_factor"), {"code": code()})
    page = client.get(reverse("me")).content.decode()
    assert ("Somebody lost access to records" in page) is told


def test_the_last_member_stays(cast: Cast, sara: StaffClient) -> None:
    hotline = cast.compartment(cast.riverside, HOTLINE)
    for worker in (cast.ana_hotline, cast.sara_supervisor):
        sara.post(reverse("remove_member", args=[hotline.pk, worker.pk]))
    page = sara.get(reverse("compartments")).content.decode()
    assert "Nobody else opens these records" in page
    assert cast.keyring(cast.sara_supervisor).compartment_pair(hotline)


def test_a_supervisor_outside_is_told_what_to_do(cast: Cast, sara: StaffClient) -> None:
    hotline = cast.compartment(cast.riverside, HOTLINE)
    keyring = cast.keyring(cast.sara_supervisor)
    memberships.remove_member(
        hotline, cast.sara_supervisor, by=cast.sara_supervisor, keyring=keyring
    )
    assert "You are not a member" in sara.get(reverse("compartments")).content.decode()
    for url, typed in (
        (reverse("rotate", args=[hotline.pk]), {}),
        (reverse("add_member", args=[hotline.pk]), {"worker": str(cast.carl_cases.pk)}),
        (reverse("remove_member", args=[hotline.pk, cast.ana_hotline.pk]), {}),
    ):
        answer = sara.post(url, typed, follow=True)
        assert "You do not open these records yourself" in answer.content.decode()
    assert generation(cast, HOTLINE) == 2


@pytest.mark.parametrize("name", ["adam_admin", "otto_auditor", "vera_contacts", "luis_lakeside"])
def test_only_those_whose_roles_open_records_get_in(
    name: str, cast: Cast, sara: StaffClient
) -> None:
    hotline, keyring = cast.compartment(cast.riverside, HOTLINE), cast.keyring(cast.sara_supervisor)
    with pytest.raises(ValidationError):
        memberships.add_member(hotline, cast[name], by=cast.sara_supervisor, keyring=keyring)
    typed = {"worker": str(cast[name].pk)}
    assert sara.post(reverse("add_member", args=[hotline.pk]), typed).status_code == 422


def test_an_invited_worker_cannot_be_let_in_yet(cast: Cast) -> None:
    cast.carl_cases.holder = None
    hotline, keyring = cast.compartment(cast.riverside, HOTLINE), cast.keyring(cast.sara_supervisor)
    with pytest.raises(ValidationError, match="not joined"):
        memberships.add_member(hotline, cast.carl_cases, by=cast.sara_supervisor, keyring=keyring)


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"sara_supervisor"}))
def test_actions_check_who_acts(name: str, cast: Cast) -> None:
    """Members who are no supervisors, and supervisors next door, are refused by the action too."""
    hotline, by = cast.compartment(cast.riverside, HOTLINE), cast[name]
    keyring = cast.keyring(by)
    for act in (memberships.add_member, memberships.remove_member):
        with pytest.raises(NotAllowed):
            act(hotline, cast.ana_hotline, by=by, keyring=keyring)
    with pytest.raises(NotAllowed):
        memberships.rotate(hotline, by=by, keyring=keyring)


def test_a_supervisor_without_the_key_cannot_make_one(cast: Cast) -> None:
    """The permission alone is not enough: what opens is a key."""
    hotline, sara = cast.compartment(cast.riverside, HOTLINE), cast.sara_supervisor
    with pytest.raises(CannotOpen):
        memberships.add_member(
            hotline, cast.carl_cases, by=sara, keyring=cast.keyring(cast.adam_admin)
        )


def test_the_last_member_of_an_action(cast: Cast) -> None:
    keyring, sara = cast.keyring(cast.lena_lakeside), cast.lena_lakeside
    cases = cast.compartment(cast.lakeside, CASE_MANAGEMENT)
    with pytest.raises(LastMember):
        memberships.remove_member(cases, sara, by=sara, keyring=keyring)


def test_the_page_costs_the_same_for_more_members(
    cast: Cast, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(4):
        found = queries.circles(cast.sara_supervisor)
    assert [circle.compartment.name for circle in found] == [CASE_MANAGEMENT, HOTLINE]
    assert [each.name for each in found[1].members] == ["Ana Hotline", "Sara Supervisor"]


def test_a_member_of_another_circle_is_not_removed_by_address(
    cast: Cast, sara: StaffClient
) -> None:
    hotline = cast.compartment(cast.riverside, HOTLINE)
    for worker in (cast.carl_cases, cast.luis_lakeside):
        url = reverse("remove_member", args=[hotline.pk, worker.pk])
        assert sara.post(url).status_code == 404
