"""What every address of the partner API does: who calls, how often, and what is written down."""

from collections.abc import Callable
from functools import wraps

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _

from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.referrals.models import PartnerKey
from waymark.referrals.partners import limits
from waymark.referrals.partners.actions.common import Revoked
from waymark.referrals.partners.api import problems
from waymark.referrals.partners.api.problems import Kind, Problem
from waymark.referrals.partners.keys import Caller, key_presented

JSON = "application/json"
BEARER = 'Bearer realm="partners"'
NO_KEY = _(
    "Send your key in the header Authorization, after the word Bearer. If you did, it is mistyped, "
    "unknown or was taken back: ask the organisation for another."
)
WAIT = _("Wait an hour, then call less often. What you send again with its number arrives once.")
TRY_AGAIN = _("Please try again in a minute.")
USE = _("Use the methods that the header Allow names.")
ASK_FOR_JSON = _("Ask for application/json.")

Plain = Callable[..., HttpResponse]


def door(*methods: str) -> Callable[[Plain], Plain]:
    """An address for these methods, and for OPTIONS, that anybody may ask."""
    return _opening(methods, _without_key)


def partners_door(*methods: str) -> Callable[[Plain], Plain]:
    """The same for partners; the view is called with who calls as `caller`."""
    return _opening(methods, _with_key)


def _opening(
    methods: tuple[str, ...], enter: Callable[..., HttpResponse]
) -> Callable[[Plain], Plain]:
    allowed = ", ".join([*methods, "OPTIONS"])

    def opened(view: Plain) -> Plain:
        @wraps(view)
        def answered(request: HttpRequest, **named: object) -> HttpResponse:
            try:
                response = _checked(request, allowed) or enter(request, view, named)
            except Problem as problem:
                response = problems.answer(problem)
            except Exception as fault:
                response = problems.answer(Problem(Kind.FAULT, TRY_AGAIN))
                # Only kind and place of it are written down: see web/faults.py.
                log_response("", response=response, request=request, exception=fault)
            response.headers["Cache-Control"] = "no-store"
            return response

        return answered

    return opened


def _checked(request: HttpRequest, allowed: str) -> HttpResponse | None:
    """The answer to OPTIONS; None where the view may answer. Raises Problem."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": allowed})
    if request.method not in allowed.split(", "):
        raise Problem(Kind.METHOD, USE, Allow=allowed)
    if not any(request.accepts(kind) for kind in (JSON, problems.MEDIA_TYPE)):
        raise Problem(Kind.FORM, ASK_FOR_JSON)
    return None


def _without_key(request: HttpRequest, view: Plain, named: dict[str, object]) -> HttpResponse:
    return view(request, **named)


def _with_key(request: HttpRequest, view: Plain, named: dict[str, object]) -> HttpResponse:
    """Let a partner in, and write down what was refused to it; what it did its action writes."""
    caller = _caller(request)
    if limits.calls.passed(caller.partner):
        raise Problem(Kind.TOO_OFTEN, WAIT, Retry_After=limits.WAIT)
    try:
        return view(request, caller=caller, **named)
    except Revoked:
        raise _refusal(request, caller.partner) from None
    except Problem:
        _note_refusal(caller.partner)
        raise


def _caller(request: HttpRequest) -> Caller:
    """Who presents a key that holds. Raises Problem: alike for every key that does not."""
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    bearer = scheme.lower() == "bearer"
    partner, pair = key_presented(text.strip() if bearer else "")
    if partner is None or partner.revoked_at is not None:
        raise _refusal(request, partner)
    return Caller(partner, pair)


def _refusal(request: HttpRequest, partner: PartnerKey | None) -> Problem:
    """What a wrong key is told; a line that goes on trying no longer fills the log."""
    if limits.wrong_keys.reached(request):
        return Problem(Kind.TOO_OFTEN, WAIT, Retry_After=limits.WAIT)
    limits.wrong_keys.note_wrong(request)
    _note_refusal(partner)
    return Problem(Kind.KEY, NO_KEY, WWW_Authenticate=BEARER)


@transaction.atomic
def _note_refusal(partner: PartnerKey | None) -> None:
    audit.record(Event.PARTNER_REFUSED, by=Actor.SYSTEM, target=partner)
