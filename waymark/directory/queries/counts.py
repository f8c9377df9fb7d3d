"""How much waits, for the first page of the directory."""

from dataclasses import dataclass

from waymark.accounts.models import Worker
from waymark.directory.circles import has_circle
from waymark.directory.models import SuggestionState
from waymark.directory.permissions import (
    may_answer_suggestions,
    may_edit_directory,
    may_export_directory,
    may_make_circle,
    may_manage_partners,
    may_read_pending,
)
from waymark.directory.queries.visible import in_circle, suggestions_for, waiting_for
from waymark.directory.queries.worklist import due_for


@dataclass(frozen=True)
class Waiting:
    """What a worker may do here, and how much of it waits. None: it is not theirs to do."""

    due: int | None
    pending: int | None
    suggestions: int | None
    edits: bool
    partners: bool
    exports: bool
    circle_missing: bool
    may_make_circle: bool
    in_circle: bool


def waiting(worker: Worker) -> Waiting:
    """Count what waits for a worker."""
    edits = may_edit_directory(worker)
    new = suggestions_for(worker).filter(state=SuggestionState.NEW)
    return Waiting(
        due=due_for(worker).order_by().count() if edits else None,
        pending=waiting_for(worker).count() if may_read_pending(worker) else None,
        suggestions=new.count() if may_answer_suggestions(worker) else None,
        edits=edits,
        partners=may_manage_partners(worker),
        exports=may_export_directory(worker),
        circle_missing=not has_circle(worker.organisation),
        may_make_circle=may_make_circle(worker),
        in_circle=in_circle(worker),
    )
