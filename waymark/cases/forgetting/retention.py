"""What was kept as long as it is to be kept, and its erasure by itself.

Time counts from the day on which a case was closed; reopening it stops the clock, a legal hold
stops everything. Cases, notes and files are erased by the round that runs each minute, which needs
no key. Who is a suspected perpetrator is sealed, so that no program without a key knows it: what
is due about them waits for a supervisor, who erases it with one button.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.cases.beginning import lock_case
from waymark.cases.caseload.content import said
from waymark.cases.fields.catalogue import Part
from waymark.cases.forgetting.actions.common import begin_erasing
from waymark.cases.forgetting.actions.erasing import erase_by_rule
from waymark.cases.forgetting.actions.keeping import rules_of
from waymark.cases.forgetting.burying import bury_participants, bury_records, is_held
from waymark.cases.forgetting.copies import forget, gone_record
from waymark.cases.models import (
    Case,
    CaseFile,
    CaseRecord,
    KeepRule,
    KeptKind,
    LegalHold,
    Note,
    Participant,
    today,
)
from waymark.cases.queries.visible import cases_visible_to
from waymark.cases.records import read_many
from waymark.cases.states import CLOSED
from waymark.vault.keyring import Keyring

BATCH = 200
_PAPERS: dict[KeptKind, type[CaseRecord]] = {KeptKind.NOTE: Note, KeptKind.FILE: CaseFile}


@dataclass(frozen=True)
class Due:
    """A case of which something is due on a day."""

    case: Case
    kind: KeptKind
    day: date
    number: int


def erase_due(_: datetime | None = None) -> int:
    """Erase what the rules say, each case in a transaction of its own. Returns how many."""
    rules = KeepRule.objects.exclude(kind=KeptKind.PERPETRATOR).order_by("kind", "pk")
    return sum(
        _erase(case, rule)
        for rule in rules
        for case in list(closed_before(_last_day(rule.days), rule)[:BATCH])
    )


def closed_before(last: date, rule: KeepRule) -> QuerySet[Case]:
    """Closed cases of a rule's organisation in which it finds something, the oldest first."""
    rows = Case.objects.filter(
        organisation_id=rule.organisation_id, state__in=CLOSED, closed_on__lte=last
    )
    held = LegalHold.objects.filter(case=OuterRef("pk"), lifted_at=None)
    found = rows.exclude(Exists(held))
    if paper := _PAPERS.get(KeptKind(rule.kind)):
        kept = paper._default_manager.filter(case=OuterRef("pk"), envelope__erased_at=None)
        found = found.filter(Exists(kept))
    return found.order_by("closed_on", "pk")


def _last_day(days: int) -> date:
    """Cases that were closed on this day or before are due; the first day there is, if none is."""
    return max(today() - timedelta(days=min(days, (today() - date.min).days)), date.min)


@transaction.atomic
def _erase(case: Case, rule: KeepRule) -> bool:
    """Look again with the case held: it may have been reopened, held or erased meanwhile."""
    locked = lock_case(case.pk)
    if not _is_due(locked, rule) or is_held(locked):
        return False
    if paper := _PAPERS.get(KeptKind(rule.kind)):
        rows = paper._default_manager.filter(case=locked, envelope__erased_at=None)
        buried = bury_records(rows.select_related("case"), None)
        copies = [row for each in buried for row in forget(gone_record(each), None, None)]
        audit.record_each(Event.RECORD_ERASED, by=Actor.SYSTEM, targets=[*buried, *copies])
        return bool(buried)
    erase_by_rule(locked)
    return True


def _is_due(case: Case, rule: KeepRule) -> bool:
    closed = case.closed_on if case.state in CLOSED else None
    return closed is not None and closed <= _last_day(rule.days)


def due_until(last: date, worker: Worker, keyring: Keyring) -> list[Due]:
    """What comes due until a day in the cases that the worker may see, the first day first.

    A case under a legal hold is left out: nothing of it is erased.
    """
    found: list[Due] = []
    for kind, days in rules_of(worker.organisation).items():
        closed = cases_visible_to(worker).filter(state__in=CLOSED, closed_on__isnull=False)
        held = LegalHold.objects.filter(lifted_at=None).values("case")
        for case in closed.exclude(pk__in=held):
            day = _after(case.closed_on, days)
            if day <= last and (number := _number(kind, case, keyring)):
                found.append(Due(case, kind, day, number))
    return sorted(found, key=lambda due: (due.day, due.case.pk, due.kind))


def _after(closed: date | None, days: int) -> date:
    first = closed or today()
    return first + timedelta(days=min(days, (date.max - first).days))


def _number(kind: KeptKind, case: Case, keyring: Keyring) -> int:
    """How many records of the kind the case holds; one for a whole case."""
    if paper := _PAPERS.get(kind):
        return paper._default_manager.filter(case=case, envelope__erased_at=None).count()
    return len(perpetrators_in([case], keyring)) if kind is KeptKind.PERPETRATOR else 1


def perpetrators_in(cases: Iterable[Case], keyring: Keyring) -> list[Participant]:
    """The suspected perpetrators of these cases, as far as the worker's keys open it."""
    rows = Participant.objects.filter(case__in=list(cases), envelope__erased_at=None)
    people = list(rows.select_related("case", "person", "envelope"))
    opened = read_many(people, keyring)
    return [
        each
        for each in people
        if said(opened.get(each.pk, {}), "role") == Part.SUSPECTED_PERPETRATOR
    ]


def erase_perpetrators_due(*, by: Worker, keyring: Keyring) -> int:
    """Erase what is due about suspected perpetrators, each case in a transaction of its own."""
    due = due_until(today(), by, keyring)
    cases = [each.case for each in due if each.kind is KeptKind.PERPETRATOR]
    return sum(_erase_perpetrators(case, by, keyring) for case in cases)


@transaction.atomic
def _erase_perpetrators(case: Case, by: Worker, keyring: Keyring) -> int:
    [locked] = begin_erasing([case], by)
    people = perpetrators_in([locked], keyring)
    buried = bury_participants(people, by)
    audit.record_each(Event.RECORD_ERASED, by=by, targets=buried)
    return len(people)
