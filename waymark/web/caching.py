"""Which pages may be kept.

Every answer is `no-store` unless its view says otherwise: a form carries a key of its own, a
thread carries words. A page that is the same for everybody, with no form, is marked:

    @plain_page
    def safety(request): ...

and then a browser or a CDN may keep it for a minute. The script in the frame, not the cache,
is what hides such a page after the exit.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

PLAIN = "public, max-age=60"
View = Callable[..., HttpResponse]


def plain_page(view: View) -> View:
    """A page for GET and HEAD that is the same for everybody and may be kept for a minute."""

    @wraps(view)
    def kept(*args: object, **kwargs: object) -> HttpResponse:
        response = view(*args, **kwargs)
        if response.status_code == 200:
            response.headers["Cache-Control"] = PLAIN
        return response

    return require_safe(kept)


def finish(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Forbid keeping what is not plain; give plain pages an ETag and answer 304 to it."""
    if response.headers.get("Cache-Control") != PLAIN or not isinstance(response, HttpResponse):
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Robots-Tag"] = "noindex"
        return response
    # Weak, because the same page travels compressed and not.
    etag = f'W/"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
    response.headers["ETag"] = etag
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=etag, response=response) or response
