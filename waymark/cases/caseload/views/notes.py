"""The notes of a case."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.cases.caseload.actions import notes
from waymark.cases.caseload.content import PRIVILEGE, TEXT, said
from waymark.cases.caseload.forms.records import NoteForm
from waymark.cases.caseload.frame import case_of, case_page
from waymark.cases.caseload.queries.records import note_lines, notes_page
from waymark.cases.caseload.views.stepping import UNPROCESSABLE, renewed, take_step
from waymark.cases.models import Case, Note
from waymark.cases.records import read


@require_http_methods(["GET", "HEAD", "POST"])
def case_notes(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The notes, newest first, and a form for one more."""
    case = case_of(request, case_id)
    if request.method != "POST":
        return _list(request, case)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _list(request, case, form=form, status=UNPROCESSABLE)
    note_id = form.cleaned_data["record_id"]
    return take_step(
        request,
        lambda: notes.write_note(case, **form.said(), by=request.worker, note_id=note_id),
        done=_("Your note is saved."),
        back=("case_notes", case.pk),
        again=lambda problem, status: _list(
            request, case_of(request, case_id), form=form, status=status, problem=problem
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_note(request: StaffRequest, case_id: UUID, note_id: UUID) -> HttpResponse:
    """Change one's own note."""
    case = case_of(request, case_id)
    note = _note(case, note_id)
    if request.method != "POST":
        return _one(request, case, note, _form_of(request, note))
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _one(request, case, note, form, status=UNPROCESSABLE)
    seen = form.cleaned_data["seen"]

    def again(problem: str, status: int) -> HttpResponse:
        fresh, now = case_of(request, case_id), _note(case, note_id)
        kept = renewed(form, now.version)
        return _one(request, fresh, now, kept, status=status, problem=problem)

    return take_step(
        request,
        lambda: notes.change_note(
            note, **form.said(), seen=seen, by=request.worker, keyring=request.keyring
        ),
        done=_("Your note is saved."),
        back=("case_notes", case.pk),
        again=again,
    )


def _note(case: Case, note_id: UUID) -> Note:
    rows = case.notes.filter(envelope__erased_at=None)
    return get_object_or_404(rows.select_related("case", "author", "envelope"), pk=note_id)


def _form_of(request: StaffRequest, note: Note) -> NoteForm:
    content = read(note, request.keyring)
    initial = {
        "text": said(content, TEXT),
        "privilege": said(content, PRIVILEGE),
        "contact_on": note.contact_on,
        "seen": note.version,
    }
    return NoteForm(initial=initial)


def _list(
    request: StaffRequest, case: Case, *, form: NoteForm | None = None, **more: Any
) -> HttpResponse:
    page, lines = notes_page(case, request.keyring, request.GET.get("page", "1"))
    context = {"page": page, "notes": lines, "form": form or NoteForm()}
    return case_page(request, case, "notes", "cases/caseload/notes.html", context, **more)


def _one(request: StaffRequest, case: Case, note: Note, form: Any, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "line": note_lines([note], request.keyring)[0],
        "own": note.author_id == request.worker.pk,
    }
    return case_page(request, case, "notes", "cases/caseload/note.html", context, **more)
