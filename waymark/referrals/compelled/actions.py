"""Demands that the law makes, and what is done about them. Nothing is ever sent by itself.

Every action raises NotAllowed to those who may not, CannotNow (with a sentence for the worker)
when the state does not allow the step, ChangedMeanwhile and CannotOpen.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.beginning import lock_case
from waymark.cases.models import Case, CaseState, Participant
from waymark.cases.permissions import may_open_case, may_supervise
from waymark.cases.records import change, lock, read, write_new
from waymark.referrals.compelled.content import Asked, Handling, Said
from waymark.referrals.compelled.states import RULES, DemandStep, require_demand_step
from waymark.referrals.gate import Departure
from waymark.referrals.models import Disclosure, DisclosureState
from waymark.referrals.reference.disclosures import disclosures
from waymark.referrals.rights.actions import line_of
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.web.queries import site

ERASED = _("This case is erased. Nothing can be done with it any more.")
NOBODY = _("Say whom this demand is about before you decide what is produced.")
COMPELS_NOBODY = _(
    "This is a request that compels nobody. Without the person’s release nothing leaves."
)
NO_ADVISER = _("Write down what your adviser said, who and when, before you decide.")
NOT_TOLD = _("Write down how the person was told, or why they could not be.")
NO_SAFETY = _("Write down what was done for the person’s safety.")
NO_REASON = _("Say why it is refused.")
NOTHING = _("Choose at least one field.")


@transaction.atomic
def record_demand(
    case: Case, participant: Participant | None, asked: Asked, due_on: date | None, *, by: Worker
) -> Disclosure:
    """Write down a demand about one person of the case, or about nobody who is named yet.

    `due_on`: the day by which the answer is due; None takes it from the list, if it knows one.
    """
    locked = lock_case(case.pk)
    require(may_open_case, by, locked)
    _require_there(locked)
    if participant is not None and participant.case_id != locked.pk:
        raise ValueError("a demand is about somebody in its case")
    day = due_on or disclosures().kinds[asked.kind].due(date.fromisoformat(asked.received_on))
    demand = Disclosure(case=locked, participant=participant, author=by, due_at=_end_of(day))
    write_new(demand, Said(asked, Handling()).as_content())
    audit.record(Event.DISCLOSURE_CHANGED, by=by, target=demand)
    return demand


def _end_of(day: date | None) -> datetime | None:
    """The last minute of a day, in the installation's time."""
    if day is None:
        return None
    return datetime.combine(day, time(23, 59), ZoneInfo(site().time_zone))


@transaction.atomic
def write_handling(
    demand: Disclosure, handling: Handling, *, seen: int, by: Worker, keyring: Keyring
) -> Disclosure:
    """Write down what was done: the person told or not, safety, the adviser's words."""
    locked = _begin(DemandStep.NOTE, demand, by)
    said = replace(Said.of(read(locked, keyring)), handling=handling)
    if locked.state == DisclosureState.TO_PRODUCE:  # what the decision stood on has to stay
        _require_ready(locked, said, said.produces)
    return _changed(locked, said, seen=seen, by=by, keyring=keyring)


@transaction.atomic
def move(
    demand: Disclosure, step: DemandStep, reason: str, *, seen: int, by: Worker, keyring: Keyring
) -> Disclosure:
    """Give it to the adviser, contest it, refuse it with a reason, or take a decision back.

    Contesting, refusing and taking back are a supervisor's. Whatever was chosen to be produced is
    chosen anew afterwards.
    """
    if step in {DemandStep.NOTE, DemandStep.DECIDE, DemandStep.PRODUCE}:
        raise ValueError(f"{step} has an action of its own")
    locked = _begin(step, demand, by)
    if step is DemandStep.REFUSE and not reason:
        raise CannotNow(NO_REASON)
    said = replace(Said.of(read(locked, keyring)), reason=reason, produces=())
    return _changed(locked, said, step, seen=seen, by=by, keyring=keyring)


@transaction.atomic
def decide(
    demand: Disclosure, fields: Collection[str], *, seen: int, by: Worker, keyring: Keyring
) -> Disclosure:
    """Decide that exactly these fields are produced. Only a supervisor, and nothing leaves yet.

    Before that the adviser's words, the attempt to tell the person and the steps for their safety
    stand in the record. A request that compels nobody is never produced.
    """
    locked = _begin(DemandStep.DECIDE, demand, by)
    said = Said.of(read(locked, keyring))
    _require_ready(locked, said, fields)
    decided = replace(said, produces=tuple(sorted(fields)))
    return _changed(locked, decided, DemandStep.DECIDE, seen=seen, by=by, keyring=keyring)


def _require_ready(demand: Disclosure, said: Said, fields: Collection[str]) -> None:
    kind = disclosures().kinds.get(said.asked.kind)
    handling = said.handling
    for missing, sentence in (
        (demand.participant_id is None, NOBODY),
        (kind is None or not kind.compels, COMPELS_NOBODY),
        (not handling.adviser, NO_ADVISER),
        (not (handling.told or handling.not_told), NOT_TOLD),
        (not handling.safety, NO_SAFETY),
        (not fields, NOTHING),
    ):
        if missing:
            raise CannotNow(sentence)


def note_produced(
    demand: Disclosure, departure: Departure, *, by: Worker, keyring: Keyring
) -> None:
    """Write into the demand what left; inside the gate's block, which is one transaction."""
    locked = _begin(DemandStep.PRODUCE, demand, by)
    said = Said.of(read(locked, keyring))
    told = replace(said, left=(*said.left, line_of(departure, by)))
    changed = change(
        locked,
        told.as_content(),
        seen=locked.version,
        keyring=keyring,
        state=RULES[DemandStep.PRODUCE].to,
        produced_at=timezone.now(),
    )
    audit.record(Event.DISCLOSURE_CHANGED, by=by, target=changed)


def _begin(step: DemandStep, demand: Disclosure, by: Worker) -> Disclosure:
    case = lock_case(demand.case_id)
    require(may_supervise if RULES[step].supervisor else may_open_case, by, case)
    _require_there(case)
    locked = lock(demand)
    require_demand_step(step, locked)
    locked.case = case
    return locked


def _require_there(case: Case) -> None:
    """A demand may come whatever became of the case, until it is erased."""
    if case.state == CaseState.ERASED:
        raise CannotNow(ERASED)


def _changed(
    demand: Disclosure,
    said: Said,
    step: DemandStep = DemandStep.NOTE,
    *,
    seen: int,
    by: Worker,
    keyring: Keyring,
) -> Disclosure:
    to = RULES[step].to or demand.state
    changed = change(demand, said.as_content(), seen=seen, keyring=keyring, state=to)
    audit.record(Event.DISCLOSURE_CHANGED, by=by, target=changed)
    return changed
