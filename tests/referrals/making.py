"""Releases for the tests, as the consent slice leaves them, without its pages."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from waymark.accounts.models import Organisation
from waymark.cases.models import Participant, today
from waymark.cases.records import write_new
from waymark.directory.models import Service
from waymark.referrals.gate import Ask
from waymark.referrals.models import Release, ReleaseState
from waymark.referrals.receivers import Receiver
from waymark.referrals.ways import Way

FIRST, SECOND = "identity.prs_FirstName", "identity.prs_SecondName"
DOCTOR = "Dr Amal Haddad"


def make_release(
    participant: Participant,
    covers: Iterable[str] = (FIRST,),
    *,
    to: Organisation | Service | str = DOCTOR,
    state: ReleaseState = ReleaseState.ACTIVE,
    expires_on: date | None = None,
    **content: Any,
) -> Release:
    """A release to an organisation, a service or somebody named; active unless said otherwise."""
    release = Release(
        case=participant.case,
        participant=participant,
        state=state,
        to_organisation=to if isinstance(to, Organisation) else None,
        to_service=to if isinstance(to, Service) else None,
        expires_on=expires_on or today() + timedelta(days=90),
        active_at=timezone.now() if state != ReleaseState.DRAFT else None,
    )
    named = {"receiver_name": to} if isinstance(to, str) else {}
    write_new(release, {"covers": sorted(covers), **named, **content})
    return release


def receiver(to: Organisation | Service | str) -> Receiver:
    """The same, as the gate is asked about it."""
    if isinstance(to, Organisation):
        return Receiver.organisation(to)
    return Receiver.service(to) if isinstance(to, Service) else Receiver.named(to)


def ask(
    participant: Participant,
    *fields: str,
    to: Organisation | Service | str = DOCTOR,
    way: Way = Way.EXPORT,
    **grounds: Any,
) -> Ask:
    """Ask for fields, the first name unless said otherwise."""
    return Ask(participant, receiver(to), way, frozenset(fields or (FIRST,)), **grounds)
