"""What an administrator does to accounts, and what it takes away at once."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.cast import CASE_MANAGEMENT, HOTLINE, NAMES, Cast
from tests.sites import StaffClient
from waymark.accounts.actions import memberships, workers
from waymark.accounts.actions.invitations import accept_invitation, invite
from waymark.accounts.actions.memberships import OnlyMember
from waymark.accounts.models import RecoveryCode, RotationDue, SignIn, TotpDevice, Worker
from waymark.accounts.permissions import NotAllowed
from waymark.accounts.roles import Role
from waymark.audit.models import Entry
from waymark.vault.models import Holder, Membership, PasswordLock

SignedIn = Callable[[Worker], StaffClient]
NEW = "seven quiet herons wade"


def due() -> set[str]:
    return set(RotationDue.objects.values_list("compartment__name", flat=True))


def opens(worker: Worker) -> set[str]:
    rows = Membership.objects.filter(holder__worker=worker)
    return set(rows.values_list("compartment_key__compartment__name", flat=True))


def test_deactivating_ends_everything_at_once(cast: Cast, staff_client_for: SignedIn) -> None:
    ana, admin = staff_client_for(cast.ana_hotline), staff_client_for(cast.adam_admin)
    url = reverse("deactivate", args=[cast.ana_hotline.pk])
    assert admin.get(url).status_code == 200
    assert admin.post(url).headers["Location"] == reverse("workers")
    assert ana.get(reverse("me")).status_code == 302
    assert not SignIn.objects.filter(worker=cast.ana_hotline).exists()
    assert opens(cast.ana_hotline) == set()
    assert due() == {HOTLINE}
    events = list(Entry.objects.order_by("seq").values_list("event", flat=True))
    assert events[-1] == "worker:deactivated"
    assert events.count("member:removed") == 2


def test_deactivating_twice_is_the_same_as_once(cast: Cast) -> None:
    workers.deactivate(cast.ana_hotline, by=cast.adam_admin)
    before = Entry.objects.count()
    workers.deactivate(Worker.objects.get(pk=cast.ana_hotline.pk), by=cast.adam_admin)
    assert Entry.objects.count() == before


def test_deactivating_an_invited_worker_ends_the_invitation(cast: Cast) -> None:
    invited = invite(
        login="nina",
        name="Nina",
        roles=frozenset({Role.HOTLINE_WORKER}),
        by=cast.sara_supervisor,
        keyring=cast.keyring(cast.sara_supervisor),
        compartments=[cast.compartment(cast.riverside, HOTLINE)],
    )
    workers.deactivate(invited.worker, by=cast.adam_admin)
    assert not Holder.objects.filter(pk=invited.invitation.holder_id).exists()
    assert due() == {HOTLINE}


def test_the_last_who_opens_records_is_not_put_out_by_accident(
    cast: Cast, staff_client_for: SignedIn
) -> None:
    for worker in (cast.ana_hotline, cast.carl_cases, cast.ivan_analyst):
        workers.deactivate(worker, by=cast.adam_admin)
    with pytest.raises(OnlyMember) as refused:
        workers.deactivate(cast.sara_supervisor, by=cast.adam_admin)
    assert set(refused.value.names) == {HOTLINE, CASE_MANAGEMENT}
    client = staff_client_for(cast.adam_admin)
    for name in ("deactivate", "reset"):
        url = reverse(name, args=[cast.sara_supervisor.pk])
        page = client.post(url)
        assert page.status_code == 422
        assert HOTLINE in page.content.decode()
    assert opens(cast.sara_supervisor) == {HOTLINE, CASE_MANAGEMENT}
    url = reverse("deactivate", args=[cast.sara_supervisor.pk])
    assert client.post(url, {"even_if_only": "on"}).status_code == 302
    assert opens(cast.sara_supervisor) == set()


def test_nobody_puts_themselves_out(cast: Cast, staff_client_for: SignedIn) -> None:
    client, own = staff_client_for(cast.adam_admin), [cast.adam_admin.pk]
    for name in ("deactivate", "reset"):
        assert client.post(reverse(name, args=own)).status_code == 422
    page = client.post(reverse("worker", args=own), {"roles": ["auditor"]})
    assert page.status_code == 422
    assert Worker.objects.get(pk=own[0]).roles == {Role.ADMINISTRATOR}


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"adam_admin"}))
def test_actions_check_who_acts(name: str, cast: Cast) -> None:
    """The views are not the only guard."""
    by, ana = cast[name], cast.ana_hotline
    with pytest.raises(NotAllowed):
        workers.deactivate(ana, by=by)
    with pytest.raises(NotAllowed):
        workers.reset(ana, by=by)
    with pytest.raises(NotAllowed):
        workers.change_roles(ana, frozenset({Role.AUDITOR}), by=by)


def test_a_worker_who_left_acts_no_more(cast: Cast) -> None:
    cast.adam_admin.is_active = False
    with pytest.raises(NotAllowed):
        workers.deactivate(cast.ana_hotline, by=cast.adam_admin)


def test_a_reset_leaves_nothing_of_the_old_account(cast: Cast, staff_client_for: SignedIn) -> None:
    ana = staff_client_for(cast.ana_hotline)
    old = cast.ana_hotline.holder
    assert old is not None
    page = staff_client_for(cast.adam_admin).post(reverse("reset", args=[cast.ana_hotline.pk]))
    assert page.status_code == 200
    assert ana.get(reverse("me")).status_code == 302
    for rows in (TotpDevice, RecoveryCode, SignIn):
        assert not rows._default_manager.filter(worker=cast.ana_hotline).exists()
    assert not Holder.objects.filter(pk=old.pk).exists()
    assert not PasswordLock.objects.filter(pk=old.pk).exists()
    assert due() == {HOTLINE}
    invited = page.context["invited"]
    worker, keyring = accept_invitation(invited.invitation.pk, invited.code, NEW)
    assert (worker, keyring.compartments) == (cast.ana_hotline, [])
    compartment = cast.compartment(cast.riverside, HOTLINE)
    sara = cast.sara_supervisor
    memberships.add_member(compartment, worker, by=sara, keyring=cast.keyring(sara))
    keyring.forget_compartments()
    assert [each.name for each in keyring.compartments] == [HOTLINE]


def test_a_closed_account_comes_back_through_a_reset(cast: Cast) -> None:
    workers.deactivate(cast.ana_hotline, by=cast.adam_admin)
    invited = workers.reset(cast.ana_hotline, by=cast.adam_admin)
    worker, _ = accept_invitation(invited.invitation.pk, invited.code, NEW)
    assert worker.is_active


def test_new_roles_are_in_force_at_the_next_click(cast: Cast, staff_client_for: SignedIn) -> None:
    vera, admin = staff_client_for(cast.vera_contacts), staff_client_for(cast.adam_admin)
    assert vera.get(reverse("workers")).status_code == 403
    url = reverse("worker", args=[cast.vera_contacts.pk])
    typed = {"roles": ["contact_verifier", "administrator"]}
    assert admin.post(url, typed).status_code == 302
    assert vera.get(reverse("workers")).status_code == 200


@pytest.mark.parametrize("roles", [[], ["administrator", "hotline_worker"], ["emperor"]])
def test_impossible_roles_change_nothing(
    roles: list[str], cast: Cast, staff_client_for: SignedIn
) -> None:
    url = reverse("worker", args=[cast.ana_hotline.pk])
    assert staff_client_for(cast.adam_admin).post(url, {"roles": roles}).status_code == 422
    assert Worker.objects.get(pk=cast.ana_hotline.pk).roles == {Role.HOTLINE_WORKER}


def test_becoming_an_administrator_takes_the_records_away(cast: Cast) -> None:
    workers.change_roles(cast.ana_hotline, frozenset({Role.ADMINISTRATOR}), by=cast.adam_admin)
    assert opens(cast.ana_hotline) == set()
    assert due() == {HOTLINE}


def test_changing_between_roles_that_open_records_keeps_them(cast: Cast) -> None:
    workers.change_roles(cast.ana_hotline, frozenset({Role.CASE_MANAGER}), by=cast.adam_admin)
    assert opens(cast.ana_hotline) == {HOTLINE}
    assert due() == set()


def test_the_list_shows_ones_own_organisation(cast: Cast, staff_client_for: SignedIn) -> None:
    page = staff_client_for(cast.adam_admin).get(reverse("workers")).content.decode()
    assert "Ana Hotline" in page
    assert "Lakeside" not in page


def test_a_refusal_writes_nothing(cast: Cast) -> None:
    before = Entry.objects.count()
    with pytest.raises(ValidationError):
        workers.deactivate(cast.adam_admin, by=cast.adam_admin)
    assert Entry.objects.count() == before
