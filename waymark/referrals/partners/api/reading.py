"""Out of a request: its number, its body as strict JSON, and the referral that the body is."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.http.request import UnreadablePostError
from django.utils.translation import gettext_lazy as _

from waymark.cases.answers import Answer
from waymark.referrals.models import PartnerKey
from waymark.referrals.partners.api.consent import MISSING, UNKNOWN_MEMBERS, read_consent
from waymark.referrals.partners.api.problems import Fault, Kind, Problem
from waymark.referrals.partners.api.shapes import Wrong, is_text, offered, read_answer, tidied
from waymark.referrals.partners.content import Sent
from waymark.referrals.referring.content import reasons
from waymark.reports.uploads import CUT_HEADER

JSON = "application/json"
MOST_BYTES = 128 * 1024
DEEPEST = 4
LONGEST_DESCRIPTION = 4000
NUMBER = re.compile(r"[\x21-\x7e]{8,200}")
NUMBER_HEADER = "Idempotency-Key"
MEMBERS = ("reasonCode", "description", "values", "consent")

NO_NUMBER = _(
    "Send a header Idempotency-Key with a number of your own for this referral: 8 to 200 letters, "
    "digits and signs without spaces, such as a UUID. Send it again with the same number if no "
    "answer comes."
)
NO_JSON = _("Send the body as application/json.")
NOT_READABLE = _(
    "The body has to be one JSON object in UTF-8, without a name that stands in an object twice."
)
TOO_DEEP = _("The body is nested deeper than the document says.")
TOO_LARGE = _("A body holds at most 128 KiB. Shorten it.")
TRY_AGAIN = _("The end of the body is missing. Send it again with the same number.")
INVALID = _("Nothing was taken. Change what stands under “errors”, then send it again.")
NOT_COVERED = _("The consent does not cover this field. Leave it out, or ask the person.")
NO_FIELD = _("Choose at least one field that goes with the request.")
_CODE = _("Use one of the codes that the document lists.")


def read_number(request: HttpRequest) -> str:
    """The partner's own number of a referral. Raises Problem."""
    number = request.headers.get(NUMBER_HEADER, "")
    if not NUMBER.fullmatch(number):
        raise Problem(Kind.UNREADABLE, NO_NUMBER)
    return number


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The body, an object. Raises Problem for anything that two readers could read differently."""
    if request.content_type != JSON:
        raise Problem(Kind.NO_JSON, NO_JSON, Accept_Post=JSON)
    raw = _bytes(request)
    try:
        found = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Problem(Kind.UNREADABLE, NOT_READABLE) from None
    if not isinstance(found, dict):
        raise Problem(Kind.UNREADABLE, NOT_READABLE)
    if _depth(found) > DEEPEST:
        raise Problem(Kind.UNREADABLE, TOO_DEEP)
    return found


def read_referral(body: Mapping[str, Any], key: PartnerKey) -> Sent:
    """The referral that a body is. Raises Problem, which names all that has to be changed."""
    faults = [Fault(f"/{name}", MISSING) for name in MEMBERS[:3] if name not in body]
    reason, description = body.get("reasonCode"), body.get("description")
    if "reasonCode" in body and not (isinstance(reason, str) and reason in reasons()):
        faults.append(Fault("/reasonCode", _CODE))
    words = tidied(description) if is_text(description, LONGEST_DESCRIPTION) else ""
    if "description" in body and not words:
        faults.append(Fault("/description", _("Write text, no longer than the document says.")))
    values, wrong = _values(body.get("values", {}))
    consent, unclear = read_consent(body.get("consent"), key, values)
    faults += [*wrong, *unclear]
    if set(body) - set(MEMBERS):
        faults.append(Fault("", UNKNOWN_MEMBERS))
    if consent is not None:
        bare = sorted(set(values) - set(consent.covers))
        faults += [Fault(f"/values/{name}", NOT_COVERED) for name in bare]
    if faults or consent is None:
        raise Problem(Kind.INVALID, INVALID, faults)
    return Sent(str(reason), words, values, consent)


def _values(given: Any) -> tuple[dict[str, Answer], list[Fault]]:
    if not isinstance(given, dict):
        return {}, [Fault("/values", _("Write an object with the document’s names of fields."))]
    found: dict[str, Answer] = {}
    faults: list[Fault] = []
    for name, spec in offered().items():
        if name in given:
            try:
                found[name] = read_answer(spec, given[name])
            except Wrong as wrong:
                faults.append(Fault(f"/values/{name}", wrong.sentence))
    if set(given) - set(offered()):
        faults.append(Fault("/values", UNKNOWN_MEMBERS))
    elif not given:
        faults.append(Fault("/values", NO_FIELD))
    return found, faults


def _bytes(request: HttpRequest) -> bytes:
    try:
        raw = request.read(MOST_BYTES + 1)
    except UnreadablePostError:
        raise Problem(Kind.UNREADABLE, TRY_AGAIN) from None
    if len(raw) > MOST_BYTES or CUT_HEADER in request.META:
        raise Problem(Kind.TOO_LARGE, TOO_LARGE)
    return bytes(raw)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which each name stands once: of two values nobody knows which was meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(text: str) -> float:
    raise ValueError("this is no number of JSON")


def _depth(value: Any) -> int:
    """How many objects and lists lie in each other, counted no further than is allowed."""
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        inner = [each for each in level if isinstance(each, dict | list)]
        depth += bool(inner)
        level = [
            part for each in inner for part in (each.values() if isinstance(each, dict) else each)
        ]
    return depth
