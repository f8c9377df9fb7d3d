"""What a person asks about their own data, and what is done about it. Each action audits.

Every action raises NotAllowed to those who may not, and CannotNow (with a sentence for the worker)
when the state does not allow the step.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.beginning import lock_case
from waymark.cases.caseload.content import said
from waymark.cases.fields.catalogue import Part
from waymark.cases.forgetting.actions.common import hold_cases
from waymark.cases.forgetting.actions.erasing import erase_person, everywhere
from waymark.cases.forgetting.burying import same_person
from waymark.cases.models import Case, CaseState, Participant, Person, today
from waymark.cases.permissions import may_open_case, may_supervise
from waymark.cases.records import change, lock, read, write_new
from waymark.referrals.gate import Departure
from waymark.referrals.models import RightKind, RightsRequest, RightsState
from waymark.referrals.rights.queries import WAITS
from waymark.referrals.rights.states import RightsStep, require_rights_step
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring

ERASED = _("This case is erased. Nothing can be done with it any more.")
NO_REASON = _("Say why it is refused. The person is told.")
ADVISER_FIRST = _(
    "This person is a suspected perpetrator. Ask your adviser first, and write down what they said."
)
PASSED_ON = _("Everything about this person is to be erased. Decide it for this case.")
OWN_DAYS = 30  # our own promise and no law's; each request has a day of its own


def _hold(case_id: UUID, may: Callable[[Worker, Case], bool], by: Worker) -> Case:
    """The case, held. A person may ask whatever became of it, until it is erased.

    Raises NotAllowed, CannotNow.
    """
    locked = lock_case(case_id)
    require(may, by, locked)
    if locked.state == CaseState.ERASED:
        raise CannotNow(ERASED)
    return locked


@transaction.atomic
def record_request(
    participant: Participant, kind: RightKind, words: str, tell: str, due_on: date, *, by: Worker
) -> RightsRequest:
    """Write down what somebody asks, how they want to be told, and by when they are answered."""
    case = _hold(participant.case_id, may_open_case, by)
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
    locked = _begin(RightsStep.DECIDE, request, may_supervise, by)
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
    locked = _begin(RightsStep.FINISH, request, needs, by)
    if request.kind == RightKind.RESTRICT:
        _restrict(locked.participant, timezone.now())
    content = {**read(locked, keyring), "outcome": outcome}
    return _changed(locked, content, seen=seen, by=by, keyring=keyring, state=RightsState.DONE)


@transaction.atomic
def erase_everything(request: RightsRequest, *, by: Worker) -> None:
    """Carry out a granted request for erasure: everything about the person, with this request.

    Its row says that it was done; its words go with the rest. A case of the person's that this
    supervisor may not open gets the request as well, for its own supervisors, and nobody is told
    here that there is one.
    """
    known = everywhere(request.participant)
    hold_cases([request.case, *(each.case for each in known)])
    locked = _begin(RightsStep.FINISH, request, may_supervise, by)
    if locked.kind != RightKind.ERASE:
        raise CannotNow(_("This request asks for something else."))
    locked.state = RightsState.DONE
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    participant = Participant.objects.select_related("case", "envelope").get(
        pk=locked.participant_id
    )
    due_on = locked.due_on or today() + timedelta(days=OWN_DAYS)
    for each in everywhere(participant):
        if not may_supervise(by, each.case):
            _pass_on(each, due_on)
    erase_person(participant, by=by)
    audit.record(Event.RIGHTS_CHANGED, by=by, target=locked)


def _pass_on(participant: Participant, due_on: date) -> None:
    """Write the same request into another case, once. It does not say who asked where."""
    rows = RightsRequest.objects.filter(participant=participant, kind=RightKind.ERASE)
    if rows.filter(state__in=WAITS, envelope__erased_at=None).exists():
        return
    request = RightsRequest(
        case=participant.case, participant=participant, kind=RightKind.ERASE, due_on=due_on
    )
    responsible = participant.case.responsible
    with translation.override(responsible.language if responsible else settings.LANGUAGE_CODE):
        write_new(request, {"words": str(PASSED_ON), "tell": ""})
    audit.record(Event.RIGHTS_CHANGED, by=Actor.SYSTEM, target=request)


@transaction.atomic
def lift_restriction(participant: Participant, *, by: Worker) -> None:
    """The person wants their data used again. Only supervisors. Idempotent."""
    _hold(participant.case_id, may_supervise, by)
    _restrict(participant, None)
    audit.record(Event.RIGHTS_CHANGED, by=by, target=participant)


def note_copy(
    request: RightsRequest, departure: Departure, *, by: Worker, keyring: Keyring
) -> None:
    """Write into the request what left; inside the gate's block, which holds it."""
    locked = _begin(RightsStep.COPY, request, may_open_case, by)
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


def _begin(
    step: RightsStep, request: RightsRequest, may: Callable[[Worker, Case], bool], by: Worker
) -> RightsRequest:
    case = _hold(request.case_id, may, by)
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
