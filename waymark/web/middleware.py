"""Security headers, language, and pages for what a view may not answer itself."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import is_valid_path
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_path
from django.utils.translation.trans_real import (
    get_supported_language_variant,
    parse_accept_lang_header,
)

from waymark.web import caching, errors, inline, queries

GetResponse = Callable[[HttpRequest], HttpResponseBase]

COMMON_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}
DEVICES = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
ONE_YEAR = "max-age=31536000"


def policy(script_sources: str, *more: str, ancestors: str = "'none'") -> str:
    """A content security policy that allows nothing but what it names.

    `ancestors`: the sites that may show the answer inside their own pages.
    """
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src {inline.stylesheet().source}",
            f"script-src {script_sources}",
            "img-src 'self' data:",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {ancestors}",
            *more,
        ]
    )


class _Headers:
    """What both sites do to every answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers that the view did not set itself; one left empty is not sent."""
        response = _explain_method(request, self.get_response(request))
        for name, value in {**COMMON_HEADERS, **self.headers(request)}.items():
            response.headers.setdefault(name, value)
            if not response.headers[name]:
                del response.headers[name]
        return response

    def headers(self, request: HttpRequest) -> dict[str, str]:
        """The headers that differ between the sites."""
        raise NotImplementedError


class PublicHeaders(_Headers):
    """Own origin only, never a cookie, and nothing kept that is not a plain page."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, or raise ImproperlyConfigured when the answer would set a cookie."""
        response = super().__call__(request)
        if response.cookies:
            raise ImproperlyConfigured("The public site sets no cookie, and a view tried to.")
        return caching.finish(request, response)

    def headers(self, request: HttpRequest) -> dict[str, str]:
        """Only the frame's own stylesheet and script run."""
        return {
            "Content-Security-Policy": policy(inline.public_script().source),
            "Permissions-Policy": DEVICES,
            **_transport(settings.PUBLIC_URL),
        }


class StaffHeaders(_Headers):
    """Own origin only, and no page kept."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language that the browser asks for."""
        _enter(request, _accepted_language(request))
        response = super().__call__(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def headers(self, request: HttpRequest) -> dict[str, str]:
        """The registered scripts run, and may ask this origin."""
        sources = inline.staff_script_sources()
        passkeys = "publickey-credentials-get=(self), publickey-credentials-create=(self)"
        return {
            "Content-Security-Policy": policy(sources, "connect-src 'self'"),
            "Permissions-Policy": f"{DEVICES}, {passkeys}",
            # With no-referrer a browser posts forms from the origin "null", which the check of
            # forged requests refuses. Other sites still learn nothing.
            "Referrer-Policy": "same-origin",
            "X-Robots-Tag": "noindex",
            **_transport(settings.STAFF_URL),
        }


class PublicLanguage:
    """The language of the path, else the one the browser asks for; no cookie is read or set."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the language of the path, and say when it was the browser that chose."""
        named = get_language_from_path(request.path_info)
        _enter(request, named or _accepted_language(request))
        response = self.get_response(request)
        if response.status_code == 404 and not named:
            response = _with_language(request) or response
        response.headers.setdefault("Content-Language", translation.get_language())
        if not named:
            patch_vary_headers(response, ["Accept-Language"])
        return response


def _enter(request: HttpRequest, language: str) -> None:
    translation.activate(language)
    request.LANGUAGE_CODE = language
    timezone.activate(_time_zone())


def _time_zone() -> ZoneInfo:
    # Where the database does not answer the view will find out, and its answer needs headers.
    return ZoneInfo(queries.site_or_last_known().time_zone)


def _accepted_language(request: HttpRequest) -> str:
    for code, _weight in parse_accept_lang_header(
        request.headers.get("Accept-Language", "").lower()
    ):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return str(settings.LANGUAGE_CODE)


def _with_language(request: HttpRequest) -> HttpResponseRedirect | None:
    """Where an address without its language leads, so that a short one can be printed."""
    path = f"/{translation.get_language()}{request.path_info}"
    if request.method not in {"GET", "HEAD"} or not is_valid_path(path):
        return None
    return HttpResponseRedirect(path)


def _explain_method(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Turn Django's empty 405 into a page, or into the answer to OPTIONS."""
    if not isinstance(response, HttpResponseNotAllowed):
        return response
    allowed = response.headers["Allow"]
    if request.method != "OPTIONS":
        return errors.method_not_allowed(request, allowed)
    return HttpResponse(status=204, headers={"Allow": f"{allowed}, OPTIONS"})


def _transport(url: str) -> dict[str, str]:
    return {"Strict-Transport-Security": ONE_YEAR} if url.startswith("https://") else {}
