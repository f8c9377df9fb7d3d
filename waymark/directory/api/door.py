"""What every address of the API does: who asks, from where, and what may be kept of the answer."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.log import log_response

from waymark.directory.api import actions, problems
from waymark.directory.api.problems import Problem
from waymark.directory.hsds import viewer
from waymark.directory.hsds.viewer import PUBLIC, Viewer

JSON, NDJSON = "application/json", "application/x-ndjson"
KEPT = "public, max-age=60, must-revalidate"
CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Language, WWW-Authenticate, Allow",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Language": "en",
    "Vary": "Authorization",
}
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
BEARER = 'Bearer realm="partners"'

Answer = Callable[..., HttpResponseBase]


def door(*methods: str) -> Callable[[Answer], Answer]:
    """An address for these methods, and for OPTIONS; it is called with the reader as `viewer`.

    Every answer may be read by pages of other sites, so what went wrong too.
    """
    allowed = ", ".join([*methods, "OPTIONS"])

    def opened(view: Answer) -> Answer:
        @wraps(view)
        def answered(request: HttpRequest, **named: object) -> HttpResponseBase:
            try:
                response = _answer(request, view, named, allowed)
            except Problem as problem:
                response = problems.answer(problem)
            except Exception as fault:
                response = problems.answer(Problem(500, "Please try again in a minute."))
                # Only kind and place of it are written down: see web/faults.py.
                log_response("", response=response, request=request, exception=fault)
            for name, value in CROSS_ORIGIN.items():
                response.headers.setdefault(name, value)
            return response

        return answered

    return opened


def _answer(
    request: HttpRequest, view: Answer, named: dict[str, object], allowed: str
) -> HttpResponseBase:
    if request.method == "OPTIONS":
        methods = {"Allow": allowed, "Access-Control-Allow-Methods": allowed}
        return HttpResponse(status=204, headers=PREFLIGHT | methods)
    if request.method not in allowed.split(", "):
        raise Problem(405, f"Use {allowed}.", Allow=allowed)
    if not any(request.accepts(kind) for kind in (JSON, NDJSON, problems.MEDIA_TYPE)):
        raise Problem(406, "Ask for application/json or application/x-ndjson.")
    reader = reader_of(request)
    response = view(request, viewer=reader, **named)
    return _kept(request, response) if reader.is_public else _not_kept(response)


def reader_of(request: HttpRequest) -> Viewer:
    """The partner whose key is presented, or anybody. Raises Problem for a key that opens nothing.

    A wrong key is no key: who believes to see everything must not be shown less without a word.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return PUBLIC
    scheme, _, key = header.partition(" ")
    opened = actions.let_partner_read(key.strip()) if scheme.lower() == "bearer" else None
    if opened is None:
        raise Problem(401, "The key is unknown or was taken back.", WWW_Authenticate=BEARER)
    return viewer.partner(opened)


def _kept(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Give what anybody may keep for a minute its ETag, and answer 304 to it."""
    safe = request.method in {"GET", "HEAD"}
    if not safe or response.status_code != 200 or not isinstance(response, HttpResponse):
        return _not_kept(response)
    # Weak, because the same answer travels compressed and not.
    etag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEPT
    return get_conditional_response(request, etag=etag, response=response) or response


def _not_kept(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "no-store"
    return response
