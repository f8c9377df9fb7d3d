"""Tasks, notes, files and walls of a case as its pages show them: opened for who asks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, F, OuterRef, QuerySet

from waymark.accounts.models import Worker
from waymark.cases.caseload.content import (
    ABOUT,
    HANDS_OVER,
    METADATA_INSIDE,
    NAME,
    PRIVILEGE,
    REASON,
    SIZE,
    TEXT,
    TYPE,
    WHAT,
    said,
)
from waymark.cases.caseload.privilege import privilege_label
from waymark.cases.models import Case, CaseFile, Note, Task, Wall, today
from waymark.cases.names import case_name
from waymark.cases.queries.visible import cases_visible_to
from waymark.cases.records import read_many
from waymark.cases.states import OPEN
from waymark.vault.keyring import Keyring

PER_PAGE = 50


@dataclass(frozen=True)
class TaskLine:
    """A task. `late` and `today`: against its day, while it is not done."""

    task: Task
    case_name: str
    what: str = field(repr=False)
    late: bool = False
    today: bool = False


@dataclass(frozen=True)
class NoteLine:
    """A note. `erased`: only that there was one is left."""

    note: Note
    text: str = field(repr=False)
    privilege: str
    hands_over: bool
    erased: bool


@dataclass(frozen=True)
class FileLine:
    """A file's label; its body stays closed."""

    file: CaseFile
    name: str = field(repr=False)
    type: str
    size: int
    metadata_inside: bool
    about: str = field(repr=False)
    privilege: str
    erased: bool


@dataclass(frozen=True)
class WallLine:
    """A wall and why it stands."""

    wall: Wall
    reason: str = field(repr=False)


def tasks_of(case: Case, keyring: Keyring) -> list[TaskLine]:
    """The tasks of a case: what is due first, what is done last."""
    rows = case.tasks.filter(envelope__erased_at=None).select_related("assignee", "case")
    first = F("done_at").asc(nulls_first=True)
    return task_lines(rows.order_by(first, F("due_on").asc(nulls_last=True), "pk"), keyring)


def tasks_for(worker: Worker) -> QuerySet[Task]:
    """The open tasks of a worker in open cases that they may see, by their day."""
    cases = cases_visible_to(worker).filter(state__in=OPEN, pk=OuterRef("case"))
    rows = Task.objects.filter(assignee=worker, done_at=None, envelope__erased_at=None)
    found = rows.filter(Exists(cases)).select_related("assignee", "case")
    return found.order_by(F("due_on").asc(nulls_last=True), "pk")


def due_now(worker: Worker) -> int:
    """How many tasks of a worker are due today or overdue."""
    return tasks_for(worker).filter(due_on__lte=today()).count()


def task_lines(tasks: Iterable[Task], keyring: Keyring) -> list[TaskLine]:
    """Tasks with what is to be done, opened."""
    rows = list(tasks)
    opened = read_many(rows, keyring)
    now = today()
    return [_task_line(row, opened.get(row.pk, {}), now) for row in rows]


def _task_line(task: Task, content: dict[str, Any], now: date) -> TaskLine:
    day: date | None = task.due_on if task.done_at is None else None
    return TaskLine(
        task=task,
        case_name=case_name(task.case),
        what=str(said(content, WHAT)),
        late=day is not None and day < now,
        today=day == now,
    )


def notes_page(case: Case, keyring: Keyring, number: object) -> "tuple[Page[Note], list[NoteLine]]":
    """One page of a case's notes, newest first; only its notes are opened."""
    rows = case.notes.select_related("author", "envelope").order_by("-written_at", "pk")
    page = Paginator(rows, PER_PAGE).get_page(str(number))
    return page, note_lines(page, keyring)


def note_lines(notes: Iterable[Note], keyring: Keyring) -> list[NoteLine]:
    """Notes with their texts, opened."""
    rows = list(notes)
    opened = read_many(rows, keyring)
    return [
        NoteLine(
            note=row,
            text=str(said(opened.get(row.pk, {}), TEXT)),
            privilege=privilege_label(said(opened.get(row.pk, {}), PRIVILEGE)),
            hands_over=bool(said(opened.get(row.pk, {}), HANDS_OVER, False)),
            erased=row.erased,
        )
        for row in rows
    ]


def files_of(case: Case, keyring: Keyring) -> list[FileLine]:
    """The files of a case, newest first; no body is read."""
    rows = list(
        case.casefiles.defer("body")
        .select_related("author", "envelope")
        .order_by("-written_at", "pk")
    )
    opened = read_many(rows, keyring)
    return [_file_line(row, opened.get(row.pk, {})) for row in rows]


def _file_line(file: CaseFile, content: dict[str, Any]) -> FileLine:
    return FileLine(
        file=file,
        name=str(said(content, NAME)),
        type=str(said(content, TYPE)),
        size=int(said(content, SIZE, 0)),
        metadata_inside=bool(said(content, METADATA_INSIDE, False)),
        about=str(said(content, ABOUT)),
        privilege=privilege_label(said(content, PRIVILEGE)),
        erased=file.erased,
    )


def walls_of(case: Case, keyring: Keyring) -> list[WallLine]:
    """The walls of a case, standing ones first."""
    rows = list(
        case.walls.select_related("worker", "author").order_by(
            F("lifted_at").desc(nulls_first=True), "-written_at"
        )
    )
    opened = read_many(rows, keyring)
    return [WallLine(row, str(said(opened.get(row.pk, {}), REASON))) for row in rows]
