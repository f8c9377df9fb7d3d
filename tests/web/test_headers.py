"""What each answer tells the browser: both sites, every kind of answer."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from waymark.web import inline, middleware

EVERYTHING = [
    "/",
    "/en/",
    "/ar/safe/",
    "/es/about/",
    "/x",
    "/healthz",
    "/robots.txt",
    "/en/write/",
    "/en/private/",
    "/en/none/",
    "/en/breaks/",
    "/en/large/",
]


def directives(policy: str) -> dict[str, list[str]]:
    words = (part.split() for part in policy.split(";"))
    return {name: sources for name, *sources in words}


def hashes(page: str, element: str) -> set[str]:
    texts = re.findall(rf"<{element}>(.*?)</{element}>", page, flags=re.DOTALL)
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return {f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests}


@pytest.mark.parametrize("path", EVERYTHING)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options", "trace"])
def test_every_answer_of_the_public_site_is_strict(public: Client, path: str, method: str) -> None:
    response = getattr(public, method)(path)
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    policy = directives(response.headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert "connect-src" not in policy
    assert not response.cookies
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/en/", "/ar/safe/", "/en/none/", "/en/breaks/"])
def test_the_policy_allows_exactly_what_the_page_carries(public: Client, path: str) -> None:
    response = public.get(path)
    page = response.content.decode()
    policy = directives(response.headers["Content-Security-Policy"])
    assert hashes(page, "style") == set(policy["style-src"])
    assert hashes(page, "script") == set(policy["script-src"])
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_a_page_is_one_request_and_names_no_other_origin(public: Client) -> None:
    for path in ("/en/", "/ar/safe/", "/vi/about/"):
        page = public.get(path).content.decode()
        assert not re.search(r"<(img|iframe|object|embed|video|audio|source)\b", page)
        assert not re.search(r"<script[^>]+src|<link[^>]+stylesheet|@import|url\(|https?://", page)
        assert not re.search(r"\son\w+=|\sstyle=|javascript:", page)
        assert re.findall(r"<link[^>]*>", page) == ['<link rel="icon" href="data:,">']
        assert "og:" not in page


def test_plain_pages_may_be_kept_and_answer_304(public: Client) -> None:
    first = public.get("/en/safe/")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert "X-Robots-Tag" not in first.headers
    second = public.get("/en/safe/", headers={"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["ETag"] == first.headers["ETag"]
    assert "Accept-Encoding" in second.headers["Vary"]


def test_a_compressed_page_answers_304_too(public: Client) -> None:
    packed = {"Accept-Encoding": "gzip"}
    first = public.get("/en/safe/", headers=packed)
    assert first.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in first.headers["Vary"]
    again = public.get("/en/safe/", headers={**packed, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_changed_setting_changes_the_etag(public: Client) -> None:
    from waymark.web import actions

    first = public.get("/en/").headers["ETag"]
    actions.save_site(emergency_number="999")
    response = public.get("/en/", headers={"If-None-Match": first})
    assert response.status_code == 200
    assert "tel:999" in response.content.decode()


@pytest.mark.parametrize("path", ["/en/write/", "/en/none/", "/en/breaks/", "/x", "/healthz"])
def test_what_is_not_plain_is_never_kept(public: Client, path: str) -> None:
    response = public.get(path)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in response.headers


def test_the_answer_to_a_form_is_never_kept(public: Client) -> None:
    assert public.post("/en/write/").headers["Cache-Control"] == "no-store"
    assert public.post("/en/").headers["Cache-Control"] == "no-store"


def test_a_view_may_say_never_cache(public: Client) -> None:
    assert "no-store" in public.get("/en/private/").headers["Cache-Control"]


def test_a_cookie_on_the_public_site_is_an_error_and_does_not_leave(public: Client) -> None:
    response = public.get("/en/cookie/")
    assert response.status_code == 500
    assert not response.cookies


@pytest.mark.parametrize("kind", ["public", "staff"])
@pytest.mark.parametrize(("scheme", "promised"), [("https", True), ("http", False)])
def test_transport_security_is_promised_only_over_https(
    request: pytest.FixtureRequest,
    settings: Settings,
    kind: str,
    scheme: str,
    promised: bool,
) -> None:
    client: Client = request.getfixturevalue(kind)
    settings.PUBLIC_URL = settings.STAFF_URL = f"{scheme}://help.example"
    assert ("Strict-Transport-Security" in client.get("/healthz").headers) is promised


@pytest.mark.parametrize("path", ["/", "/reports/", "/none/", "/breaks/", "/healthz"])
def test_nothing_of_the_staff_site_is_kept_or_found(staff: Client, path: str) -> None:
    response = staff.get(path)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    policy = directives(response.headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["connect-src"] == ["'self'"]


def test_staff_forms_can_name_their_origin(staff: Client) -> None:
    # A browser under no-referrer sends "Origin: null", which Django's CSRF check refuses.
    assert staff.get("/reports/").headers["Referrer-Policy"] == "same-origin"


def test_a_registered_script_is_allowed_on_the_staff_site_only(
    staff: Client, tmp_path: Path
) -> None:
    before = directives(staff.get("/reports/").headers["Content-Security-Policy"])["script-src"]
    script = tmp_path / "queue.js"
    script.write_text("// says\nalert(1)\n", encoding="utf-8")
    inline.register_script("queue", script)
    after = directives(staff.get("/reports/").headers["Content-Security-Policy"])["script-src"]
    assert set(after) - set(before) == {inline.room_script("queue").source}
    assert inline.room_script("queue").text == "alert(1)"
    assert inline.room_script("queue").source not in inline.public_script().source


def test_an_unknown_script_is_an_error() -> None:
    with pytest.raises(KeyError):
        inline.room_script("none")


def test_policy_lists_nothing_twice() -> None:
    names = [
        part.split()[0] for part in middleware.policy("'self'", "connect-src 'self'").split(";")
    ]
    assert len(names) == len(set(names))
