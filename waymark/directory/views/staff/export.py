"""Hand on what everybody may see, as one file of HSDS."""

import tempfile
from pathlib import Path

from django.http import FileResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.directory import exporting
from waymark.directory.forms.steps import ExportForm
from waymark.directory.permissions import may_export_directory
from waymark.directory.views.staff.common import GET_OR_POST, page


@require_http_methods(GET_OR_POST)
def export(request: StaffRequest) -> HttpResponseBase:
    """Choose the form; a POST gives the file. Only the public tier is in it; audited."""
    require(may_export_directory, request.worker)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "export", form=form)
    chosen, ending = form.chosen()
    with tempfile.TemporaryDirectory(prefix="waymark-export-") as folder:
        target = Path(folder) / f"directory{ending}"
        exporting.export(target, chosen, by=request.worker)
        # An open file outlives its name, so nothing is left behind whatever the reader does.
        file = target.open("rb")
    name = f"directory-{timezone.localdate():%Y-%m-%d}{ending}"
    return FileResponse(file, as_attachment=True, filename=name)
