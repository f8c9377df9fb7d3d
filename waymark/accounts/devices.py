"""Browsers that a worker signed in with before, both factors passed.

A signed cookie says so; the server keeps nothing. It opens nothing and skips no factor: it only
lets the owner's failed attempts be counted apart from those of strangers.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from waymark.accounts import throttle
from waymark.accounts.address import client_address
from waymark.accounts.models import Worker

COOKIE = "waymark_device"
MAX_AGE = 180 * 24 * 3600
# A hotline's desk is shared; beyond this, whoever signed in longest ago is a stranger again.
MOST_WORKERS = 8
_SALT = "waymark.accounts.devices"


def counters(request: HttpRequest, login: str) -> tuple[throttle.Counter, ...]:
    """The counters that an attempt to sign in as `login` from this browser goes to."""
    worker = Worker.objects.filter(login=login.strip().lower()).only("pk").first()
    if worker and (mark := _marks(request).get(str(worker.pk))):
        return throttle.known(f"{worker.pk}:{mark}")
    return throttle.stranger(login, client_address(request))


def factor_counters(request: HttpRequest, worker: Worker) -> tuple[throttle.Counter, ...]:
    """The counters that a worker's second factor from this browser goes to."""
    if mark := _marks(request).get(str(worker.pk)):
        return throttle.known(f"factor:{worker.pk}:{mark}")
    return throttle.stranger_with_password(str(worker.pk), client_address(request))


def remember(request: HttpRequest, response: HttpResponseBase, worker: Worker) -> None:
    """Mark the browser as one that this worker signed in with."""
    marks = _marks(request)
    mark = marks.pop(str(worker.pk), None) or secrets.token_hex(8)
    marks[str(worker.pk)] = mark
    latest = dict(list(marks.items())[-MOST_WORKERS:])
    response.set_cookie(
        COOKIE,
        signing.dumps(latest, salt=_SALT),
        max_age=MAX_AGE,
        httponly=True,
        samesite="Strict",
        secure=settings.SECURE_COOKIES,
    )


def _marks(request: HttpRequest) -> dict[str, str]:
    try:
        found = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}
