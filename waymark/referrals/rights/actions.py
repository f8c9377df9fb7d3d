"""What a person asks about their own data, and what is done about it. Each action audits.

Every action raises NotAllowed to those who may not, and CannotNow (with a sentence for the worker)
when the state does not allow the step.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.beginning import lock_case
from waymark.cases.caseload.content import said
from waymark.cases.fields.catalogue import Part
from waymark.cases.forgetting.actions.erasing import erase_person
from waymark.cases.forgetting.burying import same_person
from waymark.cases.models import Case, CaseState, Participant, Person
from waymark.cases.permissions import may_open_case, may_supervise
from waymark.cases.records import change, lock, read, write_new
from waymark.referrals.gate import Departure
from waymark.referrals.models import RightKind, RightsRequest, RightsState
from waymark.referrals.rights.states import RightsStep, require_rights_step
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring

ERASED = _("This case is erased. Nothing can be done with it any more.")
NO_REASON = _("Say why it is refused. The person is told.")
ADVISER_FIRST = _(
    "This person is a suspected perpetrator. Ask your adviser first, and write down what they said."
)
OWN_DAYS = 30  # our own promise and no law's; each request has a day of its own


def _hold(case: Case) -> Case:
    """A person may ask whatever became of the case, until it is erased."""
    locked = lock_case(case.pk)
    if locked.state == CaseState.ERASED:
        raise CannotNow(ERASED)
    return locked


@transaction.atomic
def record_request(
    participant: Participant, kind: RightKind, words: str, tell: str, due_on: date, *, by: Worker
) -> RightsRequest:
    """Write down what somebody asks, how they want to be told, and by when they are answered."""
    require(may_open_case, by, participant.case)
    case = _hold(participant.case)
    request = RightsRequest(case=case, participant=participant, kind=kind, due_on=due_on, author=by)
    write_new(request, {"words": words, "tell": tell})
    audit.record(Event.RIGHTS_CHANGED, by=by, target=request)
    return request


@transaction.atomic
def decide(
    request: RightsRequest,
    *,
    granted: bool,
    reason: str,
    adviser: str,
    seen: int,
    by: Worker,
    keyring: Keyring,
) -> RightsRequest:
    """Grant a request, or refuse it with a reason. Only supervisors.

    A copy for a suspected perpetrator needs the adviser's words first.
    """
    require(may_supervise, by, request.case)
    locked = _begin(RightsStep.DECIDE, request)
    if not granted and not reason:
        raise CannotNow(NO_REASON)
    if granted and not adviser and _needs_adviser(locked, keyring):
        raise CannotNow(ADVISER_FIRST)
    content = {**read(locked, keyring), "reason": reason, "adviser": adviser}
    state = RightsState.GRANTED if granted else RightsState.REFUSED
    return _changed(
        locked, content, seen=seen, by=by, keyring=keyring, state=state, decided_at=timezone.now()
    )


def _needs_adviser(request: RightsRequest, keyring: Keyring) -> bool:
    part = said(read(request.participant, keyring), "role")
    return request.kind == RightKind.COPY and part == Part.SUSPECTED_PERPETRATOR


@transaction.atomic
def finish(
    request: RightsRequest, outcome: str, *, seen: int, by: Worker, keyring: Keyring
) -> RightsRequest:
    """Say that a granted request is carried out. To restrict is done by this very step.

    Only supervisors where that changes what may be done with the data.
    """
    needs = may_supervise if request.kind == RightKind.RESTRICT else may_open_case
    require(needs, by, request.case)
    locked = _begin(RightsStep.FINISH, request)
    if request.kind == RightKind.RESTRICT:
        _restrict(locked.participant, timezone.now())
    content = {**read(locked, keyring), "outcome": outcome}
    return _changed(locked, content, seen=seen, by=by, keyring=keyring, state=RightsState.DONE)


@transaction.atomic
def erase_everything(request: RightsRequest, *, by: Worker) -> None:
    """Carry out a granted request for erasure: everything about the person, with this request.

    Its row says that it was done; its words go with the rest.
    """
    require(may_supervise, by, request.case)
    locked = _begin(RightsStep.FINISH, request)
    if locked.kind != RightKind.ERASE:
        raise CannotNow(_("This request asks for something else."))
    locked.state = RightsState.DONE
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    participant = Participant.objects.select_related("case", "envelope").get(
        pk=locked.participant_id
    )
    erase_person(participant, by=by)
    audit.record(Event.RIGHTS_CHANGED, by=by, target=locked)


@transaction.atomic
def lift_restriction(participant: Participant, *, by: Worker) -> None:
    """The person wants their data used again. Only supervisors. Idempotent."""
    require(may_supervise, by, participant.case)
    _hold(participant.case)
    _restrict(participant, None)
    audit.record(Event.RIGHTS_CHANGED, by=by, target=participant)


def note_copy(
    request: RightsRequest, departure: Departure, *, by: Worker, keyring: Keyring
) -> None:
    """Write into the request what left; inside the gate's block, which holds it."""
    locked = _begin(RightsStep.COPY, request)
    content = read(locked, keyring)
    left = [*content.get("left", ()), line_of(departure, by)]
    change(locked, {**content, "left": left}, seen=locked.version, keyring=keyring)


def line_of(departure: Departure, by: Worker) -> dict[str, Any]:
    """When something left, by whom, and which fields."""
    at = timezone.now().replace(microsecond=0).isoformat()
    return {"at": at, "by": str(by.pk), "fields": sorted(departure.values)}


def _restrict(participant: Participant, since: datetime | None) -> None:
    """In every row that was found to be the same person."""
    rows = [row.pk for row in same_person(participant.person_id)]
    Person.objects.filter(pk__in=rows).update(restricted_at=since)


def _begin(step: RightsStep, request: RightsRequest) -> RightsRequest:
    case = _hold(request.case)
    locked = lock(request)
    require_rights_step(step, locked)
    locked.case = case
    return locked


def _changed(
    request: RightsRequest,
    content: dict[str, Any],
    *,
    seen: int,
    by: Worker,
    keyring: Keyring,
    **plain: Any,
) -> RightsRequest:
    changed = change(request, content, seen=seen, keyring=keyring, **plain)
    audit.record(Event.RIGHTS_CHANGED, by=by, target=changed)
    return changed
