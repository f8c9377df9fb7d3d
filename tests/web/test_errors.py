"""Pages for what went wrong: the right status, the frame of the site, the reader's language."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from waymark.web import errors, queries

EXIT = 'class="button leave"'


@pytest.mark.parametrize(
    ("address", "status"), [("/en/none/", 404), ("/en/breaks/", 500), ("/en/large/", 413)]
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_errors_keep_the_frame(
    public: Client, address: str, status: int, language: str
) -> None:
    response = public.get(address.replace("/en/", f"/{language}/"))
    page = response.content.decode()
    assert response.status_code == status
    assert EXIT in page
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["/", "/en/", "/ar/safe/", "/en/about/", "/x", "/healthz"])
def test_a_wrong_method_is_explained(public: Client, method: str, address: str) -> None:
    response = getattr(public, method)(address)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert EXIT in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


def test_a_wrong_method_is_explained_in_the_language_of_the_page(public: Client) -> None:
    assert 'lang="ar" dir="rtl"' in public.put("/ar/write/").content.decode()


def test_options_names_the_methods(public: Client) -> None:
    response = public.options("/en/write/")
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Allow"] == "GET, POST, OPTIONS"


def test_head_answers_like_get_without_a_body(public: Client) -> None:
    head, get = public.head("/en/"), public.get("/en/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]


def test_a_wrong_method_on_the_staff_site_is_explained_too(staff: Client) -> None:
    response = staff.delete("/healthz")
    assert response.status_code == 405
    assert "<main" in response.content.decode()


def test_a_broken_database_still_gives_a_page(
    public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(queries, "site", gone)
    response = public.get("/ar/")
    assert response.status_code == 500
    assert EXIT in response.content.decode()
    assert response.headers["Cache-Control"] == "no-store"


def test_the_way_out_and_the_emergency_number_need_no_database(
    public: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OperationalError("gone")

    public.get("/en/")
    monkeypatch.setattr(queries, "site", gone)
    out = public.get("/x")
    assert (out.status_code, out.headers["Location"]) == (303, "https://weather.example/")
    assert 'href="tel:112"' in public.get("/en/").content.decode()


def test_the_page_for_a_broken_site_asks_no_database(settings: Settings) -> None:
    # Without pytest's `db` fixture any query is an error of its own.
    for kind in ("public", "staff"):
        settings.SITE = kind
        settings.ROOT_URLCONF = f"tests.web.{kind}_site"
        response = errors.server_error(RequestFactory().get("/"))
        assert response.status_code == 500
        assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("address", ["/none/", "/breaks/"])
def test_staff_errors_keep_the_staff_frame(staff: Client, address: str) -> None:
    page = staff.get(address).content.decode()
    assert '<body class="staff">' in page
    assert EXIT not in page


@pytest.mark.parametrize("kind", ["public", "staff"])
@pytest.mark.parametrize(
    ("handler", "status"),
    [
        (lambda request: errors.bad_request(request, SuspiciousOperation("secret")), 400),
        (lambda request: errors.forbidden(request, PermissionDenied("secret")), 403),
        (lambda request: errors.not_found(request, Exception("secret")), 404),
        (lambda request: errors.method_not_allowed(request, "GET"), 405),
        (errors.too_large, 413),
        (lambda request: errors.expired_form(request, "secret"), 403),
        (errors.server_error, 500),
    ],
)
@pytest.mark.django_db
def test_handlers_give_their_status_and_no_inner_detail(
    settings: Settings,
    kind: str,
    handler: Callable[[HttpRequest], HttpResponse],
    status: int,
) -> None:
    settings.SITE = kind
    settings.ROOT_URLCONF = f"tests.web.{kind}_site"
    request: HttpRequest = RequestFactory().get("/en/")
    request.resolver_match = None
    with translation.override("en"):
        response = handler(request)
    page = response.content.decode()
    assert response.status_code == status
    assert "secret" not in page
    assert page.count("<h1") == 1


def test_more_text_than_the_site_reads_is_too_large(public: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = public.post("/en/write/", {"text": "x" * 900}, "application/json")
    assert response.status_code == 200
    body = "text=" + "x" * 2000
    response = public.post("/en/write/", body, "application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert EXIT in response.content.decode()


def test_a_host_that_is_not_ours_gets_a_page(public: Client) -> None:
    response = public.get("/en/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "evil" not in response.content.decode()
