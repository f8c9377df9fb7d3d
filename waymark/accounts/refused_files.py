"""Files that workers wanted to put in and that are refused: each leaves a line in the audit log.

A room whose form took no file calls `note_refused`. A request that could not be taken apart at all
(cut off, thousands of files, no form) never comes to a view; `bad_request` answers it.
"""

from django import forms
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from waymark.accounts.gate import StaffRequest
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.web import errors
from waymark.web.uploads import CUT_HEADER, UnnamedFiles

FILE = "file"


@transaction.atomic
def note_refused(request: StaffRequest, form: forms.Form, *, target: Model) -> None:
    """Audit that a form refused its file, if one came. `target` is where it was to go.

    The log keeps neither the file's name nor why: both would tell of what was in it.
    """
    came = FILE in request.FILES or CUT_HEADER in request.META
    if came and FILE in form.errors:
        audit.record(Event.UPLOAD_REFUSED, by=request.worker, target=target)


def require_whole(request: HttpRequest, form: forms.Form) -> None:
    """Give the form a mistake where the end of what was sent is missing."""
    if CUT_HEADER in request.META:
        form.add_error(FILE, _("This file is too large. It did not arrive whole."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 and 413 of the staff site; audited where a worker sent files that nobody could read."""
    worker = getattr(request, "worker", None)
    if worker is not None and request.content_type == "multipart/form-data":
        _forget(request)
        with transaction.atomic():
            audit.record(Event.UPLOAD_REFUSED, by=worker)
    return errors.bad_request(request, exception)


def _forget(request: HttpRequest) -> None:
    """Close what was begun; nobody else knows of it."""
    for handler in request.upload_handlers:
        if isinstance(handler, UnnamedFiles):
            handler.forget()
