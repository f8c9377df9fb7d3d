"""A staff site of this room alone, where everybody is signed in as Ana."""

from collections.abc import Callable
from types import SimpleNamespace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path


def signed_in(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        name = request.headers.get("X-Worker", "Ana <Hotline>")
        request.worker = SimpleNamespace(name=name) if name else None  # type: ignore[attr-defined]  # what accounts sets
        return get_response(request)

    return middleware


def page(request: HttpRequest) -> HttpResponse:
    if request.GET.get("say"):
        messages.warning(request, "Something to know")
    return render(request, "web/staff_home.html")


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken")


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("waymark.web.staff_urls")),
    path("reports/", page, name="test_reports"),
    path("reports/search/", page, name="test_search"),
    path("lock/", page, name="lock"),
    path("sign-out/", page, name="sign_out"),
    path("breaks/", breaks),
]
handler400 = "waymark.web.errors.bad_request"
handler403 = "waymark.web.errors.forbidden"
handler404 = "waymark.web.errors.not_found"
handler500 = "waymark.web.errors.server_error"
