"""What this slice tells of a case's timeline: states, hand-overs, the team, notes, tasks, files,
reports of its situation, and what is erased."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.caseload.queries.records import files_of, note_lines, tasks_of
from waymark.cases.forgetting.queries import kind_of, tombs_of
from waymark.cases.models import Case, CaseTurn
from waymark.cases.timeline import Item
from waymark.reports.names import report_name
from waymark.reports.queries.visible import visible_to
from waymark.vault.keyring import Keyring

FIRST_WORDS = 160


def turns_of(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each change of the state, of who is responsible, and of the team."""
    before: CaseTurn | None = None
    rows = case.turns.select_related("by", "responsible", "joined", "left").order_by("at", "pk")
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
    if turn.joined:
        yield _("%(name)s joins the team.") % {"name": turn.joined.name}
    if turn.left:
        yield _("%(name)s leaves the team.") % {"name": turn.left.name}


def notes_of(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each note, by its first words."""
    url = reverse("case_notes", args=[case.pk])
    rows = case.notes.filter(envelope__erased_at=None).select_related("author", "envelope")
    for line in note_lines(rows, keyring):
        kind = _("Hand-over") if line.hands_over else _("Note")
        words = Truncator(" ".join(line.text.split())).chars(FIRST_WORDS)
        yield Item(line.note.written_at, kind, words, _name(line.note.author), url)


def tasks_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each task when it was planned, and when it was done."""
    url = reverse("case_tasks", args=[case.pk])
    for line in tasks_of(case, keyring):
        yield Item(line.task.written_at, _("Task"), line.what, _name(line.task.author), url)
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


def reports_of(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """Each report of the situation that the worker may open, when it came in."""
    if case.situation_id is None:
        return
    for report in visible_to(worker).filter(situation=case.situation_id):
        url = reverse("report", args=[report.pk])
        yield Item(report.received_at, _("Report"), report_name(report), "", url)


def erased_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """What was erased, by its kind only."""
    for tomb in tombs_of(case):
        kind = str(kind_of(tomb.target))
        yield Item(tomb.erased_at, _("Erased"), kind, _name(tomb.erased_by))


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
