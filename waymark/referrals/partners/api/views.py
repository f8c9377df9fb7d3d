"""HTTP for the partner API. The addresses have no language: programs read them."""

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from waymark.referrals.models import PartnerReferral
from waymark.referrals.partners import limits
from waymark.referrals.partners.actions import sending
from waymark.referrals.partners.actions.sending import Call, NotTaking, NumberUsed, Read
from waymark.referrals.partners.api.door import JSON, WAIT, door, partners_door
from waymark.referrals.partners.api.openapi import VERSION, document
from waymark.referrals.partners.api.problems import Kind, Problem
from waymark.referrals.partners.api.reading import read_json, read_number, read_referral
from waymark.referrals.partners.api.showing import moment, state_of, whole
from waymark.referrals.partners.keys import Caller
from waymark.referrals.ways import already_out, without_person
from waymark.web import queries as web

CREATED = 201
NOTHING = _("You have sent nothing with this id.")
NO_ADDRESS = _("There is no such address. The document is at /api/partner/v1/openapi.json.")
NUMBER_USED = _("Another body came with this number before. Use a new number for each referral.")
NOT_TAKING = _("The organisation takes no referrals at present. Call them.")
PARAMETERS = _(
    "This address knows “since”, a moment such as 2026-11-30T10:00:00Z, and together with it "
    "“after”, an id. Give each at most once, and nothing else."
)


@without_person(reason="says what this API is; it opens no record")
@door("GET", "HEAD")
def index(request: HttpRequest) -> HttpResponse:
    """What this API is."""
    base = base_url()
    return _json(
        {
            "version": VERSION,
            "openapi_url": f"{base}/openapi.json",
            "publisher": {"name": web.site().organisation, "url": settings.PUBLIC_URL},
        }
    )


@without_person(reason="says how this API is called; it opens no record")
@door("GET", "HEAD")
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return _json(document(base_url()))


@already_out(reason="a partner sends, and lists the states of what it sent itself")
@partners_door("GET", "HEAD", "POST")
def referrals(request: HttpRequest, *, caller: Caller) -> HttpResponse:
    """Send a referral, or list one's own."""
    return _sent(request, caller) if request.method == "POST" else _listed(request, caller)


@already_out(reason="a partner reads what it sent itself, opened with the key that it brings")
@partners_door("GET", "HEAD")
def referral(request: HttpRequest, *, caller: Caller, pk: str) -> HttpResponse:
    """One of one's own: how it stands, and what was sent."""
    _require_nothing(request)
    return _json(whole(_found(sending.read(caller, _id(pk)))))


@already_out(reason="answers with the state of what a partner sent itself, which is destroyed")
@partners_door("POST")
def recall(request: HttpRequest, *, caller: Caller, pk: str) -> HttpResponse:
    """Take one back. A body is neither needed nor read."""
    _require_nothing(request)
    return _json(whole(_found(sending.recall(caller, _id(pk)))))


@without_person(reason="there is nothing at such an address")
@door("GET", "HEAD", "POST")
def nothing(request: HttpRequest, path: str = "") -> HttpResponse:
    """Any other address."""
    raise Problem(Kind.NOTHING, NO_ADDRESS)


def base_url() -> str:
    """Where the API is."""
    return f"{settings.PUBLIC_URL}/api/partner/v1"


def _sent(request: HttpRequest, caller: Caller) -> HttpResponse:
    if limits.sends.passed(caller.partner):
        raise Problem(Kind.TOO_OFTEN, WAIT, Retry_After=limits.WAIT)
    _require_nothing(request)
    call = Call(read_number(request), read_json(request))
    try:
        # Asked first: what was taken once is answered again although its consent is over by now.
        made = sending.sent_before(caller, call)
        made = made or sending.send(caller, call, read_referral(call.body, caller.partner))
    except NumberUsed:
        raise Problem(Kind.NUMBER_USED, NUMBER_USED) from None
    except NotTaking:
        raise Problem(Kind.NOT_TAKING, NOT_TAKING) from None
    response = _json(whole(made), CREATED)
    response.headers["Location"] = f"{base_url()}/referrals/{made.referral.pk}"
    return response


def _listed(request: HttpRequest, caller: Caller) -> HttpResponse:
    since, after = _asked(request)
    page = sending.changed(caller, since, after)
    going_on = _next(page.referrals[-1]) if page.more else None
    return _json({"referrals": [state_of(each) for each in page.referrals], "next": going_on})


def _next(last: PartnerReferral) -> str:
    """Where the list goes on."""
    asked = urlencode({"since": moment(last.state_at), "after": last.pk})
    return f"{base_url()}/referrals?{asked}"


def _asked(request: HttpRequest) -> tuple[datetime | None, UUID | None]:
    """From when on, and after which id. Raises Problem."""
    given = dict(request.GET.lists())
    try:
        if set(given) - {"since", "after"} or ("after" in given and "since" not in given):
            raise ValueError
        [since] = given.get("since", [""])
        [after] = given.get("after", [""])
        return (
            _moment(since) if "since" in given else None,
            UUID(after) if "after" in given else None,
        )
    except (ValueError, OverflowError):
        raise Problem(Kind.UNREADABLE, PARAMETERS) from None


def _moment(text: str) -> datetime:
    """A moment; without a zone it is UTC. Raises ValueError, OverflowError."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _require_nothing(request: HttpRequest) -> None:
    """No parameter in the address: what is mistyped would be passed over without a word."""
    if request.GET:
        raise Problem(Kind.UNREADABLE, _("This address takes no parameters. Leave them out."))


def _found(found: Read | None) -> Read:
    if found is None:
        raise Problem(Kind.NOTHING, NOTHING)
    return found


def _id(text: str) -> UUID:
    """An id as it is in an address; what is none leads nowhere, as an id of others does."""
    try:
        found = UUID(text)
    except ValueError:
        raise Problem(Kind.NOTHING, NOTHING) from None
    if str(found) != text.lower():
        raise Problem(Kind.NOTHING, NOTHING)
    return found


def _json(made: Any, status: int = 200) -> HttpResponse:
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text.encode(), status=status, content_type=JSON)
