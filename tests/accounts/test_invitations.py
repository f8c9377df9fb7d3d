"""Invitations: who may invite whom, what the code opens, for how long, and how often."""

import uuid
from collections.abc import Callable
from typing import Any

import pyotp
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.accounts.conftest import Clock, request_of
from tests.cast import CASE_MANAGEMENT, HOTLINE, PASSWORD, Cast
from tests.sites import StaffClient
from waymark.accounts.actions import invitations
from waymark.accounts.actions.invitations import InvitationUnusable, Invited, invite
from waymark.accounts.models import Invitation, Worker
from waymark.accounts.permissions import NotAllowed
from waymark.accounts.roles import OPENS_RECORDS, Role
from waymark.audit.models import Entry
from waymark.vault.keyring import Keyring
from waymark.vault.models import Holder, Membership
from waymark.vault.primitives import CannotOpen

SignedIn = Callable[[Worker], StaffClient]
NEW = "seven quiet herons wade"


def invited_by_sara(cast: Cast, *compartments: str) -> Invited:
    return invite(
        login="nina",
        name="Nina New",
        roles=frozenset({Role.HOTLINE_WORKER}),
        by=cast.sara_supervisor,
        keyring=cast.keyring(cast.sara_supervisor),
        compartments=[cast.compartment(cast.riverside, name) for name in compartments],
    )


def answer(client: StaffClient, invited: Invited, **other: str) -> Any:
    typed = {"code": invited.code, "new_password": NEW, "repeated": NEW} | other
    return client.post(reverse("join", args=[invited.invitation.pk]), typed)


def test_from_invitation_to_reading_records(
    cast: Cast, stranger_client: StaffClient, clock: Clock
) -> None:
    invited = invited_by_sara(cast, HOTLINE)
    url = reverse("join", args=[invited.invitation.pk])
    assert stranger_client.get(url).status_code == 200
    assert answer(stranger_client, invited).headers["Location"] == reverse("first_factor")
    assert stranger_client.get(reverse("me")).status_code == 302
    page = stranger_client.get(reverse("add_totp"))
    typed = {
        "offer": page.context["form"]["offer"].value(),
        "code": pyotp.TOTP(page.context["secret"].replace(" ", "")).at(clock.now),
    }
    assert stranger_client.post(reverse("add_totp"), typed).status_code == 200
    keyring = request_of(stranger_client.get(reverse("me"))).keyring
    assert [each.name for each in keyring.compartments] == [HOTLINE]
    events = list(Entry.objects.order_by("seq").values_list("event", flat=True))
    assert [each for each in events if each.startswith("worker:")][-2:] == [
        "worker:invited",
        "worker:joined",
    ]


def test_the_code_is_shown_once_and_never_in_an_address(
    cast: Cast, staff_client_for: SignedIn
) -> None:
    typed = {"login": "nina", "name": "Nina", "roles": ["auditor"]}
    page = staff_client_for(cast.adam_admin).post(reverse("invite"), typed)
    assert page.status_code == 200
    code = page.context["invited"].code
    text = page.content.decode()
    assert text.count(code) == 1
    assert page.context["link"].endswith(reverse("join", args=[Invitation.objects.get().pk]))
    again = staff_client_for(cast.adam_admin).get(
        reverse("worker", args=[Worker.objects.get(login="nina").pk])
    )
    assert code not in again.content.decode()


def test_an_invitation_works_once(cast: Cast, clock: Clock) -> None:
    invited = invited_by_sara(cast)
    assert answer(StaffClient(), invited).status_code == 302
    assert answer(StaffClient(), invited).status_code == 422
    assert not Invitation.objects.exists()
    assert not Holder.objects.filter(pk=invited.invitation.holder_id).exists()


@pytest.mark.parametrize(("hours", "status"), [(71, 302), (72, 422)])
def test_an_invitation_ends_after_three_days(
    hours: int, status: int, cast: Cast, clock: Clock
) -> None:
    invited = invited_by_sara(cast)
    clock.forward(hours=hours)
    assert answer(StaffClient(), invited).status_code == status


def test_a_wrong_code_and_a_missing_invitation_look_alike(cast: Cast, clock: Clock) -> None:
    invited, other = invited_by_sara(cast), cast
    wrong = answer(StaffClient(), invited, code="0000-0000-0000")
    nowhere = StaffClient().post(
        reverse("join", args=[uuid.uuid4()]),
        {"code": invited.code, "new_password": NEW, "repeated": NEW},
    )
    assert (wrong.status_code, nowhere.status_code) == (422, 422)
    assert wrong.context["form"].errors == nowhere.context["form"].errors
    assert Worker.objects.get(login="nina").holder is None
    assert other.ana_hotline.holder is not None


def test_the_code_of_another_invitation_does_not_fit(cast: Cast) -> None:
    invited = invited_by_sara(cast)
    other = invite(login="otis", name="Otis", roles=frozenset({Role.AUDITOR}), by=cast.adam_admin)
    with pytest.raises(InvitationUnusable):
        invitations.accept_invitation(invited.invitation.pk, other.code, NEW)


def test_guessing_codes_is_slow(cast: Cast, clock: Clock) -> None:
    invited, client = invited_by_sara(cast), StaffClient()
    statuses = [answer(client, invited, code=f"guess {n}").status_code for n in range(10)]
    assert statuses[-1] == 429


@pytest.mark.parametrize(
    ("password", "repeated"),
    [
        ("short", "short"),
        (NEW, NEW + "x"),
        ("passwordpassword", "passwordpassword"),
        ("nina new riverside", "nina new riverside"),
        ("", ""),
    ],
)
def test_a_bad_password_uses_nothing_up(
    password: str, repeated: str, cast: Cast, clock: Clock
) -> None:
    invited, client = invited_by_sara(cast), StaffClient()
    page = answer(client, invited, new_password=password, repeated=repeated)
    assert page.status_code == 422
    assert invited.code in page.content.decode()
    assert answer(client, invited).status_code == 302


@pytest.mark.parametrize("role", sorted(OPENS_RECORDS))
def test_an_administrator_opens_no_records(role: Role, cast: Cast) -> None:
    roles = frozenset({Role.ADMINISTRATOR, role})
    with pytest.raises(ValidationError, match="may open no reports"):
        invite(login="nina", name="Nina", roles=roles, by=cast.adam_admin)
    assert not Worker.objects.filter(login="nina").exists()


def test_the_page_explains_roles_that_exclude_each_other(
    cast: Cast, staff_client_for: SignedIn
) -> None:
    typed = {"login": "nina", "name": "Nina", "roles": ["administrator", "supervisor"]}
    page = staff_client_for(cast.adam_admin).post(reverse("invite"), typed)
    assert page.status_code == 422
    assert "one person can have two accounts" in page.content.decode()
    assert 'value="Nina"' in page.content.decode()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR, Role.AUDITOR])
def test_a_supervisor_gives_away_no_power_over_others(
    role: Role, cast: Cast, staff_client_for: SignedIn
) -> None:
    with pytest.raises(ValidationError):
        invite(login="nina", name="Nina", roles=frozenset({role}), by=cast.sara_supervisor)
    typed = {"login": "nina", "name": "Nina", "roles": [role.value]}
    page = staff_client_for(cast.sara_supervisor).post(reverse("invite"), typed)
    assert page.status_code == 422


@pytest.mark.parametrize("name", ["ana_hotline", "carl_cases", "otto_auditor", "dora_directory"])
def test_others_invite_nobody(name: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        invite(login="nina", name="Nina", roles=frozenset({Role.AUDITOR}), by=cast[name])


def test_nobody_passes_on_what_they_do_not_open(cast: Cast) -> None:
    theirs = cast.compartment(cast.lakeside, HOTLINE)
    for by in (cast.sara_supervisor, cast.adam_admin):
        with pytest.raises(CannotOpen):
            invite(
                login="nina",
                name="Nina",
                roles=frozenset({Role.HOTLINE_WORKER}),
                by=by,
                keyring=cast.keyring(by),
                compartments=[
                    theirs
                    if by == cast.sara_supervisor
                    else cast.compartment(cast.riverside, HOTLINE)
                ],
            )
    assert not Worker.objects.filter(login="nina").exists()


def test_the_form_offers_own_compartments_only(cast: Cast, staff_client_for: SignedIn) -> None:
    client = staff_client_for(cast.sara_supervisor)
    theirs = cast.compartment(cast.lakeside, HOTLINE)
    page = client.get(reverse("invite"))
    assert str(theirs.pk) not in page.content.decode()
    typed = {
        "login": "nina",
        "name": "Nina",
        "roles": ["hotline_worker"],
        "compartments": [str(theirs.pk)],
    }
    assert client.post(reverse("invite"), typed).status_code == 422
    typed["compartments"] = [str(cast.compartment(cast.riverside, CASE_MANAGEMENT).pk)]
    assert client.post(reverse("invite"), typed).status_code == 200
    assert Membership.objects.filter(holder=Invitation.objects.get().holder).count() == 1


@pytest.mark.parametrize("login", ["ana_hotline", "ANA_HOTLINE ", "with space", "", "ünïcode"])
def test_a_sign_in_name_is_plain_and_free(
    login: str, cast: Cast, staff_client_for: SignedIn
) -> None:
    typed = {"login": login, "name": "Nina", "roles": ["auditor"]}
    page = staff_client_for(cast.adam_admin).post(reverse("invite"), typed)
    assert page.status_code == 422
    assert "login" in page.context["form"].errors


def test_a_new_invitation_ends_the_one_before(cast: Cast) -> None:
    first = invited_by_sara(cast, HOTLINE)
    second = invitations.write_invitation(first.worker)
    with pytest.raises(InvitationUnusable):
        invitations.accept_invitation(first.invitation.pk, first.code, NEW)
    worker, keyring = invitations.accept_invitation(second.invitation.pk, second.code, NEW)
    assert worker.login == "nina"
    assert isinstance(keyring, Keyring)
    assert keyring.compartments == []


def test_the_inviting_worker_does_not_know_the_new_private_key(cast: Cast) -> None:
    """The invitation's pair carries the memberships only until it is answered."""
    from waymark.vault import letters
    from waymark.vault.actions import INVITATION_BYTES, invitation_pair

    invited = invited_by_sara(cast, HOTLINE)
    secret = letters.decode(invited.code, INVITATION_BYTES)
    assert secret is not None
    _, keyring = invitations.accept_invitation(invited.invitation.pk, invited.code, NEW)
    assert invitation_pair(secret).private != keyring.pair.private
    assert PASSWORD != NEW
