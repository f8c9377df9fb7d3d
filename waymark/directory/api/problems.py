"""What went wrong, as `application/problem+json` (RFC 9457). In English: programmers read it."""

import json

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "The request cannot be understood",
    401: "This key opens nothing",
    404: "There is nothing here",
    405: "This address cannot be used in that way",
    406: "Only JSON and NDJSON can be had here",
    413: "The request is too large",
    415: "A body has to be JSON",
    500: "Something broke on our side",
}


class Problem(Exception):
    """Stops a request; `parameter` names what the caller has to change, where that is one."""

    def __init__(self, status: int, detail: str, parameter: str = "", **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.parameter = parameter
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def answer(problem: Problem) -> HttpResponse:
    """The answer that tells of a problem; nothing that was sent is repeated in it."""
    said = {
        "type": "about:blank",
        "title": TITLES[problem.status],
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.parameter:
        said["parameter"] = problem.parameter
    return HttpResponse(
        json.dumps(said),
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **problem.headers},
    )
