"""What this slice tells of a case's timeline: states, hand-overs, notes, tasks, files."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.caseload.queries.records import files_of, note_lines, tasks_of
from waymark.cases.models import Case, CaseTurn
from waymark.cases.timeline import Item
from waymark.vault.keyring import Keyring

FIRST_WORDS = 160


def turns_of(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each change of the state or of who is responsible."""
    before: CaseTurn | None = None
    rows = case.turns.select_related("by", "responsible").order_by("at", "pk")
    for turn in rows:
        text = " ".join(_changes(turn, before))
        if text:
            yield Item(turn.at, _("Case"), text, turn.by.name if turn.by else "")
        before = turn


def _changes(turn: CaseTurn, before: CaseTurn | None) -> Iterator[str]:
    if before is None or before.state != turn.state:
        yield _("State: %(state)s.") % {"state": turn.get_state_display()}
    if turn.responsible_id != (before.responsible_id if before else None):
        yield (
            _("Responsible: %(name)s.") % {"name": turn.responsible.name}
            if turn.responsible
            else _("Nobody is responsible.")
        )


def notes_of(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each note, by its first words."""
    url = reverse("case_notes", args=[case.pk])
    rows = case.notes.filter(envelope__erased_at=None).select_related("author", "envelope")
    for line in note_lines(rows, keyring):
        kind = _("Hand-over") if line.hands_over else _("Note")
        words = Truncator(" ".join(line.text.split())).chars(FIRST_WORDS)
        yield Item(line.note.written_at, kind, words, _name(line.note.author), url)


def tasks_done_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each task when it was done; those that wait are no history yet."""
    url = reverse("case_tasks", args=[case.pk])
    for line in tasks_of(case, keyring):
        if line.task.done_at is not None:
            who = _name(line.task.assignee)
            yield Item(line.task.done_at, _("Task done"), line.what, who, url)


def files_added_to(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each file when it was added."""
    url = reverse("case_files", args=[case.pk])
    for line in files_of(case, keyring):
        if not line.erased:
            text = " – ".join(filter(None, (line.name, line.about)))
            yield Item(line.file.written_at, _("File"), text, _name(line.file.author), url)


def open_tasks_in(case: Case, worker: Worker, keyring: Keyring) -> Iterable[str]:
    """Tasks that nobody has done yet, for the page that closes a case."""
    for line in tasks_of(case, keyring):
        if line.task.done_at is None:
            yield _("Task: %(what)s") % {"what": line.what}


def open_milestones_in(case: Case, worker: Worker, keyring: Keyring) -> Iterable[str]:
    """How many milestones are not reached."""
    number = case.milestones.filter(reached_on=None, envelope__erased_at=None).count()
    if number:
        yield _("Milestones that are not reached: %(number)s") % {"number": number}


def _name(worker: Worker | None) -> str:
    return worker.name if worker else ""
