"""Who is behind a cell: pseudonyms, for a worker whose keys open them, and in no file."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.models import Case, Participant
from waymark.cases.names import case_name, person_name
from waymark.cases.queries.restricted import standing_of_restricted
from waymark.cases.queries.visible import cases_visible_to, people_visible_to, works_on_cases
from waymark.packs.definitions import packs
from waymark.packs.models import PackRun
from waymark.packs.progress import read_progress
from waymark.packs.published import key_of
from waymark.packs.tally import MOST_MEMBERS, cell_key
from waymark.packs.visible import may_use_run
from waymark.reports.names import report_name
from waymark.reports.queries.visible import visible_to
from waymark.vault.keyring import Keyring


@dataclass(frozen=True)
class Somebody:
    """A pseudonym, with the address name and id of each page that it leads to."""

    name: str
    links: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Behind:
    """Who is behind a cell.

    Attributes:
        more: they are too many to be listed all.
        forgotten: who was counted is not kept any more.
    """

    people: tuple[Somebody, ...]
    more: bool
    forgotten: bool


def may_look_behind(worker: Worker, run: PackRun) -> bool:
    """Whoever made the run and may open cases."""
    return may_use_run(worker, run) and works_on_cases(worker)


@transaction.atomic
def look_behind(run: PackRun, table: str, labels: str, *, by: Worker, keyring: Keyring) -> Behind:
    """Who was counted in a cell, as far as the worker may still open them. Raises NotAllowed."""
    require(may_look_behind, by, run)
    progress = read_progress(run, key_of(run, keyring))
    members = progress.members.get(cell_key(table, labels), [])
    listed = members[:MOST_MEMBERS]
    is_people = packs()[run.pack].population.id == "people"
    found = _people(listed, by) if is_people else _reports(listed, by)
    audit.record(Event.CELL_OPENED, by=by, target=run)
    return Behind(tuple(found), len(members) > MOST_MEMBERS, progress.forgotten)


def _people(ids: Collection[str], by: Worker) -> list[Somebody]:
    people = people_visible_to(by).filter(pk__in=ids).order_by("pk")
    people = people.exclude(pk__in=standing_of_restricted())
    return [
        Somebody(
            person_name(person),
            tuple(("case", str(case.pk), case_name(case)) for case in _cases(person.pk, by)),
        )
        for person in people
    ]


def _cases(person: UUID, by: Worker) -> list[Case]:
    mine = Participant.objects.filter(person=person) | Participant.objects.filter(
        person__merged_into=person
    )
    rows = cases_visible_to(by).filter(pk__in=mine.values("case_id"))
    return list(rows.order_by("opened_on", "pk"))


def _reports(ids: Collection[str], by: Worker) -> list[Somebody]:
    rows = visible_to(by).filter(pk__in=ids).order_by("pk")
    names = ((report_name(each), str(each.pk)) for each in rows)
    return [Somebody(name, (("report", pk, name),)) for name, pk in names]
