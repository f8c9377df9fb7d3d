"""What went wrong, as `application/problem+json` (RFC 9457), in the language that is asked for.

Every sentence says what to do. Nothing that was sent is repeated, not even a name of a member: it
could be a person's.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"
TYPES = "urn:waymark:partner:"
Words = str | Promise


class Kind(Enum):
    """The kinds of problem: name, status."""

    UNREADABLE = ("unreadable", 400)
    KEY = ("key", 401)
    NOTHING = ("nothing", 404)
    METHOD = ("method", 405)
    FORM = ("form", 406)
    NUMBER_USED = ("number-used", 409)
    NOT_TAKING = ("not-taking", 409)
    TOO_LARGE = ("too-large", 413)
    NO_JSON = ("no-json", 415)
    INVALID = ("invalid", 422)
    TOO_OFTEN = ("too-often", 429)
    FAULT = ("fault", 500)

    def __init__(self, code: str, status: int) -> None:
        self.code = code
        self.status = status


TITLES: dict[Kind, Promise] = {
    Kind.UNREADABLE: _("The request cannot be understood"),
    Kind.KEY: _("This key opens nothing"),
    Kind.NOTHING: _("There is nothing here"),
    Kind.METHOD: _("This address cannot be used in that way"),
    Kind.FORM: _("Only JSON can be had here"),
    Kind.NUMBER_USED: _("This number was used for something else"),
    Kind.NOT_TAKING: _("No referrals are taken at present"),
    Kind.TOO_LARGE: _("The request is too large"),
    Kind.NO_JSON: _("A body has to be JSON"),
    Kind.INVALID: _("Some of it has to be changed"),
    Kind.TOO_OFTEN: _("Too many calls"),
    Kind.FAULT: _("Something broke on our side"),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of the body; `pointer` as RFC 6901 writes it."""

    pointer: str
    detail: Words


class Problem(Exception):
    """Stops a request."""

    def __init__(
        self, kind: Kind, detail: Words, faults: Sequence[Fault] = (), **headers: str
    ) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def answer(problem: Problem) -> HttpResponse:
    """The answer that tells of a problem."""
    said: dict[str, object] = {
        "type": TYPES + problem.kind.code,
        "title": str(TITLES[problem.kind]),
        "status": problem.kind.status,
        "detail": str(problem.detail),
    }
    if problem.faults:
        said["errors"] = [
            {"pointer": each.pointer, "detail": str(each.detail)} for each in problem.faults
        ]
    return HttpResponse(
        json.dumps(said, ensure_ascii=False).encode(),
        status=problem.kind.status,
        content_type=MEDIA_TYPE,
        headers=problem.headers,
    )
