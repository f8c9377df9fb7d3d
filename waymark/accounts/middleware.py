"""Who is asking, and how far in they are."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from waymark.accounts import sessions
from waymark.accounts.gate import Gate, VisitorRequest, gate_of
from waymark.accounts.permissions import NotAllowed
from waymark.accounts.sessions import Session
from waymark.web import errors

GetResponse = Callable[[HttpRequest], HttpResponseBase]
BACKGROUND = "X-Background"
# Without scripts some pages reload themselves, with this in the address: nobody need be there.
BY_ITSELF = "by_itself"
SEE_OTHER = 303


class SignedIn:
    """Sets `request.worker`, `request.keyring` and `request.session_row`; guards every view.

    Worker and keyring are set only when the password, the second factor and the idle time are in
    order; `session_row` is the sign-in as it stands, for the views in front of the gate.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: VisitorRequest) -> HttpResponseBase:
        """Find the sign-in of this request, then answer it."""
        request.session_row = _session_of(request)
        request.worker = request.keyring = None
        if session := request.session_row:
            _speak_to(request, session)
            if session.passed and not session.locked:
                request.worker, request.keyring = session.worker, session.keyring
        return self.get_response(request)

    def process_view(
        self, request: VisitorRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Send everybody to the step that is missing, unless the view is open to them."""
        gate = gate_of(view)
        step = None if gate is Gate.NOTHING else _missing_step(request.session_row, gate)
        if step is None:
            return None
        if is_background(request):
            return HttpResponse(status=401, headers={"Content-Type": "text/plain"})
        return _answer(request, step)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """A thing that a worker may not touch looks like one that is not there."""
        if isinstance(error, NotAllowed) and error.hidden:
            return errors.not_found(request, error)
        return None


def is_background(request: HttpRequest) -> bool:
    """Whether a script made the request by itself: no sign that anybody is there."""
    return BACKGROUND in request.headers


def _session_of(request: HttpRequest) -> Session | None:
    token = request.COOKIES.get(sessions.COOKIE)
    session = sessions.resume(token) if token else None
    if session is None or session.locked:
        return session
    now = timezone.now()
    if sessions.is_idle(session.row, now):
        from waymark.accounts.actions.sign_in import lock

        lock(session.row)
        return Session(session.row, None, session.token)
    if not (is_background(request) or BY_ITSELF in request.GET):
        sessions.note_activity(session.row, now)
    return session


def _speak_to(request: HttpRequest, session: Session) -> None:
    translation.activate(session.worker.language)
    request.LANGUAGE_CODE = session.worker.language
    timezone.activate(ZoneInfo(session.worker.time_zone))


def _missing_step(session: Session | None, gate: Gate) -> str | None:
    """The URL name of what a visitor must do first."""
    if session is None:
        return "sign_in"
    if gate is Gate.LOCKED:
        return None
    if session.locked:
        return "unlock"
    if session.passed or gate is Gate.PASSWORD:
        return None
    return "second_factor"


def _answer(request: VisitorRequest, step: str) -> HttpResponseBase:
    if request.method in {"GET", "HEAD"}:
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse(step)}?{query}")
    if step == "unlock" and request.session_row:
        from waymark.accounts.views.unlock import keep_what_was_typed

        return keep_what_was_typed(request, request.session_row)
    response = HttpResponseRedirect(reverse(step))
    response.status_code = SEE_OTHER
    return response
