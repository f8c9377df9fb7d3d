"""The receiver begins a case of their own from what they were sent, and only from that."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.answers import UNKNOWN, Answer, Answers
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.caseload.actions.files import add_file
from waymark.cases.caseload.actions.notes import write_note
from waymark.cases.caseload.content import TITLE
from waymark.cases.models import Case, day_of
from waymark.cases.people.actions.adding import add_person
from waymark.cases.queries.values import IDENTITY, PARTICIPANT
from waymark.referrals.models import Referral, TakenOver, TaskState
from waymark.referrals.referring.actions.common import hold, step_to
from waymark.referrals.referring.actions.reading import open_packets
from waymark.referrals.referring.content import Packed, lines_of, reason_in_words
from waymark.referrals.referring.holding import NO_LONGER
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.permissions import may_open_incoming
from waymark.referrals.referring.states import require_taken
from waymark.reports.files import CheckedFile, media_type
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment

BEGUN = gettext_lazy("A case has been begun from this referral already.")
ROLE = "role"


@transaction.atomic
def take_over(
    referral: Referral, compartment: Compartment, *, by: Worker, keyring: Keyring
) -> Case:
    """Begin a case in a circle of the worker's, with the fields of the packets and no others.

    From now on it is the receiver's own record: a recall closes the packets and not the case.
    Raises NotAllowed, CannotNow.
    """
    locked = hold(referral)
    require(may_open_incoming, by, locked)
    require_taken(locked)
    if TakenOver.objects.filter(referral=locked).exists():
        raise CannotNow(BEGUN)
    packets = open_packets(locked, by=by, keyring=keyring)
    if not packets:
        raise CannotNow(NO_LONGER)
    case = begin_case(compartment, _incoming(locked, packets), by=by, responsible=by)
    _fill(case, locked, packets, by, keyring)
    TakenOver.objects.create(referral=locked, case=case)
    if locked.state == TaskState.ACCEPTED:
        step_to(locked, TaskState.IN_PROGRESS)
    audit.record(Event.REFERRAL_MOVED, by=by, target=locked)
    return case


def _incoming(referral: Referral, packets: list[Packed]) -> Answers:
    """What the new case says of how it came, in HTCDS's fields."""
    told: dict[str, Any] = {
        TITLE: _("Referral %(name)s") % {"name": referral_name(referral)},
        "cas_ReferringOrganisation": referral.case.organisation.name,
        "cas_IncomingReferralDate": day_of(referral.requested_at).isoformat(),
        "cas_ReasonForIncomingReferral": packets[0].reason,
        "cas_IncomingReferralDetails": packets[0].words,
    }
    return {name: Answer(value) for name, value in told.items() if value}


def _fill(
    case: Case, referral: Referral, packets: list[Packed], by: Worker, keyring: Keyring
) -> None:
    values: dict[str, Any] = {}
    for packed in packets:
        values |= packed.values
    part = {ROLE: UNKNOWN, **_answers(values, PARTICIPANT)}
    add_person(case, _answers(values, IDENTITY), part, by=by, keyring=keyring)
    if text := _rest_in_words(referral, packets[0], values):
        write_note(case, text, by=by)
    for packed in packets:
        for file in packed.files:
            # It was checked when it was first uploaded; what it still carries nobody has said.
            kind = media_type(file.body, file.name)
            add_file(case, CheckedFile(file.name, kind, True, file.body), by=by)


def _answers(values: Mapping[str, Any], record: str) -> dict[str, Answer]:
    """The answers of one record, by the names that its own fields have."""
    return {
        name.partition(".")[2]: Answer.from_json(stored)
        for name, stored in values.items()
        if name.startswith(f"{record}.")
    }


def _rest_in_words(referral: Referral, first: Packed, values: Mapping[str, Any]) -> str:
    """What belongs to no record of the new case, as a note: the sender's records stay theirs."""
    rest = {
        name: stored
        for name, stored in values.items()
        if name.partition(".")[0] not in {IDENTITY, PARTICIPANT}
    }
    lines = [f"{line.label}: {text}" for line in lines_of(rest) for text in line.texts]
    if not lines:
        return ""
    came = _("From referral %(name)s of %(house)s (%(reason)s):") % {
        "name": referral_name(referral),
        "house": referral.case.organisation.name,
        "reason": reason_in_words(first.reason),
    }
    return "\n".join([came, *lines])
