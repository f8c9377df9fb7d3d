"""What the command line does to accounts: first workers, recovery, the demonstration."""

import pytest
from django.core.exceptions import ValidationError

from tests.cast import HOTLINE, Cast
from waymark.accounts.actions import setup
from waymark.accounts.actions.invitations import accept_invitation
from waymark.accounts.actions.setup import Newcomer
from waymark.accounts.models import Organisation, Worker
from waymark.accounts.roles import Role
from waymark.audit.models import Entry
from waymark.vault import letters
from waymark.vault.models import Compartment, Membership, RecoveryKey
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import new_envelope

NEW = "seven quiet herons wade"
FIRST = (
    Newcomer("amy", "Amy Admin", frozenset({Role.ADMINISTRATOR})),
    Newcomer("sam", "Sam Supervisor", frozenset({Role.SUPERVISOR, Role.HOTLINE_WORKER})),
)


@pytest.mark.django_db
def test_set_up_ends_with_workers_who_can_work() -> None:
    organisation, code = setup.create_organisation("Hillside", "US", "America/Denver")
    admin, supervisor = setup.invite_first_workers(organisation, FIRST)
    assert letters.decode(code, 32) is not None
    record = new_envelope(Compartment.objects.filter(owner=organisation.pk)).envelope_id
    _, opened = accept_invitation(supervisor.invitation.pk, supervisor.code, NEW)
    assert opened.data_key(record)
    worker, keyring = accept_invitation(admin.invitation.pk, admin.code, NEW)
    assert keyring.compartments == []
    assert worker.time_zone == "America/Denver"
    events = set(Entry.objects.values_list("event", flat=True))
    assert events >= {"organisation:created", "recovery_key:created", "compartment:created"}


@pytest.mark.django_db
def test_set_up_needs_a_supervisor_and_writes_nothing_without() -> None:
    organisation, _ = setup.create_organisation("Hillside", "US")
    with pytest.raises(ValidationError, match="supervisor"):
        setup.invite_first_workers(organisation, FIRST[:1])
    assert not Worker.objects.exists()
    assert not Compartment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "country", "zone"),
    [("", "US", "UTC"), ("Hillside", "usa", "UTC"), ("Hillside", "us", "UTC"), ("H", "US", "Mars")],
)
def test_an_impossible_organisation_is_refused(name: str, country: str, zone: str) -> None:
    with pytest.raises(ValidationError):
        setup.create_organisation(name, country, zone)
    assert not Organisation.objects.exists()
    assert not RecoveryKey.objects.exists()


def test_the_printed_code_brings_a_worker_back_in(cast: Cast) -> None:
    record = new_envelope([cast.compartment(cast.riverside, HOTLINE)]).envelope_id
    Membership.objects.all().delete()
    code = cast.recovery_codes[cast.riverside.pk]
    found = setup.recover_membership(cast.sara_supervisor, code.lower())
    assert [each.name for each in found] == ["Case management", "Hotline"]
    assert cast.keyring(cast.sara_supervisor).data_key(record)
    assert Entry.objects.latest("seq").event == "recovery_key:used"
    setup.recover_membership(cast.sara_supervisor, code)
    assert Membership.objects.count() == 2


def test_the_code_of_another_organisation_opens_nothing(cast: Cast) -> None:
    Membership.objects.all().delete()
    with pytest.raises(CannotOpen):
        setup.recover_membership(cast.sara_supervisor, cast.recovery_codes[cast.lakeside.pk])
    assert not Membership.objects.exists()
    assert not Entry.objects.filter(event="recovery_key:used").exists()


def test_a_mistyped_code_says_so(cast: Cast) -> None:
    code = cast.recovery_codes[cast.riverside.pk]
    wrong = ("1" if code[0] == "0" else "0") + code[1:]
    with pytest.raises(ValidationError, match="mistake"):
        setup.recover_membership(cast.sara_supervisor, wrong)


@pytest.mark.parametrize("name", ["adam_admin", "otto_auditor"])
def test_recovery_lets_no_administrator_in(name: str, cast: Cast) -> None:
    with pytest.raises(ValidationError):
        setup.recover_membership(cast[name], cast.recovery_codes[cast.riverside.pk])
