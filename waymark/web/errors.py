"""Pages for what went wrong: what happened, and what to do, in the reader's language."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.web import queries
from waymark.web.context import plain_frame
from waymark.web.lifeline import last_known

RETRY_AFTER = "10"  # seconds


@dataclass(frozen=True)
class Explanation:
    """The text of an error page: what happened, and what the reader can do."""

    status: int
    title: Promise
    text: Promise


BAD_REQUEST = Explanation(
    400,
    _("This did not arrive in one piece"),
    _("Please go back to the page before and try again."),
)
FORBIDDEN = Explanation(
    403,
    _("You cannot open this page"),
    _("If you think you should be able to, ask the person who runs this site."),
)
NOT_FOUND = Explanation(
    404,
    _("There is no page here"),
    _("The address may have a mistake in it, or the page has moved. Start from the first page."),
)
METHOD_NOT_ALLOWED = Explanation(
    405,
    _("This page cannot be used in that way"),
    _("Start from the first page. Nothing was changed."),
)
TOO_LARGE = Explanation(
    413,
    _("That was too large"),
    _("Please make the text shorter or send smaller files, and try again."),
)
EXPIRED_FORM = Explanation(
    403,
    _("This form is too old"),
    _("Go back, load the page again and send it once more. Nothing was changed."),
)
BUSY = Explanation(
    503,
    _("Many people ask for this just now"),
    _("Please wait a minute and try again."),
)
SERVER_ERROR = Explanation(
    500,
    _("Something broke on our side"),
    _(
        "It is not your fault. Please wait a minute and try again. "
        "What you sent may not have arrived."
    ),
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be understood; 413: it was more than this site reads."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request, exception)
    return explain(request, BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: the reader may not open this."""
    return explain(request, FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is nothing here, or nothing that a stranger may know of."""
    return explain(request, NOT_FOUND)


def method_not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: a wrong method; `allowed` is the value of the Allow header."""
    response = explain(request, METHOD_NOT_ALLOWED)
    response.headers["Allow"] = allowed
    return response


def too_large(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413: more than this site takes."""
    return explain(request, TOO_LARGE)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or old (Django's CSRF_FAILURE_VIEW)."""
    return explain(request, EXPIRED_FORM)


def busy(request: HttpRequest) -> HttpResponse:
    """503: it would take too long now, and not in a moment."""
    response = explain(request, BUSY)
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without the database: that may be what broke."""
    site = queries.last_known()
    frame = plain_frame(site, lifeline=last_known(site.country))
    return HttpResponse(
        render_to_string("web/error.html", _words(SERVER_ERROR) | {"frame": frame}),
        status=SERVER_ERROR.status,
    )


def explain(request: HttpRequest, explanation: Explanation) -> HttpResponse:
    """A page of this site with the explanation and its status."""
    page = render_to_string("web/error.html", _words(explanation), request=request)
    return HttpResponse(page, status=explanation.status)


def _words(explanation: Explanation) -> dict[str, object]:
    kind = "public" if settings.SITE == "public" else "staff"
    return {"explanation": explanation, "base": f"web/{kind}.html"}
