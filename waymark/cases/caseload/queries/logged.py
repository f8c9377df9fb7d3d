"""What the log tells of a case that its records do not tell by themselves: changes, holds, walls.

A record knows when it was written, by whom, and what it says now. That it was changed in between,
that nothing might be erased for a time, or that a worker was kept out, only the log knows. Nothing
is opened for it, and of what is erased nothing is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.audit.events import Event
from waymark.audit.models import Entry
from waymark.audit.queries import entries_about
from waymark.cases.forgetting.hanging import record_models
from waymark.cases.forgetting.queries import kind_of
from waymark.cases.models import Case, CaseRecord, Participant, Task
from waymark.cases.permissions import is_supervisor
from waymark.cases.queries.visible import people_visible_to
from waymark.cases.support.kinds import KINDS
from waymark.cases.timeline import Item
from waymark.vault.keyring import Keyring

CHANGED = _("Changed.")
TOLD: Mapping[Event, str | Promise] = {
    Event.CASE_CHANGED: CHANGED,
    Event.PERSON_CHANGED: CHANGED,
    Event.RECORD_CHANGED: CHANGED,
    Event.HOLD_PLACED: _("From now on nothing of the case may be erased."),
    Event.HOLD_LIFTED: _("It is lifted."),
}
# Whom a case is kept from is their supervisors' matter, and so is who tried to take something out.
TOLD_TO_SUPERVISORS: Mapping[Event, str | Promise] = {
    Event.WALL_BUILT: _("A worker is kept out."),
    Event.WALL_LIFTED: _("It is lifted."),
    Event.DATA_REFUSED: _("Something was to leave and was refused."),
}
# A task tells itself when it was planned and done, and every step of it is a change.
TELLS_ITSELF: frozenset[type[CaseRecord]] = frozenset({Task})


@dataclass(frozen=True)
class Page:
    """The page that leads to a record; `of_the_case`: it shows all of its kind."""

    name: str
    of_the_case: bool = False


PAGES: Mapping[str, Page] = {
    "cases.case": Page("case", of_the_case=True),
    "cases.participant": Page("case_participant"),
    "cases.relationship": Page("relationship_change"),
    "cases.historicevent": Page("event_change"),
    "cases.note": Page("case_notes", of_the_case=True),
}
_SLUGS = {kind.model._meta.label_lower: kind.slug for kind in KINDS.values()}


def logged_of(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each event of the log about the case, its records and its people that is told here."""
    told = {**TOLD, **(TOLD_TO_SUPERVISORS if is_supervisor(worker) else {})}
    ids = [case.pk, *_records(case), *_people(case, worker)]
    entries = list(entries_about(ids, told))
    names = _names(entries)
    for entry in entries:
        who = names.get(entry.actor_id, "") if entry.actor_id else ""
        words = str(told[Event(entry.event)])
        yield Item(entry.at, str(kind_of(entry.target)), words, who, _url(case, entry))


def _records(case: Case) -> Iterator[UUID]:
    """The ids of everything in the case that is not erased, in one query."""
    first, *others = (
        model._default_manager.filter(case=case, envelope__erased_at=None)
        .order_by()
        .values_list("pk", flat=True)
        for model in record_models()
        if model not in TELLS_ITSELF
    )
    yield from first.union(*others, all=True)


def _people(case: Case, worker: Worker) -> Iterator[UUID]:
    """Who is in the case, and the rows that stand for them; none that a wall elsewhere hides."""
    rows = Participant.objects.filter(case=case, envelope__erased_at=None)
    pairs = rows.values_list("person", "person__merged_into")
    ids = {pk for pair in pairs for pk in pair if pk is not None}
    yield from people_visible_to(worker).filter(pk__in=ids).values_list("pk", flat=True)


def _names(entries: list[Entry]) -> dict[UUID, str]:
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    return dict(Worker.objects.filter(pk__in=ids).values_list("pk", "name"))


def _url(case: Case, entry: Entry) -> str:
    if slug := _SLUGS.get(entry.target):
        return reverse("support_record", args=[case.pk, slug, entry.target_id])
    page = PAGES.get(entry.target)
    if page is None:
        return ""
    return reverse(page.name, args=[case.pk, *([] if page.of_the_case else [entry.target_id])])
