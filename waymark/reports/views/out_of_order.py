"""The answer to a POST that the database does not take: full, locked, gone.

The page carries everything that was typed, so that one press sends it again. It asks the database
for nothing. The form's key travels along: should the first attempt have been stored after all,
the second one gives the same receipt.
"""

import logging

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from waymark.reports.forms.public import MESSAGE, REPORT_FIELDS
from waymark.reports.uploads import Body
from waymark.web.context import plain_frame
from waymark.web.queries import last_known

log = logging.getLogger("waymark.reports")
UNAVAILABLE = 503
A_MINUTE = "60"


def not_stored(request: HttpRequest, body: Body, fault: Error) -> HttpResponse:
    """503: what was sent, ready to be sent again."""
    # Only the kind of fault: its text may quote a row.
    log.error("what a reporter sent could not be stored: %s", type(fault).__name__)
    values = {
        "frame": plain_frame(last_known()),
        "action": request.path,
        "fields": [(name, each) for name, texts in body.fields.items() for each in texts],
        "said": typed(body),
        "files": bool(body.files("files")),
    }
    page = render_to_string("reports/public/out_of_order.html", values)
    return HttpResponse(page, status=UNAVAILABLE, headers={"Retry-After": A_MINUTE})


def typed(body: Body) -> list[str]:
    """Every text that somebody wrote into one of our boxes."""
    return [text for box in (*REPORT_FIELDS, MESSAGE) if (text := body.text(box.name).strip())]
